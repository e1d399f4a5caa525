from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import eventlet
import pytest

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Forbidden, NotFound, ServiceError
from services.members import commands, domain, queries
from services.members.domain import Category, Ending, Method, OrganisationKind, Role, Status
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, OTHER_ID, ROUBAIX, staff

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
ADMINISTRATOR = staff(Role.CITY_ADMINISTRATOR)
WHY = "Machine utilisée sans formation"
MONTH = NOW + timedelta(days=30)


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    """Camille is signed in; Joris is the administrator."""
    grants = (domain.Grant(Role.CITY_ADMINISTRATOR),)
    with store.transaction() as session:
        guest = (Category.GUEST, OrganisationKind.INDIVIDUAL)
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, None, *guest, (), NOW)
        commands.enrol(session, ROUBAIX, OTHER_ID, replace(CAMILLE, email="j@x.example"), None, *guest, grants, NOW)
        login = domain.begin_login(
            "l-1", known(session), Method.PASSWORD, NOW, has_second_factor=False, device="Firefox", client="c"
        )
        commands.logins.begin(session, login, "digest", NOW)


def known(session: Any, member_id: str = CAMILLE_ID) -> domain.Member:
    return domain.acknowledge(queries.member(session, member_id))


def suspend(
    store: Store,
    number: int = 1,
    ends_at: datetime | None = None,
    by: domain.Member = ADMINISTRATOR,
    member_id: str = CAMILLE_ID,
    reason: str = WHY,
) -> domain.Suspension:
    with store.transaction() as session:
        return commands.suspend_member(session, ROUBAIX, f"s-{number}", by, member_id, reason, ends_at, NOW)


def reinstate(store: Store, by: domain.Member = ADMINISTRATOR) -> domain.Member:
    with store.transaction() as session:
        return commands.reinstate_member(session, ROUBAIX, by, CAMILLE_ID, MONTH)


def time_passes(store: Store, now: datetime) -> int:
    with store.transaction() as session:
        return commands.end_suspensions(session, ROUBAIX, now, 10)


def camille(store: Store) -> domain.Member:
    with store.reading() as session:
        return known(session)


def told(said: Said) -> list[tuple[str, int]]:
    return [(event.name, event.sequence) for event in said()[2:]]


def test_who_is_suspended_is_signed_out_and_told_of_and_why_stays_at_home(store: Store, said: Said, rows: Rows) -> None:
    suspend(store)
    assert camille(store).status is Status.SUSPENDED
    assert told(said) == [("member.suspended", 1)]
    assert (said()[-1].data["status"], WHY in str(said()), OTHER_ID in str(said()[-1].data)) == (
        "suspended", False, False,
    )  # fmt: skip
    [login] = rows("logins")
    assert (login["ended_at"], login["ended_because"]) == (NOW, Ending.SUSPENDED)
    [view] = rows("views")
    assert (view["permission"], view["operation"]) == ("suspend_members", "suspend_member")


def test_the_same_again_is_harmless_and_another_reason_forgets_nothing(store: Store, said: Said, rows: Rows) -> None:
    first = suspend(store)
    assert suspend(store, 2) == first
    suspend(store, 3, ends_at=MONTH, reason="Dégradations")
    assert told(said) == [("member.suspended", 1)]
    kept = {row["suspension_id"]: (row["reason"], row["lifted_at"], row["lifted_by_id"]) for row in rows("suspensions")}
    assert kept == {"s-1": (WHY, NOW, OTHER_ID), "s-3": ("Dégradations", None, None)}


def test_who_is_reinstated_is_told_of_once(store: Store, said: Said, rows: Rows) -> None:
    suspend(store)
    for _ in range(2):
        assert reinstate(store).status is Status.ACTIVE
    assert told(said)[1:] == [("member.changed", 2), ("member.reinstated", 3)]
    assert said()[-2].data["status"] == "active"
    assert said()[-1].data == {"member_id": CAMILLE_ID, "reinstated_at": "2026-12-23T09:00:00+00:00", "city": ROUBAIX}
    [row] = rows("suspensions")
    assert (row["lifted_at"], row["lifted_by_id"]) == (MONTH, OTHER_ID)


def test_a_suspension_ends_by_itself_when_its_time_is_over(store: Store, said: Said, rows: Rows) -> None:
    suspend(store, ends_at=MONTH)
    passing = [time_passes(store, MONTH + timedelta(seconds=seconds)) for seconds in (-1, 0, 1)]
    assert (passing, camille(store).status) == ([0, 1, 0], Status.ACTIVE)
    assert told(said)[1:] == [("member.changed", 2), ("member.reinstated", 3)]
    assert (rows("suspensions")[0]["lifted_at"], rows("suspensions")[0]["lifted_by_id"]) == (MONTH, None)


def test_several_processes_end_a_suspension_once(store: Store, said: Said) -> None:
    suspend(store, ends_at=MONTH)
    for thread in [eventlet.spawn(time_passes, store, MONTH) for _ in range(6)]:
        thread.wait()
    assert told(said)[1:] == [("member.changed", 2), ("member.reinstated", 3)]


def test_who_may_not_suspend_leaves_no_trace(store: Store, said: Said, rows: Rows) -> None:
    guest, desk = (Category.GUEST, OrganisationKind.INDIVIDUAL), domain.Grant(Role.FRONT_DESK)
    with store.transaction() as session:
        person = replace(CAMILLE, email="d@x.example")
        commands.enrol(session, ROUBAIX, "desk", person, None, *guest, (desk,), NOW)
        clerk = known(session, "desk")
    before = told(said)
    with pytest.raises(Forbidden, match="permission_missing"):
        suspend(store, by=clerk)
    with pytest.raises(Forbidden, match="permission_missing"):
        reinstate(store, by=clerk)
    with pytest.raises(NotFound, match="member_not_found"):
        suspend(store, member_id="nobody")
    assert (told(said), rows("suspensions"), rows("views")) == (before, [], [])


def test_of_two_administrators_who_suspend_each_other_one_stays(store: Store) -> None:
    grants = (domain.Grant(Role.CITY_ADMINISTRATOR),)
    other = replace(ADMINISTRATOR, id="administrator")
    with store.transaction() as session:
        guest = (Category.GUEST, OrganisationKind.INDIVIDUAL)
        commands.enrol(session, ROUBAIX, other.id, replace(CAMILLE, email="s@x.example"), None, *guest, grants, NOW)

    def attempt(number: int, by: domain.Member, whom: domain.Member) -> str:
        try:
            return suspend(store, number, by=by, member_id=whom.id).member_id
        except ServiceError as refusal:
            return refusal.code

    threads = [eventlet.spawn(attempt, 1, ADMINISTRATOR, other), eventlet.spawn(attempt, 2, other, ADMINISTRATOR)]
    outcomes = {thread.wait() for thread in threads}
    assert len(outcomes & {ADMINISTRATOR.id, other.id}) == 1
    assert "member_not_active" in outcomes, "who comes second is suspended already"
