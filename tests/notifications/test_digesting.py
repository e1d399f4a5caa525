"""The digest of a week is queued once for each who wishes for it, page by page; a crash in between changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from chassis.database import Store
from services.notifications import commands, domain, schemas
from services.notifications.domain import Activity, Kind, Outcome, ProgrammeDate, Status, Subscriber
from services.notifications.sending import HELD_FOR
from services.notifications.tables import digests, notices
from tests.notifications import given

WEEK = "2026-W47"
PAGES: tuple[tuple[list[Subscriber], str | None], ...] = (
    ([Subscriber("m-1", ("velo",)), Subscriber("m-2", ("jardins",))], "m-2"),
    ([Subscriber("m-3"), Subscriber("m-4", ("velo", "jardins"))], None),
)


@pytest.fixture(autouse=True)
def _on_the_programme(store: Store) -> None:
    words = {"a-1": "reparer-son-velo", "a-2": "lampe", "a-3": "velo-ailleurs"}
    cities = {"a-1": "roubaix", "a-2": "roubaix", "a-3": "tourcoing"}
    with store.transaction() as session:
        for activity_id, said in words.items():
            title = {"fr": said.replace("-", " ")}
            kept = Activity(activity_id, cities[activity_id], "workshop", title, said, is_shown=True, sequence=0)
            commands.keep_activity(session, kept)
            date = ProgrammeDate(
                f"o-{activity_id}", activity_id, given.NOW + timedelta(days=2), "Europe/Paris", "L'Union",
                is_shown=True, is_full=False, sequence=0,
            )  # fmt: skip
            commands.keep_date(session, date)
            too_late = replace(date, occurrence_id=f"late-{activity_id}", starts_at=given.NOW + domain.TELLS_OF)
            commands.keep_date(session, too_late)


def tell(store: Store, number: int = 0) -> domain.Progress:
    """As the service does with a page; gives how far it had come."""
    with store.transaction() as session:
        progress = commands.begin_digest(session, WEEK)
    with store.transaction() as session:
        page, after_id = PAGES[number]
        commands.tell_digest(session, progress, page, after_id, given.HOME, given.NOW)
    return progress


def _crash(store: Store) -> None:
    with store.transaction() as session:
        progress = commands.begin_digest(session, WEEK)
        commands.tell_digest(session, progress, *PAGES[0], given.HOME, given.NOW)
        raise ZeroDivisionError


def told(store: Store) -> dict[str, list[str]]:
    """Of each member whom something is to be told the dates."""
    with store.reading() as session:
        rows = session.execute(select(notices.c.member_id, notices.c.data).order_by(notices.c.number))
        return {row.member_id: [date["occurrence_id"] for date in row.data["dates"]] for row in rows}


def test_each_is_told_what_they_wish_for_and_who_would_be_told_nothing_is_told_nothing(store: Store) -> None:
    assert [tell(store, page).after_id for page in (0, 1)] == [None, "m-2"]
    assert told(store) == {
        "m-1": ["o-a-1", "o-a-3"],
        "m-3": ["o-a-1", "o-a-2"],
        "m-4": ["o-a-1", "o-a-3"],
    }
    with store.transaction() as session:
        assert commands.begin_digest(session, WEEK).finished_at == given.NOW


def test_a_page_that_two_processes_ask_for_is_told_once(store: Store) -> None:
    with store.transaction() as session:
        progress = commands.begin_digest(session, WEEK)
    for _ in "both":
        with store.transaction() as session:
            commands.tell_digest(session, progress, *PAGES[0], given.HOME, given.NOW)
    with store.transaction() as session:
        assert commands.begin_digest(session, WEEK) == domain.Progress(WEEK, "m-2")
    assert list(told(store)) == ["m-1"]


def test_what_was_not_committed_is_told_again_and_nobody_gets_two(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _crash(store)
    assert told(store) == {}
    tell(store)
    with store.transaction() as session:  # as if it had been told, and how far it came been lost
        session.execute(update(digests).values(after_id=None))
    tell(store)
    assert list(told(store)) == ["m-1"]


def test_the_next_week_has_a_digest_of_its_own(store: Store) -> None:
    tell(store)
    with store.transaction() as session:
        progress = commands.begin_digest(session, "2026-W48")
        commands.tell_digest(session, progress, *PAGES[0], given.HOME, given.NOW)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(notices)) == 2


def test_what_is_kept_says_nothing_of_what_the_member_chose(store: Store) -> None:
    tell(store)
    with store.reading() as session:
        [data] = session.scalars(select(notices.c.data))
    assert "topics" not in data
    assert set(data["dates"][0]) == {
        "occurrence_id", "activity_id", "city", "title", "starts_at", "zone", "place_name", "is_full",
    }  # fmt: skip
    assert "words" not in str(data)


def test_a_digest_is_overtaken_by_nothing_and_of_no_use_after_three_days(store: Store) -> None:
    tell(store)
    with store.transaction() as session:
        [due] = commands.claim(session, HELD_FOR, 5, given.HOME, given.NOW)
        assert isinstance(schemas.told(due.notice), domain.Digest)
        assert (due.notice.kind, due.notice.cause) == (Kind.DIGEST, WEEK)
        commands.settle(session, due, Outcome(Status.QUEUED, "service_unavailable", given.NOW), given.HOME, given.NOW)
        assert commands.claim(session, HELD_FOR, 5, given.HOME, given.NOW + timedelta(days=3)) == []
