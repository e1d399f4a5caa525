"""Places, and the spaces in them, which stand at the point of their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.opendata import queries
from services.opendata.domain import Entry
from services.opendata.projections.facilities import put_facility
from services.opendata.projections.keeping import learn, put
from services.opendata.projections.tariffs import put_tariffs


def on_place_published(session: Session, entry: Entry) -> None:
    """A place is new, or described anew. When it moved its spaces did too."""
    if learn(session, "place", entry):
        put(session, "places", entry.subject, entry.facts, entry, segment=entry.facts["city"])
        put_facility(session, entry)
        for space in queries.children(session, "space", entry.subject):
            _put_space(session, space, entry.facts, entry)


def on_space_published(session: Session, entry: Entry) -> None:
    """A space is new, or described anew."""
    place_id, before = entry.facts["place_id"], queries.facts(session, "space", entry.subject)
    if learn(session, "space", entry, parent_id=place_id):
        put_tariffs(session, entry, before)
        _put_space(session, entry.facts, queries.facts(session, "place", place_id), entry)


def _put_space(session: Session, space: Mapping[str, Any], place: Mapping[str, Any] | None, entry: Entry) -> None:
    point = {name: place[name] if place else None for name in ("latitude", "longitude")}
    put(session, "spaces", space["id"], {**space, **point}, entry, segment=space["city"])


FOLLOWS = {"place.published": on_place_published, "space.published": on_space_published}
