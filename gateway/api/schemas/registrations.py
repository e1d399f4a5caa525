"""Registrations: what is asked for, what is shown, and the lines that say why."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.activities import by_language
from gateway.api.schemas.bookings import Beneficiary
from gateway.api.schemas.kinds import Answer, Code, Count, YesNo, city, cursor, instant, told, whole, zone

_ID = "c2d1e0f9-8a7b-4c6d-9e5f-4a3b2c1d0e9f"
_OCCURRENCE, _ACTIVITY = "7e5a9f10-1b2c-4d3e-8f40-5a6b7c8d9e0f", "4a1f0c3e-52b7-4c0d-9d1e-7b2f9c5a6e01"
_MEMBER = "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"
_STANDING = ("waiting", "requested", "offered", "confirmed")
_STATUSES = (*_STANDING, "cancelled", "declined", "lapsed", "over")


def _seats(**more: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(1, 1000), **told(2, "Combien viennent."), **more)


class RegistrationWish(Schema):
    """Des places, pour qui."""

    seats = _seats()
    accept_waiting = YesNo(**told(True, "true : entrer dans la liste d’attente si c’est complet."))
    organisation_id = Text(least=1, most=36, **told(_MEMBER, "L’organisation pour laquelle on vient."))
    beneficiary = fields.Nested(
        Beneficiary, metadata={"description": "Au nom de qui : pour l’équipe, les aidants, les tuteurs."}
    )


class SeatsWish(Schema):
    """Combien viennent, désormais."""

    seats = _seats(required=True)


class EndReason(Schema):
    """Pourquoi."""

    reason = Code(most=40, **told("duplicate", "Un mot, que le courriel explique s’il le connaît."))


class PriorityWish(Schema):
    """Qui passe devant."""

    priority = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(-100, 100),
        **told(1, "Qui a plus passe devant qui a moins ; 0 pour tout le monde."),
    )


class RegistrationsAsked(Schema):
    """Quelle page de ses inscriptions, les dernières d’abord."""

    limit = Count(validate=validate.Range(1, 200), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=500, **told("WyIyMDI2LTExLTIzIl0", "Le `next` de la page précédente."))


class RegistrationsAtAsked(RegistrationsAsked):
    """Quelles inscriptions d’une date, dans l’ordre d’arrivée."""

    status = fields.String(validate=validate.OneOf(_STATUSES), **told("waiting", "Seulement celles-là."))


class SeatRegistration(Answer):
    """Les places qu’un membre a d’une date, ou qu’il attend."""

    id = fields.String(**told(_ID))
    occurrence_id = fields.String(**told(_OCCURRENCE))
    activity_id = fields.String(**told(_ACTIVITY))
    title = by_language("Broder la ville")
    kind = fields.String(**told("workshop"))
    starts_at = instant("2026-12-09T17:30:00+00:00")
    ends_at = instant("2026-12-09T19:30:00+00:00", "Exclue.")
    zone = zone()
    place_name = fields.String(**told("Champ Libre"))
    address = fields.String(**told("Rue de l’Union, 59200 Tourcoing"))
    attendance = fields.String(**told("on_site", "`on_site`, `online` ou `both`."))
    online_url = fields.String(allow_none=True, dump_default=None, **told(None, "Pour qui a une place confirmée."))
    host_city = city("La ville de l’activité.")
    member_id = fields.String(**told(_MEMBER))
    home_city = city("La ville du membre.", "roubaix")
    organisation_id = fields.String(allow_none=True, **told(None, "Pour quelle organisation."))
    seats = fields.Integer(**told(2))
    status = fields.String(
        validate=validate.OneOf(_STATUSES),
        **told(
            "confirmed",
            "`waiting` attend ; `requested` : la ville répondra ; `offered` : à accepter avant `lapses_at` ; "
            "`confirmed` ; le reste : plus rien n’est à ce membre.",
        ),
    )
    position = whole(None, "1 pour qui passe ensuite ; null hors de la liste.")
    number = fields.Integer(**told(7, "1 pour qui est arrivé d’abord."))
    priority = fields.Integer(**told(0))
    kept = fields.Boolean(**told(False, "Prise sur les places gardées pour son organisation."))
    lapses_at = instant(None, "Quand une proposition, ou une demande, tombe d’elle-même.", allow_none=True)
    registered_by_id = fields.String(**told(_MEMBER, "Qui a inscrit : le membre, ou quelqu’un pour lui."))
    registered_by_city = city("La ville de qui a inscrit.", "roubaix")
    registered_at = instant("2026-11-22T08:00:00+00:00")
    offered_at = instant(None, allow_none=True)
    confirmed_at = instant("2026-11-22T08:00:00+00:00", allow_none=True)
    ended_at = instant(None, "null tant qu’elle tient.", allow_none=True)
    end_reason = fields.String(allow_none=True, **told(None, "Pourquoi elle ne tient plus : un mot."))
    answers_due = fields.Boolean(**told(False, "Le formulaire attend des réponses."))
    checked_in_at = instant(None, "L’arrivée.", allow_none=True)
    checked_in_seats = fields.Integer(**told(0, "Combien sont venus."))
    absence_reason = fields.String(allow_none=True, **told(None, "Un mot."))
    occurrence_status = fields.String(**told("scheduled"))
    sequence = fields.Integer(**told(0, "Augmente à chaque changement (comme dans iCalendar)."))


class SeatRegistrationSeen(SeatRegistration):
    """Une inscription, et comment on appelle son membre à la porte."""

    called = fields.String(
        **told("A. B.", "Les initiales que le membre a choisies ; sinon un code. Aucun nom ne quitte sa ville.")
    )


class SeatRegistrations(Answer):
    """Des inscriptions."""

    items = fields.List(fields.Nested(SeatRegistration))
    next = cursor()


class SeatRegistrationsSeen(Answer):
    """Des inscriptions, telles que l’équipe les voit."""

    items = fields.List(fields.Nested(SeatRegistrationSeen))
    next = cursor()


class SeatDecision(Answer):
    """Pourquoi quelqu’un a eu une place, ou ne l’a pas eue."""

    occurrence_id = fields.String(**told(_OCCURRENCE))
    registration_id = fields.String(allow_none=True, **told(_ID, "null : de toute la date."))
    code = fields.String(**told("offered", "Ce qui fut décidé : un mot."))
    decided_at = instant("2026-11-22T08:00:00+00:00")
    by = fields.String(**told("rules", "`rules` : les règles, seules ; `member` : qui vient ; `other` : pour lui."))
    decided_by_id = fields.String(allow_none=True, dump_default=None, **told(None, "Qui ; pour l’équipe."))
    decided_by_city = fields.String(allow_none=True, dump_default=None, **told(None, "Sa ville ; pour l’équipe."))
    detail = fields.Dict(keys=fields.String(), **told({"seats": 2, "free": 3, "position": 1}, "Ce qui l’explique."))


class SeatDecisions(Answer):
    """Des décisions, dans l’ordre où elles furent prises."""

    items = fields.List(fields.Nested(SeatDecision))
    next = cursor()
