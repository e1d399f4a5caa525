"""Where staff see bookings. Never says whose."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, String, cast, select

from services.bookings import domain
from services.bookings.tables import spaces


def spaces_seen_by(actor: domain.Actor) -> Select[Any] | None:
    """The ids of the spaces whose bookings an actor sees by right, those that their city shares too; None: nowhere.

    A role in the whole city lets them see all of these; one at a place, those there.
    """
    everywhere = domain.may(actor, domain.Permission.SEE_BOOKINGS, domain.Where.of_city(actor.city))
    at_places = domain.places_where(actor, domain.Permission.SEE_BOOKINGS)
    if not everywhere and not at_places:
        return None
    shared = cast(spaces.c.sharing, String).contains(f'"{actor.city}"', autoescape=True)
    ours = select(spaces.c.space_id).where((spaces.c.city == actor.city) | shared)
    return ours if everywhere else ours.where(spaces.c.place_id.in_(at_places))
