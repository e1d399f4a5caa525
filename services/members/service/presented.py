"""Attestations that are shown, on the bus: made for the member who has them, verified without asking any other city."""

from __future__ import annotations

from functools import partial
from typing import Any

from chassis import attestations, clock
from chassis.envelope import Envelope
from chassis.schema import read
from chassis.service import answers, every, hears
from services.members import commands, domain, queries, reactions, schemas
from services.members.service.keys import Keys


class Presented(Keys):
    """What members show, and what others' members show here."""

    @answers(sealed=True)
    def own_attestations(self, **asked: Any) -> dict[str, Any]:
        """What the city attests of the member now, each with a token to show elsewhere in the next 24 hours.

        Args:
            asked: `schemas.Token`, an access token.

        Returns:
            `{"items": [{"id", "kind", "valid_until", "issued_at", "token"}]}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.Token, asked)["token"], clock.now()
        with self.database.reading() as session:
            member = self.recognise(session, token, now)
            known = domain.still_valid(queries.attestations_of(session, member.id), now)
            key = domain.signing_key(queries.keys(session, now), now)
        made = [(one, attestations.to_present(domain.statement(one, self.city), key, now)) for one in known]
        return {"items": [schemas.presented(one, shown) for one, shown in made]}

    @answers(sealed=True)
    def verify_attestation(self, **asked: Any) -> dict[str, Any]:
        """Whether to believe an attestation of any city, which is not asked.

        Args:
            asked: `schemas.Verify`, with the access token of a member of staff.

        Returns:
            `{"valid", "reason", "city", "kind", "valid_until", "issued_at"}`; of what is not to be believed only the
            `reason`: `attestation_invalid`, `attestation_expired`, `attestation_revoked`, `attestation_of_another`, or
            `keys_unknown`: that city, or that key of it, was not heard of.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `permission_missing`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.Verify, asked), clock.now()
        with self.database.transaction() as session:
            staff = self.recognise(session, said["token"], now)
            shown = said["attestation"], said["member_id"]
            verdict = commands.verify_attestation(session, self.city, staff, *shown, now)
        return schemas.verdict(verdict)

    @hears("bookings", "issuer.keys_told")
    def on_issuer_keys_told(self, envelope: Envelope) -> None:
        """Keep by which keys another city signs."""
        self.database.react(envelope, partial(reactions.on_issuer_keys_told, city=self.city))

    @hears("bookings", "issuer.attestation_revoked")
    def on_issuer_attestation_revoked(self, envelope: Envelope) -> None:
        """Keep what another city attests no longer."""
        self.database.react(envelope, partial(reactions.on_issuer_attestation_revoked, city=self.city))

    @every(seconds=3600)
    def forget_heard(self) -> None:
        """At start and then hourly: what can matter no more is not kept."""
        with self.database.transaction() as session:
            commands.forget_heard(session, clock.now())
