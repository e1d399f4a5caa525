from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.members import commands, domain, queries
from services.members.tables import heard_bookings
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, OTHER_ID, ROUBAIX, active, staff

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
JORIS = domain.Person("Joris", "joris@example.org", "nl")
LINA = domain.Person("Lina Vandamme", None, "fr")
BORN_ON = date(2015, 3, 21)
CAMILLES, JORISES = active(), staff()  # as they ask


@pytest.fixture(autouse=True)
def adults(store: Store) -> None:
    """Camille and Joris, of Roubaix."""
    category, kind = domain.Category.RESIDENT, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)
        commands.enrol(session, ROUBAIX, OTHER_ID, JORIS, "a-hash", category, kind, (), NOW)


def register(
    store: Store, minor_id: str = "lina", born_on: date = BORN_ON, handle: str | None = None, says_adult: bool = True
) -> domain.Member:
    with store.transaction() as session:
        return commands.register_minor(
            session, ROUBAIX, CAMILLES, minor_id, LINA, born_on, handle, NOW, says_adult=says_adult
        )


def ask(store: Store, guardian: domain.Member = CAMILLES, other_id: str = OTHER_ID) -> domain.Guardianship:
    with store.transaction() as session:
        return commands.ask_guardian(session, guardian, "lina", other_id, NOW)


def accept(store: Store, guardian: domain.Member = JORISES) -> domain.Guardianship:
    with store.transaction() as session:
        return commands.accept_ward(session, ROUBAIX, guardian, "lina", NOW, says_adult=True)


def leave(store: Store, guardian: domain.Member) -> domain.Guardianship:
    with store.transaction() as session:
        return commands.leave_ward(session, ROUBAIX, guardian, "lina", NOW + timedelta(days=1))


def told(said: Said) -> list[tuple[str, str, int]]:
    return [(one.name, one.subject, one.sequence) for one in said() if one.name.startswith("guardianship.")]


def contact(store: Store, member_id: str = "lina", now: datetime = NOW) -> domain.Recipient:
    with store.transaction() as session:
        return commands.contact(session, member_id, domain.Purpose.BOOKING, "a-token", now)[0]


def test_a_minor_is_a_member_of_whom_others_know_an_id_and_a_handle_and_who_books_for_them(
    store: Store, said: Said, rows: Rows
) -> None:
    minor = register(store, handle="L. V.")
    assert (minor.email, minor.born_on, minor.category) == (None, BORN_ON, domain.Category.GUEST)
    approved, began = said()[-2:]
    assert (approved.name, approved.data["member_id"], approved.data["handle"]) == ("member.approved", "lina", "L. V.")
    assert began.data == {
        "member_id": "lina",
        "guardian_id": CAMILLE_ID,
        "city": ROUBAIX,
        "began_at": "2026-11-23T09:00:00+00:00",
    }
    [given] = [row for row in rows("consents") if row["member_id"] == "lina"]
    assert (given["purpose"], given["heard_by_id"]) == ("account", CAMILLE_ID)
    assert {row["member_id"] for row in rows("credentials")} == {CAMILLE_ID, OTHER_ID}


def test_only_an_adult_who_says_so_registers_only_a_minor_and_ten_at_most(store: Store) -> None:
    with pytest.raises(Invalid, match="adult_not_said"):
        register(store, says_adult=False)
    with pytest.raises(Invalid, match="not_a_minor"):
        register(store, born_on=date(2008, 11, 23))
    for number in range(10):
        register(store, f"minor-{number}")
    with pytest.raises(Conflict, match="too_many_wards"):
        register(store, "one-more")


def test_letters_to_a_minor_go_to_the_guardian_who_began_first_and_name_the_minor(store: Store) -> None:
    register(store)
    ask(store)
    accept(store)
    written = contact(store)
    assert (written.name, written.email, written.language) == (CAMILLE.name, CAMILLE.email, "fr")
    assert (written.for_name, written.because) == ("Lina Vandamme", domain.Because.GUARDIAN)
    leave(store, CAMILLES)
    assert contact(store).email == JORIS.email


def test_a_second_adult_answers_only_after_saying_yes(store: Store, said: Said) -> None:
    register(store)
    for _ in "twice":
        assert ask(store).is_asked
    assert told(said) == [("guardianship.began", f"lina/{CAMILLE_ID}", 1)]
    assert contact(store).email == CAMILLE.email
    for _ in "twice":
        assert accept(store).stands
    assert told(said)[1:] == [("guardianship.began", f"lina/{OTHER_ID}", 1)]
    assert ask(store).stands


