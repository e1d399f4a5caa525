"""Databases of services at any revision. Knows no table."""

from __future__ import annotations

from importlib import import_module, resources
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from chassis.database import open_engine


def upgrade_to(package: str, url: str, revision: str) -> None:
    """Bring a service's database to a revision, which may be an old one."""
    config, engine = Config(), open_engine(url)
    config.set_main_option("script_location", str(resources.files(package) / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def differences(package: str, url: str) -> list[Any]:
    """In what a database is not as the service's tables are written down."""
    engine, metadata = open_engine(url), import_module(f"{package}.tables").metadata
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = list(compare_metadata(context, metadata))
    engine.dispose()
    return found


def reflected(engine: sa.Engine) -> sa.MetaData:
    """The tables as the database has them."""
    metadata = sa.MetaData()
    metadata.reflect(engine)
    return metadata
