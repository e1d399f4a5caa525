"""The pages that are only text: what is open, accessibility, legal notice, privacy. One file for each language."""

from __future__ import annotations

from werkzeug import Response

from gateway.web import register_words
from gateway.web.visit import Visit


def about_data(visit: Visit) -> Response:
    """`GET /about-data`"""
    return _text(visit, "about-data")


def accessibility(visit: Visit) -> Response:
    """`GET /accessibilite`"""
    return _text(visit, "accessibility")


def legal(visit: Visit) -> Response:
    """`GET /mentions-legales`"""
    return _text(visit, "legal")


def privacy(visit: Visit) -> Response:
    """`GET /confidentialite`"""
    return _text(visit, "privacy")


def register(visit: Visit) -> Response:
    """`GET /confidentialite/registre?city=`: what a city says that it does with data about persons; else one's own."""
    cities = visit.settings.cities
    asked = visit.request.args.get("city") or (visit.caller.city if visit.caller else "")
    city = cities.get(asked) or next(iter(cities.values()))
    told = visit.ask_or(None, f"members_{city.code}", "processing_register")
    return visit.page("register_of_processing.html", city=city, register=told, words=register_words)


def _text(visit: Visit, name: str) -> Response:
    return visit.page(f"texts/{name}.{visit.language.code}.html")
