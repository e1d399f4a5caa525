"""The life of a registration after it was made: offered, accepted, changed, ended. Never asks the time.

Whoever is offered seats uses the offer once: it is accepted, refused, or lapses. Where the city has its say, what is
accepted is then asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chassis.errors import Conflict, Invalid, NotFound
from services.bookings.domain.activities.door import is_incomplete
from services.bookings.domain.activities.registering import full
from services.bookings.domain.activities.registration import STANDING, Registration
from services.bookings.domain.activities.seats import Seats
from services.bookings.domain.people import Actor
from services.bookings.domain.permissions import Permission, Where, may, missing


@dataclass(frozen=True)
class Standing:
    """A registration as somebody sees it, with what it is for.

    Attributes:
        position: 1 for who is next; None for who does not wait.
    """

    registration: Registration
    seats: Seats
    position: int | None

    @property
    def online_url(self) -> str | None:
        """As `online_url`."""
        return online_url(self.registration, self.seats)

    @property
    def answers_due(self) -> bool:
        """As `answers_due`."""
        return answers_due(self.registration, self.seats)


def as_of(registration: Registration, seats: Seats, now: datetime) -> Registration:
    """What it is at an instant: what has lapsed has ended, and who waits does so no longer after the close."""
    if registration.status == "waiting" and seats.has_closed(now):
        return end(registration, "over", "closed", min(now, seats.closes_at))
    return lapsed(registration, now)


def lapsed(registration: Registration, now: datetime) -> Registration:
    """Likewise, of what is offered or asked for."""
    until = registration.lapses_at
    if registration.status not in ("offered", "requested") or until is None or until > now:
        return registration
    return end(registration, "lapsed", "offer_lapsed" if registration.status == "offered" else "unanswered", until)


def offer(registration: Registration, seats: Seats, now: datetime) -> Registration:
    """Who waits, offered what is free; it is held until they answer, and not beyond the close.

    Raises:
        Conflict: `registration_not_waiting`; `registration_closed`; `occurrence_full`.
    """
    if registration.status != "waiting":
        raise Conflict("registration_not_waiting", "The member does not wait.")
    if not seats.offers(now):
        raise Conflict("registration_closed", "Nothing is offered any more.")
    if registration.seats > seats.free_for(registration.organisation_id):
        raise full(seats)
    return replace(
        registration,
        status="offered",
        kept=seats.are_kept(registration.seats, registration.organisation_id),
        offered_at=now,
        lapses_at=min(now + timedelta(hours=seats.terms.offer_hours), seats.closes_at),
    )


def accept(registration: Registration, seats: Seats, now: datetime) -> Registration:
    """The seats that are offered, taken; what was accepted stays as it is.

    Raises:
        Conflict: `offer_lapsed`, `registration_not_offered`.
    """
    if registration.offered_at is not None and registration.status in ("confirmed", "requested"):
        return registration
    if registration.status == "lapsed" and registration.end_reason == "offer_lapsed":
        raise Conflict("offer_lapsed", "The offer has lapsed.")
    if registration.status != "offered":
        raise Conflict("registration_not_offered", "Nothing is offered.")
    if seats.terms.mode == "moderated":
        return replace(registration, status="requested", lapses_at=seats.occurrence.starts_at)
    return replace(registration, status="confirmed", lapses_at=None, confirmed_at=now)


def refuse(registration: Registration, now: datetime) -> Registration:
    """The seats that are offered, given to the next; what was refused stays as it is.

    Raises:
        Conflict: `offer_lapsed`, `registration_not_offered`.
    """
    if registration.end_reason == "offer_refused":
        return registration
    if registration.status == "lapsed":
        raise Conflict("offer_lapsed", "The offer has lapsed.")
    if registration.status != "offered":
        raise Conflict("registration_not_offered", "Nothing is offered.")
    return end(registration, "cancelled", "offer_refused", now)


def cancel(registration: Registration, seats: Seats, reason: str, now: datetime) -> Registration:
    """The registration, ended for a reason; one that has ended stays as it is.

    Raises:
        Conflict: `occurrence_over`: it has begun, or they are there.
    """
    if registration.status not in STANDING:
        return registration
    if registration.checked_in_seats or _has_begun(seats, now):
        raise Conflict("occurrence_over", "It has begun.")
    return end(registration, "cancelled", reason, now)


def change_seats(registration: Registration, seats: Seats, wanted: int, now: datetime) -> Registration:
    """The registration with more or fewer seats: more only when they are free and nobody waits for them.

    Raises:
        Invalid: `too_many_seats`.
        Conflict: `registration_not_standing`, `occurrence_over`, `registration_closed`, `occurrence_full`;
            `seats_were_approved`: staff said yes to so many.
    """
    if wanted == registration.seats:
        return registration
    if registration.status not in STANDING:
        raise Conflict("registration_not_standing", "The registration has ended.")
    if wanted < registration.checked_in_seats or _has_begun(seats, now):
        raise Conflict("occurrence_over", "It has begun.")
    more, most = wanted - registration.seats, seats.terms.most_seats
    if more > 0:
        if wanted > most:
            at = {"errors": [{"pointer": "/seats", "detail": f"One registers for {most} seats at most."}], "most": most}
            raise Invalid("too_many_seats", f"One registers for {most} seats at most.", at)
        if seats.terms.mode == "moderated" and registration.status != "waiting":
            raise Conflict("seats_were_approved", "Staff answers for so many seats: ask for more in another way.")
        if not seats.offers(now):
            raise Conflict("registration_closed", "Registration is closed.")
        if not _may_have_more(registration, seats, more):
            raise full(seats)
    return replace(registration, seats=wanted)


def approve(registration: Registration, now: datetime) -> Registration:
    """What is asked for, granted; what was granted stays as it is.

    Raises:
        Conflict: `registration_lapsed`, `registration_not_requested`.
    """
    if registration.status == "confirmed":
        return registration
    _check_requested(registration)
    return replace(registration, status="confirmed", lapses_at=None, confirmed_at=now)


def decline(registration: Registration, reason: str, now: datetime) -> Registration:
    """What is asked for, not granted; what was declined stays as it is.

    Raises:
        Conflict: `registration_lapsed`, `registration_not_requested`.
    """
    if registration.status == "declined":
        return registration
    _check_requested(registration)
    return end(registration, "declined", reason, now)


def prioritise(registration: Registration, priority: int) -> Registration:
    """Who waits, before those who have less.

    Raises:
        Conflict: `registration_not_waiting`.
    """
    if registration.status != "waiting":
        raise Conflict("registration_not_waiting", "The member does not wait.")
    return replace(registration, priority=priority)


def online_url(registration: Registration, seats: Seats) -> str | None:
    """Where it is online, for who has a seat."""
    if registration.status != "confirmed" or seats.attendance == "on_site":
        return None
    return seats.occurrence.online_url or seats.activity.online_url


def answers_due(registration: Registration, seats: Seats) -> bool:
    """Whether the form asks for what was not answered yet: of who has a seat, never of who waits."""
    has_seat = registration.status in ("requested", "confirmed")
    return has_seat and is_incomplete(registration, seats.terms)


def check_may_see(registration: Registration, actor: Actor, seats: Seats, *, is_guardian: bool) -> None:
    """Refuse who neither comes, nor answers for who does, nor has a right over it: here, or over the member at home.

    Raises:
        NotFound: `registration_not_found`.
    """
    rights = (Permission.SEE_REGISTRATIONS, Permission.CHANGE_REGISTRATIONS)
    if not (is_guardian or _is_own(registration, actor) or _may(registration, actor, seats, rights)):
        raise NotFound("registration_not_found")


def check_may_change(registration: Registration, actor: Actor, seats: Seats, *, is_guardian: bool) -> None:
    """Likewise who may not change it.

    Raises:
        NotFound: `registration_not_found`.
        Forbidden: `permission_missing`: who only sees it.
    """
    check_may_see(registration, actor, seats, is_guardian=is_guardian)
    theirs = is_guardian or _is_own(registration, actor)
    if not theirs and not _may(registration, actor, seats, (Permission.CHANGE_REGISTRATIONS,)):
        raise missing(Permission.CHANGE_REGISTRATIONS)


def end(registration: Registration, status: str, reason: str, at: datetime) -> Registration:
    """The registration, which has ended so."""
    return replace(registration, status=status, end_reason=reason, ended_at=at, lapses_at=None)


def _has_begun(seats: Seats, now: datetime) -> bool:
    return seats.occurrence.status != "postponed" and seats.occurrence.starts_at <= now


def _is_own(registration: Registration, actor: Actor) -> bool:
    return (actor.member_id, actor.city) == (registration.member_id, registration.home_city)


def _may(registration: Registration, actor: Actor, seats: Seats, rights: tuple[Permission, ...]) -> bool:
    """Here by one of some rights; at the member's home by that of registering them."""
    home = Where.of_city(registration.home_city)
    return any(may(actor, right, seats.where) for right in rights) or may(actor, Permission.REGISTER_OTHERS, home)


def _check_requested(registration: Registration) -> None:
    if registration.status == "lapsed":
        raise Conflict("registration_lapsed", "The request was not answered in time.")
    if registration.status != "requested":
        raise Conflict("registration_not_requested", "The registration is not asked for.")


def _may_have_more(registration: Registration, seats: Seats, more: int) -> bool:
    if registration.status == "waiting":
        return more <= seats.waiting_left
    if registration.kept:
        return more <= seats.left_beside(registration)
    return more <= seats.left and seats.occurrence.seats_waiting == 0
