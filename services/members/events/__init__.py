"""What members emits: a published contract. No name, no e-mail, ever."""

from services.members.events.attestations import AttestationIssued, AttestationRevoked
from services.members.events.keys import CityKeysPublished
from services.members.events.organisations import OrganisationJoined, OrganisationLeft
from services.members.events.people import (
    MemberApproved,
    MemberChanged,
    MemberErased,
    MemberRegistered,
    MemberRegisteredAgain,
    MemberRightsEnding,
    MemberSuspended,
)

__all__ = [
    "AttestationIssued",
    "AttestationRevoked",
    "CityKeysPublished",
    "MemberApproved",
    "MemberChanged",
    "MemberErased",
    "MemberRegistered",
    "MemberRegisteredAgain",
    "MemberRightsEnding",
    "MemberSuspended",
    "OrganisationJoined",
    "OrganisationLeft",
]
