"""What every city knows of the others, so that it verifies what they attest without asking. Names no member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from chassis.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfIssuer(Event):
    """Everybody is told, so the city is a fact in it and addresses nobody; it is called `city` on the wire."""

    issuer: str

    def data(self) -> dict[str, Any]:
        facts = super().data()
        return {"city": facts.pop("issuer")} | facts


@dataclass(frozen=True, kw_only=True)
class IssuerKeysTold(_OfIssuer):
    """The public keys by which a city signs, as it published them."""

    type: ClassVar[str] = "issuer.keys_told"
    keys: tuple[dict[str, Any], ...]
    published_at: datetime

    @property
    def subject(self) -> str:
        return self.issuer

    @property
    def sequence(self) -> int:
        """The second of the publication; two of one second are told apart by `published_at`."""
        return int(self.published_at.timestamp())


@dataclass(frozen=True, kw_only=True)
class IssuerAttestationRevoked(_OfIssuer):
    """A city attests something no longer."""

    type: ClassVar[str] = "issuer.attestation_revoked"
    attestation_id: str
    revoked_at: datetime

    @property
    def subject(self) -> str:
        return self.attestation_id
