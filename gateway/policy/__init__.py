"""The security team's rules: their language, how they are read, and how they decide."""