def test_nobody_asks_for_anothers_ward_nor_accepts_unasked_nor_asks_a_third(store: Store) -> None:
    register(store)
    with pytest.raises(NotFound, match="ward_not_found"):
        ask(store, JORISES, CAMILLE_ID)
    with pytest.raises(NotFound, match="ward_not_found"):
        accept(store)
    with pytest.raises(NotFound, match="member_not_found"):
        ask(store, other_id="nobody")
    ask(store)
    category, kind = domain.Category.RESIDENT, domain.OrganisationKind.INDIVIDUAL
    third = domain.Person("Noor", "noor@example.org", "fr")
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, "noor", third, None, category, kind, (), NOW)
    with pytest.raises(Conflict, match="too_many_guardians"):
        ask(store, other_id="noor")


def test_a_minor_is_not_left_alone_and_who_said_no_may_be_asked_again(store: Store, said: Said) -> None:
    register(store)
    with pytest.raises(Conflict, match="last_guardian"):
        leave(store, CAMILLES)
    ask(store)
    assert not leave(store, JORISES).stands
    assert len(told(said)) == 1
    ask(store)
    accept(store)
    leave(store, JORISES)
    assert told(said)[1:] == [
        ("guardianship.began", f"lina/{OTHER_ID}", 1),
        ("guardianship.ended", f"lina/{OTHER_ID}", 2),
    ]


def test_a_guardian_puts_right_what_is_wrong_of_a_minor_and_nobody_else(store: Store) -> None:
    register(store)
    with store.transaction() as session:
        assert commands.rectify(session, ROUBAIX, CAMILLES, "lina", {"handle": "L."}, NOW).handle == "L."
    with pytest.raises(Forbidden, match="permission_missing"), store.transaction() as session:
        commands.rectify(session, ROUBAIX, JORISES, "lina", {"handle": "X."}, NOW)


def test_who_comes_of_age_answers_for_themselves(store: Store, said: Said) -> None:
    register(store)
    ask(store)
    eve, birthday = datetime(2033, 3, 20, 23, tzinfo=NOW.tzinfo), datetime(2033, 3, 21, 1, tzinfo=NOW.tzinfo)
    counts = []
    for now in (eve, birthday, birthday):
        with store.transaction() as session:
            counts.append(commands.end_come_of_age(session, ROUBAIX, now))
    assert counts == [0, 1, 0]
    assert told(said)[1:] == [("guardianship.ended", f"lina/{CAMILLE_ID}", 2)]
    with store.reading() as session:
        assert not any(one.stands or one.is_asked for one in queries.guardianships_of_minor(session, "lina"))
    with pytest.raises(Conflict, match="no_address"):
        contact(store)


def test_a_guardian_has_a_minor_erased_and_nobody_else_does(store: Store, said: Said, rows: Rows) -> None:
    register(store)
    with pytest.raises(NotFound, match="ward_not_found"), store.transaction() as session:
        commands.erase_ward(session, ROUBAIX, JORISES, "lina", "fresh", NOW)
    with store.transaction() as session:
        assert commands.erase_ward(session, ROUBAIX, CAMILLES, "lina", "fresh", NOW) == NOW
    assert (said()[-1].name, said()[-1].data["member_id"]) == ("member.erased", "lina")
    assert {row["id"] for row in rows("members")} == {CAMILLE_ID, OTHER_ID}
    assert rows("guardianships") == []
    with pytest.raises(NotFound, match="ward_not_found"), store.transaction() as session:
        commands.erase_ward(session, ROUBAIX, CAMILLES, "lina", "fresh", NOW)


def test_what_keeps_a_member_back_keeps_a_minor_back(store: Store) -> None:
    register(store)
    booked = {"booking_id": "b-1", "member_id": "lina", "host_city": "tourcoing", "space_id": "s", "zone": "UTC"}
    over = {"starts_at": NOW - timedelta(days=2), "ends_at": NOW - timedelta(days=1), "status": "confirmed"}
    with store.transaction() as session:
        session.execute(insert(heard_bookings).values(**booked, **over, price_cents=0, sequence=0))
    with pytest.raises(Conflict, match="erasure_kept_back"), store.transaction() as session:
        commands.erase_ward(session, ROUBAIX, CAMILLES, "lina", "fresh", NOW)
