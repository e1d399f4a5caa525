"""Bring a service's database to its newest shape: alembic, a folder a service. Never changes a row's meaning by itself.

Every service's first migration calls `messaging_tables`, which is frozen: a later change of those three tables is
a new function here and a new migration in each service.
"""

from __future__ import annotations

from importlib import resources
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from chassis.database import open_engine
from chassis.sql import UtcDateTime


def upgrade(package: str, url: str) -> None:
    """Run the migrations of a service (`services.bookings`) on the database at `url`, each in a transaction."""
    upgrade_to(package, url, "head")


def upgrade_to(package: str, url: str, revision: str) -> None:
    """Bring it to a revision, which may be an old one.

    SQLite changes a table by making another one: meanwhile its foreign keys are off, or the rows that name those of
    the old table would go with it; they are checked at the end.
    """
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            is_sqlite = connection.dialect.name == "sqlite"
            if is_sqlite:
                _of_driver(connection, "PRAGMA foreign_keys=OFF")
            with connection.begin():
                config = _config(package)
                if not is_sqlite:  # an index may take long; two upgrades wait for each other
                    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('champlibre migrate'))")
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
                if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise RuntimeError(f"rows of {broken[0][0]} name rows that are gone")
    finally:
        engine.dispose()


def _of_driver(connection: Connection, statement: str) -> None:
    """Before any transaction: within one SQLite changes no such setting."""
    driven: Any = connection.connection.driver_connection
    driven.execute(statement)


def is_current(package: str, engine: Engine) -> bool:
    """Whether the database has the newest shape."""
    head = ScriptDirectory.from_config(_config(package)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def run_env(target_metadata: sa.MetaData) -> None:
    """The whole of a service's `migrations/env.py`."""
    from alembic import context

    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=target_metadata, transactional_ddl=True)
    context.run_migrations()


def messaging_tables(op: Any) -> None:
    """Create outbox, inbox and answers as they were in the first version."""
    identity = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "outbox",
        sa.Column("id", identity, primary_key=True, autoincrement=True),
        sa.Column("message_id", sa.String(36), nullable=False, unique=True),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("routing_key", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
    )
    op.create_index("outbox_by_subject", "outbox", ["subject", "id"])
    op.create_table(
        "inbox",
        sa.Column("message_key", sa.String(300), primary_key=True),
        sa.Column("accepted_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_inbox_accepted_at", "inbox", ["accepted_at"])
    op.create_table(
        "answers",
        sa.Column("scope", sa.String(100), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("answer", sa.JSON),
        sa.Column("answered_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_answers_answered_at", "answers", ["answered_at"])


def _config(package: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files(package) / "migrations"))
    return config
