"""What members emits: a published contract. No name, no e-mail, ever."""

from services.members.events.attestations import AttestationIssued, AttestationRevoked
from services.members.events.guardianships import GuardianshipBegan, GuardianshipEnded
from services.members.events.keys import CityKeysPublished
from services.members.events.memberships import ApplicationDecided, MemberReinstated, MembershipEnded, MembershipEnding
from services.members.events.organisations import OrganisationJoined, OrganisationLeft
from services.members.events.people import (
    MemberApproved,
    MemberChanged,
    MemberErased,
    MemberInactive,
    MemberRegistered,
    MemberRegisteredAgain,
    MemberRightsEnding,
    MemberSuspended,
)
from services.members.events.registrations import FormAnswered, RegistrationWished
from services.members.events.security import (
    MemberAddressChanged,
    MemberAddressChangeRequested,
    MemberPasswordChanged,
    MemberResetRequested,
    MemberSecondFactorChanged,
    MemberSignedInAnew,
)

__all__ = [
    "ApplicationDecided",
    "AttestationIssued",
    "AttestationRevoked",
    "CityKeysPublished",
    "FormAnswered",
    "GuardianshipBegan",
    "GuardianshipEnded",
    "MemberAddressChangeRequested",
    "MemberAddressChanged",
    "MemberApproved",
    "MemberChanged",
    "MemberErased",
    "MemberInactive",
    "MemberPasswordChanged",
    "MemberRegistered",
    "MemberRegisteredAgain",
    "MemberReinstated",
    "MemberResetRequested",
    "MemberRightsEnding",
    "MemberSecondFactorChanged",
    "MemberSignedInAnew",
    "MemberSuspended",
    "MembershipEnded",
    "MembershipEnding",
    "OrganisationJoined",
    "OrganisationLeft",
    "RegistrationWished",
]
