"""Seats are wished for without an account; the letter's link makes somebody of whoever is nobody yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, Forbidden, NotFound
from services.members import commands, domain
from tests.members.people import CAMILLE, CAMILLE_ID, EMAIL, NOW, ROUBAIX, signed_up, staff
from tests.members.securing import at_once, do, enter

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
HOUR = timedelta(hours=1)
ABOUT = domain.About({"fr": "Réparer un vélo"}, NOW + timedelta(days=9), "Europe/Paris", "La Condition publique")
ZOE = domain.Person("Zoé", "zoe.planquart@example.org", "nl")
WISH = domain.RegistrationWish("w-1", "z-1", "o-1", 2, True, NOW)
SECOND = replace(WISH, wish_id="w-2", member_id="z-2", occurrence_id="o-2", accept_waiting=False)


def wish(store: Store, wished: domain.RegistrationWish = WISH, person: domain.Person = ZOE) -> None:
    do(store, commands.wish_registration, ROUBAIX, wished, person, ABOUT, NOW)


def letter(store: Store, wish_id: str = "w-1", member_id: str = "z-1", token: str = "") -> domain.Recipient:
    purpose = domain.Purpose.REGISTRATION_WISH
    written, _ = do(store, commands.contact, member_id, purpose, token or f"link-of-{wish_id}", NOW, wish_id)
    return written  # type: ignore[no-any-return]


def confirm(store: Store, wish_id: str = "w-1", after: timedelta = HOUR) -> tuple[domain.RegistrationWish, Any]:
    digest = domain.digest(f"link-of-{wish_id}")
    return do(store, commands.confirm_wish, ROUBAIX, digest, NOW + after)  # type: ignore[no-any-return]


def test_a_wish_is_told_by_ids_and_what_everybody_knows_and_makes_no_member(
    store: Store, said: Said, rows: Rows
) -> None:
    wish(store)
    [event] = said()
    assert (event.name, event.subject, event.city) == ("member.registration_wished", "w-1", ROUBAIX)
    assert (event.data["member_id"], event.data["occurrence_id"], event.data["language"]) == ("z-1", "o-1", "nl")
    assert not any(word in str(event.data) for word in ("Zoé", "planquart", "example.org"))
    assert rows("members") == []


def test_the_link_makes_a_guest_of_whoever_is_nobody_yet_and_says_what_they_wished(
    store: Store, said: Said, rows: Rows
) -> None:
    wish(store)
    assert letter(store) == domain.Recipient(**vars(ZOE))
    wished, member = confirm(store)
    assert wished == WISH
    assert (member.id, member.category, member.email) == ("z-1", domain.Category.GUEST, ZOE.email)
    assert [event.name for event in said()] == ["member.registration_wished", "member.approved"]
    assert rows("sign_ups") == rows("credentials") == []


def test_the_second_time_it_is_harmless_until_the_link_is_over(store: Store, said: Said) -> None:
    wish(store)
    letter(store)
    first = confirm(store)
    assert confirm(store, after=2 * HOUR) == first
    assert [event.name for event in said()] == ["member.registration_wished", "member.approved"]
    with pytest.raises(Conflict, match="link_expired"):
        confirm(store, after=48 * HOUR)


def test_a_link_that_is_opened_many_times_at_one_instant_makes_one_member(store: Store, said: Said, rows: Rows) -> None:
    wish(store)
    letter(store)
    command = (commands.confirm_wish, ROUBAIX, domain.digest("link-of-w-1"), NOW + HOUR)
    assert at_once(store, 5, *command) == [""] * 5
    assert [row["id"] for row in rows("members")] == ["z-1"]
    assert [event.name for event in said()].count("member.approved") == 1


def test_a_member_whose_address_it_is_gets_the_same_letter_and_registers_as_who_they_are(
    store: Store, said: Said, rows: Rows
) -> None:
    enter(store)
    wish(store, WISH, replace(ZOE, email=EMAIL.upper()))
    assert said()[-1].data["member_id"] == CAMILLE_ID
    assert said()[-1].data["language"] == "fr"
    assert letter(store, member_id=CAMILLE_ID) == domain.Recipient(**vars(CAMILLE), owner_id=CAMILLE_ID)
    wished, member = confirm(store)
    assert (wished.member_id, member.id, member.name) == (CAMILLE_ID, CAMILLE_ID, CAMILLE.name)
    assert rows("sign_ups") == []
    assert NOW + HOUR in [row["last_seen_at"] for row in rows("members")], "an account that is used"


@pytest.mark.parametrize("first", ["w-1", "w-2"])
def test_of_two_wishes_of_one_address_each_link_registers_the_one_member_that_it_makes(
    store: Store, first: str, rows: Rows
) -> None:
    wish(store)
    wish(store, SECOND, replace(ZOE, email="Zoe.Planquart@example.org"))
    for wish_id, member_id in (("w-1", "z-1"), ("w-2", "z-2")):
        letter(store, wish_id, member_id)
    member = confirm(store, first)[1]
    another = "w-2" if first == "w-1" else "w-1"
    assert letter(store, another, "z-2", "once-more").name == ZOE.name
    assert confirm(store, another)[1] == member
    assert {row["member_id"] for row in rows("registration_wishes") + rows("links")} == {member.id}


def test_who_signs_up_and_confirms_meanwhile_has_wished(store: Store) -> None:
    wish(store)
    letter(store)
    do(store, commands.sign_up, ROUBAIX, signed_up(person=ZOE), NOW)
    do(store, commands.contact, CAMILLE_ID, domain.Purpose.CONFIRMATION, "a-token", NOW)
    do(store, commands.confirm, ROUBAIX, domain.digest("a-token"), NOW)
    assert confirm(store)[1].id == CAMILLE_ID


def test_who_became_a_member_by_another_way_meanwhile_registers_as_that(store: Store) -> None:
    wish(store)
    letter(store)
    category, kind = domain.Category.RESIDENT, domain.OrganisationKind.INDIVIDUAL
    do(store, commands.enrol, ROUBAIX, CAMILLE_ID, ZOE, None, category, kind, (), NOW)
    wished, member = confirm(store)
    assert (wished.member_id, member.category) == (CAMILLE_ID, domain.Category.RESIDENT)


def test_beyond_a_number_of_sign_ups_with_one_address_nothing_is_kept(store: Store, said: Said, rows: Rows) -> None:
    for number in range(domain.MOST_OF_AN_ADDRESS + 2):
        wish(store, replace(WISH, wish_id=f"w-{number}", member_id=f"z-{number}"))
    assert len(rows("registration_wishes")) == len(rows("sign_ups")) == len(said()) == domain.MOST_OF_AN_ADDRESS


def test_who_is_suspended_meanwhile_registers_for_nothing(store: Store) -> None:
    enter(store)
    wish(store, person=CAMILLE)
    letter(store, member_id=CAMILLE_ID)
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    grants = (domain.Grant(domain.Role.CITY_ADMINISTRATOR),)
    joris = domain.Person("Joris", "joris@example.org", "fr")
    do(store, commands.enrol, ROUBAIX, "joris", joris, None, category, kind, grants, NOW)
    administrator = staff(domain.Role.CITY_ADMINISTRATOR, id="joris")
    do(store, commands.suspend_member, ROUBAIX, "s-1", administrator, CAMILLE_ID, "Bruit", None, NOW)
    with pytest.raises(Forbidden, match="member_not_active"):
        confirm(store)


def test_a_pass_is_for_who_opened_the_link(store: Store) -> None:
    wish(store)
    letter(store)
    digest = domain.digest("link-of-w-1")
    with pytest.raises(NotFound, match="link_unknown"):
        do(store, commands.opened_wish, digest, NOW + HOUR)
    confirm(store)
    assert do(store, commands.opened_wish, digest, NOW + HOUR) == WISH


def test_no_letter_is_written_of_what_nobody_wishes_any_more(store: Store, rows: Rows) -> None:
    enter(store)
    wish(store, person=CAMILLE)
    do(store, commands.erase_oneself, ROUBAIX, CAMILLE_ID, "nobody", NOW)
    assert rows("registration_wishes") == rows("links") == []
    with pytest.raises(NotFound, match="link_unknown"):
        letter(store, member_id=CAMILLE_ID)


def test_an_erasure_takes_what_was_wished_with_the_address_along(store: Store, rows: Rows) -> None:
    wish(store, person=CAMILLE)
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    do(store, commands.enrol, ROUBAIX, CAMILLE_ID, CAMILLE, None, category, kind, (), NOW)
    do(store, commands.erase_oneself, ROUBAIX, CAMILLE_ID, "nobody", NOW)
    assert rows("registration_wishes") == rows("sign_ups") == []


def test_a_wish_that_nobody_confirmed_is_forgotten_a_week_after_its_link(store: Store, rows: Rows) -> None:
    wish(store)
    over = NOW + timedelta(hours=48, days=7)
    do(store, commands.purge, over - timedelta.resolution)
    assert len(rows("registration_wishes")) == 1
    do(store, commands.purge, over)
    assert rows("registration_wishes") == rows("sign_ups") == []
