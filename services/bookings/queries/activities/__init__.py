"""Every SELECT of the programme."""
