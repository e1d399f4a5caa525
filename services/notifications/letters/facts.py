"""What the templates are given: a function for each thing that a letter tells of. Pure, but for reading templates.

A new thing to tell of is one more function that `@of.register` knows by the type of its first argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import singledispatch
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment
from markupsafe import Markup

from services.notifications.domain import (
    LINKED,
    AccountEvent,
    Booking,
    Contact,
    Digest,
    Kind,
    Letterhead,
    Occurrence,
    Registration,
    Series,
    Showing,
    Wish,
    palette,
)
from services.notifications.letters.environment import fill

Facts = dict[str, Any]

# The attributes of links. What is here is for mail readers that know no style sheet; the layout's has the night's.
BUTTON = Markup(
    'class="button" style="display: inline-block; margin-top: 8px; padding: 12px 20px; border-radius: 6px;'
    " background-color: {palette.band}; color: {palette.ink}; border: 1px solid {palette.day.link};"
    ' font-weight: bold; text-decoration: none"'
)
LINK = Markup('class="link" style="color: {palette.day.link}; text-decoration: underline"')


@dataclass(frozen=True)
class Sheet:
    """A letter before it is written: what it says, to whom, in whose name, in which language, from which templates."""

    kind: Kind
    language: str
    contact: Contact
    letterhead: Letterhead
    templates: Environment

    def say(self, phrase: str, facts: Facts) -> str:
        """A phrase, `<phrase>.txt`, with these facts; it may be empty."""
        return self.fill(f"{phrase}.txt", facts)

    def fill(self, template: str, facts: Facts) -> str:
        """A template of the letter's language with these facts."""
        return fill(self.templates, f"{self.language}/{template}", facts)

    def link(self, **more: str | None) -> Facts:
        """The link that the letter asks to open, as a fact; none when it asks for none.

        Args:
            more: what else the page behind it is told.
        """
        if not self.contact.link_token or self.kind not in LINKED:
            return {}
        asked = {"city": self.letterhead.city, "token": self.contact.link_token}
        asked |= {name: value for name, value in more.items() if value}
        return {"link": f"{self.letterhead.public_url}{LINKED[self.kind]}?{urlencode(asked)}"}


def of_everybody(sheet: Sheet, changes_calendar: bool) -> Facts:
    """What every letter knows of its reader and its sender."""
    facts: Facts = {
        "language": sheet.language,
        "name": sheet.contact.name,
        "city_name": sheet.letterhead.city_name,
        "public_url": sheet.letterhead.public_url,
        "changes_calendar": changes_calendar,
        "for_name": sheet.contact.for_name,
        "because": sheet.contact.because,
        "may_choose": sheet.contact.chooses and not sheet.kind.is_required,
        "leave_url": sheet.contact.leave_url,
        "family": sheet.kind.family.value,
    }
    if sheet.contact.leave_url:
        facts |= {phrase: sheet.say(phrase, facts) for phrase in ("leave", "leave_link")}
    return facts | {"for_whom": sheet.say("for_whom", facts)} | _look(sheet.letterhead.colour) | sheet.link()


def _look(colour: str) -> Facts:
    """The colours of the city, and how a link looks: one that is the main thing to do, and any other."""
    made = palette(colour)
    looks = {"as_button": BUTTON, "as_link": LINK}
    return {"palette": made, **{name: look.format(palette=made) for name, look in looks.items()}}


@singledispatch
def of(about: object, sheet: Sheet) -> Facts:
    """What a letter knows of what it tells of, with instants as a wall clock shows them.

    Args:
        about: what it tells of.
        sheet: the letter.
    """
    raise TypeError(f"{sheet.kind}: no letter tells of a {type(about).__name__}")


@of.register
def of_booking(booking: Booking, sheet: Sheet) -> Facts:
    """The booking by the place's clock, and phrases; `until` and `was` may be empty."""
    zone = ZoneInfo(booking.zone)
    facts: Facts = {
        "booking": booking,
        "zone": booking.zone,
        "starts": booking.starts_at.astimezone(zone),
        "ends": booking.ends_at.astimezone(zone),
        "lapses": booking.lapses_at and booking.lapses_at.astimezone(zone),
        "until": "",
        "was": "",
    }
    if booking.lapses_at:
        facts["until"] = sheet.say("until", facts)
    if booking.previous_starts_at and booking.previous_ends_at:
        before = {
            "starts": booking.previous_starts_at.astimezone(zone),
            "ends": booking.previous_ends_at.astimezone(zone),
        }
        facts["was"] = sheet.say("when", facts | before)
    return facts | {phrase: sheet.say(phrase, facts) for phrase in ("when", "price", "reason")}


