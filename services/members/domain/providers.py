"""Signing in at the city's OpenID Connect provider: what its answer has to say, and whom it speaks of. Pure.

An address counts only if the provider says that it verified it, or the city says so of the provider. Somebody who was
here before is known by the provider's own name for them (`subject`), whatever their address is by then.

Source: OpenID Connect Core 1.0, 3.1.3.7 (ID token) and 5.1 (claims); RFC 9207 (`iss`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chassis import addresses
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from services.members.domain.people import Member, normalise_name, recognise
from services.members.domain.second_factors import SecondFactor

PROVIDER_LOGIN_LASTS = timedelta(minutes=10)
"""From the button to the return, and from there to the consent."""

_CLOCKS_DIFFER = timedelta(seconds=60)
_LONGEST_SUBJECT = 255
_FAILED_THERE = ("server_error", "temporarily_unavailable")
_MISTAKES_OF_OURS = ("invalid_request", "invalid_scope", "unauthorized_client", "unsupported_response_type")


@dataclass(frozen=True)
class ProviderLogin:
    """Somebody who went to the provider and is to come back, once.

    Attributes:
        state_digest: of the `state`, which their browser has.
        nonce: that the ID token has to hold.
        code_verifier: of PKCE.
        expires_at: UTC.
    """

    state_digest: str
    nonce: str
    code_verifier: str
    expires_at: datetime


@dataclass(frozen=True)
class Expected:
    """What the answer of a provider has to hold.

    Attributes:
        accepted_acr: one of these, if there are any.
        second_factor_acr, second_factor_amr: what means that a second factor was used.
        emails_are_verified: whatever the provider says of it.
    """

    issuer: str
    client_id: str
    accepted_acr: tuple[str, ...] = ()
    second_factor_acr: tuple[str, ...] = ()
    second_factor_amr: tuple[str, ...] = ()
    emails_are_verified: bool = False


@dataclass(frozen=True)
class Identity:
    """Who the provider says somebody is.

    Attributes:
        subject: the provider's own name for them, for ever.
        name: as a member may be called; empty where it says none that is fit.
        email: verified, normalised; None where it says none that was verified.
        has_second_factor: whether the provider asked for one, as the city trusts it to.
    """

    issuer: str
    subject: str
    name: str
    email: str | None
    has_second_factor: bool


def check_provider_login(login: ProviderLogin | None, now: datetime) -> ProviderLogin:
    """The login that somebody comes back from.

    Raises:
        NotFound: `provider_login_unknown`: it was never begun, is over, or was used.
    """
    if login is None or now >= login.expires_at:
        raise NotFound("provider_login_unknown", "no such login was begun, or it took too long, or it was used before")
    return login


def check_refusal(error: str | None) -> None:
    """Whether the provider says no instead of giving a code.

    Raises:
        Forbidden: `provider_refused`: somebody gave up there, or is not admitted; `provider_answer_invalid`: it does
            not take what we ask.
        Unavailable: `provider_unavailable`.
    """
    if error in _FAILED_THERE:
        raise Unavailable("provider_unavailable", "the provider says that it cannot answer now")
    if error in _MISTAKES_OF_OURS:
        raise _invalid(str(error))
    if error:
        raise Forbidden("provider_refused", "the provider did not let them in, or they gave up there")


def check_sender(iss: str | None, issuer: str, *, announced: bool) -> None:
    """Whether the answer came from this provider: one that announces to say so has to.

    Raises:
        Forbidden: `provider_answer_invalid`.
    """
    if (iss is not None or announced) and iss != issuer:
        raise _invalid("sender")


def check_id_token(claims: Mapping[str, Any], expected: Expected, nonce: str, now: datetime) -> str:
    """The subject of an ID token whose signature was verified.

    Raises:
        Forbidden: `provider_answer_invalid`; `detail["claim"]` says which claim is not as it has to be.
    """
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    since, until = (now + _CLOCKS_DIFFER).timestamp(), (now - _CLOCKS_DIFFER).timestamp()
    subject = claims.get("sub")
    as_it_has_to_be = {
        "iss": claims.get("iss") == expected.issuer,
        "aud": expected.client_id in audiences,
        "azp": claims.get("azp", expected.client_id if len(audiences) == 1 else None) == expected.client_id,
        "exp": _is_number(claims.get("exp")) and until < claims["exp"],
        "iat": _is_number(claims.get("iat")) and claims["iat"] <= since,
        "nbf": "nbf" not in claims or (_is_number(claims["nbf"]) and claims["nbf"] <= since),
        "nonce": claims.get("nonce") == nonce,
        "acr": not expected.accepted_acr or claims.get("acr") in expected.accepted_acr,
        "sub": isinstance(subject, str) and 1 <= len(subject) <= _LONGEST_SUBJECT,
    }
    for claim, right in as_it_has_to_be.items():
        if not right:
            raise _invalid(claim)
    return str(subject)


def check_signed_facts(claims: Mapping[str, Any], expected: Expected) -> None:
    """What a provider says of somebody in a signed token of its own has to be its own, and for us.

    Raises:
        Forbidden: `provider_answer_invalid`.
    """
    audience = claims.get("aud", expected.client_id)
    if claims.get("iss", expected.issuer) != expected.issuer:
        raise _invalid("iss")
    if expected.client_id not in (audience if isinstance(audience, list) else [audience]):
        raise _invalid("aud")


def identity(id_token: Mapping[str, Any], facts: Mapping[str, Any], expected: Expected) -> Identity:
    """Who somebody is.

    Args:
        id_token: checked.
        facts: what the provider says beside it; of the same person, or nothing.
        expected: of the provider.

    Raises:
        Forbidden: `provider_answer_invalid`: the facts are somebody else's.
    """
    if facts and facts.get("sub") != id_token["sub"]:
        raise _invalid("sub")
    source = facts if "email" in facts else id_token  # the address, and whether it was verified, from one place
    verified = expected.emails_are_verified or source.get("email_verified") in (True, "true")
    methods = id_token.get("amr")
    used = {method for method in methods if isinstance(method, str)} if isinstance(methods, list) else set()
    return Identity(
        expected.issuer,
        id_token["sub"],
        _name({**id_token, **facts}),
        _email(source.get("email")) if verified else None,
        id_token.get("acr") in expected.second_factor_acr or not used.isdisjoint(expected.second_factor_amr),
    )


def link_identity(member: Member, subjects: Collection[str], found: Identity) -> Member:
    """The member whose verified address the provider gives, and who is known by the provider's name for them from now
    on.

    Args:
        member: with that address.
        subjects: by which names the same provider knows the member already.
        found: whom the provider speaks of.

    Raises:
        Conflict: `provider_identity_other`: there is another name, so the address may be another person's by now.
    """
    if subjects and found.subject not in subjects:
        raise Conflict("provider_identity_other", "the member is known as somebody else at the provider")
    return member


def let_in(member: Member, factor: SecondFactor | None, found: Identity) -> Member:
    """The member whom the provider speaks of. It has to have asked staff for a second factor, and whoever has one here:
    nobody comes in with less than they would here.

    Raises:
        Forbidden: `member_not_active`, `provider_second_factor_missing`.
    """
    needed = recognise(member).is_staff or (factor is not None and factor.confirmed_at is not None)
    if needed and not found.has_second_factor:
        raise Forbidden("provider_second_factor_missing", "the provider asked for no second factor, as far as it says")
    return member


def check_verified(found: Identity) -> str:
    """The address of somebody who is not known here yet.

    Raises:
        Forbidden: `provider_email_unverified`.
    """
    if found.email is None:
        raise Forbidden("provider_email_unverified", "the provider gives no address that it has verified")
    return found.email


def _invalid(claim: str) -> Forbidden:
    return Forbidden("provider_answer_invalid", "the answer of the provider is not as it has to be", {"claim": claim})


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _email(said: Any) -> str | None:
    try:
        return addresses.normalise(said) if isinstance(said, str) else None
    except Invalid:
        return None


def _name(said: Mapping[str, Any]) -> str:
    """The name that is said, else first and last name; `usual_name` is what ProConnect calls the latter."""
    last = said.get("usual_name") or said.get("family_name")
    parts = [part for part in (said.get("given_name"), last) if isinstance(part, str)]
    whole = said.get("name") if isinstance(said.get("name"), str) else " ".join(parts)
    try:
        return normalise_name(str(whole))
    except Invalid:
        return ""
