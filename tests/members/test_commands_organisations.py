from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import eventlet
import pytest

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.members import commands, domain, queries
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, OTHER_ID, ROUBAIX, active, staff

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
FILEUSES = domain.Organisation("o-1", "Les Fileuses", domain.OrganisationKind.NONPROFIT, NOW)
JORIS = domain.Person("Joris", "joris@example.org", "fr")
ADMINISTRATOR = replace(staff(domain.Role.CITY_ADMINISTRATOR), id="administrator")


@pytest.fixture(autouse=True)
def founded(store: Store) -> None:
    """Camille founded an organisation; Joris is a member too."""
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)
        commands.enrol(session, ROUBAIX, OTHER_ID, JORIS, "a-hash", category, kind, (), NOW)
        commands.found_organisation(session, ROUBAIX, FILEUSES, active(), NOW)


def join(store: Store, actor: domain.Member, member_id: str, hours: int = 1) -> domain.Acting:
    with store.transaction() as session:
        now = NOW + timedelta(hours=hours)
        return commands.join_organisation(session, ROUBAIX, "o-1", actor, member_id, now)


def leave(store: Store, actor: domain.Member, member_id: str, hours: int = 2) -> domain.Acting:
    with store.transaction() as session:
        now = NOW + timedelta(hours=hours)
        return commands.leave_organisation(session, ROUBAIX, "o-1", actor, member_id, now)


def of(store: Store, member_id: str) -> list[domain.Organisation]:
    with store.reading() as session:
        return queries.organisations_of(session, member_id)


def told(said: Said) -> list[tuple[str, str, int]]:
    of_organisations = (event for event in said() if event.name.startswith("organisation."))
    return [(event.name, event.subject, event.sequence) for event in of_organisations]


def test_an_organisation_is_told_by_its_id_and_its_name_stays_at_home(store: Store, said: Said) -> None:
    assert of(store, CAMILLE_ID) == [FILEUSES]
    [event] = [event for event in said() if event.name == "organisation.joined"]
    assert (event.subject, event.city, event.sequence) == (f"o-1/{CAMILLE_ID}", ROUBAIX, 0)
    assert event.data == {
        "organisation_id": "o-1",
        "member_id": CAMILLE_ID,
        "city": ROUBAIX,
        "kind": "unverified",
        "joined_at": "2026-11-23T09:00:00+00:00",
    }
    assert "Fileuses" not in str(said())


def test_joining_leaving_and_coming_back_are_told_in_their_order(store: Store, said: Said, rows: Rows) -> None:
    join(store, active(), OTHER_ID)
    leave(store, staff(), OTHER_ID)
    assert of(store, OTHER_ID) == []
    join(store, active(), OTHER_ID, hours=3)
    assert of(store, OTHER_ID) == [FILEUSES]
    subject = f"o-1/{OTHER_ID}"
    assert told(said)[1:] == [
        ("organisation.joined", subject, 0),
        ("organisation.left", subject, 1),
        ("organisation.joined", subject, 2),
    ]
    assert said()[-2].data == {
        "organisation_id": "o-1",
        "member_id": OTHER_ID,
        "city": ROUBAIX,
        "left_at": "2026-11-23T11:00:00+00:00",
    }
    [row] = [row for row in rows("acting") if row["member_id"] == OTHER_ID]
    assert (row["joined_at"], row["left_at"], row["sequence"]) == (NOW + timedelta(hours=3), None, 2)


def test_doing_it_again_changes_nothing_and_tells_nobody(store: Store, said: Said) -> None:
    assert join(store, active(), OTHER_ID, 1) == join(store, active(), OTHER_ID, 2)
    assert leave(store, staff(), OTHER_ID, 3) == leave(store, staff(), OTHER_ID, 4)
    assert len(told(said)) == 3


def test_of_those_who_add_a_member_at_one_instant_one_is_told(store: Store, said: Said) -> None:
    for thread in [eventlet.spawn(join, store, active(), OTHER_ID, hours) for hours in range(8)]:
        thread.wait()
    assert [name for name, subject, _ in told(said) if OTHER_ID in subject] == ["organisation.joined"]


def test_the_last_one_leaves_and_the_city_lets_another_in(store: Store) -> None:
    leave(store, active(), CAMILLE_ID)
    with pytest.raises(Forbidden, match="permission_missing"):
        join(store, active(), CAMILLE_ID)
    join(store, ADMINISTRATOR, OTHER_ID)
    assert of(store, OTHER_ID) == [FILEUSES]
    leave(store, ADMINISTRATOR, OTHER_ID)
    assert of(store, OTHER_ID) == []


def test_what_the_city_s_administrator_does_is_remembered_and_what_members_do_among_themselves_is_not(
    store: Store, rows: Rows
) -> None:
    join(store, active(), OTHER_ID)
    leave(store, staff(), OTHER_ID)
    assert rows("views") == []
    join(store, ADMINISTRATOR, OTHER_ID)
    leave(store, ADMINISTRATOR, OTHER_ID)
    seen = [(view["member_id"], view["role"], view["operation"]) for view in rows("views")]
    role = "city_administrator"
    assert seen == [(OTHER_ID, role, "join_organisation"), (OTHER_ID, role, "leave_organisation")]


