"""What events tell of an occurrence and of a registration beside what they are."""

from __future__ import annotations

from typing import Any

from services.bookings.commands.activities import announcing
from services.bookings.domain.activities import Field, Kept, Occurrence, Registration, Terms
from tests.bookings.activities.programme import activity, occurrence
from tests.bookings.world import NOW

FORM = Terms(form=(Field("allergies", {"fr": "Des allergies ?"}, required=True),))
CALL = "https://visio.example.org/lampe"


def registration(status: str = "confirmed", number: int = 1) -> Registration:
    of = ("occurrence-1", "activity-lamp", "roubaix", "member-1", "tourcoing")
    return Registration(f"registration-{number}", *of, 1, status, number, "member-1", "tourcoing", NOW, NOW)


def told(of: Registration, at: Occurrence, **more: Any) -> dict[str, Any]:
    return announcing.about_registration(of, at, activity(**more), None)


def test_what_has_no_seat_left_is_full() -> None:
    full = occurrence(capacity=4, seats_taken=2, kept_back=(Kept("organisation-1", 2),))
    assert announcing.about(full, activity(), kept_taken=0)["is_full"]
    assert not announcing.about(full, activity(), kept_taken=2)["is_full"]
    assert not announcing.about(occurrence(capacity=0), activity(terms=Terms("none")), kept_taken=0)["is_full"]


def test_only_who_has_a_seat_is_told_where_it_is_online() -> None:
    online = occurrence(status="moved_online", online_url=CALL)
    assert told(registration(), online)["online_url"] == CALL
    assert told(registration("waiting"), online)["online_url"] is None
    assert told(registration(), occurrence(), online_url=CALL)["online_url"] is None
    assert told(registration(), occurrence(), online_url=CALL, attendance="both")["online_url"] == CALL


def test_the_form_is_due_from_who_has_a_seat_and_did_not_answer() -> None:
    assert told(registration(), occurrence(), terms=FORM)["answers_due"]
    assert not told(registration("waiting"), occurrence(), terms=FORM)["answers_due"]
    assert not told(registration(), occurrence())["answers_due"]


def test_positions_are_of_those_that_wait() -> None:
    standing = [registration(), registration("waiting", 3), registration("waiting", 2)]
    assert [position for _, position in announcing.with_positions(standing)] == [None, 1, 2]
