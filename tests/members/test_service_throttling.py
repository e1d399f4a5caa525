"""Who tries too often, on both substrates, asked over the bus as the gateway asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from chassis import addresses, clock
from chassis.errors import TooMany, Unauthenticated
from services.members import domain, queries
from services.members.service import throttling
from services.members.tables import throttles
from tests.members.asker import Asker

EMAIL, NOBODYS = "lise@example.org", "nobody@example.org"
OFFICE, ATTACKER = "203.0.113.7", "198.51.100.9"
FEW = domain.Allowance("few", 3, timedelta(hours=1))


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three tries of an account from a network address, five from everywhere: a hash takes a while."""
    monkeypatch.setattr(domain, "OF_ACCOUNT_FROM_ADDRESS", domain.Allowance("here", 3, timedelta(hours=1)))
    monkeypatch.setattr(domain, "OF_ACCOUNT", domain.Allowance("everywhere", 5, timedelta(hours=1)))


def outcomes(roubaix: Asker, times: int, email: str, client: Callable[[int], str], **more: Any) -> list[str]:
    """What comes of so many wrong passwords."""
    said = []
    for number in range(times):
        with pytest.raises((Unauthenticated, TooMany)) as refused:
            roubaix.sign_in(email, "Not the password 1", client=client(number), **more)
        said.append(refused.value.code)
    return said


@pytest.mark.parametrize("email", [EMAIL, NOBODYS])
@pytest.mark.parametrize("named", [True, False])
def test_whoever_guesses_is_held_up_where_they_are_and_nowhere_else(roubaix: Asker, email: str, named: bool) -> None:
    roubaix.enrol("Lise")
    said = outcomes(roubaix, 5, email, lambda _: ATTACKER, city_named=named)
    assert said == ["wrong_credentials"] * 3 + ["too_many_tries"] * 2
    assert roubaix.sign_in(EMAIL, client=OFFICE, city_named=named)["member"]["name"] == "Lise"
    assert outcomes(roubaix, 1, email, lambda _: ATTACKER, city_named=not named) == ["wrong_credentials"]


def test_a_member_is_held_up_by_nobody_where_they_signed_in_before(roubaix: Asker) -> None:
    roubaix.enrol("Lise")
    roubaix.sign_in(EMAIL, client=OFFICE)
    said = outcomes(roubaix, 7, EMAIL, lambda number: f"198.51.100.{number}")
    assert said == ["wrong_credentials"] * 5 + ["too_many_tries"] * 2
    with pytest.raises(TooMany, match="too_many_tries") as refused:
        roubaix.sign_in(EMAIL, client="203.0.113.8")
    assert 3500 < refused.value.detail["retry_after_seconds"] <= 3600
    assert roubaix.sign_in(EMAIL, client=OFFICE)["member"]["name"] == "Lise"


def test_who_knows_the_password_is_never_held_up(roubaix: Asker) -> None:
    roubaix.enrol("Lise")
    for _ in range(5):
        roubaix.ask("knows", email_digest=addresses.digest(EMAIL), client=OFFICE)
        roubaix.sign_in(EMAIL, client=OFFICE)
    with roubaix.store.reading() as session:
        kept = session.execute(select(throttles)).mappings().all()
    assert kept
    assert not [row for row in kept if EMAIL in row["key"] or OFFICE in row["key"]]


def test_a_network_address_is_held_up_whomever_it_asks_for(roubaix: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "FROM_ADDRESS", FEW)
    of_one_network = [f"2001:db8:1:2::{number}" for number in range(4)]
    for number, client in enumerate(of_one_network):
        asked = {"email_digest": addresses.digest(f"member{number}@example.org"), "client": client}
        if number < 3:
            assert roubaix.ask("knows", **asked) == {"known": False}
            continue
        with pytest.raises(TooMany, match="too_many_tries"):
            roubaix.ask("knows", **asked)
    assert roubaix.ask("knows", email_digest=addresses.digest(EMAIL), client=OFFICE) == {"known": False}


def test_whoever_registers_very_many_is_held_up(roubaix: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "REGISTER_FROM_ADDRESS", domain.Allowance("register", 1, timedelta(hours=1)))
    person = {"name": "Odile", "email": EMAIL, "password": "Vélo jaune 42 sous la pluie", "consent": True}
    assert roubaix.ask("register", **person, client=ATTACKER)["status"] == "to_confirm"
    with pytest.raises(TooMany, match="too_many_tries"):
        roubaix.ask("register", **person, client=ATTACKER)
    assert roubaix.ask("register", **person, client=OFFICE)["status"] == "to_confirm"


def test_a_login_goes_on_so_often(roubaix: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "REFRESH_OF_LOGIN", FEW)
    roubaix.enrol("Lise")
    token = roubaix.sign_in(EMAIL)["refresh_token"]
    for _ in range(FEW.most):
        token = roubaix.ask("refresh", refresh_token=token)["refresh_token"]
    with pytest.raises(TooMany, match="too_many_tries"):
        roubaix.ask("refresh", refresh_token=token)


def test_nobody_s_mailbox_is_filled_by_who_registers_with_their_address(
    roubaix: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(domain, "LETTER_TO_ADDRESS", domain.Allowance("letter", 2, timedelta(hours=1)))
    member_id, _ = roubaix.enrol("Lise")
    person = {"name": "Odile", "email": EMAIL, "consent": True}

    def told() -> int:
        with roubaix.store.reading() as session:
            known = queries.member(session, member_id)
        return known.sequence if known else -1

    before = told()
    for number in range(4):
        answered = roubaix.ask("register_guest", **person, client=f"198.51.100.{number}")
        assert answered["status"] == "to_confirm"
    assert told() - before == 2


def test_how_long_the_answer_takes_does_not_tell_whether_an_address_is_known(roubaix: Asker) -> None:
    roubaix.enrol("Lise")
    for email in (EMAIL, NOBODYS):
        asked: list[tuple[str, dict[str, Any]]] = [
            ("ask_reset", {"email_digest": addresses.digest(email)}),
            ("register_guest", {"name": "Odile", "email": email, "consent": True}),
        ]
        for method, said in asked:
            began = clock.monotonic()
            roubaix.ask(method, **said)
            assert clock.monotonic() - began >= throttling.ANSWERED_AFTER_SECONDS
