"""After an erasure no row of the city leads to the person, and what is counted is counted as before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import eventlet
import pytest
from sqlalchemy import func, insert, select

from chassis import addresses, envelope, idempotency, ids
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, Unauthenticated
from services.members import commands, domain, queries, reactions, tables
from services.members.commands import erasure
from services.members.tables import metadata
from tests.members.people import CAMILLE, CAMILLE_ID, EMAIL, KEYS, NOW, OTHER_ID, ROUBAIX, active, signed_up, staff

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
JORIS = domain.Person("Joris", "joris@example.org", "fr")
LATER = NOW + timedelta(days=60)
NOBODY = "0b0e7f0c-6a3f-4c8e-9a53-000000000000"
MINOR_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a09"
FILEUSES = domain.Organisation("o-1", "Atelier Vandamme", domain.OrganisationKind.COMPANY, NOW, "73282932000074")
SAMPLE = Path(__file__).parents[1] / "contracts" / "samples" / "booking.confirmed.json"


def heard(store: Store, booking_id: str, member_id: str = CAMILLE_ID, fresh_id: str = NOBODY, **changes: Any) -> None:
    """A booking of November, of which the city hears."""
    told = envelope.parse(SAMPLE.read_bytes())
    sequence = changes.pop("sequence", 0)
    data = {**told.data, "booking_id": booking_id, "member_id": member_id, **changes}
    one = replace(told, id=ids.new(), subject=booking_id, sequence=sequence, data=data)
    store.react(one, partial(reactions.on_booking, city=ROUBAIX, fresh_id=fresh_id))


@pytest.fixture(autouse=True)
def lived(store: Store) -> None:
    """Camille, who did all that leaves a row, in her own name and in those of others."""
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    camille = active(roles=(domain.Grant(domain.Role.CITY_ADMINISTRATOR), domain.Grant(domain.Role.MEMBER)))
    with store.transaction() as session:
        commands.publish_keys(session, ROUBAIX, KEYS, NOW)
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, camille.roles, NOW)
        grants = (domain.Grant(domain.Role.CITY_ADMINISTRATOR),)
        commands.enrol(session, ROUBAIX, OTHER_ID, JORIS, "a-hash", category, kind, grants, NOW)
        commands.found_organisation(session, ROUBAIX, FILEUSES, camille, NOW)
        commands.issue_attestation(session, ROUBAIX, "a-1", camille, OTHER_ID, "reduced_rate", None, NOW)
        joris = staff(domain.Role.CITY_ADMINISTRATOR)
        commands.issue_attestation(session, ROUBAIX, "a-2", joris, CAMILLE_ID, "reduced_rate", None, NOW)
        commands.suspend_member(session, ROUBAIX, "s-1", camille, OTHER_ID, "Bruit", None, NOW)
        commands.reinstate_member(session, ROUBAIX, camille, OTHER_ID, NOW)
        commands.contact(session, CAMILLE_ID, domain.Purpose.CONFIRMATION, "a-token", NOW)
        person = replace(CAMILLE, email=EMAIL.upper())
        row = vars(person) | {"id": "s-1", "email_digest": addresses.digest(EMAIL), "signed_up_at": NOW}
        session.execute(insert(tables.sign_ups).values(row | {"notice_version": domain.NOTICE_VERSION}))
        idempotency.once(session, "register", "k", {}, NOW, lambda: {"id": CAMILLE_ID})
        idempotency.once(session, f"found_organisation/{CAMILLE_ID}", "k", {}, NOW, dict)
        idempotency.once(session, f"found_organisation/{OTHER_ID}", "k", {}, NOW, dict)
    heard(store, "b-1")
    heard(store, "b-2")
    heard(store, "b-3", OTHER_ID)


def erase(store: Store, member_id: str = CAMILLE_ID, fresh_id: str = NOBODY) -> Any:
    return store.retrying(lambda session: commands.erase_oneself(session, ROUBAIX, member_id, fresh_id, LATER))


def everything(store: Store) -> str:
    """Every row of every table, without the event that says who is gone."""
    outbox = metadata.tables["outbox"]
    with store.reading() as session:
        found = [
            str(tuple(row))
            for table in metadata.sorted_tables
            for row in session.execute(select(table))
            if table is not outbox or "member.erased" not in str(row)
        ]
    return "\n".join(found)


def statistics(store: Store) -> Any:
    with store.reading() as session:
        rows = domain.ledger(queries.bookings_around(session, "2026-11"), "2026-11")
        distinct = select(func.count(tables.heard_bookings.c.member_id.distinct()))
        return rows, session.execute(distinct).scalar_one()


def test_no_row_leads_to_who_is_gone_and_what_is_counted_stays(store: Store) -> None:
    before = everything(store)
    personal = [CAMILLE.name, *CAMILLE.name.split(), EMAIL, EMAIL.upper(), CAMILLE_ID, addresses.digest(EMAIL)]
    assert [word for word in personal if word not in before] == [], "we know how to find them"
    counted = statistics(store)
    assert erase(store) == LATER
    after = everything(store)
    assert [word for word in (*personal, FILEUSES.name) if word in after] == []
    assert JORIS.name in after
    assert counted == statistics(store)
    assert counted[1] == 2, "persons"


def test_the_last_word_of_a_member_says_that_they_are_gone(store: Store, said: Said) -> None:
    erase(store)
    (last,) = (event for event in said() if event.name == "member.erased")
    assert (last.subject, last.city, last.sequence) == (CAMILLE_ID, ROUBAIX, 1)
    assert last.data == {"member_id": CAMILLE_ID, "city": ROUBAIX, "erased_at": LATER.isoformat()}
    others = [event.subject for event in said() if event.name != "member.erased"]
    assert not any(CAMILLE_ID in subject for subject in others), "what was not said yet is not said any more"


def test_erasing_twice_is_harmless_and_who_never_was_is_not_erased(store: Store, said: Said) -> None:
    erase(store)
    before = len(said())
    assert erase(store, fresh_id="another") == LATER
    assert len(said()) == before
    with pytest.raises(Unauthenticated, match="token_invalid"):
        erase(store, "nobody")


def test_whoever_is_kept_back_stays_whole(store: Store, said: Said) -> None:
    heard(store, "b-4", ends_at=LATER.isoformat(), starts_at=(LATER - timedelta(hours=1)).isoformat())
    before = everything(store)
    with pytest.raises(Conflict, match="erasure_kept_back"):
        erase(store)
    assert everything(store) == before


def test_what_comes_late_brings_nobody_back(store: Store) -> None:
    erase(store)
    counted = statistics(store)
    heard(store, "b-1", sequence=1, fresh_id="another")
    heard(store, "b-2", "whoever bookings says instead", sequence=1)
    assert CAMILLE_ID not in everything(store)
    assert statistics(store) == counted
    heard(store, "b-5", fresh_id="another")
    assert CAMILLE_ID not in everything(store)


def test_of_whom_nothing_can_be_late_any_more_nothing_is_known(store: Store, rows: Rows) -> None:
    erase(store)
    for days, known in ((59, 1), (60, 0)):
        with store.transaction() as session:
            commands.forget_erased(session, LATER + timedelta(days=days))
        assert len(rows("erased")) == known


def test_of_two_administrators_who_leave_at_one_instant_one_stays(store: Store, rows: Rows) -> None:
    kept_back = []

    def leave(member_id: str) -> None:
        try:
            erase(store, member_id, ids.new())
        except Conflict as refusal:
            kept_back.append(refusal.detail["reasons"])

    list(eventlet.GreenPool().imap(leave, [CAMILLE_ID, OTHER_ID]))
    assert kept_back == [["last_administrator"]]
    assert len(rows("members")) == 1


@pytest.fixture
def minor(store: Store) -> str:
    """Somebody of ten years, for whom Camille is guardian."""
    child = replace(active(id=MINOR_ID, email=None, name="Lou"), born_on=date(2016, 5, 1))
    with store.transaction() as session:
        assert commands.membership.keep(session, child, None, domain.NOTICE_VERSION, NOW)
        guarded = {"minor_id": MINOR_ID, "guardian_id": CAMILLE_ID, "began_at": NOW, "sequence": 0}
        session.execute(insert(tables.guardianships).values(guarded))
    return MINOR_ID


def test_a_minor_keeps_a_guardian(store: Store, minor: str) -> None:
    with pytest.raises(Conflict) as refused:
        erase(store)
    assert refused.value.detail == {"reasons": ["sole_guardian"]}
    with store.transaction() as session:
        guarded = {"minor_id": minor, "guardian_id": OTHER_ID, "began_at": NOW, "sequence": 0}
        session.execute(insert(tables.guardianships).values(guarded))
    assert erase(store) == LATER


def test_the_door_of_an_organisation_is_not_closed_while_somebody_else_acts_for_it(store: Store, rows: Rows) -> None:
    with store.transaction() as session:
        commands.join_organisation(session, ROUBAIX, "o-1", active(), OTHER_ID, NOW)
    erase(store)
    assert [row["organisation_id"] for row in rows("organisations")] == ["o-1"]


def test_every_column_that_may_name_a_member_is_thought_of() -> None:
    """A column with an id of a member hangs on the member's row, or is named by the routine."""
    thought_of = {column for _, column in erasure.NAMED}
    thought_of |= {tables.links.c.member_id, tables.registration_wishes.c.member_id, tables.members.c.helper_id}
    thought_of |= {tables.heard_registrations.c.member_id}
    cascading = {
        column for table in metadata.tables.values() for column in table.columns
        for key in column.foreign_keys if key.target_fullname == "members.id" and key.ondelete == "CASCADE"
    }  # fmt: skip
    naming = ("member_id", "viewer_id", "granted_by_id", "issued_by_id", "decided_by_id", "heard_by_id", "helper_id",
              "guardian_id", "minor_id", "suspended_by_id", "lifted_by_id", "verified_by_id")  # fmt: skip
    columns = {column for table in metadata.tables.values() for column in table.columns}
    assert {column for column in columns if column.name.endswith(naming)} - cascading == thought_of
    known_ids = {f"{name}_id" for name in (
        "application", "attestation", "booking", "login", "organisation", "place", "space", "message", "view", "member",
        "viewer", "granted_by", "issued_by", "decided_by", "heard_by", "helper", "guardian", "minor",
        "suspension", "suspended_by", "lifted_by", "verified_by", "wish", "about", "occurrence", "registration",
    )}  # fmt: skip
    assert {column.name for column in columns if column.name.endswith("_id")} <= known_ids, "of whom is it?"


def test_who_signed_up_under_another_address_is_nobody_s_erasure(store: Store, rows: Rows) -> None:
    with store.transaction() as session:
        other = domain.Person("Lise", "lise@example.org", "fr")
        commands.sign_up(session, ROUBAIX, signed_up("s-2", other), NOW)
    erase(store)
    assert [row["id"] for row in rows("sign_ups")] == ["s-2"]
