"""The trained model: what it is made of, how it is trained, how it is run."""
