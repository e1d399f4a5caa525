"""The history of the tables, oldest first. A migration that has been released never changes."""
