"""Every SELECT. Never writes."""

from __future__ import annotations

from services.notifications.queries.deliveries import Depth, depth, lock_due, lock_old
from services.notifications.queries.subjects import everything_of, is_erased, past, preferences_of

__all__ = ["Depth", "depth", "everything_of", "is_erased", "lock_due", "lock_old", "past", "preferences_of"]
