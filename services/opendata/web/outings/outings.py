"""What is on, over HTTP: for programs, for people, and for the application of 2018. Reads only.

Who tells us where they are is answered for themselves alone: nothing of it is logged, kept or cached.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from chassis.config import Settings
from chassis.http.problems import Refused, problem
from services.opendata import queries
from services.opendata.domain.outings import Among, looking, windows
from services.opendata.domain.points import Point
from services.opendata.network import network_of
from services.opendata.web.answers import chosen, respond
from services.opendata.web.documents import Document
from services.opendata.web.outings import asking, compatible, pages, telling, ways
from services.opendata.web.outings.asking import Asked, Refusal, Surroundings

ROUTES = (
    Rule("/outings", endpoint="outings"),
    Rule("/outings/<name>", endpoint="outing"),
    Rule("/outings/<name>/way", endpoint="way"),
    Rule("/outings.css", endpoint="outings_style"),
    Rule("/outings.js", endpoint="outings_script"),
    *(Rule(path, endpoint="events") for path in compatible.PATHS),
)
ENDPOINTS = frozenset(rule.endpoint for rule in ROUTES)

_DATES = 20  # of a happening, beside the one that is looked at
_GEOLOCATION = "camera=(), geolocation=(self), microphone=(), payment=()"
_FOR_ONE_ALONE = "no-store"


@dataclass(frozen=True)
class _Form:
    extension: str
    media_type: str


_JSON, _HTML = _Form("json", "application/json"), _Form("html", "text/html")


class Outings:
    """Answers what is asked of outings.

    Args:
        now: gives the present instant.
    """

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings, self._now = settings, now
        self._network = network_of(settings)

    def answer(self, session: Session, request: Request, endpoint: str, name: str) -> Response:
        """The response to a request for one of `ROUTES`.

        Raises:
            Refused: 404 `not_found`, 406 `not_acceptable`, 412 `precondition_failed`.
        """
        if endpoint == "outings_style":
            return respond(request, _text("/outings.css", "text/css; charset=utf-8", pages.STYLE))
        if endpoint == "outings_script":
            return respond(request, _text("/outings.js", "text/javascript; charset=utf-8", pages.SCRIPT))
        at = self._now().replace(second=0, microsecond=0)  # the same answer for a minute
        if endpoint == "events":
            events = compatible.Events(session, self._network, self._zone(None), at)
            return respond(request, events.document(request.path))
        form = chosen(request, (_JSON, _HTML), None)
        try:
            if endpoint == "outings":
                response = self._list(session, request, form, at)
            elif endpoint == "outing":
                response = self._one(session, request, form, at, name)
            else:
                response = self._way(session, request, form, at, name)
        except Refusal as refusal:
            response = _refused(refusal, form)
        except Refused as refused:
            if form is _JSON or refused.status != 404:
                raise
            response = Response(pages.gone(), 404, content_type="text/html; charset=utf-8")
        response.vary.add("Accept")
        if form is _HTML:
            response.headers["Permissions-Policy"] = _GEOLOCATION
        return response

    def _list(self, session: Session, request: Request, form: _Form, at: datetime) -> Response:
        places = queries.contents(session, "places") if form is _HTML else []
        asked = asking.read(request.args, self._surroundings(session, at, places), strict=form is _JSON)
        rows = queries.outings(session, asked.wanted)
        page, more = rows[: asked.wanted.limit], rows[asked.wanted.limit :]
        shown = [row for row in page if _is_near(row, asked)]
        following = f"/outings?{urlencode(asking.following(asked, page[-1]))}" if more else None
        point = asked.wanted.around.point if asked.wanted.around else None
        items = self._items(session, shown, point, at)
        announcers = self._announcers(session)
        if form is _JSON:
            address = self._network.data_url + following if following else None
            told = telling.page(asked.wanted.window, asked.zone.key, items, address)
            document = _json("/outings", {**told, "sources": telling.announcers(announcers)})
        else:
            week = windows.seven_days(at, asked.zone)
            choice = pages.Choice(
                places, self._network.cities,
                queries.themes(session, week.starts_at, week.ends_at),
                queries.publics(session, week.starts_at, week.ends_at),
            )  # fmt: skip
            text = pages.listing(self._network, asked, choice, items, announcers, following, at)
            document = _text("/outings", "text/html; charset=utf-8", text)
        response = respond(request, document)
        if asked.has_position:
            response.headers["Cache-Control"] = _FOR_ONE_ALONE
        return response

    def _one(self, session: Session, request: Request, form: _Form, at: datetime, name: str) -> Response:
        row = _found(session, name)
        way = ways.way(session, row, at, self._settings.journey_planner, None)
        return respond(request, self._document(session, form, row, at, {"way": way}))

    def _way(self, session: Session, request: Request, form: _Form, at: datetime, name: str) -> Response:
        """The same, with the way from and to where somebody lives, which is for them alone."""
        row, lives, said = _found(session, name), None, None
        try:
            lives = ways.home(session, request.args, row)
        except Refusal as refusal:
            if form is _JSON:
                raise
            said = refusal.faults[0].detail
        way = ways.way(session, row, at, self._settings.journey_planner, lives)
        if form is _JSON:
            response = respond(request, _json(f"/outings/{name}/way", {"id": row["id"], "way": way}))
        else:
            response = respond(request, self._document(session, form, row, at, {"way": way}, lives, said))
        response.headers["Cache-Control"] = _FOR_ONE_ALONE
        return response

    def _document(
        self,
        session: Session,
        form: _Form,
        row: telling.Row,
        at: datetime,
        more: Mapping[str, Any],
        lives: ways.Home | None = None,
        said: str | None = None,
    ) -> Document:
        """One outing, with all that is known of it."""
        (item,) = self._items(session, [row], None, at)
        dates = queries.dates_after(session, row["happening"], at, _DATES)
        announcers = self._of_item(session, item)
        told = {
            **item,
            "description": queries.descriptions(session, [row]).get(row["happening"]),
            "dates": [telling.date(date, self._network) for date in dates],
            **more,
            "sources": telling.announcers(announcers),
        }
        path = f"/outings/{row['id']}"
        if form is _JSON:
            return _json(path, told)
        return _text(path, "text/html; charset=utf-8", pages.one(self._network, told, announcers, at, lives, said))

    def _items(
        self, session: Session, rows: Sequence[telling.Row], point: Point | None, at: datetime
    ) -> list[dict[str, Any]]:
        others = queries.other_tellers(session, [row["id"] for row in rows]) if rows else {}
        return [telling.item(row, others.get(row["id"], []), self._network, point, at) for row in rows]

    def _surroundings(self, session: Session, at: datetime, places: Sequence[Mapping[str, Any]]) -> Surroundings:
        known = {place["id"]: Point(place["latitude"], place["longitude"]) for place in places}

        def point_of(place_id: str) -> Point | None:
            place = None if known else queries.facts(session, "place", place_id)
            return Point(place["latitude"], place["longitude"]) if place else known.get(place_id)

        cities = self._settings.cities
        return Surroundings(
            at=at,
            cities={code: Among(code, city.insee) for code, city in cities.items()},
            zones={code: ZoneInfo(city.zone) for code, city in cities.items()},
            zone=self._zone(None),
            point_of=point_of,
        )

    def _zone(self, city: str | None) -> ZoneInfo:
        """The zone of a city; of none that of the first one."""
        cities = self._settings.cities
        return ZoneInfo(cities[city or next(iter(cities))].zone)

    def _announcers(self, session: Session) -> list[telling.Announcer]:
        """Everybody who announces, we first."""
        return [telling.own(self._network, queries.heard_at(session))]

    def _of_item(self, session: Session, item: Mapping[str, Any]) -> list[telling.Announcer]:
        codes = {item["source"], *(other["source"] for other in item["also"])}
        return [each for each in self._announcers(session) if each.code in codes]


def _found(session: Session, name: str) -> telling.Row:
    row = queries.outing(session, name) if asking.ID.fullmatch(name) else None
    if row is None:
        raise Refused(404, "not_found")
    return row


def _is_near(row: telling.Row, asked: Asked) -> bool:
    around = asked.wanted.around
    return around is None or looking.is_within(row["latitude"], row["longitude"], around)


def _refused(refusal: Refusal, form: _Form) -> Response:
    faults = [{"parameter": fault.parameter, "detail": fault.detail} for fault in refusal.faults]
    if form is _HTML:
        return Response(pages.refusal(faults), 400, content_type="text/html; charset=utf-8")
    return problem(400, "parameter_invalid", errors=faults)


def _json(path: str, told: Any) -> Document:
    return _text(path, "application/json", json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")


def _text(path: str, content_type: str, text: str) -> Document:
    body = text.encode()
    return Document(path, content_type, hashlib.sha256(body).hexdigest()[:32], lambda: [body])
