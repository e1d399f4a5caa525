"""Moving in a series: one booking of it, it and the following, or all. What has begun stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from chassis.errors import ServiceError
from services.bookings import domain, queries
from services.bookings.commands import changing, claiming, waiting
from services.bookings.commands.series import forget_refused, keep_refused, refused_since, save_change, win
from services.bookings.domain.occurrences import Occurrence
from services.bookings.domain.planning import Asked, Planned
from services.bookings.domain.series import Change, Outcome, RefusedOccurrence, Series
from services.bookings.tables import claims


class _Refused(Exception):
    """Some cannot be moved: what was tried is taken back, up to the savepoint."""

    def __init__(self, those: dict[str, Planned]) -> None:
        super().__init__(sorted(those))
        self.those = those


@dataclass(frozen=True)
class _Wanted:
    """What is to become of the bookings; None for what each is already.

    Attributes:
        named: the booking that the others follow.
    """

    named: domain.Booking
    starts_at: datetime | None
    ends_at: datetime | None
    space_id: str | None
    persons: int | None
    past: frozenset[str]

    def period(self, period: domain.Period) -> domain.Period | None:
        """What becomes of the period of another one."""
        named = self.named
        return domain.occurrences.moved_alike(period, named.period, self.starts_at, self.ends_at, named.zone)

    def changes(self, booking: domain.Booking) -> bool:
        """Whether another one is not so already."""
        same = (self.space_id in (None, booking.space_id)) and self.persons in (None, booking.persons)
        return not same or self.period(booking.period) != booking.period


def move_series(
    session: Session,
    booking_id: str,
    actor: domain.Actor,
    now: datetime,
    *,
    scope: str = "all",
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    space_id: str | None = None,
    persons: int | None = None,
    past: frozenset[str] = frozenset(),
    on_conflict: str = "skip",
) -> Change:
    """Move a booking of a series, it and the following, or all that are to come: each to the new wall time of its day.

    What was refused moves along, to be tried again there.

    Args:
        scope: `this`, `following`, `all`.
        starts_at, ends_at: of the booking named; the others are moved by as many days, to the same wall times.
        space_id, persons: None for what each has already.
        on_conflict: `skip` leaves those that cannot be moved where they are; `fail` moves none then.

    Raises:
        NotFound: `booking_not_found`, also for another member's; `space_not_found`.
        Forbidden: `permission_missing`.
        Invalid: `period_invalid`.
        Conflict: `not_in_series`; `series_conflict` with the codes of each; of `this` as `move`.
    """
    asked = {"starts_at": starts_at, "ends_at": ends_at, "space_id": space_id, "persons": persons, "past": past}
    if scope == "this":
        return Change(changing.move(session, booking_id, actor, now, **asked), 1)  # type: ignore[arg-type]
    seen = queries.booking(session, booking_id, actor)
    series_id, since = domain.series.scope_of(seen, scope, now)
    wanted = _Wanted(seen, starts_at, ends_at, space_id, persons, past)
    before = _get_ready(session, wanted, queries.series_to_come(session, series_id, since, now), now)
    kept = queries.lock_series(session, series_id)
    named = queries.booking(session, booking_id, actor)  # as it is now that nobody else changes it
    domain.Period(starts_at or named.starts_at, ends_at or named.ends_at)
    since = domain.series.scope_of(named, scope, now)[1]
    bookings = queries.lock_series_to_come(session, series_id, since, now)
    was_in = queries.space(session, named.space_id)
    guards = queries.is_guardian(session, actor, named.member_id, named.home_city)
    where = domain.Where.of_space(was_in)
    domain.check_may_change(named, actor, where, is_guardian=guards)  # also when none is to come
    wanted = replace(wanted, named=named)
    moved, stay = _move_all(session, kept, bookings, wanted, before, actor, now)
    if stay and (on_conflict == "fail" or not moved):
        raise domain.series.conflict(stay)
    _move_refused(session, kept, wanted, since)
    if moved:
        after = replace(kept, space_id=space_id or kept.space_id, persons=persons or kept.persons)
        save_change(session, Outcome(after, moved, stay), now, moved=len(moved))
    freed = {one.booking_id for one in moved}
    waiting.offer_ended(session, [booking for booking in bookings if booking.booking_id in freed], now)
    return domain.series.changed(named, moved, stay, now)


def _get_ready(
    session: Session, wanted: _Wanted, to_come: Sequence[domain.Booking], now: datetime
) -> list[domain.Wait]:
    """Lock whom it is for and those who wait for what is taken or freed, then the spaces."""
    old = {booking.space_id for booking in to_come}
    new = old if wanted.space_id is None else {wanted.space_id}
    periods = [wanted.named.period, *(booking.period for booking in to_come)]
    span = domain.occurrences.span([*periods, *(wanted.period(period) for period in periods)])
    before = waiting.those_waiting(session, old | new, span, now)
    claiming.lock_holders(session, wanted.named.holder, *(wait.holder for wait in before))
    queries.keep_spaces(session, new)
    return before


def _move_all(
    session: Session,
    kept: Series,
    bookings: Iterable[domain.Booking],
    wanted: _Wanted,
    before: Sequence[domain.Wait],
    actor: domain.Actor,
    now: datetime,
) -> tuple[list[domain.Booking], list[RefusedOccurrence]]:
    """Move those that can be moved; and those that stay. Some were moved alone before: each space by itself."""
    into: dict[str, list[domain.Booking]] = defaultdict(list)
    for booking in bookings:
        if wanted.changes(booking):
            into[wanted.space_id or booking.space_id].append(booking)
    moved: list[domain.Booking] = []
    stay: list[RefusedOccurrence] = []
    for space_id, group in into.items():
        asked = _asked(session, space_id, group, wanted, actor, now)
        by_key = {booking.occurrence: booking for booking in group}
        _make_room(session, asked, before, now)
        planned, units, refused = _settle(session, asked, now)
        moved += [
            changing.put(session, one.wish, units[one.key], one.went_past, now, in_series=True)
            for one in planned
            if one.wish
        ]
        stay += [domain.series.stays(kept, by_key[one.key], one.refusals, now) for one in refused]
    return sorted(moved, key=lambda one: one.starts_at), sorted(stay, key=lambda one: one.occurrence)


def _make_room(session: Session, asked: Sequence[Asked], before: Sequence[domain.Wait], now: datetime) -> None:
    wishes = [one.wish for one in asked if one.wish]
    span = domain.occurrences.span(wish.period for wish in wishes)
    waiting.make_room(session, replace(wishes[0], period=span), before, now)


def _asked(
    session: Session,
    space_id: str,
    group: Sequence[domain.Booking],
    wanted: _Wanted,
    actor: domain.Actor,
    now: datetime,
) -> list[Asked]:
    """What is asked for each, judged by the rules of the space where it is."""
    occurrences = [Occurrence(booking.occurrence or "", wanted.period(booking.period)) for booking in group]
    holder = wanted.named.holder
    found = queries.wishes(session, space_id, occurrences, actor, now, holder=holder, past=wanted.past)
    was_in = queries.spaces_by_id(session, {booking.space_id for booking in group})
    guards = queries.is_guardian(session, actor, holder.member_id, holder.city)
    asked = []
    for one, booking in zip(found, group, strict=True):
        space = was_in[booking.space_id]
        domain.check_may_change(booking, actor, domain.Where.of_space(space), is_guardian=guards)
        if one.wish is not None:
            wish = replace(one.wish, kept=booking, persons=wanted.persons or booking.persons)
            one = _by_rules_of(space, replace(one, wish=wish), now)
        asked.append(one)
    return asked


def _by_rules_of(space: domain.Space, one: Asked, now: datetime) -> Asked:
    assert one.wish is not None
    try:
        return replace(one, went_past=changing.check_movable(one.wish, space, one.wish.past, now))
    except ServiceError as refusal:
        return replace(one, refusals=(refusal,))


def _settle(
    session: Session, asked: Sequence[Asked], now: datetime
) -> tuple[list[Planned], dict[str, domain.Unit], list[Planned]]:
    """Win the units for those that can be moved; gives what is planned for them, their units, and those that stay.

    Who stays may be in the way of another, so it is tried anew without them, until all that are left can be moved.
    """
    stay: dict[str, Planned] = {}
    while True:
        movers = [one for one in asked if one.key not in stay]
        try:
            with session.begin_nested():
                planned, units = _try(session, movers, now) if movers else ([], {})
            return planned, units, list(stay.values())
        except _Refused as refused:
            stay |= refused.those


def _try(session: Session, movers: Sequence[Asked], now: datetime) -> tuple[list[Planned], dict[str, domain.Unit]]:
    """Free what they hold and win what they shall hold.

    Raises:
        _Refused: some cannot be moved.
    """
    wishes = [one.wish for one in movers if one.wish]
    ids = {one.key: one.wish.kept.booking_id for one in movers if one.wish and one.wish.kept}
    later = any(wish.kept and wish.kept.starts_at < wish.period.starts_at for wish in wishes)
    session.execute(delete(claims).where(claims.c.booking_id.in_(ids.values())))
    diary = queries.diary_of(session, movers, now) if wishes else {}
    planned = domain.planning.plan(_without_own(movers), diary, now, latest_first=later)
    _check({one.key: one for one in planned if one.refusals})
    units = win(session, planned, ids)
    _check({one.key: one.lost() for one in planned if one.key not in units})
    return planned, units


def _check(refused: dict[str, Planned]) -> None:
    if refused:
        raise _Refused(refused)


def _without_own(movers: Sequence[Asked]) -> list[Asked]:
    """What they hold together counts where each shall be, not where it is."""
    wishes = [one.wish for one in movers if one.wish]
    if not wishes:
        return list(movers)
    own = [wish.kept.period for wish in wishes if wish.kept and wish.kept.space_id == wish.space.space_id]
    held, held_by = _less(wishes[0].held, own), _less(wishes[0].held_by_organisation, own)
    return [
        replace(one, wish=replace(one.wish, held=held, held_by_organisation=held_by)) if one.wish else one
        for one in movers
    ]


def _less(held: Iterable[domain.Period], own: Iterable[domain.Period]) -> list[domain.Period]:
    left = list(held)
    for period in own:
        if period in left:
            left.remove(period)
    return left


def _move_refused(session: Session, kept: Series, wanted: _Wanted, since: datetime) -> None:
    refused = refused_since(session, kept, since)
    forget_refused(session, kept, [one.occurrence for one in refused])
    again = [(one, one.again().period) for one in refused]
    moved = [(one, wanted.period(period)) for one, period in again if period]
    keep_refused(
        session,
        [
            replace(one, starts_at=period.starts_at if period else None, ends_at=period.ends_at if period else None)
            for one, period in moved
        ],
    )
