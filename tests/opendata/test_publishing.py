"""How what changed becomes a version: whole, once, at the cost of what changed; and what is thrown away when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from chassis.database import Store
from chassis.tables import outbox
from services.opendata import commands, publishing, queries, reactions
from services.opendata.tables import bodies, segments, versions
from tests.opendata.conftest import Hear
from tests.opendata.heard import NETWORK, NOW, booking, envelope, place

ELSEWHEN = {"starts_at": "2026-11-25T09:00:00+00:00", "ends_at": "2026-11-25T11:00:00+00:00"}


def document(store: Store, name: str, extension: str) -> bytes:
    with store.reading() as session:
        parts = queries.manifest(session, name, extension)
        found = queries.bodies_of(session, [part.digest for part in parts])
    return b"".join(found[part.digest] for part in parts)


def digests(store: Store) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(select(segments.c.digest)))


def test_nothing_is_due_after_everything_was_published(store: Store, hear: Hear) -> None:
    hear("place.published", place())
    with store.transaction() as session:
        commands.publish(session, NETWORK, NOW)
        assert not commands.is_due(session, NETWORK)
        reactions.on_event(session, envelope("place.published", place(name="Autre nom"), 1), NOW)
        assert commands.is_due(session, NETWORK)


def test_a_version_that_is_cut_short_was_never_there(store: Store, hear: Hear) -> None:
    hear("place.published", place())
    before = document(store, "places", "csv")
    with store.transaction() as session:
        reactions.on_event(session, envelope("place.published", place(name="Autre nom"), 1), NOW)

    def cut() -> None:
        with store.transaction() as session:
            assert commands.publish(session, NETWORK, NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cut()
    assert document(store, "places", "csv") == before
    with store.transaction() as session:
        versions_of = {edition.name: edition.version for edition in commands.publish(session, NETWORK, NOW)}
    assert versions_of["places"] == 2
    assert "Autre nom" in document(store, "places", "csv").decode()


def test_only_what_changed_is_written_anew(store: Store, hear: Hear) -> None:
    hear("booking.confirmed", booking())
    hear("booking.confirmed", booking("booking-2", **ELSEWHEN))
    before = digests(store)
    hear("booking.cancelled", booking("booking-2", **ELSEWHEN), sequence=1)
    after = digests(store)
    assert after < before
    assert len(after) == 2, "a day in csv and json"


def test_each_new_version_is_told_and_nothing_else_is(store: Store, hear: Hear) -> None:
    hear("booking.held", booking())
    hear("booking.confirmed", booking(), sequence=1)
    hear("booking.confirmed", booking(), sequence=1)
    with store.reading() as session:
        assert list(session.scalars(select(outbox.c.routing_key))) == ["dataset.published"]


def test_another_network_or_other_code_has_everything_written_anew(store: Store, hear: Hear) -> None:
    hear("place.published", place())
    roubaix = {"roubaix": NETWORK.cities["roubaix"].__class__("roubaix", "Roubaix", "59512", "000000000", "0" * 14)}
    other = NETWORK.__class__(roubaix, NETWORK.data_url, NETWORK.pages_url)
    with store.transaction() as session:
        assert commands.is_due(session, other)
        assert "places" in [edition.name for edition in commands.publish(session, other, NOW)]
    assert b"000000000" in document(store, "places", "csv")


def test_what_was_replaced_can_be_read_for_a_day_and_is_then_swept_away(store: Store, hear: Hear) -> None:
    hear("place.published", place())
    before = digests(store)
    hear("place.published", place(name="Autre nom"), sequence=1)
    old = len(before - digests(store))
    assert old >= 3, "csv, json, geojson"

    def sweep(after: timedelta) -> int:
        with store.transaction() as session:
            return publishing.sweep(session, NOW + after)

    assert sweep(timedelta(hours=23)) == 0
    assert sweep(timedelta(hours=25)) == old
    assert "Autre nom" in document(store, "places", "csv").decode()


def test_a_kept_version_stays_as_it_was(store: Store, hear: Hear) -> None:
    hear("place.published", place())
    with store.transaction() as session:
        publishing.keep(session, "places", "2026-11")
        publishing.keep(session, "places", "2026-11")
    before = digests(store)
    hear("place.published", place(name="Autre nom"), sequence=1)
    with store.transaction() as session:
        every = set(session.scalars(select(versions.c.digest)))
        assert publishing.sweep(session, NOW + timedelta(days=2)) == len(before - digests(store) - every)
        kept = list(session.scalars(select(versions.c.digest).where(versions.c.format == "csv")))
        assert "Autre nom" not in queries.bodies_of(session, kept)[kept[0]].decode()


def test_the_same_bytes_are_stored_once(store: Store, hear: Hear) -> None:
    hear("booking.confirmed", booking())
    hear("booking.moved", booking(**ELSEWHEN), sequence=1)
    hear("booking.moved", booking(), sequence=2)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(bodies)) == 4
        assert len(digests(store)) == 2
