from __future__ import annotations

from collections.abc import Callable

from chassis.database import Store
from chassis.envelope import Envelope
from services.members import commands, domain
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, ROUBAIX


def test_who_is_limited_is_told_to_the_hub_and_lifts_it(store: Store, said: Callable[[], list[Envelope]]) -> None:
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, None, category, kind, (), NOW)
        for wished in (True, True, False):
            commands.limit(session, ROUBAIX, CAMILLE_ID, NOW, wished=wished)
    changed = [event.data["status"] for event in said() if event.name == "member.changed"]
    assert changed == ["limited", "active"]
