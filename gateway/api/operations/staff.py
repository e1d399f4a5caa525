"""Who may do what, and what a city's staff looks up of its members."""

from __future__ import annotations

from gateway.api import roles, schemas, staff
from gateway.api.operation import Operation

_OF_STAFF = ("login_ended", "member_not_active", "permission_missing")
_OF_MEMBER = ("login_ended", "member_not_active")

OPERATIONS = [
    Operation("GET", "/roles", "roles", "Les rôles, et les droits que chacun donne", roles.matrix, schemas.Roles),
    Operation(
        "PUT",
        "/members/<id:member_id>/roles/<id:role>",
        "grant_role",
        "Donner un rôle à un membre de sa ville, partout ou en un lieu",
        roles.grant,
        schemas.MemberRoles,
        query=schemas.RoleWhere,
        refusals=(*_OF_STAFF, "grants_oneself", "member_not_found", "place_not_found", "role_not_of_place"),
        for_members=True,
    ),
    Operation(
        "DELETE",
        "/members/<id:member_id>/roles/<id:role>",
        "withdraw_role",
        "Retirer un rôle à un membre de sa ville",
        roles.withdraw,
        schemas.MemberRoles,
        query=schemas.RoleWhere,
        refusals=(*_OF_STAFF, "member_not_found", "last_administrator"),
        for_members=True,
    ),
    Operation(
        "POST",
        "/members/search",
        "find_members",
        "Chercher un membre de sa ville",
        staff.find,
        schemas.MembersFound,
        body=schemas.MemberSearch,
        refusals=_OF_STAFF,
        for_members=True,
    ),
    Operation(
        "GET",
        "/members/<id:member_id>",
        "member_file",
        "La fiche d’un membre de sa ville",
        staff.file,
        schemas.MemberFile,
        refusals=(*_OF_STAFF, "member_not_found"),
        for_members=True,
    ),
    Operation(
        "GET",
        "/me/views",
        "own_views",
        "Qui a eu accès à ses données : quand, à quel titre, pour quoi faire",
        staff.own_views,
        schemas.OwnViews,
        query=schemas.ViewsAsked,
        refusals=_OF_MEMBER,
        for_members=True,
    ),
    Operation(
        "GET",
        "/views",
        "views",
        "Le journal des accès aux données d’un membre de sa ville",
        staff.views,
        schemas.Views,
        query=schemas.ViewsOfMemberAsked,
        refusals=(*_OF_STAFF, "member_not_found"),
        for_members=True,
    ),
]
