"""A member takes along all that their city holds of them; never a secret, never who else it was."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from chassis import proofs
from chassis.database import Store
from chassis.errors import NotFound
from services.members import commands, domain, queries, tables
from services.members.queries import export
from services.members.tables import metadata
from tests.members.asker import HOME_SECRET, Asker
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, ROUBAIX, active

OF_NOBODY = {"city_keys", "issuers", "revocations", "outbox", "inbox", "answers", "erased"}
UNTIL_THEN = {"sign_ups", "provider_logins", "throttles", "refresh_tokens"}  # no member's yet; digests that pass away


def opens(told: dict[str, Any], member_id: str) -> bool:
    """Whether the city's notifications take the proof, as long as it says."""
    until, facts = datetime.fromisoformat(told["until"]), ("notices_of", "roubaix", member_id)
    return [
        proofs.holds_until(told["proof"], HOME_SECRET, until, until - timedelta(seconds=left), *facts)
        for left in (1, 0)
    ] == [True, False]


def test_every_table_that_holds_something_of_a_member_is_told() -> None:
    told = {table.name for table, _, _ in export.TOLD} | {"organisations", "guardianships"}
    assert set(metadata.tables) - OF_NOBODY - UNTIL_THEN == told


def test_what_is_left_out_is_a_secret_or_somebody_else() -> None:
    secret = {"email_digest", "searched", "password_hash", "secret", "next_secret", "last_step", "code_digest",
              "token_digest", "client"}  # fmt: skip
    others = {f"{who}_id" for who in (
        "helper", "granted_by", "heard_by", "decided_by", "issued_by", "viewer", "suspended_by", "lifted_by",
    )}  # fmt: skip
    assert {name for _, _, without in export.TOLD for name in without} == secret | others


def test_a_member_finds_what_is_theirs_and_nothing_of_anybody_else(store: Store) -> None:
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    other = domain.Person("Lise Quatremain", "lise@example.org", "fr")
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)
        commands.enrol(session, ROUBAIX, "another", other, "a-hash", category, kind, (), NOW)
        company = domain.Organisation("o-1", "Atelier", domain.OrganisationKind.NONPROFIT, NOW)
        commands.found_organisation(session, ROUBAIX, company, active(), NOW)
        booked = {
            "booking_id": "b-1", "member_id": CAMILLE_ID, "host_city": "marcq", "space_id": "s-1", "sequence": 0,
            "zone": "Europe/Paris", "starts_at": NOW, "ends_at": NOW + timedelta(hours=1), "status": "confirmed",
            "price_cents": 1250,
        }  # fmt: skip
        session.execute(insert(tables.heard_bookings).values(booked))
    with store.reading() as session:
        sections = {one["name"]: one["rows"] for one in queries.everything_of(session, CAMILLE_ID)}
    assert sections["members"][0]["email"] == CAMILLE.email
    assert sections["heard_bookings"][0]["starts_at"] == NOW.isoformat()
    assert sections["organisations"][0]["name"] == "Atelier"
    assert sections["credentials"] == [{"member_id": CAMILLE_ID, "set_at": NOW.isoformat()}]
    assert not any(word in str(sections) for word in ("a-hash", "Quatremain", "another"))


def test_the_city_says_for_whom_its_notifications_may_be_asked(roubaix: Asker) -> None:
    member_id, token = roubaix.enrol("Camille")
    told = roubaix.ask("export", token=token)
    assert told["member_id"] == member_id
    assert opens(told, member_id)


def test_who_answers_for_a_minor_takes_their_data_along_and_nobody_else_does(roubaix: Asker) -> None:
    _, lise = roubaix.enrol("Lise")
    _, noor = roubaix.enrol("Noor")
    lina = roubaix.ask("register_minor", token=lise, name="Lina", born_on="2015-03-21", consent=True, adult=True)
    told = roubaix.ask("export_ward", token=lise, minor_id=lina["id"])
    (row,) = next(section["rows"] for section in told["sections"] if section["name"] == "members")
    assert (told["member_id"], row["name"], row["born_on"]) == (lina["id"], "Lina", "2015-03-21")
    assert opens(told, lina["id"])
    with pytest.raises(NotFound, match="ward_not_found"):
        roubaix.ask("export_ward", token=noor, minor_id=lina["id"])
