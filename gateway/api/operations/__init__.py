"""The operations of the API, one module a subject: what is routed, and all that the description says of it."""

from __future__ import annotations

from gateway.api.operations import (
    accounts,
    admission,
    booking,
    catalogue,
    city_keys,
    closures,
    community,
    feeds,
    membership,
    persons,
    publishing,
    rights,
    search,
    security,
    series,
    sessions,
    staff,
    waits,
    wards,
)

OPERATIONS = [
    *membership.OPERATIONS,
    *sessions.OPERATIONS,
    *security.OPERATIONS,
    *persons.OPERATIONS,
    *wards.OPERATIONS,
    *catalogue.OPERATIONS,
    *city_keys.OPERATIONS,
    *search.OPERATIONS,
    *booking.OPERATIONS,
    *series.OPERATIONS,
    *waits.OPERATIONS,
    *feeds.OPERATIONS,
    *publishing.OPERATIONS,
    *closures.OPERATIONS,
    *admission.OPERATIONS,
    *community.OPERATIONS,
    *staff.OPERATIONS,
    *accounts.OPERATIONS,
    *rights.OPERATIONS,
]
