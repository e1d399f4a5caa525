"""What nobody uses ends, once its member was told; of several processes one does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import eventlet
import pytest
from sqlalchemy import insert, update

from chassis import ids
from chassis.database import Store
from chassis.envelope import Envelope
from services.members import commands, domain, queries, tables
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, OTHER_ID, ROUBAIX

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
DAY = timedelta(days=1)
TELLING, ENDING = NOW + 700 * DAY, NOW + 730 * DAY
JORIS = domain.Person("Joris", "joris@example.org", "fr")


@pytest.fixture(autouse=True)
def enrolled(store: Store) -> None:
    """Camille, a guest; Joris, of the front desk."""
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, None, category, kind, (), NOW)
        grants = (domain.Grant(domain.Role.FRONT_DESK),)
        commands.enrol(session, ROUBAIX, OTHER_ID, JORIS, None, category, kind, grants, NOW)


def pass_by(store: Store, now: datetime) -> list[str]:
    """What the timer does; gives whom it looked at."""
    with store.reading() as session:
        found = queries.inactive(session, now, 100)
    for member_id in found:
        with store.transaction() as session:
            commands.retention.end_inactive(session, ROUBAIX, member_id, ids.new(), now)
    return found


def go_out(store: Store, at: datetime = TELLING) -> None:
    """The letter does."""
    with store.transaction() as session:
        commands.retention.note_letter(session, CAMILLE_ID, at)


def told(said: Said) -> list[tuple[str, str]]:
    names = ("member.inactive", "member.erased")
    return [(event.name, event.subject) for event in said() if event.name in names]


def test_who_was_not_seen_is_told_and_then_erased_and_staff_stays(store: Store, said: Said, rows: Rows) -> None:
    assert pass_by(store, TELLING - DAY) == []
    assert pass_by(store, TELLING) == [CAMILLE_ID]
    (letter,) = (event for event in said() if event.name == "member.inactive")
    assert (letter.sequence, letter.data["ends_at"]) == (1, ENDING.isoformat())
    go_out(store)
    assert pass_by(store, ENDING - DAY) == []
    assert pass_by(store, ENDING) == [CAMILLE_ID]
    assert [event.name for event in said() if event.subject == CAMILLE_ID] == ["member.erased"]
    assert [row["id"] for row in rows("members")] == [OTHER_ID]


def test_nobody_is_erased_whose_letter_did_not_go_out_and_it_is_asked_for_anew(store: Store, said: Said) -> None:
    pass_by(store, TELLING)
    assert pass_by(store, ENDING) == [CAMILLE_ID]
    (letter,) = (event for event in said() if event.name == "member.inactive" and event.sequence == 2)
    assert letter.data["ends_at"] == (ENDING + 30 * DAY).isoformat()
    go_out(store, ENDING + DAY)
    assert pass_by(store, ENDING + 30 * DAY) == [CAMILLE_ID]
    assert told(said)[-1][0] == "member.inactive"
    assert pass_by(store, ENDING + 31 * DAY) == [CAMILLE_ID]
    assert told(said) == [("member.erased", CAMILLE_ID)]


def test_the_newest_letter_counts(store: Store, rows: Rows) -> None:
    for at in (TELLING + DAY, TELLING):
        go_out(store, at)
    assert {row["inactivity_letter_at"] for row in rows("members") if row["id"] == CAMILLE_ID} == {TELLING + DAY}


def test_several_at_once_tell_once(store: Store, said: Said) -> None:
    list(eventlet.GreenPool().imap(lambda _: pass_by(store, TELLING), range(3)))
    assert told(said) == [("member.inactive", CAMILLE_ID)]


def test_who_comes_back_stays(store: Store, rows: Rows) -> None:
    pass_by(store, TELLING)
    go_out(store)
    with store.transaction() as session:
        camille = update(tables.members).where(tables.members.c.id == CAMILLE_ID)
        session.execute(camille.values(last_seen_at=TELLING + DAY))
    assert pass_by(store, ENDING) == []
    assert len(rows("members")) == 2


@pytest.mark.parametrize("days", [-300, 5])
def test_who_booked_was_seen_or_is_to_be(store: Store, days: int) -> None:
    booked = {
        "booking_id": "b-1", "member_id": CAMILLE_ID, "host_city": "marcq", "space_id": "s-1", "zone": "Europe/Paris",
        "starts_at": ENDING + days * DAY, "ends_at": ENDING + days * DAY + DAY, "status": "confirmed",
        "price_cents": 0, "sequence": 0,
    }  # fmt: skip
    with store.transaction() as session:
        session.execute(insert(tables.heard_bookings).values(booked))
    assert pass_by(store, TELLING) == []


def test_who_is_kept_back_by_something_else_stays_a_while(store: Store, rows: Rows) -> None:
    pass_by(store, TELLING)
    go_out(store)
    applied = {
        "application_id": "p-1", "member_id": CAMILLE_ID, "category": "resident", "organisation_kind": "individual",
        "motivation": "", "is_renewal": False, "status": "open", "applied_at": NOW, "sequence": 0,
    }  # fmt: skip
    with store.transaction() as session:
        session.execute(insert(tables.applications).values(applied))
    assert pass_by(store, ENDING) == [CAMILLE_ID]
    assert len(rows("members")) == 2


def test_a_minor_is_looked_after_by_the_guardian(store: Store) -> None:
    with store.transaction() as session:
        row = {"minor_id": CAMILLE_ID, "guardian_id": OTHER_ID, "began_at": NOW, "sequence": 0}
        session.execute(insert(tables.guardianships).values(row))
    assert pass_by(store, TELLING) == []


def test_a_consent_that_was_withdrawn_is_proven_for_three_years(store: Store, rows: Rows) -> None:
    given = {"member_id": CAMILLE_ID, "purpose": "newsletter", "notice_version": "1", "given_at": NOW}
    with store.transaction() as session:
        session.execute(insert(tables.consents).values(given | {"withdrawn_at": NOW}))
    before = len(rows("consents"))
    for days, forgotten in ((3 * 365 - 1, 0), (3 * 365, 1)):
        with store.transaction() as session:
            assert commands.retention.forget_consents(session, NOW + days * DAY) == forgotten
    assert len(rows("consents")) == before - 1
