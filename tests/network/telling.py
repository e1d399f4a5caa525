"""How somebody is told things: as they chose, again before they come, once a week, by SMS, or not at all.

Part of a day (`tests.network.day`). When it is time is written into the databases, as no test waits for a week.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage

import requests
from sqlalchemy import Connection, NullPool, create_engine, delete, func, insert, select, update

from chassis import clock
from services.notifications.tables import appointments, deliveries, digests, habits, programme_dates
from tests import waiting
from tests.network import coming
from tests.network.desk import PARIS
from tests.network.nodes import Network
from tests.network.people import Member
from tests.network.programme import told

HEARD_SECONDS = 30.0
WEEKLY_SECONDS = 120.0  # whether a digest is due is looked at once a minute


@contextmanager
def notifications(network: Network, city: str) -> Iterator[Connection]:
    """The database of a city's notifications, in a transaction."""
    engine = create_engine(network.substrate.make_database(f"notifications_{city}"), poolclass=NullPool)
    with engine.begin() as connection:
        yield connection


def outcomes(network: Network, city: str, member_id: str) -> set[tuple[str, str, str | None]]:
    """What became of what a member was told: channel, status, reason."""
    found = select(deliveries.c.channel, deliveries.c.status, deliveries.c.reason)
    with notifications(network, city) as connection:
        rows = connection.execute(found.where(deliveries.c.member_id == member_id)).all()
    return {(row.channel, row.status, row.reason) for row in rows}


def is_written_to_in_vain(stranger: Member, status: str, reason: str) -> None:
    """Somebody registers by an address that the mail server does not take, and quotes."""
    stranger.register()
    wanted = ("mail", status, reason)
    waiting.until(
        lambda: wanted in outcomes(stranger.network, stranger.city, stranger.id), f"{reason} of a server", HEARD_SECONDS
    )


def is_told_by_sms(network: Network, desk: Member, helped_id: str) -> None:
    """The front desk books for somebody who has a telephone and no address, once the hub has heard of them.

    It may be night by now, in which no telephone rings: theirs is silent at other hours.
    """
    since, until = hours_to_come()
    with notifications(network, desk.city) as connection:
        theirs = {"member_id": helped_id, "quiet_since": since, "quiet_until": until, "reminders": [1440]}
        connection.execute(insert(habits).values(theirs))
    space, period = desk.free_hours(desk.city, hours=1)
    wish = {"space_id": space["id"], **period, "beneficiary": {"member_id": helped_id, "city": desk.city}}
    waiting.until(
        lambda: desk.ask("POST", "/bookings", wish).status_code == 201, "booking for who is helped", HEARD_SECONDS, 0.2
    )
    sent = ("sms", "sent", None)
    waiting.until(lambda: sent in outcomes(network, desk.city, helped_id), "SMS", HEARD_SECONDS)


def hours_to_come() -> tuple[str, str]:
    """Two hours that are not now, by the clock of the cities."""
    since, until = ((clock.now() + timedelta(hours=hours)).astimezone(PARIS) for hours in (6, 8))
    return f"{since:%H:%M}", f"{until:%H:%M}"


def chooses(member: Member) -> None:
    """SMS when they book and before they come, and two quiet hours that are not now."""
    wanted = [
        {"kind": "booking_confirmed", "channel": "sms", "is_wanted": True},
        {"kind": "booking_reminder", "channel": "sms", "is_wanted": True},
    ]
    since, until = hours_to_come()
    quiet = {"since": since, "until": until}
    told(member.ask("PUT", "/me/notice-preferences", {"wanted": wanted, "quiet": quiet, "reminders": [1440, 60]}))


def the_time_of_reminders_comes(network: Network, member: Member) -> None:
    """The member chose a minute for each thing that was just now, while no process looked."""
    with notifications(network, member.city) as connection:
        chosen = []
        for row in connection.execute(select(appointments).where(appointments.c.member_id == member.id)).all():
            minutes = (row.starts_at - clock.now()) // timedelta(minutes=1) + 1
            at = row.starts_at - timedelta(minutes=minutes)
            of_it = update(appointments).where(appointments.c.thing_id == row.thing_id)
            connection.execute(of_it.values(next_reminder_at=at))
            chosen.append(minutes)
        theirs = update(habits).where(habits.c.member_id == member.id).values(reminders=chosen)
        if not connection.execute(theirs).rowcount:
            connection.execute(insert(habits).values(member_id=member.id, reminders=chosen))


def reminders(member: Member) -> list[EmailMessage]:
    """The letters of reminders that the member got."""
    return [letter for letter in member.letters() if str(letter["Subject"]).startswith("Rappel : ")]


def comes_to_something(network: Network, member: Member) -> None:
    """Their city's notifications have heard of what they come to; and it is time to be reminded."""
    theirs = select(func.count()).select_from(appointments).where(appointments.c.member_id == member.id)

    def is_heard() -> bool:
        with notifications(network, member.city) as connection:
            return bool(connection.execute(theirs).scalar_one())

    waiting.until(is_heard, "appointment", HEARD_SECONDS)
    the_time_of_reminders_comes(network, member)


def a_week_goes_by(network: Network, staff: Member, topic: str) -> None:
    """Something new of a topic is on the programme; of the digest of the week nothing is known."""
    date = coming.activity(staff, f"Soirée {topic}")
    shown = select(programme_dates.c.occurrence_id).where(programme_dates.c.occurrence_id == date["id"])

    def is_heard() -> bool:
        with notifications(network, staff.city) as connection:
            return connection.execute(shown).first() is not None

    waiting.until(is_heard, "date on the programme", HEARD_SECONDS)
    with notifications(network, staff.city) as connection:
        connection.execute(delete(digests))


def leaves_the_digest(member: Member) -> str:
    """By the link in its letter, in one click; gives the proof in the link."""

    def links() -> list[str]:
        found = (str(letter["List-Unsubscribe"] or "").strip("<>") for letter in member.letters())
        return [link for link in found if ".digest." in link]

    [link, *_] = waiting.until(links, "digest", WEEKLY_SECONDS, 0.2)
    assert requests.post(link, {"List-Unsubscribe": "One-Click"}, timeout=20).status_code == 200

    def has_left() -> bool:
        consents = member.get("/me")["consents"]
        return all(one["withdrawn_at"] for one in consents if one["purpose"] == "newsletter")

    waiting.until(has_left, "consent withdrawn", HEARD_SECONDS, 0.2)
    return link.rpartition(".")[2]
