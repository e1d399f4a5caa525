from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import TooMany
from services.members import domain
from tests.members.people import NOW

MINUTE = timedelta(minutes=1)
THREE = domain.Allowance("three", 3, MINUTE)


def tried(allowance: domain.Allowance, instants: list[datetime]) -> list[datetime]:
    """At which of these instants a try was there."""
    full_at, allowed = None, []
    for now in instants:
        try:
            full_at = domain.take(allowance, full_at, now)
        except TooMany:
            continue
        allowed.append(now)
    return allowed


def test_so_many_at_once_and_then_one_after_each_pause() -> None:
    seconds = [NOW + timedelta(seconds=second) for second in range(150)]
    assert [(now - NOW).total_seconds() for now in tried(THREE, seconds)] == [0, 1, 2, 60, 120]


def test_who_is_held_up_is_told_for_how_long() -> None:
    full_at = None
    for _ in range(THREE.most):
        full_at = domain.take(THREE, full_at, NOW)
    with pytest.raises(TooMany, match="too_many_tries") as refused:
        domain.take(THREE, full_at, NOW + timedelta(seconds=12.5))
    assert refused.value.detail == {"retry_after_seconds": 48}
    assert domain.take(THREE, full_at, NOW + MINUTE)


def test_after_a_pause_all_tries_are_there_again_and_no_more() -> None:
    full_at = domain.take(THREE, None, NOW)
    assert full_at == NOW + MINUTE
    later = NOW + timedelta(days=1)
    assert domain.take(THREE, full_at, later) == domain.take(THREE, None, later) == later + MINUTE


def test_a_try_that_is_given_back_was_none() -> None:
    first = domain.take(THREE, None, NOW)
    assert domain.give_back(THREE, domain.take(THREE, first, NOW)) == first


@given(pauses=st.lists(st.integers(0, 90), max_size=60), most=st.integers(1, 5), every=st.integers(1, 60))
def test_in_no_span_is_more_allowed_than_it_holds(pauses: list[int], most: int, every: int) -> None:
    allowance, now, instants = domain.Allowance("some", most, timedelta(seconds=every)), NOW, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        instants.append(now)
    allowed = tried(allowance, instants)
    for first, begins in enumerate(allowed):
        for last, ends in enumerate(allowed[first:], 1):
            assert last <= most + (ends - begins) // allowance.every


@pytest.mark.parametrize(
    ("client", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("", ""),
        ("a socket", "a socket"),
    ],
)
def test_whoever_has_one_address_of_a_network_is_counted_as_all_of_it(client: str, network: str) -> None:
    assert domain.network_of(client) == network
