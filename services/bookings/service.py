"""The bookings service on the bus: JSON in, JSON out. Opens the transactions, asks the clock, makes the ids."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from chassis import clock, ids
from chassis.envelope import Envelope
from chassis.idempotency import once
from chassis.schema import Schema, read
from chassis.service import Database, Service, answers, hears
from services.bookings import commands, domain, queries, reactions, schemas

Json = dict[str, Any]


class Bookings(Service):
    """Places, spaces and who holds what when. An `actor` is what the gateway took from a verified token.

    Every method takes keyword arguments and refuses what does not fit with `invalid`.
    """

    name: ClassVar[str] = "bookings"
    database: Any = Database()

    @answers
    def places(self, **asked: Any) -> Json:
        """All places, or those of a `city`, by name."""
        wanted = read(schemas.PlacesAsked, asked)
        with self.database.reading() as session:
            return {"items": [_shown(schemas.Place, place) for place in queries.every_place(session, **wanted)]}

    @answers
    def place(self, **asked: Any) -> Json:
        """The place `place_id` with its spaces. Refuses: `place_not_found`."""
        wanted = read(schemas.PlaceNamed, asked)
        with self.database.reading() as session:
            place, spaces = queries.place(session, **wanted), queries.spaces_of(session, **wanted)
        return {**_shown(schemas.Place, place), "spaces": [_shown(schemas.Space, space) for space in spaces]}

    @answers
    def spaces(self, **asked: Any) -> Json:
        """A page of spaces. Takes `city`, `kind`, `persons`, `place_id`, `limit`, `after`."""
        wanted = read(schemas.SpacesAsked, asked)
        with self.database.reading() as session:
            items, following = queries.spaces_page(session, **wanted)
        return _shown(schemas.SpacesPage, {"items": items, "next": following})

    @answers
    def space(self, **asked: Any) -> Json:
        """The space `space_id` and its place. Refuses: `space_not_found`."""
        wanted = read(schemas.SpaceNamed, asked)
        with self.database.reading() as session:
            space, place = queries.space_and_place(session, **wanted)
        return {**_shown(schemas.Space, space), "place": _shown(schemas.Place, place)}

    @answers
    def availability(self, **asked: Any) -> Json:
        """When units of `space_id` are free between `from_` and `to`.

        Refuses: `space_not_found`, `period_invalid`, `span_too_long`.
        """
        wanted = read(schemas.AvailabilityAsked, asked)
        space_id, span = wanted["space_id"], wanted["span"]
        with self.database.reading() as session:
            space, place = queries.space_and_place(session, space_id)
            diary = queries.diary(session, space_id, span)
        return _shown(schemas.Availability, domain.availability(space, place, diary, span, clock.now()))

    @answers
    def quote(self, **asked: Any) -> Json:
        """The price for `actor` of `space_id` from `starts_at` to `ends_at`, with all that stands against it.

        Refuses: `space_not_found`, `period_invalid`.
        """
        wanted = read(schemas.Wished, asked)
        with self.database.reading() as session:
            wish = queries.wish(session, **wanted)
            diary = queries.diary(session, wanted["space_id"], wanted["period"])
        return _shown(schemas.Quote, domain.quote(wish, diary, clock.now()))

    @answers
    def book(self, **asked: Any) -> Json:
        """Hold a unit of `space_id` from `starts_at` to `ends_at` for `actor`, once under an `idempotency_key`.

        Refuses: as `commands.book`; `period_invalid`, `idempotency_key_reused`.
        """
        wanted = read(schemas.BookingWished, asked)
        key, scope = wanted.pop("idempotency_key"), f"book {wanted['actor'].city} {wanted['actor'].member_id}"
        asked_for = {name: asked[name] for name in ("space_id", "starts_at", "ends_at")}
        booking_id, now = ids.new(), clock.now()

        def book(session: Session) -> Json:
            return _shown(schemas.Booking, commands.book(session, booking_id=booking_id, now=now, **wanted))

        return dict(
            self.database.retrying(lambda session: once(session, scope, key, asked_for, now, lambda: book(session)))
        )

    @answers
    def booking(self, **asked: Any) -> Json:
        """The booking `booking_id` of `actor`. Refuses: `booking_not_found`."""
        wanted = read(schemas.BookingNamed, asked)
        with self.database.reading() as session:
            return _shown(schemas.Booking, queries.booking(session, **wanted))

    @answers
    def bookings_of(self, **asked: Any) -> Json:
        """A page of the bookings of `actor`, the latest first. Takes `limit`, `after`."""
        wanted = read(schemas.BookingsAsked, asked)
        with self.database.reading() as session:
            items, following = queries.bookings_page(session, **wanted)
        return _shown(schemas.BookingsPage, {"items": items, "next": following})

    @answers
    def cancel(self, **asked: Any) -> Json:
        """End the booking `booking_id` of `actor`, for `reason`. Refuses: `booking_not_found`, `booking_over`."""
        wanted, now = read(schemas.BookingUnwanted, asked), clock.now()
        cancelled = self.database.retrying(lambda session: commands.cancel(session, now=now, **wanted))
        return _shown(schemas.Booking, cancelled)

    @answers
    def issuer_keys(self) -> Json:
        """The public keys by which the tokens of each city's members are verified, by city code."""
        with self.database.reading() as session:
            return queries.every_issuer_key(session)

    @hears("members", "member.approved")
    def on_member_approved(self, envelope: Envelope) -> None:
        """A city tells who may book."""
        self.database.react(envelope, reactions.on_member_approved)

    @hears("members", "city.keys_published")
    def on_city_keys_published(self, envelope: Envelope) -> None:
        """A city tells how to verify its members' tokens."""
        self.database.react(envelope, reactions.on_city_keys_published)


def _shown(schema: type[Schema], thing: object) -> Json:
    return dict(_made(schema).dump(thing))


@cache
def _made(schema: type[Schema]) -> Schema:
    return schema()  # making one copies all its fields
