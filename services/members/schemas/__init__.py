"""JSON <-> what members knows. Never queries; the rules of form are the domain's."""

from services.members.schemas.attestations import Issue, Revoke, attestation
from services.members.schemas.erasure import Erase, erased, erasure
from services.members.schemas.kinds import OfMembers, Token, comparable
from services.members.schemas.ledger import BookingHeard, Ledger, ledger, status
from services.members.schemas.logins import (
    EndEveryLogin,
    EndLogin,
    FromSomewhere,
    Knows,
    Refresh,
    SignIn,
    access,
    login,
)
from services.members.schemas.membership import (
    Contact,
    Registration,
    contact,
    member,
    person,
    profile,
    registered,
    without_secrets,
)
from services.members.schemas.organisations import Act, Found, acting, organisation

__all__ = [
    "Act",
    "BookingHeard",
    "Contact",
    "EndEveryLogin",
    "EndLogin",
    "Erase",
    "Found",
    "FromSomewhere",
    "Issue",
    "Knows",
    "Ledger",
    "OfMembers",
    "Refresh",
    "Registration",
    "Revoke",
    "SignIn",
    "Token",
    "access",
    "acting",
    "attestation",
    "comparable",
    "contact",
    "erased",
    "erasure",
    "ledger",
    "login",
    "member",
    "organisation",
    "person",
    "profile",
    "registered",
    "status",
    "without_secrets",
]
