"""The words that an operator types, and what they say when something is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from champlibre import demonstration
from champlibre.command import champlibre
from champlibre.configured import DEMO, load
from chassis import clock


def say(*words: str, **environment: str) -> tuple[int, str]:
    done = CliRunner().invoke(champlibre, list(words), env=environment)
    return done.exit_code, done.output


def test_every_word_explains_itself() -> None:
    code, told = say("--help")
    assert code == 0
    for word in ("run", "migrate", "check", "demo", "code", "dead-letters", "keys", "mail", "sms"):
        assert word in told
        assert say(word, "--help")[0] == 0


def test_the_code_of_the_moment_is_printed() -> None:
    before, (exit_code, told), after = demonstration.code(clock.now()), say("code"), demonstration.code(clock.now())
    assert (exit_code, told.strip() in (before, after)) == (0, True)


def test_a_wrong_file_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "node.toml").write_text('site = "hub"\nnonsense = 1\n')
    code, told = say("check", "--config", str(tmp_path / "node.toml"))
    assert code == 1 and "Traceback" not in told
    for word in ("cities", "broker.uri", "database.url", "nonsense"):
        assert word in told


def test_a_file_that_is_not_there_is_one_clear_message(tmp_path: Path) -> None:
    code, told = say("run", "--config", str(tmp_path / "none.toml"))
    assert code == 1 and "cannot be read" in told and "Traceback" not in told


def test_an_unknown_dead_letter_is_one_clear_message(tmp_path: Path) -> None:
    environment = {
        "CHAMPLIBRE_STATE_DIR": str(tmp_path),
        "CHAMPLIBRE_BROKER_URI": f"embedded:///{tmp_path}/broker.db",
    }
    code, told = say("dead-letters", "show", "nothing", **environment)
    assert code == 1 and "no such dead letter" in told
    assert say("dead-letters", "list", **environment)[0] == 0


def test_the_demonstration_makes_itself_its_secrets_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAMPLIBRE_STATE_DIR", str(tmp_path))
    first, second = load(None), load(None)
    assert (first.gateway.secret, first.home_secret) == (second.gateway.secret, second.home_secret)
    assert first.gateway.secret != first.home_secret
    for name in ("gateway.secret", "home.secret"):
        assert len((tmp_path / name).read_text("utf-8")) >= 32
        assert (tmp_path / name).stat().st_mode & 0o077 == 0


def test_the_demonstrations_file_has_no_secret() -> None:
    shown = tomllib.loads(DEMO.read_text("utf-8"))
    assert "home_secret" not in shown and "secret" not in shown["gateway"]
