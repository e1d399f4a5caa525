from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.members import commands, domain, queries
from services.members.domain import ConsentPurpose
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, OTHER_ID, ROUBAIX, active, staff

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
DESK = staff(domain.Role.FRONT_DESK)
JORIS = domain.Person("Joris", "joris@example.org", "fr")
ODETTE = domain.Person("Odette Carlier", None, "fr")
HEARD = (ConsentPurpose.ACCOUNT, ConsentPurpose.NEWSLETTER)


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    """Joris is at the desk, Camille is a member."""
    category, kind = domain.Category.PARTNER, domain.OrganisationKind.INDIVIDUAL
    desk = (domain.Grant(domain.Role.FRONT_DESK),)
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, OTHER_ID, JORIS, "a-hash", category, kind, desk, NOW)
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)


def register(store: Store, helper: domain.Member = DESK, heard: tuple[ConsentPurpose, ...] = HEARD) -> domain.Member:
    with store.transaction() as session:
        return commands.register_helped(session, ROUBAIX, helper, "odette", ODETTE, "+33199001234", heard, NOW)


def contact(store: Store, purpose: domain.Purpose = domain.Purpose.BOOKING) -> domain.Recipient:
    with store.transaction() as session:
        return commands.contact(session, "odette", purpose, "a-token", NOW)[0]


def test_the_helper_is_remembered_with_the_person_each_consent_and_the_use_of_the_right(
    store: Store, rows: Rows
) -> None:
    register(store)
    [kept] = [row for row in rows("members") if row["id"] == "odette"]
    assert (kept["helper_id"], kept["email"], kept["phone"]) == (OTHER_ID, None, "+33199001234")
    given = {row["purpose"]: row["heard_by_id"] for row in rows("consents") if row["member_id"] == "odette"}
    assert given == {"account": OTHER_ID, "newsletter": OTHER_ID}
    [view] = rows("views")
    assert (view["member_id"], view["viewer_id"], view["permission"]) == ("odette", OTHER_ID, "register_others")


def test_nothing_of_the_person_nor_of_the_helper_is_told_to_others(store: Store, said: Said) -> None:
    register(store)
    event = said()[-1]
    assert (event.name, event.data["member_id"], event.data["status"]) == ("member.approved", "odette", "active")
    assert not {OTHER_ID, "Odette Carlier", "+33199001234"} & set(map(str, event.data.values()))


def test_nobody_is_registered_without_having_consented_nor_by_who_has_not_the_right(store: Store, rows: Rows) -> None:
    with pytest.raises(Invalid, match="consent_missing"):
        register(store, heard=(ConsentPurpose.NEWSLETTER,))
    with pytest.raises(Forbidden, match="permission_missing"):
        register(store, active())
    assert {row["id"] for row in rows("members")} == {CAMILLE_ID, OTHER_ID}


def test_what_would_be_written_to_the_person_is_written_to_the_helper_at_work(store: Store) -> None:
    register(store)
    written = contact(store)
    assert (written.email, written.for_name, written.because) == (JORIS.email, ODETTE.name, domain.Because.HELPER)


def test_a_letter_that_lets_in_goes_to_nobody_else(store: Store) -> None:
    register(store)
    with pytest.raises(Conflict, match="no_address"):
        contact(store, domain.Purpose.CONFIRMATION)


def test_the_slip_is_shown_to_staff_of_whom_a_helper_registered_and_of_nobody_else(store: Store, rows: Rows) -> None:
    register(store)
    with store.transaction() as session:
        assert commands.show_helped(session, DESK, "odette", NOW).name == ODETTE.name
    assert [row["operation"] for row in rows("views")] == ["register_helped", "show_helped"]
    for staff_member, member_id, refusal in ((DESK, CAMILLE_ID, NotFound), (active(), "odette", Forbidden)):
        with pytest.raises(refusal), store.transaction() as session:
            commands.show_helped(session, staff_member, member_id, NOW)


def give(store: Store, actor: domain.Member = DESK, member_id: str = "odette") -> None:
    with store.transaction() as session:
        commands.give_address(session, ROUBAIX, actor, member_id, "odette@example.org", "unsent", NOW)


def test_whom_a_helper_registered_gets_an_account_by_the_link_that_goes_to_their_own_address(
    store: Store, said: Said, rows: Rows
) -> None:
    register(store)
    give(store)
    assert said()[-1].name == "member.address_change_requested"
    assert rows("views")[-1]["operation"] == "give_address"
    assert contact(store).email == JORIS.email
    link = contact(store, domain.Purpose.ADDRESS_CHANGE)
    assert (link.name, link.email, link.because) == (ODETTE.name, "odette@example.org", None)
    with store.transaction() as session:
        commands.change_address(session, ROUBAIX, domain.digest("a-token"), "unsent", NOW)
    assert (contact(store).email, contact(store).because) == ("odette@example.org", None)
    with pytest.raises(Conflict, match="has_address"):
        give(store)


def test_nobody_gives_an_address_to_who_has_one_nor_without_the_right(store: Store) -> None:
    register(store)
    with pytest.raises(Conflict, match="has_address"):
        give(store, member_id=CAMILLE_ID)
    with pytest.raises(Forbidden, match="permission_missing"):
        give(store, active())
    with pytest.raises(NotFound, match="member_not_found"):
        give(store, member_id="nobody")


@pytest.mark.parametrize(("born_on", "is_old_enough"), [(date(2011, 11, 23), True), (date(2011, 11, 24), False)])
def test_a_guardian_gives_a_minor_an_account_from_fifteen_on(store: Store, born_on: date, is_old_enough: bool) -> None:
    with store.transaction() as session:
        commands.register_minor(
            session, ROUBAIX, active(), "lina", domain.Person("Lina", None, "fr"), born_on, None, NOW, says_adult=True
        )
    if is_old_enough:
        give(store, active(), "lina")
    else:
        with pytest.raises(Forbidden, match="too_young"):
            give(store, active(), "lina")


def test_staff_gives_no_address_to_whom_a_guardian_answers_for(store: Store) -> None:
    with store.transaction() as session:
        lina = domain.Person("Lina", None, "fr")
        commands.register_minor(session, ROUBAIX, active(), "lina", lina, date(2010, 1, 1), None, NOW, says_adult=True)
    with pytest.raises(Conflict, match="has_guardian"):
        give(store, member_id="lina")


def test_the_account_of_staff_without_an_address_is_not_opened_by_the_desk(store: Store) -> None:
    register(store)
    grant = domain.Grant(domain.Role.DATA_OFFICER)
    administrator = domain.Grant(domain.Role.CITY_ADMINISTRATOR)
    with store.transaction() as session:
        kind, category = domain.OrganisationKind.INDIVIDUAL, domain.Category.PARTNER
        person = domain.Person("Amina", "amina@example.org", "fr")
        commands.enrol(session, ROUBAIX, "amina", person, "a-hash", category, kind, (administrator,), NOW)
        amina = domain.acknowledge(queries.member(session, "amina"))
        commands.grant_role(session, ROUBAIX, amina, "odette", grant, NOW)
    with pytest.raises(Forbidden, match="permission_missing"):
        give(store)
    give(store, amina)
