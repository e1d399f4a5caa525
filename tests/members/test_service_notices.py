"""For whom the city's notifications may be asked: who shows a token of theirs, for five minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chassis import clock, proofs
from chassis.errors import Unauthenticated
from tests.members.asker import HOME_SECRET, Asker


def test_a_member_gets_what_opens_their_notices_for_five_minutes(roubaix: Asker) -> None:
    member_id, token = roubaix.enrol("Camille")
    before = clock.now()
    told = roubaix.ask("notices_key", token=token)
    until = datetime.fromisoformat(told["until"])
    assert before + timedelta(minutes=5) <= until <= clock.now() + timedelta(minutes=5)
    facts = ("notices", "roubaix", member_id)
    assert proofs.holds_until(told["proof"], HOME_SECRET, until, clock.now(), *facts)
    assert not proofs.holds_until(told["proof"], HOME_SECRET, until, until, *facts)
    assert (told["member_id"], told["language"], told["name"]) == (member_id, "fr", "Camille")


def test_what_opens_the_notices_takes_nothing_along_and_the_other_way_round(roubaix: Asker) -> None:
    _, token = roubaix.enrol("Camille")
    opening, taking = roubaix.ask("notices_key", token=token), roubaix.ask("export", token=token)
    facts = ("roubaix", opening["member_id"])
    for told, purpose in ((opening, "notices_of"), (taking, "notices")):
        until = datetime.fromisoformat(told["until"])
        assert not proofs.holds_until(told["proof"], HOME_SECRET, until, clock.now(), purpose, *facts)


def test_a_visitor_gets_nothing(roubaix: Asker) -> None:
    with pytest.raises(Unauthenticated, match="token_invalid"):
        roubaix.ask("notices_key", token="no token")
