"""How good the inspection and a policy are on messages whose right answer is known."""
