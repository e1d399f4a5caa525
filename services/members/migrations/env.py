"""Alembic's entry; everything it does is in `chassis.migrate`."""

from chassis.migrate import run_env
from services.members.tables import metadata

run_env(metadata)
