"""Every change of the programme: activities, occurrences, registrations, the door. Load, decide, save, record."""