@of.register
def of_series(series: Series, sheet: Sheet) -> Facts:
    """The series by the place's clock."""
    zone = ZoneInfo(series.zone)
    facts: Facts = {
        "series": series,
        "zone": series.zone,
        "first": series.first_starts_at.astimezone(zone),
        "last": series.last_starts_at.astimezone(zone),
    }
    return facts | {"why": sheet.say("why", facts)}


@of.register
def of_registration(registration: Registration, sheet: Sheet) -> Facts:
    """The registration by the place's clock, and phrases; `until` and `was` may be empty."""
    zone = ZoneInfo(registration.zone)
    page = f"{sheet.letterhead.public_url}/registrations/{registration.registration_id}"
    shown = sheet.contact.registration_pass
    facts: Facts = {
        "registration": registration,
        "title": registration.title_in(sheet.language),
        "seats": registration.seats,
        "zone": registration.zone,
        "starts": registration.starts_at.astimezone(zone),
        "ends": registration.ends_at.astimezone(zone),
        "lapses": registration.lapses_at and registration.lapses_at.astimezone(zone),
        "page": f"{page}?{urlencode({'pass': shown})}" if shown else page,
        "other_dates": [(other.occurrence_id, other.starts_at.astimezone(zone)) for other in registration.other_dates],
        "until": "",
        "was": "",
    }
    if registration.lapses_at:
        facts["until"] = sheet.say("until", facts)
    if before := registration.moved_from:
        then = {"starts": before.starts_at.astimezone(zone), "ends": before.ends_at.astimezone(zone)}
        told = facts | then | {"registration": before}
        facts["was"] = f"{sheet.say('when', told)}, {sheet.say('where', told)}"
    facts["when"] = sheet.say("when" if registration.has_date else "undated", facts)
    for phrase in ("where", "how_many", "news", "end"):
        facts[phrase] = sheet.say(phrase, facts)
    return facts


@of.register
def of_wish(wish: Wish, sheet: Sheet) -> Facts:
    """What is wished for by the place's clock; the page behind the link says it before the button is pressed."""
    at: datetime = wish.starts_at.astimezone(ZoneInfo(wish.zone))
    facts: Facts = {
        "title": wish.title_in(sheet.language),
        "place_name": wish.place_name,
        "at": at,
        "zone": wish.zone,
    }
    return facts | {"moment": sheet.say("moment", facts)} | sheet.link(occurrence=wish.occurrence_id)


@of.register
def of_occurrence(occurrence: Occurrence, sheet: Sheet) -> Facts:
    """The occurrence by the place's clock."""
    zone = ZoneInfo(occurrence.zone)
    facts: Facts = {
        "occurrence": occurrence,
        "title": occurrence.title_in(sheet.language),
        "zone": occurrence.zone,
        "starts": occurrence.starts_at.astimezone(zone),
        "ends": occurrence.ends_at.astimezone(zone),
        "lapses": occurrence.decides_at.astimezone(zone),
    }
    return facts | {phrase: sheet.say(phrase, facts) for phrase in ("when", "until")}


@of.register
def of_account(event: AccountEvent, sheet: Sheet) -> Facts:
    """What happened to an account by the city's clock; `reason` and `until` may be None."""
    zone = ZoneInfo(sheet.letterhead.zone)
    facts: Facts = {
        "at": event.at.astimezone(zone),
        "zone": sheet.letterhead.zone,
        "change": event.change,
        "ends": event.ends_at and event.ends_at.astimezone(zone),
        "reason": sheet.contact.reason,
        "until": sheet.contact.until and sheet.contact.until.astimezone(zone),
    }
    return facts | {"moment": sheet.say("moment", facts), "what": sheet.say("change", facts)}


@of.register
def of_digest(digest: Digest, sheet: Sheet) -> Facts:
    """What is on, in the member's own city and elsewhere: of each the days, of each day the dates."""
    own = [one for one in digest.showings if one.city == digest.city]
    elsewhere = [one for one in digest.showings if one.city != digest.city]
    return {
        "count": digest.count,
        "more": digest.more,
        "own": _by_day(own, sheet),
        "elsewhere": _by_day(elsewhere, sheet),
    }


def _by_day(showings: list[Showing], sheet: Sheet) -> list[tuple[datetime, list[Facts]]]:
    """The dates of each day by the clock of their place: the first instant of the day, and what is on."""
    days: dict[date, tuple[datetime, list[Facts]]] = {}
    for one in showings:
        at = one.starts_at.astimezone(ZoneInfo(one.zone))
        told = {
            "at": at,
            "title": one.title_in(sheet.language),
            "place_name": one.place_name,
            "city_name": sheet.letterhead.name_of(one.city),
            "is_full": one.is_full,
            "page": f"{sheet.letterhead.public_url}/activities/{one.activity_id}",
        }
        days.setdefault(at.date(), (at, []))[1].append(told)
    return list(days.values())
