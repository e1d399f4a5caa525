"""Alive and ready, said to whoever asks on the operator's port: /live, /ready, /metrics. Holds no person.

`/live` answers while the process can answer. `/ready` asks each part of each service of this process (database,
broker, RPC) and names what is missing; `/ready/<service>` asks the parts of one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

DEADLINE_SECONDS = 2.0

Check = Callable[[], None]
_watched: dict[str, dict[str, Check]] = {}


def watch(service: str, part: str, check: Check) -> None:
    """From now on `/ready` asks this part; `check` raises when it is not well."""
    _watched.setdefault(service, {})[part] = check


def forget() -> None:
    """Watch nothing (the services of this process were stopped)."""
    _watched.clear()


def demand(well: bool, otherwise: str) -> None:
    """Raise `otherwise` unless `well`."""
    if not well:
        raise RuntimeError(otherwise)


def report(service: str | None = None) -> dict[str, dict[str, str]]:
    """What each part says: `ok`, or what is wrong with it."""
    chosen = {name: parts for name, parts in _watched.items() if service in (None, name)}
    return {name: {part: _ask(check) for part, check in parts.items()} for name, parts in sorted(chosen.items())}


def is_ready(report: dict[str, dict[str, str]]) -> bool:
    """Whether every part of a report is well, and there is one."""
    return bool(report) and all(said == "ok" for parts in report.values() for said in parts.values())


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The WSGI application of the operator's port."""
    path = str(environ.get("PATH_INFO", "/"))
    status, kind, body = "200 OK", "application/json", b'{"status": "alive"}'
    if path == "/metrics":
        kind, body = CONTENT_TYPE_LATEST, generate_latest()
    elif path == "/ready" or path.startswith("/ready/"):
        parts = report(path.removeprefix("/ready").strip("/") or None)
        well = is_ready(parts)
        status = "200 OK" if well else "503 Service Unavailable"
        body = json.dumps({"status": "ready" if well else "not ready", "services": parts}).encode()
    elif path != "/live":
        status, body = "404 Not Found", b'{"status": "not found", "try": ["/live", "/ready", "/metrics"]}'
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")])
    return [body] if environ.get("REQUEST_METHOD") != "HEAD" else []


def _ask(check: Check) -> str:
    try:
        with eventlet.Timeout(DEADLINE_SECONDS, TimeoutError("no answer in time")):
            check()
    except Exception as exc:
        return getattr(exc, "code", None) or str(exc) or type(exc).__name__
    return "ok"
