"""A member's own data as one file to take along: what every service that knows something of them holds, in one ZIP.

    data.json    everything, for machines: sections of rows, with what each field means; instants as RFC 3339
    index.html   the same to read, in the member's language, without any script

What does not answer now is named in both, so that it can be asked for again. Keeps nothing; asks the member's own city
by the token, its notifications by a proof of that city, both sealed, and bookings by the id alone.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

from chassis import clock
from chassis.config import City
from chassis.errors import Unavailable
from gateway.context import Asks, Caller
from gateway.web import archive_words
from gateway.web.languages import Language

MEDIA_TYPE = "application/zip"
FORMAT = "champlibre-export/1"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
MOST_PAGES = 40  # of the bookings

Section = dict[str, Any]


def gather(rpc: Asks, caller: Caller, minor_id: str | None = None) -> dict[str, Any]:
    """Everything that the network holds about a member, and which services could not be asked.

    Args:
        rpc: what asks the services.
        caller: the member.
        minor_id: a minor for whom the caller answers, and whose data are gathered instead.

    Raises:
        ServiceError: as the member's own city refuses; without it there is nothing to take along.
    """
    members, token = f"members_{caller.city}", caller.token
    if minor_id is None:
        home = rpc.call(members, "export", sealed=True, token=token)
    else:
        home = rpc.call(members, "export_ward", sealed=True, token=token, minor_id=minor_id)
    holder = {**caller.actor(), "member_id": home["member_id"]}
    notifications = f"notifications_{caller.city}"

    def notices() -> list[Section]:
        shown = {name: home[name] for name in ("member_id", "until", "proof")}
        told = rpc.call(notifications, "notices_of", sealed=True, **shown)
        return list(told["sections"])

    others: dict[str, Callable[[], list[Section]]] = {notifications: notices, "bookings": lambda: _booked(rpc, holder)}
    sections, missing = list(home["sections"]), []
    for service, ask in others.items():
        try:
            sections += ask()
        except Unavailable:
            missing.append(service)
    return {
        "format": FORMAT,
        "made_at": clock.rfc3339(clock.now()),
        "member_id": home["member_id"],
        "city": caller.city,
        "missing": missing,
        "sections": sections,
    }


def compose(gathered: dict[str, Any], language: Language, city: City) -> bytes:
    """The ZIP of what was gathered, with whom to turn to in the city."""

    def shown(name: str, value: Any) -> str:
        if isinstance(value, str) and value in archive_words.CODES.get(name, {}):
            return language.say(archive_words.CODES[name][value])
        if isinstance(value, str) and INSTANT.fullmatch(value):
            return str(language.templates.filters["when"](value, city.zone))
        if isinstance(value, bool):
            return language.say(archive_words.YES if value else archive_words.NO)
        if isinstance(value, list | dict):
            return json.dumps(value, ensure_ascii=False) if value else ""
        return "" if value is None else str(value)

    facts = {"gathered": gathered, "language": language, "city": city, "words": archive_words, "shown": shown}
    page = language.templates.get_template("archive.html").render(facts)
    documentation = archive_words.documentation(gathered["sections"])
    documented = {**gathered, "data_officer": city.data_officer or None, "documentation": documentation}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(documented, ensure_ascii=False, indent=2))
        archive.writestr("index.html", page)
    return out.getvalue()


def _booked(rpc: Asks, holder: dict[str, Any]) -> list[Section]:
    """The sections of bookings; the bookings themselves come by pages."""
    first = page = rpc.call("bookings", "gather", actor=holder)
    rows = list(first["bookings"])
    for _ in range(MOST_PAGES - 1):
        if page["next"] is None:
            break
        page = rpc.call("bookings", "gather", actor=holder, after=page["next"])
        rows += page["bookings"]
    return [{"name": "bookings", "rows": rows, "is_complete": page["next"] is None}, *first["sections"]]
