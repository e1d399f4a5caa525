"""Whatever happens to a booking or a registration, and to its letters, the member's calendar ends as it stands."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from chassis.database import Store
from services.notifications.domain import Channel, Kind
from services.notifications.tables import preferences
from tests.notifications import lives
from tests.notifications.lives import FATES, SENT, UNANSWERED, Life, Post

NUMBERS = itertools.count()
SWITCHABLE = sorted(kind for kind in Kind if kind.is_for_calendar and not kind.is_required)
MANY = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
# What may happen next to a booking of that status: the event, and the status that it leaves.
BOOKINGS: dict[str, list[tuple[str, str]]] = {
    "": [("requested", "requested"), ("confirmed", "confirmed")],
    "requested": [("confirmed", "confirmed"), ("moved", "requested"), ("denied", "denied"), ("lapsed", "lapsed")],
    "confirmed": [("moved", "confirmed"), ("moved", "requested"), ("cancelled", "cancelled"), ("missed", "missed")],
}
REGISTRATIONS: dict[str, list[tuple[str, str]]] = {
    "": [(status, status) for status in ("requested", "queued", "offered", "confirmed")],
    "requested": [("confirmed", "confirmed"), ("declined", "declined"), ("lapsed", "lapsed")],
    "queued": [("offered", "offered"), ("confirmed", "confirmed"), ("cancelled", "cancelled")],
    "offered": [("confirmed", "confirmed"), ("lapsed", "lapsed"), ("queued", "queued")],
    "confirmed": [("changed", "confirmed"), ("cancelled", "cancelled")],
}


@st.composite
def bookings(draw: st.DrawFn) -> Life:
    """A booking's life, of at most seven steps."""
    life, status = lives.booking(*_fresh()), ""
    for _ in range(draw(st.integers(1, 7))):
        if status not in BOOKINGS:
            break
        name, status = draw(st.sampled_from(BOOKINGS[status]))
        facts: dict[str, Any] = {"status": status}
        if name in ("requested", "confirmed", "moved"):
            facts |= lives.at(draw(st.integers(0, 400))) if name == "moved" or not life.events else {}
        if name in ("cancelled", "denied", "lapsed"):
            facts["reason"] = "requested" if name == "lapsed" else "closure"
        life.step(name, draw(st.integers(0, 2)), **facts)
    return life


@st.composite
def registrations(draw: st.DrawFn) -> Life:
    """A registration's life, of at most seven steps; its date may be put off and set anew."""
    life, status = lives.registration(*_fresh()), ""
    life.facts |= lives.at(0)
    for _ in range(draw(st.integers(1, 7))):
        if status not in REGISTRATIONS:
            break
        name, status = draw(st.sampled_from(REGISTRATIONS[status]))
        facts: dict[str, Any] = {"status": "waiting" if status == "queued" else status}
        if name == "changed" or draw(st.integers(0, 3)) == 0:
            what = draw(st.sampled_from(["seats", "rescheduled", "postponed", "moved_online"]))
            facts |= {} if what == "seats" else {"occurrence_status": what}
            facts |= lives.at(draw(st.integers(0, 400))) if what == "rescheduled" else {}
            facts |= {"what": what} if name == "changed" else {}
        facts |= {"reason": "occurrence", "was": "confirmed"} if name in ("cancelled", "declined", "lapsed") else {}
        life.step(name, draw(st.integers(0, 2)), **facts)
    return life


def _fresh() -> tuple[str, str]:
    number = next(NUMBERS)
    return f"thing-{number}", f"m-{number}"


def live(post: Post, life: Life, data: st.DataObject) -> None:
    """Hear all of it, some of it again or too late, and send now and then, with any luck; then with good luck."""
    late = []
    for event in life.events:
        late.append(event)
        if data.draw(st.booleans()):
            for one in data.draw(st.permutations(late)):
                post.hear(one)
            late.clear()
        for fate in data.draw(st.lists(st.sampled_from(FATES), max_size=2)):
            note(f"{event.name} {event.sequence}: then a letter, {fate}")
            post.send(fate)
        if data.draw(st.integers(0, 4)) == 0:
            post.hear(event)
    for one in late:
        post.hear(one)
    post.drain()


