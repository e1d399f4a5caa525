"""How a member wishes to be told things: by which channel, when not, and how long before. Pure.

What law or contract wants said goes by mail whatever they prefer; where nobody can be mailed, by SMS. So does what
changes an entry that their calendar was sent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from chassis.errors import Conflict, Invalid
from services.notifications.domain.kinds import Family, Kind
from services.notifications.domain.notices import Channel, Delivery
from services.notifications.domain.people import Contact

NO_ADDRESS, ADDRESS_REFUSED = "no_address", "address_refused"
"""Why nobody can be written to: as the members service says it; and because their address refuses letters."""
BY_DEFAULT = frozenset({Channel.MAIL})
_SMTP_5XX = re.compile(r"smtp_5[0-9]{2}")  # nobody has the address
REMINDERS_BY_DEFAULT = (24 * 60,)
REMINDERS_OFFERED = (60, 120, 180, 24 * 60, 2 * 24 * 60, 7 * 24 * 60)
"""How long before, in minutes, one may be reminded; at most `MOST_REMINDERS` of them."""
MOST_REMINDERS = 3


@dataclass(frozen=True)
class QuietHours:
    """A part of the day in which nothing is sent, by the clock of the member's city; it may go over midnight.

    Attributes:
        since, until: wall time; the part is `[since, until)`. Never the same.
    """

    since: time
    until: time


QUIET_FOR_SMS = QuietHours(time(21), time(8))
"""When no telephone rings of who did not choose quiet hours; those that somebody chose stand in their place."""


@dataclass(frozen=True)
class Preferences:
    """What a member chose; what they did not is as it is by default.

    Attributes:
        wanted: by kind and channel.
        quiet: None: no hour is, but the night for SMS (`QUIET_FOR_SMS`).
        reminders: minutes before what they come to, each once, the longest first.
    """

    wanted: Mapping[tuple[Kind, Channel], bool] = field(default_factory=lambda: MappingProxyType({}))
    quiet: QuietHours | None = None
    reminders: tuple[int, ...] = REMINDERS_BY_DEFAULT

    def wants(self, kind: Kind, channel: Channel) -> bool:
        """Whether notices of a kind go out by a channel, if the node has it."""
        if is_fixed(kind, channel):
            return True
        return can_be_said(kind, channel) and self.wanted.get((kind, channel), channel in BY_DEFAULT)

    @property
    def has_default_times(self) -> bool:
        """Whether it says no more of when than what is so by default."""
        return self.quiet is None and self.reminders == REMINDERS_BY_DEFAULT


@dataclass(frozen=True)
class Choice:
    """What a member says of a kind and a channel."""

    kind: Kind
    channel: Channel
    is_wanted: bool


def can_be_said(kind: Kind, channel: Channel) -> bool:
    """Whether a kind goes by a channel at all: by SMS not all of them do."""
    return channel is Channel.MAIL or kind.is_sayable


def is_fixed(kind: Kind, channel: Channel) -> bool:
    """Whether nobody chooses: what law or contract wants said goes by mail."""
    return kind.is_required and channel is Channel.MAIL


def is_by_consent(kind: Kind) -> bool:
    """Whether it goes to who consented to it, at the city's members service, and to nobody else."""
    return kind.family is Family.DIGEST


