"""An operator loads timetables by a word of the command, and reads how they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from champlibre import timetables
from chassis import clock, migrate
from chassis.config import Settings, Timetable
from chassis.service import database_url
from tests.opendata.transit.valmont import put, valmont


@pytest.fixture
def node(settings: Settings, tmp_path: Path) -> Settings:
    """A node whose file names a network that is there, and one that is not."""
    migrate.upgrade("services.opendata", database_url(settings, "opendata"))
    files = valmont()
    today = clock.now().date()  # the command asks the time itself
    for calendar in files["calendar.txt"][1:]:
        calendar[8:] = [f"{today:%Y%m%d}", f"{today.replace(year=today.year + 1, day=1):%Y%m%d}"]
    files["stop_times.txt"][3][1] = "late"
    found = [
        Timetable("valmont", "Valmont Transports", "Licence Ouverte 2.0", "", put(tmp_path, files)),
        Timetable("away", "Ailleurs", "ODbL 1.0", "", tmp_path / "away.zip"),
    ]
    return replace(settings, timetables={timetable.code: timetable for timetable in found})


def test_what_was_loaded_and_what_was_refused_is_said_in_words(node: Settings) -> None:
    assert timetables.state(node) == ["valmont: not looked at yet", "away: not looked at yet"]
    away, nothing, valmont, left_out = timetables.look(node, again=False)
    assert away == "away: refused: its archive cannot be read: No such file or directory"
    assert nothing == "away: nothing is shown"
    assert valmont.startswith("valmont: Valmont Transports, valid ") and valmont.endswith(": 2 lines, 9 stops, 5 trips")
    assert left_out == "valmont: stop_times.txt: 1 left out, the first in line 4: no time"
    assert timetables.state(node) == [away, nothing, valmont, left_out]


def test_an_archive_that_is_known_is_read_again_when_the_operator_says_so(node: Settings) -> None:
    timetables.look(node, again=False)
    assert len(timetables.look(node, again=True)) == 4, "the same archive is not written twice"


def test_without_a_network_in_the_file_that_is_said(settings: Settings) -> None:
    migrate.upgrade("services.opendata", database_url(settings, "opendata"))
    assert timetables.look(settings, again=False) == [timetables.NONE]
