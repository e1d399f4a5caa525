"""The service itself, on both substrates: what it answers to whom, and what it hears."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import insert

from chassis import clock, tables
from chassis.database import Store
from chassis.errors import Forbidden, Invalid, NotFound, Unauthenticated, Unprocessable
from chassis.relay import Relay
from services.members import domain
from tests.members.asker import SERVICE, Asker
from tests.substrates import Substrate
from tests.waiting import until

CONFIRMED = Path(__file__).parents[1] / "contracts" / "samples" / "booking.confirmed.json"
SEALED = (
    "register", "confirm", "knows", "sign_in", "profile", "contact", "issue_attestation", "revoke_attestation",
    "own_attestations", "verify_attestation",
    "found_organisation", "join_organisation", "leave_organisation", "ledger", "refresh", "sign_out", "logins",
    "end_login", "end_every_login", "provider_begin", "provider_finish", "provider_ticket", "provider_join",
    "rectify", "choose_interests", "enter_directory", "leave_directory", "directory", "topics", "register_guest",
    "register_minor", "wards", "ask_guardian", "accept_ward", "leave_ward", "erase_ward", "register_helped",
    "show_helped", "give_address",
)  # fmt: skip
OF_STAFF = (
    ("issue_attestation", {"member_id": "m", "kind": "reduced_rate"}),
    ("revoke_attestation", {"attestation_id": "a"}),
    ("ledger", {"month": "2026-11"}),
)


def test_the_keys_are_public_and_no_more(roubaix: Asker) -> None:
    keys = roubaix.caller.call(SERVICE, "keys")["keys"]
    assert sorted((key["use"], key["crv"]) for key in keys) == [("enc", "X25519"), ("sig", "Ed25519")]
    assert all("d" not in key for key in keys)


def test_what_holds_a_person_is_answered_sealed_only(roubaix: Asker) -> None:
    for method in SEALED:
        with pytest.raises(Invalid):
            roubaix.caller.call(SERVICE, method, member_id="somebody", token="a-token")


def test_staff_attest_a_member_who_sees_it_until_it_is_revoked(roubaix: Asker) -> None:
    member_id, members_token = roubaix.enrol("Lise")
    _, desk = roubaix.enrol("Joris", domain.Role.FRONT_DESK)
    asked = {"member_id": member_id, "kind": "reduced_rate", "valid_until": "2999-01-01T00:00:00+01:00"}
    issued = roubaix.ask("issue_attestation", token=desk, **asked, idempotency_key="k")
    assert issued == {
        "id": issued["id"],
        "member_id": member_id,
        "city": "roubaix",
        "kind": "reduced_rate",
        "valid_until": "2998-12-31T23:00:00+00:00",
        "issued_at": issued["issued_at"],
        "revoked_at": None,
    }
    assert roubaix.ask("issue_attestation", token=desk, **asked, idempotency_key="k") == issued
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        roubaix.ask("issue_attestation", token=desk, **asked | {"kind": "other"}, idempotency_key="k")
    assert roubaix.ask("profile", token=members_token)["attestations"] == [
        {name: issued[name] for name in ("id", "kind", "valid_until", "issued_at")}
    ]
    revoked = roubaix.ask("revoke_attestation", token=desk, attestation_id=issued["id"])
    assert revoked == issued | {"revoked_at": revoked["revoked_at"]}
    assert roubaix.ask("revoke_attestation", token=desk, attestation_id=issued["id"]) == revoked
    assert roubaix.ask("profile", token=members_token)["attestations"] == []


def test_a_member_founds_an_organisation_and_another_joins_and_leaves_it(roubaix: Asker) -> None:
    _, founder = roubaix.enrol("Lise")
    other_id, other = roubaix.enrol("Noor")
    asked = {"name": " Les Fileuses ", "kind": "nonprofit", "idempotency_key": "k"}
    founded = roubaix.ask("found_organisation", token=founder, **asked)
    assert (founded["name"], founded["kind"], founded["city"]) == ("Les Fileuses", "nonprofit", "roubaix")
    assert roubaix.ask("found_organisation", token=founder, **asked) == founded
    theirs = {"organisation_id": founded["id"], "member_id": other_id}
    joined = roubaix.ask("join_organisation", token=founder, **theirs)
    assert joined == theirs | {"city": "roubaix", "joined_at": joined["joined_at"], "left_at": None}
    assert roubaix.ask("join_organisation", token=founder, **theirs) == joined
    shown = [{"id": founded["id"], "name": "Les Fileuses", "kind": "nonprofit"}]
    assert roubaix.ask("profile", token=founder)["organisations"] == shown
    assert roubaix.ask("profile", token=other)["organisations"] == shown
    with pytest.raises(Forbidden, match="permission_missing"):
        roubaix.ask("leave_organisation", token=founder, **theirs)
    left = roubaix.ask("leave_organisation", token=other, **theirs)
    assert left["left_at"] is not None
    assert roubaix.ask("leave_organisation", token=other, **theirs) == left
    assert roubaix.ask("profile", token=other)["organisations"] == []


def test_what_staff_may_do_no_member_may_and_no_forged_token(roubaix: Asker) -> None:
    _, member = roubaix.enrol("Lise")
    for method, asked in OF_STAFF:
        with pytest.raises(Forbidden, match="permission_missing"):
            roubaix.ask(method, token=member, **asked)
        with pytest.raises(Unauthenticated, match="token_invalid"):
            roubaix.ask(method, token="a.b.c", **asked)
    _, desk = roubaix.enrol("Joris", domain.Role.FRONT_DESK)
    with pytest.raises(NotFound, match="member_not_found"):
        roubaix.ask("issue_attestation", token=desk, member_id="nobody", kind="reduced_rate")
    with pytest.raises(NotFound, match="attestation_not_found"):
        roubaix.ask("revoke_attestation", token=desk, attestation_id="none")
    with pytest.raises(NotFound, match="organisation_not_found"):
        roubaix.ask("join_organisation", token=member, organisation_id="none", member_id="nobody")


def test_the_ledger_adds_up_what_the_members_booked_elsewhere(roubaix: Asker, substrate: Substrate) -> None:
    _, officer = roubaix.enrol("Nadir", domain.Role.DATA_OFFICER)
    said = json.loads(CONFIRMED.read_text("utf-8"))
    bookings = Store(substrate.make_database("bookings"), "bookings")
    tables.metadata().create_all(bookings.engine)
    row = {"message_id": said["id"], "subject": said["subject"], "routing_key": "booking.confirmed.roubaix"}
    with bookings.transaction() as session:
        session.execute(insert(tables.outbox).values(row | {"body": json.dumps(said), "recorded_at": clock.now()}))
    relay = Relay(bookings, substrate.broker_uri, "bookings")
    assert relay.publish_batch() == 1
    row = {"host_city": "tourcoing", "bookings": 1, "minutes": 90, "amount_cents": said["data"]["price_cents"]}
    until(lambda: roubaix.ask("ledger", token=officer, month="2026-11")["items"] == [row], "booking in the ledger")
    assert roubaix.ask("ledger", token=officer, month="2026-12") == {
        "home_city": "roubaix",
        "month": "2026-12",
        "items": [],
    }
    relay.publisher.close()
    bookings.close()
