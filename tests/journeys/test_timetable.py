"""A real timetable goes in by one call a booking: MODELS 2016, the conference in Saint-Malo, 2 to 7 October 2016.

Whether a session wins its room or the talks inside it is left to chance; that none is lost is not.
"""

from __future__ import annotations

import concurrent.futures
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests

from tests import waiting
from tests.network import Network
from tests.network.desk import PARIS
from tests.network.people import Member, body_of, calendar_of
from tests.network.timetable import HELD_ON, Centre, Session, timetable

AT_ONCE = 8
HEARD_SECONDS = 60.0
WEEK = timedelta(weeks=1)

Note = Callable[[str, object], None]
Booked = list[tuple[Session, requests.Response]]


def at_once(ask: Callable[[Any, Member], requests.Response], wanted: Sequence[Any], centre: Centre) -> Any:
    """Ask for each of them by one call, several at once, the people in turn; gives each with its answer."""
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        return list(zip(wanted, pool.map(ask, wanted, centre.in_turn()), strict=True))


def bring_in(centre: Centre, sessions: Sequence[Session], keys: str) -> Booked:
    """Book each session, under a key of its own."""

    def book(session: Session, who: Member) -> requests.Response:
        key = f'"{centre.desk.place_id} {keys} {session.room} {session.starts_local:%F %R}-{session.ends_local:%R}"'
        return who.book(centre.spaces[session.room], session.wire, Idempotency_Key=key)

    done: Booked = at_once(book, sessions, centre)
    return done


def bring_in_weekly(centre: Centre, sessions: Iterable[Session]) -> list[tuple[list[Session], requests.Response]]:
    """Book each room and hour as one series: on all its days, in the week before and in that of the timetable."""
    days: dict[Any, list[Session]] = defaultdict(list)
    for session in sessions:
        days[session.room, session.starts_local.time(), session.ends_local.time()].append(session.later(-WEEK))

    def book(days: list[Session], who: Member) -> requests.Response:
        first = min(days)
        names = ",".join(f"{day.starts_local:%a}"[:2].upper() for day in sorted(days))
        return who.ask("POST", "/series", {
            "space_id": centre.spaces[first.room], "rule": f"FREQ=WEEKLY;BYDAY={names};COUNT={2 * len(days)}",
            "starts_local": first.starts_local.isoformat(), "ends_local": first.ends_local.isoformat(),
        })  # fmt: skip

    done: list[tuple[list[Session], requests.Response]] = at_once(book, list(days.values()), centre)
    return done


@pytest.fixture(scope="module")
def centre(network: Network) -> Centre:
    return Centre(network)


@pytest.fixture(scope="module")
def imported(centre: Centre, record_testsuite_property: Note) -> Booked:
    """Each session with the answer it got; how long that took is in the report of the run."""
    began = time.monotonic()
    done = bring_in(centre, timetable(), keys="import")
    seconds, outcomes = time.monotonic() - began, Counter(reply.status_code for _, reply in done)
    name = centre.desk.network.substrate.name
    record_testsuite_property(f"timetable on {name}", f"{seconds:.1f} s: {dict(outcomes)}")
    return done


def won(imported: Booked) -> list[Session]:
    """What was booked, in order."""
    return sorted(session for session, reply in imported if reply.status_code == 201)


def rivals(session: Session, booked: Iterable[Session]) -> list[Session]:
    """What was booked and leaves no room for a session."""
    return [other for other in booked if other != session and other.overlaps(session)]


def test_the_timetable_is_a_real_one_in_the_week_in_which_the_clocks_change() -> None:
    sessions = timetable()
    assert (len(set(sessions)), len({session.room for session in sessions})) == (217, 14)
    first = min(session.starts_local for session in sessions).replace(tzinfo=PARIS)
    assert first.weekday() == HELD_ON.weekday()
    assert first.utcoffset() != (first - timedelta(days=1)).utcoffset()


