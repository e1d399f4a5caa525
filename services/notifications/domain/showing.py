"""Who of a city's staff may see how its letters look. Asks nobody who somebody is."""

from __future__ import annotations

from collections.abc import Collection

from chassis.errors import Forbidden

PERMISSION = "publish_activities"
"""The right by which it is seen, one of bookings': who announces the programme sees how the city writes."""
ROLES = frozenset({"programme", "city_administrator"})
"""Those that have it in the whole city; a role at a place, `programme@champ-libre`, does not count."""


def may_see_letters(roles: Collection[str], city: str, home_city: str) -> None:
    """Refuse who may not.

    Args:
        roles: of who asks.
        city: theirs.
        home_city: whose letters they are.

    Raises:
        Forbidden: `permission_missing`, with the `permission`.
    """
    if city != home_city or not ROLES & set(roles):
        raise Forbidden("permission_missing", "the caller has not this right here", {"permission": PERMISSION})
