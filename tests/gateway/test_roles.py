"""Who may do what, as the API and docs/roles.md tell it: everything that the services know, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Unavailable
from gateway.web.rights import RIGHTS, ROLES
from services.bookings import domain as bookings
from services.bookings.service.roles import Roles
from services.members import domain as members
from services.members import schemas
from tests.gateway.fakes import Gateway, problem
from tests.gateway.roles_document import DOCUMENT, written

OF_BOOKINGS = Roles().roles()
OF_MEMBERS = schemas.roles()


def test_the_document_says_what_there_is() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert written(text) == text, "python -m tests.gateway.document"
    assert all(f"| `{right}` |" in text for right in (*ROLES, *RIGHTS) if right != "member")


def test_every_role_and_every_right_has_words_and_no_word_is_left_over() -> None:
    rights = [*map(str, members.Permission), *map(str, bookings.Permission)]
    assert list(RIGHTS) == rights
    assert list(ROLES) == [str(role) for role in members.Role]


def test_every_role_that_a_service_knows_is_one_that_a_city_grants() -> None:
    known = {str(role) for role in members.Role}
    assert set(bookings.OF_ROLE) <= known
    assert {str(role) for roles in members.WHO_MAY.values() for role in roles} <= known


def test_whoever_asks_is_told_who_may_do_what(gateway: Gateway) -> None:
    gateway.services.answers |= {"bookings.roles": OF_BOOKINGS, "members_roubaix.roles": OF_MEMBERS}
    response = gateway.ask("GET", "/roles")
    told: Any = response.json
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    roles = {role["role"]: role["at_a_place"] for role in told["roles"]}
    assert (roles["front_desk"], roles["city_administrator"], len(roles)) == (True, False, 7)
    rights = {right["permission"]: right for right in told["permissions"]}
    assert rights["see_views"] == {
        "permission": "see_views",
        "description": "Consulter le journal des accès aux données de chaque membre",
        "roles": ["data_officer"],
        "at_a_place": False,
    }
    assert (rights["check_in"]["at_a_place"], rights["publish"]["at_a_place"]) == (True, False)
    assert list(rights) == list(RIGHTS)


def test_any_city_that_is_there_tells_it(gateway: Gateway) -> None:
    gateway.services.answers |= {"bookings.roles": OF_BOOKINGS, "members_marcq.roles": OF_MEMBERS}
    assert gateway.ask("GET", "/roles").status_code == 200
    del gateway.services.answers["members_marcq.roles"]
    assert problem(gateway.ask("GET", "/roles")) == (503, "service_unavailable")


ROLES_OF = {"member_id": "m2", "city": "roubaix", "roles": ["front_desk@place-1", "member"]}
FILE = {
    "id": "m2", "name": "Lise", "city": "roubaix", "category": "resident", "organisation_kind": "individual",
    "language": "fr", "roles": ["member"], "email": "lise@example.org", "status": "active", "attestations": [],
    "organisations": [], "phone": None, "handle": None, "registered_at": "2026-11-20T08:00:00+00:00",
    "membership_ends_at": None,
}  # fmt: skip
FOUND = {"items": [{"id": "m2", "name": "Lise", "category": "resident", "status": "active"}]}
VIEW = {
    "viewed_at": "2026-11-20T08:00:00+00:00", "role": "front_desk", "permission": "see_members",
    "operation": "member_file",
}  # fmt: skip
VIEWS = {"items": [VIEW], "next": "7"}
ASKED: list[tuple[str, str, str, Any, dict[str, Any], dict[str, Any]]] = [
    ("grant_role", "PUT", "/members/m2/roles/front_desk?place_id=place-1", None, ROLES_OF,
     {"member_id": "m2", "role": "front_desk", "place_id": "place-1"}),
    ("withdraw_role", "DELETE", "/members/m2/roles/front_desk", None, ROLES_OF,
     {"member_id": "m2", "role": "front_desk"}),
    ("find_members", "POST", "/members/search", {"query": "lis"}, FOUND, {"query": "lis"}),
    ("member_file", "GET", "/members/m2", None, FILE, {"member_id": "m2"}),
    ("views_of", "GET", "/me/views?limit=1&after=9", None, VIEWS, {"limit": 1, "after": "9"}),
    ("views_over", "GET", "/views?member_id=m2", None,
     {"items": [VIEW | {"viewer_id": "m3"}], "next": None}, {"member_id": "m2"}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "verb", "path", "body", "told", "args"), ASKED, ids=[one[0] for one in ASKED])
def test_the_city_of_who_asks_is_asked_and_nobody_else_can_read_it(
    gateway: Gateway, method: str, verb: str, path: str, body: Any, told: dict[str, Any], args: dict[str, Any]
) -> None:
    gateway.services.answers[f"members_roubaix.{method}"] = told
    gateway.services.answers["bookings.place"] = {}
    assert problem(gateway.ask(verb, path, body)) == (401, "token_missing")
    response = gateway.signed_in().ask(verb, path, body)
    assert (response.status_code, response.json) == (200, told)
    assert response.headers["Cache-Control"] == "no-store"
    token = gateway.headers["Authorization"].removeprefix("Bearer ")
    assert gateway.services.asked(f"members_roubaix.{method}") == [{"token": token, **args}]
    assert gateway.services.sealed == {f"members_roubaix.{method}"}


def test_who_looked_is_told_to_the_data_officer_and_never_to_the_member(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.views_of"] = {"items": [VIEW | {"viewer_id": "m3"}], "next": None}
    assert "m3" not in gateway.signed_in().ask("GET", "/me/views").text


def test_a_role_is_granted_at_a_place_that_there_is_and_taken_also_where_there_is_none(gateway: Gateway) -> None:
    gateway.services.answers["bookings.place"] = Unavailable("service_unavailable", "away")
    gateway.services.answers["members_roubaix.withdraw_role"] = ROLES_OF
    path = "/members/m2/roles/front_desk?place_id=nowhere"
    assert problem(gateway.signed_in().ask("PUT", path)) == (503, "service_unavailable")
    assert gateway.services.asked("members_roubaix.grant_role") == []
    assert gateway.signed_in().ask("DELETE", path).status_code == 200
