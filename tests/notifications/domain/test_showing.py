"""Who sees how a city's letters look."""

from __future__ import annotations

import pytest

from chassis.errors import Forbidden
from services.bookings import domain as bookings
from services.notifications.domain import may_see_letters, showing


def test_it_is_who_may_publish_the_programme_of_the_city() -> None:
    granted = {role for role, rights in bookings.OF_ROLE.items() if showing.PERMISSION in rights}
    assert granted == showing.ROLES
    for role in showing.ROLES:
        may_see_letters(("member", role), "roubaix", "roubaix")


@pytest.mark.parametrize(
    ("roles", "city"),
    [((), "roubaix"), (("member", "front_desk"), "roubaix"), (("programme@p",), "roubaix"), (("programme",), "marcq")],
)
def test_nobody_else_does(roles: tuple[str, ...], city: str) -> None:
    with pytest.raises(Forbidden) as refused:
        may_see_letters(roles, city, "roubaix")
    assert (refused.value.code, refused.value.detail) == ("permission_missing", {"permission": "publish_activities"})
