"""The life of an activity: from a draft to the programme, and who takes it there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError
from services.bookings.domain.activities import Activity, Price, Terms, Venue, life
from services.bookings.domain.people import Actor
from tests.bookings.activities.programme import ELSEWHERE, STAFF, activity, occurrence
from tests.bookings.world import ACTOR, NOW, PLACE

LATER = NOW + timedelta(hours=1)
FACILITATOR = replace(STAFF, member_id="facilitator", roles=("facilitator",))
AT_THE_PLACE = replace(STAFF, member_id="at-the-place", roles=(f"programme@{PLACE.place_id}",))
RESIDENT = replace(STAFF, member_id="resident", roles=())
GUEST = replace(RESIDENT, member_id="guest", category="guest")
DRAFT = activity(status="draft", published_at=None, visible_from=None, announced_at=None)
THEIRS = replace(DRAFT, drafted_by_id=RESIDENT.member_id)
PROPOSED = replace(THEIRS, status="proposed", proposed_at=NOW)
PUBLISHED = activity()
DATES = [occurrence()]


def test_staff_drafts_in_its_city_at_its_place_alone_if_so_and_members_in_theirs() -> None:
    for actor in (STAFF, FACILITATOR, AT_THE_PLACE, RESIDENT):
        assert life.draft(DRAFT, actor) == DRAFT
    for actor in (GUEST, ELSEWHERE, ACTOR):
        with pytest.raises(Forbidden, match="permission_missing"):
            life.draft(DRAFT, actor)
    at_a_place = replace(AT_THE_PLACE, category="guest")
    assert life.draft(DRAFT, at_a_place) == DRAFT
    with pytest.raises(Forbidden, match="permission_missing"):
        life.draft(replace(DRAFT, place_id="elsewhere"), at_a_place)
    with pytest.raises(Invalid, match="activity_invalid"):
        life.draft(replace(DRAFT, title={}), STAFF)


def test_a_draft_is_seen_by_staff_and_by_its_drafter_and_by_nobody_else() -> None:
    for actor in (STAFF, FACILITATOR, AT_THE_PLACE, RESIDENT):
        life.check_visible(THEIRS, actor, NOW)
    nobody: tuple[Actor | None, ...] = (None, GUEST, ELSEWHERE, replace(RESIDENT, member_id="another"))
    for other in nobody:
        with pytest.raises(NotFound, match="activity_not_found"):
            life.check_visible(THEIRS, other, NOW)


def test_what_is_published_is_seen_when_its_embargo_is_over_and_stays_seen_when_it_is_cancelled() -> None:
    embargoed = replace(PUBLISHED, visible_from=LATER)
    assert not life.is_visible(embargoed, NOW)
    assert life.is_visible(embargoed, LATER)
    assert life.is_visible(life.cancel(embargoed, STAFF, "staff", LATER), LATER)
    never_seen = life.cancel(embargoed, STAFF, "staff", NOW)
    assert not life.is_visible(never_seen, LATER)


def test_a_drafter_changes_a_draft_and_those_who_publish_what_is_published() -> None:
    title = {"title": {"fr": "Une autre lampe"}}
    for actor in (STAFF, FACILITATOR, RESIDENT):
        edited = life.edit(THEIRS, actor, title, [], LATER)
        assert (edited.title, edited.sequence, edited.changed_at) == (title["title"], 1, LATER)
    with pytest.raises(Forbidden, match="permission_missing"):
        life.edit(THEIRS, replace(RESIDENT, member_id="another"), title, [], LATER)
    for actor in (STAFF, AT_THE_PLACE):
        assert life.edit(PUBLISHED, actor, title, DATES, LATER).sequence == 1
    for actor in (FACILITATOR, RESIDENT):
        with pytest.raises(Forbidden, match="permission_missing"):
            life.edit(replace(PUBLISHED, drafted_by_id=RESIDENT.member_id), actor, title, DATES, LATER)


def test_saying_the_same_again_changes_nothing() -> None:
    assert life.edit(PUBLISHED, STAFF, {"title": PUBLISHED.title, "terms": {"mode": "open"}}, DATES, LATER) is PUBLISHED


def test_of_the_terms_only_what_is_said_changes() -> None:
    before = replace(DRAFT, terms=Terms(most_seats=2, offer_hours=12))
    after = life.edit(before, STAFF, {"terms": {"offer_hours": 24}}, [], LATER)
    assert after.terms == Terms(most_seats=2, offer_hours=24)


def test_who_saw_another_edition_changes_nothing() -> None:
    life.check_sequence(replace(DRAFT, sequence=3), None)
    life.check_sequence(replace(DRAFT, sequence=3), 3)
    with pytest.raises(Conflict, match="changed_meanwhile") as refused:
        life.check_sequence(replace(DRAFT, sequence=3), 2)
    assert refused.value.detail == {"sequence": 3}


@pytest.mark.parametrize(
    ("before", "facts", "code"),
    [
        (PUBLISHED, {"place_id": None}, "activity_incomplete"),
        (replace(PUBLISHED, status="cancelled"), {"theme": "Lumière"}, "activity_over"),
        (DRAFT, {"place_id": None}, "activity_has_dates"),
        (DRAFT, {"min_age": 9, "max_age": 8}, "activity_invalid"),
    ],
)
def test_an_edit_that_leads_nowhere_is_refused(before: Activity, facts: dict[str, Any], code: str) -> None:
    with pytest.raises(ServiceError, match=code):
        life.edit(before, STAFF, facts, DATES, LATER)


def test_staff_at_one_place_moves_nothing_to_another() -> None:
    at_a_place = replace(AT_THE_PLACE, category="guest")
    with pytest.raises(Forbidden, match="permission_missing"):
        life.edit(DRAFT, at_a_place, {"place_id": "elsewhere"}, [], LATER)


def test_a_draft_is_proposed_once_and_sent_back() -> None:
    proposed = life.propose(THEIRS, RESIDENT, LATER)
    assert (proposed.status, proposed.proposed_at) == ("proposed", LATER)
    with pytest.raises(Conflict, match="activity_not_draft"):
        life.propose(proposed, RESIDENT, LATER)
    with pytest.raises(Conflict, match="activity_incomplete"):
        life.propose(replace(THEIRS, place_id=None), RESIDENT, LATER)
    for actor in (STAFF, RESIDENT):
        assert life.send_back(proposed, actor, LATER).status == "draft"
    with pytest.raises(Forbidden, match="permission_missing"):
        life.send_back(proposed, FACILITATOR, LATER)
    with pytest.raises(Conflict, match="activity_not_proposed"):
        life.send_back(DRAFT, STAFF, LATER)


def test_those_who_may_publish_a_draft_or_a_proposal_that_is_complete_and_has_a_date() -> None:
    for before in (DRAFT, PROPOSED):
        for actor in (STAFF, AT_THE_PLACE):
            published = life.publish(before, actor, DATES, LATER)
            assert (published.status, published.published_at, published.sequence) == ("published", LATER, 1)
        for actor in (FACILITATOR, RESIDENT, ELSEWHERE):
            with pytest.raises(Forbidden, match="permission_missing"):
                life.publish(before, actor, DATES, LATER)
    for before, dates, code in (
        (PUBLISHED, DATES, "activity_published"),
        (replace(PUBLISHED, status="cancelled"), DATES, "activity_over"),
        (replace(DRAFT, place_id=None), DATES, "activity_incomplete"),
        (DRAFT, [], "occurrence_missing"),
    ):
        with pytest.raises(Conflict, match=code):
            life.publish(before, STAFF, dates, LATER)


def test_it_is_withdrawn_only_while_nobody_has_registered() -> None:
    withdrawn = life.withdraw(PUBLISHED, 0, LATER)
    assert withdrawn == replace(DRAFT, sequence=1, changed_at=LATER)
    with pytest.raises(Conflict, match="somebody_registered"):
        life.withdraw(PUBLISHED, 1, LATER)
    life.check_may_withdraw(PUBLISHED, STAFF)
    with pytest.raises(Forbidden, match="permission_missing"):
        life.check_may_withdraw(PUBLISHED, FACILITATOR)
    with pytest.raises(Conflict, match="activity_not_published"):
        life.check_may_withdraw(DRAFT, STAFF)


def test_a_drafter_gives_up_a_draft_and_those_who_publish_what_is_published() -> None:
    assert life.cancel(THEIRS, RESIDENT, "staff", LATER).status == "cancelled"
    with pytest.raises(Forbidden, match="permission_missing"):
        life.cancel(PUBLISHED, FACILITATOR, "staff", LATER)
    cancelled = life.cancel(PUBLISHED, STAFF, "weather", LATER)
    assert (cancelled.cancelled_at, cancelled.cancel_reason, cancelled.sequence) == (LATER, "weather", 1)
    assert life.cancel(cancelled, STAFF, "staff", LATER + timedelta(hours=1)) is cancelled


def test_a_copy_for_another_city_says_whose_it_is_and_leaves_where_and_when_behind() -> None:
    original = replace(
        PUBLISHED,
        place_id=None,
        venue=Venue("Les Glycines", "care_home", "2 rue des Lilas", "59100", "Roubaix"),
        organiser_name="Les Ateliers",
        prices=(Price("Plein", 300),),
        terms=Terms(mode="external", external_url="https://example.org", opens_at=NOW, most_seats=2),
    )
    copied = life.copy(original, "copy", "tourcoing", "Roubaix", ELSEWHERE, LATER)
    assert (copied.city, copied.status, copied.sequence) == ("tourcoing", "draft", 0)
    assert (copied.copied_from_id, copied.copied_from_city) == (original.activity_id, "roubaix")
    assert copied.attribution == "« Fabriquer sa lampe », Roubaix"
    assert [copied.venue, copied.organiser_name, copied.visible_from, copied.terms.opens_at] == [None] * 4
    assert (copied.title, copied.prices, copied.terms.most_seats) == (original.title, original.prices, 2)
    assert copied.drafted_by_id == ELSEWHERE.member_id
    with pytest.raises(Forbidden, match="permission_missing"):
        life.copy(original, "copy", "tourcoing", "Roubaix", STAFF, LATER)


def test_a_copy_brings_the_address_of_what_is_online_to_nobody_who_did_not_see_it() -> None:
    online = replace(PUBLISHED, attendance="both", online_url="https://visio.example.org/lampe")
    resident = replace(STAFF, member_id="resident-1", roles=("member",))
    assert life.copy(online, "copy", "roubaix", "Roubaix", resident, LATER).online_url is None
    assert life.copy(online, "copy", "roubaix", "Roubaix", STAFF, LATER).online_url == online.online_url


def test_a_copy_for_the_same_city_stays_at_its_place() -> None:
    assert life.copy(PUBLISHED, "copy", "roubaix", "Roubaix", STAFF, LATER).place_id == PLACE.place_id
