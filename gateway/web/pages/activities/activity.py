"""One activity: everything of it, with all its dates."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from werkzeug import Response

from gateway import occurrence_calendars
from gateway.web import activity_words, linked_data
from gateway.web.formats import instant
from gateway.web.visit import Visit


def activity(visit: Visit, activity_id: str) -> Response:
    """`GET /activities/{id}`"""
    found = visit.ask("bookings", "activity", activity_id=activity_id, actor=visit.actor)
    told = found["activity"]
    dates = sorted(found["occurrences"], key=lambda one: instant(one["starts_at"]))
    coming = [one for one in dates if one["state"] != "done"]
    return visit.page(
        "activity.html",
        activity=told,
        coming=coming,
        past=[one for one in dates if one["state"] == "done"],
        words=activity_words,
        needed=activity_words.attestation(told["terms"]["attestation"] or "", visit.language),
        image=_shown(visit, told["image"]),
        linked_data=[_linked(visit, told, one) for one in coming] if told["status"] == "published" else [],
    )


def calendar(visit: Visit, occurrence_id: str) -> Response:
    """`GET /occurrences/{id}.ics`: one date, for a calendar."""
    found = visit.ask("bookings", "occurrence", occurrence_id=occurrence_id, actor=visit.actor)
    url, language = visit.settings.gateway.public_url, visit.language.code
    file = occurrence_calendars.ics(found["activity"], found["occurrence"], language, url, visit.now)
    response = Response(file, mimetype=occurrence_calendars.MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{occurrence_id}.ics"'
    response.headers["Cache-Control"] = "no-store" if visit.caller else "no-cache"
    return response


def _linked(visit: Visit, activity: dict[str, Any], occurrence: dict[str, Any]) -> Markup:
    said, cities = visit.language.said, visit.settings.cities
    city = activity["city"]
    texts = {
        "title": said(activity["title"]),
        "summary": said(activity["summary"]),
        "city": cities[city].name if city in cities else city,
    }
    facts = linked_data.event(activity, occurrence, texts, visit.settings.gateway.public_url)
    return linked_data.script(facts)


def _shown(visit: Visit, image: dict[str, Any] | None) -> dict[str, Any] | None:
    """An image and whether the page may show it: what is elsewhere would tell that site who looks, so it is a link."""
    if image is None or urlsplit(image["url"]).scheme not in ("https", "http"):
        return None
    is_ours = urlsplit(image["url"]).netloc == urlsplit(visit.settings.gateway.public_url).netloc
    return {**image, "is_ours": is_ours}
