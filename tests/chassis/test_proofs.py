"""Proofs: made only by who has the secret, and good for one set of facts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import proofs

SECRET = "a secret of more than thirty-two characters"
FACTS = ("contact", "roubaix", "m-1", "booking")

texts = st.lists(st.text(max_size=8), max_size=4)


def test_what_was_made_with_the_secret_holds() -> None:
    proof = proofs.make(SECRET, *FACTS)
    assert len(proof) == 64
    assert proofs.holds(proof, SECRET, *FACTS)


def test_a_proof_is_what_it_was_in_every_version() -> None:
    assert proofs.make("k" * 32, "contact", "é") == "a3c17c7c89be08496b1b5c0d79eab54af685f98073c5fcbf8b32d9988ee99ed2"


@pytest.mark.parametrize("number", range(len(FACTS)))
def test_a_proof_is_good_for_no_other_fact(number: int) -> None:
    others = [*FACTS]
    others[number] = "another"
    assert not proofs.holds(proofs.make(SECRET, *FACTS), SECRET, *others)


def test_another_secret_proves_nothing() -> None:
    assert not proofs.holds(proofs.make("of another home", *FACTS), SECRET, *FACTS)


def test_where_there_is_no_secret_nothing_holds() -> None:
    assert not proofs.holds(proofs.make("", *FACTS), "", *FACTS)


@given(st.text(max_size=70) | st.just("\ud800"))
def test_any_text_is_no_proof_and_breaks_nothing(text: str) -> None:
    assert not proofs.holds(text, SECRET, *FACTS)


@given(texts, texts)
def test_different_facts_have_different_proofs(one: list[str], other: list[str]) -> None:
    assert (proofs.make(SECRET, *one) == proofs.make(SECRET, *other)) == (one == other)


UNTIL = datetime(2026, 11, 20, 8, 35, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "holds"), [(-300, True), (-1, True), (0, False), (1, False)])
def test_a_proof_with_an_end_holds_before_it(seconds: int, holds: bool) -> None:
    proof, now = proofs.make_until(SECRET, UNTIL, *FACTS), UNTIL + timedelta(seconds=seconds)
    assert proofs.holds_until(proof, SECRET, UNTIL, now, *FACTS) is holds


def test_nobody_puts_the_end_off_or_takes_it_away() -> None:
    proof, later = proofs.make_until(SECRET, UNTIL, *FACTS), UNTIL + timedelta(days=1)
    assert not proofs.holds_until(proof, SECRET, later, UNTIL, *FACTS)
    assert not proofs.holds(proof, SECRET, *FACTS)
    assert not proofs.holds_until(proofs.make(SECRET, *FACTS), SECRET, later, UNTIL, *FACTS)


def test_the_end_is_an_instant_whatever_the_clock_that_shows_it() -> None:
    in_paris = UNTIL.astimezone(ZoneInfo("Europe/Paris"))
    assert proofs.make_until(SECRET, in_paris, *FACTS) == proofs.make_until(SECRET, UNTIL, *FACTS)
