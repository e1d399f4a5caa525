"""The dates of activities: what is asked for, and what is shown."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.bookings import past_asked
from gateway.api.schemas.kinds import Answer, city, instant, told, wall_time, words, zone

_ID = "7e5a9f10-1b2c-4d3e-8f40-5a6b7c8d9e0f"
_ACTIVITY = "4a1f0c3e-52b7-4c0d-9d1e-7b2f9c5a6e01"
_SPACE, _ORGANISATION = "champ-libre-atelier", "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"
_STARTS, _ENDS = "2026-12-09T18:30", "2026-12-09T20:30"
_STARTS_AT, _ENDS_AT = "2026-12-09T17:30:00+00:00", "2026-12-09T19:30:00+00:00"
_STATUSES = ("scheduled", "rescheduled", "moved_online", "postponed", "cancelled")
_STATES = (*_STATUSES, "full", "done")
_REGISTRATION = ("open", "waiting", "full", "not_yet", "closed", "external", "none", "over")


def _seats(example: int, description: str, **more: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(0, 100_000), **told(example, description), **more)


def _kept_back() -> fields.List[dict[str, Any]]:
    said = "Des places gardées pour qui agit pour une organisation ; elles sont de celles de `capacity`."
    return fields.List(fields.Nested(KeptBackWish), validate=validate.Length(max=50), metadata={"description": said})


class KeptBackWish(Schema):
    """Des places gardées."""

    organisation_id = Text(least=1, most=36, required=True, **told(_ORGANISATION))
    seats = fields.Integer(strict=True, required=True, validate=validate.Range(1, 100_000), **told(2))


class Size(Schema):
    """Combien de monde ; ce qui n’est pas dit reste."""

    capacity = _seats(12, "Toutes les places.")
    min_persons = _seats(5, "En dessous, c’est annulé quand vient l’heure d’en décider ; 0 : jamais.")
    waiting_seats = _seats(10, "La taille de la liste d’attente, en places ; 0 : aucune.")
    kept_back = _kept_back()
    past = past_asked()


class DatesPlan(Schema):
    """Une date, ou plusieurs selon une règle."""

    starts_local = wall_time(_STARTS, "À l’heure du lieu.", required=True)
    ends_local = wall_time(_ENDS, "Exclue, à l’heure du lieu.", required=True)
    capacity = _seats(12, "Toutes les places ; 0 : qui veut venir attend.")
    space_id = Text(least=1, most=36, allow_none=True, **told(_SPACE, "L’espace réservé avec la date."))
    rule = Text(least=1, most=500, allow_none=True, **told("FREQ=WEEKLY;COUNT=4", "Une RRULE (RFC 5545) qui finit."))
    past = past_asked()


class SchedulePlan(DatesPlan):
    """Une date de plus, ou plusieurs selon une règle, et pour combien de monde."""

    capacity = _seats(12, "Toutes les places ; 0 : qui veut venir attend.", required=True)
    min_persons = _seats(5, "En dessous, c’est annulé quand vient l’heure d’en décider ; 0 : jamais.")
    waiting_seats = _seats(10, "La taille de la liste d’attente, en places ; 0 : aucune.")
    kept_back = _kept_back()


class Reschedule(Schema):
    """Quand et où c’est, désormais ; ce qui n’est pas dit reste."""

    starts_local = wall_time(_STARTS, "À l’heure du lieu.", required=True)
    ends_local = wall_time(_ENDS, "Exclue, à l’heure du lieu.", required=True)
    space_id = Text(least=1, most=36, allow_none=True, **told(_SPACE, "null : aucun espace."))
    past = past_asked()


class OnlineWish(Schema):
    """Où c’est, en ligne."""

    online_url = fields.String(
        validate=[validate.URL(schemes={"http", "https"}), validate.Length(max=500)],
        **told(
            "https://visio.example.org/broder", "Dite à qui a une place, seulement ; par défaut celle de l’activité."
        ),
    )


class KeptBack(Answer):
    """Des places gardées."""

    organisation_id = fields.String(**told(_ORGANISATION))
    seats = fields.Integer(**told(2))


class Occurrence(Answer):
    """Une date d’une activité, avec ses places."""

    id = fields.String(**told(_ID))
    activity_id = fields.String(**told(_ACTIVITY))
    city = city("La ville qui l’annonce.")
    place_id = fields.String(allow_none=True, **told("champ-libre"))
    place_name = fields.String(**told("Champ Libre"))
    address = fields.String(**told("Rue de l’Union, 59200 Tourcoing"))
    latitude = fields.Float(allow_none=True, **told(50.7041))
    longitude = fields.Float(allow_none=True, **told(3.1687))
    starts_at = instant(_STARTS_AT)
    ends_at = instant(_ENDS_AT, "Exclue.")
    zone = zone()
    starts_local = fields.String(**told(_STARTS, "À l’heure du lieu."))
    ends_local = fields.String(**told(_ENDS, "À l’heure du lieu."))
    status = fields.String(
        validate=validate.OneOf(_STATUSES), **told("scheduled", "Une date reportée n’en a pas encore.")
    )
    state = fields.String(validate=validate.OneOf(_STATES), **told("scheduled", "Le `status`, ou `full`, ou `done`."))
    capacity = fields.Integer(**told(12))
    min_persons = fields.Integer(**told(5))
    seats_left = fields.Integer(**told(3, "Pour tout le monde : sans celles qui sont gardées, proposées ou attendues."))
    waiting_seats = fields.Integer(**told(10, "La taille de la liste d’attente."))
    waiting_seats_left = fields.Integer(**told(10))
    seats_waiting = fields.Integer(**told(0, "Combien sont attendues."))
    registration = fields.String(
        validate=validate.OneOf(_REGISTRATION),
        **told("open", "`open` ; `waiting` : on entre dans la liste ; `full`, `not_yet`, `closed`, `external`, …"),
    )
    opens_at = instant(None, "null : dès la publication.", allow_none=True)
    closes_at = instant("2026-12-09T16:30:00+00:00", allow_none=True)
    space_id = fields.String(allow_none=True, **told(_SPACE, "L’espace réservé avec elle."))
    booking_id = fields.String(allow_none=True, dump_default=None, **told(None, "Sa réservation ; pour l’équipe."))
    online_url = fields.String(allow_none=True, dump_default=None, **told(None, "La sienne ; pour l’équipe."))
    kept_back = fields.List(
        fields.Nested(KeptBack), allow_none=True, dump_default=None, metadata={"description": "Pour l’équipe."}
    )
    cancel_reason = fields.String(allow_none=True, **told(None, "Un mot."))
    previous_starts_at = instant(None, "Avant d’être déplacée.", allow_none=True)
    sequence = fields.Integer(**told(0, "Augmente à chaque changement (comme dans iCalendar)."))


class RefusedDate(Answer):
    """Une date de la règle qui n’a pu être prise."""

    starts_local = fields.String(**told(_STARTS, "À l’heure du lieu."))
    ends_local = fields.String(**told(_ENDS, "À l’heure du lieu."))
    starts_at = instant(_STARTS_AT, "null quand les horloges changent cette nuit-là.", allow_none=True)
    ends_at = instant(_ENDS_AT, "Exclue.", allow_none=True)
    codes = words(["unit_taken"], "Tout ce qui s’y oppose : des codes de refus.")


class Scheduled(Answer):
    """Les dates d’une règle qui sont prises, et celles qui ne l’ont pu."""

    occurrences = fields.List(fields.Nested(Occurrence))
    refused = fields.List(fields.Nested(RefusedDate))


class DateSeen(RefusedDate):
    """Ce que donnerait une date."""

    status = fields.String(
        validate=validate.OneOf(("free", "taken", "closed", "refused")),
        **told("free", "Libre ; sinon prise, fermée, ou refusée pour autre chose."),
    )
    codes = words([], "Tout ce qui s’y oppose : des codes de refus.")
    price_cents = fields.Integer(allow_none=True, **told(None, "Celui de l’espace, en centimes ; null sans espace."))
    currency = fields.String(allow_none=True, **told(None, "ISO 4217."))


class DatesPreview(Answer):
    """Ce que donneraient des dates ; n’engage personne."""

    activity_id = fields.String(**told(_ACTIVITY))
    space_id = fields.String(allow_none=True, **told(_SPACE))
    zone = zone()
    items = fields.List(fields.Nested(DateSeen))
