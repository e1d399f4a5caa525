"""What stands for a member leads neither to them nor to what else stands for them."""

from __future__ import annotations

from services.opendata.domain import persons

NUMBER = "3d6f0000-0000-4000-8000-00000000beef"


def test_the_names_of_a_member_are_always_the_same_and_have_nothing_in_common() -> None:
    names = [persons.as_member(NUMBER), persons.as_holder(NUMBER), persons.digest(NUMBER)[:32]]
    assert names == [persons.as_member(NUMBER), persons.as_holder(NUMBER), persons.digest(NUMBER)[:32]]
    assert len(set(names)) == 3
    assert not any(NUMBER[:8] in name for name in names)


def test_no_two_members_have_the_same_name() -> None:
    assert len({persons.as_member(f"member-{number}") for number in range(1000)}) == 1000
