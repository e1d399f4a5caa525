"""Waiting for a space to become free: who may wait, whose turn it is, and what is offered. Never asks the time.

Who asked first goes first: of those whose whole period is free now, the earliest gets an offer, a hold with the id of
the wait, which lapses by itself. Whoever waits is offered something once at most.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chassis.errors import Conflict
from chassis.periods import Period
from services.bookings.domain.bookings import Booking
from services.bookings.domain.granting import grant
from services.bookings.domain.people import Actor, Holder
from services.bookings.domain.places import Unit
from services.bookings.domain.rules import Verdict
from services.bookings.domain.tariffs import price
from services.bookings.domain.wishes import Wish

MOST_WAITS = 5  # of one member at once
TIME_TO_ANSWER = timedelta(minutes=15)  # before the start; with less left nothing is offered
# What may pass while somebody waits: a closure may be withdrawn.
_PASSING = ("outside_opening_hours",)


@dataclass(frozen=True)
class Wait:
    """A member who waits for a unit of a space to become free for a whole period.

    Attributes:
        category, organisation_kind: of the member, when they asked.
        status: `waiting`; `offered`: the booking of the same id says what became of it; `left`; `over`: the period
            began; `refused`: their turn came and a rule stood against it.
        refusal: the code of that rule.
    """

    wait_id: str
    space_id: str
    starts_at: datetime
    ends_at: datetime
    member_id: str
    home_city: str
    category: str
    organisation_kind: str
    asked_at: datetime
    organisation_id: str | None = None
    persons: int = 1
    status: str = "waiting"
    offered_at: datetime | None = None
    ended_at: datetime | None = None
    refusal: str | None = None

    @property
    def period(self) -> Period:
        """From start to end."""
        return Period(self.starts_at, self.ends_at)

    @property
    def actor(self) -> Actor:
        """Who asked, without any role: nobody's wait goes past a rule."""
        return Actor(self.member_id, self.home_city, self.category, self.organisation_kind)

    @property
    def holder(self) -> Holder:
        """Whom it is for."""
        return Holder(self.member_id, self.home_city, self.organisation_id)


@dataclass(frozen=True)
class Waiting:
    """A wait as its member sees it.

    Attributes:
        position: 1 for whoever is next, of all who wait for some of the same minutes; None when it has ended.
    """

    wait: Wait
    position: int | None


def as_of(wait: Wait, now: datetime) -> Wait:
    """What a wait is at an instant: over when its period has begun, though nobody wrote it down yet."""
    return end(wait, "over", wait.starts_at) if wait.status == "waiting" and wait.starts_at <= now else wait


def join(wish: Wish, wait_id: str, others: Collection[Wait], is_free: bool, now: datetime) -> Wait:
    """The wait that a wish becomes, which no rule forbids.

    Args:
        others: what the same member waits for now.
        is_free: a unit is free for the whole period.

    Raises:
        Conflict: `unit_free`, `already_waiting`, `too_many_waits`; `notice_too_short`: no time would be left to answer.
    """
    actor, holder = wish.actor, wish.beneficiary
    assert actor is not None and holder is not None, "a visitor waits for nothing"
    if is_free:
        raise Conflict("unit_free", "A unit is free for the whole period: book it.")
    if wish.period.starts_at < now + TIME_TO_ANSWER:
        minutes = TIME_TO_ANSWER // timedelta(minutes=1)
        raise Conflict("notice_too_short", f"Offers are made {minutes} minutes before.", {"minutes": minutes})
    if any(wait.space_id == wish.space.space_id and wait.period.overlaps(wish.period) for wait in others):
        raise Conflict("already_waiting", "The member waits for some of these minutes already.")
    if len(others) >= MOST_WAITS:
        raise Conflict("too_many_waits", f"A member waits {MOST_WAITS} times at most at once.", {"most": MOST_WAITS})
    return Wait(
        wait_id=wait_id,
        space_id=wish.space.space_id,
        starts_at=wish.period.starts_at,
        ends_at=wish.period.ends_at,
        member_id=holder.member_id,
        home_city=holder.city,
        category=actor.category,
        organisation_kind=actor.organisation_kind,
        asked_at=now,
        organisation_id=holder.organisation_id,
        persons=wish.persons,
    )


def leave(wait: Wait, now: datetime) -> Wait:
    """The wait, left; one that has ended already stays as it is."""
    return end(wait, "left", now) if as_of(wait, now).status == "waiting" else as_of(wait, now)


def turn(wait: Wait, verdict: Verdict, now: datetime) -> Wait:
    """What a wait becomes when its turn has come: offered, refused; or it goes on, when what is against it may pass."""
    against = [refusal for refusal in verdict.refusals if refusal.code not in _PASSING]
    if against:
        return end(wait, "refused", now, against[0].code)
    return wait if verdict.refusals else end(wait, "offered", now)


def offer(wish: Wish, wait: Wait, unit: Unit, now: datetime) -> Booking:
    """The hold that is offered; it lapses at the latest when the period begins."""
    held = grant(wish, wait.wait_id, unit, price(wish), now, tentative=True)
    minutes = timedelta(minutes=wish.space.rules.offer_minutes)
    return replace(held, lapses_at=min(now + minutes, wait.starts_at))


def end(wait: Wait, status: str, at: datetime, refusal: str | None = None) -> Wait:
    """The wait, which has ended so."""
    offered_at = at if status == "offered" else wait.offered_at
    return replace(wait, status=status, ended_at=at, offered_at=offered_at, refusal=refusal)
