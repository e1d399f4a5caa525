"""How many come: asked with the booking, within what the space takes."""

from __future__ import annotations

import pytest

from tests.gateway.web.conftest import Browser, calls, words

SALON = "/bookings/new?space_id=salon&starts_at=2026-11-24T09:00:00Z&ends_at=2026-11-24T10:00:00Z"
DESKS = SALON.replace("salon", "desks")


def test_how_many_come_is_asked_up_to_what_the_space_takes(member: Browser) -> None:
    assert 'max="6" value="1"' in member.open(SALON).text
    member.send(SALON, persons="4")
    assert calls(member.network, "book")[0]["persons"] == 4
    assert "4 personnes" in words(member.open("/bookings/booking-1"))


def test_a_space_for_groups_asks_for_a_group_from_the_start(member: Browser) -> None:
    member.network.rules["salon"] = {"min_persons": 3}
    page = member.open(SALON)
    assert 'min="3" max="6" value="3"' in page.text
    assert "davantage de personnes" not in words(page)


@pytest.mark.parametrize(
    ("persons", "said"), [("7", "n’accueille pas autant de personnes"), ("2", "davantage de personnes")]
)
def test_too_many_or_too_few_is_said_beside_the_field_which_stays(member: Browser, persons: str, said: str) -> None:
    member.network.rules["salon"] = {"min_persons": 3}
    reply = member.send(SALON, persons=persons)
    assert reply.status_code == 400
    assert 'aria-describedby="persons-hint persons-wrong" aria-invalid="true"' in reply.text
    assert f'value="{persons}"' in reply.text
    assert said in words(reply)
    assert '<button class="button button--wide">' in reply.text


@pytest.mark.parametrize("persons", ["", "0", "-1", "many", "99999"])
def test_a_number_that_is_none_books_nothing(member: Browser, persons: str) -> None:
    assert member.send(SALON, persons=persons).status_code == 400
    assert not member.network.bookings


def test_where_one_sits_alone_nobody_is_asked_how_many_come(member: Browser) -> None:
    assert "Combien serez-vous" not in words(member.open(DESKS))
    member.send(DESKS)
    assert calls(member.network, "book")[0]["persons"] == 1
