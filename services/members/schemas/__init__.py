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
from services.members.schemas.providers import (
    Joining,
    ProviderAnswer,
    SealedTicket,
    Ticket,
    identity,
    ticket,
    to_consent,
)

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
    "Joining",
    "Knows",
    "Ledger",
    "OfMembers",
    "ProviderAnswer",
    "Refresh",
    "Registration",
    "Revoke",
    "SealedTicket",
    "SignIn",
    "Ticket",
    "Token",
    "access",
    "acting",
    "attestation",
    "comparable",
    "contact",
    "erased",
    "erasure",
    "identity",
    "ledger",
    "login",
    "member",
    "organisation",
    "person",
    "profile",
    "registered",
    "status",
    "ticket",
    "to_consent",
    "without_secrets",
]
