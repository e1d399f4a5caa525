"""A service's database is brought to its newest shape, on either kind of server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from chassis import migrate
from chassis.database import open_engine
from chassis.tables import metadata

ENV = "from chassis import migrate, tables\n\nmigrate.run_env(tables.metadata())\n"
FIRST = """
from alembic import op
from chassis import migrate

revision, down_revision = "0001", None


def upgrade() -> None:
    migrate.messaging_tables(op)
"""
SECOND = """
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    op.execute("CREATE TABLE more (id INTEGER)")
    {then}
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A service with a first migration; the folder of its versions."""
    versions = tmp_path / "libraries" / "seeds" / "migrations" / "versions"
    versions.mkdir(parents=True)
    (versions.parents[1] / "__init__.py").touch()
    (versions.parent / "env.py").write_text(ENV)
    (versions / "0001_first.py").write_text(FIRST)
    monkeypatch.syspath_prepend(str(tmp_path / "libraries"))
    yield versions
    sys.modules.pop("seeds", None)


def test_the_first_migration_lays_the_three_tables_as_the_chassis_knows_them(
    package: Path, make_database: Callable[[str], str]
) -> None:
    url = make_database("seeds")
    migrate.upgrade("seeds", url)
    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata()) == []
        tables = set(inspect(connection).get_table_names())
    engine.dispose()
    assert tables == {"outbox", "inbox", "answers", "alembic_version"}


def test_a_database_is_current_until_there_is_a_newer_migration(
    package: Path, make_database: Callable[[str], str]
) -> None:
    url = make_database("seeds")
    engine = open_engine(url)
    assert not migrate.is_current("seeds", engine)
    for _ in range(2):  # the second time there is nothing to do
        migrate.upgrade("seeds", url)
        assert migrate.is_current("seeds", engine)
    (package / "0002_more.py").write_text(SECOND.format(then=""))
    assert not migrate.is_current("seeds", engine)
    migrate.upgrade("seeds", url)
    assert migrate.is_current("seeds", engine)
    engine.dispose()


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    package: Path, make_database: Callable[[str], str]
) -> None:
    url = make_database("seeds")
    migrate.upgrade("seeds", url)
    (package / "0002_more.py").write_text(SECOND.format(then='raise ValueError("half way")'))
    with pytest.raises(ValueError, match="half way"):
        migrate.upgrade("seeds", url)
    engine = open_engine(url)
    assert "more" not in inspect(engine).get_table_names()
    (package / "0002_more.py").write_text(SECOND.format(then=""))
    migrate.upgrade("seeds", url)
    assert "more" in inspect(engine).get_table_names()
    engine.dispose()
