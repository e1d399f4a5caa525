from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.database import Store
from tests.bookings.activities.programme import EVENING, occurrence, put
from tests.bookings.activities.published import DRAFT


@pytest.fixture
def drafted(store: Store) -> Store:
    """The lamp as a draft with two dates to come, and one that is cancelled."""
    with store.transaction() as session:
        put(session, DRAFT, occurrence(), occurrence("occurrence-2", starts_at=EVENING.starts_at + timedelta(hours=1)))
        put(session, occurrence("occurrence-3", status="cancelled"))
    return store
