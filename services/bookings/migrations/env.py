"""How alembic runs the migrations of bookings."""

from chassis.migrate import run_env
from services.bookings.tables import metadata

run_env(metadata)
