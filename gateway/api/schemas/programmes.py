"""The programme of a quarter: what is asked, and what is answered."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.activities import OccurrenceOfActivity, by_language
from gateway.api.schemas.kinds import Answer, Code, Words, city, instant, instant_asked, told

_EMBARGO = "Avant, seule l’équipe de la ville voit ce qu’elle a publié pour ce trimestre."


class ProgrammeOfCity(Answer):
    """Ce qu’une ville dit d’un trimestre, et quand."""

    city = city("Sa ville.")
    quarter = fields.String(**told("2027-Q1"))
    introduction = by_language("L’hiver au lab.", "Vide tant que l’embargo dure.")
    embargo_until = instant("2026-12-10T08:00:00Z", _EMBARGO)
    changed_at = instant("2026-11-20T08:00:00Z")
    sequence = fields.Integer(**told(0))


class Programmes(Answer):
    """Les programmes de toutes les villes, le dernier trimestre d’abord."""

    items = fields.List(fields.Nested(ProgrammeOfCity))


class Programme(Answer):
    """Le programme d’un trimestre : toutes ses dates, dans l’ordre du temps."""

    quarter = fields.String(**told("2027-Q1"))
    cities = fields.List(fields.Nested(ProgrammeOfCity))
    items = fields.List(fields.Nested(OccurrenceOfActivity))


class ProgrammeAsked(Schema):
    """De quelles villes."""

    cities = Words(**told("roubaix,tourcoing", "De ces villes ; par défaut de toutes."))


class ProgrammeCalendarAsked(ProgrammeAsked):
    """De quelles villes, et dans quelle langue."""

    lang = fields.String(validate=validate.OneOf(("fr", "nl", "en")), **told("fr", "Des textes, s’ils y sont."))


class ProgrammePlan(Schema):
    """Ce qu’une ville dit d’un trimestre."""

    city = Code(most=31, required=True, **told("tourcoing", "La sienne."))
    embargo_until = instant_asked("2026-12-10T09:00:00+01:00", _EMBARGO, required=True)
    introduction = fields.Dict(
        keys=fields.String(validate=validate.OneOf(("fr", "nl", "en"))),
        values=Text(least=1, most=5000, lines=True),
        **told({"fr": "L’hiver au lab."}, "Au-dessus du programme, par langue ; `fr` y est toujours."),
    )
