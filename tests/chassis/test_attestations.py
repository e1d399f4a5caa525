"""What a city attests is believed from whoever shows it, until its end, and from nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jws

from chassis import attestations, sealing, signatures, tokens
from chassis.attestations import BOOKINGS, CITIES, Statement
from chassis.errors import Forbidden, ServiceError, Unavailable
from tests.chassis.forging import FORGERIES, OWN, Forgery

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
KEY, OTHER = signatures.new_key("roubaix-1"), signatures.new_key("tourcoing-1")
SEAL = sealing.new_key("roubaix-2")
KEYS = {"roubaix": [SEAL, KEY], "tourcoing": [sealing.public(OTHER)]}
SAID = Statement("roubaix", "m-1", "a-1", "reduced_rate", NOW, NOW + timedelta(days=365))
FOR_GOOD = Statement("roubaix", "m-1", "a-2", "adult", NOW, None)
BOTH = {BOOKINGS: attestations.for_bookings(SAID, KEY), CITIES: attestations.to_present(SAID, KEY, NOW)}

of_both = pytest.mark.parametrize("audience", BOTH)


def claims(token: str) -> dict[str, Any]:
    return dict(signatures.verify(token, attestations.TYPE, lambda *_: signatures.public_key(KEY)))


def refused(token: str, audience: str = CITIES, now: datetime = NOW, **more: Any) -> str:
    """The code by which it is refused."""
    with pytest.raises(ServiceError) as refusal:
        attestations.verify(token, audience, KEYS, now, **more)
    return refusal.value.code


@of_both
def test_what_the_city_attests_is_read_from_the_token_alone(audience: str) -> None:
    assert attestations.verify(BOTH[audience], audience, KEYS, NOW) == SAID
    assert SAID.issued_at == NOW.replace(microsecond=0)


def test_a_token_says_who_by_an_id_what_and_until_when_and_nothing_else() -> None:
    begins, ends = int(NOW.timestamp()), int((NOW + timedelta(days=365)).timestamp())
    assert claims(BOTH[BOOKINGS]) == {
        "iss": "roubaix", "sub": "m-1", "aud": BOOKINGS, "jti": "a-1", "kind": "reduced_rate",
        "iat": begins, "issued_at": begins, "valid_until": ends, "exp": ends,
    }  # fmt: skip
    assert claims(BOTH[CITIES]) == claims(BOTH[BOOKINGS]) | {"aud": CITIES, "exp": begins + 86400}
    header = jws.extract_compact(BOTH[CITIES].encode()).headers()
    assert header == {"alg": "EdDSA", "typ": "attestation+jwt", "kid": "roubaix-1"}


def test_what_has_no_end_is_told_to_bookings_without_one_and_shown_for_a_day() -> None:
    told, shown = attestations.for_bookings(FOR_GOOD, KEY), attestations.to_present(FOR_GOOD, KEY, NOW)
    assert "exp" not in claims(told) and "valid_until" not in claims(told)
    assert attestations.verify(told, BOOKINGS, KEYS, NOW + 3650 * DAY) == FOR_GOOD
    assert attestations.verify(shown, CITIES, KEYS, NOW + DAY - timedelta(seconds=2)) == FOR_GOOD
    assert refused(shown, now=NOW + DAY) == "attestation_expired"


def test_what_is_shown_ends_with_the_attestation() -> None:
    shown = attestations.to_present(SAID, KEY, NOW + 365 * DAY - timedelta(hours=1))
    assert refused(shown, now=NOW + 365 * DAY) == "attestation_expired"


@of_both
@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_attestation_is_refused(forge: Forgery, audience: str) -> None:
    code = refused(forge(BOTH[audience], sealing.public(KEY)), audience)
    assert code in ("attestation_invalid", "keys_unknown")


def test_what_is_for_one_use_is_for_no_other() -> None:
    assert refused(BOTH[BOOKINGS], CITIES) == "attestation_invalid"
    assert refused(BOTH[CITIES], BOOKINGS) == "attestation_invalid"


def test_no_city_attests_for_another() -> None:
    assert refused(attestations.to_present(SAID, OTHER | {"kid": "roubaix-1"}, NOW)) == "attestation_invalid"
    assert refused(attestations.to_present(SAID, OTHER, NOW)) == "keys_unknown"


def test_a_key_that_opens_seals_attests_nothing() -> None:
    assert refused(attestations.to_present(SAID, OWN | {"kid": "roubaix-2"}, NOW)) == "attestation_invalid"


def test_a_city_or_a_key_that_was_not_heard_of_may_be_one_day() -> None:
    heard: list[dict[str, Any]] = [{}, {"roubaix": []}, {"roubaix": [OTHER]}]
    for keys in heard:
        with pytest.raises(Unavailable, match="keys_unknown"):
            attestations.verify(BOTH[CITIES], CITIES, keys, NOW)


def test_an_access_token_attests_nothing() -> None:
    access = signatures.sign(claims(BOTH[CITIES]) | {"aud": tokens.AUDIENCE}, KEY, tokens.TYPE)
    assert refused(access) == "attestation_invalid"


@pytest.mark.parametrize(
    "change",
    [
        {"sub": 1}, {"sub": None}, {"jti": ["a-1"]}, {"kind": None}, {"aud": [CITIES]}, {"aud": None}, {"iat": None},
        {"iat": float("nan")}, {"iat": 10**40}, {"iat": True}, {"exp": float("inf")}, {"exp": "tomorrow"},
        {"issued_at": None}, {"valid_until": "never"}, {"exp": None}, {"exp": int(NOW.timestamp()) + 86401},
        {"iat": int(NOW.timestamp()) + 301},
    ],
    ids=str,
)  # fmt: skip
def test_what_a_city_signs_by_mistake_is_not_believed(change: dict[str, Any]) -> None:
    assert refused(signatures.sign(claims(BOTH[CITIES]) | change, KEY, attestations.TYPE)) == "attestation_invalid"


def test_clocks_may_differ_by_minutes() -> None:
    assert attestations.verify(BOTH[CITIES], CITIES, KEYS, NOW - timedelta(minutes=4)) == SAID


def test_what_was_taken_back_is_refused() -> None:
    asked: list[Statement] = []

    def is_revoked(said: Statement) -> bool:
        asked.append(said)
        return True

    assert refused(BOTH[CITIES], is_revoked=is_revoked) == "attestation_revoked"
    assert asked == [SAID]
    forged = FORGERIES["another member"](BOTH[CITIES], KEY)
    assert refused(forged, is_revoked=is_revoked) == "attestation_invalid"
    assert asked == [SAID]


def test_an_old_key_verifies_beside_the_new_one_and_no_longer_when_it_is_gone() -> None:
    fresh = signatures.new_key("roubaix-3")
    assert attestations.verify(BOTH[CITIES], CITIES, {"roubaix": [fresh, KEY]}, NOW) == SAID
    with pytest.raises(Unavailable):
        attestations.verify(BOTH[CITIES], CITIES, {"roubaix": [fresh]}, NOW)


def test_a_broken_key_of_a_city_is_no_failure_of_ours() -> None:
    broken = {"kid": "roubaix-1", "kty": "OKP", "crv": "Ed25519", "x": "!"}
    with pytest.raises(Forbidden, match="attestation_invalid"):
        attestations.verify(BOTH[CITIES], CITIES, {"roubaix": [broken]}, NOW)
