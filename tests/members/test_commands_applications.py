from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import eventlet
import pytest

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, Forbidden, NotFound
from services.members import commands, domain, queries
from services.members.domain import Category, OrganisationKind, Role, Wish
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, OTHER_ID, ROUBAIX, active, staff

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
PROGRAMME = staff(Role.PROGRAMME)
COLLEAGUE = replace(staff(Role.CITY_ADMINISTRATOR), id="administrator")
WHY = "Un atelier de vélos à l’Union"
RESIDENT = Wish(Category.RESIDENT, OrganisationKind.INDIVIDUAL, WHY)
LATER = NOW + timedelta(days=7)


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    """Camille is a guest; Joris and a colleague decide on what is asked."""
    for member_id in (CAMILLE_ID, OTHER_ID, COLLEAGUE.id):
        person = replace(CAMILLE, email=f"{member_id}@example.org")
        with store.transaction() as session:
            guest = (Category.GUEST, OrganisationKind.INDIVIDUAL)
            commands.enrol(session, ROUBAIX, member_id, person, None, *guest, (), NOW)


def apply_for(store: Store, application_id: str = "a-1", wish: Wish = RESIDENT) -> domain.Application:
    with store.transaction() as session:
        return commands.apply_for(session, application_id, active(), wish, NOW)


def admit(store: Store, staff: domain.Member = PROGRAMME) -> domain.Application:
    with store.transaction() as session:
        return commands.admit(session, ROUBAIX, "a-1", staff, "Bienvenue chez nous", None, LATER)


def decline(store: Store, staff: domain.Member = PROGRAMME) -> domain.Application:
    with store.transaction() as session:
        return commands.decline(session, ROUBAIX, "a-1", staff, "Complet", LATER)


def camille(store: Store) -> domain.Member:
    with store.reading() as session:
        return domain.acknowledge(queries.member(session, CAMILLE_ID))


def of_camille(store: Store) -> list[domain.Application]:
    with store.reading() as session:
        return queries.applications_of(session, CAMILLE_ID)


def test_who_is_admitted_is_told_everywhere_and_why_stays_at_home(store: Store, said: Said, rows: Rows) -> None:
    asked = apply_for(store)
    assert of_camille(store) == [asked]
    admitted = admit(store)
    assert of_camille(store) == [admitted]
    until = LATER + timedelta(days=365)
    assert (camille(store).category, camille(store).membership_ends_at) == (Category.RESIDENT, until)
    changed, decided = said()[-2:]
    assert (changed.name, changed.data["category"], changed.sequence) == ("member.changed", "resident", 1)
    assert (decided.name, decided.subject, decided.city, decided.sequence) == ("application.decided", "a-1", ROUBAIX, 1)
    assert decided.data == {
        "member_id": CAMILLE_ID, "application_id": "a-1", "outcome": "admitted",
        "decided_at": "2026-11-30T09:00:00+00:00", "city": ROUBAIX,
    }  # fmt: skip
    for kept in (WHY, "vélos", "Bienvenue", OTHER_ID):
        assert kept not in str([event.data for event in said()[-2:]])
    assert [(row["permission"], row["operation"]) for row in rows("views")] == [
        ("review_applications", "decide_application")
    ]


def test_who_is_declined_stays_a_guest_and_may_ask_again(store: Store, said: Said) -> None:
    apply_for(store)
    declined = decline(store)
    assert (declined.reason, camille(store).category) == ("Complet", Category.GUEST)
    assert said()[-1].data["outcome"] == "declined"
    assert [found.status for found in (apply_for(store, "a-2"), *of_camille(store)[1:])] == ["open", "declined"]


def test_only_one_application_is_open_at_a_time(store: Store) -> None:
    apply_for(store)
    with pytest.raises(Conflict, match="application_open"):
        apply_for(store, "a-2")
    with store.transaction() as session:
        commands.withdraw_application(session, "a-1", active(), NOW)
        commands.withdraw_application(session, "a-1", active(), LATER)
    apply_for(store, "a-2")
    assert sorted(found.status for found in of_camille(store)) == ["open", "withdrawn"]


def test_of_those_who_apply_at_one_instant_one_does(store: Store) -> None:
    def attempt(number: int) -> str:
        try:
            return str(apply_for(store, f"a-{number}").status)
        except Conflict as refusal:
            return refusal.code

    outcomes = [thread.wait() for thread in [eventlet.spawn(attempt, number) for number in range(6)]]
    assert sorted(outcomes) == ["application_open"] * 5 + ["open"]


def test_of_two_who_decide_at_once_the_first_counts_and_the_other_is_told(store: Store, said: Said) -> None:
    apply_for(store)

    def attempt(decide: Callable[[Store, domain.Member], domain.Application], by: domain.Member) -> str:
        try:
            return str(decide(store, by).status)
        except Conflict as refusal:
            return refusal.code

    threads = [eventlet.spawn(attempt, *asked) for asked in ((admit, PROGRAMME), (decline, COLLEAGUE)) * 3]
    outcomes = [thread.wait() for thread in threads]
    [status] = set(outcomes) - {"application_decided"}
    assert outcomes.count("application_decided") == 5
    assert [event.data["outcome"] for event in said() if event.name == "application.decided"] == [status]
    assert (camille(store).category is Category.RESIDENT) == (status == "admitted")


def test_who_reads_an_application_sees_who_asks_and_is_remembered(store: Store, rows: Rows) -> None:
    asked = apply_for(store)
    with store.transaction() as session:
        assert commands.read_application(session, "a-1", PROGRAMME, NOW) == (asked, camille(store), None)
    [view] = rows("views")
    assert (view["member_id"], view["viewer_id"], view["operation"]) == (CAMILLE_ID, OTHER_ID, "read_application")


def test_who_may_not_decide_learns_nothing_and_leaves_no_trace(store: Store, said: Said, rows: Rows) -> None:
    apply_for(store)
    before = len(said())
    for ask in (admit, decline, read):
        with pytest.raises(Forbidden, match="permission_missing"):
            ask(store, staff(Role.FRONT_DESK))
    with pytest.raises(Forbidden, match="permission_missing"):
        read(store, staff(Role.FRONT_DESK), "nothing")
    with pytest.raises(NotFound, match="application_not_found"):
        read(store, PROGRAMME, "nothing")
    assert (rows("views"), len(said()), of_camille(store)[0].status) == ([], before, "open")


def read(store: Store, by: domain.Member, application_id: str = "a-1") -> domain.Application:
    with store.transaction() as session:
        return commands.read_application(session, application_id, by, NOW)[0]


def test_what_waits_longest_is_shown_first_page_by_page(store: Store) -> None:
    asked = ((CAMILLE_ID, "a-3"), (OTHER_ID, "a-1"), ("administrator", "a-2"))
    for hours, (member_id, application_id) in enumerate(asked):
        with store.transaction() as session:
            member = active(id=member_id)
            commands.apply_for(session, application_id, member, RESIDENT, NOW + timedelta(hours=hours // 2))
    with store.reading() as session:
        first, following = queries.open_applications(session, 2)
        rest, end = queries.open_applications(session, 2, following)
    assert [found.application_id for found in (*first, *rest)] == ["a-1", "a-3", "a-2"]
    assert end is None
