from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Forbidden, NotFound
from services.members import commands, domain, queries
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, ROUBAIX, active, staff

Rows = Callable[[str], list[dict[str, Any]]]
Said = Callable[[], list[Envelope]]
OFFICER = staff(domain.Role.DATA_OFFICER)


@pytest.fixture(autouse=True)
def camille(store: Store) -> None:
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)


def rectify(store: Store, actor: domain.Member, **changes: str | None) -> domain.Member:
    with store.transaction() as session:
        return commands.rectify(session, ROUBAIX, actor, CAMILLE_ID, changes, NOW)


def test_a_member_puts_right_what_is_wrong_and_nobody_else_is_told_of_it(store: Store, said: Said) -> None:
    rectify(store, active(), name="Camille V.", language="nl", phone="+33199001234")
    with store.reading() as session:
        known = domain.acknowledge(queries.member(session, CAMILLE_ID))
    assert (known.name, known.language, known.phone) == ("Camille V.", "nl", "+33199001234")
    assert [event.name for event in said()] == ["member.approved"]


def test_a_handle_is_told_and_taken_back_everywhere(store: Store, said: Said) -> None:
    rectify(store, active(), handle="C. V.")
    rectify(store, active(), handle="C. V.")
    rectify(store, active(), handle=None)
    changed = [event for event in said() if event.name == "member.changed"]
    assert [(event.sequence, event.data["handle"]) for event in changed] == [(1, "C. V."), (2, None)]


def test_staff_with_the_right_puts_right_what_others_asked_them_to_and_is_remembered(store: Store, rows: Rows) -> None:
    assert rectify(store, OFFICER, name="Camille V.").name == "Camille V."
    assert [(row["viewer_id"], row["operation"]) for row in rows("views")] == [(OFFICER.id, "rectify")]
    with pytest.raises(Forbidden, match="permission_missing"):
        rectify(store, staff(domain.Role.FRONT_DESK), name="Somebody")
    with pytest.raises(NotFound, match="member_not_found"), store.transaction() as session:
        commands.rectify(session, ROUBAIX, OFFICER, "nobody", {"name": "Nobody"}, NOW)
