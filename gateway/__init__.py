"""Sekisho: the checkpoint every outgoing message passes. Start reading at `checkpoint.py`; `docs/flow.md` tells the way."""
