"""The shape of a message on the bus: a CloudEvents 1.0 object in structured JSON. Pure; never sends.

Source: CloudEvents 1.0.2 (https://github.com/cloudevents/spec), JSON event format; extension attributes
`traceparent` (distributed tracing extension), `sequence`, and our own `city`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.clock import rfc3339
from chassis.errors import Invalid

CONTENT_TYPE = "application/cloudevents+json"
PREFIX = "fr.champlibre."
_TYPE = re.compile(r"fr\.champlibre\.([a-z_]+\.[a-z_]+)\.v1")  # another shape is another event
_MAX_BYTES = 256 * 1024


@dataclass(frozen=True)
class Envelope:
    """One message.

    Attributes:
        id: unique within `source`; the key under which a hearer accepts it once.
        source: who says it, a URI reference: `/roubaix/members_roubaix`.
        name: the event type without prefix and version: `booking.confirmed`.
        subject: the id of what it happened to.
        sequence: the place of this event among those of its subject.
        time: when it happened (UTC).
        data: the payload, as the emitter's `events.py` documents it.
        city: the city whose member it concerns, or None.
        traceparent: W3C Trace Context of the request that caused it, or None.
    """

    id: str
    source: str
    name: str
    subject: str
    sequence: int
    time: datetime
    data: dict[str, Any]
    city: str | None = None
    traceparent: str | None = None

    @property
    def key(self) -> str:
        """What makes this message the same message when it comes twice (CloudEvents: source + id)."""
        return f"{self.source}#{self.id}"

    def to_json(self) -> str:
        """The message as it goes on the wire."""
        attributes = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": f"{PREFIX}{self.name}.v1",
            "subject": self.subject,
            "time": rfc3339(self.time),
            "datacontenttype": "application/json",
            "sequence": str(self.sequence),
            "city": self.city,
            "traceparent": self.traceparent,
            "data": self.data,
        }
        return json.dumps({name: value for name, value in attributes.items() if value is not None}, ensure_ascii=False)


def parse(body: str | bytes) -> Envelope:
    """The envelope in a message's body.

    Raises:
        Invalid: `envelope_invalid`, with what is wrong; the message goes to the dead letters.
    """
    try:
        if len(body) > _MAX_BYTES:
            raise ValueError(f"larger than {_MAX_BYTES} bytes")
        raw = json.loads(body)
        if not isinstance(raw, dict) or raw.get("specversion") != "1.0":
            raise ValueError("not a CloudEvents 1.0 object")
        match = _TYPE.fullmatch(_text(raw, "type"))
        if match is None:
            raise ValueError("type is not fr.champlibre.<thing>.<happened>.v1")
        time = datetime.fromisoformat(_text(raw, "time"))
        if time.tzinfo is None:
            raise ValueError("time has no offset")
        data = raw.get("data")
        if not isinstance(data, dict):
            raise ValueError("data is not an object")
        return Envelope(
            id=_text(raw, "id"),
            source=_text(raw, "source"),
            name=match[1],
            subject=_text(raw, "subject"),
            sequence=int(_text(raw, "sequence")),
            time=time,
            data=data,
            city=_text(raw, "city") if "city" in raw else None,
            traceparent=_text(raw, "traceparent") if "traceparent" in raw else None,
        )
    except (ValueError, RecursionError) as exc:
        raise Invalid("envelope_invalid", str(exc)) from None


def _text(raw: dict[str, Any], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is missing or no text")
    return value
