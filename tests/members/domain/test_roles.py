from __future__ import annotations

from services.members.domain import Grant, Role


def test_a_role_says_where_it_is_granted() -> None:
    assert str(Grant(Role.FRONT_DESK)) == "front_desk"
    assert str(Grant(Role.FRONT_DESK, "champ-libre")) == "front_desk@champ-libre"
