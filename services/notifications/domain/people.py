"""Who writes to whom. A contact lives as long as one letter needs it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from services.notifications.domain.colours import DEFAULT
from services.notifications.domain.notices import Channel, Notice
from services.notifications.domain.registrations import Registration, Wish

REMEMBERED_FOR = timedelta(days=60)
"""How long it is known that a member is gone: longer than anything said of them may be on its way."""


ANOTHER = "another"
"""What is kept instead of the id of who acted on a member's behalf."""
UNDATED_FOR = timedelta(days=180)
"""For how long what is postponed may be looked at; its date is not known. No pass lasts longer."""


@dataclass(frozen=True)
class Question:
    """What the city's members service is asked before a letter is written.

    Attributes:
        purpose: of the letter.
        registration_id: the links of the letter lead to it, and show a pass if the member has no account.
        until: when what they registered for ends; UTC.
        wish_id: which wish the link of the letter grants.
        channel: by what it is told; for an SMS a telephone is asked for, not an address.
    """

    member_id: str
    purpose: str
    registration_id: str | None = None
    until: datetime | None = None
    wish_id: str | None = None
    channel: Channel = Channel.MAIL

    @property
    def named(self) -> tuple[str, ...]:
        """The ids and the words that the question must be proved to name, in order."""
        by_sms = Channel.SMS if self.channel is Channel.SMS else None
        return (self.member_id, self.purpose, *(one for one in (self.registration_id, self.wish_id, by_sms) if one))


def question(notice: Notice, about: object, channel: Channel = Channel.MAIL) -> Question:
    """Whom to ask for what, to tell of `about` by a channel. No SMS shows a pass."""
    asked = Question(notice.member_id, notice.kind.purpose, channel=channel)
    if channel is Channel.SMS:
        return asked
    if isinstance(about, Wish):
        return replace(asked, wish_id=about.wish_id)
    if isinstance(about, Registration) and not notice.kind.is_last:  # how it ended is told without a link to it
        until = about.ends_at if about.has_date else notice.created_at + UNDATED_FOR
        return replace(asked, registration_id=about.registration_id, until=until)
    return asked


@dataclass(frozen=True)
class Contact:
    """Whom a letter goes to, or whose telephone an SMS: asked for at sending, never stored.

    Attributes:
        name, email: empty where it is told by SMS.
        leave_url: by which the reader is written to no longer; None: what the letter says is not left by a link. It is
            made, not asked for.
        link_token: the secret of the link in the letter, if it brings one.
        registration_pass: what the links to a registration show; None: the member signs in.
        for_name: whom the letter is for, when that is somebody else.
        because: why they are written to: `guardian` or `helper`.
        reason: what the city's staff wrote to the member, if the letter tells it; lines.
        until: when what the letter tells ends, UTC; None: it has no end.
        is_marked: the address refused letters lately.
        has_phone: the member, in whose place somebody else is written to, has a telephone of their own.
        phone: E.164; None: it is told by mail.
        signs_in: whoever reads the SMS has an account, to see more.
    """

    name: str
    email: str
    language: str
    link_token: str | None = None
    for_name: str | None = None
    because: str | None = None
    reason: str | None = None
    until: datetime | None = None
    registration_pass: str | None = None
    leave_url: str | None = None
    is_marked: bool = False
    has_phone: bool = False
    phone: str | None = None
    signs_in: bool = False

    @property
    def chooses(self) -> bool:
        """Whether the reader has an account where they choose what they are told of this, and how."""
        return self.for_name is None and self.registration_pass is None


@dataclass(frozen=True)
class Home:
    """The city whose people these notices are for.

    Attributes:
        city: its code.
        zone: IANA, of its clocks.
        channels: those that its node has.
    """

    city: str
    zone: str = "Europe/Paris"
    channels: frozenset[Channel] = frozenset({Channel.MAIL})


@dataclass(frozen=True)
class Letterhead:
    """In whose name a letter is written.

    Attributes:
        sender: the city's e-mail address.
        public_url: of the front end, without a slash at its end.
        zone: IANA, of the city's clocks.
        colour: the city's, `#rrggbb`.
        templates: a folder with templates of its own; "" for none.
        city_names: of the network's cities that the node knows, by code.
    """

    city: str
    city_name: str
    sender: str
    public_url: str
    zone: str = "Europe/Paris"
    colour: str = DEFAULT
    templates: str = ""
    city_names: Mapping[str, str] = field(default_factory=dict, hash=False)

    def name_of(self, city: str) -> str:
        """What a city of the network is called, as far as this node knows."""
        return self.city_names.get(city, city.replace("-", " ").title())

    @property
    def display_name(self) -> str:
        """The name beside the sender's address."""
        return f"Champ Libre – {self.city_name}"


def digest(member_id: str) -> str:
    """What is kept of the id of who is gone: SHA-256 in hexadecimal digits, from which nobody finds it again."""
    return hashlib.sha256(member_id.encode()).hexdigest()
