from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chassis.errors import Conflict, Forbidden, Invalid
from services.members import domain
from services.members.domain import Role, Status, Suspension
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, active, staff

ADMINISTRATOR = staff(Role.CITY_ADMINISTRATOR)
MONTH = NOW + timedelta(days=30)
STANDING = Suspension("s-1", CAMILLE_ID, "Machine sans formation", NOW, OTHER_ID, MONTH, Status.ACTIVE)


def suspend(
    member: domain.Member | None = None,
    standing: Suspension | None = None,
    administrators: tuple[str, ...] = (OTHER_ID,),
    reason: str = STANDING.reason,
    ends_at: datetime | None = MONTH,
) -> Suspension:
    return domain.suspend("s-1", member or active(), ADMINISTRATOR, standing, administrators, reason, ends_at, NOW)


def test_a_member_is_suspended_for_a_reason_and_a_time() -> None:
    assert suspend() == STANDING
    assert domain.suspended(active(sequence=3)) == active(sequence=4, status=Status.SUSPENDED)


def test_the_same_again_changes_nothing() -> None:
    assert suspend(standing=replace(STANDING, suspension_id="s-0")).suspension_id == "s-0"
    suspended = active(status=Status.SUSPENDED)
    assert domain.suspended(suspended) == suspended


def test_another_reason_or_end_is_another_suspension_which_forgets_nothing() -> None:
    earlier = replace(STANDING, suspension_id="s-0", status_before=Status.LIMITED)
    again = suspend(member=active(status=Status.SUSPENDED), standing=earlier, reason="Dégradations")
    assert again == replace(STANDING, reason="Dégradations", status_before=Status.LIMITED)
    assert suspend(standing=earlier, ends_at=None).ends_at is None


def test_nobody_suspends_themselves() -> None:
    with pytest.raises(Forbidden, match="suspends_oneself"):
        suspend(ADMINISTRATOR, administrators=(OTHER_ID, "another"))


def test_the_last_administrator_is_not_suspended() -> None:
    last = active(roles=ADMINISTRATOR.roles)
    with pytest.raises(Conflict, match="last_administrator"):
        suspend(last, administrators=(last.id,))
    assert suspend(last, administrators=(last.id, OTHER_ID)) == STANDING


@pytest.mark.parametrize("ends_at", [NOW, NOW - timedelta(days=1)])
def test_a_suspension_ends_later_than_it_begins(ends_at: datetime) -> None:
    with pytest.raises(Invalid, match="valid_until_past"):
        suspend(ends_at=ends_at)


def test_who_is_reinstated_is_what_they_were() -> None:
    suspended = active(status=Status.SUSPENDED)
    assert domain.reinstated(suspended, STANDING) == active(sequence=2)
    limited = replace(STANDING, status_before=Status.LIMITED)
    assert domain.reinstated(suspended, limited).status is Status.LIMITED
    assert domain.reinstated(suspended, None) == active(sequence=2), "of whom nothing was written down"
    assert domain.reinstated(active(), None) == active()


def test_what_is_lifted_says_when_and_by_whom_unless_its_time_was_over() -> None:
    assert domain.lift(STANDING, OTHER_ID, NOW) == replace(STANDING, lifted_at=NOW, lifted_by_id=OTHER_ID)
    assert domain.lift(STANDING, None, MONTH) == replace(STANDING, lifted_at=MONTH)


def test_a_suspension_without_an_end_is_never_over() -> None:
    assert (STANDING.is_over(MONTH - timedelta(seconds=1)), STANDING.is_over(MONTH)) == (False, True)
    assert not replace(STANDING, ends_at=None).is_over(MONTH)
