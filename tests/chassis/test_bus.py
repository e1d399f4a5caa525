"""A service's side of the bus: what becomes of an event, of a failure, and of a message that is an insult."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import eventlet
import pytest
from eventlet.event import Event as Signal

from chassis import bus, clock, topology, trace
from chassis.envelope import Envelope
from chassis.errors import Conflict, Unavailable
from chassis.service import Database, Service, hears
from tests.chassis.house import (
    House,
    Speaker,
    channel,
    counted,
    dead_letters,
    hearer,
    house,
    settings,
    speaking,
)
from tests.waiting import until

MakeHouse = Callable[..., House]


@pytest.fixture
def speaker(broker_uri: str) -> Iterator[Speaker]:
    with speaking(broker_uri, "members_roubaix") as found:
        yield found


@pytest.fixture
def make_house(broker_uri: str, tmp_path: Path) -> Iterator[MakeHouse]:
    """A house in which the class given runs, with these pauses between tries."""
    made: list[Any] = []

    def make(*classes: type[Service], pauses: tuple[float, ...] = (0.2, 0.4)) -> House:
        made.append(house(settings(broker_uri, tmp_path, pauses)))
        built: House = made[-1].__enter__()
        built.start(*classes)
        return built

    yield make
    for entered in reversed(made):
        entered.__exit__(None, None, None)


def numbers(heard: list[Envelope]) -> list[int]:
    return [envelope.data["number"] for envelope in heard]


def test_an_event_arrives_as_it_was_said_with_its_trace(make_house: MakeHouse, speaker: Speaker) -> None:
    heard: list[Any] = []
    make_house(hearer("bookings", "members", lambda envelope: heard.append((envelope, trace.current()))))
    traced = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    said = [counted(1, traceparent=traced), counted(2, city="roubaix")]
    speaker.say(*said)
    until(lambda: len(heard) == 2, "two events")
    assert [envelope for envelope, _ in heard] == said
    assert heard[0][1] == traced
    assert heard[1][1] not in (None, traced)


def test_an_event_that_comes_again_has_its_effect_once(make_house: MakeHouse, speaker: Speaker) -> None:
    class Counter(Service):
        name = "bookings"
        database: Any = Database()
        came: ClassVar[list[int]] = []
        effects: ClassVar[list[int]] = []

        @hears("members", "thing.counted")
        def on_counted(self, envelope: Envelope) -> None:
            self.database.react(envelope, lambda _session, heard, _now: self.effects.append(heard.sequence))
            self.came.append(envelope.sequence)

    make_house(Counter)
    once = [counted(number) for number in range(5)]
    speaker.say(*once, *once, *once)
    until(lambda: len(Counter.came) == 15, "fifteen events")
    assert sorted(Counter.effects) == [0, 1, 2, 3, 4]


def test_nobody_speaks_on_anothers_exchange(make_house: MakeHouse, broker_uri: str) -> None:
    heard: list[Envelope] = []
    make_house(hearer("bookings", "members", heard.append))
    with speaking(broker_uri, "members_tourcoing") as tourcoing:
        tourcoing.say(counted(1, source="/roubaix/members_roubaix"), counted(2))
        [dead] = dead_letters(broker_uri, "bookings")
    assert dead.headers["x-reason"] == "not_its_exchange"
    assert numbers(heard) == [2]


def test_an_event_that_this_version_does_not_know_is_kept(
    make_house: MakeHouse, speaker: Speaker, broker_uri: str
) -> None:
    make_house(hearer("bookings", "members", lambda _envelope: None))
    speaker.say(replace(counted(1), name="thing.weighed"))
    [dead] = dead_letters(broker_uri, "bookings")
    assert dead.headers["x-reason"] == "nobody_hears"


def test_what_is_away_is_waited_for_as_long_as_it_takes(make_house: MakeHouse, speaker: Speaker) -> None:
    tries: list[int] = []

    def away(envelope: Envelope) -> None:
        tries.append(envelope.sequence)
        if len(tries) < 6:
            raise Unavailable("database_unavailable")

    make_house(hearer("bookings", "members", away), pauses=(0.05, 0.1))
    speaker.say(counted(1))
    until(lambda: len(tries) == 6, "six tries on a ladder of two")


def test_a_failure_is_tried_again_after_growing_pauses_then_kept(
    make_house: MakeHouse, speaker: Speaker, broker_uri: str
) -> None:
    tries: list[float] = []

    def fail(_envelope: Envelope) -> None:
        tries.append(clock.monotonic())
        raise ValueError("camille@example.org")

    make_house(hearer("bookings", "members", fail), pauses=(0.2, 0.6))
    said = counted(1)
    speaker.say(said)
    [dead] = dead_letters(broker_uri, "bookings")
    pauses = [later - earlier for earlier, later in pairwise(tries)]
    assert len(tries) == 3
    assert pauses[0] >= 0.2
    assert pauses[1] >= 0.6
    assert dead.body == said.to_json()
    assert dead.properties["message_id"] == said.id
    assert (dead.headers["x-reason"], dead.headers["x-attempt"]) == ("ValueError", 2)
    assert dead.headers["x-queue"] == "evt-members_roubaix--bookings"
    assert "example.org" not in dead.headers["x-message"]


def test_a_refused_event_is_kept_at_once_with_the_reason(
    make_house: MakeHouse, speaker: Speaker, broker_uri: str
) -> None:
    tries: list[Envelope] = []

    def refuse(envelope: Envelope) -> None:
        tries.append(envelope)
        raise Conflict("unit_taken", "no unit is free then")

    make_house(hearer("bookings", "members", refuse))
    speaker.say(counted(1))
    [dead] = dead_letters(broker_uri, "bookings")
    assert len(tries) == 1
    assert (dead.headers["x-reason"], dead.headers["x-message"]) == ("unit_taken", "no unit is free then")


def test_an_event_waits_for_what_is_unavailable(make_house: MakeHouse, speaker: Speaker) -> None:
    tries: list[Envelope] = []

    def need(envelope: Envelope) -> None:
        tries.append(envelope)
        if len(tries) < 3:
            raise Unavailable("database_busy")

    make_house(hearer("bookings", "members", need))
    speaker.say(counted(7))
    until(lambda: len(tries) == 3, "third try")
    assert numbers(tries) == [7, 7, 7]


def test_a_failing_event_blocks_nothing_behind_it(make_house: MakeHouse, speaker: Speaker) -> None:
    heard: list[Envelope] = []

    def fail_at_first(envelope: Envelope) -> None:
        if envelope.sequence == 0:
            raise ValueError
        heard.append(envelope)

    make_house(hearer("bookings", "members", fail_at_first), pauses=(60,))
    speaker.say(counted(0), counted(1), counted(0, "pears"), counted(1, "pears"))
    until(lambda: len(heard) == 2, "the events behind")
    assert {envelope.subject for envelope in heard} == {"apples", "pears"}


def test_the_events_of_a_subject_are_heard_in_order_and_subjects_side_by_side(
    make_house: MakeHouse, speaker: Speaker
) -> None:
    heard: dict[str, list[int]] = defaultdict(list)
    at_work, most = 0, 0

    def dawdle(envelope: Envelope) -> None:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        for _ in range(random.randrange(20)):
            eventlet.sleep(0)
        at_work -= 1
        heard[envelope.subject].append(envelope.sequence)

    make_house(hearer("bookings", "members", dawdle))
    speaker.say(*(counted(number, f"thing-{number % 5}") for number in range(100)))
    until(lambda: sum(map(len, heard.values())) == 100, "hundred events")
    assert all(sequences == sorted(sequences) for sequences in heard.values())
    assert most > 1


def test_the_hub_hears_every_city_and_a_city_only_its_own(make_house: MakeHouse, broker_uri: str) -> None:
    heard: dict[str, list[int]] = {name: [] for name in ("bookings", "notifications_roubaix", "members_roubaix")}

    def into(name: str) -> Callable[[Envelope], None]:
        return lambda envelope: heard[name].append(envelope.sequence)

    make_house(
        hearer("bookings", "members", into("bookings")),
        hearer("notifications_roubaix", "members", into("notifications_roubaix"), city="roubaix"),
        hearer("members_roubaix", "bookings", into("members_roubaix"), city="roubaix"),
    )
    said = counted(1, "a", "roubaix"), counted(2, "b", "tourcoing"), counted(3, "c")
    for source in ("members_roubaix", "members_tourcoing", "bookings"):
        with speaking(broker_uri, source) as speaker:
            speaker.say(*said)
            speaker.say(counted(9, "last", "roubaix"))
    until(lambda: all(9 in found for found in heard.values()), "last events")
    until(lambda: len(heard["bookings"]) == 8, "events of two cities")
    assert sorted(heard["bookings"]) == [1, 1, 2, 2, 3, 3, 9, 9]
    assert sorted(heard["notifications_roubaix"]) == [1, 3, 9]
    assert sorted(heard["members_roubaix"]) == [1, 3, 9]


def test_what_was_said_before_a_service_ever_ran_waits_for_it(
    make_house: MakeHouse, broker_uri: str, tmp_path: Path, speaker: Speaker
) -> None:
    heard: list[Envelope] = []
    cls = hearer("bookings", "members", heard.append)
    made = settings(broker_uri, tmp_path)
    assert len(speaker.say(counted(0))) == 1, "told that nobody wanted it"
    with channel(broker_uri) as opened:
        topology.declare_hearer(opened, bus.subscriptions(cls, made), made.retry_pauses_seconds)
    speaker.say(counted(1), counted(2))
    make_house(cls)
    until(lambda: len(heard) == 2, "two events")
    assert numbers(heard) == [1, 2]


def test_an_event_that_is_being_heard_when_the_service_stops_is_heard_to_its_end(
    make_house: MakeHouse, speaker: Speaker
) -> None:
    begun, may_end, done = Signal(), Signal(), []

    def dawdle(envelope: Envelope) -> None:
        begun.ready() or begun.send()
        may_end.wait()
        done.append(envelope.sequence)

    cls = hearer("bookings", "members", dawdle)
    built = make_house(cls)
    speaker.say(counted(1), counted(2))
    begun.wait()
    eventlet.spawn_after(0.1, may_end.send)
    built.stop(built.containers[-1])
    built.start(cls)
    speaker.say(counted(3))
    until(lambda: done[-1:] == [3], "last event")
    assert done == [1, 2, 3]
