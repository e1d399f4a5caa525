"""How many letters a mail domain is sent a minute."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given as whatever
from hypothesis import strategies as st

from services.notifications.domain import Pace
from services.notifications.domain.pacing import TIDIED_FROM
from tests.notifications.given import NOW

SECOND = timedelta(seconds=1)


def test_after_a_silence_a_burst_goes_at_once_and_the_others_evenly() -> None:
    pace = Pace(60, burst=3)
    assert [(pace.slot("example.org", NOW) - NOW) / SECOND for _ in range(5)] == [0, 0, 0, 1, 2]


def test_each_domain_has_its_own_pace_however_it_is_written() -> None:
    pace = Pace(60, burst=1)
    slots = [pace.slot(domain, NOW) for domain in ("example.org", "example.com", "Example.ORG")]
    assert slots == [NOW, NOW, NOW + SECOND]


def test_what_was_promised_is_kept_when_time_passes() -> None:
    pace = Pace(60, burst=1)
    slots = [pace.slot("example.org", NOW + SECOND * number / 2) for number in range(4)]
    assert slots == [NOW + SECOND * number for number in range(4)]


@whatever(st.lists(st.integers(0, 3000), max_size=60), st.integers(1, 600), st.integers(1, 12))
def test_no_minute_has_more_than_the_pace_and_a_burst(pauses: list[int], per_minute: int, burst: int) -> None:
    pace, now, slots = Pace(per_minute, burst), NOW, []
    for pause in pauses:
        now += timedelta(milliseconds=pause)
        slots.append(pace.slot("example.org", now))
        assert slots[-1] >= now
    assert slots == sorted(slots)
    for first in slots:
        assert sum(first <= slot < first + timedelta(minutes=1) for slot in slots) <= per_minute + burst


def test_domains_are_forgotten_when_their_time_is_over() -> None:
    pace, now = Pace(60), NOW
    for number in range(20 * TIDIED_FROM):
        now += SECOND / 10
        pace.slot(f"{number}.example.org", now)
    assert len(pace) <= TIDIED_FROM
