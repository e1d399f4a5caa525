"""Series: many bookings made at once, and what was refused of them tried again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from services.bookings import domain, queries
from services.bookings.commands import claiming, saving, waiting
from services.bookings.domain.occurrences import Occurrence
from services.bookings.domain.planning import Planned
from services.bookings.domain.series import Outcome, RefusedOccurrence, Series
from services.bookings.events import SeriesBooked, SeriesChanged
from services.bookings.tables import refused_occurrences, series

NewId = Callable[[], str]


def book_series(
    session: Session,
    series_id: str,
    space_id: str,
    rule: str,
    starts_local: datetime,
    ends_local: datetime,
    actor: domain.Actor,
    now: datetime,
    new_id: NewId,
    *,
    holder: domain.Holder | None = None,
    persons: int = 1,
    past: frozenset[str] = frozenset(),
    on_conflict: str = "skip",
) -> Outcome:
    """Hold a unit of a space for a member at every occurrence of a rule, and tell the others.

    Args:
        rule, starts_local, ends_local: as `domain.occurrences.of_rule` takes them.
        new_id: gives the id of each booking.
        holder: whom it is for; None for the actor.
        past: the codes of the rules that the actor goes past, with the right to.
        on_conflict: `skip` keeps what is refused, to be tried again; `fail` refuses all when one is refused.

    Raises:
        NotFound: `space_not_found`.
        Invalid: `rule_invalid`, `series_too_long`, `period_invalid`.
        Conflict: `series_conflict` with the codes of each occurrence; also when all of them are refused.
    """
    space, place = queries.space_and_place(session, space_id)
    occurrences = domain.occurrences.of_rule(rule, starts_local, ends_local, place.zone)
    whose = holder or domain.Holder(actor.member_id, actor.city)
    made = Series(
        series_id=series_id,
        space_id=space.space_id,
        member_id=whose.member_id,
        home_city=whose.city,
        organisation_id=whose.organisation_id,
        booked_by_id=actor.member_id,
        booked_by_city=actor.city,
        rule=rule,
        starts_local=starts_local.isoformat(timespec="seconds"),
        ends_local=ends_local.isoformat(timespec="seconds"),
        zone=place.zone,
        persons=persons,
        past=tuple(sorted(past)),
        booked_at=now,
    )
    before = _get_ready(session, made, occurrences, now)
    booked, refused = _book(session, made, occurrences, before, actor, past, now, new_id)
    outcome = Outcome(made, booked, [_refused(made, one, now) for one in refused])
    if refused and (on_conflict == "fail" or not booked):
        raise domain.series.conflict(outcome.refused)
    session.execute(insert(series).values(asdict(made)))
    keep_refused(session, outcome.refused)
    outbox.record(session, SeriesBooked.of(made, **_about(outcome)), now)
    return outcome


def retry_series(
    session: Session,
    series_id: str,
    actor: domain.Actor,
    now: datetime,
    new_id: NewId,
    past: frozenset[str] = frozenset(),
) -> Outcome:
    """Try again what was refused of a series and is to come; what is refused again is kept.

    Raises:
        NotFound: `series_not_found`.
        Forbidden: `permission_missing`.
    """
    seen = queries.series_of(session, series_id, actor)
    again = _to_come(queries.refused_of_series(session, series_id), now)
    if not again:
        return Outcome(seen, [], queries.refused_of_series(session, series_id))
    before = _get_ready(session, seen, again, now)
    kept = _lock(session, series_id, actor)
    again = _to_come(queries.refused_of_series(session, series_id), now)  # as it is now that nobody else changes it
    booked, refused = _book(session, kept, again, before, actor, past, now, new_id) if again else ([], [])
    forget_refused(session, kept, [occurrence.key for occurrence in again])
    keep_refused(session, [_refused(kept, one, now) for one in refused])
    outcome = Outcome(kept, booked, queries.refused_of_series(session, series_id))
    return save_change(session, outcome, now, booked=len(booked)) if booked else outcome


def add_to_series(
    session: Session,
    series_id: str,
    starts_local: datetime,
    actor: domain.Actor,
    now: datetime,
    new_id: NewId,
    *,
    ends_local: datetime | None = None,
    past: frozenset[str] = frozenset(),
) -> Outcome:
    """Book one more date of a series: one that was skipped, was cancelled, or that the rule does not name.

    Args:
        ends_local: None for as long as the series was asked for, by the clock.

    Raises:
        NotFound: `series_not_found`.
        Forbidden: `permission_missing`.
        Invalid: `period_invalid`, `series_too_long`.
        Conflict: `occurrence_booked`.
        Forbidden, Invalid, Conflict, NotFound: as `domain.check`.
        Conflict: `unit_taken` with the next free periods.
    """
    seen = queries.series_of(session, series_id, actor)
    added = domain.series.added(seen, starts_local, ends_local)
    before = _get_ready(session, seen, [added], now)
    kept = _lock(session, series_id, actor)
    domain.series.check_addable(added, queries.bookings_of_series(session, series_id, now))
    booked, refused = _book(session, kept, [added], before, actor, past, now, new_id)
    for one in refused:
        raise one.refusals[0]
    forget_refused(session, kept, [added.key])
    outcome = Outcome(kept, booked, queries.refused_of_series(session, series_id))
    return save_change(session, outcome, now, booked=len(booked))


def save_change(session: Session, outcome: Outcome, now: datetime, **told: Any) -> Outcome:
    """Write that bookings of a series were made or changed, and tell the others.

    Args:
        told: how many were `booked`, `moved` or `cancelled`, and the `reason`.
    """
    after = replace(outcome.series, sequence=outcome.series.sequence + 1)
    session.execute(update(series).where(series.c.series_id == after.series_id).values(asdict(after)))
    about = {"moved": 0, "cancelled": 0, "reason": None, **_about(outcome), "booked": 0, **told}
    outbox.record(session, SeriesChanged.of(after, changed_at=now, **about), now)
    return replace(outcome, series=after)


def win(session: Session, planned: Iterable[Planned], ids: Mapping[str, str]) -> dict[str, domain.Unit]:
    """The units that are won for what may be granted, by key; what others were faster to take is left out.

    Claims are made in the order of units, then of time, so that two series do not wait for each other in a circle.

    Args:
        ids: of the bookings, by key.
    """
    wanted = [(one.units[0].unit_id, one.wish.period, one, one.wish) for one in planned if one.wish and one.units]
    parts = queries.units_covered(session, wanted[0][3].space.space_id) if wanted else []
    won: dict[str, domain.Unit] = {}
    for _, _, one, wish in sorted(wanted, key=itemgetter(0, 1)):
        for unit in one.units:
            if claiming.take(session, ids[one.key], unit, parts, wish):
                won[one.key] = unit
                break
    return won


def keep_refused(session: Session, refused: Sequence[RefusedOccurrence]) -> None:
    """Keep what was refused, to be tried again."""
    if refused:
        session.execute(insert(refused_occurrences), [asdict(one) for one in refused])


def forget_refused(session: Session, of: Series, keys: Collection[str]) -> None:
    """They are not to be tried again."""
    theirs = (refused_occurrences.c.series_id == of.series_id) & refused_occurrences.c.occurrence.in_(keys)
    session.execute(delete(refused_occurrences).where(theirs))


def refused_since(session: Session, kept: Series, since: datetime) -> list[RefusedOccurrence]:
    """What was refused of a series and starts at an instant or later."""
    found = queries.refused_of_series(session, kept.series_id)
    return [one for one in found if one.starts_at is not None and one.starts_at >= since]


def _get_ready(session: Session, of: Series, occurrences: Iterable[Occurrence], now: datetime) -> list[domain.Wait]:
    """Lock whom it is for and those who wait before them, then the space, before anything is judged."""
    span = domain.occurrences.span(occurrence.period for occurrence in occurrences)
    before = waiting.those_waiting(session, [of.space_id], span, now)
    claiming.lock_holders(session, of.holder, *(wait.holder for wait in before))
    queries.keep_space(session, of.space_id)
    return before


def _lock(session: Session, series_id: str, actor: domain.Actor) -> Series:
    kept = queries.lock_series(session, series_id)
    space = queries.space(session, kept.space_id)
    guards = queries.is_guardian(session, actor, kept.member_id, kept.home_city)
    domain.series.check_may_change(kept, actor, domain.Where.of_space(space), is_guardian=guards)
    return kept


def _book(
    session: Session,
    of: Series,
    occurrences: Sequence[Occurrence],
    before: Sequence[domain.Wait],
    actor: domain.Actor,
    past: frozenset[str],
    now: datetime,
    new_id: NewId,
) -> tuple[list[domain.Booking], list[Planned]]:
    """Book those occurrences that can be; gives them and the others.

    Args:
        past: the codes to go past, beside those that the same actor went past when it was booked.
    """
    if (actor.member_id, actor.city) == (of.booked_by_id, of.booked_by_city):
        past |= frozenset(of.past)
    asked = queries.wishes(
        session, of.space_id, occurrences, actor, now, holder=of.holder, persons=of.persons, past=past
    )
    span = domain.occurrences.span(occurrence.period for occurrence in occurrences)
    waiting.make_room(session, next(replace(one.wish, period=span) for one in asked if one.wish), before, now)
    planned = domain.planning.plan(asked, queries.diary_of(session, asked, now), now, turn_of=of.series_id)
    free = [one for one in planned if not one.refusals]
    ids = {one.key: new_id() for one in free}
    units = win(session, free, ids)
    booked = [_grant(session, of, one, ids[one.key], units[one.key], now) for one in free if one.key in units]
    refused = [one if one.refusals else one.lost() for one in planned if one.key not in units]
    return booked, refused


def _grant(
    session: Session, of: Series, one: Planned, booking_id: str, unit: domain.Unit, now: datetime
) -> domain.Booking:
    assert one.wish is not None, "what has no period is refused"
    booking = domain.grant(one.wish, booking_id, unit, domain.price(one.wish), now, went_past=one.went_past)
    return saving.create(session, replace(booking, series_id=of.series_id, occurrence=one.key), now)


def _refused(of: Series, one: Planned, now: datetime) -> RefusedOccurrence:
    starts_at, ends_at = (one.wish.period.starts_at, one.wish.period.ends_at) if one.wish else (None, None)
    return RefusedOccurrence(of.series_id, one.key, starts_at, ends_at, one.codes, now)


def _to_come(refused: Iterable[RefusedOccurrence], now: datetime) -> list[Occurrence]:
    return [one.again() for one in refused if one.starts_at is not None and one.starts_at > now]


def _about(outcome: Outcome) -> dict[str, Any]:
    """What is told of a series whose bookings were made or changed, beside what it says itself."""
    first, last = outcome.bookings[0], outcome.bookings[-1]
    same = ("space_name", "place_id", "place_name", "address", "host_city")
    return {
        **{name: getattr(first, name) for name in same},
        "first_starts_at": first.starts_at,
        "last_starts_at": last.starts_at,
        "booked": len(outcome.bookings),
        "refused": len(outcome.refused),
    }
