"""Every change to members: load, decide, save, record. Never commits, never reads the clock."""

from services.members.commands import logins, throttles
from services.members.commands.attestations import issue_attestation, revoke_attestation
from services.members.commands.erasure import erase_oneself, forget_erased
from services.members.commands.keys import publish_keys, rotate_keys
from services.members.commands.looking import find_members, member_file, views_over
from services.members.commands.membership import confirm, contact, enrol, sign_up
from services.members.commands.organisations import found_organisation, join_organisation, leave_organisation
from services.members.commands.providers import (
    begin_provider_login,
    forget_provider_logins,
    join_by_identity,
    recognise_identity,
    take_provider_login,
)
from services.members.commands.rights import forget_views
from services.members.commands.roles import end_rights, grant_role, withdraw_role

__all__ = [
    "begin_provider_login",
    "confirm",
    "contact",
    "end_rights",
    "enrol",
    "erase_oneself",
    "find_members",
    "forget_erased",
    "forget_provider_logins",
    "forget_views",
    "found_organisation",
    "grant_role",
    "issue_attestation",
    "join_by_identity",
    "join_organisation",
    "leave_organisation",
    "logins",
    "member_file",
    "publish_keys",
    "recognise_identity",
    "revoke_attestation",
    "rotate_keys",
    "sign_up",
    "take_provider_login",
    "throttles",
    "views_over",
    "withdraw_role",
]
