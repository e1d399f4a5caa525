"""Second factors, on the bus."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids
from chassis.schema import read
from chassis.service import answers
from services.members import commands, domain, queries, schemas, signing
from services.members.domain import second_factors
from services.members.service.securing import Securing


class SecondFactors(Securing):
    """How a member gets a second factor, another one, or none."""

    @answers(sealed=True)
    def second_factor(self, **asked: Any) -> dict[str, Any]:
        """Whether the member has one, and how many recovery codes are left.

        Args:
            asked: `schemas.Token`, an access token.

        Returns:
            `{"is_set_up", "since", "recovery_codes_left", "is_required"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.Token, asked)["token"], clock.now()
        with self.database.reading() as session:
            member_id = self.recognise(session, token, now).id
            member = domain.recognise(queries.member(session, member_id))  # with the roles that the login may lack
            factor = queries.second_factor(session, member_id)
            left = len(queries.unused_recovery_digests(session, member_id))
        return schemas.second_factor(member, factor, left)

    @answers(sealed=True)
    def set_up_second_factor(self, **asked: Any) -> dict[str, Any]:
        """Draw the secret of a second factor, which protects once a code of it was typed.

        Args:
            asked: `schemas.SetUp`: with an access token, the password and, where there is a second factor already, a
                code of it; or with a setup token, for a first one.

        Returns:
            `{"secret": base32, "uri": "otpauth://…"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`, `wrong_credentials`.
            Forbidden: `member_not_active`, `sign_in_again`, `second_factor_needed`, `wrong_code`.
            Conflict: `second_factor_present`: by a setup token.
            TooMany: `too_many_tries`, `too_many_at_once`.
        """
        said, secret, now = read(schemas.SetUp, asked), ids.typeable(second_factors.SECRET_BYTES), clock.now()
        if said["setup_token"] is not None:
            with self.database.transaction() as session:
                member = self._who_sets_up(session, said, now)
                commands.second_factors.set_up_first(session, member.id, secret, now)
        else:
            member, _ = self.again(said["token"] or "", said["password"], now)
            with self.database.transaction() as session:
                commands.second_factors.set_up(session, self.city, member.id, said["code"], secret, now)
        issuer = f"Champ Libre – {self.settings.cities[self.city].name}"
        return schemas.secret(secret, member.email or member.id, issuer)

    @answers(sealed=True)
    def confirm_second_factor(self, **asked: Any) -> dict[str, Any]:
        """Let a second factor protect from now on, by a first code of it.

        Args:
            asked: `schemas.Confirm`, with an access token or a setup token.

        Returns:
            `{"recovery_codes": [ten]}`, which are told this once.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `wrong_code`.
            Conflict: `second_factor_not_begun`.
            TooMany: `too_many_tries`.
        """
        said, fresh, now = read(schemas.Confirm, asked), _fresh_codes(), clock.now()
        with self.database.reading() as session:
            member = self._who_sets_up(session, said, now)
        self.throttle(domain.PROOF_OF_MEMBER, member.id, now=now)
        with self.database.transaction() as session:
            commands.second_factors.confirm(session, self.city, member.id, said["code"], fresh, now)
        return schemas.recovery_codes(fresh)

    @answers(sealed=True)
    def remove_second_factor(self, **asked: Any) -> dict[str, Any]:
        """Let a second factor go; who works for the city keeps one.

        Args:
            asked: `schemas.Remove`, with an access token.

        Returns:
            As `second_factor`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`, `wrong_credentials`.
            Forbidden: `member_not_active`, `sign_in_again`, `second_factor_required`, `second_factor_needed`,
                `wrong_code`.
            Conflict: `second_factor_absent`.
            TooMany: `too_many_tries`, `too_many_at_once`.
        """
        said, now = read(schemas.Remove, asked), clock.now()
        member, _ = self.again(said["token"], said["password"], now)
        with self.database.transaction() as session:
            commands.second_factors.remove(session, self.city, member.id, said["code"], now)
        return schemas.second_factor(member, None, 0)

    @answers(sealed=True)
    def renew_recovery_codes(self, **asked: Any) -> dict[str, Any]:
        """Give other recovery codes, by a code of the second factor; the earlier ones are void.

        Args:
            asked: `schemas.Renew`, with an access token.

        Returns:
            As `confirm_second_factor`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`, `second_factor_needed`, `wrong_code`.
            Conflict: `second_factor_absent`.
            TooMany: `too_many_tries`.
        """
        said, fresh, now = read(schemas.Renew, asked), _fresh_codes(), clock.now()
        with self.database.reading() as session:
            member = self.recognise(session, said["token"], now)
        self.throttle(domain.PROOF_OF_MEMBER, member.id, now=now)
        with self.database.transaction() as session:
            commands.second_factors.renew_codes(session, self.city, member.id, said["code"], fresh, now)
        return schemas.recovery_codes(fresh)

    def _who_sets_up(self, session: Session, said: Mapping[str, Any], now: datetime) -> domain.Member:
        """Who sets up a second factor: by an access token, or by the token for this alone."""
        if said["setup_token"] is None:
            return self.recognise(session, said["token"] or "", now)
        keys = queries.private_jwks(session, "sig", now)
        claims = signing.verify(said["setup_token"], keys, domain.SETUP_TYPE)
        return domain.recognise(queries.member(session, domain.check_setup_claims(claims, self.city, now)))


def _fresh_codes() -> list[str]:
    return [ids.typeable(second_factors.RECOVERY_CODE_BYTES) for _ in range(second_factors.RECOVERY_CODES)]
