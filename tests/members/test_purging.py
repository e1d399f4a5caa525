"""What is over is forgotten, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from chassis.database import Store
from services.members import commands, domain
from tests.members.people import CAMILLE_ID, NOW, ROUBAIX, signed_up
from tests.members.securing import do, enter, letter

Rows = Callable[[str], list[dict[str, Any]]]
A_WEEK = timedelta(days=7)
MOMENT = timedelta(seconds=1)


def test_a_sign_up_that_nobody_confirmed_is_forgotten_a_week_after_its_link(store: Store, rows: Rows) -> None:
    do(store, commands.sign_up, ROUBAIX, signed_up(), NOW)
    over = NOW + timedelta(hours=48) + A_WEEK
    do(store, commands.purge, over - MOMENT)
    assert [row["id"] for row in rows("sign_ups")] == [CAMILLE_ID]
    do(store, commands.purge, over)
    assert rows("sign_ups") == []


def test_a_link_is_forgotten_a_week_after_its_end(store: Store, rows: Rows) -> None:
    enter(store)
    letter(store, domain.Purpose.RESET, "a-token")
    over = NOW + timedelta(hours=2) + A_WEEK
    do(store, commands.purge, over - MOMENT)
    assert len(rows("links")) == 1
    do(store, commands.purge, over)
    assert rows("links") == []


def test_an_address_in_a_link_is_forgotten_at_its_end(store: Store, rows: Rows) -> None:
    enter(store)
    do(store, commands.ask_address_change, ROUBAIX, CAMILLE_ID, "new@example.org", domain.digest("unsent"), NOW)
    do(store, commands.purge, NOW + timedelta(hours=48) - MOMENT)
    assert [row["email"] for row in rows("links")] == ["new@example.org"]
    do(store, commands.purge, NOW + timedelta(hours=48))
    assert rows("links") == []
