"""Pass on what the cities say of their keys and of what they attest no longer; every city hears it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from chassis import outbox
from chassis.attestations import CLOCKS_DIFFER_BY, PRESENTED_FOR
from services.bookings import queries
from services.bookings.events import IssuerAttestationRevoked, IssuerKeysTold


def tell_keys(session: Session, told: Mapping[str, Any], now: datetime) -> None:
    """Tell everybody the keys of a city.

    Args:
        session: the transaction.
        told: `city`, `keys`, `published_at`.
        now: the present instant.
    """
    keys = IssuerKeysTold(issuer=told["city"], keys=tuple(told["keys"]), published_at=told["published_at"])
    outbox.record(session, keys, now)


def tell_revocation(session: Session, told: Mapping[str, Any], now: datetime) -> None:
    """Tell everybody that a city attests something no longer; who of its members it was is not said.

    Args:
        session: the transaction.
        told: `city`, `attestation_id`, `revoked_at`.
        now: the present instant.
    """
    named = {name: told[name] for name in ("attestation_id", "revoked_at")}
    outbox.record(session, IssuerAttestationRevoked(issuer=told["city"], **named), now)


def tell_everything(session: Session, now: datetime) -> None:
    """Tell what a city that is new has missed: all keys, and what was revoked since what is shown now was made."""
    for told in queries.issuers(session):
        tell_keys(session, told, now)
    for told in queries.revoked_since(session, now - PRESENTED_FOR - CLOCKS_DIFFER_BY):
        tell_revocation(session, told, now)
