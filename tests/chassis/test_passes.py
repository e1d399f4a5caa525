"""A pass opens one registration until what it is for is over, and nothing else ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jws

from chassis import passes, sealing, signatures
from chassis.errors import Unauthenticated
from chassis.passes import Pass
from tests.chassis.forging import FORGERIES, Forgery

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
KEY, OTHER = signatures.new_key("roubaix-1"), signatures.new_key("tourcoing-1")
OPENS = Pass("roubaix", "m-1", "r-1")
UNTIL = NOW + 30 * DAY
PASS = passes.make(OPENS, UNTIL, KEY, NOW)


def key_of(city: str, kid: str) -> Any:
    known = {("roubaix", "roubaix-1"): KEY, ("tourcoing", "tourcoing-1"): OTHER}
    return signatures.public_key(known[city, kid]) if (city, kid) in known else None


def refused(token: str, now: datetime = NOW) -> str:
    """The code by which it is refused."""
    with pytest.raises(Unauthenticated) as refusal:
        passes.verify(token, key_of, now)
    return refusal.value.code


def signed(key: dict[str, Any] = KEY, kind: str = passes.TYPE, **said: Any) -> str:
    """A token with the claims of a pass, some of them otherwise."""
    claims = dict(signatures.verify(PASS, passes.TYPE, key_of)) | said
    return signatures.sign({name: value for name, value in claims.items() if value is not None}, key, kind)


def test_a_pass_says_whose_registration_it_opens_and_until_when_and_nothing_else() -> None:
    assert passes.verify(PASS, key_of, NOW) == OPENS
    assert signatures.verify(PASS, passes.TYPE, key_of) == {
        "iss": "roubaix", "sub": "m-1", "aud": "champlibre/registrations", "reg": "r-1",
        "iat": int(NOW.timestamp()), "exp": int((UNTIL + 7 * DAY).timestamp()),
    }  # fmt: skip
    header = jws.extract_compact(PASS.encode()).headers()
    assert header == {"alg": "EdDSA", "typ": "pass+jwt", "kid": "roubaix-1"}


def test_it_opens_until_some_days_after_the_end() -> None:
    over = UNTIL + passes.OPENS_AFTERWARDS
    assert passes.verify(PASS, key_of, over - timedelta(seconds=2)) == OPENS
    assert refused(PASS, over) == "pass_expired"


def test_it_opens_no_longer_than_its_city_keeps_the_key() -> None:
    distant = passes.make(OPENS, NOW + 900 * DAY, KEY, NOW)
    assert passes.verify(distant, key_of, NOW + 180 * DAY - timedelta(seconds=2)) == OPENS
    assert refused(distant, NOW + 180 * DAY) == "pass_expired"


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_pass_is_refused(forge: Forgery) -> None:
    assert refused(forge(PASS, sealing.public(KEY))) == "pass_invalid"


@pytest.mark.parametrize(
    "said",
    [
        {"aud": "champlibre"}, {"aud": None}, {"reg": None}, {"reg": 1}, {"sub": ["m-1"]}, {"exp": None},
        {"exp": "tomorrow"}, {"exp": 1e12}, {"iat": None}, {"iat": int((NOW + DAY).timestamp())}, {"iss": "tourcoing"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_signed_for_another_use_or_says_too_little_opens_nothing(said: dict[str, Any]) -> None:
    assert passes.verify(signed(), key_of, NOW) == OPENS
    assert refused(signed(**said)) == "pass_invalid"


def test_no_city_makes_a_pass_for_a_member_of_another() -> None:
    assert refused(signed(OTHER)) == "pass_invalid"
    assert refused(signed(kind="at+jwt")) == "pass_invalid"


def test_whether_a_token_calls_itself_a_pass_is_seen_without_any_key() -> None:
    assert passes.is_pass(PASS)
    assert not passes.is_pass(signed(kind="at+jwt"))
    assert not any(map(passes.is_pass, ("", "a.b.c", "é\ud800", PASS * 40)))
