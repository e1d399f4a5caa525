"""Signing in, on the bus. Who does not know the password learns nothing: not even by waiting, or by being held up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids, metrics
from chassis.errors import Forbidden, ServiceError, TooMany, Unauthenticated
from chassis.schema import read
from chassis.service import answers
from services.members import commands, domain, hashing, queries, schemas, signing, turns
from services.members.domain.second_factors import Left, what_is_left
from services.members.service.logins import Logins

_OUTCOMES = {"too_many_tries": "throttled", "too_many_at_once": "busy"}


class SigningIn(Logins):
    """How a member shows who they are."""

    @answers(sealed=True)
    def knows(self, **asked: Any) -> dict[str, Any]:
        """Whether this is the city of the member with this address, which the gateway asks before it sends a password.

        Every city is asked each time, and takes a try of the network address: which city holds whom up tells nothing.

        Args:
            asked: `schemas.Knows`, an address as `chassis.addresses.digest` gives it.

        Returns:
            `{"known": bool}`.

        Raises:
            TooMany: `too_many_tries`.
        """
        said, now = read(schemas.Knows, asked), clock.now()
        with self._counted(), self.database.transaction() as session:
            commands.throttles.take(session, [self._of_client(said, city_named=False)], now)
        with self.database.reading() as session:
            return {"known": queries.is_known(session, said["email_digest"])}

    @answers(sealed=True)
    def sign_in(self, **asked: Any) -> dict[str, Any]:
        """Sign in the member with the address of this digest and this password.

        Args:
            asked: `schemas.SignIn`.

        Returns:
            `{"access_token", "token_type": "Bearer", "expires_in": seconds, "refresh_token", "refresh_expires_in",
            "member": {…}}`.

        Raises:
            Unauthenticated: `wrong_credentials`.
            Forbidden: `member_not_active`, `second_factor_needed`, `wrong_code`.
            TooMany: `too_many_tries`, `too_many_at_once`.
        """
        said = read(schemas.SignIn, asked)
        with self._counted():
            signed_in = self._sign_in(said, clock.now())
            metrics.sign_ins.labels(self.name, "ok").inc()
        return signed_in

    def _sign_in(self, said: dict[str, Any], now: datetime) -> dict[str, Any]:
        of_client = self._of_client(said, city_named=said["city_named"])
        with self.database.transaction() as session:
            known, password_hash = queries.credential(session, said["email_digest"])
            tries = self._of_account(session, known, said, now)
            commands.throttles.take(session, [*tries, of_client] if said["city_named"] else tries, now)
        try:
            matches = turns.take(hashing.matches, said["password"], password_hash)
        except TooMany:
            with self.database.transaction() as session:
                commands.throttles.give_back(session, tries)
            raise
        with self.database.transaction() as session:
            known, present_hash = queries.credential(session, said["email_digest"])  # a hash takes a while
            member = domain.sign_in(known, password_matches=matches and present_hash == password_hash)
            left = what_is_left(member, queries.second_factor(session, member.id), said["code"])
            if left is Left.SHOW:
                commands.second_factors.show(session, self.city, member.id, said["code"], now)
            commands.throttles.give_back(session, [*tries, of_client])  # of a wrong code they are not
            if left is Left.SET_UP:
                return self._may_set_up(session, member, now)
            if left is not Left.TYPE:
                where = {"device": said["device"], "client": said["client"], "method": domain.Method.PASSWORD}
                return self.admit(session, member, has_second_factor=left is Left.SHOW, **where, now=now)
        raise Forbidden("second_factor_needed", "a code of the second factor is needed too")

    def _may_set_up(self, session: Session, member: domain.Member, now: datetime) -> dict[str, Any]:
        """What a member who showed a password alone may do with it, for a time: set up a second factor."""
        claims = domain.setup_claims(member, self.city, ids.new(), now)
        key = queries.private_jwks(session, "sig", now)[0]
        return schemas.setup(signing.sign(claims, key, domain.SETUP_TYPE), self.city)

    def _of_account(
        self, session: Session, known: domain.Member | None, said: dict[str, Any], now: datetime
    ) -> list[domain.Try]:
        """Of the account, whether or not there is one: from the network address, and from everywhere together.

        Who names a city is counted apart: else whoever uses up the tries of an address in one city would see, by not
        naming any, in which one it is tried then.
        """
        account, network = (said["email_digest"], str(said["city_named"])), domain.network_of(said["client"])
        from_here = self.one_try(domain.OF_ACCOUNT_FROM_ADDRESS, *account, network)
        since, client = now - domain.REMEMBERED, self.network_digest(said["client"])
        if queries.has_come_from(session, known.id if known else "", client, since):
            return [from_here]
        return [from_here, self.one_try(domain.OF_ACCOUNT, *account)]

    def _of_client(self, said: dict[str, Any], *, city_named: bool) -> domain.Try:
        """Of the network address; when no city is named it is taken with the question who knows whom."""
        return self.one_try(domain.FROM_ADDRESS, domain.network_of(said["client"]), str(city_named))

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Count what is refused, by how."""
        try:
            yield
        except ServiceError as refusal:
            outcome = _OUTCOMES.get(refusal.code, "wrong" if isinstance(refusal, Unauthenticated) else "refused")
            metrics.sign_ins.labels(self.name, outcome).inc()
            raise
