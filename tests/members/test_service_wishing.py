"""Registering without an account, asked over the bus on both substrates."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import select

from chassis import clock, passes, signatures
from chassis.errors import Conflict, Invalid, NotFound, ServiceError, Unprocessable
from services.members import domain
from services.members.service.throttling import ANSWERED_AFTER_SECONDS
from services.members.tables import registration_wishes
from tests.members.asker import Asker
from tests.members.people import PASSWORD

SOON = clock.rfc3339(clock.now() + timedelta(days=9))
ABOUT = {"title": {"fr": "Réparer un vélo"}, "starts_at": SOON, "zone": "Europe/Paris", "place_name": "La Condition"}
ASKED: dict[str, Any] = {
    "name": "Zoé", "email": "zoe@example.org", "consent": True, "client": "192.0.2.7", "occurrence_id": "o-1",
    "seats": 2, "accept_waiting": True, "about": ABOUT,
}  # fmt: skip


def wished(roubaix: Asker) -> list[tuple[str, str]]:
    """Each wish that was told of, and whose it is."""
    table = registration_wishes
    with roubaix.store.reading() as session:
        rows = session.execute(select(table.c.wish_id, table.c.member_id).order_by(table.c.wished_at))
        return [(wish_id, member_id) for wish_id, member_id in rows]


def link(roubaix: Asker, wish_id: str, member_id: str) -> str:
    return str(roubaix.contact(member_id, "registration_wish", wish_id=wish_id)["link_token"])


def test_a_guest_wishes_opens_the_link_and_has_a_pass_to_what_came_of_it(roubaix: Asker) -> None:
    answer = roubaix.ask("register_guest_for", **ASKED)
    [(wish_id, member_id)] = wished(roubaix)
    assert answer == {"id": wish_id, "city": "roubaix", "status": "to_confirm"}
    token = link(roubaix, wish_id, member_id)
    made = {"token": token, "registration_id": "r-1", "until": SOON}
    with pytest.raises(NotFound, match="link_unknown"):
        roubaix.ask("make_pass", **made)
    for _ in "12":
        assert roubaix.ask("confirm_wish", token=token) == {
            "wish_id": wish_id, "member_id": member_id, "city": "roubaix", "category": "guest",
            "organisation_kind": "individual", "occurrence_id": "o-1", "seats": 2, "accept_waiting": True,
        }  # fmt: skip
    shown = roubaix.ask("make_pass", **made)["pass"]
    keys = {key["kid"]: key for key in roubaix.caller.call(roubaix.service, "keys")["keys"]}
    opens = passes.verify(shown, lambda _, kid: signatures.public_key(keys[kid]), clock.now())
    assert opens == passes.Pass("roubaix", member_id, "r-1")
    with pytest.raises(ServiceError, match="token_invalid"):
        roubaix.ask("profile", token=shown)


def test_a_known_address_is_answered_as_an_unknown_one_and_as_late(roubaix: Asker) -> None:
    roubaix.enrol("Noor")
    lasted, answers = [], []
    for email in ("noor@example.org", "nobody@example.org"):
        began = monotonic()
        answers.append(roubaix.ask("register_guest_for", **ASKED | {"email": email}))
        lasted.append(monotonic() - began)
    assert answers[0].keys() == answers[1].keys()
    assert {answer["status"] for answer in answers} == {"to_confirm"}
    assert min(lasted) >= ANSWERED_AFTER_SECONDS


def test_a_member_with_a_password_registers_by_the_link_too(roubaix: Asker) -> None:
    lise_id, _ = roubaix.enrol("Lise")
    roubaix.ask("register_guest_for", **ASKED | {"email": "lise@example.org", "name": "Somebody"})
    [(wish_id, member_id)] = wished(roubaix)
    assert member_id == lise_id
    granted = roubaix.ask("confirm_wish", token=link(roubaix, wish_id, lise_id))
    assert (granted["member_id"], granted["category"]) == (lise_id, "partner")
    assert roubaix.sign_in("lise@example.org", PASSWORD)["member"]["name"] == "Lise"


def test_wishing_with_one_key_is_done_once(roubaix: Asker) -> None:
    first = roubaix.ask("register_guest_for", **ASKED, idempotency_key="k")
    assert roubaix.ask("register_guest_for", **ASKED, idempotency_key="k") == first
    assert len(wished(roubaix)) == 1
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        roubaix.ask("register_guest_for", **ASKED | {"seats": 3}, idempotency_key="k")


def test_what_is_not_fit_for_a_wish_is_refused(roubaix: Asker) -> None:
    for changes, code in (
        ({"consent": False}, "consent_missing"),
        ({"email": "nobody"}, "invalid"),
        ({"seats": 0}, "invalid"),
        ({"seats": 1000}, "invalid"),
        ({"about": {**ABOUT, "title": {}}}, "invalid"),
        ({"password": PASSWORD}, "invalid"),
    ):
        with pytest.raises(Invalid, match=code):
            roubaix.ask("register_guest_for", **ASKED | changes)
    assert wished(roubaix) == []


def test_an_address_gets_a_number_of_letters_and_nobody_is_told_when_it_gets_no_more(roubaix: Asker) -> None:
    letters = domain.LETTER_TO_ADDRESS.most
    for _ in range(letters + 1):
        assert roubaix.ask("register_guest_for", **ASKED)["status"] == "to_confirm"
    assert len(wished(roubaix)) == letters


def test_a_link_of_another_purpose_grants_no_wish_and_the_other_way_round(roubaix: Asker) -> None:
    registered = roubaix.ask("register_guest", name="Lou", email="lou@example.org", consent=True)
    with pytest.raises(NotFound, match="link_unknown"):
        roubaix.ask("confirm_wish", token=roubaix.link(registered["id"]))
    roubaix.ask("register_guest_for", **ASKED)
    [(wish_id, member_id)] = wished(roubaix)
    token = link(roubaix, wish_id, member_id)
    with pytest.raises((NotFound, Conflict), match="link_unknown"):
        roubaix.ask("confirm", token=token)
    with pytest.raises(NotFound, match="link_unknown"):
        roubaix.contact(member_id, "registration_wish")
