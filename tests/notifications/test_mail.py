"""The e-mail: a structure that mail clients understand, and headers that nobody can forge."""

from __future__ import annotations

import itertools
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar

from services.notifications import domain, mail
from services.notifications.domain import LANGUAGES, Kind
from tests.notifications import given

UUID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a01"
of_bookings = pytest.mark.parametrize(
    ("kind", "method"),
    [(Kind.BOOKING_CONFIRMED, "REQUEST"), (Kind.BOOKING_MOVED, "REQUEST"), (Kind.BOOKING_CANCELLED, "CANCEL")],
)


def compose(kind: Kind = Kind.BOOKING_CONFIRMED, contact: dict[str, Any] | None = None, **facts: Any) -> EmailMessage:
    notice, to = given.notice(kind), given.contact(kind, **(contact or {}))
    composed = mail.compose(notice, given.about(kind, **facts), to, given.LETTERHEAD, given.NOW)
    return message_from_bytes(composed.as_bytes(), policy=policy.default)


def content(part: Any) -> str:
    return str(part.get_content()).replace("\r\n", "\n")


@of_bookings
def test_a_booking_s_mail_is_text_html_and_calendar_with_the_file_beside_them(kind: Kind, method: str) -> None:
    message = compose(kind)
    assert message.get_content_type() == "multipart/mixed"
    alternatives, attached = message.iter_parts()
    plain, html, entry = alternatives.iter_parts()
    assert alternatives.get_content_type() == "multipart/alternative"
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert entry.get_content_type() == "text/calendar"
    assert entry["Content-Type"].params == {"charset": "utf-8", "method": method, "component": "vevent"}
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "invitation.ics")


@of_bookings
def test_the_file_is_the_very_entry_of_the_alternative(kind: Kind, method: str) -> None:
    alternatives, attached = compose(kind).iter_parts()
    entry = list(alternatives.iter_parts())[2]
    assert attached.get_content().decode().replace("\r\n", "\n") == content(entry)
    assert Calendar.from_ical(attached.get_content())["METHOD"] == method


@pytest.mark.parametrize(
    "kind", [Kind.CONFIRMATION, Kind.KNOWN_ADDRESS, Kind.BOOKING_OFFERED, Kind.BOOKING_REQUESTED, Kind.SERIES_BOOKED]
)
def test_a_mail_that_changes_no_calendar_is_text_and_html(kind: Kind) -> None:
    message = compose(kind)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(("kind", "language"), list(itertools.product(Kind, LANGUAGES)))
def test_the_headers_say_who_writes_to_whom_in_which_language(kind: Kind, language: str) -> None:
    message = compose(kind, {"language": language})
    assert str(message["From"]) == "Champ Libre – Roubaix <noreply@roubaix.example.org>"
    assert str(message["To"]) == f"{given.NAME} <{given.EMAIL}>"
    assert message["Date"].datetime == given.NOW
    assert message["Message-ID"] == "<0123456789abcdef0123456789abcdef@roubaix.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == language
    assert message["X-Traceparent"] == given.TRACE
    assert len(message.keys()) == len(set(message.keys()))
    assert all(part.defects == [] for part in message.walk())


@pytest.mark.parametrize(
    "name",
    [
        "Zoé\r\nBcc: all@example.org",
        "Zoé\nX-Evil: 1",
        "Zo\x00é\u2028Cc: a@b",
        '"Zoé" <a@b>',
        "=?utf-8?q?=0ABcc:all@example.org?=",
        "=?utf-8?b?DQpCY2M6IGFsbEBleGFtcGxlLm9yZw==?= Zoé",
    ],
)
def test_a_name_cannot_forge_a_header(name: str) -> None:
    message = compose(contact={"name": name})
    assert {"Bcc", "Cc", "X-Evil"}.isdisjoint(message.keys())
    assert [address.addr_spec for address in message["To"].addresses] == [given.EMAIL]


@pytest.mark.parametrize("name", ["Salle\u2028\u2029Bcc: all@example.org", "Salle =?utf-8?q?=0D=0ABcc:all?= bleue"])
def test_a_space_cannot_forge_a_header(name: str) -> None:
    message = compose(space_name=name)
    assert "Bcc" not in message
    assert len(str(message["Subject"]).splitlines()) == 1


def test_a_member_without_a_name_is_written_to_all_the_same() -> None:
    assert str(compose(contact={"name": ""})["To"]) == given.EMAIL


def test_the_words_are_readable_in_the_file_as_they_are() -> None:
    message = mail.compose(
        given.notice(Kind.CONFIRMATION), None, given.contact(Kind.CONFIRMATION), given.LETTERHEAD, given.NOW
    )
    raw = message.as_bytes().decode()
    assert "https://champlibre.example.org/members/confirm?city=roubaix&token=s3cret-token\r\n" in raw
    assert "ne reste qu’un pas" in raw


def test_no_line_is_longer_than_mail_allows() -> None:
    contact = {"link_token": "t" * 1500}
    message = mail.compose(
        given.notice(Kind.CONFIRMATION),
        None,
        given.contact(Kind.CONFIRMATION, **contact),
        given.LETTERHEAD,
        given.NOW,
    )
    assert max(map(len, message.as_bytes().split(b"\r\n"))) <= 998
    assert "t" * 1500 in content(message.get_body(("plain",)))


def fields_of(kind: Kind, public_url: str = given.LETTERHEAD.public_url) -> dict[str, list[str]]:
    """The header fields as they stand in the letter, octet for octet, each unfolded as RFC 5322 says (2.2.3)."""
    leave_url = domain.leave_url(kind, UUID, "roubaix", public_url, given.SECRET)
    notice, about, contact = given.notice(kind), given.about(kind), given.contact(kind)
    letter = mail.compose(notice, about, replace(contact, leave_url=leave_url), given.LETTERHEAD, given.NOW)
    for octets in (letter.as_bytes(), letter.as_bytes(policy=letter.policy.clone(cte_type="7bit"))):
        head = octets.partition(b"\r\n\r\n")[0].decode("ascii")
        assert all(len(line) <= 998 for line in head.split("\r\n"))
    found: dict[str, list[str]] = {}
    for line in head.replace("\r\n ", " ").split("\r\n"):
        name, _, value = line.partition(":")
        found.setdefault(name.lower(), []).append(value.strip(" "))
    return found


def test_what_nobody_needs_is_left_in_one_click() -> None:
    fields = fields_of(Kind.DIGEST)
    token = domain.token(domain.Leave("roubaix", UUID, domain.Family.DIGEST), given.SECRET)
    assert fields["list-unsubscribe"] == [f"<https://champlibre.example.org/unsubscribe/{token}>"]
    assert fields["list-unsubscribe-post"] == ["List-Unsubscribe=One-Click"]


def test_over_anything_but_https_nothing_is_said_to_be_left_in_one_click() -> None:
    fields = fields_of(Kind.DIGEST, "http://127.0.0.1:8000")
    assert fields["list-unsubscribe"][0].startswith("<http://127.0.0.1:8000/unsubscribe/")
    assert "list-unsubscribe-post" not in fields


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.family not in domain.LEFT_BY_LINK])
def test_what_is_not_left_by_a_link_says_nothing_of_it(kind: Kind) -> None:
    assert not {"list-unsubscribe", "list-unsubscribe-post"} & set(fields_of(kind))
