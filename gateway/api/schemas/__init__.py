"""What the API is asked and what it answers. The schemas make its description and its examples too. Never queries."""

from gateway.api.schemas.bookings import Booking, Bookings, BookingsAsked, Quote, Wish
from gateway.api.schemas.catalogue import (
    Availability,
    AvailabilityAsked,
    Cities,
    Places,
    PlacesAsked,
    PlaceWithSpaces,
    Spaces,
    SpacesAsked,
    SpaceWithPlace,
)
from gateway.api.schemas.membership import (
    Confirmation,
    Confirmed,
    Profile,
    Registered,
    Registration,
    SignedIn,
    SignIn,
)

__all__ = [
    "Availability",
    "AvailabilityAsked",
    "Booking",
    "Bookings",
    "BookingsAsked",
    "Cities",
    "Confirmation",
    "Confirmed",
    "PlaceWithSpaces",
    "Places",
    "PlacesAsked",
    "Profile",
    "Quote",
    "Registered",
    "Registration",
    "SignIn",
    "SignedIn",
    "SpaceWithPlace",
    "Spaces",
    "SpacesAsked",
    "Wish",
]
