"""What the city's staff attests of its members, on the bus."""

from __future__ import annotations

from typing import Any

from chassis import clock, idempotency, ids
from chassis.schema import read
from chassis.service import answers
from services.members import commands, schemas
from services.members.service.keys import Keys


class Attestations(Keys):
    """Issue and revoke."""

    @answers(sealed=True)
    def issue_attestation(self, **asked: Any) -> dict[str, Any]:
        """Attest something of a member of this city.

        Args:
            asked: `schemas.Issue`, with the access token of a member of staff.

        Returns:
            `{"id", "member_id", "city", "kind", "valid_until", "issued_at", "revoked_at"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`, `permission_missing`, `attests_oneself`.
            NotFound: `member_not_found`.
            Invalid: `invalid`, `valid_until_past`.
            Unprocessable: `idempotency_key_reused`.
        """
        said, attestation_id, now = read(schemas.Issue, asked), ids.new(), clock.now()
        token, key = said.pop("token"), said.pop("idempotency_key")
        with self.database.transaction() as session:
            staff = self.recognise(session, token, now)

            def issue() -> dict[str, Any]:
                issued = commands.issue_attestation(session, self.city, attestation_id, staff, **said, now=now)
                return schemas.attestation(issued, self.city)

            scope = f"issue_attestation/{staff.id}"
            return idempotency.once(session, scope, key, schemas.comparable(said), now, issue)

    @answers(sealed=True)
    def revoke_attestation(self, **asked: Any) -> dict[str, Any]:
        """Attest it no longer; harmless the second time.

        Args:
            asked: `schemas.Revoke`, with the access token of a member of staff.

        Returns:
            As `issue_attestation`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`, `permission_missing`.
            NotFound: `attestation_not_found`.
            Invalid: `invalid`.
        """
        said, now = read(schemas.Revoke, asked), clock.now()
        with self.database.transaction() as session:
            staff = self.recognise(session, said["token"], now)
            revoked = commands.revoke_attestation(session, self.city, said["attestation_id"], staff, now)
        return schemas.attestation(revoked, self.city)
