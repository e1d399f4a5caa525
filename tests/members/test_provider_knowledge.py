"""What a provider publishes of itself: kept, renewed, and refused where it is not sane."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chassis.errors import Forbidden
from services.members.provider.knowledge import FRESH_SECONDS
from tests.members.own_provider import OwnProvider, key, known, public, running
from tests.members.test_provider_answers import sign_in


@pytest.fixture
def own() -> Iterator[OwnProvider]:
    with running() as started:
        yield started


def times(own: OwnProvider, path: str) -> int:
    return [asked for asked, _ in own.asked].count(path)


def test_a_key_that_is_not_known_yet_is_looked_for_once(own: OwnProvider) -> None:
    ours = known(own)
    sign_in(own, ours)
    sign_in(own, ours)
    assert times(own, "/jwks") == 1
    old, own.key = own.key, key("2")
    own.keys = [public(old), public(own.key)]
    assert sign_in(own, ours).subject == "3f1c"
    assert times(own, "/jwks") == 2
    own.key = key("3")
    with pytest.raises(Forbidden, match="provider_answer_invalid"):
        sign_in(own, ours)
    assert times(own, "/jwks") == 3


def test_what_is_known_is_asked_for_again_after_an_hour(own: OwnProvider) -> None:
    seconds = [0.0]
    ours = known(own, monotonic=lambda: seconds[0])
    for at in (0.0, FRESH_SECONDS - 1, FRESH_SECONDS):
        seconds[0] = at
        sign_in(own, ours)
    assert (times(own, "/.well-known/openid-configuration"), times(own, "/jwks")) == (2, 2)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example.org"},
        {"authorization_endpoint": "http://elsewhere.example.org/authorize"},
        {"token_endpoint": "ftp://elsewhere.example.org"},
        {"jwks_uri": None},
        {"userinfo_endpoint": "http://elsewhere.example.org/user"},
    ],
)
def test_a_provider_that_is_another_or_listens_in_the_open_is_refused(
    own: OwnProvider, metadata: dict[str, Any]
) -> None:
    own.metadata = metadata
    with pytest.raises(Forbidden, match="provider_answer_invalid") as refusal:
        sign_in(own)
    assert refusal.value.detail == {"claim": next(iter(metadata))}


def test_a_key_of_a_kind_that_we_do_not_know_spoils_no_other(own: OwnProvider) -> None:
    own.keys += [{"kty": "AKP", "alg": "ML-DSA-44"}, {"kty": "EC"}, {"kty": "oct", "k": "c2VjcmV0"}]
    assert sign_in(own).subject == "3f1c"
