from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from chassis import attestations, sealing, signatures, tokens
from chassis.attestations import Statement
from services.members import domain
from services.members.domain import Attestation, Verdict, judge
from tests.chassis.forging import FORGERIES, Forgery
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID

KEY, OTHER = signatures.new_key("roubaix-1"), signatures.new_key("tourcoing-1")
KEYS = {"roubaix": [sealing.public(KEY)], "tourcoing": [sealing.public(OTHER)]}
KNOWN = Attestation("a-1", CAMILLE_ID, "reduced_rate", NOW + timedelta(days=365), NOW, OTHER_ID)
SAID = domain.statement(KNOWN, "roubaix")
SHOWN = attestations.to_present(SAID, KEY, NOW)
LAST = NOW + timedelta(hours=24)


def reason(token: str, member_id: str | None = None, **changes: object) -> str | None:
    asked = {"keys": KEYS, "now": NOW, "is_revoked": lambda _: False, **changes}
    return judge(token, member_id, **asked).reason  # type: ignore[arg-type]


def test_what_a_city_attests_is_believed_in_another() -> None:
    assert judge(SHOWN, None, KEYS, NOW, lambda _: False) == Verdict(SAID)
    assert judge(SHOWN, CAMILLE_ID, KEYS, LAST - timedelta.resolution, lambda _: False) == Verdict(SAID)


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_what_nobody_signed_is_not(forge: Forgery) -> None:
    verdict = judge(forge(SHOWN, sealing.public(KEY)), None, KEYS, NOW, lambda _: False)
    assert verdict.said is None and verdict.reason in ("attestation_invalid", "keys_unknown")


REFUSED: dict[str, tuple[Callable[[], str | None], str]] = {
    "of another member": (lambda: reason(SHOWN, OTHER_ID), "attestation_of_another"),
    "ended": (lambda: reason(SHOWN, now=LAST), "attestation_expired"),
    "taken back": (lambda: reason(SHOWN, is_revoked=lambda said: said == SAID), "attestation_revoked"),
    "of a city that nobody told of": (lambda: reason(SHOWN, keys={}), "keys_unknown"),
    "by a key that is gone": (lambda: reason(SHOWN, keys={"roubaix": [OTHER]}), "keys_unknown"),
    "of another city's key": (
        lambda: reason(attestations.to_present(SAID, OTHER | {"kid": "roubaix-1"}, NOW)), "attestation_invalid",
    ),
    "of another city": (
        lambda: reason(attestations.to_present(domain.statement(KNOWN, "tourcoing"), KEY, NOW)), "keys_unknown",
    ),
    "what bookings was told": (lambda: reason(attestations.for_bookings(SAID, KEY)), "attestation_invalid"),
    "an access token": (
        lambda: reason(signatures.sign({"iss": "roubaix", "sub": CAMILLE_ID}, KEY, tokens.TYPE)), "attestation_invalid",
    ),
}  # fmt: skip


@pytest.mark.parametrize("told", REFUSED.values(), ids=REFUSED)
def test_it_is_said_why_an_attestation_is_not_believed(told: tuple[Callable[[], str | None], str]) -> None:
    found, expected = told
    assert found() == expected


def test_a_member_shows_what_stands_and_has_not_ended() -> None:
    ended = Attestation("a-2", CAMILLE_ID, "adult", NOW, NOW, OTHER_ID)
    revoked = Attestation("a-3", CAMILLE_ID, "adult", None, NOW, OTHER_ID, NOW)
    lasting = Attestation("a-4", CAMILLE_ID, "adult", None, NOW, OTHER_ID)
    assert domain.still_valid([KNOWN, ended, revoked, lasting], NOW) == [KNOWN, lasting]


def test_the_member_is_an_opaque_id_in_what_is_shown() -> None:
    assert Statement("roubaix", CAMILLE_ID, "a-1", "reduced_rate", NOW, NOW + timedelta(days=365)) == SAID
