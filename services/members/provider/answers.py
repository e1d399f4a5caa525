"""The authorization code flow with one provider: the way there, and what comes back. Keeps nothing of anybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from chassis import clock, config
from chassis.errors import Forbidden
from services.members import domain
from services.members.provider.knowledge import Knowledge
from services.members.provider.transport import Line, Session, check_status, read_object

_JWT = "application/jwt"


def provider_of(settings: config.Settings, city: str) -> Provider | None:
    """The provider of a city; None where it has none."""
    known = settings.cities[city].provider
    return Provider(known, f"{settings.gateway.public_url}{config.PROVIDER_CALLBACK}") if known else None


class Provider:
    """One for each city of a process: it keeps what the provider publishes.

    Args:
        settings: of the city's provider.
        redirect_uri: where it sends people back to.
        line: how it is spoken with.
        monotonic: seconds that never go back.
    """

    def __init__(
        self,
        settings: config.Provider,
        redirect_uri: str,
        line: Line | None = None,
        monotonic: Callable[[], float] = clock.monotonic,
    ) -> None:
        self.settings, self.redirect_uri = settings, redirect_uri
        self._line = line or Line()
        self._knowledge = Knowledge(settings.issuer, monotonic)
        self._expected = domain.Expected(
            settings.issuer,
            settings.client_id,
            settings.accepted_acr,
            settings.second_factor_acr,
            settings.second_factor_amr,
            settings.emails_are_verified,
        )

    def address(self, state: str, nonce: str, code_verifier: str) -> str:
        """Where to send somebody who wants to sign in.

        Raises:
            Unavailable: `provider_unavailable`.
            Forbidden: `provider_answer_invalid`.
        """
        asked: dict[str, Any] = {"nonce": nonce}
        if self.settings.pkce:
            asked["code_verifier"] = code_verifier
        if self.settings.acr_values:
            asked["acr_values"] = " ".join(self.settings.acr_values)
        if self.settings.second_factor_amr:
            asked["claims"] = json.dumps({"id_token": {"amr": {"essential": True}}}, separators=(",", ":"))
        with self._conversation() as session:
            endpoint = self._knowledge.metadata(session)["authorization_endpoint"]
            url, _ = session.create_authorization_url(endpoint, state=state, **asked)
        return str(url)

    def identity(
        self, login: domain.ProviderLogin, code: str | None, error: str | None, iss: str | None, now: datetime
    ) -> domain.Identity:
        """Who came back, by the code that the provider gave them.

        Args:
            login: with which they went there.
            code: for us to exchange, once.
            error: what the provider says instead.
            iss: who the answer says it comes from.
            now: the present instant.

        Raises:
            Unavailable: `provider_unavailable`.
            Forbidden: `provider_refused`, `provider_answer_invalid`.
        """
        with self._conversation() as session:
            metadata = self._knowledge.metadata(session)
            announced = metadata.get("authorization_response_iss_parameter_supported") is True
            domain.check_sender(iss, self.settings.issuer, announced=announced)
            domain.check_refusal(error)
            if not code:
                raise Forbidden("provider_answer_invalid", "no code came back", {"claim": "code"})
            given = session.fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                **({"code_verifier": login.code_verifier} if self.settings.pkce else {}),
            )
            claims = self._knowledge.verified(session, str(given["id_token"]))
            domain.check_id_token(claims, self._expected, login.nonce, now)
            facts = self._facts(session, metadata, claims, str(given["access_token"]))
        return domain.identity(claims, facts, self._expected)

    def look(self) -> str:
        """What there is to say of it to an operator.

        Raises:
            Unavailable: `provider_unavailable`.
            Forbidden: `provider_answer_invalid`, with the reason as its message.
        """
        with self._conversation() as session:
            metadata = self._knowledge.metadata(session)
            keys = len(self._knowledge.keys(session).keys)
        if not keys:
            raise Forbidden("provider_answer_invalid", "it publishes no key that we can verify with (RSA or EC)")
        known = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if self.settings.client_authentication not in known:
            raise Forbidden("provider_answer_invalid", f"it does not take {self.settings.client_authentication}")
        pkce = "S256" in metadata.get("code_challenge_methods_supported", [])
        said = "" if pkce or not self.settings.pkce else ", announces no PKCE"
        return f"{self.settings.issuer} answers, {keys} keys{said}; sends people back to {self.redirect_uri}"

    def _conversation(self) -> Any:
        return self._line.conversation(
            client_id=self.settings.client_id,
            client_secret=self.settings.client_secret,
            token_endpoint_auth_method=self.settings.client_authentication,
            scope=" ".join(self.settings.scopes),
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
        )

    def _facts(
        self, session: Session, metadata: dict[str, Any], claims: dict[str, Any], access_token: str
    ) -> dict[str, Any]:
        """What the provider says of somebody beside the ID token, if that does not say all of it: JSON, or a JWT that
        it signed (FranceConnect, ProConnect).
        """
        named = "name" in claims or "given_name" in claims
        verified = "email_verified" in claims or self.settings.emails_are_verified
        if ("email" in claims and verified and named) or "userinfo_endpoint" not in metadata:
            return {}
        asked = {"Authorization": f"Bearer {access_token}"}
        response = session.get(metadata["userinfo_endpoint"], withhold_token=True, headers=asked)
        if response.headers.get("Content-Type", "").partition(";")[0].strip().lower() != _JWT:
            return read_object(response)
        check_status(response)
        facts = self._knowledge.verified(session, response.content.decode("ascii").strip())
        domain.check_signed_facts(facts, self._expected)
        return facts
