"""The places of the network, and one of them with its spaces."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from gateway.web import hours
from gateway.web.visit import Visit


def places(visit: Visit) -> Response:
    """`GET /places`: all of them, city by city, in the order of the network."""
    found = visit.ask_or({"items": []}, "bookings", "places")["items"]
    by_city: dict[str, list[dict[str, Any]]] = {code: [] for code in visit.settings.cities}
    for place in found:
        by_city.setdefault(place["city"], []).append(place)
    return visit.page("places.html", by_city={city: some for city, some in by_city.items() if some})


def place(visit: Visit, place_id: str) -> Response:
    """`GET /places/{id}`"""
    found = visit.ask("bookings", "place", place_id=place_id)
    today = hours.today(visit.now, found["zone"])
    return visit.page("place.html", place=found, week=hours.week(found["opening_hours"], today))
