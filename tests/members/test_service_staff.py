"""Roles and looks of staff, asked over the bus as the gateway asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Forbidden, Invalid, Unauthenticated
from services.members import commands, domain
from services.members.service.roles import Roles
from tests.members.asker import SERVICE, Asker
from tests.members.people import CAMILLE, ROUBAIX

DESK = {"role": "front_desk", "place_id": "champ-libre"}
SEALED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("grant_role", {"member_id": "m", **DESK}),
    ("withdraw_role", {"member_id": "m", **DESK}),
    ("find_members", {"query": "ab"}),
    ("member_file", {"member_id": "m"}),
    ("names", {"member_ids": ["m"]}),
    ("views_of", {}),
    ("views_over", {"member_id": "m"}),
)


def test_what_names_a_member_is_asked_sealed_only_and_who_may_what_is_public(roubaix: Asker) -> None:
    for method, asked in SEALED:
        with pytest.raises(Invalid):
            roubaix.caller.call(SERVICE, method, token="a.b.c", **asked)
        with pytest.raises(Unauthenticated, match="token_invalid"):
            roubaix.ask(method, token="a.b.c", **asked)
    told = roubaix.caller.call(SERVICE, "roles")
    rights = {right["permission"]: right for right in told["items"]}
    assert rights["attest"] == {
        "permission": "attest",
        "roles": ["city_administrator", "facilitator", "front_desk"],
        "at_a_place": True,
    }
    assert told["of_places"] == ["facilitator", "front_desk", "programme"]


def test_a_role_counts_at_once_is_in_the_next_token_and_its_end_counts_at_once(roubaix: Asker) -> None:
    _, administrator = roubaix.enrol("Ada", domain.Role.CITY_ADMINISTRATOR)
    lise_id, _ = roubaix.enrol("Lise")
    login = roubaix.sign_in("lise@example.org", code=roubaix.protect(lise_id))
    lise = login["access_token"]
    noor_id, _ = roubaix.enrol("Noor")
    attest = {"member_id": noor_id, "kind": "reduced_rate", "token": lise}
    with pytest.raises(Forbidden, match="permission_missing"):
        roubaix.ask("issue_attestation", **attest)
    told = {"member_id": lise_id, "city": "roubaix", "roles": ["front_desk@champ-libre", "member"]}
    asked = {"token": administrator, "member_id": lise_id, **DESK}
    assert roubaix.ask("grant_role", **asked) == roubaix.ask("grant_role", **asked) == told
    assert roubaix.ask("issue_attestation", **attest)["member_id"] == noor_id
    assert roubaix.ask("refresh", refresh_token=login["refresh_token"])["member"]["roles"] == told["roles"]
    assert roubaix.ask("withdraw_role", **asked)["roles"] == ["member"]
    with pytest.raises(Forbidden, match="permission_missing"):
        roubaix.ask("issue_attestation", **attest)


def test_nobody_is_made_a_member_by_a_role_and_a_role_is_one_of_ours(roubaix: Asker) -> None:
    _, administrator = roubaix.enrol("Ada", domain.Role.CITY_ADMINISTRATOR)
    for role in ("member", "king", ""):
        with pytest.raises(Invalid, match="invalid"):
            roubaix.ask("grant_role", token=administrator, member_id="m", role=role)


def test_staff_finds_a_member_who_sees_that_they_were_looked_at_and_not_by_whom(roubaix: Asker) -> None:
    lise_id, lise = roubaix.enrol("Lise")
    desk_id, desk = roubaix.enrol("Joris", domain.Role.FRONT_DESK)
    _, officer = roubaix.enrol("Nadir", domain.Role.DATA_OFFICER)
    found = roubaix.ask("find_members", token=desk, query="lis")
    assert found == {"items": [{"id": lise_id, "name": "Lise", "category": "partner", "status": "active"}]}
    file = roubaix.ask("member_file", token=desk, member_id=lise_id)
    profile = roubaix.ask("profile", token=lise)
    assert all(told == profile[name] for name, told in file.items() if name in profile)
    first = roubaix.ask("views_of", token=lise, limit=1)
    assert [(view["operation"], view["role"]) for view in first["items"]] == [("member_file", "front_desk")]
    rest = roubaix.ask("views_of", token=lise, limit=1, after=first["next"])
    assert [view["operation"] for view in rest["items"]] == ["find_members"]
    assert rest["next"] is None
    assert desk_id not in str((first, rest))
    log = roubaix.ask("views_over", token=officer, member_id=lise_id)["items"]
    assert [view["operation"] for view in log] == ["views_over", "member_file", "find_members"]
    assert [view["viewer_id"] for view in log][1:] == [desk_id, desk_id]
    assert roubaix.ask("views_of", token=desk) == {"items": [], "next": None}
    with pytest.raises(Forbidden, match="permission_missing"):
        roubaix.ask("views_over", token=desk, member_id=lise_id)


def test_the_timer_gives_notice_once_and_forgets_old_looks(
    store: Store, said: Callable[[], list[Envelope]], rows: Callable[[str], list[dict[str, Any]]]
) -> None:
    class OfRoubaix(Roles):
        city = ROUBAIX
        database = store

    long_ago = clock.now() - timedelta(days=400)
    desk, boss = domain.Grant(domain.Role.FRONT_DESK), domain.Grant(domain.Role.CITY_ADMINISTRATOR)
    category, kind = domain.Category.PARTNER, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        for member_id, role in (("desk", desk), ("boss", boss)):
            person = domain.Person(member_id, f"{member_id}@example.org", "fr")
            commands.enrol(session, ROUBAIX, member_id, person, None, category, kind, (role,), long_ago)
        staff = domain.enrol("boss", CAMILLE, category, kind, (boss,), long_ago)
        commands.rights.use(session, staff, domain.Permission.CHANGE_MEMBERS, "desk", "rectify", long_ago)
    assert len(rows("views")) == 1
    for _ in range(2):
        OfRoubaix().end_rights()
        OfRoubaix().forget_views()
    assert [event.subject for event in said() if event.name == "member.rights_ending"] == ["desk"]
    assert {row["member_id"] for row in rows("member_roles") if row["role"] != "member"} == {"boss", "desk"}
    assert rows("views") == []
