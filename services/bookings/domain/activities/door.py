"""The door of an occurrence: who came, how many, in which bands of age, and why who did not. Names nobody.

A scan is what a door's page noted, perhaps hours ago and without a connection. The first that is received counts; what
comes later for the same seats is told so, with the time of the first. Of a group each scan brings as many as it says,
and never more than are registered: who comes beside them has walked in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.bookings.domain.activities.activity import Terms
from services.bookings.domain.activities.occurrence import Occurrence
from services.bookings.domain.activities.registration import STANDING, Registration

OPENS_BEFORE = timedelta(hours=2)  # the start: who is early is let in
RECEIVED_FOR = timedelta(days=7)  # after the end: a list on paper, or a page that was off the network
MOST_AT_ONCE = 200
MOST_WALK_INS = 10_000
BANDS = ("under_12", "12_17", "18_25", "26_59", "60_plus")
ABSENCES = ("excused", "transport", "no_reason")
ARRIVAL, UNDO, WALK_IN, WALK_OUT = "arrival", "undo", "walk_in", "walk_out"
NOTED = ("absence", "bands")
"""What is written down under a nonce only so that it is not done again."""
OK, ALREADY, UNKNOWN, MALFORMED = "ok", "already", "unknown", "malformed"
RESULTS = (
    OK,
    ALREADY,
    UNKNOWN,
    MALFORMED,
    "not_of_occurrence",
    "cancelled",
    "waiting",
    "requested",
    "offered",
    "incomplete",
    "not_there",
    "too_early",
    "too_late",
    "postponed",
)


@dataclass(frozen=True)
class Scan:
    """What a door noted of a registration.

    Attributes:
        nonce: drawn by the door's page; the same scan sent again has the same one.
        kind: `arrival`, or `undo`.
        seats: how many came; None: all who had not come yet.
        scanned_at: as the page's own clock had it.
        undoes: the nonce of the arrival that is taken back; None: all of them.
        force: let in also who has not answered what the form asks.
    """

    nonce: str
    registration_id: str
    scanned_at: datetime
    kind: str = ARRIVAL
    seats: int | None = None
    undoes: str | None = None
    force: bool = False


@dataclass(frozen=True)
class Scanned:
    """What became of a scan; the same for ever, however often it is sent.

    Attributes:
        nonce: of the scan, or of a number of persons that walked in.
        registration_id: None when there is none of that id, and of persons who walked in.
        seats: how many it counted.
        result: one of `RESULTS`.
        scanned_at: within bounds (`noted_at`).
        first_scanned_at: when who came `already` was first seen.
        undone_by: the nonce of what took it back.
    """

    nonce: str
    kind: str
    registration_id: str | None
    seats: int
    result: str
    scanned_at: datetime
    received_at: datetime
    first_scanned_at: datetime | None = None
    undone_by: str | None = None


def opens_at(occurrence: Occurrence) -> datetime:
    """From when arrivals are noted."""
    return occurrence.starts_at - OPENS_BEFORE


def is_open(occurrence: Occurrence, now: datetime) -> str | None:
    """Why nothing is noted at the door now, as the result of a scan; None: it is open."""
    if occurrence.status == "cancelled":
        return "cancelled"
    if occurrence.status == "postponed":
        return "postponed"
    if now < opens_at(occurrence):
        return "too_early"
    return "too_late" if now >= occurrence.ends_at + RECEIVED_FOR else None


def noted_at(occurrence: Occurrence, said: datetime, now: datetime) -> datetime:
    """When a scan was made, as far as its page can be believed: neither before the door opened nor after now.

    A page whose clock is wrong loses no arrival.
    """
    return min(max(said, opens_at(occurrence)), now)


def is_incomplete(registration: Registration, terms: Terms) -> bool:
    """Whether the form requires an answer that was not given."""
    return registration.answered_at is None and any(field.required for field in terms.form)


def arrive(
    occurrence: Occurrence, terms: Terms, registration: Registration | None, scan: Scan, now: datetime
) -> tuple[Scanned, Registration | None]:
    """What an arrival gives, and the registration as it is then; None when it stays as it is.

    Args:
        registration: the one that was scanned; None when nobody has its id.
        now: when the scan is received.
    """
    against = _against(occurrence, terms, registration, scan, now)
    at = noted_at(occurrence, scan.scanned_at, now)
    known_id = registration.registration_id if registration else None
    told = Scanned(scan.nonce, ARRIVAL, known_id, 0, against or OK, at, now)
    if registration is None or against:
        first = registration.checked_in_at if registration and against == ALREADY else None
        return replace(told, first_scanned_at=first), None
    left = registration.seats - registration.checked_in_seats
    came = min(left, left if scan.seats is None else scan.seats)
    after = replace(
        registration,
        checked_in_at=registration.checked_in_at or at,
        checked_in_seats=registration.checked_in_seats + came,
        absence_reason=None,
    )
    return replace(told, seats=came), _changed(after, now)


def undo(
    occurrence: Occurrence,
    registration: Registration | None,
    scan: Scan,
    standing: Collection[Scanned],
    now: datetime,
) -> tuple[Scanned, Registration | None, list[Scanned]]:
    """What taking arrivals back gives, the registration as it is then (None: as it was), and what was taken back.

    Args:
        standing: the arrivals of the registration that counted and were not taken back.
    """
    at = noted_at(occurrence, scan.scanned_at, now)
    known_id = registration.registration_id if registration else None
    told = Scanned(scan.nonce, UNDO, known_id, 0, OK, at, now)
    if registration is None:
        return replace(told, result=UNKNOWN), None, []
    if registration.occurrence_id != occurrence.occurrence_id:
        return replace(told, result="not_of_occurrence"), None, []
    if why := is_open(occurrence, now):
        return replace(told, result=why), None, []
    taken = [one for one in standing if scan.undoes in (None, one.nonce)]
    if not taken:
        return replace(told, result="not_there"), None, []
    rest = [one for one in standing if one not in taken]
    after = replace(
        registration,
        checked_in_at=min((one.scanned_at for one in rest), default=None),
        checked_in_seats=sum(one.seats for one in rest),
    )
    return replace(told, seats=sum(one.seats for one in taken)), _changed(after, now), taken


def walk_in(occurrence: Occurrence, nonce: str, persons: int, walked_in: int, said: datetime, now: datetime) -> Scanned:
    """Some persons who came without registering; fewer than none: as many are taken back, of those that there are.

    Args:
        walked_in: how many did before.
    """
    at = noted_at(occurrence, said, now)
    kind = WALK_IN if persons > 0 else WALK_OUT
    against = is_open(occurrence, now)
    count = 0 if against else min(persons, MOST_WALK_INS - walked_in) if persons > 0 else min(-persons, walked_in)
    return Scanned(nonce, kind, None, count, against or OK, at, now)


def absent(registration: Registration, reason: str | None, now: datetime) -> Registration:
    """The registration, of who did not come for a reason; None: none is known. Who came is not absent."""
    return registration if registration.checked_in_at else _changed(replace(registration, absence_reason=reason), now)


def counts(registrations: Collection[Registration], walked_in: int) -> dict[str, int]:
    """The door in numbers: seats registered and come, seats of who is known not to come, and who walked in."""
    return {
        "registered": sum(one.seats for one in registrations),
        "came": sum(one.checked_in_seats for one in registrations),
        "absent": sum(one.seats for one in registrations if one.absence_reason),
        "walked_in": walked_in,
    }


def every_band(counted: Mapping[str, int]) -> dict[str, int]:
    """The persons in every band, also where there is nobody."""
    return {band: counted.get(band, 0) for band in BANDS}


def _against(
    occurrence: Occurrence, terms: Terms, registration: Registration | None, scan: Scan, now: datetime
) -> str | None:
    """The result of a scan that does not count; None: it does."""
    if registration is None:
        return UNKNOWN
    if registration.occurrence_id != occurrence.occurrence_id:
        return "not_of_occurrence"
    if why := is_open(occurrence, now):
        return why
    if registration.status not in STANDING or _has_lapsed(registration, now):
        return "cancelled"
    if registration.status != "confirmed":
        return registration.status
    if registration.checked_in_seats >= registration.seats:
        return ALREADY
    return "incomplete" if is_incomplete(registration, terms) and not scan.force else None


def _has_lapsed(registration: Registration, now: datetime) -> bool:
    return registration.status != "confirmed" and registration.lapses_at is not None and registration.lapses_at <= now


def _changed(registration: Registration, now: datetime) -> Registration:
    return replace(registration, sequence=registration.sequence + 1, changed_at=now)
