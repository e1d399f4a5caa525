"""Second factors and recovery codes, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, Forbidden
from services.members import commands, queries
from services.members.domain import second_factors
from tests.members.people import CAMILLE_ID, NOW, ROUBAIX
from tests.members.securing import at_once, do, enter

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
SECRET, OTHER_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "MZXW6YTBOJRGC6TROV4HU6DDMNRWG2LP"
CODES = [f"MFRGGZDFMZTWQ2L{letter}" for letter in "ABCDEFGHIJ"]
OTHERS = [f"NFRGGZDFMZTWQ2L{letter}" for letter in "ABCDEFGHIJ"]
LATER = NOW + timedelta(minutes=5)
of = commands.second_factors


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    enter(store)


def code(secret: str = SECRET, now: Any = LATER) -> str:
    return second_factors.code_of(secret, second_factors.step_at(now))


@pytest.fixture
def protected(store: Store) -> None:
    """Camille has a second factor."""
    do(store, of.set_up_first, CAMILLE_ID, SECRET, NOW)
    do(store, of.confirm, ROUBAIX, CAMILLE_ID, code(now=NOW), CODES, NOW)


def changes(said: Said) -> list[str]:
    return [event.data["change"] for event in said()]


def show(store: Store, shown: str | None) -> None:
    do(store, of.show, ROUBAIX, CAMILLE_ID, shown, LATER)


@pytest.mark.usefixtures("protected")
def test_a_second_factor_is_told_once_it_protects_and_its_codes_are_kept_as_digests(said: Said, rows: Rows) -> None:
    [event] = said()
    assert (event.name, event.subject, event.sequence) == ("member.second_factor_changed", CAMILLE_ID, 2)
    assert event.data["change"] == "set_up"
    digests = {second_factors.recovery_digest(code) for code in CODES}
    assert {row["code_digest"] for row in rows("recovery_codes")} == digests
    assert not [one for one in CODES if one in repr(rows("recovery_codes"))]


@pytest.mark.usefixtures("protected")
def test_a_code_is_taken_once(store: Store, said: Said) -> None:
    show(store, code())
    with pytest.raises(Forbidden, match="wrong_code"):
        show(store, code())
    with pytest.raises(Forbidden, match="second_factor_needed"):
        show(store, None)
    assert changes(said) == ["set_up"]


@pytest.mark.usefixtures("protected")
def test_a_recovery_code_is_taken_once_and_the_member_is_told(store: Store, said: Said) -> None:
    show(store, CODES[0])
    with pytest.raises(Forbidden, match="wrong_code"):
        show(store, CODES[0])
    show(store, CODES[1])
    assert changes(said) == ["set_up", "code_used", "code_used"]


@pytest.mark.usefixtures("protected")
@pytest.mark.parametrize("shown", [code(), CODES[3]], ids=["code", "recovery code"])
def test_of_many_who_show_one_code_at_once_one_comes_in(store: Store, shown: str) -> None:
    codes = at_once(store, 8, of.show, ROUBAIX, CAMILLE_ID, shown, LATER)
    assert codes == ["", *["wrong_code"] * 7]


@pytest.mark.usefixtures("protected")
def test_another_one_needs_a_code_of_the_present_one_and_makes_its_codes_void(store: Store, said: Said) -> None:
    with pytest.raises(Conflict, match="second_factor_present"):
        do(store, of.set_up_first, CAMILLE_ID, OTHER_SECRET, LATER)
    for wrong in (None, code(OTHER_SECRET)):
        with pytest.raises(Forbidden):
            do(store, of.set_up, ROUBAIX, CAMILLE_ID, wrong, OTHER_SECRET, LATER)
    do(store, of.set_up, ROUBAIX, CAMILLE_ID, code(), OTHER_SECRET, LATER)
    do(store, of.confirm, ROUBAIX, CAMILLE_ID, code(OTHER_SECRET), OTHERS, LATER)
    for void in (CODES[0], code(SECRET, LATER + timedelta(seconds=30))):
        with pytest.raises(Forbidden, match="wrong_code"):
            show(store, void)
    show(store, OTHERS[0])
    assert changes(said) == ["set_up", "replaced", "code_used"]


@pytest.mark.usefixtures("protected")
def test_other_recovery_codes_make_the_first_void(store: Store, said: Said) -> None:
    do(store, of.renew_codes, ROUBAIX, CAMILLE_ID, code(), OTHERS, LATER)
    with pytest.raises(Forbidden, match="wrong_code"):
        show(store, CODES[0])
    show(store, OTHERS[0])
    assert changes(said) == ["set_up", "codes_renewed", "code_used"]


@pytest.mark.usefixtures("protected")
def test_who_removes_it_needs_a_code_and_has_none_after(store: Store, said: Said, rows: Rows) -> None:
    with pytest.raises(Forbidden, match="wrong_code"):
        do(store, of.remove, ROUBAIX, CAMILLE_ID, "000000", LATER)
    do(store, of.remove, ROUBAIX, CAMILLE_ID, code(), LATER)
    assert rows("second_factors") == rows("recovery_codes") == []
    assert changes(said) == ["set_up", "removed"]


def test_what_was_begun_and_not_confirmed_is_begun_again(store: Store) -> None:
    do(store, of.set_up_first, CAMILLE_ID, SECRET, NOW)
    do(store, of.set_up_first, CAMILLE_ID, OTHER_SECRET, NOW)
    with store.reading() as session:
        factor = queries.second_factor(session, CAMILLE_ID)
    assert factor == second_factors.SecondFactor(CAMILLE_ID, OTHER_SECRET, NOW)
