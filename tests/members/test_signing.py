from __future__ import annotations

import pytest

from chassis import sealing, signatures
from chassis.errors import Unauthenticated
from services.members import signing
from tests.chassis.forging import FORGERIES, Forgery
from tests.members.people import SEALING_KEY, SIGNING_KEY

CLAIMS = {"iss": "roubaix", "sub": "somebody", "exp": 1}
JWKS = [SEALING_KEY | {"kid": "roubaix-sig-0"}, signing.new_key("roubaix-sig-2"), SIGNING_KEY]


def test_what_the_city_signed_is_verified_whatever_other_keys_it_has() -> None:
    assert signing.verify(signing.sign(CLAIMS, SIGNING_KEY), JWKS) == CLAIMS


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_token_is_refused(forge: Forgery) -> None:
    with pytest.raises(Unauthenticated, match="token_invalid"):
        signing.verify(forge(signing.sign(CLAIMS, SIGNING_KEY), sealing.public(SIGNING_KEY)), JWKS)


def test_a_key_that_opens_seals_verifies_nothing() -> None:
    forged = signing.sign(CLAIMS, signing.new_key("roubaix-sig-0"))
    with pytest.raises(Unauthenticated, match="token_invalid"):
        signing.verify(forged, JWKS)


def test_another_kind_of_token_is_no_access_token() -> None:
    with pytest.raises(Unauthenticated, match="token_invalid"):
        signing.verify(signatures.sign(CLAIMS, SIGNING_KEY, "attestation+jwt"), JWKS)


def test_a_city_without_keys_believes_nothing() -> None:
    with pytest.raises(Unauthenticated, match="token_invalid"):
        signing.verify(signing.sign(CLAIMS, SIGNING_KEY), [])
