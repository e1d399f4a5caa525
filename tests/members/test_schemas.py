from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Invalid
from chassis.schema import Schema, read
from services.members import domain, schemas
from tests.members.people import CAMILLE, PASSWORD, active

ASKED = {"name": " Camille Vandamme", "email": "camille.vandamme@EXAMPLE.org", "password": PASSWORD, "consent": True}


def pointers(schema: type[Schema], asked: Any) -> set[str]:
    with pytest.raises(Invalid) as caught:
        read(schema, asked)
    assert caught.value.code == "invalid"
    return {error["pointer"] for error in caught.value.detail["errors"]}


def test_a_registration_is_read_in_its_normal_form() -> None:
    asked = read(schemas.Registration, ASKED)
    assert schemas.person(asked) == CAMILLE
    assert (asked["consent"], asked["idempotency_key"]) == (True, None)


def test_every_fault_of_a_registration_is_told_at_once() -> None:
    wrong = {"name": "", "email": "nobody", "password": 12, "language": "tlh", "consent": "yes", "admin": True}
    assert pointers(schemas.Registration, wrong) == {f"/{name}" for name in wrong}
    assert pointers(schemas.Registration, {}) == {"/name", "/email", "/password"}


@pytest.mark.parametrize("key", ["", "a\x00b", "é", "a\n", "x" * 256])
def test_a_key_is_plain_ascii_that_every_database_takes(key: str) -> None:
    assert pointers(schemas.Registration, ASKED | {"idempotency_key": key}) == {"/idempotency_key"}


@pytest.mark.parametrize("text", ["\ud800", "x\udfff@example.org"])
def test_half_a_character_is_no_text(text: str) -> None:
    wrong = {"name": text, "email": text, "password": text}
    assert pointers(schemas.Registration, wrong) == {"/name", "/email", "/password"}


def test_a_password_far_too_long_is_not_hashed() -> None:
    assert pointers(schemas.SignIn, {"email": CAMILLE.email, "password": "x" * 1001}) == {"/password"}


def test_an_address_is_told_for_a_known_purpose_only() -> None:
    assert pointers(schemas.Contact, {"member_id": "x", "purpose": "curiosity"}) == {"/purpose"}


def test_only_the_letter_that_asks_to_confirm_gets_a_link() -> None:
    assert schemas.contact(active(), None) == {"name": CAMILLE.name, "email": CAMILLE.email, "language": "fr"}
    assert schemas.contact(active(), "token")["link_token"] == "token"


def test_a_member_sees_everything_the_profile_has() -> None:
    assert schemas.profile(active(), "roubaix") == {
        "id": active().id,
        "name": "Camille Vandamme",
        "email": "camille.vandamme@example.org",
        "city": "roubaix",
        "category": "guest",
        "organisation_kind": "individual",
        "language": "fr",
        "roles": ["member"],
        "status": domain.Status.ACTIVE,
    }
