"""What is heard of the programme: of activities and of their dates, in every city. Never queries."""

from __future__ import annotations

from marshmallow import fields

from chassis.envelope import Envelope
from chassis.schema import Heard, Instant, Text, read
from services.notifications import domain
from services.notifications.domain import Activity, ProgrammeDate
from services.notifications.schemas.forms import a_title, a_zone, an_id


class ActivityNamed(Heard):
    """Which activity it is, and whose."""

    activity_id = an_id()
    city = Text(required=True, least=1, most=31)


class ActivityHeard(ActivityNamed):
    """The part of activity.published that a digest needs."""

    kind = Text(required=True, least=1, most=40)
    title = a_title()
    summary = fields.Dict(keys=Text(least=2, most=10), values=Text(most=5000), load_default=dict)
    theme = Text(load_default=None, allow_none=True, most=300)
    cycle = Text(load_default=None, allow_none=True, most=300)


class DateHeard(Heard):
    """The part of an event of an occurrence that a digest needs."""

    occurrence_id = an_id()
    activity_id = an_id()
    starts_at = Instant(required=True)
    zone = a_zone()
    place_name = Text(required=True, most=300)
    status = Text(required=True, least=1, most=40)
    is_full = fields.Boolean(required=True)
    attendance = Text(load_default="on_site", least=1, most=40)


def activity(envelope: Envelope) -> Activity:
    """The activity that an event tells of.

    Raises:
        Invalid: `invalid`, the data do not have the form agreed.
    """
    told = read(ActivityHeard, envelope.data)
    theme, cycle, summary = (told.pop(name) for name in ("theme", "cycle", "summary"))
    words = domain.words(theme, cycle, told["title"], summary)
    return Activity(**told, words=words, is_shown=True, sequence=envelope.sequence)


def programme_date(envelope: Envelope) -> ProgrammeDate:
    """The date that an event tells of.

    Raises:
        Invalid: `invalid`, the data do not have the form agreed.
    """
    told = read(DateHeard, envelope.data)
    status, attendance = told.pop("status"), told.pop("attendance")
    if attendance == "online" or status == "moved_online":
        told["place_name"] = ""
    is_shown = domain.is_date_shown(status, is_over=envelope.name == "occurrence.ended")
    return ProgrammeDate(**told, is_shown=is_shown, sequence=envelope.sequence)
