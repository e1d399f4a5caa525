from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import Forbidden, NotFound
from services.members import commands, domain
from services.members.commands import rights
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, OTHER_ID, ROUBAIX, staff

Rows = Callable[[str], list[dict[str, Any]]]
DESK = staff(domain.Role.FRONT_DESK)


@pytest.fixture(autouse=True)
def camille(store: Store) -> None:
    """Camille is a member, at whom staff looks."""
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)


def look(store: Store, by: domain.Member, member_id: str = CAMILLE_ID) -> None:
    with store.transaction() as session:
        rights.use(session, by, domain.Permission.SEE_MEMBERS, member_id, "member_file", NOW)


def test_a_use_of_a_right_is_remembered_whole(store: Store, rows: Rows) -> None:
    look(store, DESK)
    [view] = rows("views")
    del view["view_id"]
    assert view == {
        "member_id": CAMILLE_ID,
        "viewer_id": OTHER_ID,
        "role": "front_desk",
        "permission": "see_members",
        "operation": "member_file",
        "viewed_at": NOW,
    }


def test_who_has_not_the_right_is_refused_and_has_seen_nothing(store: Store, rows: Rows) -> None:
    with pytest.raises(Forbidden, match="permission_missing"):
        look(store, staff(domain.Role.FACILITATOR))
    assert rows("views") == []


def test_nobody_is_told_of_having_looked_at_themselves(store: Store, rows: Rows) -> None:
    look(store, staff(domain.Role.FRONT_DESK, id=CAMILLE_ID))
    assert rows("views") == []


def test_who_looks_at_oneself_needs_the_right_as_well(store: Store) -> None:
    with pytest.raises(Forbidden, match="permission_missing"):
        look(store, staff(id=CAMILLE_ID))


def test_nothing_is_remembered_of_whom_the_city_does_not_know(store: Store, rows: Rows) -> None:
    look(store, DESK, "who-is-gone")
    assert rows("views") == []


def test_what_is_refused_after_all_was_not_done_and_is_not_remembered(store: Store, rows: Rows) -> None:
    def look_then_refuse() -> None:
        with store.transaction() as session:
            rights.use(session, DESK, domain.Permission.SEE_MEMBERS, CAMILLE_ID, "member_file", NOW)
            domain.acknowledge(None)

    with pytest.raises(NotFound):
        look_then_refuse()
    assert rows("views") == []
