from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis import attestations, inbox, passes
from chassis.errors import Conflict, Unavailable
from services.members import domain
from services.members.domain import keys as rules
from tests.members.people import NOW

FIRST = domain.CityKey("sig", 1, {"kid": "1"}, NOW)
LATER = NOW + timedelta(days=90)


def kids(keys: list[domain.CityKey]) -> list[str]:
    return [key.jwk["kid"] for key in keys]


def test_rotations_count_the_keys_that_were_replaced() -> None:
    first = [domain.CityKey("sig", 1, {}, NOW), domain.CityKey("enc", 1, {}, NOW)]
    assert domain.rotations([]) == 0
    assert domain.rotations(first) == 0
    assert domain.rotations([*first, domain.CityKey("sig", 2, {}, NOW)]) == 1
    assert domain.rotations([domain.CityKey("sig", 3, {}, NOW), domain.CityKey("enc", 2, {}, NOW)]) == 3


def test_a_private_key_is_not_shown() -> None:
    assert "secret" not in repr(domain.CityKey("sig", 1, {"d": "secret"}, NOW))


def test_a_key_is_replaced_after_ninety_days() -> None:
    assert not domain.is_rotation_due([FIRST], LATER - timedelta.resolution)
    assert domain.is_rotation_due([FIRST], LATER)
    assert not domain.is_rotation_due(domain.rotate_keys([FIRST], {"kid": "2"}, LATER), LATER)
    assert not domain.is_rotation_due([], LATER)


def test_a_new_key_is_published_an_hour_before_it_is_used_and_the_old_one_kept_as_long_as_a_pass_opens() -> None:
    fresh, old = domain.rotate_keys([FIRST], {"kid": "2"}, LATER)
    used_from = LATER + timedelta(hours=1)
    assert (fresh.use, fresh.generation, fresh.used_from, fresh.retires_at) == ("sig", 2, used_from, None)
    assert old == replace(FIRST, retires_at=used_from + timedelta(days=180))
    assert kids(domain.keys_in_turn([fresh, old], used_from - timedelta.resolution)) == ["1", "2"]
    assert kids(domain.keys_in_turn([old, fresh], used_from)) == ["2", "1"]
    assert domain.signing_key([fresh, old], used_from - timedelta.resolution) == {"kid": "1"}
    assert domain.signing_key([old, fresh], used_from) == {"kid": "2"}


def test_an_old_key_is_kept_for_as_long_as_anything_that_it_signed_may_come() -> None:
    assert rules.KEPT_AFTER_USE["sig"] >= max(inbox.KEPT_FOR, attestations.PRESENTED_FOR, passes.LASTS_AT_MOST)


def test_a_seal_is_kept_for_two_days() -> None:
    _, old = domain.rotate_keys([replace(FIRST, use="enc")], {"kid": "2"}, NOW)
    assert old.retires_at == NOW + timedelta(hours=1, days=2)


def test_a_key_that_is_to_retire_does_so_no_later_because_of_the_next() -> None:
    second, first = domain.rotate_keys([FIRST], {"kid": "2"}, NOW)
    third, *others = domain.rotate_keys([second, first], {"kid": "3"}, NOW + timedelta(days=1))
    assert third.generation == 3
    assert others == [replace(second, retires_at=NOW + timedelta(days=181, hours=1)), first]


def test_a_key_that_leaked_is_replaced_and_taken_back_at_once() -> None:
    pending, first = domain.rotate_keys([FIRST], {"kid": "2"}, NOW)
    fresh, *others = domain.replace_leaked_keys([first, pending], {"kid": "3"}, LATER)
    assert (fresh.generation, fresh.used_from) == (3, LATER)
    assert {key.retires_at for key in others} == {LATER}


def test_nobody_rotates_so_often_that_others_do_not_hear_of_all_keys() -> None:
    keys = [FIRST]
    for number in range(2, rules.MOST_KEYS + 1):
        keys = domain.rotate_keys(keys, {"kid": str(number)}, NOW)
    with pytest.raises(Conflict, match="too_many_keys"):
        domain.rotate_keys(keys, {"kid": "more"}, NOW)
    assert domain.replace_leaked_keys(keys, {"kid": "more"}, NOW)[0].generation == rules.MOST_KEYS + 1
    assert 2 * (rules.MOST_KEYS + 1) <= 20


def test_a_city_without_a_key_of_its_own_signs_nothing() -> None:
    waiting = replace(FIRST, used_from=LATER)
    for keys in ([], [waiting], [replace(FIRST, use="enc")]):
        with pytest.raises(Unavailable, match="keys_unknown"):
            domain.signing_key(keys, NOW)
