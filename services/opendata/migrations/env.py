"""Runs the migrations of the open data service."""

from __future__ import annotations

from chassis.migrate import run_env
from services.opendata.tables import tables

run_env(tables)
