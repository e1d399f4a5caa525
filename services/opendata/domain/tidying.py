"""Text that others wrote, as we keep it: nothing unseen in it, and not longer than told. Never does IO."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

_URL = 2000
_WORD = 100
_MOST_WORDS = 50


def line(text: str | None, most: int) -> str | None:
    """The text on one line, without what cannot be seen; None when nothing is left."""
    return _cut(" ".join(_seen(text).split()), most) or None


def prose(text: str | None, most: int) -> str | None:
    """The text, its lines kept, without what cannot be seen; None when nothing is left."""
    lines = [line.rstrip() for line in _seen(text).strip().split("\n")]
    return _cut(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)), most) or None


def words(found: Iterable[str]) -> tuple[str, ...]:
    """The words, each once and in their order: at most 50 of at most 100 characters."""
    tidy = (line(word, _WORD) for word in found)
    return tuple(dict.fromkeys(word for word in tidy if word))[:_MOST_WORDS]


def web_address(text: str | None) -> str | None:
    """The text if it is an address of the web that can be shown as a link, else None."""
    text = (text or "").strip()
    if not text or len(text) > _URL or any(not char.isprintable() or char.isspace() for char in text):
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and host and not parts.username else None


def _seen(text: str | None) -> str:
    """The text, its lines ended alike, without what directs or joins unseen (Cf) and with spaces for what is blank."""
    told = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n")
    told = "".join(char for char in told if unicodedata.category(char) != "Cf")
    return "".join(char if char.isprintable() or char == "\n" else " " for char in told)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
