"""Every change to members: load, decide, save, record. Never commits, never reads the clock."""

from services.members.commands import logins, retention, second_factors, sightings, throttles
from services.members.commands.address_failures import lift_mark, mark_address
from services.members.commands.addresses import ask_address_change, change_address
from services.members.commands.applications import admit, apply_for, decline, read_application, withdraw_application
from services.members.commands.attestations import issue_attestation, revoke_attestation
from services.members.commands.consenting import consent, leave_newsletter, withdraw_consent
from services.members.commands.directory import choose_interests, enter_directory, leave_directory
from services.members.commands.erasure import erase_oneself, forget_erased
from services.members.commands.forms import answer_form, answers_at, answers_of, follow_registration, forget_answers
from services.members.commands.guardianships import (
    ENDED_AT_ONCE,
    accept_ward,
    ask_guardian,
    end_come_of_age,
    erase_ward,
    leave_ward,
    register_minor,
)
from services.members.commands.helping import give_address, register_helped, show_helped
from services.members.commands.keys import publish_keys, rotate_keys
from services.members.commands.limitation import limit
from services.members.commands.looking import find_members, member_file, names, views_over
from services.members.commands.membership import confirm, contact, enrol, sign_up
from services.members.commands.organisations import (
    found_organisation,
    join_organisation,
    leave_organisation,
    read_organisation,
    verify_organisation,
)
from services.members.commands.passwords import ask_reset, change_password, reset_password
from services.members.commands.presented import forget_heard, verify_attestation
from services.members.commands.providers import (
    begin_provider_login,
    forget_provider_logins,
    join_by_identity,
    recognise_identity,
    take_provider_login,
)
from services.members.commands.purging import purge
from services.members.commands.rectifying import rectify
from services.members.commands.rights import forget_views
from services.members.commands.roles import end_rights, grant_role, withdraw_role
from services.members.commands.suspensions import reinstate_member, suspend_member
from services.members.commands.validity import end_memberships, end_suspensions, tell_of_endings
from services.members.commands.wishing import confirm_wish, opened_wish, wish_registration

__all__ = [
    "ENDED_AT_ONCE",
    "accept_ward",
    "admit",
    "answer_form",
    "answers_at",
    "answers_of",
    "apply_for",
    "ask_address_change",
    "ask_guardian",
    "ask_reset",
    "begin_provider_login",
    "change_address",
    "change_password",
    "choose_interests",
    "confirm",
    "confirm_wish",
    "consent",
    "contact",
    "decline",
    "end_come_of_age",
    "end_memberships",
    "end_rights",
    "end_suspensions",
    "enrol",
    "enter_directory",
    "erase_oneself",
    "erase_ward",
    "find_members",
    "follow_registration",
    "forget_answers",
    "forget_erased",
    "forget_heard",
    "forget_provider_logins",
    "forget_views",
    "found_organisation",
    "give_address",
    "grant_role",
    "issue_attestation",
    "join_by_identity",
    "join_organisation",
    "leave_directory",
    "leave_newsletter",
    "leave_organisation",
    "leave_ward",
    "lift_mark",
    "limit",
    "logins",
    "mark_address",
    "member_file",
    "names",
    "opened_wish",
    "publish_keys",
    "purge",
    "read_application",
    "read_organisation",
    "recognise_identity",
    "rectify",
    "register_helped",
    "register_minor",
    "reinstate_member",
    "reset_password",
    "retention",
    "revoke_attestation",
    "rotate_keys",
    "second_factors",
    "show_helped",
    "sightings",
    "sign_up",
    "suspend_member",
    "take_provider_login",
    "tell_of_endings",
    "throttles",
    "verify_attestation",
    "verify_organisation",
    "views_over",
    "wish_registration",
    "withdraw_application",
    "withdraw_consent",
    "withdraw_role",
]
