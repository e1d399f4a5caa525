"""How the letters of a city look, for its staff: of examples, in every language. Nothing here is of anybody."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from werkzeug import Response

from chassis.errors import NotFound
from gateway.web import languages, notice_words
from gateway.web.visit import Visit

PATH = "/desk/letters"
# The HTML of a letter is a page of its own in a frame: nothing in it runs, loads, sends or leads out of it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


def kinds(visit: Visit) -> Response:
    """`GET /desk/letters`"""
    told = _ask(visit, "letter_kinds")["kinds"]
    order = list(notice_words.FAMILIES)
    told.sort(key=lambda one: order.index(one["family"]) if one["family"] in order else len(order))
    families = [(family, list(those)) for family, those in groupby(told, key=lambda one: one["family"])]
    return visit.page("desk_letters.html", families=families, words=notice_words)


def kind(visit: Visit, kind: str) -> Response:
    """`GET /desk/letters/{kind}?language=`"""
    language, letter = _letter(visit, kind)
    city = visit.settings.cities[visit.member()["city"]]
    return visit.page(
        "desk_letter.html",
        kind=kind,
        letter=letter,
        chosen=language,
        tongues=languages.NAMES,
        city=city.name,
        words=notice_words,
    )


def html(visit: Visit, kind: str) -> Response:
    """`GET /desk/letters/{kind}/html?language=`: the HTML as it is sent."""
    language, letter = _letter(visit, kind)
    response = Response(letter["html"], content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _letter(visit: Visit, kind: str) -> tuple[str, dict[str, Any]]:
    asked = visit.request.args.get("language", "")
    language = asked if asked in languages.NAMES else visit.language.code
    if kind not in notice_words.KINDS:
        visit.member()
        raise NotFound("letter_unknown", "there is no such letter")
    return language, _ask(visit, "preview_letter", kind=kind, language=language)


def _ask(visit: Visit, method: str, **asked: Any) -> dict[str, Any]:
    actor = visit.member()
    told: dict[str, Any] = visit.ask(f"notifications_{actor['city']}", method, actor=actor, **asked)
    return told
