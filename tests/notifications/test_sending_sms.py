"""Sending to telephones: to whom nobody can write, beside a letter to a helper, each once; and no number is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from chassis import config
from services.notifications import commands, reactions
from services.notifications.channels import Sms
from services.notifications.domain import PAUSES, Channel, Kind
from services.notifications.tables import metadata
from tests.notifications import given
from tests.notifications.desk import Desk
from tests.notifications.sms_gateway import CUT_ONCE, SILENT, Gateway, sms_gateway


@pytest.fixture
def gateway(desk: Desk) -> Iterator[Gateway]:
    with sms_gateway() as running:
        desk.more_channels = {Channel.SMS: Sms(config.Sms(running.url, "s3cret"))}
        yield running


SAID = (
    "Champ Libre - Roubaix : Réservé : Salle du canal, le 23 novembre à 10:00."
    " L'Union, 1 rue de l'Exemple, 59200 Tourcoing"
)


def test_whom_nobody_can_write_to_is_told_by_sms_once(desk: Desk, gateway: Gateway) -> None:
    desk.members.contact, desk.members.phone = {}, "+33199001200"
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    assert (desk.send(), desk.send()) == (2, 0)
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    assert desk.send() == 0
    assert gateway.texts("+33199001200") == [SAID]
    assert desk.state() == [("dropped", "no_address"), ("sent", None)]
    assert desk.members.asked == [("m-1", "booking"), ("m-1", "booking", "sms")]


def test_whoever_has_neither_reads_it_on_the_page_alone(desk: Desk, gateway: Gateway) -> None:
    desk.members.contact = {}
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    assert desk.state() == [("dropped", "no_address"), ("dropped", "no_phone")]
    assert gateway.asked == []


@pytest.mark.parametrize("has_phone", [True, False])
def test_a_letter_to_a_helper_is_said_to_the_member_too(desk: Desk, gateway: Gateway, has_phone: bool) -> None:
    desk.members.contact |= {"for_name": "Odette", "because": "helper", "has_phone": has_phone}
    desk.members.phone = "+33199001200"
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    assert len(desk.letterbox.letters) == 1
    assert gateway.texts("+33199001200") == [SAID] * has_phone
    assert desk.state() == [("sent", None)] * (1 + has_phone)


def test_what_brings_a_link_is_never_said_on_a_telephone_instead(desk: Desk, gateway: Gateway) -> None:
    desk.members.contact, desk.members.phone = {}, "+33199001200"
    desk.hear(reactions.on_member_registered, given.registered())
    desk.send()
    assert (desk.state(), gateway.asked) == ([("dropped", "no_address")], [])


def test_without_a_gateway_nothing_is_said_instead_and_what_waited_for_one_is_dropped(desk: Desk) -> None:
    desk.members.contact, desk.members.phone = {}, "+33199001200"
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    assert desk.state() == [("dropped", "no_address")]
    with desk.store.transaction() as session:
        commands.say(session, given.notice(Kind.BOOKING_CANCELLED), given.HOME, desk.clock())
        commands.deliver(session, given.notice(Kind.BOOKING_CANCELLED), Channel.SMS, desk.clock())
    desk.send()
    assert desk.state()[2:] == [("dropped", "channel_closed")]


def test_each_sms_arrives_once_whatever_the_gateway_answers(desk: Desk, gateway: Gateway) -> None:
    """Of 200, 202, cut once, 503 for as long as it is so, 422 and silence; each to a member of their own."""
    desk.members.contact = {}
    desk.more_channels = {Channel.SMS: Sms(config.Sms(gateway.url), whole_seconds=0.3)}
    endings = {"200": "sent", "202": "sent", CUT_ONCE: "sent", "503": "queued", "422": "failed", SILENT: "queued"}
    for ending in endings:
        desk.members.phone = f"+33199001{ending}"
        desk.hear(reactions.on_booking_confirmed, given.confirmed(booking_id=f"b-{ending}", member_id=f"m-{ending}"))
        desk.send()
        desk.clock.at += PAUSES[0]
        desk.send()
    assert [status for status, _ in desk.state()[1::2]] == list(endings.values())
    assert len(gateway.taken) == 3
    for ending, outcome in endings.items():
        assert len(gateway.texts(f"+33199001{ending}")) == (outcome == "sent")


def test_no_number_is_in_the_database_nor_in_the_log(
    desk: Desk, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    desk.members.contact = {}
    for ending in ("200", "422", "503"):
        desk.members.phone = f"+33199001{ending}"
        desk.hear(reactions.on_booking_confirmed, given.confirmed(booking_id=f"b-{ending}", member_id=f"m-{ending}"))
        desk.send()
    assert len(gateway.asked) == 3
    with desk.store.reading() as session:
        rows = [tuple(row) for table in metadata.sorted_tables for row in session.execute(select(table))]
    for planted in ("+33199001", "33199001", "199001"):
        assert planted not in repr(rows)
        assert planted not in caplog.text
