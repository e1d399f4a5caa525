"""The services of the network. Each is a room of its own: they share messages, never code."""
