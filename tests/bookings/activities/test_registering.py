"""Who may register for an occurrence, for how many, and whether they get seats, are asked for, or wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from chassis.database import Store
from chassis.errors import Conflict, ServiceError
from services.bookings import domain
from services.bookings.domain.activities import Kept, Terms
from services.bookings.tables import attestations, erased, guardianships, member_organisations, members
from tests.bookings.activities.programme import EVENING, activity
from tests.bookings.activities.theatre import (
    DESK,
    codes,
    come,
    everybody,
    house,
    leave,
    lines,
    somebody,
    stage,
    statuses,
    told,
    told_of_occurrence,
)
from tests.bookings.front_desk import count, know, said
from tests.bookings.world import NOW

FULL: dict[str, Any] = {"capacity": 2, "waiting_seats": 3}


def refused(store: Store, number: int = 9, **more: Any) -> ServiceError:
    """The refusal; and nothing is left of it."""
    before = (everybody(store), house(store), codes(store), len(said(store)))
    with pytest.raises(ServiceError) as refusal:
        come(store, number, **more)
    assert (everybody(store), house(store), codes(store), len(said(store))) == before
    return refusal.value


def test_who_registers_has_a_seat_at_once_and_everybody_counts_it(store: Store) -> None:
    stage(store)
    came = come(store, 1, seats=3)
    assert (came.status, came.number, came.seats, came.confirmed_at) == ("confirmed", 1, 3, NOW)
    assert (house(store).seats_taken, house(store).seats_waiting, house(store).last_number) == (3, 0, 1)
    assert told(store, 1) == ["registration.confirmed"]
    assert lines(store, 1) == [("seated", {"seats": 3, "free": 10, "waiting": 0, "number": 1, "priority": 0})]


def test_who_finds_it_full_waits_if_they_wish_in_order_of_arrival(store: Store) -> None:
    stage(store, **FULL)
    come(store, 1, seats=2)
    assert [come(store, number).status for number in (2, 3)] == ["waiting", "waiting"]
    assert [one.number for one in everybody(store)] == [1, 2, 3]
    assert said(store, "registration-3")[0].data["position"] == 2
    assert lines(store, 3)[0][1] == {"seats": 1, "free": 0, "waiting": 1, "number": 3, "priority": 0, "position": 2}


def test_who_does_not_wish_to_wait_is_told_what_is_left(store: Store) -> None:
    stage(store, **FULL)
    come(store, 1)
    refusal = refused(store, seats=2, accept_waiting=False)
    assert (refusal.code, refusal.detail) == ("occurrence_full", {"seats_left": 1, "waiting_seats_left": 3})


def test_a_list_has_its_own_size_in_seats(store: Store) -> None:
    stage(store, **FULL)
    come(store, 1, seats=2)
    come(store, 2, seats=2)
    assert refused(store, seats=2).detail == {"seats_left": 0, "waiting_seats_left": 1}
    assert come(store, 3).status == "waiting"
    assert refused(store).detail == {"seats_left": 0, "waiting_seats_left": 0}


def test_nobody_stands_twice_but_may_come_again_after_leaving(store: Store) -> None:
    stage(store)
    come(store, 1)
    assert refused(store, 9, actor=somebody(1)).code == "already_registered"


def test_a_member_of_another_city_with_the_same_id_is_somebody_else(store: Store) -> None:
    stage(store)
    come(store, 1)
    assert come(store, 2, actor=somebody(1, "marcq")).status == "confirmed"


@pytest.mark.parametrize(
    ("terms", "changes", "at", "code"),
    [
        (Terms(mode="external", external_url="https://example.org"), {}, NOW, "registers_elsewhere"),
        (Terms(mode="none"), {}, NOW, "needs_no_registration"),
        (Terms(), {"status": "cancelled"}, NOW, "occurrence_cancelled"),
        (Terms(), {"status": "postponed"}, NOW, "occurrence_postponed"),
        (Terms(), {}, EVENING.ends_at, "occurrence_over"),
        (Terms(), {}, EVENING.starts_at, "registration_closed"),
        (Terms(closes_minutes=30), {}, EVENING.starts_at - timedelta(minutes=30), "registration_closed"),
        (Terms(opens_at=NOW + timedelta(seconds=1)), {}, NOW, "registration_not_open"),
        (Terms(attestation="laser_training"), {}, NOW, "attestation_missing"),
    ],
)
def test_one_registers_where_and_while_one_may(
    store: Store, terms: Terms, changes: dict[str, Any], at: Any, code: str
) -> None:
    stage(store, terms, **changes)
    assert refused(store, now=at).code == code


def test_the_last_instant_before_the_close_counts(store: Store) -> None:
    stage(store, Terms(closes_minutes=30))
    assert come(store, 1, now=EVENING.starts_at - timedelta(minutes=30, microseconds=1)).status == "confirmed"


def test_what_nobody_sees_yet_is_not_there(store: Store) -> None:
    stage(store, lamp=activity(visible_from=NOW + timedelta(days=1)))
    assert refused(store).code == "occurrence_not_found"
    know(store, somebody(1))
    holder = domain.Holder("member-1", "tourcoing")
    assert come(store, 1, actor=DESK, holder=holder).status == "confirmed"  # a partner that staff invites


@pytest.mark.parametrize("status", ["draft", "proposed"])
def test_a_draft_is_there_for_nobody(store: Store, status: str) -> None:
    stage(store, lamp=activity(status=status, visible_from=None))
    assert refused(store, actor=DESK).code == "occurrence_not_found"


def test_an_occurrence_that_there_is_not_is_not_found(store: Store) -> None:
    with pytest.raises(ServiceError, match="occurrence_not_found"):
        come(store, 1, occurrence_id="nowhere")


def test_one_registers_for_so_many_seats_at_most(store: Store) -> None:
    stage(store, Terms(most_seats=2))
    refusal = refused(store, seats=3)
    assert (refusal.code, refusal.detail["most"]) == ("too_many_seats", 2)


def test_who_is_suspended_or_gone_registers_no_more(store: Store) -> None:
    stage(store)
    know(store, somebody(1))
    with store.transaction() as session:
        session.execute(members.update().values(status="suspended"))
        session.execute(insert(erased).values(member_digest=domain.digest("member-2"), erased_at=NOW))
    for number in (1, 2):
        assert refused(store, number).code == "member_not_active"


def test_nobody_who_is_gone_registers_somebody_else(store: Store) -> None:
    stage(store)
    know(store, somebody(1))
    with store.transaction() as session:
        session.execute(insert(erased).values(member_digest=domain.digest("desk-1"), erased_at=NOW))
    assert refused(store, actor=DESK, holder=domain.Holder("member-1", "tourcoing")).code == "member_not_active"


@pytest.mark.parametrize(
    "helper", [DESK, replace(DESK, city="tourcoing"), replace(DESK, roles=("front_desk@place-union",))]
)
def test_a_helper_registers_others_here_or_those_of_their_own_city(store: Store, helper: domain.Actor) -> None:
    stage(store)
    know(store, somebody(1))
    came = come(store, 1, actor=helper, holder=domain.Holder("member-1", "tourcoing"))
    assert (came.member_id, came.home_city) == ("member-1", "tourcoing")
    assert (came.registered_by_id, came.registered_by_city) == (helper.member_id, helper.city)


@pytest.mark.parametrize(
    "other", [somebody(2), replace(DESK, city="marcq"), replace(DESK, roles=("front_desk@other",))]
)
def test_nobody_else_registers_others(store: Store, other: domain.Actor) -> None:
    stage(store)
    know(store, somebody(1))
    assert refused(store, actor=other, holder=domain.Holder("member-1", "tourcoing")).code == "permission_missing"


def test_nobody_is_registered_by_others_of_whom_no_city_has_told(store: Store) -> None:
    stage(store)
    assert refused(store, actor=DESK, holder=domain.Holder("nobody", "tourcoing")).code == "member_not_found"


def test_a_guardian_registers_their_ward(store: Store) -> None:
    stage(store)
    know(store, somebody(1))
    row = {"member_id": "member-1", "guardian_id": "member-2", "city": "tourcoing", "ended_at": None, "sequence": 0}
    with store.transaction() as session:
        session.execute(insert(guardianships).values(row))
    came = come(store, 1, actor=somebody(2), holder=domain.Holder("member-1", "tourcoing"))
    assert (came.member_id, came.registered_by_id) == ("member-1", "member-2")
    assert refused(store, actor=somebody(3), holder=domain.Holder("member-1", "tourcoing")).code == "permission_missing"


def test_an_attestation_counts_until_the_occurrence(store: Store) -> None:
    stage(store, Terms(attestation="laser_training"))
    row = {"kind": "laser_training", "city": "tourcoing", "sequence": 0}
    for number, until in ((1, EVENING.starts_at), (2, EVENING.starts_at + timedelta(seconds=1)), (3, None)):
        know(store, somebody(number))
        more = {"attestation_id": f"attestation-{number}", "member_id": f"member-{number}", "valid_until": until}
        with store.transaction() as session:
            session.execute(insert(attestations).values(**row, **more))
    assert refused(store, 1).code == "attestation_missing"
    assert [come(store, number).status for number in (2, 3)] == ["confirmed", "confirmed"]


def partner(store: Store, number: int, organisation_id: str = "org-1") -> dict[str, Any]:
    """Somebody who acts for an organisation, and comes for it."""
    know(store, somebody(number))
    row = {
        "member_id": f"member-{number}",
        "city": "tourcoing",
        "organisation_id": organisation_id,
        "kind": "nonprofit",
    }
    with store.transaction() as session:
        session.execute(insert(member_organisations).values(**row, sequence=0))
    return {"holder": domain.Holder(f"member-{number}", "tourcoing", organisation_id)}


def test_one_comes_for_an_organisation_that_one_acts_for(store: Store) -> None:
    stage(store)
    assert come(store, 1, **partner(store, 1)).organisation_id == "org-1"
    holder = domain.Holder("member-2", "tourcoing", "org-1")
    assert refused(store, 2, holder=holder).code == "not_of_organisation"


def test_seats_kept_back_are_for_the_members_of_their_organisation(store: Store) -> None:
    stage(store, capacity=4, waiting_seats=9, kept_back=(Kept("org-1", 2),))
    assert come(store, 1, seats=2).kept is False
    assert told_of_occurrence(store) == ["occurrence.filled"]
    assert come(store, 2).status == "waiting"
    assert come(store, 3, **partner(store, 3, "org-2")).status == "waiting"
    kept = come(store, 4, seats=2, **partner(store, 4))
    assert (kept.status, kept.kept) == ("confirmed", True)
    assert come(store, 5, **partner(store, 5)).status == "waiting"
    assert house(store).seats_taken == 4


def test_an_organisation_that_needs_more_than_is_kept_comes_as_everybody_else(store: Store) -> None:
    stage(store, capacity=6, kept_back=(Kept("org-1", 2),))
    came = come(store, 1, seats=3, **partner(store, 1))
    assert (came.status, came.kept) == ("confirmed", False)
    assert come(store, 2, **partner(store, 2)).kept is True


def test_where_the_city_has_its_say_seats_are_asked_for_and_held_until_the_start(store: Store) -> None:
    stage(store, Terms(mode="moderated"), capacity=1, waiting_seats=1)
    asked = come(store, 1)
    assert (asked.status, asked.lapses_at) == ("requested", EVENING.starts_at)
    assert told(store, 1) == ["registration.requested"]
    assert come(store, 2).status == "waiting"


def test_where_staff_chooses_who_comes_next_newcomers_wait_behind_who_waits(store: Store) -> None:
    stage(store, Terms(promotion="manual"), capacity=1, waiting_seats=5, seats_taken=0)
    come(store, 1, seats=1)
    come(store, 2)
    leave(store, 1)
    assert come(store, 3).status == "waiting"
    assert statuses(store) == ["cancelled", "waiting", "waiting"]
    assert refused(store, accept_waiting=False).code == "occurrence_full"


def test_that_it_is_full_is_told_once_and_only_of_what_everybody_knows(store: Store) -> None:
    stage(store, **FULL)
    for number in range(1, 5):
        come(store, number)
    assert told_of_occurrence(store) == ["occurrence.filled"]
    assert house(store).sequence == 1


def test_of_what_is_not_announced_nothing_is_told_but_to_who_registers(store: Store) -> None:
    stage(store, lamp=activity(announced_at=None), **FULL)
    come(store, 1, seats=2)
    assert told_of_occurrence(store) == []


def test_the_database_gives_no_seat_that_there_is_not(store: Store) -> None:
    stage(store, **FULL)
    come(store, 1, seats=2)
    assert isinstance(refused(store, accept_waiting=False), Conflict)
    assert count(store, members) == 0  # who registers for themselves is known by their token
