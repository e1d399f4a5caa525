"""The notifications of a city, on the bus: events in, timers that send, one question to the city's members."""

from __future__ import annotations

from chassis.service import Service
from services.notifications.service.bookings import HearsBookings
from services.notifications.service.digesting import Digests
from services.notifications.service.leaving import Leaving
from services.notifications.service.members import HearsMembers
from services.notifications.service.own import Own
from services.notifications.service.programme import HearsProgramme
from services.notifications.service.registrations import HearsRegistrations
from services.notifications.service.reminding import Reminds
from services.notifications.service.sending import Sends
from services.notifications.service.showing import Shows


def notifications(city: str) -> type[Service]:
    """The notifications service of the city with that code."""
    code = city

    class OfCity(Notifications):
        name = f"notifications_{code}"
        city = code

    return OfCity


class Notifications(
    HearsBookings, HearsRegistrations, HearsMembers, HearsProgramme, Reminds, Sends, Digests, Leaving, Own, Shows
):
    """What every city's notifications service does."""
