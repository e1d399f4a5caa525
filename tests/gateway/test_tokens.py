"""Whose tokens are believed, and how the keys are kept."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import eventlet
import pytest
from joserfc.jwk import OctKey

from chassis import attestations, clock
from chassis.attestations import Statement
from chassis.errors import Unauthenticated, Unavailable
from gateway.tokens import FRESH_SECONDS, RENEWED_SECONDS, Tokens
from tests.chassis import forging
from tests.gateway.fakes import MEMBER, SHARED_SECRET, City, Services

Change = Callable[[City, City], str]


class Watch:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def roubaix() -> City:
    return City("roubaix")


@pytest.fixture
def tourcoing() -> City:
    return City("tourcoing")


@pytest.fixture
def services(roubaix: City, tourcoing: City) -> Services:
    services = Services()
    services.answers["bookings.issuer_keys"] = {"roubaix": [roubaix.public()], "tourcoing": [tourcoing.public()]}
    return services


def asked(services: Services) -> int:
    return len(services.asked("bookings.issuer_keys"))


def test_a_member_is_known_by_the_signature_of_the_city(roubaix: City, services: Services) -> None:
    token = roubaix.token(roles=["referent"])
    caller = Tokens().verify(token, services)
    assert (caller.member_id, caller.city, caller.roles, caller.token) == (MEMBER, "roubaix", ("referent",), token)
    assert caller.actor() == {
        "member_id": MEMBER, "city": "roubaix", "category": "resident",
        "organisation_kind": "individual", "roles": ["referent"],
    }  # fmt: skip


FORGERIES: dict[str, Change] = {
    "another city's key": lambda roubaix, tourcoing: roubaix.token(key=tourcoing.key),
    "another city's issuer": lambda roubaix, tourcoing: roubaix.token(iss="tourcoing"),
    "an unknown key": lambda roubaix, tourcoing: roubaix.token(header={"kid": "nobody"}),
    "no algorithm": lambda roubaix, tourcoing: _unsigned(roubaix.token()),
    "a shared secret": lambda roubaix, tourcoing: roubaix.token(header={"alg": "HS256"}, key=SHARED_SECRET),
    "the public key as a shared secret": lambda roubaix, tourcoing: roubaix.token(
        header={"alg": "HS256"}, key=OctKey.import_key(roubaix.public()["x"])
    ),
    "another type": lambda roubaix, tourcoing: roubaix.token(header={"typ": "JWT"}),
    "no type": lambda roubaix, tourcoing: roubaix.token(header={"typ": None}),
    "another audience": lambda roubaix, tourcoing: roubaix.token(aud="elsewhere"),
    "no audience": lambda roubaix, tourcoing: roubaix.token(aud=None),
    "no end": lambda roubaix, tourcoing: roubaix.token(exp=None),
    "an end that is no number": lambda roubaix, tourcoing: roubaix.token(exp="tomorrow"),
    "no member": lambda roubaix, tourcoing: roubaix.token(sub=None),
    "no login": lambda roubaix, tourcoing: roubaix.token(sid=None),
    "roles of the wrong type": lambda roubaix, tourcoing: roubaix.token(roles=[1]),
    "a changed payload": lambda roubaix, tourcoing: _with_payload_of(
        roubaix.token(), roubaix.token(roles=["operator"])
    ),
    "a very long one": lambda roubaix, tourcoing: roubaix.token(roles=["r" * 5000]),
    "nothing like a token": lambda roubaix, tourcoing: "a.b.c",
    "no ASCII": lambda roubaix, tourcoing: "é\ud800",
}


def _unsigned(token: str) -> str:
    header = b'{"alg":"none","typ":"at+jwt","kid":"roubaix-1"}'
    return ".".join([urlsafe_b64encode(header).decode().rstrip("="), token.split(".")[1], ""])


def _with_payload_of(token: str, other: str) -> str:
    head, _, signature = token.split(".")
    return ".".join([head, other.split(".")[1], signature])


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_token_is_refused(forgery: Change, roubaix: City, tourcoing: City, services: Services) -> None:
    with pytest.raises(Unauthenticated) as refused:
        Tokens().verify(forgery(roubaix, tourcoing), services)
    assert refused.value.code == "token_invalid"


@pytest.mark.parametrize("forge", forging.FORGERIES.values(), ids=forging.FORGERIES)
def test_what_a_forger_makes_is_refused(forge: forging.Forgery, roubaix: City, services: Services) -> None:
    tokens, token = Tokens(), roubaix.token()
    assert tokens.verify(token, services).city == "roubaix"
    with pytest.raises(Unauthenticated, match="token_invalid"):
        tokens.verify(forge(token, roubaix.public()), services)


def test_what_a_city_attests_of_somebody_signs_nobody_in(roubaix: City, services: Services) -> None:
    now = clock.now()
    said = Statement("roubaix", MEMBER, "a-1", "adult", now, None)
    key = dict(roubaix.key.as_dict(private=True))
    for token in (attestations.for_bookings(said, key), attestations.to_present(said, key, now)):
        with pytest.raises(Unauthenticated, match="token_invalid"):
            Tokens().verify(token, services)


def test_an_expired_token_says_so(roubaix: City, services: Services) -> None:
    with pytest.raises(Unauthenticated) as refused:
        Tokens().verify(roubaix.token(exp=int(clock.now().timestamp()) - 1), services)
    assert refused.value.code == "token_expired"


def test_the_keys_are_asked_for_once(roubaix: City, tourcoing: City, services: Services) -> None:
    tokens = Tokens(Watch())
    for city in (roubaix, tourcoing, roubaix):
        tokens.verify(city.token(), services)
    assert asked(services) == 1


def test_unknown_keys_are_asked_for_at_most_every_five_seconds(roubaix: City, services: Services) -> None:
    watch, fresh = Watch(), City("roubaix", "2")
    tokens = Tokens(watch)
    tokens.verify(roubaix.token(), services)
    for _ in range(10):
        with pytest.raises(Unauthenticated):
            tokens.verify(fresh.token(), services)
    assert asked(services) == 1
    watch.seconds += 5
    services.answers["bookings.issuer_keys"] = {"roubaix": [fresh.public(), roubaix.public()]}
    assert tokens.verify(fresh.token(), services).city == "roubaix"
    assert asked(services) == 2


def test_old_keys_are_renewed_beside_the_request_that_uses_them(roubaix: City, services: Services) -> None:
    watch = Watch()
    tokens = Tokens(watch)
    tokens.verify(roubaix.token(), services)
    watch.seconds += RENEWED_SECONDS
    tokens.verify(roubaix.token(), services)
    assert asked(services) == 1
    eventlet.sleep(0)
    assert asked(services) == 2


def test_a_key_that_its_city_took_back_believes_nobody_a_minute_later(roubaix: City, services: Services) -> None:
    watch, fresh = Watch(), City("roubaix", "2")
    tokens = Tokens(watch)
    tokens.verify(roubaix.token(), services)
    services.answers["bookings.issuer_keys"] = {"roubaix": [fresh.public()]}
    watch.seconds += FRESH_SECONDS
    with pytest.raises(Unauthenticated, match="token_invalid"):
        tokens.verify(roubaix.token(), services)
    assert tokens.verify(fresh.token(), services).city == "roubaix"


def test_nobody_is_believed_by_an_old_key_while_another_request_asks_for_newer_ones(
    roubaix: City, services: Services
) -> None:
    watch = Watch()
    tokens = Tokens(watch)
    tokens.verify(roubaix.token(), services)

    def slow() -> dict[str, Any]:
        eventlet.sleep(0)
        return {"roubaix": [City("roubaix", "2").public()]}

    services.answers["bookings.issuer_keys"] = slow
    watch.seconds += FRESH_SECONDS
    for asking in [eventlet.spawn(tokens.verify, roubaix.token(), services) for _ in range(5)]:
        with pytest.raises(Unauthenticated, match="token_invalid"):
            asking.wait()
    assert asked(services) == 2


def test_an_old_key_and_a_new_one_are_believed_side_by_side(roubaix: City, services: Services) -> None:
    fresh = City("roubaix", "2")
    services.answers["bookings.issuer_keys"] = {"roubaix": [fresh.public(), roubaix.public()]}
    tokens = Tokens()
    assert {tokens.verify(city.token(), services).city for city in (roubaix, fresh)} == {"roubaix"}


def test_keys_outlive_an_absence_of_bookings(roubaix: City, services: Services) -> None:
    watch = Watch()
    tokens = Tokens(watch)
    tokens.verify(roubaix.token(), services)
    del services.answers["bookings.issuer_keys"]
    for _ in range(3):
        watch.seconds += 61
        assert tokens.verify(roubaix.token(), services).city == "roubaix"
        eventlet.sleep(0)
    assert asked(services) == 4


def test_without_any_key_nobody_can_be_known_yet(roubaix: City) -> None:
    with pytest.raises(Unavailable) as refused:
        Tokens().verify(roubaix.token(), Services())
    assert refused.value.code == "keys_unknown"


@pytest.mark.parametrize("broken", [{}, {"kty": "OKP", "crv": "Ed25519", "kid": "x", "x": "!"}, {"kty": "RSA"}])
def test_a_broken_key_of_one_city_hides_no_other(broken: dict[str, Any], roubaix: City, services: Services) -> None:
    services.answers["bookings.issuer_keys"] = {"tourcoing": [broken], "roubaix": [roubaix.public()]}
    assert Tokens().verify(roubaix.token(), services).city == "roubaix"
