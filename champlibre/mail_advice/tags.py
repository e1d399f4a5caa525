"""Lists of tags, `v=DKIM1; k=rsa; p=…`, as DKIM and DMARC write them. Pure.

Source: RFC 6376, section 3.2.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def read(record: str) -> dict[str, str] | None:
    """The tags in their order, without white space around them; None: that is no list of tags, or names one twice."""
    tags: dict[str, str] = {}
    parts = record.split(";")
    if not parts[-1].strip():
        parts.pop()
    for part in parts:
        name, equals, value = part.partition("=")
        name = name.strip()
        if not equals or not _NAME.fullmatch(name) or name in tags:
            return None
        tags[name] = value.strip()
    return tags or None


def shown(text: str, most: int = 60) -> str:
    """What somebody else wrote, fit to be printed on a terminal: ASCII that is seen, cut where it is long."""
    seen = "".join(letter if letter.isascii() and letter.isprintable() else "?" for letter in text[: most + 1])
    return f"{seen[:most]}…" if len(text) > most else seen
