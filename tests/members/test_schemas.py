from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chassis.errors import Invalid
from chassis.schema import Schema, read
from services.members import domain, schemas
from tests.members.people import CAMILLE, NOW, OTHER_ID, PASSWORD, active

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
    assert pointers(schemas.SignIn, {"email_digest": "0" * 64, "password": "x" * 1001}) == {"/password"}


def test_an_address_is_told_for_a_known_purpose_only() -> None:
    assert pointers(schemas.Contact, {"member_id": "x", "purpose": "curiosity"}) == {"/purpose"}


def test_only_the_letter_that_asks_to_confirm_gets_a_link() -> None:
    camille = domain.recipient(active())
    assert schemas.contact(camille, None) == {"name": CAMILLE.name, "email": CAMILLE.email, "language": "fr"}
    assert schemas.contact(camille, "token")["link_token"] == "token"
    assert schemas.contact(replace(camille, is_marked=True), None)["is_marked"] is True


def test_a_member_sees_everything_the_profile_has() -> None:
    attested = domain.Attestation("a-1", active().id, "reduced_rate", None, NOW, OTHER_ID)
    organisation = domain.Organisation("o-1", "Les Fileuses", domain.OrganisationKind.NONPROFIT, NOW)
    refusing = domain.AddressFailure(active().id, NOW, NOW, "smtp_550", 1)
    assert schemas.profile(active(), [attested], [organisation], refusing, "roubaix") == {
        "id": active().id,
        "name": "Camille Vandamme",
        "email": "camille.vandamme@example.org",
        "address_refused_since": "2026-11-23T09:00:00+00:00",
        "city": "roubaix",
        "category": "guest",
        "organisation_kind": "individual",
        "language": "fr",
        "roles": ["member"],
        "status": domain.Status.ACTIVE,
        "attestations": [
            {"id": "a-1", "kind": "reduced_rate", "valid_until": None, "issued_at": "2026-11-23T09:00:00+00:00"}
        ],
        "organisations": [{"id": "o-1", "name": "Les Fileuses", "kind": "nonprofit"}],
    }


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "2026-1", "1969-12", "3000-01", "2026-11\n", "", "novembre"])
def test_a_month_is_written_in_one_way(month: str) -> None:
    assert pointers(schemas.Ledger, {"token": "t", "month": month}) == {"/month"}


@pytest.mark.parametrize("kind", ["", "Reduced", "reduced rate", "9_to_5", "x" * 41, "reduced_rate\n"])
def test_the_kind_of_an_attestation_is_a_code_and_no_text_about_somebody(kind: str) -> None:
    assert pointers(schemas.Issue, {"token": "t", "member_id": "m", "kind": kind}) == {"/kind"}


def test_an_organisation_has_a_name_and_is_more_than_one_person() -> None:
    wrong = {"token": "t", "name": "see www.example.org", "kind": "individual"}
    assert pointers(schemas.Found, wrong) == {"/name", "/kind"}
