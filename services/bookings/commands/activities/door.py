"""What a door sends: arrivals, what takes them back, who walked in, who is absent and why, how old they are together.

Each is done once under the nonce that the door's page drew, however often it is sent; the row of its occurrence is
locked, so that of two doors the one that is received first counts. What comes in when the occurrence is over already
corrects the numbers that were told of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from chassis.errors import Conflict
from services.bookings import domain, queries
from services.bookings.commands.activities import ending, keeping, telling
from services.bookings.domain.activities import Activity, Occurrence, Registration, door
from services.bookings.events import RegistrationCheckedIn
from services.bookings.tables import attendance_bands, registrations, scans


def scan(
    session: Session, occurrence_id: str, actor: domain.Actor, sent: Sequence[door.Scan], now: datetime
) -> list[door.Scanned]:
    """Note arrivals, and what takes some back, in the order in which they are sent; each has a result of its own.

    Raises:
        NotFound: `occurrence_not_found`.
        Forbidden: `permission_missing`, `member_not_active`.
    """
    occurrence, activity = _open(session, occurrence_id, actor)
    known = queries.activities.scans_by_nonce(session, occurrence_id, {one.nonce for one in sent})
    ids = {one.registration_id for one in sent if one.nonce not in known}
    found = queries.activities.registrations_by_id(session, ids) if ids else {}
    before, there = dict(found), keeping.seats(session, occurrence, activity)
    standing = queries.activities.arrivals(session, occurrence_id, ids) if ids else []
    fresh: dict[str, door.Scanned] = {}
    for one in sent:
        if one.nonce in known:
            continue
        registration = found.get(one.registration_id)
        if one.kind == door.UNDO:
            theirs = [arrival for arrival in standing if arrival.registration_id == one.registration_id]
            told, after, taken = door.undo(occurrence, registration, one, theirs, now)
            standing = [arrival for arrival in standing if arrival not in taken]
            fresh |= {arrival.nonce: replace(arrival, undone_by=one.nonce) for arrival in taken}
        else:
            told, after = door.arrive(occurrence, activity.terms, registration, one, now)
            standing += [told] if told.result == door.OK else []
        known[one.nonce] = fresh[one.nonce] = told
        if after is not None:
            found[after.registration_id] = after
            # when the last of them was taken back, that nobody is there
            at = after.checked_in_at or told.scanned_at
            about = telling.about_registration(there, after, None) | {"checked_in_seats": after.checked_in_seats}
            outbox.record(session, RegistrationCheckedIn(**about, checked_in_at=at), now)
    _keep(session, occurrence_id, actor, fresh)
    changed = [after for after in found.values() if after is not before[after.registration_id]]
    _save(session, changed)
    if changed:
        ending.tell_numbers_again(session, occurrence, activity, now)
    return [_answer(one, known[one.nonce]) for one in sent]


def count_walk_ins(
    session: Session,
    occurrence_id: str,
    actor: domain.Actor,
    nonce: str,
    persons: int,
    scanned_at: datetime | None,
    now: datetime,
) -> tuple[door.Scanned, int]:
    """Count persons who came without registering, or fewer of them; and how many there are then.

    Raises:
        NotFound: `occurrence_not_found`.
        Forbidden: `permission_missing`, `member_not_active`.
    """
    occurrence, activity = _open(session, occurrence_id, actor)
    before = queries.activities.walked_in(session, occurrence_id)
    if done := queries.activities.scans_by_nonce(session, occurrence_id, [nonce]):
        return done[nonce], before
    told = door.walk_in(occurrence, nonce, persons, before, scanned_at or now, now)
    _keep(session, occurrence_id, actor, {nonce: told})
    if told.seats:
        ending.tell_numbers_again(session, occurrence, activity, now)
    return told, before + (told.seats if told.kind == door.WALK_IN else -told.seats)


def count_bands(
    session: Session,
    occurrence_id: str,
    actor: domain.Actor,
    bands: Mapping[str, int],
    nonce: str | None,
    now: datetime,
) -> dict[str, int]:
    """Write down how many of each band of age came, in place of what was counted before; and what is written then.

    Args:
        nonce: under which it is done once; None: each time.

    Raises:
        NotFound: `occurrence_not_found`.
        Forbidden: `permission_missing`, `member_not_active`.
        Conflict: `door_closed`, with the `reason`.
    """
    occurrence, activity = _open(session, occurrence_id, actor)
    if _is_new(session, occurrence, actor, nonce, "bands", None, now):
        session.execute(delete(attendance_bands).where(attendance_bands.c.occurrence_id == occurrence_id))
        counted = [{"band": band, "persons": persons} for band, persons in bands.items() if persons]
        if counted:
            rest = {"occurrence_id": occurrence_id, "counted_at": now}
            session.execute(insert(attendance_bands), [row | rest for row in counted])
        ending.tell_numbers_again(session, occurrence, activity, now)
    return door.every_band(queries.activities.bands(session, occurrence_id))


def note_absence(
    session: Session, registration_id: str, actor: domain.Actor, reason: str | None, nonce: str | None, now: datetime
) -> Registration:
    """Note why who is registered does not come; None takes it back. Of who came nothing is noted.

    Raises:
        NotFound: `registration_not_found`.
        Forbidden: `permission_missing`, `member_not_active`.
        Conflict: `door_closed`, with the `reason`; `registration_not_confirmed`.
    """
    occurrence_id = queries.activities.occurrence_of(session, registration_id)
    occurrence, _ = _open(session, occurrence_id, actor)
    before = queries.activities.registrations_by_id(session, [registration_id])[registration_id]
    if before.status != "confirmed":
        raise Conflict("registration_not_confirmed", "Only who has a seat is absent.", {"status": before.status})
    if not _is_new(session, occurrence, actor, nonce, "absence", registration_id, now):
        return before
    after = door.absent(before, reason, now)
    if after is not before:
        _save(session, [after])
    return after


def _answer(sent: door.Scan, told: door.Scanned) -> door.Scanned:
    """What became of a scan; one under the nonce of something else became nothing."""
    return told if told.kind == sent.kind else replace(told, seats=0, result=door.MALFORMED)


def _open(session: Session, occurrence_id: str, actor: domain.Actor) -> tuple[Occurrence, Activity]:
    """The occurrence, locked, at whose door the actor may note something."""
    occurrence = queries.activities.lock_occurrence(session, occurrence_id)
    domain.require(actor, domain.Permission.CHECK_IN, domain.Where((occurrence.city,), occurrence.place_id))
    domain.check_there(is_erased=queries.is_erased(session, actor.member_id))
    return occurrence, queries.activities.activity_of(session, occurrence)


def _is_new(
    session: Session,
    occurrence: Occurrence,
    actor: domain.Actor,
    nonce: str | None,
    kind: str,
    registration_id: str | None,
    now: datetime,
) -> bool:
    """Whether something is to be done that the door sent, and not done before under its nonce."""
    if nonce and queries.activities.scans_by_nonce(session, occurrence.occurrence_id, [nonce]):
        return False
    if why := door.is_open(occurrence, now):
        raise Conflict("door_closed", "Nothing is noted at this door now.", {"reason": why})
    if nonce:
        told = door.Scanned(nonce, kind, registration_id, 0, door.OK, now, now)
        _keep(session, occurrence.occurrence_id, actor, {nonce: told})
    return True


def _keep(session: Session, occurrence_id: str, actor: domain.Actor, told: Mapping[str, door.Scanned]) -> None:
    """Write scans down; those that are written already were taken back."""
    by = {"occurrence_id": occurrence_id, "scanned_by_id": actor.member_id, "scanned_by_city": actor.city}
    old = queries.activities.scans_by_nonce(session, occurrence_id, list(told))
    new = [asdict(one) | by for nonce, one in told.items() if nonce not in old]
    if new:
        session.execute(insert(scans), new)
    for nonce in old:
        this = (scans.c.occurrence_id == occurrence_id) & (scans.c.nonce == nonce)
        session.execute(update(scans).where(this).values(undone_by=told[nonce].undone_by))


def _save(session: Session, changed: Sequence[Registration]) -> None:
    for after in changed:
        this = registrations.c.registration_id == after.registration_id
        session.execute(update(registrations).where(this).values(asdict(after)))
