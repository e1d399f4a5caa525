from __future__ import annotations

from collections.abc import Callable

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from chassis import migrate
from chassis.database import open_engine
from services.notifications.tables import metadata


def test_the_migrations_make_the_tables_as_they_are_written_down(make_database: Callable[[str], str]) -> None:
    url = make_database("notifications_roubaix")
    migrate.upgrade("services.notifications", url)
    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_migrating_twice_is_harmless(make_database: Callable[[str], str]) -> None:
    url = make_database("notifications_roubaix")
    for _ in range(2):
        migrate.upgrade("services.notifications", url)
    engine = open_engine(url)
    assert migrate.is_current("services.notifications", engine)
    engine.dispose()
