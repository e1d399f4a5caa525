"""What notifications emits: a published contract. No name, no address, ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from chassis.events import Event


class OfAMember(Event):
    """Something that concerns a member: told to the member's own city and to the hub.

    Attributes:
        home_city: code of the member's city; `city` on the wire.
    """

    home_city: str

    @property
    def city(self) -> str | None:
        """The member's city."""
        return self.home_city

    def data(self) -> dict[str, Any]:
        """The fields by name, with `city` for the home city."""
        data = super().data()
        data["city"] = data.pop("home_city")
        return data


@dataclass(frozen=True)
class NoticeEvent(OfAMember):
    """What became of a notice by one channel: told to the member's city and to the hub. The only event of both.

    Attributes:
        kind: what it says, e.g. `booking_confirmed`.
        member_id: to whom; opaque.
        home_city: code of the member's city, which sends it; `city` on the wire.
        channel: by what: `mail` or `sms`.
    """

    notice_id: str
    kind: str
    member_id: str
    home_city: str
    channel: str

    @property
    def subject(self) -> str:
        """The notice."""
        return self.notice_id


@dataclass(frozen=True)
class NoticeSent(NoticeEvent):
    """A notice went out: the mail server, the folder or the SMS gateway has it."""

    type: ClassVar[str] = "notice.sent"
    sent_at: datetime


@dataclass(frozen=True)
class NoticeFailed(NoticeEvent):
    """A notice will never go out.

    Attributes:
        reason: a code without any address: `smtp_550` (nobody has the address), `smtp_policy_550` (it takes none for
            now, or of us), `smtp_data_554` (it minds this letter), `members_unavailable` after 48 hours of trying.
    """

    type: ClassVar[str] = "notice.failed"
    failed_at: datetime
    reason: str


@dataclass(frozen=True)
class NewsletterLeft(OfAMember):
    """A member does not wish for the digest any more, and said so by the link in one: told to the member's city.

    Attributes:
        member_id: who; opaque.
        home_city: code of the member's city; `city` on the wire.
        left_at: UTC; who consents anew after that is written to again.
    """

    type: ClassVar[str] = "newsletter.left"
    member_id: str
    home_city: str
    left_at: datetime

    @property
    def subject(self) -> str:
        """The member."""
        return self.member_id
