"""A date of an activity for search engines: schema.org's Event as JSON-LD. Pure; tells what the page tells.

Source: https://schema.org/Event, https://www.w3.org/TR/json-ld11/#restrictions-for-contents-of-json-ld-script-elements
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from gateway.web.formats import instant

SCHEMA = "https://schema.org/"
_STATUS = {
    "rescheduled": "EventRescheduled",
    "moved_online": "EventMovedOnline",
    "postponed": "EventPostponed",
    "cancelled": "EventCancelled",
}
_ATTENDANCE = {"on_site": "Offline", "online": "Online", "both": "Mixed"}
_AVAILABILITY = {"open": "InStock", "waiting": "SoldOut", "full": "SoldOut", "not_yet": "PreOrder", "none": "InStock"}


def script(facts: Mapping[str, Any]) -> Markup:
    """The facts as they stand between the marks of a script, which nothing in them ends."""
    told = json.dumps(facts, ensure_ascii=False)
    for sign in "<>&":
        told = told.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(told)  # noqa: S704  no sign is left that HTML knows


def event(
    activity: Mapping[str, Any], occurrence: Mapping[str, Any], texts: Mapping[str, str], public_url: str
) -> dict[str, Any]:
    """The facts of one date.

    Args:
        activity: as bookings answers.
        occurrence: one of its dates.
        texts: `title`, `summary`, `language` as the page shows them; `city` for who organises when nobody else does.
        public_url: of the pages, without a slash at the end.
    """
    page = f"{public_url}/activities/{activity['id']}"
    attendance = "online" if occurrence["status"] == "moved_online" else activity["attendance"]
    told: dict[str, Any] = {
        "@context": SCHEMA.rstrip("/"),
        "@type": "Event",
        "@id": f"{page}#date-{occurrence['id']}",
        "url": page,
        "name": texts["title"],
        "description": texts["summary"],
        "inLanguage": activity["languages"],
        "startDate": _local(occurrence["starts_at"], occurrence["zone"]),
        "endDate": _local(occurrence["ends_at"], occurrence["zone"]),
        "eventStatus": SCHEMA + _STATUS.get(occurrence["status"], "EventScheduled"),
        "eventAttendanceMode": f"{SCHEMA}{_ATTENDANCE[attendance]}EventAttendanceMode",
        "location": _where(occurrence, attendance, page),
        "organizer": {"@type": "Organization", "name": activity["organiser_name"] or texts["city"]},
        "isAccessibleForFree": all(price["cents"] == 0 for price in activity["prices"]),
        "offers": _offers(activity, occurrence, public_url),
        "maximumAttendeeCapacity": occurrence["capacity"],
        "remainingAttendeeCapacity": occurrence["seats_left"],
    }
    if occurrence["previous_starts_at"]:
        told["previousStartDate"] = _local(occurrence["previous_starts_at"], occurrence["zone"])
    if activity["image"]:
        told["image"] = activity["image"]["url"]
    if activity["min_age"] is not None or activity["max_age"] is not None:
        told["typicalAgeRange"] = f"{activity['min_age'] or 0}-{activity['max_age'] or ''}"
    return told


def _local(told: str, zone: str) -> str:
    return instant(told).astimezone(ZoneInfo(zone)).isoformat()


def _where(occurrence: Mapping[str, Any], attendance: str, page: str) -> Any:
    site: dict[str, Any] = {"@type": "Place", "name": occurrence["place_name"], "address": occurrence["address"]}
    if occurrence["latitude"] is not None and occurrence["longitude"] is not None:
        site["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": occurrence["latitude"],
            "longitude": occurrence["longitude"],
        }
    online = {"@type": "VirtualLocation", "url": page}
    return {"on_site": site, "online": online, "both": [site, online]}[attendance]


def _offers(activity: Mapping[str, Any], occurrence: Mapping[str, Any], public_url: str) -> list[dict[str, Any]]:
    external = activity["terms"]["external_url"] if activity["terms"]["mode"] == "external" else None
    same = {
        "@type": "Offer",
        "priceCurrency": "EUR",
        "url": external or f"{public_url}/occurrences/{occurrence['id']}/register",
    }
    if (available := _AVAILABILITY.get(occurrence["registration"])) is not None:
        same["availability"] = SCHEMA + available
    prices = activity["prices"] or [{"label": "", "cents": 0}]
    return [
        {**same, "price": f"{price['cents'] / 100:.2f}", **({"name": price["label"]} if price["label"] else {})}
        for price in prices
    ]
