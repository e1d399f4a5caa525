from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import services
from chassis import migrate
from chassis.database import open_engine
from tests.migrations import differences

SERVICES = sorted(folder.parent.name for folder in Path(services.__path__[0]).glob("*/migrations"))


@pytest.fixture(params=SERVICES)
def package(request: pytest.FixtureRequest) -> str:
    return f"services.{request.param}"


def test_the_migrations_make_the_tables_as_they_are_written_down(
    package: str, make_database: Callable[[str], str]
) -> None:
    url = make_database(package.rpartition(".")[2])
    migrate.upgrade(package, url)
    assert differences(package, url) == []


def test_migrating_twice_is_harmless(package: str, make_database: Callable[[str], str]) -> None:
    url = make_database(package.rpartition(".")[2])
    for _ in range(2):
        migrate.upgrade(package, url)
    engine = open_engine(url)
    assert migrate.is_current(package, engine)
    engine.dispose()


def test_a_database_of_yesterday_is_not_current(package: str, make_database: Callable[[str], str]) -> None:
    url = make_database(package.rpartition(".")[2])
    engine = open_engine(url)
    assert not migrate.is_current(package, engine)
    migrate.upgrade_to(package, url, "+1")
    assert migrate.is_current(package, engine) == (differences(package, url) == [])
    engine.dispose()