def test_each_session_is_booked_or_reported_as_a_true_conflict(centre: Centre, imported: Booked) -> None:
    booked = won(imported)
    for session, reply in imported:
        if reply.status_code == 201:
            assert centre.session(reply.json()) == session
            assert not rivals(session, booked)
        else:
            assert (reply.status_code, reply.json()["code"]) == (409, "unit_taken"), reply.text
            assert rivals(session, booked), f"{session} was refused for nothing"
            assert reply.json()["next_free"]
    assert 217 - 63 <= len(booked) <= 217 - 21  # of 21 sessions, each is booked or its three talks are


def test_the_sheet_of_the_place_is_what_was_booked_by_its_clock(centre: Centre, imported: Booked) -> None:
    assert centre.sheet(timetable()) == won(imported)


def test_the_same_import_again_changes_nothing_and_answers_the_same(centre: Centre, imported: Booked) -> None:
    again = bring_in(centre, timetable(), keys="import")
    for (session, first), (_, second) in zip(imported, again, strict=True):
        assert first.status_code == second.status_code, session
        both = (first.json(), second.json())
        assert len({body["code"] for body in both}) == 1 if first.status_code == 409 else both[0] == both[1]
    assert centre.sheet(timetable()) == won(imported)


def test_doubled_and_overlapping_sessions_are_reported(centre: Centre, imported: Booked) -> None:
    booked = won(imported)
    late = [session._replace(starts_local=session.starts_local + timedelta(minutes=5)) for session in booked]
    whole = [session._replace(room="Lamennais 1+2") for session in booked if session.room == "Lamennais 1"]
    part = [session._replace(room="Lamennais 2") for session in booked if session.room == "Lamennais 1+2"]
    assert len(whole) == 12
    assert part
    wrong = bring_in(centre, [*booked[::5], *late[::5], *whole, *part], keys="wrong")
    assert {(reply.status_code, reply.json()["code"]) for _, reply in wrong} == {(409, "unit_taken")}
    assert centre.sheet(timetable()) == booked


def test_the_open_data_say_the_same(centre: Centre, imported: Booked) -> None:
    waiting.until(lambda: centre.published() == won(imported), "occupancy as booked", HEARD_SECONDS)


def test_everybody_is_written_to_about_each_booking(centre: Centre, imported: Booked) -> None:
    ids = {reply.json()["id"] for _, reply in imported if reply.status_code == 201}

    def told() -> bool:
        letters = [letter for who in centre.people for letter in who.letters()]
        text = "".join(body_of(letter) + calendar_of(letter) for letter in letters)
        return all(booking_id in text for booking_id in ids)

    waiting.until(told, "letter about each booking", HEARD_SECONDS, pause=0.5)


def test_as_series_it_keeps_the_clock_of_the_place_over_the_clock_change(
    network: Network, record_testsuite_property: Note
) -> None:
    centre, sessions = Centre(network), timetable()
    began = time.monotonic()
    done = bring_in_weekly(centre, sessions)
    record_testsuite_property(f"series on {network.substrate.name}", f"{len(done)} in {time.monotonic() - began:.1f} s")
    booked = sorted(session for _, reply in done for session in booked_by(centre, reply))
    assert centre.sheet([*sessions, *(session.later(-WEEK) for session in sessions)]) == booked
    for days, reply in done:
        asked = sorted(day.later(later) for day in days for later in (timedelta(), WEEK))
        refused = refused_of(days[0], reply)
        assert sorted([*refused, *booked_by(centre, reply)]) == asked
        assert all(rivals(session, booked) for session in refused)
    waiting.until(lambda: centre.published() == booked, "occupancy as booked", HEARD_SECONDS)


def booked_by(centre: Centre, reply: requests.Response) -> list[Session]:
    """What a series got: nothing when all of it was refused."""
    if reply.status_code == 409:
        assert reply.json()["code"] == "series_conflict"
        return []
    assert reply.status_code == 201, reply.text
    return [centre.session(booking) for booking in reply.json()["bookings"]]


def refused_of(first: Session, reply: requests.Response) -> list[Session]:
    """What a series did not get, by the clock of the place."""
    refused = reply.json()["occurrences" if reply.status_code == 409 else "refused"]
    assert all(found["codes"] == ["unit_taken"] for found in refused)
    starts = (datetime.fromisoformat(found["occurrence"]) for found in refused)
    return [first.later(start - first.starts_local) for start in starts]
