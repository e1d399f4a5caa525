from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis import attestations, sealing, signatures, tokens
from chassis.attestations import Statement
from chassis.errors import Forbidden, Unavailable
from services.bookings.domain import check_signed
from tests.chassis.forging import FORGERIES, Forgery

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY, OTHER = signatures.new_key("roubaix-1"), signatures.new_key("tourcoing-1")
SAID = Statement("roubaix", "m-1", "a-1", "reduced_rate", NOW, NOW + timedelta(days=365))
TOKEN = attestations.for_bookings(SAID, KEY)


def check(said: Statement = SAID, token: str = TOKEN, key: dict[str, Any] = KEY, told_at: datetime = NOW) -> None:
    check_signed(said, token, {"roubaix": [sealing.public(key)]}, told_at)


def test_what_the_city_signed_is_believed() -> None:
    check()


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_what_nobody_signed_is_refused(forge: Forgery) -> None:
    with pytest.raises(Forbidden, match="attestation_invalid"):
        check(token=forge(TOKEN, sealing.public(KEY)))


@pytest.mark.parametrize(
    "change",
    [
        {"member_id": "m-2"}, {"attestation_id": "a-2"}, {"kind": "adult"}, {"valid_until": None},
        {"valid_until": NOW + timedelta(days=366)}, {"issued_at": NOW + timedelta(seconds=1)}, {"city": "tourcoing"},
    ],
    ids=str,
)  # fmt: skip
def test_who_tells_something_else_than_was_signed_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Forbidden, match="attestation_invalid"):
        check(replace(SAID, **change))


def test_what_a_member_shows_or_signs_in_with_attests_nothing_here() -> None:
    claims = {"iss": "roubaix", "sub": "m-1", "aud": tokens.AUDIENCE, "iat": 1, "exp": 2**33, "jti": "a-1"}
    for token in (attestations.to_present(SAID, KEY, NOW), signatures.sign(claims, KEY, tokens.TYPE)):
        with pytest.raises(Forbidden, match="attestation_invalid"):
            check(token=token)


def test_another_city_s_key_under_this_one_s_name_signs_nothing() -> None:
    with pytest.raises(Forbidden, match="attestation_invalid"):
        check(token=attestations.for_bookings(SAID, OTHER | {"kid": "roubaix-1"}))


def test_what_ended_while_it_was_on_its_way_was_true_when_it_was_said() -> None:
    short = replace(SAID, valid_until=NOW + timedelta(minutes=1))
    check(short, attestations.for_bookings(short, KEY), told_at=NOW + timedelta(days=1))


def test_a_key_that_we_may_hear_of_yet_is_waited_for() -> None:
    for told_at in (None, NOW - timedelta(seconds=1)):
        with pytest.raises(Unavailable, match="keys_unknown"):
            check_signed(SAID, TOKEN, {}, told_at)


def test_a_key_that_the_city_had_not_when_it_told_them_since_is_not_waited_for() -> None:
    with pytest.raises(Forbidden, match="attestation_invalid"):
        check(key=OTHER)
