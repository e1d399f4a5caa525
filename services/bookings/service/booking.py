"""Bookings and their life: the RPC side."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids
from chassis.idempotency import once
from chassis.schema import read
from chassis.service import answers, every
from services.bookings import commands, domain, queries, schemas
from services.bookings.service.shown import Json, page_with_callings, shown, with_callings


class Booking:
    """Quotes, bookings, and what becomes of them."""

    database: Any

    @answers
    def quote(self, **asked: Any) -> Json:
        """The price of `space_id` from `starts_at` to `ends_at`, with all that stands against it.

        Takes `actor` (None for a visitor), `beneficiary`, `organisation_id`, `persons`, `past`.
        Refuses: `space_not_found`, `period_invalid`.
        """
        wanted, now = read(schemas.QuoteAsked, asked), clock.now()
        with self.database.reading() as session:
            wish = queries.wish(session, now=now, **wanted)
            diary = queries.diary(session, wish.space, wish.period, now)
            granted = queries.credits_for(session, wish.beneficiary, wish.place.city, wish.period.starts_at)
        return shown(schemas.Quote, domain.quote(wish, diary, now, granted))

    @answers
    def book(self, **asked: Any) -> Json:
        """Hold a unit of `space_id` from `starts_at` to `ends_at` for `actor`, once under an `idempotency_key`.

        Takes `beneficiary` (`member_id`, `city`: on behalf), `organisation_id`, `persons`, `past`, `tentative`.
        Refuses: as `commands.book`; `period_invalid`, `idempotency_key_reused`.
        """
        wanted = read(schemas.BookingWished, asked)
        key, scope = wanted.pop("idempotency_key"), f"book {wanted['actor'].city} {wanted['actor'].member_id}"
        asked_for = {name: value for name, value in asked.items() if name not in ("actor", "idempotency_key")}
        booking_id, now = ids.new(), clock.now()

        def book(session: Session) -> Json:
            return shown(schemas.Booking, commands.book(session, booking_id=booking_id, now=now, **wanted))

        return dict(
            self.database.retrying(lambda session: once(session, scope, key, asked_for, now, lambda: book(session)))
        )

    @answers
    def booking(self, **asked: Any) -> Json:
        """The booking `booking_id` of `actor`, or one that their role shows them. Refuses: `booking_not_found`.

        Tells also what its member is `called` at the door.
        """
        wanted, now = read(schemas.BookingNamed, asked), clock.now()
        with self.database.reading() as session:
            [found] = with_callings(session, [queries.booking(session, **wanted)], now)
        return found

    @answers
    def bookings_of(self, **asked: Any) -> Json:
        """A page of the bookings of `actor`, and of whom they answer for, the latest first. Takes `limit`, `after`."""
        wanted, now = read(schemas.BookingsAsked, asked), clock.now()
        with self.database.reading() as session:
            return page_with_callings(session, queries.bookings_page(session, **wanted), now)

    @answers
    def bookings_at(self, **asked: Any) -> Json:
        """A page of the bookings of `place_id` from `from_` to `to`, for its staff. Takes `status`, `limit`, `after`.

        Refuses: `place_not_found`, `permission_missing`, `period_invalid`, `span_too_long`.
        """
        wanted, now = read(schemas.BookingsAtAsked, asked), clock.now()
        actor, span = wanted.pop("actor"), wanted.pop("span")
        with self.database.reading() as session:
            place = queries.place(session, wanted["place_id"])
            domain.require(actor, domain.Permission.SEE_BOOKINGS, domain.Where.of_place(place))
            page = queries.bookings_at(session, within=span, now=now, **wanted)
            return page_with_callings(session, page, now)

    @answers
    def confirm(self, **asked: Any) -> Json:
        """Make the hold `booking_id` firm. Refuses: as `commands.confirm`."""
        return self._change(commands.confirm, read(schemas.BookingNamed, asked))

    @answers
    def approve(self, **asked: Any) -> Json:
        """Say yes to the request `booking_id`. Refuses: as `commands.approve`."""
        return self._change(commands.approve, read(schemas.BookingNamed, asked))

    @answers
    def deny(self, **asked: Any) -> Json:
        """Say no to the request `booking_id`, for `reason`. Refuses: as `commands.deny`."""
        return self._change(commands.deny, read(schemas.BookingDenied, asked))

    @answers
    def move(self, **asked: Any) -> Json:
        """Have `booking_id` from `starts_at` to `ends_at`, in `space_id`, for `persons`: what is not said stays.

        Takes `past`. Refuses: as `commands.move`; `period_invalid`.
        """
        return self._change(commands.move, read(schemas.BookingMoved, asked))

    @answers
    def cancel(self, **asked: Any) -> Json:
        """End the booking `booking_id`, for `reason`. Takes `past`. Refuses: as `commands.cancel`."""
        return self._change(commands.cancel, read(schemas.BookingUnwanted, asked))

    @answers
    def check_in(self, **asked: Any) -> Json:
        """Note that the member of `booking_id` is there. Refuses: as `commands.check_in`."""
        return self._change(commands.check_in, read(schemas.BookingNamed, asked))

    @answers
    def check_out(self, **asked: Any) -> Json:
        """Note that the member of `booking_id` has left. Refuses: as `commands.check_out`."""
        return self._change(commands.check_out, read(schemas.BookingNamed, asked))

    @every(seconds=20)
    def end_lapsed(self) -> None:
        """Holds, requests and no-shows end at their time, whether or not somebody wants their unit."""
        while True:
            now = clock.now()
            ended = self.database.retrying(lambda session, now=now: commands.end_lapsed(session, now))
            if ended < commands.LAPSED_AT_ONCE:
                return

    def _change(self, command: Any, wanted: Json) -> Json:
        now = clock.now()
        return self._shown(self.database.retrying(lambda session: command(session, now=now, **wanted)))

    def _shown(self, booking: domain.Booking) -> Json:
        return shown(schemas.Booking, domain.as_of(booking, clock.now()))
