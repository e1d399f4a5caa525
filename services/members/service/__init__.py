"""The members of a city, on the bus. Whatever holds a person, a password or a token travels sealed."""

from __future__ import annotations

from chassis.service import Service
from services.members.service.applications import Applications
from services.members.service.attestations import Attestations
from services.members.service.consenting import Consenting
from services.members.service.erasure import Erasure
from services.members.service.export import Export
from services.members.service.forms import Forms
from services.members.service.guardianships import Guardianships
from services.members.service.joining import Joining
from services.members.service.ledger import Ledger
from services.members.service.limitation import Limitation
from services.members.service.looking import Looking
from services.members.service.organisations import Organisations
from services.members.service.particulars import Particulars
from services.members.service.persons import Persons
from services.members.service.presented import Presented
from services.members.service.processing import Processing
from services.members.service.profiles import Profiles
from services.members.service.providers import Providers
from services.members.service.retention import Retention
from services.members.service.roles import Roles
from services.members.service.second_factors import SecondFactors
from services.members.service.signing_in import SigningIn
from services.members.service.standing import Standing
from services.members.service.subscribing import Subscribing
from services.members.service.wishing import Wishing


def members(city: str) -> type[Service]:
    """The members service of the city with that code."""
    code = city

    class OfCity(Members):
        name = f"members_{code}"
        city = code

    return OfCity


class Members(
    Joining,
    Wishing,
    Forms,
    SigningIn,
    Profiles,
    Applications,
    Standing,
    Attestations,
    Presented,
    Organisations,
    Ledger,
    Erasure,
    Providers,
    Roles,
    Looking,
    SecondFactors,
    Particulars,
    Guardianships,
    Persons,
    Retention,
    Limitation,
    Consenting,
    Export,
    Processing,
    Subscribing,
):
    """What every city's members service does."""