def choose(
    choices: Sequence[Choice],
    quiet: QuietHours | None,
    reminders: Collection[int],
    open_channels: Collection[Channel],
) -> Preferences:
    """The preferences of a member who says all of them anew; what is so by default is not said in them.

    Raises:
        Invalid: `invalid`: a channel that the node does not have or by which the kind does not go, or the same twice.
        Conflict: `notice_required`: `detail` holds `kind` and `channel`; `digest_is_a_consent`.
    """
    wanted: dict[tuple[Kind, Channel], bool] = {}
    for number, choice in enumerate(choices):
        named = (choice.kind, choice.channel)
        is_possible = choice.channel in open_channels and can_be_said(*named)
        if not is_possible or named in wanted:
            said = "Named twice." if named in wanted else "It does not go by this channel."
            errors = [{"pointer": f"/wanted/{number}/channel", "detail": said}]
            raise Invalid("invalid", "the request does not have the form asked for", {"errors": errors})
        if is_by_consent(choice.kind):
            raise Conflict("digest_is_a_consent", "the digest is consented to, or not, among one's interests")
        if is_fixed(*named) and not choice.is_wanted:
            detail = {"kind": choice.kind.value, "channel": choice.channel.value}
            raise Conflict("notice_required", "law or contract wants it said", detail)
        wanted[named] = choice.is_wanted
    otherwise = {
        named: is_wanted
        for named, is_wanted in wanted.items()
        if is_wanted is not (named[1] in BY_DEFAULT) and not is_fixed(*named)
    }
    return Preferences(otherwise, quiet, tuple(sorted(reminders, reverse=True)))


def channels_for(kind: Kind, preferences: Preferences, open_channels: Collection[Channel]) -> tuple[Channel, ...]:
    """By which channels a notice goes out; none: it stands on the page alone.

    Args:
        kind: what it says.
        preferences: of its member.
        open_channels: those that the node has.
    """
    return tuple(each for each in Channel if preferences.wants(kind, each) and each in open_channels)


def with_mail(channels: tuple[Channel, ...], open_channels: Collection[Channel]) -> tuple[Channel, ...]:
    """The channels, and mail: what changes an entry goes where the entry went, or the calendar says what is over."""
    return (Channel.MAIL, *channels) if Channel.MAIL in open_channels else channels


def instead_of(delivery: Delivery, reason: str, open_channels: Collection[Channel]) -> Channel | None:
    """By what is said what could not be said by a channel: by SMS to whom nobody can write; None: by nothing.

    Args:
        delivery: what could not go.
        reason: why not.
        open_channels: those that the node has.
    """
    is_of_address = reason in (NO_ADDRESS, ADDRESS_REFUSED) or _SMTP_5XX.fullmatch(reason) is not None
    return _by_sms_too(delivery, open_channels) if is_of_address else None


def as_well_as(delivery: Delivery, contact: Contact, open_channels: Collection[Channel]) -> Channel | None:
    """By what is said what was just said by a channel: a letter to a guardian or a helper, to the member by SMS too.

    Args:
        delivery: what went out.
        contact: to whom.
        open_channels: those that the node has.
    """
    return _by_sms_too(delivery, open_channels) if contact.because and contact.has_phone else None


def _by_sms_too(delivery: Delivery, open_channels: Collection[Channel]) -> Channel | None:
    says_it = delivery.channel is Channel.MAIL and delivery.notice.kind.is_sayable
    return Channel.SMS if says_it and Channel.SMS in open_channels else None


def due_at(
    kind: Kind, channel: Channel, preferences: Preferences, zone: str, now: datetime, not_after: datetime
) -> datetime:
    """From when a notice may be sent: now, or at the end of quiet hours. What would be too late then is said at once.

    Args:
        kind: what it says.
        channel: by which.
        preferences: of its member.
        zone: IANA, of the city.
        now: the present instant, UTC.
        not_after: from when it is of no use.
    """
    quiet = preferences.quiet or (QUIET_FOR_SMS if channel is Channel.SMS else None)
    if quiet is None or kind.is_prompt:
        return now
    ends = quiet_until(quiet, zone, now)
    return ends if ends < not_after else now


def quiet_until(quiet: QuietHours, zone: str, now: datetime) -> datetime:
    """When the quiet hours end in which an instant is; that instant itself when it is in none.

    In the night in which the clocks change the wall time counts: an hour that is not there ends what it would have.
    """
    local = now.astimezone(ZoneInfo(zone))
    at = local.time()
    over_midnight = quiet.since > quiet.until
    is_quiet = (at >= quiet.since or at < quiet.until) if over_midnight else quiet.since <= at < quiet.until
    if not is_quiet:
        return now
    day = local.date() + timedelta(days=over_midnight and at >= quiet.since)
    return datetime.combine(day, quiet.until, ZoneInfo(zone)).astimezone(now.tzinfo)
