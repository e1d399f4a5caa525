"""How alembic runs the migrations of opendata."""

from __future__ import annotations

from chassis.migrate import run_env
from services.opendata.tables import metadata

run_env(metadata)
