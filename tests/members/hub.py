"""The hub as a city hears it: bookings tells everybody of other cities."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from chassis import attestations, envelope, ids, sealing, signatures, topology
from chassis.broker import Outgoing, Publisher
from chassis.clock import rfc3339
from chassis.envelope import CONTENT_TYPE, Envelope

SAMPLES = Path(__file__).parents[1] / "contracts" / "samples"
TOURCOING_KEY = signatures.new_key("tourcoing-1")


def keys_told(published_at: datetime, *keys: dict[str, Any], city: str = "tourcoing") -> Envelope:
    """The keys of a city, those of Tourcoing if none are named."""
    public = [sealing.public(key) for key in keys or (TOURCOING_KEY,)]
    return _told("issuer.keys_told", city, keys=public, published_at=rfc3339(published_at))


def revoked(attestation_id: str, revoked_at: datetime, city: str = "tourcoing") -> Envelope:
    """That a city attests something no longer."""
    facts = {"attestation_id": attestation_id, "revoked_at": rfc3339(revoked_at)}
    return _told("issuer.attestation_revoked", city, **facts)


def shown(now: datetime, attestation_id: str = "a-1", key: dict[str, Any] = TOURCOING_KEY) -> str:
    """What a member of Tourcoing shows."""
    issued_at, until = now - timedelta(days=2), now + timedelta(days=365)
    said = attestations.Statement("tourcoing", "m-of-tourcoing", attestation_id, "laser_training", issued_at, until)
    return attestations.to_present(said, key, now)


def tell(broker_uri: str, *told: Envelope) -> None:
    """Publish it as bookings does."""
    exchange = topology.events_exchange("bookings")
    publisher = Publisher(broker_uri, lambda channel: topology.declare_speaker(channel, "bookings"))
    named = [(one, {"message_id": one.id}) for one in told]
    sent = [Outgoing(exchange, one.name, one.to_json(), CONTENT_TYPE, properties=name) for one, name in named]
    taken, returned = publisher.publish(sent)
    publisher.close()
    assert len(taken) == len(told) and not returned


def _told(name: str, city: str, **facts: Any) -> Envelope:
    sample = envelope.parse((SAMPLES / f"{name}.json").read_bytes())
    return replace(sample, id=ids.new(), subject=facts.get("attestation_id", city), data={"city": city, **facts})
