"""A letter as an e-mail: text, HTML and calendar entry. Pure; never sends.

    multipart/mixed                          text and HTML alone are a multipart/alternative
    ├── multipart/alternative
    │   ├── text/plain
    │   ├── text/html
    │   └── text/calendar; method=REQUEST    what calendars act on
    └── application/ics  invitation.ics      the same object, for who looks for a file

Source: RFC 6047 (iMIP), section 2.4; RFC 3834 (Auto-Submitted); RFC 2369 and RFC 8058 (List-Unsubscribe).
"""

from __future__ import annotations

from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from typing import Any

from services.notifications import calendar, letters
from services.notifications.domain import About, Contact, Letterhead, Notice, Undeliverable


class _OneAddress(UnstructuredHeader, BaseHeader):
    """A field that holds one address of the Web, which stays on one line in one piece.

    The library would make an encoded word of what is longer than a line, in which no mailbox finds an address.
    """

    def fold(self, *, policy: Policy[Any]) -> str:
        """The field as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _OneAddress)
_POLICY = SMTP.clone(header_factory=_HEADERS)


def compose(
    notice: Notice,
    about: About | None,
    contact: Contact,
    letterhead: Letterhead,
    now: datetime,
) -> EmailMessage:
    """The e-mail that tells the member what the notice says.

    Args:
        notice: what is to be said, and why.
        about: what it tells of.
        contact: to whom.
        letterhead: in whose name.
        now: its Date.

    Raises:
        Undeliverable: `address_invalid`.
    """
    recipient = _recipient(contact)
    invitation = calendar.invitation(notice, about, contact, letterhead)
    letter = letters.write(notice.kind, contact, letterhead, about, changes_calendar=invitation is not None)
    message = EmailMessage(policy=_POLICY)
    message.set_content(letter.text, cte=_encoding(letter.text))
    message.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html))
    if invitation is not None:
        params = {"method": invitation.method, "component": "vevent"}
        message.add_alternative(invitation.ics.decode(), subtype="calendar", cte="8bit", params=params)
        message.add_attachment(invitation.ics, maintype="application", subtype="ics", filename="invitation.ics")
    message["Subject"] = _undecodable(letter.subject)
    message["From"] = Address(_undecodable(letterhead.display_name), addr_spec=letterhead.sender)
    message["To"] = recipient
    message["Date"] = now
    message["Message-ID"] = f"<{notice.notice_id}@{letterhead.sender.rpartition('@')[2]}>"
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    if contact.leave_url is not None:
        message["List-Unsubscribe"] = f"<{contact.leave_url}>"
        if contact.leave_url.startswith(
            "https://"
        ):  # RFC 8058, section 3.1: over anything else nothing is left in one click
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if notice.traceparent:
        message["X-Traceparent"] = notice.traceparent
    return message


def _encoding(text: str) -> str:
    """8 bits, which everybody can read in the file, unless a line is too long for that (RFC 5322, 998 octets)."""
    return "8bit" if all(len(line.encode()) < 998 for line in text.splitlines()) else "quoted-printable"


def _undecodable(text: str) -> str:
    """Text for a header field, in which nothing looks like an encoded word (RFC 2047).

    The library decodes one, and what it decodes to may hold a line end and begin another header.
    """
    return text.replace("=?", "= ?")


def _recipient(contact: Contact) -> Address:
    """The member's name and address; an address is plain ASCII, and a line end in it would begin another header."""
    if contact.email.split() != [contact.email] or not contact.email.isascii():
        raise Undeliverable("address_invalid")
    try:
        return Address(_undecodable(contact.name), addr_spec=contact.email)
    except (ValueError, IndexError, MessageError):
        raise Undeliverable("address_invalid") from None
