from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from chassis.database import Store
from chassis.errors import Forbidden, NotFound
from services.members import commands, domain, queries
from services.members.tables import members
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, OTHER_ID, ROUBAIX, staff

Rows = Callable[[str], list[dict[str, Any]]]
DESK, OFFICER = staff(domain.Role.FRONT_DESK), staff(domain.Role.DATA_OFFICER)
PEOPLE = {
    CAMILLE_ID: CAMILLE,
    "elodie": domain.Person("Élodie D'Été", "elodie@example.org", "fr"),
    "jean": domain.Person("Jean-Éric Van_damme", "jean@example.org", "fr"),
    "vanda": domain.Person("Vanda %", "vanda@example.org", "nl"),
}


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    """Some members; Camille has a telephone."""
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        for member_id, person in PEOPLE.items():
            commands.enrol(session, ROUBAIX, member_id, person, "a-hash", category, kind, (), NOW)
    become(store, CAMILLE_ID, phone="+33612345678")


def become(store: Store, member_id: str, **changes: Any) -> None:
    with store.transaction() as session:
        session.execute(update(members).where(members.c.id == member_id).values(changes))


def find(store: Store, text: str, by: domain.Member = DESK) -> set[str]:
    with store.transaction() as session:
        return {found.id for found in commands.find_members(session, by, text, NOW)}


def look(store: Store, member_id: str, by: domain.Member = DESK) -> domain.Member:
    with store.transaction() as session:
        return commands.member_file(session, by, member_id, NOW)


def seen(rows: Rows) -> list[tuple[str, str, str]]:
    return [(view["member_id"], view["permission"], view["operation"]) for view in rows("views")]


FOUND_BY: dict[str, set[str]] = {
    "camille": {CAMILLE_ID},
    "VANDA": {CAMILLE_ID, "vanda"},
    "van_d": {"jean"},
    "élodie d": {"elodie"},
    "ÉTÉ": {"elodie"},
    "éric": {"jean"},
    "dam": set(),
    "%": {"vanda"},
    "Camille.Vandamme@EXAMPLE.org": {CAMILLE_ID},
    "camille.vandamme@example": set(),
    "06 12 34 56 78": {CAMILLE_ID},
    "+33 6 12 34 56 79": set(),
}


def test_a_member_is_found_by_a_beginning_of_a_name_or_the_whole_of_an_address_or_a_number(store: Store) -> None:
    assert {text: find(store, text) for text in FOUND_BY} == FOUND_BY


def test_each_one_that_was_found_was_looked_at(store: Store, rows: Rows) -> None:
    find(store, "vanda")
    assert seen(rows) == [(CAMILLE_ID, "see_members", "find_members"), ("vanda", "see_members", "find_members")]
    look(store, "elodie")
    assert seen(rows)[2:] == [("elodie", "see_members", "member_file")]


def test_who_meets_members_at_a_door_is_told_their_names_and_each_was_looked_at(store: Store, rows: Rows) -> None:
    become(store, "jean", status=str(domain.Status.LIMITED))
    wanted = ["vanda", CAMILLE_ID, "jean", "nobody"]
    with store.transaction() as session:
        assert commands.names(session, DESK, wanted, NOW) == {CAMILLE_ID: CAMILLE.name, "vanda": "Vanda %"}
    assert seen(rows) == [(CAMILLE_ID, "see_members", "names"), ("vanda", "see_members", "names")]
    with store.transaction() as session, pytest.raises(Forbidden, match="permission_missing"):
        commands.names(session, staff(domain.Role.FACILITATOR), wanted, NOW)


def test_no_more_are_found_than_a_page_of_them(store: Store) -> None:
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        for number in range(domain.MOST_FOUND + 5):
            person = domain.Person("Zoé Zola", f"zoe{number}@example.org", "fr")
            commands.enrol(session, ROUBAIX, f"zoe-{number}", person, None, category, kind, (), NOW)
    assert len(find(store, "Zola")) == domain.MOST_FOUND


def test_who_may_not_look_finds_nobody_and_is_not_told_who_is_there(store: Store, rows: Rows) -> None:
    for role in (domain.Role.MEMBER, domain.Role.FACILITATOR, domain.Role.NETWORK_OPERATOR):
        for text in ("Camille", "nobody at all"):
            with pytest.raises(Forbidden, match="permission_missing"):
                find(store, text, staff(role))
        for member_id in (CAMILLE_ID, "nobody"):
            with pytest.raises(Forbidden, match="permission_missing"):
                look(store, member_id, staff(role))
    at_a_place = replace(DESK, roles=(domain.Grant(domain.Role.FRONT_DESK, "champ-libre"),))
    with pytest.raises(Forbidden, match="permission_missing"):
        find(store, "Camille", at_a_place)
    assert rows("views") == []


def test_whose_data_are_limited_is_found_by_the_data_officer_alone(store: Store, rows: Rows) -> None:
    become(store, CAMILLE_ID, status="limited")
    assert find(store, "Camille") == set()
    with pytest.raises(NotFound, match="member_not_found"):
        look(store, CAMILLE_ID)
    assert seen(rows) == []
    assert find(store, "Camille", OFFICER) == {CAMILLE_ID}
    assert look(store, CAMILLE_ID, OFFICER).id == CAMILLE_ID


def test_the_log_of_a_member_has_the_latest_first_and_looking_at_it_is_in_it(store: Store) -> None:
    for member_id in (CAMILLE_ID, "elodie", CAMILLE_ID):
        look(store, member_id)
    with store.transaction() as session:
        log = commands.views_over(session, OFFICER, CAMILLE_ID, 10, None, NOW)
        before = queries.views_of(session, CAMILLE_ID, 10, log[1].view_id)
    assert [view.operation for view in log] == ["views_over", "member_file", "member_file"]
    assert {view.viewer_id for view in log} == {OTHER_ID}
    assert before == log[2:]
    with store.transaction() as session, pytest.raises(Forbidden, match="permission_missing"):
        commands.views_over(session, staff(domain.Role.CITY_ADMINISTRATOR), CAMILLE_ID, 10, None, NOW)
    with store.transaction() as session, pytest.raises(NotFound, match="member_not_found"):
        commands.views_over(session, OFFICER, "nobody", 10, None, NOW)


def test_what_was_looked_at_is_remembered_for_a_year(store: Store, rows: Rows) -> None:
    look(store, CAMILLE_ID)
    for days, kept in ((364, 1), (365, 0)):
        with store.transaction() as session:
            commands.forget_views(session, NOW + timedelta(days=days))
        assert len(rows("views")) == kept
