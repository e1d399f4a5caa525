"""JSON <-> domain objects of the programme. Never queries."""
