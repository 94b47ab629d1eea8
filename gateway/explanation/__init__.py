"""How one message was understood: zones, people, relations, findings, rules."""
