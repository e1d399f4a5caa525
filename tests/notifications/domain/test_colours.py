"""Whatever colour a city chooses, what is written in it and on it can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain import colours

every_colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_the_guidelines() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert colours.contrast("#0000ff", "#ffffff") == pytest.approx(8.59, abs=0.005)
    assert colours.contrast("#ffffff", "#777777") == colours.contrast("#777777", "#ffffff")
    assert colours.contrast("#123456", "#123456") == 1


@given(every_colour)
def test_everything_in_the_colours_of_a_city_can_be_read(colour: str) -> None:
    palette = colours.palette(colour)
    assert palette.band == colour
    assert all(colours.contrast(*pair) >= colours.READABLE for pair in palette.pairs), palette


@pytest.mark.parametrize(
    ("colour", "ink"),
    [("#1f4e4a", "#ffffff"), ("#ffd400", "#000000"), ("#000000", "#ffffff"), ("#FFFFFF", "#000000")],
)
def test_ink_is_white_on_dark_and_black_on_light(colour: str, ink: str) -> None:
    assert colours.ink_on(colour) == ink


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert colours.palette("#1f4e4a").day.link == "#1f4e4a"
    assert colours.palette("#1f4e4a").night.link != "#1f4e4a"
