"""The operations of the API, one module a subject: what is routed, and all that the description says of it."""

from __future__ import annotations

from gateway.api.operations import accounts, booking, catalogue, closures, community, membership, publishing

OPERATIONS = [
    *membership.OPERATIONS,
    *catalogue.OPERATIONS,
    *booking.OPERATIONS,
    *publishing.OPERATIONS,
    *closures.OPERATIONS,
    *community.OPERATIONS,
    *accounts.OPERATIONS,
]
