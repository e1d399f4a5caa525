from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import NoReturn

import eventlet
import pytest

from chassis.errors import Invalid
from services.opendata.domain.happenings import Happening, Timing
from services.opendata.domain.turns import Page, Refusal
from services.opendata.harvest.gathering import Gathering

AT = datetime(2026, 12, 4, 19, tzinfo=UTC)
BAL = Happening("ville", "1", "Bal", (Timing(AT, AT),), "Europe/Paris")


def raising(error: Exception) -> NoReturn:
    raise error


def test_one_that_breaks_does_not_break_the_others() -> None:
    gathering = Gathering()
    gathering.take("1", lambda: BAL)
    gathering.take("2", lambda: raising(Invalid("date_unreadable")))
    gathering.take("3" * 300, lambda: raising(KeyError("x")))
    gathering.take(None, lambda: replace(BAL, title=""))
    gathering.take("4", lambda: None)
    told = (Refusal("2", "date_unreadable"), Refusal("3" * 255, "malformed"), Refusal("", "title_missing"))
    assert gathering.page(is_last_of_all=True) == Page((BAL,), told, is_last_of_all=True)


def test_a_mistake_of_ours_is_no_refusal() -> None:
    with pytest.raises(AssertionError):
        Gathering().take("1", lambda: raising(AssertionError("ours")))


def test_of_two_under_one_id_the_later_counts() -> None:
    gathering = Gathering()
    for title in ("Bal", "Grand bal"):
        gathering.take("1", lambda title=title: replace(BAL, title=title))  # type: ignore[misc]
    assert [found.title for found in gathering.page().happenings] == ["Grand bal"]


def test_others_get_their_turn_in_between() -> None:
    turns: list[str] = []
    other = eventlet.spawn(turns.append, "other")
    gathering = Gathering()
    for _ in range(100):
        gathering.take("1", lambda: BAL)
    assert turns == ["other"]
    other.wait()
