"""What is held: the store, its encryption, release and deletion."""
