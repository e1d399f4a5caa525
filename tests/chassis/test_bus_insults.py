"""What a stranger may put on the bus: none of it ends a service, stops it, or is lost without a trace."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import pytest
from kombu import Connection

from chassis import metrics, topology
from chassis.envelope import CONTENT_TYPE, Envelope
from chassis.service import Service, answers, hears
from tests.chassis.house import House, channel, counted, dead_letters, house, settings, speaking
from tests.waiting import until


class Patient(Service):
    """Hears and answers, whatever comes."""

    name = "patient"
    heard: ClassVar[list[int]] = []

    @hears("members", "thing.counted")
    def on_counted(self, envelope: Envelope) -> None:
        self.heard.append(envelope.sequence)

    @answers
    def echo(self, said: Any) -> Any:
        return said


GOOD = counted(1).to_json()
INSULTS: dict[str, dict[str, Any]] = {
    "nothing": {"body": ""},
    "no JSON": {"body": "{"},
    "bad UTF-8": {"body": b"\xff\xfe\x00"},
    "a number": {"body": "42"},
    "a list": {"body": "[1, 2]"},
    "null": {"body": "null"},
    "nested beyond reason": {"body": "[" * 100_000},
    "huge": {"body": b"x" * 2_000_000},
    "no CloudEvents": {"body": '{"args": [], "kwargs": []}'},
    "positional arguments": {"body": '{"args": [1], "kwargs": {}}'},
    "another's attribute types": {"body": GOOD.replace('"1.0"', "1.0")},
    "a sequence that is none, and long": {"body": GOOD.replace('"sequence": "1"', f'"sequence": "{"x" * 200_000}"')},
    "an instant without offset": {"body": GOOD.replace("+00:00", "")},
    "unknown compression": {"body": "{", "headers": {"compression": "application/x-bogus"}},
    "broken compression": {"body": "{", "headers": {"compression": "application/x-gzip"}},
    "a bomb": {"body": zlib.compress(b"x" * 50_000_000), "headers": {"compression": "application/x-gzip"}},
    "unknown encoding": {"body": "{", "content_encoding": "klingon"},
    "a pickle": {"body": b"\x80\x04N.", "content_type": "application/x-python-serialize", "content_encoding": "binary"},
    "no content type": {"body": "{", "content_type": None, "content_encoding": None},
    "a call stack that is none": {"body": "{", "headers": {"nameko.call_id_stack": 42, "traceparent": 7}},
    "headers of wrong types": {"body": "{", "headers": {"x-attempt": "many", "traceparent": {"a": [1]}}},
}


@pytest.fixture
def patient(broker_uri: str, tmp_path: Path) -> Iterator[House]:
    Patient.heard.clear()
    with house(settings(broker_uri, tmp_path)) as built:
        built.start(Patient)
        yield built


def insult(opened: Any, exchange: str, routing_key: str, body: Any, headers: Any = None, **more: Any) -> None:
    body = body.encode() if isinstance(body, str) else body
    message = opened.prepare_message(body, headers=headers or {}, **{"content_type": CONTENT_TYPE, **more})
    opened.basic_publish(message, exchange=exchange, routing_key=routing_key)


def test_twenty_insults_neither_end_nor_stop_a_service(patient: House, broker_uri: str) -> None:
    assert len(INSULTS) >= 20
    reconnects = metrics.broker_reconnects.labels("patient")._value
    before = reconnects.get()
    with channel(broker_uri) as opened:
        for said in INSULTS.values():
            insult(opened, "members_roubaix.events", "thing.counted", **said)
            insult(opened, topology.RPC_EXCHANGE, "patient.echo", **said)  # without reply_to
    with speaking(broker_uri, "members_roubaix") as speaker:
        speaker.say(counted(5))
    until(lambda: Patient.heard == [5], "the event behind the insults")
    assert patient.call("patient", "echo", said="still here") == "still here"
    dead = dead_letters(broker_uri, "patient", at_least=len(INSULTS))
    assert len(dead) == len(INSULTS)
    assert all(letter.headers["x-reason"] == "envelope_invalid" for letter in dead)
    assert reconnects.get() == before
    assert not patient.containers[0]._died.ready()


def test_a_request_that_cannot_be_read_is_refused_when_it_says_to_whom(patient: House, broker_uri: str) -> None:
    replies: list[Any] = []
    with Connection(broker_uri) as connection:
        opened = connection.channel()
        topology.declare_caller(opened, "reply.hub.mine")
        opened.basic_consume(queue="rpc.reply.hub.mine", callback=replies.append, no_ack=True)
        asked = {"reply_to": "reply.hub.mine", "correlation_id": "1"}
        for said in INSULTS.values():
            insult(opened, topology.RPC_EXCHANGE, "patient.echo", properties=asked, **said)

        def all_came() -> bool:
            with suppress(TimeoutError):
                connection.drain_events(timeout=0.05)
            return len(replies) == len(INSULTS)

        until(all_came, "a reply to each", pause=0)
    assert all("arguments_invalid" in str(reply.body) for reply in replies)
