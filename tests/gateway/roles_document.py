"""Writes the two tables of docs/roles.md from what the services say; `python -m tests.gateway.document` calls it."""

from __future__ import annotations

import re
from pathlib import Path

from gateway.web.rights import RIGHTS, ROLES
from services.bookings import domain as bookings
from services.members import domain as members

DOCUMENT = Path(__file__).parents[2] / "docs" / "roles.md"
BEYOND = [role for role in members.Role if role is not members.Role.MEMBER]


def roles() -> str:
    """What each role is called, and where it may be granted."""
    lines = ["| role | on the pages | granted |", "|---|---|---|"]
    for role in BEYOND:
        where = "in the whole city or at one place" if role in members.OF_PLACES else "in the whole city"
        lines.append(f"| `{role}` | {ROLES[role]} | {where} |")
    return "\n".join(lines)


def permissions() -> str:
    """Which role gives which permission, one line each."""
    names = [str(role).replace("_", " ") for role in BEYOND]
    lines = [f"| permission | of | {' | '.join(names)} | what it lets do |", f"|---|---|{'---|' * (len(names) + 1)}"]
    for permission in members.Permission:
        places = permission in members.AT_A_PLACE_TOO
        lines.append(_line(permission, "members", {str(role) for role in members.WHO_MAY[permission]}, places))
    for right in bookings.Permission:
        giving = {role for role, rights in bookings.OF_ROLE.items() if right in rights}
        lines.append(_line(right, "bookings", giving, right not in bookings.OF_THE_CITY))
    return "\n".join(lines)


def written(text: str) -> str:
    """The document with both tables as they are now."""
    for name, table in (("roles", roles()), ("permissions", permissions())):
        marked = re.compile(f"(<!-- {name} -->\n).*?(\n<!-- end -->)", re.DOTALL)
        text = marked.sub(lambda found, table=table: found[1] + table + found[2], text)  # type: ignore[misc]
    return text


def _line(permission: str, service: str, giving: set[str], at_a_place: bool) -> str:
    """`yes` for a role that gives it; `place` for one that also gives it where it was granted alone."""
    yes = {role: "place" if at_a_place and role in members.OF_PLACES else "yes" for role in BEYOND if role in giving}
    told = [yes.get(role, "") for role in BEYOND]
    return f"| `{permission}` | {service} | {' | '.join(told)} | {RIGHTS[permission]} |"

