"""Activities are drafted, changed, proposed and copied; what is on the programme is told anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, NotFound
from services.bookings import commands, domain, queries
from services.bookings.domain.activities import Activity
from services.bookings.tables import erased
from tests.bookings.activities.programme import ELSEWHERE, STAFF, activity, occurrence, put, told
from tests.bookings.front_desk import do
from tests.bookings.world import NOW

LATER = NOW + timedelta(hours=1)
DRAFT = activity(status="draft", published_at=None, visible_from=None, announced_at=None)


def read(store: Store, activity_id: str = DRAFT.activity_id) -> Activity:
    with store.reading() as session:
        return queries.activities.activity(session, activity_id)


def edit(store: Store, facts: dict[str, Any], sequence: int | None = None, actor: domain.Actor = STAFF) -> Activity:
    edited: Activity = do(
        store, commands.activities.edit_activity, DRAFT.activity_id, actor, facts, LATER, sequence=sequence
    )
    return edited


def test_a_draft_is_told_to_nobody(store: Store) -> None:
    do(store, commands.activities.draft_activity, DRAFT, STAFF)
    assert edit(store, {"theme": "Lumière", "terms": {"most_seats": 2}}, 0) == read(store)
    do(store, commands.activities.propose_activity, DRAFT.activity_id, STAFF, LATER)
    do(store, commands.activities.send_back_activity, DRAFT.activity_id, STAFF, LATER)
    found = read(store)
    assert (found.theme, found.terms.most_seats, found.status, found.sequence) == ("Lumière", 2, "draft", 3)
    assert told(store) == []


def test_a_draft_is_at_a_place_that_there_is(store: Store) -> None:
    with pytest.raises(NotFound, match="place_not_found"):
        do(store, commands.activities.draft_activity, replace(DRAFT, place_id="nowhere"), STAFF)
    do(store, commands.activities.draft_activity, DRAFT, STAFF)
    with pytest.raises(NotFound, match="place_not_found"):
        edit(store, {"place_id": "nowhere"})


def test_who_is_gone_drafts_nothing_any_more(store: Store) -> None:
    with store.transaction() as session:
        session.execute(insert(erased).values(member_digest=domain.digest(STAFF.member_id), erased_at=NOW))
    with pytest.raises(Forbidden, match="member_not_active"):
        do(store, commands.activities.draft_activity, DRAFT, STAFF)


def test_of_two_who_saw_the_same_edition_one_changes_it(store: Store) -> None:
    do(store, commands.activities.draft_activity, DRAFT, STAFF)
    edit(store, {"theme": "Lumière"}, 0)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        edit(store, {"theme": "Ombre"}, 0)
    assert read(store).theme == "Lumière"


def test_what_was_announced_is_told_anew_when_it_changes_and_only_then(store: Store) -> None:
    with store.transaction() as session:
        put(session, activity(), occurrence())
    edit(store, {"theme": "Lumière"})
    edit(store, {"theme": "Lumière"})
    (event,) = told(store)
    assert event.name == "activity.published"
    assert (event.sequence, event.data["theme"]) == (1, "Lumière")


def test_what_is_under_embargo_changes_in_silence(store: Store) -> None:
    with store.transaction() as session:
        put(session, activity(visible_from=LATER + timedelta(days=1), announced_at=None), occurrence())
    edit(store, {"theme": "Lumière"})
    assert told(store) == []


def test_a_draft_that_one_does_not_see_is_not_there_to_be_changed_or_copied(store: Store) -> None:
    do(store, commands.activities.draft_activity, DRAFT, STAFF)
    with pytest.raises(NotFound, match="activity_not_found"):
        edit(store, {"theme": "Ombre"}, actor=ELSEWHERE)
    with pytest.raises(NotFound, match="activity_not_found"):
        do(store, commands.activities.copy_activity, DRAFT.activity_id, "copy", ELSEWHERE, "tourcoing", "Roubaix", NOW)


def test_what_is_published_is_copied_by_another_city(store: Store) -> None:
    with store.transaction() as session:
        put(session, activity(), occurrence())
    do(store, commands.activities.copy_activity, DRAFT.activity_id, "copy", ELSEWHERE, "tourcoing", "Roubaix", LATER)
    copied = read(store, "copy")
    assert (copied.city, copied.status, copied.place_id) == ("tourcoing", "draft", None)
    with store.reading() as session:
        assert queries.activities.occurrences_of(session, "copy") == []
    assert told(store) == []
