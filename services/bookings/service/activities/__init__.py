"""The programme on the bus: JSON in, JSON out."""
