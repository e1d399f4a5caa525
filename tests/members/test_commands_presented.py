"""What a city believes of others, by what it has heard, on the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chassis import attestations, sealing, signatures
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Forbidden, Invalid
from services.members import commands, domain, reactions
from tests.members import hub
from tests.members.people import CAMILLE, CAMILLE_ID, KEYS, NOW, ROUBAIX, SIGNING_KEY, staff

Rows = Callable[[str], list[dict[str, Any]]]
DESK = staff(domain.Role.FRONT_DESK)
HOUR = timedelta(hours=1)


def hear(store: Store, *told: Envelope) -> None:
    for one in told:
        store.react(one, partial(getattr(reactions, f"on_{one.name.replace('.', '_')}"), city=ROUBAIX))


def verify(
    store: Store, token: str, now: datetime = NOW, by: domain.Member = DESK, member_id: str | None = None
) -> domain.Verdict:
    with store.transaction() as session:
        return commands.verify_attestation(session, ROUBAIX, by, token, member_id, now)


def test_another_city_is_believed_by_the_keys_that_were_heard(store: Store) -> None:
    assert verify(store, hub.shown(NOW)).reason == "keys_unknown"
    hear(store, hub.keys_told(NOW))
    said = verify(store, hub.shown(NOW)).said
    assert said and (said.city, said.kind) == ("tourcoing", "laser_training")


def test_what_was_taken_back_is_believed_no_more_and_hearing_it_twice_is_harmless(store: Store, rows: Rows) -> None:
    hear(store, hub.keys_told(NOW), hub.revoked("a-1", NOW), hub.revoked("a-1", NOW))
    assert verify(store, hub.shown(NOW)).reason == "attestation_revoked"
    assert verify(store, hub.shown(NOW, "a-2")).reason is None
    assert len(rows("revocations")) == 1


def test_no_city_hides_or_takes_back_what_another_attests(store: Store) -> None:
    hear(store, hub.keys_told(NOW), hub.revoked("a-1", NOW, city="marcq"))
    assert verify(store, hub.shown(NOW)).reason is None
    hear(store, hub.revoked("a-1", NOW))
    assert verify(store, hub.shown(NOW)).reason == "attestation_revoked"


def test_the_newest_keys_of_a_city_count_in_whatever_order_they_are_heard(store: Store) -> None:
    fresh = signatures.new_key("tourcoing-2")
    hear(store, hub.keys_told(NOW + HOUR, fresh), hub.keys_told(NOW))
    assert verify(store, hub.shown(NOW, key=fresh)).reason is None
    assert verify(store, hub.shown(NOW)).reason == "keys_unknown"
    hear(store, hub.keys_told(NOW + 2 * HOUR, fresh, hub.TOURCOING_KEY))
    assert verify(store, hub.shown(NOW)).reason is None


def test_a_private_key_that_slips_out_is_not_kept(store: Store, rows: Rows) -> None:
    told = hub.keys_told(NOW)
    told.data["keys"] = [hub.TOURCOING_KEY]
    with pytest.raises(Invalid):
        hear(store, told)
    assert rows("issuers") == []


def test_nobody_tells_a_city_its_own_keys_or_what_it_takes_back(store: Store) -> None:
    with store.transaction() as session:
        commands.publish_keys(session, ROUBAIX, KEYS, NOW)
        category, kind = domain.Category.GUEST, domain.OrganisationKind.NONPROFIT
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)
        issued = commands.issue_attestation(session, ROUBAIX, "a-1", DESK, CAMILLE_ID, "adult", None, NOW)
    own = attestations.to_present(domain.statement(issued, ROUBAIX), SIGNING_KEY, NOW)
    hear(store, hub.keys_told(NOW + HOUR, city=ROUBAIX), hub.revoked("a-1", NOW, city=ROUBAIX))
    assert verify(store, own).reason is None
    with store.transaction() as session:
        commands.revoke_attestation(session, ROUBAIX, "a-1", DESK, NOW)
    assert verify(store, own).reason == "attestation_revoked"


def test_what_the_city_never_attested_it_does_not_believe_of_itself(store: Store) -> None:
    with store.transaction() as session:
        commands.publish_keys(session, ROUBAIX, KEYS, NOW)
    erased = attestations.Statement(ROUBAIX, "gone", "a-9", "adult", NOW, None)
    assert verify(store, attestations.to_present(erased, SIGNING_KEY, NOW)).reason == "attestation_revoked"


def test_what_was_rotated_is_believed_until_its_end(store: Store) -> None:
    with store.transaction() as session:
        commands.publish_keys(session, ROUBAIX, KEYS, NOW)
        category, kind = domain.Category.GUEST, domain.OrganisationKind.NONPROFIT
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)
        issued = commands.issue_attestation(session, ROUBAIX, "a-1", DESK, CAMILLE_ID, "adult", None, NOW)
        fresh: dict[domain.KeyUse, dict[str, Any]] = {"sig": signatures.new_key("2"), "enc": sealing.new_key("3")}
        commands.rotate_keys(session, ROUBAIX, fresh, NOW)
    shown = attestations.to_present(domain.statement(issued, ROUBAIX), SIGNING_KEY, NOW + HOUR)
    assert verify(store, shown, NOW + 25 * HOUR - timedelta(seconds=1)).reason is None
    assert verify(store, shown, NOW + 25 * HOUR).reason == "attestation_expired"


def test_what_can_matter_no_more_is_forgotten(store: Store, rows: Rows) -> None:
    hear(store, hub.keys_told(NOW - timedelta(days=31), city="marcq"), hub.keys_told(NOW - timedelta(days=29)))
    hear(store, hub.revoked("older", NOW - 25 * HOUR), hub.revoked("recent", NOW - 24 * HOUR))
    with store.transaction() as session:
        commands.forget_heard(session, NOW)
    assert [row["city"] for row in rows("issuers")] == ["tourcoing"]
    assert [row["attestation_id"] for row in rows("revocations")] == ["recent"]
    assert verify(store, hub.shown(NOW - 25 * HOUR, "older")).reason == "attestation_expired"


def test_who_may_not_attest_verifies_nothing(store: Store) -> None:
    hear(store, hub.keys_told(NOW))
    with pytest.raises(Forbidden, match="permission_missing"):
        verify(store, hub.shown(NOW), by=staff())


def test_a_member_sees_that_staff_of_their_city_looked_at_what_they_showed(store: Store, rows: Rows) -> None:
    with store.transaction() as session:
        commands.publish_keys(session, ROUBAIX, KEYS, NOW)
        category, kind = domain.Category.GUEST, domain.OrganisationKind.NONPROFIT
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)
        issued = commands.issue_attestation(session, ROUBAIX, "a-1", DESK, CAMILLE_ID, "adult", None, NOW)
    hear(store, hub.keys_told(NOW))
    verify(store, attestations.to_present(domain.statement(issued, ROUBAIX), SIGNING_KEY, NOW))
    verify(store, hub.shown(NOW))
    seen = [(row["member_id"], row["operation"]) for row in rows("views")]
    assert seen == [(CAMILLE_ID, "issue_attestation"), (CAMILLE_ID, "verify_attestation")]
