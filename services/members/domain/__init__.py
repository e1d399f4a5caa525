"""The rules of members: value in, value or refusal out. Never does any IO, never asks the time."""

from services.members.domain.confirmations import CONFIRMATION_LASTS, Confirmation, Purpose, confirm, digest
from services.members.domain.keys import KEY_USES, CityKey, Jwk, KeyUse, rotations
from services.members.domain.passwords import check_password, normalise_password
from services.members.domain.people import (
    LANGUAGES,
    NOTICE_VERSION,
    Category,
    Member,
    OrganisationKind,
    Person,
    Role,
    Status,
    addressee,
    check_consent,
    check_proof,
    enrol,
    normalise_name,
    recognise,
    register,
    sign_in,
)
from services.members.domain.tokens import access_claims, check_claims

__all__ = [
    "CONFIRMATION_LASTS",
    "KEY_USES",
    "LANGUAGES",
    "NOTICE_VERSION",
    "Category",
    "CityKey",
    "Confirmation",
    "Jwk",
    "KeyUse",
    "Member",
    "OrganisationKind",
    "Person",
    "Purpose",
    "Role",
    "Status",
    "access_claims",
    "addressee",
    "check_claims",
    "check_consent",
    "check_password",
    "check_proof",
    "confirm",
    "digest",
    "enrol",
    "normalise_name",
    "normalise_password",
    "recognise",
    "register",
    "rotations",
    "sign_in",
]
