"""Roles: who may do what in the network, and who has which role in a city. Knows no right itself: the services say.

A role is granted by the city of who asks, sealed. Whether there is such a place is for bookings to say.
"""

from __future__ import annotations

from typing import Any

from chassis.errors import Unavailable
from gateway.api.operation import Asked
from gateway.web.rights import RIGHTS, ROLES


def matrix(asked: Asked) -> dict[str, Any]:
    """Every role and every permission, as bookings and the first city that is there say."""
    of_members = _of_members(asked)
    of_places = of_members["of_places"]
    rights = [*of_members["items"], *asked.bookings("roles")["items"]]
    return {
        "roles": [{"role": role, "name": name, "at_a_place": role in of_places} for role, name in ROLES.items()],
        "permissions": [{**right, "description": RIGHTS[right["permission"]]} for right in rights],
    }


def grant(asked: Asked) -> Any:
    """Give a member of one's own city a role, in the whole city or at a place."""
    caller = asked.member()
    if "place_id" in asked.query:
        asked.bookings("place", place_id=asked.query["place_id"])  # refused when there is none
    return asked.members(caller.city, "grant_role", token=caller.token, **asked.path, **asked.query)


def withdraw(asked: Asked) -> Any:
    """Take it from them, also at a place that is there no longer."""
    caller = asked.member()
    return asked.members(caller.city, "withdraw_role", token=caller.token, **asked.path, **asked.query)


def _of_members(asked: Asked) -> Any:
    """The rights over members, which are the same in every city."""
    absent = Unavailable("service_unavailable", "no city of the network is there")
    for city in asked.context.settings.cities:
        try:
            return asked.context.rpc.call(f"members_{city}", "roles")
        except Unavailable as refusal:
            absent = refusal
    raise absent
