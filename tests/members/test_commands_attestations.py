from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import eventlet
import pytest
from sqlalchemy import delete

from chassis import attestations
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Forbidden, Unavailable
from services.members import commands, domain, queries
from services.members.tables import city_keys
from tests.members.people import CAMILLE, CAMILLE_ID, KEYS, NOW, OTHER_ID, ROUBAIX, SIGNING_KEY, staff

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
DESK = staff(domain.Role.FRONT_DESK)
NEXT_YEAR = NOW + timedelta(days=365)


@pytest.fixture(autouse=True)
def camille(store: Store) -> None:
    """A member of whom things are attested, in a city that has keys."""
    category, kind = domain.Category.GUEST, domain.OrganisationKind.NONPROFIT
    with store.transaction() as session:
        commands.publish_keys(session, ROUBAIX, KEYS, NOW)
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)


def issue(store: Store, attestation_id: str = "a-1", by: domain.Member = DESK) -> domain.Attestation:
    with store.transaction() as session:
        return commands.issue_attestation(
            session, ROUBAIX, attestation_id, by, CAMILLE_ID, "reduced_rate", NEXT_YEAR, NOW
        )


def revoke(store: Store, by: domain.Member = DESK, after: timedelta = timedelta(hours=1)) -> domain.Attestation:
    with store.transaction() as session:
        return commands.revoke_attestation(session, ROUBAIX, "a-1", by, NOW + after)


def of_camille(store: Store) -> list[domain.Attestation]:
    with store.reading() as session:
        return queries.attestations_of(session, CAMILLE_ID)


def test_what_is_attested_is_kept_and_told_without_who_did_it(store: Store, said: Said) -> None:
    issued = issue(store)
    assert of_camille(store) == [issued]
    event = said()[-1]
    assert (event.name, event.subject, event.city, event.sequence) == ("attestation.issued", "a-1", ROUBAIX, 0)
    assert event.data == {
        "attestation_id": "a-1",
        "member_id": CAMILLE_ID,
        "city": ROUBAIX,
        "kind": "reduced_rate",
        "valid_until": "2027-11-23T09:00:00+00:00",
        "issued_at": "2026-11-23T09:00:00+00:00",
        "token": event.data["token"],
    }
    signed = attestations.Statement(ROUBAIX, CAMILLE_ID, "a-1", "reduced_rate", NOW, NEXT_YEAR)
    assert attestations.verify(event.data["token"], attestations.BOOKINGS, {ROUBAIX: [SIGNING_KEY]}, NOW) == signed
    assert OTHER_ID not in str(event.data)


def test_a_renewal_stands_beside_what_it_renews(store: Store) -> None:
    assert [issue(store, "a-1"), issue(store, "a-2")] == of_camille(store)


def test_what_is_revoked_is_told_once_and_no_longer_attested(store: Store, said: Said, rows: Rows) -> None:
    issue(store)
    revoked = revoke(store)
    assert revoke(store, after=timedelta(days=1)) == revoked
    assert of_camille(store) == []
    assert [row["revoked_at"] for row in rows("attestations")] == [NOW + timedelta(hours=1)]
    told = [event for event in said() if event.name == "attestation.revoked"]
    assert [(event.subject, event.city, event.sequence, event.data) for event in told] == [
        (
            "a-1",
            ROUBAIX,
            1,
            {
                "attestation_id": "a-1",
                "member_id": CAMILLE_ID,
                "city": ROUBAIX,
                "revoked_at": "2026-11-23T10:00:00+00:00",
            },
        )
    ]


def test_of_revocations_at_one_instant_one_is_told(store: Store, said: Said) -> None:
    issue(store)
    for thread in [eventlet.spawn(revoke, store, DESK, timedelta(hours=n)) for n in range(1, 9)]:
        thread.wait()
    assert [event.name for event in said()].count("attestation.revoked") == 1


def test_what_staff_attests_and_revokes_is_remembered_for_the_member_to_read(store: Store, rows: Rows) -> None:
    issue(store)
    revoke(store)
    seen = [(view["member_id"], view["permission"], view["operation"]) for view in rows("views")]
    assert seen == [(CAMILLE_ID, "attest", "issue_attestation"), (CAMILLE_ID, "attest", "revoke_attestation")]


def test_who_may_not_attest_leaves_no_trace(store: Store, said: Said, rows: Rows) -> None:
    issue(store)
    before = rows("attestations"), len(said())
    with pytest.raises(Forbidden, match="permission_missing"):
        issue(store, "a-2", staff())
    with pytest.raises(Forbidden, match="permission_missing"):
        revoke(store, staff())
    assert (rows("attestations"), len(said())) == before


def test_a_city_without_keys_attests_nothing_yet(store: Store, said: Said, rows: Rows) -> None:
    with store.transaction() as session:
        session.execute(delete(city_keys))
    before = len(said())
    with pytest.raises(Unavailable, match="keys_unknown"):
        issue(store)
    assert (rows("attestations"), len(said())) == ([], before)
