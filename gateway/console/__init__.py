"""The reviewers' web pages, and the sender's own: what is held, why, and what becomes of it."""
