"""The words of `champlibre opendata`."""

from __future__ import annotations

from click.testing import CliRunner

from champlibre.command import champlibre


def test_help_says_what_is_made_again_and_from_what() -> None:
    said = CliRunner().invoke(champlibre, ["opendata", "rebuild", "--help"]).output
    assert "from the log" in said


def test_help_says_when_timetables_are_loaded_without_being_asked() -> None:
    said = CliRunner().invoke(champlibre, ["opendata", "transit", "--help"]).output
    assert "every five minutes" in said and "--again" in said
