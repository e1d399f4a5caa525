"""When a city says that a member is gone: what they had to come is free, and nobody can tell any more who they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from chassis import envelope, idempotency, ids
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Forbidden, Invalid, NotFound
from chassis.tables import outbox
from services.bookings import commands, domain, queries, reactions
from services.bookings.commands import erasing
from services.bookings.tables import bookings, credit_grants, erased, members, metadata
from tests.bookings.signing import KEYS, keys_data, signed
from tests.bookings.waiters import LATER, book, do, member, offers, wait
from tests.bookings.world import ACTOR, DESKS, MONDAY, NOW, OTHER, hours, members_word

STAFF = replace(ACTOR, member_id="staff-1", city="roubaix", roles=("city_administrator",))
GONE = domain.Holder(ACTOR.member_id, ACTOR.city)
PAST = domain.Period(NOW + timedelta(hours=2), NOW + timedelta(hours=3))
AFTER = NOW + timedelta(hours=9)


def message(name: str, number: int = 1, member_id: str = ACTOR.member_id, **data: Any) -> Envelope:
    told = {"member_id": member_id, "city": ACTOR.city, **data}
    source = f"/tourcoing/members_{told['city']}"
    return Envelope(ids.new(), source, name, member_id, number, NOW, told, told["city"])


def attested(attestation_id: str) -> dict[str, Any]:
    """What a city says when it attests something of them."""
    said = {"attestation_id": attestation_id, "kind": "reduced_rate", "valid_until": None, "issued_at": NOW.isoformat()}
    whose = {"member_id": ACTOR.member_id, "city": ACTOR.city}
    return said | {"token": signed(said | whose, KEYS[ACTOR.city])}


def hear_gone(store: Store, fresh_id: str = "nobody", **data: Any) -> None:
    gone = message("member.erased", 9, erased_at=LATER.isoformat(), **data)
    do(store, partial(reactions.on_member_erased, fresh_id=fresh_id), gone, AFTER)


@pytest.fixture
def lived(store: Store) -> Store:
    """A member, who did all that leaves a row."""
    told = members_word().__dict__ | {"roles": ["member"]}
    del told["attestations"], told["organisations"]
    with store.transaction() as session:
        session.execute(insert(members), [told, told | {"member_id": OTHER.member_id}])
        paid: dict[str, Any] = {"amount": 60, "unit": "minutes", "reason": "welcome"}
        commands.grant_credit(session, "c-1", STAFF, NOW, member=GONE, **paid)
        commands.grant_credit(session, "c-2", replace(ACTOR, roles=STAFF.roles), NOW, member=GONE, **paid)
        commands.make_feed(session, "f-1", "d" * 64, ACTOR, NOW)
        idempotency.once(session, f"book {ACTOR.city} {ACTOR.member_id}", "k", {}, NOW, dict)
        idempotency.once(session, "book roubaix staff-1", "k", {}, NOW, lambda: {"member_id": ACTOR.member_id})
        idempotency.once(session, "book roubaix staff-1", "l", {}, NOW, dict)
    for name, data in (
        ("city.keys_published", keys_data(ACTOR.city, NOW.isoformat())),
        ("attestation.issued", attested("a-1")),
        ("organisation.joined", {"organisation_id": "o-1", "kind": "nonprofit"}),
    ):
        do(store, getattr(reactions, "on_" + name.replace(".", "_")), message(name, **data), NOW)
    book(store, "used", PAST)
    book(store, "used-2", hours(9, 10, MONDAY - timedelta(days=3)), actor=OTHER, space=DESKS)
    book(store, "to-come")
    book(store, "held", hours(14, 15), tentative=True)
    do(store, commands.book_series, "series", DESKS.space_id, "FREQ=DAILY;COUNT=2", *LOCAL, ACTOR, NOW, ids.new)
    desk = replace(STAFF, member_id=ACTOR.member_id, city=ACTOR.city, roles=("city_administrator",))
    book(store, "for-another", hours(11, 12), actor=desk, holder=domain.Holder(OTHER.member_id, OTHER.city))
    wait(store, 1)
    wait(store, 2, hours(11, 12), actor=ACTOR)
    return store


LOCAL = (MONDAY.replace(hour=16, tzinfo=None), MONDAY.replace(hour=17, tzinfo=None))


def everything(store: Store) -> str:
    with store.reading() as session:
        return "\n".join(
            str(tuple(row)) for table in metadata.sorted_tables for row in session.execute(select(table))
        )


def statistics(store: Store) -> Any:
    with store.reading() as session:
        made_before = bookings.c.booking_id != "wait-1"  # which is an offer to somebody else
        distinct = select(func.count(bookings.c.member_id.distinct()), func.count()).where(made_before)
        lines = queries.accounts_page(session, NOW.strftime("%Y-%m"), "roubaix", 100)[0]
        used = [(line.booking_id, line.price_cents, line.tariff) for line in lines if line.ends_at <= AFTER]
        return session.execute(distinct).one(), used


def test_no_row_names_who_is_gone_and_what_is_counted_stays(lived: Store) -> None:
    assert everything(lived).count(ACTOR.member_id) > 15, "we know how to find them"
    counted = statistics(lived)
    hear_gone(lived)
    assert ACTOR.member_id not in everything(lived)
    assert statistics(lived) == counted
    assert counted[0][0] == 2, "persons"


def test_what_was_to_come_is_free_and_is_offered_to_who_waits(lived: Store) -> None:
    hear_gone(lived)
    with lived.reading() as session:
        stands = {row.booking_id: (row.status, row.cancel_reason) for row in session.execute(select(bookings))}
        told = [envelope.parse(body) for body in session.scalars(select(outbox.c.body))]
    assert stands["used"] == ("confirmed", None)
    assert stands["to-come"] == ("cancelled", "erased")
    assert stands["for-another"] == ("confirmed", None), "somebody else's"
    assert offers(lived) == ["wait-1"]
    cancelled = [event for event in told if event.name == "booking.cancelled"]
    assert {(event.data["member_id"], event.data["reason"]) for event in cancelled} == {("nobody", "erased")}
    assert len(cancelled) == 3


def test_what_the_city_attested_of_them_is_told_to_be_nothing_any_more_and_not_of_whom(lived: Store) -> None:
    hear_gone(lived)
    hear_gone(lived, "another")
    with lived.reading() as session:
        told = [envelope.parse(body) for body in session.scalars(select(outbox.c.body))]
    revoked = [event.data for event in told if event.name == "issuer.attestation_revoked"]
    assert revoked == [{"city": ACTOR.city, "attestation_id": "a-1", "revoked_at": AFTER.isoformat()}]


def test_the_credits_of_who_is_gone_are_nobody_s(lived: Store) -> None:
    hear_gone(lived)
    with lived.reading() as session:
        assert set(session.scalars(select(credit_grants.c.holder))) == {f"member/{ACTOR.city}/nobody"}


def test_hearing_it_twice_is_harmless(lived: Store) -> None:
    hear_gone(lived)
    before = everything(lived)
    hear_gone(lived, "another")
    assert everything(lived) == before


def test_what_is_said_late_changes_nothing(lived: Store) -> None:
    hear_gone(lived)
    before = everything(lived)
    standing: dict[str, Any] = {"category": "resident", "organisation_kind": "individual", "status": "active"}
    for late in (
        message("member.changed", 12, **standing, roles=[], sequence=12),
        message("attestation.issued", **attested("a-9")),
        message("attestation.revoked", 2, attestation_id="a-1", revoked_at=NOW.isoformat()),
        message("organisation.joined", organisation_id="o-2", kind="nonprofit"),
        message("organisation.left", organisation_id="o-1", left_at=NOW.isoformat()),
    ):
        name = "on_member_told" if late.name == "member.changed" else "on_" + late.name.replace(".", "_")
        do(lived, getattr(reactions, name), late, AFTER)
    assert everything(lived) == before


def test_who_is_gone_before_anything_was_heard_of_them_stays_unknown(store: Store) -> None:
    hear_gone(store)
    with store.reading() as session:
        known = queries.member(session, ACTOR.member_id, ACTOR.city)
    assert known is not None
    assert known.status == domain.ERASED


def test_a_token_that_is_still_valid_does_nothing(lived: Store) -> None:
    hear_gone(lived)
    before = everything(lived)
    by_staff = replace(STAFF, member_id=ACTOR.member_id, city=ACTOR.city)
    other = domain.Holder(OTHER.member_id, OTHER.city)
    paid: dict[str, Any] = {"amount": 60, "unit": "minutes", "reason": "welcome"}
    for refused in (
        partial(book, lived, "late", hours(13, 14), now=AFTER),
        partial(book, lived, "late", hours(13, 14), now=AFTER, actor=by_staff, holder=other),
        partial(do, lived, commands.make_feed, "f-2", "e" * 64, ACTOR, AFTER),
        partial(do, lived, commands.grant_credit, "c-9", by_staff, AFTER, member=other, **paid),
        partial(wait, lived, 9, hours(14, 15), actor=ACTOR, now=AFTER),
    ):
        with pytest.raises(Forbidden, match="member_not_active"):
            refused()
    with pytest.raises(NotFound, match="member_not_found"):
        do(lived, commands.grant_credit, "c-9", STAFF, AFTER, member=GONE, **paid)
    assert everything(lived) == before


def test_a_city_erases_its_own_members_alone(lived: Store) -> None:
    before = everything(lived)
    with pytest.raises(Forbidden, match="not_its_city"):
        hear_gone(lived, city="marcq")
    assert everything(lived) == before


def test_of_whom_nothing_can_be_late_any_more_nothing_is_known(lived: Store) -> None:
    hear_gone(lived)
    for days, known in ((59, 1), (60, 0)):
        do(lived, commands.forget_erased, AFTER + timedelta(days=days))
        with lived.reading() as session:
            assert session.scalar(select(func.count()).select_from(erased)) == known


def test_every_column_that_may_name_a_member_is_thought_of() -> None:
    columns = {column for table in metadata.tables.values() for column in table.columns}
    naming = {column for column in columns if column.name.endswith(("member_id", "guardian_id", "_by_id", "holder"))}
    renamed = {column for _, column, _ in (*erasing.NAMED, *erasing.OWNED)}
    assert naming - renamed == {metadata.tables[name].c.holder for name in ("holders", "credit_grants")}
    known = ("attestation", "booking", "claim", "credit", "feed", "organisation", "parent", "place", "replaces",
             "series", "space", "covered", "special", "unit", "wait", "message", "activity", "occurrence",
             "for_occurrence", "copied_from", "registration", "organiser")  # fmt: skip
    others = {column.name for column in columns - naming if column.name.endswith("_id")}
    assert others == {f"{name}_id" for name in known}, "of whom is it?"


def test_somebody_else_s_wait_is_not_touched(lived: Store) -> None:
    hear_gone(lived)
    with lived.reading() as session:
        assert len(queries.waits_page(session, member(1), LATER, 50)[0]) == 1


@pytest.mark.parametrize("word", ["e", "confirmed", "roubaix", "%", "booking-1", "0b0e7f0c-6a3f-4c8e-9a53-00000000000"])
def test_a_city_says_of_nothing_but_an_id_as_they_are_drawn_that_it_is_gone(lived: Store, word: str) -> None:
    """What is gone is sought, and replaced, in all that the hub has yet to say, also of other cities."""

    def kept() -> list[str]:
        with lived.reading() as session:
            return list(session.scalars(select(outbox.c.body)))

    before = kept()
    with pytest.raises(Invalid, match="invalid"):
        hear_gone(lived, member_id=word)
    assert kept() == before
