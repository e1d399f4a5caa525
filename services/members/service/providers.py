"""Signing in at the city's OpenID Connect provider, on the bus: go there, come back, consent. No transaction is open
while the provider is spoken with.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nameko.extensions import DependencyProvider
from sqlalchemy.orm import Session

from chassis import clock, ids, sealing
from chassis.errors import Invalid, NotFound
from chassis.schema import read
from chassis.service import answers, every
from services.members import commands, domain, queries, schemas
from services.members.provider import Provider, provider_of
from services.members.service.logins import Logins


class OfCity(DependencyProvider):
    """Gives the service the provider of its city, one for the process; None where the city has none."""

    def setup(self) -> None:
        self.provider = provider_of(self.container.config["settings"], self.container.service_cls.city)

    def get_dependency(self, worker_ctx: Any) -> Provider | None:
        return self.provider


class Providers(Logins):
    """How a member shows who they are by their city's own provider."""

    provider: Any = OfCity()

    @every(seconds=600)
    def forget_provider_logins(self) -> None:
        """At start and then every ten minutes: who did not come back in time is not kept."""
        with self.database.transaction() as session:
            commands.forget_provider_logins(session, clock.now())

    @answers(sealed=True)
    def provider_begin(self, **asked: Any) -> dict[str, Any]:
        """Go to the provider.

        Args:
            asked: `schemas.FromSomewhere`.

        Returns:
            `{"url": where to send the browser, "state": what has to come back with the same browser}`.

        Raises:
            NotFound: `provider_unknown`.
            TooMany: `too_many_tries`.
            Unavailable: `provider_unavailable`.
            Forbidden: `provider_answer_invalid`.
        """
        said, provider, now = read(schemas.FromSomewhere, asked), self._provider(), clock.now()
        self.throttle(domain.PROVIDER_FROM_ADDRESS, domain.network_of(said["client"]), now=now)
        state, nonce, code_verifier = ids.secret(), ids.secret(), ids.secret(48)
        url = provider.address(state, nonce, code_verifier)
        expires_at = now + domain.PROVIDER_LOGIN_LASTS
        with self.database.transaction() as session:
            login = domain.ProviderLogin(domain.digest(state), nonce, code_verifier, expires_at)
            commands.begin_provider_login(session, login)
        return {"url": url, "state": state}

    @answers(sealed=True)
    def provider_finish(self, **asked: Any) -> dict[str, Any]:
        """Come back from the provider, once.

        Args:
            asked: `schemas.ProviderAnswer`.

        Returns:
            As `sign_in`; of somebody who is no member yet `{"ticket", "name", "email"}`, for `provider_join`.

        Raises:
            NotFound: `provider_unknown`, `provider_login_unknown`.
            Unavailable: `provider_unavailable`.
            Forbidden: `provider_refused`, `provider_answer_invalid`, `provider_email_unverified`, `member_not_active`,
                `provider_second_factor_missing`.
            Conflict: `provider_identity_other`.
        """
        said, provider, now = read(schemas.ProviderAnswer, asked), self._provider(), clock.now()
        with self.database.transaction() as session:
            login = commands.take_provider_login(session, domain.digest(said["state"]), now)
        found = provider.identity(login, said["code"], said["error"], said["iss"], now)
        with self.database.transaction() as session:
            member = commands.recognise_identity(session, found, clock.now())
            if member is None:
                return self._ticket(session, found, clock.now())
            return self._admit(session, member, found, said)

    @answers(sealed=True)
    def provider_ticket(self, **asked: Any) -> dict[str, Any]:
        """Whom a ticket speaks of, for their own browser.

        Args:
            asked: `schemas.Ticket`.

        Returns:
            `{"name", "email"}`.

        Raises:
            NotFound: `provider_login_unknown`.
        """
        with self.database.reading() as session:
            ticket = self._opened(session, read(schemas.Ticket, asked)["ticket"], clock.now())
        return {"name": ticket["name"], "email": ticket["email"]}

    @answers(sealed=True)
    def provider_join(self, **asked: Any) -> dict[str, Any]:
        """Become a member by a ticket, once, and be signed in.

        Args:
            asked: `schemas.Joining`.

        Returns:
            As `sign_in`.

        Raises:
            Invalid: `invalid`, `consent_missing`.
            NotFound: `provider_login_unknown`.
            Forbidden: `member_not_active`, `provider_second_factor_missing`.
            Conflict: `provider_identity_other`.
        """
        said, now = read(schemas.Joining, asked), clock.now()
        domain.check_consent(given=said["consent"])
        with self.database.transaction() as session:
            ticket = self._opened(session, said["ticket"], now)
            commands.take_provider_login(session, domain.digest(ticket["ticket_id"]), now)
            found = schemas.identity(ticket, said["name"])
            member = commands.join_by_identity(session, self.city, ids.new(), found, said["language"], now)
            return self._admit(session, member, found, said)

    def _provider(self) -> Provider:
        if self.provider is None:
            raise NotFound("provider_unknown", "the city has no OpenID Connect provider")
        provider: Provider = self.provider
        return provider

    def _ticket(self, session: Session, found: domain.Identity, now: datetime) -> dict[str, Any]:
        """What to become a member by, which only this city can read and which serves once."""
        ticket_id, expires_at = ids.secret(), now + domain.PROVIDER_LOGIN_LASTS
        commands.begin_provider_login(session, domain.ProviderLogin(domain.digest(ticket_id), "", "", expires_at))
        own = queries.private_jwks(session, "enc", now)[0]
        return schemas.to_consent(sealing.seal(schemas.ticket(found, ticket_id), own), found)

    def _opened(self, session: Session, ticket: str, now: datetime) -> dict[str, Any]:
        try:
            opened = read(schemas.SealedTicket, sealing.unseal(ticket, queries.private_jwks(session, "enc", now)))
        except Invalid:
            raise NotFound("provider_login_unknown", "the city did not seal this ticket") from None
        domain.check_provider_login(queries.provider_login(session, domain.digest(opened["ticket_id"])), now)
        return opened

    def _admit(
        self, session: Session, member: domain.Member, found: domain.Identity, said: dict[str, Any]
    ) -> dict[str, Any]:
        return self.admit(
            session,
            member,
            method=domain.Method.PROVIDER,
            has_second_factor=found.has_second_factor,
            device=said["device"],
            client=said["client"],
            now=clock.now(),
        )
