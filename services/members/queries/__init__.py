"""Every SELECT of members: `lock_...` for commands, the rest for reading. Never writes."""

from services.members.queries.address_failures import address_failure, is_marked_for
from services.members.queries.answers import said_to
from services.members.queries.applications import (
    application,
    applications_of,
    lock_application,
    open_applications,
)
from services.members.queries.attestations import attestations_of, lock_attestation
from services.members.queries.consents import consents_of
from services.members.queries.credentials import (
    credential,
    has_account,
    lock_sign_up,
    password_hash,
    sign_ups_of_address,
)
from services.members.queries.directory import directory, entry_of, interests_of, topics_shown
from services.members.queries.erasure import circumstances, erased_at, is_gone, lone_organisations
from services.members.queries.export import everything_of
from services.members.queries.forms import answers_at, answers_to, form, forms_at, lock_form
from services.members.queries.guardianships import (
    come_of_age,
    guardians_of,
    guardianships_of_guardian,
    guardianships_of_minor,
    is_guardian,
)
from services.members.queries.issuers import is_revoked, issuer_keys, lock_heard_at
from services.members.queries.keys import keys, lock_keys, private_jwks
from services.members.queries.ledger import bookings_around
from services.members.queries.links import link, links_of, lock_link
from services.members.queries.logins import (
    lock_login,
    lock_logins_of,
    login,
    logins_of,
    refresh_token,
    remembered_logins_of,
)
from services.members.queries.looking import find, names, views_of
from services.members.queries.organisations import (
    acting,
    lock_acting,
    lock_acting_for,
    lock_organisation,
    members_acting_for,
    organisation,
    organisations_of,
)
from services.members.queries.people import (
    is_known,
    lock_member,
    lock_member_with_digest,
    lock_member_with_email,
    member,
)
from services.members.queries.providers import lock_member_of_identity, lock_provider_login, provider_login, subjects_of
from services.members.queries.retention import inactive, inactivity_told
from services.members.queries.second_factors import second_factor, unused_recovery_digests
from services.members.queries.staff import lock_with_administrators, rights_of, staff_unseen_since
from services.members.queries.subscribers import subscribers
from services.members.queries.suspensions import suspended_until, suspension
from services.members.queries.throttles import has_come_from, lock_throttle
from services.members.queries.validity import lock_ended, lock_to_be_told
from services.members.queries.wishes import registration_wish

__all__ = [
    "acting",
    "address_failure",
    "answers_at",
    "answers_to",
    "application",
    "applications_of",
    "attestations_of",
    "bookings_around",
    "circumstances",
    "come_of_age",
    "consents_of",
    "credential",
    "directory",
    "entry_of",
    "erased_at",
    "everything_of",
    "find",
    "form",
    "forms_at",
    "guardians_of",
    "guardianships_of_guardian",
    "guardianships_of_minor",
    "has_account",
    "has_come_from",
    "inactive",
    "inactivity_told",
    "interests_of",
    "is_gone",
    "is_guardian",
    "is_known",
    "is_marked_for",
    "is_revoked",
    "issuer_keys",
    "keys",
    "link",
    "links_of",
    "lock_acting",
    "lock_acting_for",
    "lock_application",
    "lock_attestation",
    "lock_ended",
    "lock_form",
    "lock_heard_at",
    "lock_keys",
    "lock_link",
    "lock_login",
    "lock_logins_of",
    "lock_member",
    "lock_member_of_identity",
    "lock_member_with_digest",
    "lock_member_with_email",
    "lock_organisation",
    "lock_provider_login",
    "lock_sign_up",
    "lock_throttle",
    "lock_to_be_told",
    "lock_with_administrators",
    "login",
    "logins_of",
    "lone_organisations",
    "member",
    "members_acting_for",
    "names",
    "open_applications",
    "organisation",
    "organisations_of",
    "password_hash",
    "private_jwks",
    "provider_login",
    "refresh_token",
    "registration_wish",
    "remembered_logins_of",
    "rights_of",
    "said_to",
    "second_factor",
    "sign_ups_of_address",
    "staff_unseen_since",
    "subjects_of",
    "subscribers",
    "suspended_until",
    "suspension",
    "topics_shown",
    "unused_recovery_digests",
    "views_of",
]
