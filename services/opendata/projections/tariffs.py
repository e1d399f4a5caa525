"""What a space costs: a record for each of its tariffs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.opendata.domain import Entry
from services.opendata.domain.tariffs import contents
from services.opendata.projections.keeping import put, withdraw


def put_tariffs(session: Session, entry: Entry, before: Mapping[str, Any] | None) -> None:
    """Have a space cost what space.published tells, and no more what it told `before`."""
    told = dict(contents(entry.facts))
    for key, content in told.items():
        sort = f"{entry.subject} {content['rank']:04d}"
        put(session, "tariffs", key, content, entry, segment=content["city"], sort=sort)
    for key, _ in contents(before) if before else ():
        if key not in told:
            withdraw(session, "tariffs", key, entry)
