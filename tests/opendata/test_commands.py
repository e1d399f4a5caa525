"""The log, and that everything can be made again from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from chassis.database import Store
from services.opendata import commands, projections, queries, reactions
from services.opendata.network import network_of
from services.opendata.tables import bodies, head, log, records, segments
from tests.opendata.conftest import Hear
from tests.opendata.heard import NETWORK, NOW, booking, envelope, hub, place, space


@pytest.fixture
def told(hear: Hear) -> None:
    """A place that is described twice, a space, bookings that stand, move and end."""
    hear("place.published", place())
    hear("space.published", space())
    hear("booking.confirmed", booking())
    hear("booking.confirmed", booking("booking-2"), now=NOW + timedelta(minutes=1))
    hear("place.published", place(latitude=50.71), sequence=1)
    hear("booking.cancelled", booking("booking-2"), sequence=1, now=NOW + timedelta(minutes=2))


def published(store: Store) -> dict[str, object]:
    with store.reading() as session:
        parts = {tuple(row)[:3]: row for row in session.execute(select(segments))}
        return {"editions": queries.editions(session), "parts": parts}


def test_positions_are_in_the_order_in_which_things_were_heard(store: Store, told: None) -> None:
    with store.reading() as session:
        assert [entry.position for entry in queries.entries(session)] == [1, 2, 3, 4, 5, 6]
        assert [entry.kind for entry in queries.entries(session, after=4)] == ["place.published", "booking.cancelled"]


def test_what_is_made_again_from_the_log_is_the_same_to_the_byte(store: Store, told: None) -> None:
    before = published(store)
    with store.transaction() as session:
        changes = list(session.execute(select(records).order_by(records.c.dataset, records.c.key)))
        assert commands.rebuild(session, network_of(hub()), NOW + timedelta(days=1)) == []
        assert list(session.execute(select(records).order_by(records.c.dataset, records.c.key))) == changes
    assert published(store) == before


def test_an_emptied_dataset_is_the_same_too(store: Store, hear: Hear) -> None:
    hear("booking.confirmed", booking())
    hear("booking.cancelled", booking(), sequence=1)
    before = published(store)
    with store.transaction() as session:
        assert commands.rebuild(session, network_of(hub()), NOW + timedelta(days=1)) == []
    assert published(store) == before


def test_no_two_versions_have_the_same_date_of_publication(store: Store, hear: Hear) -> None:
    dates = []
    for number in range(3):
        hear("place.published", place(name=f"Nom {number}"), sequence=number)  # all in one second
        with store.reading() as session:
            dates.append(queries.edition(session, "places").published_at)
    assert dates == [NOW, NOW + timedelta(seconds=1), NOW + timedelta(seconds=2)]


def test_under_another_seal_every_dataset_has_another_date(store: Store, told: None) -> None:
    with store.transaction() as session:
        before = queries.editions(session)
        commands.publish(session, NETWORK, NOW + timedelta(days=1))  # what is around the records may be other text
        after = queries.editions(session)
    assert {name for name, edition in before.items() if edition.published_at} > {"places", "spaces", "occupancy"}
    for edition in after.values():
        assert edition.published_at in (None, NOW + timedelta(days=1))
        assert edition.published_at or not edition.version


def test_it_is_noted_up_to_which_line_everything_is_published(store: Store, hear: Hear) -> None:
    def noted() -> tuple[int, int]:
        with store.reading() as session:
            found = queries.head(session)
            assert found
            return found["position"], found["published"]

    hear("place.published", place())
    assert noted() == (1, 1)
    with store.transaction() as session:
        commands.note(session, "something.new", "it", 0, NOW, {})
    assert noted() == (2, 1)
    hear("place.published", place(name="Autre nom"), sequence=1)
    assert noted() == (3, 3)


def test_what_came_and_went_between_two_versions_is_the_same_when_it_is_made_again(store: Store, hear: Hear) -> None:
    hear("booking.confirmed", booking())
    with store.transaction() as session:
        for sequence, name in enumerate(("booking.confirmed", "booking.cancelled")):
            later = NOW + timedelta(minutes=5 - sequence)  # whose clock was corrected meanwhile
            reactions.on_event(session, envelope(name, booking("booking-2"), sequence, later), NOW)
        assert commands.publish(session, network_of(hub()), NOW) == []
    before = published(store)
    with store.transaction() as session:
        assert commands.rebuild(session, network_of(hub()), NOW) == []
    assert published(store) == before


def test_what_went_wrong_is_mended_and_said(store: Store, told: None) -> None:
    before = published(store)["parts"]
    with store.transaction() as session:
        session.execute(update(records).where(records.c.dataset == "places").values(content={"broken": True}))
        session.execute(delete(segments).where(segments.c.dataset == "places"))
        session.execute(delete(bodies))
    with store.transaction() as session:
        assert "places" in {edition.name for edition in commands.rebuild(session, NETWORK, NOW)}
    assert published(store)["parts"] == before


def test_a_log_that_is_not_followed_yet_is_followed_before_anything_new(store: Store, told: None, hear: Hear) -> None:
    before = published(store)
    with store.transaction() as session:
        for table in reversed(projections.FOLLOWING):
            session.execute(delete(table))
        session.execute(update(head).values(applied=0))
        assert queries.behind(session)
    hear("booking.confirmed", booking())
    assert published(store)["parts"] == before["parts"]
    with store.reading() as session:
        assert not queries.behind(session)


def test_what_nobody_follows_yet_is_kept_in_the_log(store: Store) -> None:
    with store.transaction() as session:
        entry = commands.note(session, "something.new", "it", 0, NOW, {"what": "it"})
    with store.reading() as session:
        assert session.execute(select(log.c.facts)).scalar_one() == {"what": "it"}
        assert next(queries.entries(session)) == entry
