"""The programme on the bus: JSON in, JSON out."""

from services.bookings.service.activities.activities import Activities
from services.bookings.service.activities.dates import Dates
from services.bookings.service.activities.door import Door
from services.bookings.service.activities.programmes import Programmes
from services.bookings.service.activities.registering import Registering

__all__ = [
    "Activities",
    "Dates",
    "Door",
    "Programmes",
    "Registering",
]
