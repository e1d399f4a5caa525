"""What is told of a registration: where it is online only to who has a seat, answers asked only of these."""

from __future__ import annotations

from typing import Any

import pytest

from services.bookings.commands.activities import telling
from services.bookings.domain.activities import Field, Registration, Seats, Terms, standing
from tests.bookings.activities.programme import EVENING, activity, occurrence
from tests.bookings.world import NOW

ONLINE: dict[str, Any] = {"attendance": "both", "online_url": "https://example.org/salon"}
REQUIRED = Field("allergies", {"fr": "Des allergies ?"}, required=True)
OPTIONAL = Field("wishes", {"fr": "Des souhaits ?"})


def registration(status: str, **more: Any) -> Registration:
    return Registration(
        registration_id="registration-1",
        occurrence_id="occurrence-1",
        activity_id="activity-lamp",
        host_city="roubaix",
        member_id="member-1",
        home_city="tourcoing",
        seats=1,
        status=status,
        number=1,
        registered_by_id="member-1",
        registered_by_city="tourcoing",
        registered_at=NOW,
        changed_at=NOW,
        **more,
    )


@pytest.mark.parametrize("status", ["waiting", "requested", "offered", "cancelled"])
def test_where_it_is_online_is_told_to_who_has_a_seat_alone(status: str) -> None:
    seats = Seats(occurrence(), activity(**ONLINE))
    assert standing.online_url(registration("confirmed"), seats) == "https://example.org/salon"
    assert standing.online_url(registration(status), seats) is None


def test_what_was_moved_online_is_told_to_be_there() -> None:
    seats = Seats(occurrence(status="moved_online", online_url="https://example.org/ici"), activity())
    about = telling.about_registration(seats, registration("confirmed"), None)
    assert (about["attendance"], about["online_url"]) == ("online", "https://example.org/ici")
    assert telling.about_occurrence(seats)["attendance"] == "online"


def test_the_form_is_asked_of_who_has_a_seat_and_never_of_who_waits() -> None:
    seats = Seats(occurrence(), activity(terms=Terms(form=(REQUIRED, OPTIONAL))))
    due = {s: standing.answers_due(registration(s), seats) for s in ("waiting", "offered", "requested", "confirmed")}
    assert due == {"waiting": False, "offered": False, "requested": True, "confirmed": True}
    assert not standing.answers_due(registration("confirmed", answered_at=NOW), seats)
    optional = Seats(occurrence(), activity(terms=Terms(form=(OPTIONAL,))))
    assert not standing.answers_due(registration("confirmed"), optional)


def test_a_registration_is_told_with_when_and_where_it_is_for() -> None:
    about = telling.about_registration(Seats(occurrence(), activity()), registration("waiting"), 3)
    assert (about["starts_at"], about["zone"], about["position"]) == (EVENING.starts_at, "Europe/Paris", 3)
