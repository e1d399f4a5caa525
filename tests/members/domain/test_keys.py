from __future__ import annotations

from services.members import domain
from tests.members.people import NOW


def test_rotations_count_the_keys_that_were_replaced() -> None:
    first = [domain.CityKey("sig", 1, {}, NOW), domain.CityKey("enc", 1, {}, NOW)]
    assert domain.rotations([]) == 0
    assert domain.rotations(first) == 0
    assert domain.rotations([*first, domain.CityKey("sig", 2, {}, NOW)]) == 1
    assert domain.rotations([domain.CityKey("sig", 3, {}, NOW), domain.CityKey("enc", 2, {}, NOW)]) == 3


def test_a_private_key_is_not_shown() -> None:
    assert "secret" not in repr(domain.CityKey("sig", 1, {"d": "secret"}, NOW))
