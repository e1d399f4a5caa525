"""What comes back from a provider, rightly and wrongly, over HTTP on the loopback."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey

from chassis import clock
from chassis.errors import Forbidden, Unavailable
from services.members import domain
from services.members.provider import Provider
from tests.members.own_provider import CALLBACK, CAMILLE, CLIENT_ID, OwnProvider, key, known, public, running

STATE, NONCE, VERIFIER = "s" * 43, "n" * 43, "v" * 64
LOGIN = domain.ProviderLogin(domain.digest(STATE), NONCE, VERIFIER, clock.now() + timedelta(minutes=10))
FROM_HERE = {"name": None, "email": None, "email_verified": None}  # of an ID token that says nothing of the person


@pytest.fixture
def own() -> Iterator[OwnProvider]:
    with running() as started:
        yield started


def sign_in(own: OwnProvider, ours: Provider | None = None, **came_back: str) -> domain.Identity:
    """Somebody goes there and comes back."""
    ours = ours or known(own)
    answer: dict[str, Any] = own.visit(ours.address(STATE, NONCE, VERIFIER)) | came_back
    return ours.identity(LOGIN, answer.get("code"), answer.get("error"), answer.get("iss"), clock.now())


def refused(own: OwnProvider, ours: Provider | None = None, **came_back: str) -> dict[str, Any]:
    with pytest.raises(Forbidden, match="provider_answer_invalid") as refusal:
        sign_in(own, ours, **came_back)
    return refusal.value.detail


def part(content: Any) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def test_whoever_signs_in_there_is_known_here(own: OwnProvider) -> None:
    found = sign_in(own)
    assert found == domain.Identity(own.url, "3f1c", str(CAMILLE["name"]), str(CAMILLE["email"]), False)


def test_the_way_there_says_who_we_are_and_hides_the_secrets(own: OwnProvider) -> None:
    address = known(own, acr_values=("eidas1", "eidas2"), second_factor_amr=("mfa",)).address(STATE, NONCE, VERIFIER)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    challenge = asked.pop("code_challenge")
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": CALLBACK,
        "scope": "openid email profile",
        "state": STATE,
        "nonce": NONCE,
        "acr_values": "eidas1 eidas2",
        "claims": '{"id_token":{"amr":{"essential":true}}}',
        "code_challenge_method": "S256",
    }
    assert len(challenge) == 43 and VERIFIER not in address


def test_a_provider_that_takes_no_other_parameter_is_sent_none(own: OwnProvider) -> None:
    ours = known(own, pkce=False)
    assert "code_challenge" not in ours.address(STATE, NONCE, VERIFIER)
    sign_in(own, ours)
    assert "code_verifier" not in dict(own.asked)["/token"]


@pytest.mark.parametrize(("way", "in_head"), [("client_secret_basic", True), ("client_secret_post", False)])
def test_the_city_shows_the_provider_who_it_is_as_that_wants_it(own: OwnProvider, way: str, in_head: bool) -> None:
    sign_in(own, known(own, client_authentication=way))
    sent = dict(own.asked)["/token"]
    assert (sent["Authorization"].startswith("Basic "), "client_secret" in sent) == (in_head, not in_head)


def test_a_code_serves_only_whoever_went_for_it(own: OwnProvider) -> None:
    ours = known(own)
    code = own.visit(ours.address(STATE, NONCE, VERIFIER))["code"]
    with pytest.raises(Forbidden, match="provider_answer_invalid"):
        ours.identity(replace(LOGIN, code_verifier="w" * 64), code, None, None, clock.now())


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("nonce", "another"),
        ("nonce", None),
        ("aud", "another-client"),
        ("aud", [CLIENT_ID, "another-client"]),
        ("azp", "another-client"),
        ("iss", "https://elsewhere.example.org"),
        ("exp", 1_700_000_000),
        ("exp", None),
        ("exp", True),
        ("iat", 99_999_999_999),
        ("nbf", 99_999_999_999),
        ("sub", ""),
        ("sub", "x" * 256),
    ],
)
def test_an_id_token_that_is_not_for_us_now_is_refused(own: OwnProvider, claim: str, wrong: Any) -> None:
    own.claims = {claim: wrong}
    detail = refused(own)
    assert detail["claim"] == ("azp" if claim == "aud" and isinstance(wrong, list) else claim)


def test_a_token_that_nobody_signed_is_refused(own: OwnProvider) -> None:
    own.sign = lambda claims: f"{part({'alg': 'none'})}.{part(claims)}."
    assert refused(own)["claim"] == "signature"


def test_a_token_signed_with_the_public_key_as_if_it_were_a_secret_is_refused(own: OwnProvider) -> None:
    theirs = RSAKey.generate_key(2048, parameters={"kid": "1"})
    own.keys = [public(theirs), public(theirs) | {"kty": "oct", "k": part("k"), "kid": "2"}]
    secret = theirs.as_pem(private=False)

    def forge(claims: dict[str, Any], kid: str) -> str:
        said = f"{part({'alg': 'HS256', 'kid': kid})}.{part(claims)}"
        return f"{said}.{urlsafe_b64encode(hmac.digest(secret, said.encode(), 'sha256')).decode().rstrip('=')}"

    for kid in ("1", "2"):
        own.sign = lambda claims, kid=kid: forge(claims, kid)  # type: ignore[misc]
        assert refused(own)["claim"] == "signature"


def test_a_token_that_another_key_signed_is_refused(own: OwnProvider) -> None:
    own.key = key("1")
    assert refused(own)["claim"] == "signature"


def test_an_address_counts_only_if_it_was_verified(own: OwnProvider) -> None:
    own.person["email_verified"] = False
    assert sign_in(own).email is None
    del own.person["email_verified"]
    own.userinfo = dict(own.person)
    assert sign_in(own).email is None
    assert sign_in(own, known(own, emails_are_verified=True)).email == CAMILLE["email"]


def test_what_is_said_of_somebody_comes_with_the_token_or_is_asked_for(own: OwnProvider) -> None:
    own.claims, own.userinfo = dict(FROM_HERE), {**CAMILLE, "name": None, "given_name": "Camille", "usual_name": "Van"}
    found = sign_in(own)
    assert (found.name, found.email) == ("Camille Van", CAMILLE["email"])
    assert dict(own.asked)["/user"]["Authorization"] == "Bearer an-access-token"


def test_what_is_said_of_somebody_may_be_signed(own: OwnProvider) -> None:
    own.claims = dict(FROM_HERE)
    said = {**CAMILLE, "iss": own.url, "aud": CLIENT_ID}
    own.userinfo = own.signed(said)
    assert sign_in(own).email == CAMILLE["email"]
    for wrong, claim in (
        (own.signed(said | {"iss": "https://elsewhere.example.org"}), "iss"),
        (own.signed(said | {"aud": "another-client"}), "aud"),
        (own.signed(said | {"sub": "somebody-else"}), "sub"),
        (f"{part({'alg': 'none'})}.{part(said)}.", "signature"),
    ):
        own.userinfo = wrong
        assert refused(own)["claim"] == claim


def test_what_is_said_of_somebody_else_is_refused(own: OwnProvider) -> None:
    own.claims, own.userinfo = dict(FROM_HERE), {**CAMILLE, "sub": "somebody-else"}
    assert refused(own)["claim"] == "sub"


def test_whether_an_address_was_verified_is_asked_for_too(own: OwnProvider) -> None:
    own.claims, own.userinfo = {"email_verified": None}, dict(CAMILLE)
    assert sign_in(own).email == CAMILLE["email"]


def test_an_address_is_verified_where_it_is_said(own: OwnProvider) -> None:
    own.claims, own.userinfo = {"email": None, "name": None}, {**CAMILLE, "email_verified": False}
    assert sign_in(own).email is None


def test_a_level_that_was_asked_for_has_to_be_reached(own: OwnProvider) -> None:
    ours = known(own, acr_values=("eidas2",), accepted_acr=("eidas2", "eidas3"))
    assert refused(own, ours)["claim"] == "acr"
    own.claims = {"acr": "eidas1"}
    assert refused(own, ours)["claim"] == "acr"
    own.claims = {"acr": "eidas3"}
    assert sign_in(own, ours).subject == "3f1c"


@pytest.mark.parametrize(
    ("said", "trusted"),
    [
        ({"acr": "2fa"}, True),
        ({"amr": ["pwd", "otp"]}, True),
        ({"acr": "1fa", "amr": ["pwd"]}, False),
        ({"amr": "otp"}, False),
    ],
)
def test_a_second_factor_counts_as_the_city_trusts_it(own: OwnProvider, said: dict[str, Any], trusted: bool) -> None:
    own.claims = said
    assert sign_in(own, known(own, second_factor_acr=("2fa",), second_factor_amr=("otp",))).has_second_factor is trusted
    assert sign_in(own).has_second_factor is False


def test_an_answer_of_another_provider_is_refused_before_its_code_is_sent_anywhere(own: OwnProvider) -> None:
    assert refused(own, iss="https://elsewhere.example.org")["claim"] == "sender"
    own.metadata = {"authorization_response_iss_parameter_supported": True}
    assert refused(own)["claim"] == "sender"
    assert "/token" not in dict(own.asked)
    assert sign_in(own, iss=own.url).subject == "3f1c"


def test_a_provider_that_says_no_is_told_as_that(own: OwnProvider) -> None:
    for error, raised, code in (
        ("access_denied", Forbidden, "provider_refused"),
        ("login_required", Forbidden, "provider_refused"),
        ("temporarily_unavailable", Unavailable, "provider_unavailable"),
        ("invalid_scope", Forbidden, "provider_answer_invalid"),
    ):
        with pytest.raises(raised, match=code):
            sign_in(own, error=error)
    assert "/token" not in dict(own.asked)


def test_nobody_comes_back_with_nothing(own: OwnProvider) -> None:
    assert refused(own, code="")["claim"] == "code"


def test_an_operator_is_told_what_there_is(own: OwnProvider) -> None:
    assert known(own).look() == f"{own.url} answers, 1 keys, announces no PKCE; sends people back to {CALLBACK}"
    own.metadata = {"token_endpoint_auth_methods_supported": ["private_key_jwt"]}
    with pytest.raises(Forbidden) as refusal:
        known(own).look()
    assert refusal.value.message == "it does not take client_secret_basic"
    own.metadata, own.keys = {}, [{"kty": "oct", "k": "c2VjcmV0"}]
    with pytest.raises(Forbidden) as refusal:
        known(own).look()
    assert "no key" in refusal.value.message