def test_who_is_refused_leaves_no_trace(store: Store, said: Said, rows: Rows) -> None:
    before = rows("acting"), len(said())
    with pytest.raises(NotFound, match="member_not_found"):
        join(store, active(), "nobody")
    with pytest.raises(NotFound, match="organisation_not_found"):
        leave(store, staff(), OTHER_ID)
    with pytest.raises(Forbidden, match="permission_missing"):
        join(store, staff(), OTHER_ID)
    with pytest.raises(Forbidden, match="permission_missing"):
        leave(store, staff(), CAMILLE_ID)
    assert (rows("acting"), len(said())) == before


def verify(store: Store, by: domain.Member = ADMINISTRATOR) -> domain.Organisation:
    with store.transaction() as session:
        return commands.verify_organisation(session, ROUBAIX, "o-1", by, NOW)


def test_what_the_city_has_looked_at_is_told_anew_with_everybody_who_acts_for_it(store: Store, said: Said) -> None:
    join(store, active(), OTHER_ID)
    leave(store, staff(), OTHER_ID)
    before = len(said())
    for _ in range(2):
        assert verify(store).verified_by_id == ADMINISTRATOR.id
    [event] = said()[before:]
    assert (event.name, event.subject, event.sequence) == ("organisation.joined", f"o-1/{CAMILLE_ID}", 1)
    assert (event.data["kind"], event.data["joined_at"]) == ("nonprofit", "2026-11-23T09:00:00+00:00")
    join(store, active(), OTHER_ID, hours=3)
    assert (said()[-1].data["kind"], said()[-1].sequence) == ("nonprofit", 2)


def test_who_joins_while_the_city_looks_is_told_of_as_verified_in_the_end(store: Store, said: Said) -> None:
    for thread in [eventlet.spawn(join, store, active(), OTHER_ID), eventlet.spawn(verify, store)]:
        thread.wait()
    newest = {event.subject: event for event in said() if event.name == "organisation.joined"}
    assert {event.data["kind"] for event in newest.values()} == {"nonprofit"}
    assert len(newest) == 2


def test_who_acts_for_an_organisation_sees_who_else_does_and_staff_is_remembered(store: Store, rows: Rows) -> None:
    join(store, active(), OTHER_ID)

    def read(by: domain.Member, organisation_id: str = "o-1") -> list[tuple[str, str | None]]:
        with store.transaction() as session:
            _, present = commands.read_organisation(session, organisation_id, by, NOW)
            return [(acts.member_id, name) for acts, name in present]

    everybody = [(CAMILLE_ID, "Camille Vandamme"), (OTHER_ID, "Joris")]
    assert read(staff()) == [(CAMILLE_ID, None), everybody[1]]
    assert rows("views") == []
    assert read(ADMINISTRATOR) == everybody
    assert sorted(row["member_id"] for row in rows("views")) == [CAMILLE_ID, OTHER_ID]
    with pytest.raises(Forbidden, match="permission_missing"):
        read(replace(staff(), id="another"))
    with pytest.raises(NotFound, match="organisation_not_found"):
        read(ADMINISTRATOR, "o-2")


def test_who_adds_somebody_by_an_id_learns_no_name_until_the_city_has_looked(store: Store) -> None:
    join(store, active(), OTHER_ID)

    def names() -> list[str | None]:
        with store.transaction() as session:
            _, present = commands.read_organisation(session, "o-1", active(), NOW)
            return [name for _, name in present]

    assert names() == ["Camille Vandamme", None]
    verify(store)
    assert names() == ["Camille Vandamme", "Joris"]


def test_of_those_who_found_one_organisation_at_once_one_does_and_the_others_are_told(store: Store) -> None:
    company = replace(FILEUSES, kind=domain.OrganisationKind.COMPANY, siret="73282932000074")

    def found(number: int) -> str:
        try:
            with store.transaction() as session:
                another = replace(company, organisation_id=f"c-{number}")
                return commands.found_organisation(session, ROUBAIX, another, active(), NOW).organisation_id[:1]
        except Conflict as refusal:
            return refusal.code

    outcomes = [thread.wait() for thread in [eventlet.spawn(found, number) for number in range(5)]]
    assert sorted(outcomes) == ["c", *["siret_known"] * 4]


def test_a_company_without_a_siret_is_not_founded(store: Store, rows: Rows) -> None:
    company = replace(FILEUSES, organisation_id="c-1", kind=domain.OrganisationKind.COMPANY)
    with store.transaction() as session, pytest.raises(Invalid, match="siret_missing"):
        commands.found_organisation(session, ROUBAIX, company, active(), NOW)
    assert len(rows("organisations")) == 1


def test_nobody_founds_more_organisations_than_anybody_acts_for(store: Store, rows: Rows) -> None:
    def found(number: int) -> None:
        with store.transaction() as session:
            another = replace(FILEUSES, organisation_id=f"other-{number}")
            commands.found_organisation(session, ROUBAIX, another, active(), NOW)

    for number in range(1, domain.MOST_ORGANISATIONS):  # beside the first
        found(number)
    before = rows("organisations")
    with pytest.raises(Conflict, match="too_many_organisations") as refused:
        found(domain.MOST_ORGANISATIONS)
    assert refused.value.detail == {"most": 20}
    assert rows("organisations") == before
    leave(store, active(), CAMILLE_ID)
    found(domain.MOST_ORGANISATIONS)
