from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, NotFound
from services.bookings import commands, domain, queries
from tests.bookings.front_desk import DESK, NINE, book, cancel, claimed, do, know, names, publish, said, seen, traces
from tests.bookings.world import ACTOR, NOW, OTHER, ROOM

MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(hours=1)
START = NINE.starts_at
MARCQ = replace(DESK, city="marcq")


def rules(**changes: Any) -> domain.Space:
    return replace(ROOM, rules=domain.Rules(**changes))


def act(
    store: Store, command: Callable[..., Any], *args: Any, actor: domain.Actor = ACTOR, now: Any = NOW
) -> domain.Booking:
    changed: domain.Booking = do(store, command, "booking-1", actor, *args, now)
    return changed


def test_a_hold_is_confirmed_once_and_its_claim_lapses_no_more(store: Store) -> None:
    book(store, tentative=True)
    confirmed = act(store, commands.confirm, now=NOW + MINUTE)
    assert (confirmed.status, confirmed.lapses_at) == ("confirmed", None)
    assert act(store, commands.confirm, now=NOW + 2 * MINUTE) == confirmed == seen(store)
    assert names(store) == ["booking.held", "booking.confirmed"]
    with pytest.raises(Conflict, match="unit_taken"):
        book(store, "booking-2", actor=OTHER, now=LATER)


def test_a_hold_that_has_lapsed_is_not_confirmed_though_nobody_ended_it(store: Store) -> None:
    book(store, tentative=True)
    with pytest.raises(Conflict, match="booking_lapsed"):
        act(store, commands.confirm, now=NOW + 15 * MINUTE)
    assert (seen(store).status, claimed(store)) == ("held", [f"{ROOM.space_id}/1"])


def test_a_hold_is_confirmed_into_a_request_where_the_city_has_its_say(store: Store) -> None:
    publish(store, rules(approval=True))
    book(store, tentative=True)
    assert act(store, commands.confirm, now=NOW + MINUTE).status == "requested"
    assert act(store, commands.approve, actor=DESK).status == "confirmed"
    assert names(store) == ["booking.held", "booking.requested", "booking.confirmed"]


def test_a_request_is_answered_by_who_may_and_by_nobody_else(store: Store) -> None:
    publish(store, rules(approval=True))
    book(store)
    for actor, kind in ((ACTOR, Forbidden), (OTHER, NotFound), (MARCQ, NotFound)):
        with pytest.raises(kind):
            act(store, commands.approve, actor=actor)
        with pytest.raises(kind):
            act(store, commands.deny, "no", actor=actor)
    assert act(store, commands.approve, actor=DESK) == act(store, commands.approve, actor=DESK)
    assert names(store) == ["booking.requested", "booking.confirmed"]


def test_a_request_that_is_denied_frees_the_unit_and_says_why(store: Store) -> None:
    publish(store, rules(approval=True))
    book(store)
    denied = act(store, commands.deny, "needed_by_city", actor=DESK)
    assert denied == act(store, commands.deny, "other", actor=DESK)
    assert (denied.status, claimed(store)) == ("denied", [])
    assert (names(store)[-1], said(store)[-1].data["reason"]) == ("booking.denied", "needed_by_city")
    with pytest.raises(Conflict, match="booking_not_requested"):
        act(store, commands.approve, actor=DESK)


def test_a_city_that_shares_a_space_has_its_say(store: Store) -> None:
    publish(store, replace(rules(approval=True), sharing=("marcq",)))
    book(store)
    assert act(store, commands.approve, actor=MARCQ).status == "confirmed"


def test_a_city_whose_code_resembles_one_that_shares_sees_nothing(store: Store) -> None:
    publish(store, replace(ROOM, sharing=("marcq",)))
    book(store)
    with store.reading() as session:
        assert queries.booking(session, "booking-1", MARCQ).booking_id == "booking-1"
        for city in ("marc_", "_____", "arcq", "marcqq"):
            with pytest.raises(NotFound, match="booking_not_found"):
                queries.booking(session, "booking-1", replace(MARCQ, city=city))


def test_who_is_at_the_desk_of_one_place_knows_nothing_of_the_bookings_of_another(store: Store) -> None:
    publish(store, rules(approval=True))
    book(store)
    here, there = (replace(DESK, roles=(f"front_desk@{place_id}",)) for place_id in (ROOM.place_id, "place-other"))
    for command, args in ((commands.approve, ()), (commands.cancel, ("desk",)), (commands.check_in, ())):
        with pytest.raises(NotFound, match="booking_not_found"):
            act(store, command, *args, actor=there)
    assert act(store, commands.approve, actor=here).status == "confirmed"
    assert act(store, commands.check_in, actor=here, now=START - MINUTE).checked_in_at


def test_who_books_at_the_desk_of_one_place_books_for_nobody_at_another(store: Store) -> None:
    know(store)
    beneficiary = domain.Holder(ACTOR.member_id, ACTOR.city)
    here, there = (replace(DESK, roles=(f"front_desk@{place_id}",)) for place_id in (ROOM.place_id, "place-other"))
    with pytest.raises(Forbidden, match="permission_missing"):
        book(store, actor=there, holder=beneficiary)
    assert book(store, actor=here, holder=beneficiary).booked_by_id == DESK.member_id


def test_cancelling_frees_the_unit_at_once_and_is_told(store: Store) -> None:
    book(store)
    cancelled = cancel(store)
    assert (cancelled.status, cancelled.sequence, cancelled.cancel_reason) == ("cancelled", 1, "member")
    assert claimed(store) == []
    told = said(store)[-1]
    assert (told.name, told.sequence, told.data["reason"]) == ("booking.cancelled", 1, "member")
    assert book(store, "booking-2", actor=OTHER).status == "confirmed"


