from __future__ import annotations

from datetime import timedelta

import pytest

from services.members import domain
from services.members.domain import ON_ITS_WAY, TRIED_AGAIN_AFTER, Purpose
from services.notifications.domain import Channel, Kind
from tests.members.people import CAMILLE_ID, NOW, active

LATER = NOW + timedelta(days=30)
FAILURE = domain.AddressFailure(CAMILLE_ID, LATER, LATER, "smtp_550", 1)


@pytest.mark.parametrize(
    ("reason", "of_address"),
    [
        ("smtp_550", True),
        ("smtp_556", True),
        ("smtp_data_554", False),  # somebody reads there, and did not like the letter
        ("smtp_policy_550", False),  # the box is full, or the server minds who sends
        ("smtp_451", False),  # for 48 hours: of the server
        ("smtp_5500", False),
        ("smtp_timeout", False),
        ("members_unavailable", False),
        ("address_invalid", False),
    ],
)
def test_only_that_nobody_has_the_address_is_a_refusal_of_it(reason: str, of_address: bool) -> None:
    assert domain.is_refusal_of_address(reason) is of_address


def test_a_letter_to_the_address_of_before_or_to_come_and_a_short_message_say_nothing_of_the_own_one() -> None:
    elsewhere = {kind for kind in Kind if not domain.is_of_own_address(kind, Channel.MAIL)}
    assert elsewhere == {Kind.ADDRESS_CHANGE, Kind.ADDRESS_CHANGED}
    assert {kind.purpose for kind in elsewhere} == {Purpose.ADDRESS_CHANGE, Purpose.ADDRESS_CHANGED}
    assert not domain.is_of_own_address(Kind.BOOKING_CONFIRMED, Channel.SMS)


def test_refusals_in_a_row_are_counted_since_the_first() -> None:
    first = domain.refuse(None, active(), "smtp_550", LATER)
    assert first == FAILURE
    second = domain.refuse(first, active(), "smtp_551", LATER + timedelta(days=1))
    assert second == domain.AddressFailure(CAMILLE_ID, LATER, LATER + timedelta(days=1), "smtp_551", 2)


def test_an_older_refusal_that_is_heard_later_moves_nothing_back() -> None:
    after = domain.refuse(FAILURE, active(), "smtp_550", LATER - timedelta(hours=1))
    assert after is not None
    assert (after.last_refused_at, after.refusals) == (LATER, 2)


def test_a_refusal_of_the_address_of_before_is_none_of_this_one() -> None:
    moved = active(confirmed_at=LATER)
    on_its_way = LATER + ON_ITS_WAY - timedelta(seconds=1)
    assert domain.refuse(None, moved, "smtp_550", LATER - timedelta(hours=1)) is None
    assert domain.refuse(FAILURE, moved, "smtp_550", on_its_way) is None
    assert domain.refuse(None, moved, "smtp_550", LATER + ON_ITS_WAY) is not None


def test_after_a_week_an_address_is_tried_again() -> None:
    assert not domain.is_marked(None, LATER)
    assert domain.is_marked(FAILURE, LATER + TRIED_AGAIN_AFTER - timedelta(seconds=1))
    assert not domain.is_marked(FAILURE, LATER + TRIED_AGAIN_AFTER)
