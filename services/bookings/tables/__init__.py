"""The tables of bookings. Know no rule but one: a unit is never held twice.

`claims` holds what nobody else may have: a unit for a period, with buffers. Of two rows of a unit, X before Y,
Y starts not before X's `held_until` and X ends not after Y's `held_from`: the gap is the larger of the two buffers.
On PostgreSQL two exclusion constraints over half-open ranges say so, on SQLite two triggers (`migrations/versions`).
An INSERT that would break it is to be made with ON CONFLICT DO NOTHING: a plain one deadlocks on a hot period.

`bookings` keeps what was agreed, names and price included, so that a later edition of a space changes no agreement.
`occurrences` counts its seats in two columns, and the database refuses a seat that there is not; nobody stands twice in
one occurrence (`registrations_once`).

`members` is a copy of what the cities told: who may book. It has no name, no address, and gets none;
`handle` holds initials that the member chose.
"""

from services.bookings.tables.accounts import credit_grants, credit_uses, feeds
from services.bookings.tables.activities import activities, occurrences, programmes
from services.bookings.tables.bookings import bookings, claims, holders, refused_occurrences, series, waits
from services.bookings.tables.catalogue import covers, metadata, places, spaces, special_hours, units
from services.bookings.tables.people import (
    attestations,
    erased,
    guardianships,
    issuer_keys,
    member_organisations,
    members,
)
from services.bookings.tables.registrations import attendance_bands, decisions, registrations, scans

__all__ = [
    "activities",
    "attendance_bands",
    "attestations",
    "bookings",
    "claims",
    "covers",
    "credit_grants",
    "credit_uses",
    "decisions",
    "erased",
    "feeds",
    "guardianships",
    "holders",
    "issuer_keys",
    "member_organisations",
    "members",
    "metadata",
    "occurrences",
    "places",
    "programmes",
    "refused_occurrences",
    "registrations",
    "scans",
    "series",
    "spaces",
    "special_hours",
    "units",
    "waits",
]
