from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chassis.errors import Conflict, Forbidden
from services.members import domain
from services.members.domain import second_factors
from tests.members.people import CAMILLE_ID, NOW, active, staff

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
OTHER_SECRET = "MZXW6YTBOJRGC6TROV4HU6DDMNRWG2LP"
STEP = second_factors.step_at(NOW)
FACTOR = second_factors.SecondFactor(CAMILLE_ID, SECRET, NOW, NOW)
RECOVERY = "MFRGGZDFMZTWQ2LK"
DIGESTS = {second_factors.recovery_digest(RECOVERY)}


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B: the last six of its eight digits."""
    assert second_factors.code_of(SECRET, second_factors.step_at(datetime.fromtimestamp(seconds, UTC))) == code


def test_an_application_reads_all_it_needs_from_the_address() -> None:
    said = second_factors.uri(SECRET, "lise+lab@example.org", "Champ Libre – Roubaix")
    assert said.startswith("otpauth://totp/Champ%20Libre%20%E2%80%93%20Roubaix:lise%2Blab%40example.org?")
    assert "issuer=Champ%20Libre%20%E2%80%93%20Roubaix" in said
    for part in (f"secret={SECRET}", "digits=6", "period=30", "algorithm=SHA1"):
        assert part in said


@pytest.mark.parametrize("apart", [-1, 0, 1])
def test_a_telephone_may_be_a_step_late_or_early_and_no_more(apart: int) -> None:
    shown = second_factors.show(FACTOR, set(), second_factors.code_of(SECRET, STEP + apart), NOW)
    assert (shown.factor.last_step, shown.recovery_digest) == (STEP + apart, None)
    with pytest.raises(Forbidden, match="wrong_code"):
        second_factors.show(FACTOR, set(), second_factors.code_of(SECRET, STEP + 3 * (apart or 1)), NOW)


def test_a_code_is_taken_once_and_none_before_it_either() -> None:
    used = second_factors.show(FACTOR, set(), second_factors.code_of(SECRET, STEP), NOW).factor
    for step in (STEP, STEP - 1):
        with pytest.raises(Forbidden, match="wrong_code"):
            second_factors.show(used, set(), second_factors.code_of(SECRET, step), NOW)
    assert second_factors.show(used, set(), second_factors.code_of(SECRET, STEP + 1), NOW).factor.last_step == STEP + 1


def test_a_code_may_be_typed_with_spaces() -> None:
    code = second_factors.code_of(SECRET, STEP)
    for typed in (f" {code} ", f"{code[:3]} {code[3:]}"):
        assert second_factors.show(FACTOR, set(), typed, NOW).factor.last_step == STEP


@pytest.mark.parametrize("typed", ["000000x", "", "é" * 6, "1", "0" * 40])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(Forbidden, match=r"wrong_code|second_factor_needed"):
        second_factors.show(FACTOR, DIGESTS, typed, NOW)


def test_a_recovery_code_stands_for_a_code_however_it_is_typed() -> None:
    for typed in (RECOVERY, "mfrg-gzdf-mztw-q2lk", second_factors.in_groups(RECOVERY)):
        shown = second_factors.show(FACTOR, DIGESTS, typed, NOW)
        assert (shown.factor, shown.recovery_digest) == (FACTOR, second_factors.recovery_digest(RECOVERY))
    with pytest.raises(Forbidden, match="wrong_code"):
        second_factors.show(FACTOR, set(), RECOVERY, NOW)


def test_a_second_factor_protects_from_its_first_code_on() -> None:
    begun = second_factors.set_up(active(), None, SECRET, NOW)
    assert second_factors.what_is_left(active(), begun, None) is second_factors.Left.NOTHING
    with pytest.raises(Conflict, match="second_factor_absent"):
        second_factors.show(begun, set(), second_factors.code_of(SECRET, STEP), NOW)
    with pytest.raises(Forbidden, match="wrong_code"):
        second_factors.confirm(begun, second_factors.code_of(OTHER_SECRET, STEP), NOW)
    confirmed = second_factors.confirm(begun, second_factors.code_of(SECRET, STEP), NOW)
    assert (confirmed.confirmed_at, confirmed.last_step) == (NOW, STEP)
    assert second_factors.what_is_left(active(), confirmed, None) is second_factors.Left.TYPE
    assert second_factors.what_is_left(active(), confirmed, "123456") is second_factors.Left.SHOW


def test_another_one_takes_its_place_only_once_it_is_confirmed() -> None:
    begun = second_factors.set_up(active(), FACTOR, OTHER_SECRET, NOW)
    assert second_factors.show(begun, set(), second_factors.code_of(SECRET, STEP), NOW).factor.secret == SECRET
    with pytest.raises(Forbidden, match="wrong_code"):
        second_factors.confirm(begun, second_factors.code_of(SECRET, STEP), NOW)
    replaced = second_factors.confirm(begun, second_factors.code_of(OTHER_SECRET, STEP), NOW)
    assert (replaced.secret, replaced.next_secret) == (OTHER_SECRET, None)


def test_there_is_nothing_to_confirm_where_nothing_was_begun() -> None:
    for factor in (None, FACTOR):
        with pytest.raises(Conflict, match="second_factor_not_begun"):
            second_factors.confirm(factor, second_factors.code_of(SECRET, STEP), NOW)


def test_staff_have_a_second_factor_and_keep_it() -> None:
    assert second_factors.what_is_left(staff(domain.Role.FRONT_DESK), None, "123456") is second_factors.Left.SET_UP
    assert second_factors.what_is_left(active(), None, None) is second_factors.Left.NOTHING
    with pytest.raises(Forbidden, match="second_factor_required"):
        second_factors.check_removal(staff(domain.Role.FRONT_DESK))
    second_factors.check_removal(active())


def test_a_password_alone_replaces_no_second_factor() -> None:
    second_factors.check_first(None)
    with pytest.raises(Conflict, match="second_factor_present"):
        second_factors.check_first(FACTOR)
