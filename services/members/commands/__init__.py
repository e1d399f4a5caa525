"""Every change to members: load, decide, save, record. Never commits, never reads the clock."""

from services.members.commands import logins, throttles
from services.members.commands.attestations import issue_attestation, revoke_attestation
from services.members.commands.erasure import erase_oneself, forget_erased
from services.members.commands.keys import publish_keys, rotate_keys
from services.members.commands.membership import confirm, contact, enrol, sign_up
from services.members.commands.organisations import found_organisation, join_organisation, leave_organisation

__all__ = [
    "confirm",
    "contact",
    "enrol",
    "erase_oneself",
    "forget_erased",
    "found_organisation",
    "issue_attestation",
    "join_organisation",
    "leave_organisation",
    "logins",
    "publish_keys",
    "revoke_attestation",
    "rotate_keys",
    "sign_up",
    "throttles",
]
