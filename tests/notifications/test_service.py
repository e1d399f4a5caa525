"""The service itself, on both substrates, between a bookings and a members service that say what it hears."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, ClassVar

import pytest
from nameko.containers import ServiceContainer
from sqlalchemy import insert, select, update

from chassis import clock, config, health, outbox, proofs, sealing, tables
from chassis.database import Store
from chassis.errors import Forbidden, Invalid, Unavailable
from chassis.events import Event
from chassis.rpc import Caller
from chassis.service import Database, Service, answers
from services.notifications.service import notifications
from services.notifications.tables import appointments, deliveries, habits
from tests.notifications import given
from tests.substrates import Substrate
from tests.waiting import until

SERVICE = "notifications_roubaix"


@dataclass(frozen=True)
class Confirmed(Event):
    """A booking.confirmed as bookings says it."""

    type: ClassVar[str] = "booking.confirmed"
    home_city: str

    @property
    def subject(self) -> str:
        return "b-1"

    @property
    def city(self) -> str | None:
        return self.home_city

    def data(self) -> dict[str, Any]:
        starts_at, ends_at = (clock.rfc3339(clock.now().replace(year=2100, hour=hour)) for hour in (9, 11))
        return {**given.BOOKING, "home_city": self.home_city, "starts_at": starts_at, "ends_at": ends_at}


@dataclass(frozen=True)
class Registered(Confirmed):
    """A registration.confirmed as bookings says it."""

    type: ClassVar[str] = "registration.confirmed"

    @property
    def subject(self) -> str:
        return "g-1"

    def data(self) -> dict[str, Any]:
        times = {name: super(Registered, self).data()[name] for name in ("starts_at", "ends_at")}
        return {**given.REGISTRATION, "home_city": self.home_city, **times}


class Bookings(Service):
    """Says that a booking, or a registration, was made."""

    name = "bookings"
    database: Any = Database()

    @answers
    def tell(self, home_city: str, of_registration: bool) -> None:
        told = Registered(home_city) if of_registration else Confirmed(home_city)
        with self.database.transaction() as session:
            outbox.record(session, told, clock.now())


class Members(Service):
    """Knows Zoé."""

    name = "members_roubaix"
    key = sealing.new_key("enc-1")

    def sealing_keys(self) -> list[dict[str, Any]]:
        return [self.key]

    @answers
    def keys(self) -> dict[str, Any]:
        return {"keys": [sealing.public(self.key)]}

    @answers(sealed=True)
    def contact(
        self, member_id: str, purpose: str, proof: str, registration_id: str = "", until: str = ""
    ) -> dict[str, Any]:
        named = [member_id, purpose, *([registration_id] if registration_id else [])]
        if not proofs.holds(proof, self.settings.home_secret, "contact", "roubaix", *named):
            raise Forbidden("proof_invalid")
        return {"m-1": given.ZOE}[member_id] | ({"pass": f"pass-{registration_id}"} if until else {})


@dataclass
class Town:
    """The services of a test, and what came of them."""

    settings: config.Settings
    store: Store
    caller: Caller
    containers: ExitStack

    def start(self, service: type[Service]) -> None:
        container = ServiceContainer(service, {"settings": self.settings})
        container.start()
        self.containers.callback(container.stop)

    def tell(self, home_city: str, *, of_registration: bool = False) -> None:
        """A booking, or a registration, of a member of that city was made."""

        def is_told() -> bool:
            try:
                self.caller.call("bookings", "tell", home_city=home_city, of_registration=of_registration)
            except Unavailable:  # it is still starting
                return False
            return True

        until(is_told, "bookings service")

    def letters(self) -> list[EmailMessage]:
        files = sorted(Path(self.settings.mail.folder or "").glob("roubaix/*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def reasons(self) -> list[tuple[str, str | None]]:
        with self.store.reading() as session:
            found = session.execute(select(deliveries.c.status, deliveries.c.reason))
            return [(row.status, row.reason) for row in found]


@contextmanager
def calling(substrate: Substrate) -> Iterator[Caller]:
    caller = Caller(substrate.broker_uri, "tests", "tests", deadline_seconds=10)
    container = ServiceContainer(type("Tests", (), {"name": "tests"}), {})
    container.spawn_managed_thread(caller.line.run)
    yield caller
    caller.line.stop()
    container.stop()


@pytest.fixture
def town(substrate: Substrate, tmp_path: Path) -> Iterator[Town]:
    raw = {
        "site": "roubaix",
        "services": ["notifications"],
        "city": "roubaix",
        "home_secret": "h" * 32,
        "cities": {"roubaix": {"name": "Roubaix", "insee": "59512", "siren": "215905126"}},
        "broker": {"uri": substrate.broker_uri},
        "database": {"url": substrate.database_url},
        "mail": {"folder": str(tmp_path / "mail")},
        "rpc_deadline_seconds": 2,
    }
    of_bookings = Store(substrate.make_database("bookings"))
    tables.metadata().create_all(of_bookings.engine)
    of_bookings.close()
    store = Store(substrate.migrated("services.notifications", SERVICE))
    with ExitStack() as containers, calling(substrate) as caller:
        town = Town(config.read(raw, {}), store, caller, containers)
        town.start(notifications("roubaix"))
        until(lambda: health.is_ready(health.report(SERVICE)), "notifications that hear")
        town.start(Bookings)
        yield town
    store.close()
    health.forget()


def test_a_booking_that_was_told_becomes_one_letter_at_home(town: Town) -> None:
    town.start(Members)
    for home_city in ("tourcoing", "roubaix"):
        town.tell(home_city)
    until(lambda: town.reasons() == [("sent", None)], "notice sent", seconds=20)
    (letter,) = town.letters()
    assert str(letter["To"]) == f"{given.NAME} <{given.EMAIL}>"
    assert letter["X-Traceparent"]


def test_a_letter_about_a_registration_shows_the_pass_that_the_members_service_gives(town: Town) -> None:
    town.start(Members)
    town.tell("roubaix", of_registration=True)
    until(lambda: town.reasons() == [("sent", None)], "notice sent", seconds=20)
    (letter,) = town.letters()
    body = letter.get_body(("plain",))
    assert body is not None
    assert "/registrations/g-1?pass=pass-g-1\n" in str(body.get_content()).replace("\r\n", "\n")


def test_who_comes_is_reminded_by_one_letter_however_many_processes_look_after_it(town: Town) -> None:
    town.start(Members)
    town.tell("roubaix")
    until(lambda: town.reasons() == [("sent", None)], "notice sent", seconds=20)
    with town.store.transaction() as session:  # its member chose a time that came while nobody looked
        starts_at = session.execute(select(appointments.c.starts_at)).scalar_one()
        minutes = (starts_at - clock.now()) // timedelta(minutes=1) + 1
        session.execute(insert(habits).values(member_id="m-1", reminders=[minutes]))
        session.execute(update(appointments).values(next_reminder_at=starts_at - timedelta(minutes=minutes)))
    town.start(notifications("roubaix"))
    until(lambda: town.reasons() == [("sent", None)] * 2, "reminder sent", seconds=30)
    confirmation, reminder = sorted(town.letters(), key=lambda letter: letter["Subject"], reverse=True)
    assert reminder["Subject"].startswith("Rappel : Salle du canal")
    assert confirmation["Subject"].startswith("Réservé : Salle du canal")
    with town.store.reading() as session:
        assert session.scalars(select(appointments.c.next_reminder_at)).all() == [None]


def test_a_letter_waits_for_a_members_service_of_the_same_home(town: Town) -> None:
    home = town.settings
    town.settings = replace(home, home_secret="x" * 32)
    town.start(Members)
    town.tell("roubaix")
    until(lambda: town.reasons() == [("queued", "proof_invalid")], "notice put off", seconds=20)
    assert town.letters() == []


def test_a_letter_waits_for_the_members_service(town: Town) -> None:
    town.tell("roubaix")
    until(lambda: town.reasons() == [("queued", "service_unavailable")], "notice put off", seconds=20)
    assert town.letters() == []
    town.start(Members)
    until(lambda: town.reasons() == [("sent", None)], "notice sent", seconds=30)
    assert len(town.letters()) == 1


def test_staff_sees_a_letter_in_the_city_s_colours_and_others_are_refused(town: Town) -> None:
    programme = {"member_id": "m-2", "city": "roubaix", "category": "resident", "roles": ["member", "programme"]}
    kinds = town.caller.call(SERVICE, "letter_kinds", actor=programme)["kinds"]
    assert {"kind": "reset", "family": "security", "is_required": True} in kinds
    asked: dict[str, Any] = {"kind": "reset", "language": "nl"}
    letter = town.caller.call(SERVICE, "preview_letter", actor=programme, **asked)
    assert set(letter) == {"subject", "text", "html", "sms", "replaced", "fault"}
    assert f"background-color: {town.settings.cities['roubaix'].colour}" in letter["html"]
    assert letter["text"].startswith("Champ Libre – Roubaix\n\nDag ")
    with pytest.raises(Forbidden) as refused:
        town.caller.call(SERVICE, "preview_letter", actor=programme | {"roles": ["member"]}, **asked)
    assert refused.value.code == "permission_missing"
    with pytest.raises(Invalid):
        town.caller.call(SERVICE, "preview_letter", actor=programme, kind="reset", language="de")
