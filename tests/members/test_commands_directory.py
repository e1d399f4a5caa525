from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import Forbidden
from services.members import commands, domain, queries
from services.members.commands import standing
from tests.members.people import CAMILLE, CAMILLE_ID, NOW, OTHER_ID, ROUBAIX

Rows = Callable[[str], list[dict[str, Any]]]
TODAY = NOW.date()
JORIS = domain.Person("Joris", "joris@example.org", "fr")


@pytest.fixture(autouse=True)
def listed(store: Store) -> None:
    """Camille is in the directory, and an hour later Joris."""
    category, kind = domain.Category.RESIDENT, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, CAMILLE_ID, CAMILLE, "a-hash", category, kind, (), NOW)
        commands.enrol(session, ROUBAIX, OTHER_ID, JORIS, "a-hash", category, kind, (), NOW)
        commands.choose_interests(session, CAMILLE_ID, ["velo", "bois"], None, NOW)
        commands.enter_directory(session, CAMILLE_ID, "Camille", "Je répare des VÉLOS à 100 %.", NOW)
        commands.enter_directory(session, OTHER_ID, "Joris de l’atelier", "", NOW + timedelta(hours=1))


def shown(store: Store, **asked: Any) -> list[str]:
    with store.reading() as session:
        return [entry.shown_name for entry in queries.directory(session, TODAY, 50, **asked)[0]]


def change(store: Store, member_id: str, **changes: Any) -> None:
    with store.transaction() as session:
        standing.save(session, replace(domain.acknowledge(queries.lock_member(session, member_id)), **changes))


def test_who_asks_to_be_found_is_found_by_topic_and_by_what_they_say_with_or_without_accents(store: Store) -> None:
    assert shown(store) == ["Joris de l’atelier", "Camille"]
    assert shown(store, topic="velo") == ["Camille"]
    assert shown(store, topic="radio") == []
    assert shown(store, text="velos REPARE") == ["Camille"]
    assert shown(store, text="100 %") == ["Camille"]
    assert shown(store, text="_") == []
    assert shown(store, text="joris", topic="velo") == []


def test_a_page_goes_on_where_the_one_before_ended(store: Store) -> None:
    with store.reading() as session:
        [first], after = queries.directory(session, TODAY, 1)
        [second], end = queries.directory(session, TODAY, 1, after=after)
    assert (first.shown_name, second.shown_name, end) == ("Joris de l’atelier", "Camille", None)
    assert second.topics == ("bois", "velo")


def test_who_withdraws_is_gone_at_once_and_nothing_of_the_entry_is_kept(store: Store, rows: Rows) -> None:
    with store.transaction() as session:
        for _ in "twice":
            commands.leave_directory(session, CAMILLE_ID, NOW + timedelta(days=1))
    assert shown(store) == ["Joris de l’atelier"]
    assert [row["member_id"] for row in rows("directory_entries")] == [OTHER_ID]
    with store.reading() as session:
        given = queries.consents_of(session, CAMILLE_ID)
    assert not domain.consents_to(given, domain.ConsentPurpose.DIRECTORY)


@pytest.mark.parametrize("changes", [
    {"status": domain.Status.SUSPENDED}, {"status": domain.Status.LIMITED}, {"born_on": date(2012, 2, 29)},
])  # fmt: skip
def test_neither_a_minor_nor_who_is_not_active_is_found_or_comes_in(store: Store, changes: dict[str, Any]) -> None:
    change(store, CAMILLE_ID, **changes)
    assert shown(store) == ["Joris de l’atelier"]
    with store.reading() as session:
        assert queries.topics_shown(session, TODAY) == {}
    with pytest.raises(Forbidden), store.transaction() as session:
        commands.enter_directory(session, CAMILLE_ID, "Camille", "", NOW)


def test_who_says_something_else_keeps_their_place(store: Store) -> None:
    with store.transaction() as session:
        commands.enter_directory(session, CAMILLE_ID, "Camille V.", "", NOW + timedelta(days=1))
    assert shown(store) == ["Joris de l’atelier", "Camille V."]


def test_topics_are_counted_for_those_who_are_shown_and_replaced_as_a_whole(store: Store) -> None:
    with store.reading() as session:
        assert queries.topics_shown(session, TODAY) == {"bois": 1, "velo": 1}
    with store.transaction() as session:
        assert commands.choose_interests(session, CAMILLE_ID, ["radio"], None, NOW) == ("radio",)
    with store.reading() as session:
        assert queries.topics_shown(session, TODAY) == {"radio": 1}
        assert queries.interests_of(session, OTHER_ID) == ()


def test_the_newsletter_is_a_consent_of_its_own_that_stays_when_it_is_not_named(store: Store) -> None:
    def consents_now() -> bool:
        with store.reading() as session:
            given = queries.consents_of(session, OTHER_ID)
        return domain.consents_to(given, domain.ConsentPurpose.NEWSLETTER)

    wishes = []
    for newsletter in (True, None, False, None):
        with store.transaction() as session:
            commands.choose_interests(session, OTHER_ID, [], newsletter, NOW)
        wishes.append(consents_now())
    assert wishes == [True, True, False, False]
