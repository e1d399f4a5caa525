"""Dead letters that name who is gone are dropped, and no others."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from champlibre import erased, letters, running
from chassis import migrate
from chassis.config import Settings
from chassis.database import Store
from chassis.service import database_url
from services.bookings import domain
from services.bookings.tables import erased as gone
from tests.champlibre.test_letters import bury
from tests.contracts.document import sample

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_what_names_who_is_gone_is_dropped_and_the_rest_stays(settings: Settings) -> None:
    running.declare_queues(settings)
    of_gone: dict[str, Any] = dict(sample("organisation.joined"))
    of_another: dict[str, Any] = dict(sample("member.approved"))
    of_another["subject"] = of_another["data"]["member_id"] = "somebody-else"
    bury(settings, json.dumps(of_gone), json.dumps(of_another), "unreadable")
    url = database_url(settings, "bookings")
    migrate.upgrade("services.bookings", url)
    assert erased.drop_letters(settings) == 0

    store = Store(url)
    with store.transaction() as session:
        digest = domain.digest(of_gone["data"]["member_id"])
        session.execute(insert(gone).values(member_digest=digest, erased_at=NOW))
    store.close()
    assert erased.drop_letters(settings) == 1
    assert [letter.name for letter in letters.every(settings)] == ["member.approved", "unreadable"]


def test_a_letter_whose_subject_alone_names_them_is_dropped_too() -> None:
    body = json.dumps({"subject": "o-1/member-1", "data": [None]})
    letter = letters.Letter("m", "bookings", "x", "", "", "", "", body)
    assert {"o-1/member-1", "o-1", "member-1"} <= set(erased._words(letter))
