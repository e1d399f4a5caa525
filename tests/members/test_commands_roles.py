from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import eventlet
import pytest
from sqlalchemy import update

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, Forbidden, NotFound, ServiceError
from services.members import commands, domain, queries
from services.members.domain import Due, Grant, Role
from services.members.tables import members
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, ROUBAIX

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
DAY = timedelta(days=1)
ADMINISTRATION = Grant(Role.CITY_ADMINISTRATOR)
DESK = Grant(Role.FRONT_DESK, "champ-libre")


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    """Camille, a member; Ada and Bea, who administer the city."""
    enrol(store, CAMILLE_ID)
    for name in ("ada", "bea"):
        enrol(store, name, ADMINISTRATION)


def enrol(store: Store, member_id: str, *roles: Grant) -> None:
    email = CAMILLE.email if member_id == CAMILLE_ID else f"{member_id}@example.org"
    person = domain.Person(member_id, email, "fr")
    category, kind = domain.Category.PARTNER, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, member_id, person, "a-hash", category, kind, roles, NOW)


def known(store: Store, member_id: str) -> domain.Member:
    with store.reading() as session:
        found = queries.member(session, member_id)
    assert found
    return found


def change(store: Store, command: Any, by: domain.Member, member_id: str, grant: Grant) -> domain.Member:
    with store.transaction() as session:
        changed: domain.Member = command(session, ROUBAIX, by, member_id, grant, NOW + DAY)
    return changed


def grant(store: Store, member_id: str = CAMILLE_ID, role: Grant = DESK, by: str = "ada") -> domain.Member:
    return change(store, commands.grant_role, known(store, by), member_id, role)


def withdraw(store: Store, member_id: str = CAMILLE_ID, role: Grant = DESK, by: str = "ada") -> domain.Member:
    return change(store, commands.withdraw_role, known(store, by), member_id, role)


def told(said: Said, member_id: str = CAMILLE_ID) -> list[tuple[str, int, Any]]:
    of_member = (event for event in said() if event.subject == member_id and event.name != "member.approved")
    return [(event.name, event.sequence, event.data.get("roles")) for event in of_member]


def test_a_role_is_granted_and_withdrawn_and_each_is_told_once(store: Store, said: Said, rows: Rows) -> None:
    before = known(store, CAMILLE_ID)
    assert grant(store) == grant(store) == known(store, CAMILLE_ID)
    [row] = [row for row in rows("member_roles") if row["role"] == "front_desk"]
    assert (row["place_id"], row["granted_at"], row["granted_by_id"]) == ("champ-libre", NOW + DAY, "ada")
    assert withdraw(store) == withdraw(store) == known(store, CAMILLE_ID)
    assert known(store, CAMILLE_ID).roles == before.roles
    assert told(said) == [
        ("member.changed", before.sequence + 1, ["front_desk@champ-libre", "member"]),
        ("member.changed", before.sequence + 2, ["member"]),
    ]


def test_what_is_done_with_roles_is_remembered_for_the_member_to_read(store: Store, rows: Rows) -> None:
    grant(store)
    withdraw(store)
    assert [(view["operation"], view["role"]) for view in rows("views")] == [
        ("grant_role", "city_administrator"),
        ("withdraw_role", "city_administrator"),
    ]


def test_who_does_not_administer_the_city_grants_and_withdraws_nothing(store: Store, said: Said) -> None:
    enrol(store, "desk", Grant(Role.FRONT_DESK), Grant(Role.DATA_OFFICER))
    before = len(said())
    for command in (grant, withdraw):
        with pytest.raises(Forbidden, match="permission_missing"):
            command(store, by="desk")
    with pytest.raises(NotFound, match="member_not_found"):
        grant(store, "nobody")
    with pytest.raises(Forbidden, match="grants_oneself"):
        grant(store, "ada", Grant(Role.DATA_OFFICER))
    assert len(said()) == before


def test_who_has_lost_the_right_a_moment_ago_uses_it_no_more(store: Store) -> None:
    ada = known(store, "ada")  # as the token was recognised, before it was withdrawn
    withdraw(store, "ada", ADMINISTRATION, by="bea")
    with pytest.raises(Forbidden, match="permission_missing"):
        change(store, commands.grant_role, ada, CAMILLE_ID, DESK)


def test_who_speaks_with_no_role_for_want_of_a_second_factor_uses_none_of_theirs(store: Store) -> None:
    speaking = replace(known(store, "ada"), roles=(Grant(Role.MEMBER),))
    for command in (commands.grant_role, commands.withdraw_role):
        with pytest.raises(Forbidden, match="permission_missing"):
            change(store, command, speaking, CAMILLE_ID, DESK)
    with store.transaction() as session, pytest.raises(Forbidden, match="permission_missing"):
        commands.suspend_member(session, ROUBAIX, "s-1", speaking, CAMILLE_ID, "So.", None, NOW)


def test_the_last_administrator_cannot_be_withdrawn_and_a_suspended_one_does_not_count(store: Store) -> None:
    with store.transaction() as session:
        session.execute(update(members).where(members.c.id == "bea").values(status="suspended"))
    with pytest.raises(Conflict, match="last_administrator"):
        withdraw(store, "ada", ADMINISTRATION)
    withdraw(store, "bea", ADMINISTRATION)


