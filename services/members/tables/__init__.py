"""The tables of a city's members. Know no rule.

Personal data stands in `members`, `sign_ups` and `directory_entries` (name, address, telephone, birth date), in what a
member wrote and was answered (`applications`, `suspensions.reason`, `form_answers`) and in `links.email`; what an
organisation is called, in `organisations`.
Every row of a person goes with the person's row in `members`, or names them by `member_id` alone.
"""

from services.members.tables.attestations import attestations, issuers, revocations
from services.members.tables.communities import (
    acting,
    applications,
    directory_entries,
    guardianships,
    interests,
    organisations,
    suspensions,
)
from services.members.tables.credentials import credentials, identities, links, recovery_codes, second_factors
from services.members.tables.keys import city_keys
from services.members.tables.logins import logins, provider_logins, refresh_tokens, throttles
from services.members.tables.people import (
    address_failures,
    consents,
    member_roles,
    members,
    metadata,
    sign_ups,
)
from services.members.tables.records import erased, heard_bookings, views
from services.members.tables.registrations import form_answers, forms, heard_registrations, registration_wishes

__all__ = [
    "acting",
    "address_failures",
    "applications",
    "attestations",
    "city_keys",
    "consents",
    "credentials",
    "directory_entries",
    "erased",
    "form_answers",
    "forms",
    "guardianships",
    "heard_bookings",
    "heard_registrations",
    "identities",
    "interests",
    "issuers",
    "links",
    "logins",
    "member_roles",
    "members",
    "metadata",
    "organisations",
    "provider_logins",
    "recovery_codes",
    "refresh_tokens",
    "registration_wishes",
    "revocations",
    "second_factors",
    "sign_ups",
    "suspensions",
    "throttles",
    "views",
]
