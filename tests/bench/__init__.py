"""Benches: what a message costs, as ratios measured side by side in one run. `make bench` runs them whole, CI small."""
