"""The command: what an operator types."""
