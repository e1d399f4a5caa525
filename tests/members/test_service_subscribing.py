"""Who wishes for the digest, asked over the bus on both substrates, as the city's own notifications asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from chassis import clock, proofs
from chassis.clock import rfc3339
from chassis.database import Store
from chassis.errors import Conflict, Forbidden, Invalid
from services.members import commands, domain, queries, tables
from tests.members.asker import HOME_SECRET, Asker
from tests.members.people import CAMILLE, NOW, ROUBAIX

IDS = [f"{number:036}" for number in range(6)]


def ask(asker: Asker, after: str = "", limit: int = 500, secret: str = HOME_SECRET, at: str = "", **more: Any) -> Any:
    at = at or rfc3339(clock.now())
    proof = proofs.make(secret, "subscribers", asker.city, after, str(limit), at)
    return asker.ask("subscribers", **{"after": after, "limit": limit, "at": at, "proof": proof, **more})


@pytest.fixture
def members(store: Store) -> Store:
    """Six members, all of whom consent to the digest but the last."""
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        for number, member_id in enumerate(IDS):
            person = domain.Person(CAMILLE.name, f"camille.{number}@example.org", "fr")
            commands.enrol(session, ROUBAIX, member_id, person, None, category, kind, (), NOW)
            topics = ["velo", "bois"][: number % 3]
            commands.choose_interests(session, member_id, topics, number < 5, NOW)
    return store


def page(store: Store, after: str, limit: int) -> tuple[list[tuple[str, tuple[str, ...]]], str | None]:
    with store.reading() as session:
        return queries.subscribers(session, after, limit)


def test_they_are_told_page_by_page_with_what_they_are_curious_about(members: Store) -> None:
    topics = [(), ("velo",), ("bois", "velo"), (), ("velo",)]
    everybody = list(zip(IDS[:5], topics, strict=True))
    assert page(members, "", 500) == (everybody, None)
    assert page(members, "", 5) == (everybody, None)
    assert page(members, "", 3) == (everybody[:3], IDS[2])
    assert page(members, IDS[2], 3) == (everybody[3:], None)
    assert page(members, IDS[4], 3) == ([], None)


def test_a_page_costs_one_query(members: Store) -> None:
    asked: list[str] = []
    with members.reading() as session:
        engine = session.connection().engine
        event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        queries.subscribers(session, "", 3)
    assert len(asked) == 1


def test_who_is_suspended_limited_or_without_consent_is_not_told(members: Store) -> None:
    with members.transaction() as session:
        commands.withdraw_consent(session, IDS[0], domain.ConsentPurpose.NEWSLETTER, NOW)
        commands.limit(session, ROUBAIX, IDS[1], NOW, wished=True)
    assert [member_id for member_id, _ in page(members, "", 500)[0]] == IDS[2:5]


def test_a_digest_goes_to_who_consents_to_it_at_that_moment(members: Store) -> None:
    with members.transaction() as session:
        person, link = commands.contact(session, IDS[0], domain.Purpose.DIGEST, "token", NOW)
        assert (person.email, link) == ("camille.0@example.org", None)
        commands.leave_newsletter(session, IDS[0], NOW)
    for member_id in (IDS[0], IDS[5]):
        with pytest.raises(Conflict, match="not_consented"), members.transaction() as session:
            commands.contact(session, member_id, domain.Purpose.DIGEST, "token", NOW)


def test_a_digest_that_waits_does_not_go_to_who_was_suspended_meanwhile(members: Store) -> None:
    with members.transaction() as session:
        session.execute(update(tables.members).where(tables.members.c.id == IDS[0]).values(status="suspended"))
    with pytest.raises(Conflict, match="not_consented"), members.transaction() as session:
        commands.contact(session, IDS[0], domain.Purpose.DIGEST, "token", NOW)
    with members.transaction() as session:  # a cancelled booking they are told of
        assert commands.contact(session, IDS[0], domain.Purpose.BOOKING, "token", NOW)
    assert IDS[0] not in dict(page(members, "", 500)[0])


def test_the_citys_own_notifications_alone_are_told(roubaix: Asker) -> None:
    member_id, token = roubaix.enrol("Lise")
    roubaix.ask("choose_interests", token=token, topics=["Vélo", "bois"], newsletter=True)
    assert ask(roubaix) == {"items": [{"member_id": member_id, "topics": ["bois", "velo"]}], "next": None}
    assert roubaix.contact(member_id, "digest")["email"] == "lise@example.org"
    with pytest.raises(Forbidden, match="proof_invalid"):
        ask(roubaix, secret="another city's")
    with pytest.raises(Forbidden, match="proof_invalid"):
        ask(roubaix, at=rfc3339(clock.now() - timedelta(hours=1)))
    with pytest.raises(Invalid):
        ask(roubaix, limit=501)
