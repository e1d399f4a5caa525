"""A network of many spaces, written straight into the tables: publishing them one by one takes its time. Who looks."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from chassis.database import Store
from services.bookings import commands, domain, queries
from services.bookings.domain.search import Asker, Filters, Page, Soon
from services.bookings.tables import covers, places, spaces, units
from tests.bookings.world import MONDAY, NOW, OTHER, PLACE, ROOM, hours

TEN = hours(10, 12)
MONTH = domain.Period(MONDAY, MONDAY + timedelta(days=30))
VISITOR = Asker()
CITIES = ("roubaix", "tourcoing", "marcq")
KINDS = ("meeting_room", "office")


def place(number: int, **changes: Any) -> domain.Place:
    """A place: each a kilometre further north, in one city after the other."""
    known: dict[str, Any] = {"place_id": f"place-{number}", "city": CITIES[number % 3], "name": f"Lieu {number}"}
    return replace(PLACE, **{**known, "latitude": 50.7 + number / 111.2, "published_at": NOW, **changes})


def space(number: int, at: domain.Place, **changes: Any) -> domain.Space:
    """A space: of one kind after the other."""
    known: dict[str, Any] = {"space_id": f"space-{number}", "name": f"Salle {number:03}", "kind": KINDS[number % 2]}
    where = {"place_id": at.place_id, "place_name": at.name, "city": at.city, "published_at": NOW}
    return replace(ROOM, **{**known, **where, **changes})


def publish(store: Store, found: list[domain.Place], their: list[domain.Space]) -> None:
    """Make them known, none a part of another."""
    with store.transaction() as session:
        session.execute(insert(places), [asdict(one) for one in found])
        session.execute(insert(spaces), [asdict(one) for one in their])
        session.execute(insert(covers), [{"space_id": one.space_id, "covered_id": one.space_id} for one in their])
        session.execute(insert(units), [{**asdict(unit)} for one in their for unit in domain.units_of(one)])


def publish_many(store: Store, count: int, **changes: Any) -> list[domain.Space]:
    """So many spaces, three at each place."""
    found = [place(number) for number in range((count + 2) // 3)]
    their = [space(number, found[number // 3], **changes) for number in range(count)]
    publish(store, found, their)
    return their


def look(store: Store, filters: Filters = Filters(), asks: Asker = VISITOR, **changes: Any) -> Page:  # noqa: B008
    asked = {"period": TEN, "now": NOW, "limit": 50, **changes}
    with store.reading() as session:
        return queries.free_spaces(session, filters, asks, **asked)


def ids(page: Page) -> list[str]:
    return [found.wish.space.space_id for found in page.items]


def soon(store: Store, filters: Filters = Filters(), **changes: Any) -> list[Soon]:  # noqa: B008
    asked = {"minutes": 60, "within": MONTH, "now": NOW, "most": 1, **changes}
    with store.reading() as session:
        return queries.next_free(session, filters, **asked)


def book(store: Store, space_id: str, period: domain.Period = TEN, **asked: Any) -> None:
    actor, now = asked.pop("actor", OTHER), asked.pop("now", NOW)
    booking_id = f"{space_id} {period.starts_at:%d %H:%M}"
    store.retrying(lambda session: commands.book(session, booking_id, space_id, period, actor, now, **asked))


def alternatives(store: Store, space_id: str, **changes: Any) -> list[tuple[str, str, domain.Period]]:
    asked = {"asks": VISITOR, "period": TEN, "now": NOW, **changes}
    with store.reading() as session:
        found = queries.alternatives(session, space_id, **asked)
    return [(str(one.reason), one.wish.space.space_id, one.wish.period) for one in found]
