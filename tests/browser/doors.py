"""A door with people expected at it, and the devices of its staff."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import insert, select

from champlibre import demonstration
from chassis import clock, ids
from chassis.database import Store
from services.bookings.commands.activities.rows import row
from services.bookings.domain.activities import Activity, Occurrence, Registration
from services.bookings.tables import activities, occurrences, registrations, scans
from tests import waiting
from tests.network import Member, Network

KEPT_SECONDS = 20.0
SIGNED_IN = 20_000.0  # milliseconds
IS_KEPT = """async () => {
  const cache = await caches.open(`door:${location.pathname}`);
  const paths = (await cache.keys()).map((one) => new URL(one.url).pathname);
  const has = (name) => paths.some((path) => path.includes(`/${name}.`));
  return Boolean(navigator.serviceWorker.controller) && paths.includes(location.pathname)
    && ["door", "door_queue", "door_camera", "app", "icons", "tokens"].every(has);
}"""
LEILA, JORIS, THOMAS, SOPHIE = (f"{name}@roubaix.example.org" for name in ("leila", "joris", "thomas", "sophie"))


class Door:
    """An occurrence in Roubaix that begins now, with so many registrations of one seat each, and one of three."""

    def __init__(self, network: Network, size: int) -> None:
        self.network, self.id, now = network, ids.new(), clock.now()
        self.path = f"/desk/occurrences/{self.id}/door"
        lamp = Activity(
            ids.new(),
            "roubaix",
            {"fr": "Fabriquer sa lampe"},
            {"fr": "Un soir."},
            "workshop",
            drafted_by_id=ids.new(),
            drafted_by_city="roubaix",
            drafted_at=now,
            changed_at=now,
        )
        held = Occurrence(
            self.id,
            lamp.activity_id,
            "roubaix",
            "Meuh Lab",
            "Roubaix",
            now,
            now + timedelta(hours=2),
            zone="Europe/Paris",
            starts_local="2026-12-10T18:00",
            ends_local="2026-12-10T20:00",
            capacity=100,
            changed_at=now,
            place_id="meuh-lab",
        )
        self.expected = [self._registration(lamp, number, 3 if number == size else 1) for number in range(size + 1)]
        with self.writing() as session:
            session.execute(insert(activities).values(row(lamp)))
            session.execute(insert(occurrences).values(row(held)))
            session.execute(insert(registrations), [asdict(one) for one in self.expected])

    def expect(self, member_id: str, city: str) -> Registration:
        """One more, of somebody who is known."""
        held, number = self.expected[0], len(self.expected) + 1
        more = {"registration_id": ids.new(), "member_id": member_id, "home_city": city, "number": number}
        self.expected.append(replace(held, **more))  # type: ignore[arg-type]
        with self.writing() as session:
            session.execute(insert(registrations).values(asdict(self.expected[-1])))
        return self.expected[-1]

    def _registration(self, lamp: Activity, number: int, seats: int) -> Registration:
        now, member_id = clock.now(), ids.new()
        told = {"registered_by_id": member_id, "registered_by_city": "tourcoing", "registered_at": now}
        known: dict[str, Any] = {"seats": seats, "status": "confirmed", "number": number + 1, "changed_at": now, **told}
        return Registration(ids.new(), self.id, lamp.activity_id, "roubaix", member_id, "tourcoing", **known)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        store = Store(self.network.substrate.database_url.format(database="bookings"), "bookings")
        try:
            with store.transaction() as session:
                yield session
        finally:
            store.close()

    def rows(self) -> list[Any]:
        """What the server has of this door, in the order in which it was received."""
        with self.writing() as session:
            theirs = select(scans).where(scans.c.occurrence_id == self.id).order_by(scans.c.received_at)
            return list(session.execute(theirs).all())

    def came(self) -> list[int]:
        """How many of each registration came, as the server knows."""
        with self.writing() as session:
            theirs = select(registrations.c.checked_in_seats).where(registrations.c.occurrence_id == self.id)
            return list(session.scalars(theirs.order_by(registrations.c.number)))

    def told(self) -> list[int]:
        """How often others were told of each registration."""
        with self.writing() as session:
            theirs = select(registrations.c.sequence).where(registrations.c.occurrence_id == self.id)
            return list(session.scalars(theirs.order_by(registrations.c.number)))

    def open(self, page: Page, email: str, *, afresh: bool = False) -> None:
        """Come to the door on a device on which somebody is signed in: as before, or `afresh`."""
        cookies = {} if afresh else self.network.__dict__.setdefault("cookies", {})
        if email in cookies:
            page.context.add_cookies(cookies[email])
            page.goto(self.path)
        else:
            page.goto(self.path)
            self.sign_in(page, email)
            expect(page.get_by_role("heading", level=1)).to_have_text("Fabriquer sa lampe", timeout=SIGNED_IN)
            cookies[email] = page.context.cookies()
        expect(page.get_by_role("heading", level=1)).to_have_text("Fabriquer sa lampe")

    def sign_in(self, page: Page, email: str) -> None:
        shown = demonstration.content()
        page.get_by_label("Adresse e-mail").fill(email)
        page.get_by_label("Mot de passe", exact=True).fill(shown["password"])
        page.get_by_role("button", name="Se connecter").click()
        code = Member(self.network, city="roubaix", email=email).next_code(shown["second_factor"])
        page.get_by_label("Code").fill(code)
        page.get_by_role("button", name="Se connecter").click()

    def person(self, page: Page, number: int) -> Any:
        return page.locator(f"#r-{self.expected[number].registration_id}")

    def let_in(self, page: Page, *numbers: int) -> None:
        for number in numbers:
            self.person(page, number).get_by_role("button", name="Présent").click()
            expect(self.person(page, number)).to_contain_text("Présent à")


def sending(page: Page) -> Any:
    """The line that says what is still to be sent."""
    return page.locator("[data-sending]")


def until_kept(page: Page) -> None:
    """The page and all it is made of are in the browser."""
    waiting.until(lambda: page.evaluate(IS_KEPT), "door that opens without a network", KEPT_SECONDS, pause=0.1)
