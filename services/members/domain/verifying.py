"""Whether an organisation is what it says it is: its SIRET, and that the city looked. Pure; asks no register.

The number is checked for its form alone. That it is of this organisation a member of staff sees in the public
register, by the name; until then what kind it is counts for nothing, and others are told that nobody looked.

Source: article R123-221 of the Code de commerce (SIRET: nine digits of the SIREN, five of the establishment).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from stdnum.exceptions import ValidationError
from stdnum.fr import siret

from chassis.errors import Forbidden, Invalid
from services.members.domain.organisations import Acting, Organisation
from services.members.domain.people import OrganisationKind

UNVERIFIED = "unverified"
NEED_SIRET = frozenset({OrganisationKind.STARTUP, OrganisationKind.COMPANY, OrganisationKind.PUBLIC_BODY})


def normalise_siret(text: str) -> str:
    """A SIRET as it is kept: 14 digits, without spaces and dots.

    Raises:
        Invalid: `invalid`: its length, or its check digit (La Poste's offices have a rule of their own).
    """
    try:
        return str(siret.validate(text))
    except ValidationError:
        raise Invalid("invalid", "A SIRET has 14 digits, the last of which checks the others.") from None


def check_siret(kind: OrganisationKind, number: str | None) -> None:
    """An association need not have one; everybody else has.

    Raises:
        Invalid: `siret_missing`.
    """
    if number is None and kind in NEED_SIRET:
        raise Invalid("siret_missing", "a startup, a company and a public body have a SIRET")


def told_kind(organisation: Organisation) -> str:
    """What others are told of its kind: nothing that only its founder says."""
    return str(organisation.kind) if organisation.verified_at else UNVERIFIED


def verify(organisation: Organisation, of_staff: Acting | None, staff_id: str, now: datetime) -> Organisation:
    """The organisation, of which the city says that it is what it says; one verified before stays as it is.

    Args:
        organisation: a locked one.
        of_staff: what the member of staff is to it; None for nothing ever.
        staff_id: who looked.
        now: the present instant.

    Raises:
        Forbidden: `attests_oneself`: who acts for it asks a colleague.
    """
    if of_staff and of_staff.is_present:
        raise Forbidden("attests_oneself", "nobody says of their own organisation that it is one")
    return organisation if organisation.verified_at else replace(organisation, verified_at=now, verified_by_id=staff_id)
