"""What is read under a secret address, and by whom no more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.bookings import commands, domain, queries, schemas
from services.bookings.service import Bookings
from services.bookings.tables import bookings, feeds, members
from tests.bookings.waiters import LATER, NINE, START, book, cancel, do
from tests.bookings.world import ACTOR, DESKS, NOW, OTHER, ROOM, actor_json, hours

SECRET = "an invented secret"
DIGEST = sha256(SECRET.encode()).hexdigest()
STAFF = replace(ACTOR, member_id="staff", city="roubaix", roles=("front_desk",))


def read(store: Store, now: Any = LATER, digest: str = DIGEST) -> Any:
    with store.reading() as session:
        return schemas.Calendar().dump(queries.calendar(session, digest, now))


def make(store: Store, actor: domain.Actor = ACTOR, space_id: str | None = None, digest: str = DIGEST) -> domain.Feed:
    feed: domain.Feed = do(store, commands.make_feed, "feed-" + digest[-8:], digest, actor, NOW, space_id)
    return feed


def test_a_member_reads_their_own_bookings_whatever_became_of_them(store: Store) -> None:
    make(store)
    book(store)
    book(store, "booking-2", hours(11, 12))
    book(store, "booking-3", hours(11, 12), space=DESKS, actor=OTHER)
    cancel(store)
    calendar = read(store)
    assert [(item["id"], item["status"]) for item in calendar["items"]] == [
        ("booking-1", "cancelled"),
        ("booking-2", "confirmed"),
    ]
    first = calendar["items"][0]
    assert (first["space_name"], first["place_name"], first["unit_name"]) == (ROOM.name, "Le Champ Libre", ROOM.name)
    assert (first["sequence"], first["changed_at"]) == (1, LATER.isoformat())
    assert (first["latitude"], first["longitude"], first["zone"]) == (50.7, 3.17, "Europe/Paris")


def test_an_entry_says_when_it_last_changed_also_when_it_lapsed_by_itself(store: Store) -> None:
    make(store)
    book(store, tentative=True)
    assert read(store, NOW)["items"][0]["changed_at"] == NOW.isoformat()
    (lapsed,) = read(store)["items"]
    assert (lapsed["status"], lapsed["changed_at"]) == ("lapsed", (NOW + timedelta(minutes=15)).isoformat())
    book(store, "booking-2", hours(13, 14))
    moved = {"starts_at": hours(15, 16).starts_at, "ends_at": hours(15, 16).ends_at}
    do(store, commands.move, "booking-2", ACTOR, LATER + timedelta(minutes=5), **moved)
    entry = read(store)["items"][-1]
    assert (entry["sequence"], entry["changed_at"]) == (1, (LATER + timedelta(minutes=5)).isoformat())


def test_a_booking_made_before_changes_were_noted_has_an_instant_too(store: Store) -> None:
    make(store)
    book(store)
    with store.transaction() as session:
        session.execute(update(bookings).values(changed_at=None))
    assert read(store)["items"][0]["changed_at"] == NOW.isoformat()


def test_staff_reads_when_a_space_is_held_and_nothing_of_whom(store: Store) -> None:
    make(store, STAFF, ROOM.space_id)
    book(store)
    book(store, "booking-2", hours(11, 12), space=DESKS)
    (entry,) = read(store)["items"]
    assert read(store)["space_name"] == ROOM.name
    said = json.dumps(read(store))
    assert (entry["starts_at"], entry["status"]) == (START.isoformat(), "confirmed")
    for private in ("booking-1", ACTOR.member_id, ACTOR.city):
        assert private not in said
    assert entry["id"] == read(store)["items"][0]["id"]


def test_a_space_is_held_too_while_the_whole_is(store: Store) -> None:
    floor = replace(ROOM, space_id="space-floor", name="Étage")
    with store.transaction() as session:
        commands.publish_space(session, floor, NOW)
        commands.publish_space(session, replace(ROOM, parent_id="space-floor"), NOW)
    book(store, space=floor)
    make(store, STAFF, ROOM.space_id)
    assert [entry["space_name"] for entry in read(store)["items"]] == ["Étage"]


def test_only_staff_makes_a_feed_of_a_space(store: Store) -> None:
    with pytest.raises(Forbidden, match="permission_missing"):
        make(store, ACTOR, ROOM.space_id)
    with pytest.raises(NotFound, match="space_not_found"):
        make(store, STAFF, "space-nowhere")


def test_a_revoked_feed_shows_nothing_to_nobody(store: Store) -> None:
    feed = make(store)
    with pytest.raises(NotFound, match="feed_not_found"):
        do(store, commands.revoke_feed, feed.feed_id, OTHER, LATER)
    assert do(store, commands.revoke_feed, feed.feed_id, ACTOR, LATER).revoked_at == LATER
    assert do(store, commands.revoke_feed, feed.feed_id, ACTOR, LATER + timedelta(days=1)).revoked_at == LATER
    for digest in (DIGEST, "f" * 64):
        with pytest.raises(NotFound, match="feed_not_found"):
            read(store, digest=digest)
    with store.reading() as session:
        assert queries.feeds_of(session, ACTOR) == []


def test_who_is_suspended_reads_no_more(store: Store) -> None:
    make(store)
    told = {
        "member_id": ACTOR.member_id, "city": ACTOR.city, "category": "resident", "organisation_kind": "individual",
        "status": "suspended", "roles": [], "sequence": 1,
    }  # fmt: skip
    with store.transaction() as session:
        session.execute(insert(members).values(told))
    with pytest.raises(NotFound, match="feed_not_found"):
        read(store)


def test_the_last_month_is_shown_and_at_most_a_thousand_of_what_is_nearest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(store)
    for number, start in enumerate((9, 11, 13, 15)):
        book(store, f"booking-{number}", hours(start, start + 1))
    assert len(read(store, NINE.ends_at + timedelta(days=31) - timedelta(seconds=1))["items"]) == 4
    assert len(read(store, NINE.ends_at + timedelta(days=31))["items"]) == 3
    monkeypatch.setattr(domain.feeds, "MOST_ENTRIES", 3)
    at_half_past_two = hours(14.5, 15).starts_at
    assert [item["id"] for item in read(store, at_half_past_two)["items"]] == ["booking-1", "booking-2", "booking-3"]


def test_the_secret_is_nowhere_in_the_database(store: Store) -> None:
    make(store)
    with store.reading() as session:
        assert SECRET not in repr(session.execute(select(feeds)).all())


def test_feeds_are_made_listed_read_and_revoked_over_the_bus(store: Store) -> None:
    service: Any = Bookings()
    service.database = store
    asked = {"actor": actor_json(), "digest": DIGEST}
    feed = service.make_feed(**asked)
    assert service.make_feed(**asked) == feed  # the broker may deliver it twice
    assert service.feeds_of(actor=actor_json()) == {"items": [feed]}
    assert (feed["space_id"], feed["revoked_at"]) == (None, None)
    assert DIGEST not in json.dumps(feed)
    assert service.feed(digest=DIGEST) == {"items": []}
    assert service.revoke_feed(feed_id=feed["id"], actor=actor_json())["revoked_at"]
    with pytest.raises(NotFound, match="feed_not_found"):
        service.feed(digest=DIGEST)
    with pytest.raises(Invalid, match="invalid"):
        service.make_feed(actor=actor_json(), digest="a secret, by mistake")


def test_a_member_has_so_many_feeds_at_most(store: Store) -> None:
    for number in range(domain.feeds.MOST_FEEDS):
        make(store, digest=f"{number:064x}")
    with pytest.raises(Conflict, match="too_many_feeds"):
        make(store)