def test_of_administrators_who_withdraw_each_other_at_once_one_stays(store: Store) -> None:
    for name in ("cleo", "dora"):
        enrol(store, name, ADMINISTRATION)
    everybody = {name: known(store, name) for name in ("ada", "bea", "cleo", "dora")}

    def attack(by: str, whom: str) -> str:
        try:
            change(store, commands.withdraw_role, everybody[by], whom, ADMINISTRATION)
        except ServiceError as refusal:
            return refusal.code
        return "withdrawn"

    pairs = [(by, whom) for by in everybody for whom in everybody]
    outcomes = [thread.wait() for thread in [eventlet.spawn(attack, *pair) for pair in pairs]]
    left = [name for name in everybody if ADMINISTRATION in known(store, name).roles]
    assert len(left) >= 1
    assert outcomes.count("withdrawn") == len(everybody) - len(left) + repeated(outcomes, pairs, left)
    assert set(outcomes) <= {"withdrawn", "permission_missing", "last_administrator"}


def repeated(outcomes: list[str], pairs: list[tuple[str, str]], left: list[str]) -> int:
    """How often what was withdrawn already was withdrawn again, which is harmless."""
    done = [whom for outcome, (_, whom) in zip(outcomes, pairs, strict=True) if outcome == "withdrawn"]
    assert not set(done) & set(left)
    return len(done) - len(set(done))


def test_of_administrators_who_suspend_and_withdraw_each_other_at_once_one_stays(store: Store) -> None:
    everybody = {name: known(store, name) for name in ("ada", "bea")}

    def attack(by: str, whom: str, suspends: bool) -> None:
        with contextlib.suppress(ServiceError), store.transaction() as session:
            if suspends:
                commands.suspend_member(session, ROUBAIX, f"s-{by}", everybody[by], whom, "So.", None, NOW)
            else:
                commands.withdraw_role(session, ROUBAIX, everybody[by], whom, ADMINISTRATION, NOW)

    for thread in [eventlet.spawn(attack, "ada", "bea", True), eventlet.spawn(attack, "bea", "ada", False)]:
        thread.wait()
    left = [one for name in everybody if ADMINISTRATION in (one := known(store, name)).roles]
    assert [one for one in left if one.status is not domain.Status.SUSPENDED]


def end_rights(store: Store, member_id: str, days: float) -> Due:
    with store.transaction() as session:
        return commands.end_rights(session, ROUBAIX, member_id, NOW + days * DAY)


def unseen(store: Store, days: float) -> list[str]:
    with store.reading() as session:
        return queries.staff_unseen_since(session, NOW + days * DAY - domain.RIGHTS_LAST + domain.RIGHTS_NOTICE)


def test_who_stays_away_for_a_year_is_told_and_loses_the_rights(store: Store, said: Said, rows: Rows) -> None:
    enrol(store, "desk", DESK, Grant(Role.DATA_OFFICER))
    assert unseen(store, 350) == []
    assert unseen(store, 351) == ["ada", "bea", "desk"]
    assert [end_rights(store, "desk", days) for days in (350, 351, 351, 364)] == [
        Due.NOTHING, Due.NOTICE, Due.NOTHING, Due.NOTHING,
    ]  # fmt: skip
    assert [row["rights_ending_told_at"] for row in rows("members") if row["id"] == "desk"] == [NOW + 365 * DAY]
    notice = said()[-1]
    assert (notice.name, notice.sequence) == ("member.rights_ending", 1)
    assert notice.data == {
        "member_id": "desk", "city": ROUBAIX, "language": "fr", "ends_at": "2027-11-23T09:00:00+00:00",
    }  # fmt: skip
    assert [end_rights(store, "desk", days) for days in (365, 365, 400)] == [Due.WITHDRAWAL, Due.NOTHING, Due.NOTHING]
    assert known(store, "desk").roles == (Grant(Role.MEMBER),)
    assert told(said, "desk")[1:] == [("member.changed", 2, ["member"])]


def test_who_signs_in_after_the_notice_keeps_the_rights(store: Store) -> None:
    enrol(store, "desk", DESK)
    assert end_rights(store, "desk", 360) is Due.NOTICE
    with store.transaction() as session:
        session.execute(update(members).where(members.c.id == "desk").values(last_seen_at=NOW + 361 * DAY))
    assert end_rights(store, "desk", 400) is Due.NOTHING
    assert DESK in known(store, "desk").roles
    assert end_rights(store, "desk", 361 + 351) is Due.NOTICE


def test_processes_that_look_at_one_instant_tell_once_and_one_administrator_stays(store: Store, said: Said) -> None:
    def at_once(days: float) -> list[Due]:
        both = ["ada", "bea"] * 4
        return [thread.wait() for thread in [eventlet.spawn(end_rights, store, one, days) for one in both]]

    assert sorted(at_once(351)) == ["nothing"] * 6 + ["notice"] * 2
    assert at_once(365).count(Due.WITHDRAWAL) == 1
    assert [event.name for event in said()].count("member.rights_ending") == 2
    assert [event.name for event in said()].count("member.changed") == 1
    left = [name for name in ("ada", "bea") if ADMINISTRATION in known(store, name).roles]
    assert len(left) == 1
    assert end_rights(store, left[0], 1000) is Due.KEEPING
