"""A service's side of the bus: takes requests and events, gives each to a worker, settles it. Knows no rule.

    answers: request ─▶ worker ─▶ reply ─▶ ack                 refusals cross as themselves
    hears:   event ─▶ worker ─▶ done: ack
                              ─▶ refused: dead letter at once
                              ─▶ failed: back after growing pauses, then dead letter

Nothing that arrives can end the process: what cannot be read goes to the dead letters, what fails is kept.
Events of one subject are worked on one after the other, in the order they came, while none of them fails.
"""

from __future__ import annotations

import json
from collections import deque
from functools import partial
from typing import Any

import eventlet
from nameko.exceptions import IncorrectSignature
from nameko.extensions import Entrypoint, SharedExtension

from chassis import clock, errors, health, logs, metrics, topology
from chassis.broker import BrokerUnavailable, Line, Message, Outgoing, Publisher
from chassis.config import OF_A_CITY, Settings
from chassis.envelope import CONTENT_TYPE, Envelope, parse
from chassis.errors import Forbidden, Invalid, NotFound, ServiceError, Unavailable

REQUESTS_AT_ONCE = 40
EVENTS_AT_ONCE = 10
LONGEST_REASON = 500  # it may quote the message; headers must fit into one frame


class Bus(SharedExtension):
    """The line of one service, shared by its entrypoints."""

    def __init__(self) -> None:
        self.answering: dict[str, Entrypoint] = {}
        self.hearing: dict[tuple[str, str], Entrypoint] = {}
        self.subjects: dict[str, deque[tuple[Message, Envelope, str]]] = {}
        self.log = logs.get("bus")

    def setup(self) -> None:
        self.settings: Settings = self.container.config["settings"]
        self.service: str = self.container.service_name
        uri = self.settings.broker.uri
        self.line = Line(uri, self.service, self._open, self._lost)
        self.publisher = Publisher(uri)
        health.watch(self.service, "broker", lambda: health.demand(self.line.connected, "no line to the broker"))

    def start(self) -> None:
        self.container.spawn_managed_thread(self.line.run, identifier="bus")

    def cancel(self) -> None:
        """Take nothing new; workers go on."""
        self.line.cancel()

    def stop(self) -> None:
        self.line.stop()
        self.publisher.close()

    def subscriptions(self) -> list[topology.Subscription]:
        """What this service hears, a queue a source."""
        return subscriptions(self.container.service_cls, self.settings)

    def _open(self, line: Line) -> None:
        channel = line.channel_for_setup
        heard = self.subscriptions()
        if heard:
            topology.declare_hearer(channel, heard, self.settings.retry_pauses_seconds)
        for subscription in heard:
            line.consume(subscription.queue, partial(self._on_event, subscription.queue), EVENTS_AT_ONCE)
        if self.answering:
            topology.declare_answerer(channel, self.service)
            line.consume(topology.rpc_queue(self.service), self._on_request, REQUESTS_AT_ONCE)

    def _lost(self) -> None:
        for waiting in self.subjects.values():
            waiting.clear()  # they will come again

    # -- requests

    def _on_request(self, message: Message) -> None:
        method = str(message.delivery_info.get("routing_key", "")).rpartition(".")[2]
        try:
            entrypoint = self.answering.get(method)
            if entrypoint is None:
                raise NotFound("method_unknown", f"{self.service} answers no {method[:50]}")
            kwargs = _kwargs(message)
            entrypoint.check_signature((), kwargs)
        except IncorrectSignature:
            self._spawn(self._reply, message, None, Invalid("arguments_invalid", f"not the arguments of {method}"))
        except ServiceError as refusal:
            self._spawn(self._reply, message, None, refusal)
        else:
            self._work(message, entrypoint, (), kwargs, _traceparent(message), partial(self._answered, message))

    def _answered(self, message: Message, _ctx: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        self._reply(message, result, exc_info[1] if exc_info else None)
        return result, exc_info

    def _reply(self, message: Message, result: Any, exc: BaseException | None) -> None:
        """Answer and settle; a reply that cannot be sent is lost, and its caller's deadline ends the wait."""
        error = None
        if isinstance(exc, ServiceError):
            error = exc.to_wire()
        elif exc is not None:
            error = {"class": "RemoteFailure", "message": f"internal error in {self.service}"}
        try:
            body = json.dumps({"result": None if error else result, "error": error})
        except (TypeError, ValueError, RecursionError) as not_json:
            self.log.error("the answer is no JSON", not_json, service=self.service)
            body = json.dumps({"result": None, "error": {"class": "RemoteFailure", "message": "no JSON"}})
        reply_to, correlation_id = (message.properties.get(name) for name in ("reply_to", "correlation_id"))
        if isinstance(reply_to, str) and isinstance(correlation_id, str):
            reply = Outgoing(
                topology.RPC_EXCHANGE,
                reply_to,
                body,
                properties={"correlation_id": correlation_id},
                persistent=False,
            )
            try:
                self.line.send(reply)
            except BrokerUnavailable:
                self.log.info("reply lost, the line is down", service=self.service)
        self.line.settle(message)

    # -- events

    def _on_event(self, queue: str, message: Message) -> None:
        try:
            envelope = parse(message.body)
            self._entrypoint(queue, envelope)
        except ServiceError as refusal:
            self._spawn(self._bury, message, queue, refusal)
            return
        waiting = self.subjects.get(envelope.subject)
        if waiting is not None:
            waiting.append((message, envelope, queue))
            return
        self.subjects[envelope.subject] = deque()
        self._react(message, envelope, queue)

    def _entrypoint(self, queue: str, envelope: Envelope) -> Entrypoint:
        """Who hears it. Nobody speaks on another's exchange, whatever the envelope says.

        Raises:
            Forbidden: `not_its_exchange`.
            NotFound: `nobody_hears`: of a later version than this process, perhaps.
        """
        speaker = queue.removeprefix("evt-").partition("--")[0]
        if envelope.source.rpartition("/")[2] != speaker:
            raise Forbidden("not_its_exchange", f"the exchange is that of {speaker}")
        entrypoint = self.hearing.get((_kind(speaker), envelope.name))
        if entrypoint is None:
            raise NotFound("nobody_hears", f"{self.service} does not know {envelope.name}")
        return entrypoint

    def _react(self, message: Message, envelope: Envelope, queue: str) -> None:
        done = partial(self._heard, message, envelope, queue)
        self._work(message, self._entrypoint(queue, envelope), (envelope,), {}, envelope.traceparent, done)

    def _heard(
        self, message: Message, envelope: Envelope, queue: str, _ctx: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        exc = exc_info[1] if exc_info else None
        outcome = "done"
        try:
            if exc is None:
                self.line.settle(message)
            elif isinstance(exc, ServiceError) and not isinstance(exc, Unavailable):
                outcome = "dead"
                self._bury(message, queue, exc)
            else:
                outcome = self._retry(message, queue, exc)
        finally:
            metrics.heard.labels(self.service, envelope.name, outcome).inc()
            self._next(envelope)
        return result, exc_info

    def _next(self, envelope: Envelope) -> None:
        waiting = self.subjects.get(envelope.subject)
        if waiting:
            self._react(*waiting.popleft())
        else:
            self.subjects.pop(envelope.subject, None)

    def _retry(self, message: Message, queue: str, exc: BaseException) -> str:
        pauses = self.settings.retry_pauses_seconds
        attempt = _attempt(message)
        if attempt >= len(pauses) and not isinstance(exc, Unavailable):  # what is away comes back one day
            self._bury(message, queue, exc)
            return "dead"
        pause = pauses[min(attempt, len(pauses) - 1)]
        self._hand_over(message, topology.retry_exchange(pause), queue, {"x-attempt": attempt + 1})
        return "retried"

    def _bury(self, message: Message, queue: str, exc: BaseException) -> None:
        """Keep the message with its reason where an operator sees it."""
        code = exc.code if isinstance(exc, ServiceError) else type(exc).__name__
        said = exc.message if isinstance(exc, ServiceError) else "a bug; see the log by its trace"
        self.log.error("dead letter", service=self.service, queue=queue, code=code)
        headers = {
            "x-reason": code,
            "x-message": said[:LONGEST_REASON],
            "x-queue": queue,
            "x-dead-at": clock.rfc3339(clock.now()),
            "x-attempt": _attempt(message),
        }
        self._hand_over(message, "", topology.dead_queue(self.service), headers)

    def _hand_over(self, message: Message, exchange: str, routing_key: str, headers: dict[str, Any]) -> None:
        """Publish it elsewhere, then settle: it is in two places for a moment, never in none."""
        properties = {"message_id": str(message.properties.get("message_id") or "")}
        copy = Outgoing(exchange, routing_key, message.body, CONTENT_TYPE, headers, properties)
        try:
            taken, returned = self.publisher.publish([copy])
            if not taken or returned:
                raise BrokerUnavailable("not taken")
        except BrokerUnavailable:
            eventlet.sleep(1)
            self.line.settle(message, requeue=True)
        else:
            self.line.settle(message)

    # -- both

    def _work(
        self, message: Message, entrypoint: Entrypoint, args: Any, kwargs: Any, traceparent: str | None, done: Any
    ) -> None:
        context = {"traceparent": traceparent}
        try:
            self.container.spawn_worker(entrypoint, args, kwargs, context_data=context, handle_result=done)
        except Exception:  # the container is being killed
            self._spawn(self.line.settle, message, True)

    def _spawn(self, function: Any, *args: Any) -> None:
        """Beside the reader, which must not block."""
        eventlet.spawn_n(function, *args)


def subscriptions(service_cls: Any, settings: Settings) -> list[topology.Subscription]:
    """What a service class hears, by its decorated methods: a city's service only of its own city's members."""
    city = getattr(service_cls, "city", None)
    keys: dict[str, list[str]] = {}
    for name in dir(service_cls):
        for entrypoint in getattr(getattr(service_cls, name), "nameko_entrypoints", ()):
            if kind := getattr(entrypoint, "source", None):
                sources = [kind]
                if kind in OF_A_CITY:
                    sources = [f"{kind}_{code}" for code in ([city] if city else settings.cities)]
                for source in sources:
                    for event in entrypoint.names:
                        keys.setdefault(source, []).extend([event, f"{event}.{city}"] if city else [f"{event}.#"])
    return [topology.Subscription(service_cls.name, source, tuple(sorted(found))) for source, found in keys.items()]


def _kind(source: str) -> str:
    kind = source.partition("_")[0]
    return kind if kind in OF_A_CITY else source


def _kwargs(message: Message) -> dict[str, Any]:
    try:
        body = json.loads(message.body)
        kwargs = body["kwargs"]
        if not isinstance(kwargs, dict) or body.get("args"):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise errors.Invalid("arguments_invalid", "a request is {'args': [], 'kwargs': {…}} in JSON") from None
    return kwargs


def _traceparent(message: Message) -> str | None:
    found = (message.headers or {}).get("traceparent")
    return found if isinstance(found, str) else None


def _attempt(message: Message) -> int:
    found = (message.headers or {}).get("x-attempt", 0)
    return found if isinstance(found, int) and found >= 0 else 0
