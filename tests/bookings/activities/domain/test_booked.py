"""The space of an occurrence is its own."""

from __future__ import annotations

import pytest

from chassis.errors import Conflict
from services.bookings import domain
from services.bookings.domain.activities import booked
from tests.bookings.activities.programme import STAFF, occurrence


def test_an_occurrence_acts_for_its_city_with_the_rights_of_its_editor() -> None:
    itself = booked.as_itself(occurrence(), STAFF)
    assert (itself.member_id, itself.city, itself.category) == ("occurrence-1", "roubaix", "partner")
    assert itself.organisation_kind == "public_body" and itself.roles == STAFF.roles


def test_an_occurrence_asks_for_nothing() -> None:
    booked.check_firm(domain.Rules(), frozenset())
    booked.check_firm(domain.Rules(approval=True), frozenset({"approval_needed"}))
    with pytest.raises(Conflict, match="approval_needed"):
        booked.check_firm(domain.Rules(approval=True), frozenset())


def test_without_booking_there_is_no_space() -> None:
    had = occurrence(space_id="space-room", booking_id="booking-1")
    assert (booked.held(had, None).space_id, booked.held(had, None).booking_id) == (None, None)
