"""The pages that are only text: what is open, accessibility, legal notice, privacy. One file for each language."""

from __future__ import annotations

from werkzeug import Response

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


def _text(visit: Visit, name: str) -> Response:
    return visit.page(f"texts/{name}.{visit.language.code}.html")
