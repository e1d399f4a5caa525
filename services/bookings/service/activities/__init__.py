"""The programme on the bus: JSON in, JSON out."""

from services.bookings.service.activities.door import Door

__all__ = ["Door"]
