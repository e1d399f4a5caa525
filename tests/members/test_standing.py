from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chassis.database import Store
from chassis.envelope import Envelope
from services.members import commands, domain, queries
from services.members.commands import standing
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, ROUBAIX


def test_what_is_told_of_a_member_is_what_was_saved(store: Store, said: Callable[[], list[Envelope]]) -> None:
    kind = domain.OrganisationKind.STARTUP
    roles = (domain.Grant(domain.Role.FRONT_DESK, "champ-libre"),)
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, None, domain.Category.NOMAD, kind, roles, NOW)
        known = domain.acknowledge(queries.lock_member(session, CAMILLE_ID))
        changed = replace(domain.told(known), handle="C. V.", status=domain.Status.LIMITED)
        standing.save(session, changed)
        standing.tell(session, ROUBAIX, changed, NOW)
    with store.reading() as session:
        assert queries.member(session, CAMILLE_ID) == changed
    assert said()[-1].name == "member.changed"
    assert said()[-1].data == {
        "member_id": CAMILLE_ID,
        "city": ROUBAIX,
        "category": "nomad",
        "organisation_kind": "startup",
        "status": "limited",
        "roles": ["front_desk@champ-libre", "member"],
        "handle": "C. V.",
        "sequence": 1,
    }