def stands(life: Life) -> tuple[Any, ...] | None:
    """What a calendar has to show in the end; None: nothing."""
    last, facts = life.events[-1], life.facts
    if life.kind == "booking" and last.name == "booking.moved" and facts["status"] == "requested":
        return lives.shown("TENTATIVE", facts)
    is_there = facts["status"] == "confirmed" and facts.get("occurrence_status") != "postponed"
    return lives.shown("CONFIRMED", facts) if is_there else None


@MANY
@given(life=st.one_of(bookings(), registrations()), data=st.data())
def test_a_calendar_that_applies_every_mail_ends_showing_what_stands(
    store: Store, life: Life, data: st.DataObject
) -> None:
    post = Post(store)
    live(post, life, data)
    shown, right = post.calendar.shows().get(life.uid), stands(life)
    if right is not None and right[0] == "TENTATIVE":  # what was never in the calendar is asked for without it
        assert shown in (None, right)
    else:
        assert shown == right
    assert lives.grows(post.mails)


@MANY
@given(life=st.one_of(bookings(), registrations()), data=st.data(), unwanted=st.sets(st.sampled_from(SWITCHABLE)))
def test_whoever_wishes_for_fewer_letters_has_nothing_in_the_calendar_that_is_not_so(
    store: Store, life: Life, data: st.DataObject, unwanted: set[Kind]
) -> None:
    post, member_id = Post(store), life.facts["member_id"]
    with store.transaction() as session:
        for kind in unwanted:
            row = {"member_id": member_id, "kind": kind, "channel": Channel.MAIL, "is_wanted": False}
            session.execute(insert(preferences).values(row))
    live(post, life, data)
    shown = post.calendar.shows().get(life.uid)
    assert shown is None or shown == stands(life)


@pytest.mark.parametrize("fate", [lives.DIES_AFTER, UNANSWERED])
def test_an_entry_that_went_out_unheard_of_is_taken_back(store: Store, fate: str) -> None:
    post, life = Post(store), lives.booking("b-1")
    post.hear(life.step("confirmed", **lives.at(0)))
    post.send(fate)
    post.hear(life.step("cancelled", reason="member", status="cancelled"))
    post.drain()
    assert [(each.method, each.sequence) for each in post.mails] == [("REQUEST", 0), ("CANCEL", 1)]


@pytest.mark.parametrize("fate", [lives.LATER])
def test_an_entry_that_did_not_go_out_is_not_taken_back(store: Store, fate: str) -> None:
    post, life = Post(store), lives.booking("b-1")
    post.hear(life.step("confirmed", **lives.at(0)))
    post.send(fate)
    post.hear(life.step("cancelled", reason="member", status="cancelled"))
    post.drain()
    assert post.mails == []


def test_whoever_wants_no_letter_that_a_request_is_over_still_has_it_taken_out(store: Store) -> None:
    post, life = Post(store), lives.booking("b-1")
    with store.transaction() as session:
        row = {"member_id": "m-1", "kind": Kind.BOOKING_LAPSED, "channel": Channel.MAIL, "is_wanted": False}
        session.execute(insert(preferences).values(row))
    for event in (
        life.step("confirmed", **lives.at(0)),
        life.step("moved", status="requested", **lives.at(30)),
        life.step("lapsed", status="lapsed", reason="requested"),
    ):
        post.hear(event)
        post.send(SENT)
    assert [(each.method, each.status) for each in post.mails] == [
        ("REQUEST", "CONFIRMED"),
        ("REQUEST", "TENTATIVE"),
        ("CANCEL", "CANCELLED"),
    ]
