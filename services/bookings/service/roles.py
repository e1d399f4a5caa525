"""Which role may do what at the places, on the bus."""

from __future__ import annotations

from chassis.service import answers
from services.bookings import domain
from services.bookings.service.shown import Json


class Roles:
    """The rights of bookings; public."""

    @answers
    def roles(self) -> Json:
        """Each permission with the `roles` that give it; `at_a_place`: a role granted at one place gives it there."""
        return {
            "items": [
                {
                    "permission": str(permission),
                    "roles": sorted(role for role, rights in domain.OF_ROLE.items() if permission in rights),
                    "at_a_place": permission not in domain.OF_THE_CITY,
                }
                for permission in domain.Permission
            ]
        }