def test_cancelling_twice_is_answered_alike_and_told_once(store: Store) -> None:
    book(store)
    first, before = cancel(store), traces(store)
    assert cancel(store, now=LATER) == first
    assert traces(store) == before


def test_cancelling_what_has_lapsed_writes_down_that_it_had(store: Store) -> None:
    book(store, tentative=True)
    assert cancel(store, now=LATER).status == seen(store).status == "lapsed"
    assert (names(store), claimed(store)) == (["booking.held", "booking.lapsed"], [])


def test_another_members_booking_is_unknown(store: Store) -> None:
    book(store)
    for actor in (OTHER, replace(ACTOR, city="marcq"), MARCQ):
        with pytest.raises(NotFound, match="booking_not_found"):
            cancel(store, actor=actor)
    assert len(claimed(store)) == 1


def test_a_city_that_signs_for_anothers_member_reaches_nothing_of_theirs(store: Store) -> None:
    book(store)
    with store.reading() as session:
        assert queries.bookings_page(session, replace(ACTOR, city="marcq"), 10) == ([], None)
        assert len(queries.bookings_page(session, ACTOR, 10)[0]) == 1


def test_what_is_over_cannot_be_cancelled(store: Store) -> None:
    book(store)
    with pytest.raises(Conflict, match="booking_over"):
        cancel(store, now=NINE.ends_at)


def test_staff_goes_past_the_cutoff_by_its_name_and_the_booking_says_so(store: Store) -> None:
    publish(store, rules(cancel_until_minutes=60))
    book(store)
    late = START - 59 * MINUTE
    for actor, kind, past in ((ACTOR, Conflict, ()), (DESK, Conflict, ("too_long",)), (ACTOR, Forbidden, None)):
        with pytest.raises(kind):
            cancel(store, actor=actor, now=late, past=("cancelled_too_late",) if past is None else past)
    cancelled = cancel(store, actor=DESK, now=late, reason="staff", past=("cancelled_too_late",))
    assert (cancelled.status, seen(store).went_past) == ("cancelled", ("cancelled_too_late",))


def test_who_helped_may_cancel_what_they_booked(store: Store) -> None:
    know(store)
    helper = replace(DESK, roles=("facilitator",))
    book(store, actor=helper, holder=domain.Holder(ACTOR.member_id, ACTOR.city))
    with pytest.raises(Forbidden, match="permission_missing"):
        cancel(store, actor=replace(helper, member_id="helper-2"))
    with pytest.raises(NotFound, match="booking_not_found"):  # who helps no longer sees no longer
        cancel(store, actor=replace(helper, roles=("member",)))
    assert cancel(store, actor=helper).status == "cancelled"


def test_a_member_checks_in_alone_where_the_rules_let_them(store: Store) -> None:
    publish(store, rules(release_after_minutes=15))
    book(store)
    there = act(store, commands.check_in, now=START + 14 * MINUTE)
    assert act(store, commands.check_in, now=START + 20 * MINUTE) == there == seen(store)
    assert names(store) == ["booking.confirmed", "booking.checked_in"]
    with pytest.raises(Conflict, match="unit_taken"):  # nothing lapses any more
        book(store, "booking-2", domain.Period(START + 30 * MINUTE, START + 45 * MINUTE), now=START + 20 * MINUTE)


def test_where_the_desk_checks_in_the_member_does_not(store: Store) -> None:
    publish(store, rules(check_in_by_member=False))
    book(store)
    with pytest.raises(Forbidden, match="permission_missing"):
        act(store, commands.check_in, now=START)
    with pytest.raises(NotFound, match="booking_not_found"):
        act(store, commands.check_in, actor=MARCQ, now=START)
    assert act(store, commands.check_in, actor=DESK, now=START).checked_in_at == START


def test_who_comes_too_late_finds_the_booking_missed(store: Store) -> None:
    publish(store, rules(release_after_minutes=15))
    book(store)
    with pytest.raises(Conflict, match="booking_not_confirmed") as refused:
        act(store, commands.check_in, now=START + 15 * MINUTE)
    assert refused.value.detail == {"status": "missed"}
    rest = domain.Period(START + 15 * MINUTE, START + 45 * MINUTE)
    assert book(store, "booking-2", rest, actor=OTHER, now=START + 15 * MINUTE).status == "confirmed"
    assert names(store) == ["booking.confirmed", "booking.missed"]


def test_who_leaves_early_frees_the_rest_and_nothing_else_happens_to_it(store: Store) -> None:
    book(store)
    act(store, commands.check_in, now=START)
    with pytest.raises(NotFound):
        act(store, commands.check_out, actor=OTHER, now=START)
    left_at = START + 30 * MINUTE
    gone = act(store, commands.check_out, now=left_at)
    assert act(store, commands.check_out, now=left_at + MINUTE) == gone == seen(store)
    assert (gone.status, claimed(store)) == ("confirmed", [])
    assert names(store) == ["booking.confirmed", "booking.checked_in", "booking.checked_out"]
    with pytest.raises(Conflict, match="booking_over"):
        cancel(store, now=left_at)
    rest = domain.Period(left_at, NINE.ends_at)
    assert book(store, "booking-2", rest, actor=OTHER, now=left_at).status == "confirmed"


def test_who_never_came_does_not_leave(store: Store) -> None:
    book(store)
    with pytest.raises(Conflict, match="booking_not_checked_in"):
        act(store, commands.check_out, now=START)
