"""How a member wishes to be told things: by which channel, when not, and how long before. Pure.

What law or contract wants said goes by mail whatever they prefer; where nobody can be mailed, by SMS. So does what
changes an entry that their calendar was sent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from services.notifications.domain.kinds import Kind
from services.notifications.domain.notices import Channel, Delivery
from services.notifications.domain.people import Contact

NO_ADDRESS, ADDRESS_REFUSED = "no_address", "address_refused"
"""Why nobody can be written to: as the members service says it; and because their address refuses letters."""
BY_DEFAULT = frozenset({Channel.MAIL})
REMINDERS_BY_DEFAULT = (24 * 60,)


@dataclass(frozen=True)
class QuietHours:
    """A part of the day in which nothing is sent, by the clock of the member's city; it may go over midnight.

    Attributes:
        since, until: wall time; the part is `[since, until)`. Never the same.
    """

    since: time
    until: time


@dataclass(frozen=True)
class Preferences:
    """What a member chose; what they did not is as it is by default.

    Attributes:
        wanted: by kind and channel.
        quiet: None: no hour is quiet.
        reminders: minutes before what they come to, each once, the longest first.
    """

    wanted: Mapping[tuple[Kind, Channel], bool] = field(default_factory=lambda: MappingProxyType({}))
    quiet: QuietHours | None = None
    reminders: tuple[int, ...] = REMINDERS_BY_DEFAULT


def channels_for(kind: Kind, preferences: Preferences, open_channels: Collection[Channel]) -> tuple[Channel, ...]:
    """By which channels a notice goes out; none: it stands on the page alone.

    Args:
        kind: what it says.
        preferences: of its member.
        open_channels: those that the node has.
    """
    wanted = [each for each in Channel if preferences.wanted.get((kind, each), each in BY_DEFAULT)]
    if kind.is_required and Channel.MAIL not in wanted:
        wanted.insert(0, Channel.MAIL)
    if Channel.SMS in wanted and not kind.is_sayable:
        wanted.remove(Channel.SMS)
    return tuple(each for each in wanted if each in open_channels)


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
    return _by_sms_too(delivery, open_channels) if reason in (NO_ADDRESS, ADDRESS_REFUSED) else None


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


def due_at(kind: Kind, preferences: Preferences, zone: str, now: datetime, not_after: datetime) -> datetime:
    """From when a notice may be sent: now, or at the end of quiet hours. What would be too late then is said at once.

    Args:
        kind: what it says.
        preferences: of its member.
        zone: IANA, of the city.
        now: the present instant, UTC.
        not_after: from when it is of no use.
    """
    if preferences.quiet is None or kind.is_prompt:
        return now
    ends = quiet_until(preferences.quiet, zone, now)
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
