"""What a visitor typed goes from page to page without anybody else reading it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from gateway.web import carrying

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FACTS = {"email": "nadia@example.org", "password": "très secret"}
FIELD = carrying.carry("a secret", FACTS, NOW)


def test_what_is_carried_comes_back_for_ten_minutes() -> None:
    assert carrying.carried("a secret", FIELD, NOW + timedelta(minutes=9)) == FACTS
    assert carrying.carried("a secret", FIELD, NOW + timedelta(minutes=10)) == {}


def test_nobody_else_reads_it() -> None:
    assert carrying.carried("another secret", FIELD, NOW) == {}
    assert not [fact for fact in FACTS.values() if fact in FIELD]
    assert carrying.carry("a secret", FACTS, NOW) != FIELD


def test_what_we_did_not_carry_is_nothing() -> None:
    begin, _, end = FIELD.rpartition(".")
    for field in ("", "a.b.c.d.e", "é", f"{begin}.{end[::-1]}", FIELD[:-4]):
        assert carrying.carried("a secret", field, NOW) == {}
