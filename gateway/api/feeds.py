"""Calendar feeds. A secret is drawn here and told once; the services see its digest only."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from chassis import ids
from gateway import calendars
from gateway.api.operation import PREFIX, Asked


def make(asked: Asked) -> Any:
    """Make a calendar and tell its address, once."""
    member, secret = asked.member(), f"feed-{ids.secret()}"
    feed = asked.bookings("make_feed", **asked.body, actor=member.actor(), digest=_digest(secret))
    public_url = asked.context.settings.gateway.public_url
    return {**feed, "url": f"{public_url}{PREFIX}/feeds/{secret}.ics?lang={member.language}"}


def feeds(asked: Asked) -> Any:
    """The member's calendars, without their addresses."""
    return asked.bookings("feeds_of", actor=asked.member().actor())


def revoke(asked: Asked) -> Any:
    """Have an address show nothing any more; harmless the second time."""
    return asked.bookings("revoke_feed", **asked.path, actor=asked.member().actor())


def feed(asked: Asked) -> bytes:
    """The calendar under an address."""
    told = asked.bookings("feed", digest=_digest(asked.path["secret"]))
    language = asked.query.get("lang", asked.context.language)
    return calendars.ics(told, asked.context.settings.gateway.public_url, language)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
