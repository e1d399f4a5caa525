"""Who comes is reminded by a letter, once, of each thing that stands, through all processes of a whole network."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine, select

from services.notifications.tables import appointments
from tests import waiting
from tests.network import Member, Network
from tests.network.people import body_of, calendar_of
from tests.network.programme import Programme
from tests.network.telling import reminders, the_time_of_reminders_comes

HEARD_SECONDS = 30.0


@pytest.fixture(scope="module")
def member(network: Network) -> Member:
    return Member(network, name="Odile Wattrelos", email="odile.wattrelos@example.org").join()


def kept(network: Network, member: Member) -> list[Any]:
    """What the member comes to, as their city's notifications know it."""
    engine = create_engine(network.substrate.database_url.replace("{database}", "notifications_roubaix"))
    with engine.connect() as connection:
        found = connection.execute(select(appointments).where(appointments.c.member_id == member.id)).all()
    engine.dispose()
    return list(found)


def test_who_comes_is_reminded_once_and_not_of_what_they_cancelled(network: Network, member: Member) -> None:
    programme = Programme(network)
    _, [date] = programme.published({"capacity": 10, "day": 4})
    registration = programme.registered(member, date)
    stays, goes = (member.book(space["id"], period).json() for space, period in _two_free(member))
    assert member.ask("DELETE", f"/bookings/{goes['id']}").status_code == 200
    coming = {stays["id"], registration["id"]}
    waiting.until(lambda: {row.thing_id for row in kept(network, member)} == coming, "appointments", HEARD_SECONDS)

    the_time_of_reminders_comes(network, member)
    with network.another("notifications_roubaix"):
        waiting.until(lambda: len(reminders(member)) >= 2, "two reminders", HEARD_SECONDS)
    told = reminders(member)
    for page in (f"/registrations/{registration['id']}", f"/bookings/{stays['id']}"):
        assert sum(page in body_of(letter) for letter in told) == 1
    assert [calendar_of(letter) for letter in told] == ["", ""]


def _two_free(member: Member) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """A space of Tourcoing for two hours, and one of Marcq."""
    return [member.free_hours(city, hours=2) for city in ("tourcoing", "marcq")]
