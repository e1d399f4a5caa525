"""Databases of services at any revision. Knows no table."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from chassis.database import open_engine


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
