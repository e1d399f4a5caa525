"""Structured logs: one JSON object a line, with the trace; never a name, an e-mail or a token in them.

What is logged is a constant sentence and named facts (`log.info("relayed", count=3)`), never a formatted text.
An exception gives its type and where it was raised, not its words: those may quote a person's data.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from typing import Any

from chassis import trace
from chassis.clock import now, rfc3339

_EMAIL = re.compile(r"[^\s@\"'<>]+@[^\s@\"'<>]+\.[^\s@\"'<>]+")
_TOKEN = re.compile(r"eyJ[\w-]+\.[\w.-]+")
_URL_PASSWORD = re.compile(r"(://[^:/\s]*:)[^@/\s]+@")


class Log:
    """A named log."""

    def __init__(self, name: str) -> None:
        self.logger = logging.getLogger(f"champlibre.{name}")

    def info(self, event: str, **facts: Any) -> None:
        """Something worth knowing."""
        self.logger.info(event, extra={"facts": facts})

    def warning(self, event: str, **facts: Any) -> None:
        """Something that heals by itself but should not happen often."""
        self.logger.warning(event, extra={"facts": facts})

    def error(self, event: str, exc: BaseException | None = None, **facts: Any) -> None:
        """Something somebody must look at; `exc` adds its type and its trace."""
        self.logger.error(event, extra={"facts": {**facts, **(_described(exc) if exc else {})}})


def get(name: str) -> Log:
    """The log of a part of the system."""
    return Log(name)


def scrub(text: str) -> str:
    """The text without anything that looks like an address, a token or a password in a URL."""
    return _TOKEN.sub("[token]", _URL_PASSWORD.sub(r"\1[secret]@", _EMAIL.sub("[address]", text)))


def set_up(stream: Any = None, level: int = logging.INFO) -> None:
    """Send every log of the process to `stream` (standard error) as JSON lines."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Json())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("champlibre").setLevel(level)


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts = getattr(record, "facts", {})
        if record.exc_info and record.exc_info[1]:
            facts = {**facts, **_described(record.exc_info[1])}
        line = {
            "at": rfc3339(now()),
            "level": record.levelname.lower(),
            "log": record.name.removeprefix("champlibre."),
            "event": record.getMessage(),
            "trace_id": trace.trace_id(),
            **facts,
        }
        return scrub(json.dumps(line, ensure_ascii=False, default=repr))


def _described(exc: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(exc.__traceback__)[-12:]
    code = getattr(exc, "code", None)
    return {
        "exception": type(exc).__name__,
        "code": code if isinstance(code, str) else None,
        "trace": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
