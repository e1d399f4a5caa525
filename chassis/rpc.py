"""Calling another service: with a deadline, always; its refusals arrive as themselves. Only for the gateway and for
notifications (which asks its own city's members for an address).

A call to a service that nobody serves comes back at once; one that stays silent comes back at the deadline, and the
request is worthless from then on (the message expires with it). Both are `Unavailable`. A broker that was frozen counts
a request's life from when it wakes, so one that was given up may still be done: commands are asked with a key.
"""

from __future__ import annotations

import json
from typing import Any

import eventlet
from eventlet.event import Event as Signal
from nameko.extensions import DependencyProvider

from chassis import clock, errors, health, ids, logs, metrics, sealing, topology, trace
from chassis.broker import BrokerUnavailable, Line, Message, Outgoing
from chassis.errors import Invalid, RemoteFailure, ServiceError, Unavailable


class Caller:
    """Calls over one line.

    Args:
        uri: of the broker.
        service: who calls; a label of the metrics.
        site: the node's site; replies come to `reply.<site>.<uuid>`.
        deadline_seconds: of a call that names none.
    """

    def __init__(self, uri: str, service: str, site: str, deadline_seconds: float = 5.0) -> None:
        self.service, self.site, self.deadline_seconds = service, site, deadline_seconds
        self.line = Line(uri, service, self._open, self._lost)
        self.waiting: dict[str, Signal] = {}
        self.reply_seal = sealing.new_key("reply")
        self.seals: dict[str, dict[str, Any]] = {}
        self.log = logs.get("rpc")

    def call(
        self, service: str, method: str, *, sealed: bool = False, deadline: float | None = None, **kwargs: Any
    ) -> Any:
        """Ask, and wait for the answer.

        Args:
            service: e.g. `members_roubaix`.
            method: e.g. `sign_in`.
            sealed: nobody on the bus can read request and answer.
            deadline: seconds; the node's `rpc_deadline_seconds` by default.
            kwargs: JSON-able arguments.

        Raises:
            ServiceError: the other side's refusal.
            Unavailable: `service_unavailable` (absent or silent) or `broker_unavailable`.
            RemoteFailure: the other side broke.
        """
        until = clock.monotonic() + (deadline or self.deadline_seconds)
        if not sealed:
            return self._observed(service, method, kwargs, until)
        return self._sealed(service, method, kwargs, until)

    def _sealed(self, service: str, method: str, kwargs: dict[str, Any], until: float) -> Any:
        fresh = service not in self.seals
        if fresh:
            self._learn_seal(service, until)
        content = {"kwargs": kwargs, "reply_key": sealing.public(self.reply_seal)}
        try:
            request = {"sealed": sealing.seal(content, self.seals[service])}
            answer = self._observed(service, method, request, until)
        except Invalid as refusal:
            if refusal.code != "sealing_key_unknown" or fresh:
                raise
            self.seals.pop(service, None)  # the service has changed its key
            return self._sealed(service, method, kwargs, until)
        return sealing.unseal(answer["sealed"], [self.reply_seal])

    def _learn_seal(self, service: str, until: float) -> None:
        keys = self._observed(service, "keys", {}, until)["keys"]
        found = [key for key in keys if key.get("use") == "enc"]
        if not found:
            raise RemoteFailure(f"{service} publishes no key to seal to")
        self.seals[service] = found[0]

    def _observed(self, service: str, method: str, kwargs: dict[str, Any], until: float) -> Any:
        started, outcome = clock.monotonic(), "ok"
        try:
            return self._call(service, method, kwargs, until)
        except Unavailable as exc:
            outcome = str(exc.detail.get("why", "refused"))
            raise
        except ServiceError:
            outcome = "refused"
            raise
        except Exception:
            outcome = "failed"
            raise
        finally:
            metrics.rpc_calls.labels(self.service, service, outcome).inc()
            metrics.rpc_duration.labels(self.service, service).observe(clock.monotonic() - started)

    def _call(self, service: str, method: str, kwargs: dict[str, Any], until: float) -> Any:
        left = until - clock.monotonic()
        if left <= 0:
            raise _unavailable(service, "silent")
        correlation_id, answered = ids.new(), Signal()
        headers = {"traceparent": trace.current()} if trace.current() else {}
        request = Outgoing(
            topology.RPC_EXCHANGE,
            f"{service}.{method}",
            json.dumps({"args": [], "kwargs": kwargs}),
            headers=headers,
            properties={
                "correlation_id": correlation_id,
                "reply_to": getattr(self, "reply_key", ""),
                "expiration": str(max(1, int(left * 1000))),
            },
            persistent=False,
        )
        self.waiting[correlation_id] = answered
        try:
            with eventlet.Timeout(left, _unavailable(service, "silent")):
                try:
                    self.line.send(request, mandatory=True)
                except BrokerUnavailable:
                    raise Unavailable("broker_unavailable", "no line to the broker", {"why": "absent"}) from None
                outcome = answered.wait()
        finally:
            self.waiting.pop(correlation_id, None)
        if isinstance(outcome, str):
            raise _unavailable(service, outcome)
        if outcome.get("error"):
            raise errors.from_wire(outcome["error"])
        return outcome.get("result")

    def _open(self, line: Line) -> None:
        channel = line.channel_for_setup
        self.reply_key = f"reply.{self.site}.{ids.new()}"
        queue = topology.declare_caller(channel, self.reply_key)
        channel.events["basic_return"].add(self._on_return)
        line.consume(queue, self._on_reply, prefetch=0, no_ack=True)

    def _lost(self) -> None:
        for answered in list(self.waiting.values()):
            _settle(answered, "silent")

    def _on_return(self, _exc: Exception, _exchange: str, _key: str, message: Any) -> None:
        if answered := self.waiting.get(str(message.properties.get("correlation_id"))):
            _settle(answered, "absent")

    def _on_reply(self, message: Message) -> None:
        answered = self.waiting.get(str(message.properties.get("correlation_id")))
        if answered is None:
            return  # too late: its caller has gone
        try:
            body = json.loads(message.body)
            if not isinstance(body, dict) or not isinstance(body.get("error") or {}, dict):
                raise ValueError
        except (ValueError, RecursionError):
            body = {"error": {"class": "RemoteFailure", "message": "the reply is malformed"}}
        _settle(answered, body)


class Rpc(DependencyProvider):
    """Gives a service its `Caller`."""

    def setup(self) -> None:
        settings, name = self.container.config["settings"], self.container.service_name
        self.caller = Caller(settings.broker.uri, name, settings.site, settings.rpc_deadline_seconds)
        health.watch(name, "rpc", lambda: health.demand(self.caller.line.connected, "no line to the broker"))

    def start(self) -> None:
        self.container.spawn_managed_thread(self.caller.line.run, identifier="rpc")

    def stop(self) -> None:
        self.caller.line.stop()

    def get_dependency(self, worker_ctx: Any) -> Caller:
        return self.caller


def _settle(answered: Signal, outcome: Any) -> None:
    if not answered.ready():
        answered.send(outcome)


def _unavailable(service: str, why: str) -> Unavailable:
    said = "nobody serves it now" if why == "absent" else "no answer in time"
    return Unavailable("service_unavailable", f"{service}: {said}", {"service": service, "why": why})
