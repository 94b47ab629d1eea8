"""Text to findings: what stands where in a message, and whom it is about."""
