"""Registrations: seats of an occurrence held by a member, or waited for. Names nobody.

    requested ──approve──▶ confirmed ◀──accept── offered ◀──its turn── waiting
        │ decline              │ cancel              │ refuse, lapse      │ leave, close
        ▼                      ▼                     ▼                    ▼
    declined               cancelled         cancelled, lapsed     cancelled, over

Requested, offered and confirmed take their seats; waiting takes a place of the list. An offer lapses at `lapses_at` by
itself, whether or not somebody wrote it down. Where the city has its say, what is accepted is `requested` first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

STANDING = ("waiting", "requested", "offered", "confirmed")
SEATED = ("requested", "offered", "confirmed")
"""Those that take seats."""
OWN_REASONS = ("offer_refused", "offer_lapsed", "unanswered", "closed", "below_minimum", "activity_cancelled", "erased")
"""Why a registration ended, that nobody but we say."""


@dataclass(frozen=True)
class Registration:
    """What a member has, or waits for, of an occurrence.

    Attributes:
        host_city: of the activity; `home_city` of the member.
        organisation_id: for which the member comes; None: for themselves.
        status: one of `STANDING`, or `cancelled`, `declined`, `lapsed`, `over`.
        number: 1 for who came first.
        priority: who has more is before who has less, whenever they came; 0 for everybody, unless staff says else.
        kept: its seats are of those kept back for its organisation.
        registered_by_id, registered_by_city: who acted: the member, a guardian, a helper.
        lapses_at: of an offer; of a request: when nobody answers it.
        end_reason: `member`, `staff`, `offer_refused`, `offer_lapsed`, `unanswered`, `closed`, `below_minimum`,
            `activity_cancelled`, `erased`.
        answered_at: when the member gave all the answers that the form requires; their city keeps them.
        checked_in_at: when the door saw them; `checked_in_seats`: how many came.
        absence_reason: a code that staff chose; None: none was given.
    """

    registration_id: str
    occurrence_id: str
    activity_id: str
    host_city: str
    member_id: str
    home_city: str
    seats: int
    status: str
    number: int
    registered_by_id: str
    registered_by_city: str
    registered_at: datetime
    changed_at: datetime
    organisation_id: str | None = None
    priority: int = 0
    kept: bool = False
    offered_at: datetime | None = None
    lapses_at: datetime | None = None
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str | None = None
    answered_at: datetime | None = None
    checked_in_at: datetime | None = None
    checked_in_seats: int = 0
    absence_reason: str | None = None
    sequence: int = 0


@dataclass(frozen=True)
class Decision:
    """Why somebody got a seat, or did not: one line of what is kept of a waiting list.

    Attributes:
        registration_id: None: of the occurrence as a whole.
        code: `seated`, `requested`, `queued`, `offered`, `passed_over`, `accepted`, `refused`, `lapsed`, `promoted`,
            `prioritised`, `approved`, `declined`, `left`, `cancelled`, `resized`, `closed`.
        decided_by_id, decided_by_city: None: the rules alone.
        detail: numbers of the moment before, which explain it: `seats` that it has or needs, `free` for it, `waiting`
            (seats), `number`, `priority`, `position`; and the `reason` of an end.
    """

    occurrence_id: str
    registration_id: str | None
    code: str
    decided_at: datetime
    detail: dict[str, int | str]
    decided_by_id: str | None = None
    decided_by_city: str | None = None


@dataclass(frozen=True)
class Line:
    """A decision as it is read. `by`: `rules`, `member`: who comes; `other`: who acted for them, or staff."""

    number: int
    decision: Decision
    by: str
