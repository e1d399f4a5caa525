"""How an answer is made of what was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from chassis import ids
from chassis.schema import Schema
from services.bookings import domain, queries, schemas

Json = dict[str, Any]


def shown(schema: type[Schema], thing: object) -> Json:
    """The thing as the schema shows it."""
    return dict(_made(schema).dump(thing))


@cache
def _made(schema: type[Schema]) -> Schema:
    return schema()  # making one copies all its fields


def with_callings(session: Session, bookings: Sequence[domain.Booking], now: datetime) -> list[Json]:
    """Some bookings as they are now, each with what its member is `called` at the door. One query, or two.

    That is the handle that the member chose, else a code of the opaque id: no name is known here. What is booked for an
    activity is called by the French title of that.
    """
    titles = queries.activities.titles(session, [one.for_occurrence_id for one in bookings if one.for_occurrence_id])
    handles = queries.handles(session, [booking.holder for booking in bookings])
    told = []
    for booking in bookings:
        handle = handles.get((booking.home_city, booking.member_id))
        called = titles.get(booking.for_occurrence_id or "") or handle or ids.spoken(booking.member_id)
        told.append(shown(schemas.Booking, domain.as_of(booking, now)) | {"called": called})
    return told


def page_with_callings(session: Session, page: tuple[Sequence[domain.Booking], Any], now: datetime) -> Json:
    """A page of bookings, likewise, and the cursor of the next."""
    items, following = page
    return {
        **shown(schemas.BookingsPage, {"items": [], "next": following}),
        "items": with_callings(session, items, now),
    }
