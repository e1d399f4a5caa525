"""Calling another service: what comes back, and that something always does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import eventlet
import pytest
from eventlet.event import Event as Signal

from chassis import bus, clock, errors, sealing, topology
from chassis.broker import Line, Message, Outgoing
from chassis.errors import Invalid, NotFound, RemoteFailure, ServiceError, Unavailable
from chassis.service import Service, answers
from tests.chassis.bus import consume, drain, waiting_in
from tests.chassis.house import House, channel, house, settings
from tests.waiting import until

DETAIL = {"next_free": [{"starts_at": "2026-11-23T09:00:00+00:00", "units": 2}]}


class Desk(Service):
    """Answers in every way there is."""

    name = "desk"
    asked: ClassVar[list[Any]] = []
    opened: ClassVar[Signal]
    key: ClassVar[dict[str, Any]]

    def sealing_keys(self) -> list[dict[str, Any]]:
        return [self.key]

    @answers
    def keys(self) -> dict[str, Any]:
        return {"keys": [{"use": "sig", "kid": "other"}, sealing.public(self.key)]}

    @answers
    def echo(self, said: Any) -> Any:
        self.asked.append(said)
        return said

    @answers(sealed=True)
    def whisper(self, said: Any) -> Any:
        return {"said": said}

    @answers
    def refuse(self, kind: str) -> None:
        raise ServiceError.registry[kind]("unit_taken", "no unit is free then", DETAIL)

    @answers
    def crash(self) -> None:
        raise ValueError("camille@example.org has the password linotte")

    @answers
    def nothing_json(self) -> Any:
        return object()

    @answers
    def wait(self, said: Any = None) -> Any:
        self.asked.append(said)
        self.opened.wait()
        return said


@pytest.fixture
def empty(broker_uri: str, tmp_path: Path) -> Iterator[House]:
    Desk.asked, Desk.opened, Desk.key = [], Signal(), sealing.new_key("first")
    with house(settings(broker_uri, tmp_path)) as built:
        until(lambda: built.caller.line.connected, "line")
        yield built
        if not Desk.opened.ready():
            Desk.opened.send()  # who still waits may go


@pytest.fixture
def desk(empty: House) -> House:
    empty.start(Desk)
    return empty


def seconds_of(action: Callable[[], Any]) -> float:
    started = clock.monotonic()
    action()
    return clock.monotonic() - started


def test_the_answer_is_what_the_method_returned(desk: House) -> None:
    for said in (None, 0, "Barœul", [1, {"a": None}], {"number": 1.5}, "a lone \ud800 surrogate"):
        assert desk.call("desk", "echo", said=said) == said


def test_a_refusal_arrives_as_itself(desk: House) -> None:
    for kind, cls in ServiceError.registry.items():
        with pytest.raises(cls) as caught:
            desk.call("desk", "refuse", kind=kind)
        assert type(caught.value) is cls
        assert (caught.value.code, caught.value.message) == ("unit_taken", "no unit is free then")
        assert caught.value.detail.items() >= DETAIL.items()


@pytest.mark.parametrize("method", ["crash", "nothing_json"])
def test_a_bug_over_there_is_a_failure_that_says_nothing_of_it(desk: House, method: str) -> None:
    with pytest.raises(RemoteFailure) as caught:
        desk.call("desk", method)
    assert "linotte" not in str(caught.value)
    assert "example.org" not in str(caught.value)
    assert desk.call("desk", "echo", said="still here") == "still here"


def test_a_method_that_is_not_there_and_arguments_that_do_not_fit_are_refused(desk: House) -> None:
    with pytest.raises(NotFound, match="method_unknown"):
        desk.call("desk", "sealing_keys")  # a method, but no answer
    for arguments in ({}, {"said": 1, "more": 2}, {"other": 1}):
        with pytest.raises(Invalid, match="arguments_invalid"):
            desk.call("desk", "echo", **arguments)
        with pytest.raises(Invalid, match="arguments_invalid"):
            desk.call("desk", "whisper", sealed=True, **arguments)
    assert Desk.asked == []


def test_a_service_that_nobody_serves_is_unavailable_at_once(empty: House) -> None:
    def ask() -> None:
        with pytest.raises(Unavailable) as caught:
            empty.call("ghost", "echo", said=1, deadline=30)
        assert caught.value.detail == {"retry_after_seconds": 5, "service": "ghost", "why": "absent"}

    assert seconds_of(ask) < 1


def test_a_silent_service_is_unavailable_at_the_deadline(desk: House) -> None:
    def ask() -> None:
        with pytest.raises(Unavailable) as caught:
            desk.call("desk", "wait", deadline=0.3)
        assert caught.value.detail["why"] == "silent"

    assert 0.3 <= seconds_of(ask) < 2


def test_a_request_that_its_caller_gave_up_is_never_executed(
    empty: House, broker_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "REQUESTS_AT_ONCE", 1)  # so that the second waits on the broker
    empty.start(Desk)
    first = eventlet.spawn(empty.call, "desk", "wait", said="first", deadline=20)
    until(lambda: Desk.asked == ["first"], "request at work")
    with pytest.raises(Unavailable):
        empty.call("desk", "echo", said="given up", deadline=0.3)
    with channel(broker_uri) as opened:  # whose clock may be some milliseconds behind the caller's
        until(lambda: waiting_in(opened, topology.rpc_queue("desk")) == 0, "end of the request")
    Desk.opened.send()
    assert first.wait() == "first"
    assert empty.call("desk", "echo", said="third") == "third"
    assert Desk.asked == ["first", "third"]


def test_a_request_of_an_absent_service_is_not_kept_for_it(empty: House) -> None:
    with pytest.raises(Unavailable):
        empty.call("desk", "echo", said="before it came")
    container = empty.start(Desk)
    empty.stop(container)
    with pytest.raises(Unavailable):
        empty.call("desk", "echo", said="after it had gone")
    empty.start(Desk)
    assert empty.call("desk", "echo", said="now") == "now"
    assert Desk.asked == ["now"]


def test_a_thousand_calls_in_vain_leave_nothing_behind(desk: House) -> None:
    def ask_in_vain(number: int) -> str:
        service, deadline = ("ghost", 5.0) if number % 2 else ("desk", 0.02)
        with pytest.raises(Unavailable) as caught:
            desk.call(service, "wait", deadline=deadline)
        return str(caught.value.detail["why"])

    whys = list(eventlet.GreenPool(50).imap(ask_in_vain, range(1000)))
    assert (whys.count("absent"), whys.count("silent")) == (500, 500)
    assert desk.caller.waiting == {}


def test_a_sealed_call_is_read_by_nobody_on_the_bus(desk: House, broker_uri: str) -> None:
    with channel(broker_uri) as opened:
        opened.queue_declare(queue="spy", durable=False, exclusive=True)
        opened.queue_bind(queue="spy", exchange=topology.RPC_EXCHANGE, routing_key="#")
        seen = consume(opened, "spy", no_ack=True)
        assert desk.call("desk", "whisper", sealed=True, said="linotte") == {"said": "linotte"}
        assert desk.call("desk", "echo", said="in the open") == "in the open"
        drain(opened.connection)
    wire = "".join(str(message.body) for message in seen)
    assert "in the open" in wire
    assert "sealed" in wire
    assert "linotte" not in wire


def test_a_changed_key_is_learnt_again(desk: House) -> None:
    assert desk.call("desk", "whisper", sealed=True, said=0) == {"said": 0}
    Desk.key = sealing.new_key("second")
    pool = eventlet.GreenPool(20)
    said = list(pool.imap(lambda number: desk.call("desk", "whisper", sealed=True, said=number), range(20)))
    assert said == [{"said": number} for number in range(20)]


def test_the_instances_of_a_service_share_the_requests(desk: House) -> None:
    class Other(Desk):
        asked: ClassVar[list[Any]] = []

    desk.start(Other)
    numbers = range(60)
    assert list(eventlet.GreenPool(10).imap(lambda number: desk.call("desk", "echo", said=number), numbers)) == list(
        numbers
    )
    assert sorted(Desk.asked + Other.asked) == list(numbers)
    assert Desk.asked
    assert Other.asked


def test_a_service_that_stops_first_answers_what_it_began(desk: House) -> None:
    asked = eventlet.spawn(desk.call, "desk", "wait", said="begun")
    until(lambda: Desk.asked == ["begun"], "request at work")
    eventlet.spawn_after(0.1, Desk.opened.send)
    assert seconds_of(lambda: desk.stop(desk.containers[-1])) < 3
    assert asked.wait() == "begun"


def test_a_caller_that_stops_does_not_leave_its_askers_waiting(desk: House) -> None:
    asked = eventlet.spawn(desk.call, "desk", "wait", deadline=30)
    until(lambda: Desk.asked, "request at work")
    desk.caller.line.stop()

    def end() -> None:
        with pytest.raises(Unavailable):
            asked.wait()

    assert seconds_of(end) < 3


def test_replies_come_to_a_key_that_names_the_site(desk: House) -> None:
    assert re.fullmatch(r"reply\.hub\.[0-9a-f-]{36}", desk.caller.reply_key)
    assert desk.call("desk", "echo", said=1) == 1


MALFORMED: list[str | bytes] = [
    "[",
    "[]",
    "null",
    "[" * 100_000,
    '{"error": "no object"}',
    '{"error": {"class": 7}}',
    b"\xff\xfe",
]


def test_a_malformed_reply_is_a_failure_and_ends_nothing(empty: House, broker_uri: str) -> None:
    replies = list(MALFORMED)

    def reply(message: Message) -> None:
        to, correlation = message.properties["reply_to"], message.properties["correlation_id"]
        answer = Outgoing(topology.RPC_EXCHANGE, to, replies.pop(0), properties={"correlation_id": correlation})
        line.send(answer)
        line.settle(message)

    def open_it(opened: Line) -> None:
        topology.declare_answerer(opened.channel_for_setup, "rude")
        opened.consume(topology.rpc_queue("rude"), reply, prefetch=1)

    line = Line(broker_uri, "rude", open_it)
    reading = eventlet.spawn(line.run)
    until(lambda: line.connected, "line")
    key = empty.caller.reply_key
    for _ in MALFORMED:
        with pytest.raises(errors.RemoteFailure):
            empty.call("rude", "echo", deadline=3)
    assert empty.caller.reply_key == key  # the same line
    line.stop()
    reading.wait()
