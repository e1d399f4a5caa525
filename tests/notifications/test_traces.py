"""Of whom was written to nothing remains with notifications, however the mail server or the gateway answers.

Both quote the address, or the number, in what they answer.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from sqlalchemy import delete, select, text

from chassis import config
from chassis.database import Store
from services.notifications import reactions
from services.notifications.channels import Smtp
from services.notifications.channels.sms import Sms
from services.notifications.domain import Channel
from services.notifications.tables import metadata
from tests.network.leaks import Sought
from tests.notifications import given
from tests.notifications.desk import Desk
from tests.notifications.mail_server import mail_server
from tests.notifications.sms_gateway import sms_gateway

TOKEN = "s3cret-of-the-gateway"
MAIL_WHIMS = ("taken", "later", "never", "spam", "cut", "slow", "says-550-5.7.1", "says-550-5.1.1")
SMS_ANSWERS = ("200", "400", "422", "429", "500", "903")


def remains(store: Store, stream: io.StringIO) -> bytes:
    """All rows of all tables, what it logged, what it counts."""
    with store.reading() as session:
        rows = [str(tuple(row)) for table in metadata.sorted_tables for row in session.execute(select(table))]
    return "\n".join([*rows, stream.getvalue()]).encode() + generate_latest()


def sought(**said: str) -> Sought:
    return Sought({value: name for name, value in said.items()})


@pytest.mark.parametrize("whim", MAIL_WHIMS)
def test_no_mail_server_s_answer_leaves_an_address_behind(
    store: Store, stream: io.StringIO, tmp_path: Path, whim: str
) -> None:
    email = f"{whim}@quatremain.example.org"
    with mail_server(tmp_path) as server:
        desk = Desk(store)
        desk.letterbox = Smtp(config.Smtp("127.0.0.1", server.port, tls="none"), None, 1)  # type: ignore[assignment]
        desk.members.contact = {"name": "Zoé Quatremain", "email": email, "language": "fr"}
        desk.hear(reactions.on_booking_confirmed, given.confirmed())
        desk.hear(reactions.on_member_registered, given.registered())
        assert desk.send() == 2
    found = sought(address=email, domain="quatremain.example.org", name="Quatremain", link="s3cret")
    assert found.found_in(remains(store, stream)) == set()
    assert "m-1" in remains(store, stream).decode(), "we looked where something is"
    assert '"notice"' in stream.getvalue(), "it was logged"


@pytest.mark.parametrize("answer", SMS_ANSWERS)
def test_no_gateway_s_answer_leaves_a_number_behind(store: Store, stream: io.StringIO, answer: str) -> None:
    with sms_gateway() as gateway:
        desk = Desk(store)
        desk.more_channels = {Channel.SMS: Sms(config.Sms(gateway.url, TOKEN, "ChampLibre"), 1)}
        desk.members.contact, desk.members.phone = {}, f"+33199001{answer}"
        desk.hear(reactions.on_booking_confirmed, given.confirmed())
        with store.transaction() as session:
            session.execute(delete(metadata.tables["deliveries"]))
            session.execute(text(
                "INSERT INTO deliveries (notice_id, member_id, channel, is_prompt, status, attempts, due_at,"
                " next_attempt_at, perhaps_out) SELECT notice_id, member_id, 'sms', false, 'queued', 0, created_at,"
                " created_at, false FROM notices"
            ))  # fmt: skip
        assert desk.send() == 1
        assert gateway.asked, "it was asked"
        found = sought(number=desk.members.phone, token=TOKEN, gateway=f":{gateway.port}/messages")
    assert found.found_in(remains(store, stream)) == set()
    assert '"sms"' in stream.getvalue(), "it was logged"
