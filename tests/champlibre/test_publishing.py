"""The words of `champlibre opendata`."""

from __future__ import annotations

from click.testing import CliRunner

from champlibre.command import champlibre


def test_help_says_what_is_made_again_and_from_what() -> None:
    said = CliRunner().invoke(champlibre, ["opendata", "rebuild", "--help"]).output
    assert "from the log" in said
