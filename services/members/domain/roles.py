"""Roles, and where they are granted: in the whole city, or at one place. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

EVERYWHERE = ""


class Role(StrEnum):
    """What a person may do, beyond what everybody may."""

    MEMBER = "member"
    FACILITATOR = "facilitator"
    FRONT_DESK = "front_desk"
    PROGRAMME = "programme"
    CITY_ADMINISTRATOR = "city_administrator"
    DATA_OFFICER = "data_officer"
    NETWORK_OPERATOR = "network_operator"


OF_PLACES = frozenset({Role.FACILITATOR, Role.FRONT_DESK, Role.PROGRAMME})
"""The roles that may be granted at one place: what the others do is done for the whole city."""


@dataclass(frozen=True, order=True)
class Grant:
    """A role, in the whole city or at one place. On the wire: `front_desk`, or `front_desk@champ-libre`.

    Attributes:
        place_id: `EVERYWHERE` for the whole city.
    """

    role: Role
    place_id: str = EVERYWHERE

    def __str__(self) -> str:
        return f"{self.role}@{self.place_id}" if self.place_id else str(self.role)
