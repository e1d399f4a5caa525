"""The door as it is written down: each scan once, whoever sends it how often; the first that is received counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, NotFound
from services.bookings import commands, queries
from services.bookings.domain.activities import Field, Terms, door
from tests.bookings.activities.doors import (
    MINUTE,
    OPEN,
    arrival,
    expect,
    known,
    registration,
    results,
    scan,
    written,
)
from tests.bookings.activities.programme import EVENING, activity
from tests.bookings.fighting import ROUNDS
from tests.bookings.front_desk import DESK, do, names, said
from tests.bookings.test_parallel import all_at_once
from tests.bookings.world import ACTOR

COLLEAGUE = replace(DESK, member_id="desk-2", roles=("facilitator@place-union",))


def walk_in(store: Store, nonce: str, persons: int, now: datetime = OPEN) -> tuple[door.Scanned, int]:
    told: tuple[door.Scanned, int] = do(
        store, commands.activities.count_walk_ins, "occurrence-1", DESK, nonce, persons, None, now
    )
    return told


def count_bands(store: Store, nonce: str | None = None, **bands: int) -> dict[str, int]:
    counted = {name.strip("_"): persons for name, persons in bands.items()}
    told: dict[str, int] = do(store, commands.activities.count_bands, "occurrence-1", DESK, counted, nonce, OPEN)
    return {band: persons for band, persons in told.items() if persons}


def test_an_arrival_is_written_once_and_told_to_the_members_city(store: Store) -> None:
    expect(store, registration())
    [told] = scan(store, arrival())
    assert (told.result, told.seats) == ("ok", 1)
    assert (known(store).checked_in_seats, known(store).checked_in_at, known(store).sequence) == (1, OPEN, 1)
    [event] = said(store, "registration-1")
    assert (event.name, event.city) == ("registration.checked_in", ACTOR.city)
    assert event.data["checked_in_seats"] == 1 and event.data["title"] == {"fr": "Fabriquer sa lampe"}


def test_what_is_sent_again_changes_nothing_and_gets_the_same_answer(store: Store) -> None:
    expect(store, registration(), registration(2, status="waiting"))
    sent = [arrival(), arrival(2), arrival(1, "nonce-second"), arrival(9)]
    first = scan(store, *sent)
    assert results(first) == ["ok", "waiting", "already", "unknown"]
    assert scan(store, *sent, now=OPEN + 30 * MINUTE, actor=COLLEAGUE) == first
    assert (written(store), len(said(store, "registration-1")), known(store).sequence) == (4, 1, 1)


def test_of_two_devices_without_a_connection_the_first_that_is_received_wins(store: Store) -> None:
    expect(store, registration())
    [theirs] = scan(store, arrival(1, "nonce-of-one", OPEN + MINUTE), now=OPEN + 10 * MINUTE)
    [ours] = scan(store, arrival(1, "nonce-of-other", OPEN), now=OPEN + 20 * MINUTE)
    assert (theirs.result, ours.result, ours.first_scanned_at) == ("ok", "already", OPEN + MINUTE)
    assert known(store).checked_in_at == OPEN + MINUTE


def test_a_group_comes_in_parts_and_each_is_told(store: Store) -> None:
    expect(store, registration(seats=3))
    told = scan(store, arrival(1, "nonce-two", seats=2), arrival(1, "nonce-one", OPEN + MINUTE, seats=1))
    assert [one.seats for one in told] == [2, 1]
    assert (known(store).checked_in_seats, known(store).checked_in_at) == (3, OPEN)
    assert [event.data["checked_in_seats"] for event in said(store, "registration-1")] == [2, 3]


def test_a_mistake_is_undone_by_its_nonce_also_in_the_same_sending(store: Store) -> None:
    expect(store, registration(seats=3))
    mistaken = arrival(1, "nonce-two", seats=2)
    undone = arrival(1, "nonce-undo", kind="undo", undoes="nonce-two")
    told = scan(store, mistaken, undone, arrival(1, "nonce-one", seats=1))
    assert [(one.result, one.seats) for one in told] == [("ok", 2), ("ok", 2), ("ok", 1)]
    assert known(store).checked_in_seats == 1
    assert results(scan(store, arrival(1, "nonce-undo-again", kind="undo", undoes="nonce-two"))) == ["not_there"]
    assert results(scan(store, arrival(1, "nonce-undo-all", kind="undo"))) == ["ok"]
    assert (known(store).checked_in_seats, known(store).checked_in_at) == (0, None)
    assert [event.data["checked_in_seats"] for event in said(store, "registration-1")] == [2, 0, 1, 0]
    assert results(scan(store, mistaken)) == ["ok"] and known(store).checked_in_seats == 0


def test_one_bad_scan_never_spoils_the_others(store: Store) -> None:
    terms = Terms(form=(Field("diet", {"fr": "Un régime ?"}, required=True),))
    expect(
        store,
        registration(answered_at=OPEN),
        registration(2),
        registration(3, status="cancelled"),
        of=activity(terms=terms),
    )
    told = scan(store, arrival(9), arrival(2), arrival(3), arrival(), arrival(2, "nonce-forced", force=True))
    assert results(told) == ["unknown", "incomplete", "cancelled", "ok", "ok"]
    assert names(store, "registration-2") == ["registration.checked_in"]


def test_who_may_not_check_in_there_notes_nothing(store: Store) -> None:
    expect(store, registration())
    elsewhere = replace(DESK, roles=("front_desk@another-place",))
    for actor in (ACTOR, elsewhere, replace(DESK, city="tourcoing")):
        with pytest.raises(Forbidden, match="permission_missing"):
            scan(store, arrival(), actor=actor)
    assert results(scan(store, arrival(), actor=COLLEAGUE)) == ["ok"]
    with pytest.raises(NotFound, match="occurrence_not_found"):
        do(store, commands.activities.scan, "no-such", DESK, [arrival()], OPEN)


def test_who_walks_in_is_counted_once_a_nonce(store: Store) -> None:
    expect(store)
    assert walk_in(store, "nonce-0001", 3)[1] == 3
    assert walk_in(store, "nonce-0001", 3)[1] == 3
    assert walk_in(store, "nonce-0002", -1)[1] == 2
    told, walked_in = walk_in(store, "nonce-0003", -9)
    assert (told.kind, told.seats, walked_in) == ("walk_out", 2, 0)


def test_bands_replace_what_was_counted_and_an_old_sending_does_not_come_back(store: Store) -> None:
    expect(store)
    assert count_bands(store, "nonce-0001", _12_17=3, _26_59=4) == {"12_17": 3, "26_59": 4}
    assert count_bands(store, "nonce-0002", _12_17=5) == {"12_17": 5}
    assert count_bands(store, "nonce-0001", _12_17=3, _26_59=4) == {"12_17": 5}
    assert count_bands(store) == {}


def test_an_absence_has_a_reason_which_goes_when_they_come_after_all(store: Store) -> None:
    expect(store, registration(), registration(2, status="waiting"))

    def absent(reason: str | None, nonce: str | None = None, number: int = 1) -> object:
        note = commands.activities.note_absence
        return do(store, note, f"registration-{number}", DESK, reason, nonce, OPEN)

    absent("transport", "nonce-0001")
    absent(None)
    absent("transport", "nonce-0001")
    assert known(store).absence_reason is None
    absent("excused")
    assert known(store).absence_reason == "excused"
    assert results(scan(store, arrival())) == ["malformed"]  # under the nonce of something else
    assert results(scan(store, arrival(1, "nonce-0002"))) == ["ok"]
    absent("excused")
    assert known(store).absence_reason is None
    with pytest.raises(Conflict, match="registration_not_confirmed"):
        absent("excused", number=2)
    with pytest.raises(NotFound, match="registration_not_found"):
        absent("excused", number=9)


def test_a_closed_door_notes_nothing(store: Store) -> None:
    expect(store, registration())
    early = OPEN - timedelta(days=1)
    assert results(scan(store, arrival(), now=early)) == ["too_early"]
    for command, args in (
        (commands.activities.count_bands, ("occurrence-1", DESK, {}, None)),
        (commands.activities.note_absence, ("registration-1", DESK, "excused", None)),
    ):
        with pytest.raises(Conflict, match="door_closed") as refused:
            do(store, command, *args, early)
        assert refused.value.detail == {"reason": "too_early"}


def test_what_comes_in_after_the_end_corrects_the_numbers_that_were_told(store: Store) -> None:
    expect(store, registration(), registration(2))
    scan(store, arrival())
    after_end = EVENING.ends_at + MINUTE
    do(store, commands.activities.note_end, "occurrence-1", after_end)
    assert [event.data["came"] for event in said(store, "occurrence-1")] == [1]
    assert names(store, "registration-2") == ["registration.missed"]
    assert results(scan(store, arrival(2), now=after_end)) == ["ok"]
    walk_in(store, "nonce-walk", 3, after_end)
    do(store, commands.activities.count_bands, "occurrence-1", DESK, {"12_17": 5}, None, after_end)
    ended = said(store, "occurrence-1")
    assert [(e.data["came"], e.data["walked_in"], e.data["bands"]) for e in ended] == [
        (1, 0, {}),
        (2, 0, {}),
        (2, 3, {}),
        (2, 3, {"12_17": 5}),
    ]
    assert sorted({event.sequence for event in ended}) == [event.sequence for event in ended]
    assert names(store, "registration-2") == ["registration.missed", "registration.checked_in"]
    assert known(store, 2).sequence == 2


def test_two_doors_at_the_same_moment_let_nobody_in_twice(store: Store) -> None:
    expect(store, *(registration(number, seats=2) for number in ROUNDS))
    for number in ROUNDS:
        doors = [partial(scan, store, arrival(number, f"nonce-{number}-{n}", seats=1)) for n in range(5)]
        assert all_at_once(doors) == {"done": 5}
        assert known(store, number).checked_in_seats == 2
        assert [e.data["checked_in_seats"] for e in said(store, f"registration-{number}")] == [1, 2]


def test_two_who_send_the_same_at_the_same_moment_do_it_once(store: Store) -> None:
    expect(store, *(registration(number) for number in ROUNDS))
    sent = [arrival(number) for number in ROUNDS]
    walking = [partial(walk_in, store, "nonce-walk", 4) for _ in range(3)]
    assert all_at_once([*(partial(scan, store, *sent) for _ in range(4)), *walking]) == {"done": 7}
    assert written(store) == len(sent) + 1
    assert [names(store, one.registration_id) for one in sent] == [["registration.checked_in"]] * len(sent)
    with store.reading() as session:
        assert queries.activities.walked_in(session, "occurrence-1") == 4


def test_who_is_gone_notes_nothing_though_their_token_is_still_valid(store: Store) -> None:
    expect(store, registration())
    do(store, commands.erase, DESK.member_id, DESK.city, "nobody", OPEN)
    with pytest.raises(Forbidden, match="member_not_active"):
        scan(store, arrival())
