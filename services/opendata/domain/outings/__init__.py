"""Outings: what is on, when, where, for whom, told once. Never does IO."""

from __future__ import annotations

from services.opendata.domain.outings.looking import Among, Around, Wanted
from services.opendata.domain.outings.outing import Outing, of_date, of_happening
from services.opendata.domain.outings.windows import Window

__all__ = ["Among", "Around", "Outing", "Wanted", "Window", "of_date", "of_happening"]
