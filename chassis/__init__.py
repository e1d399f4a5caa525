"""What every service stands on: errors, messages, database, broker. Knows nothing of bookings."""
