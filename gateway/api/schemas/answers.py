"""The answers to the form of an activity."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.activities import Question
from gateway.api.schemas.kinds import Answer, Code, Count, city, instant, told, whole

_REGISTRATION = "c2d1e0f9-8a7b-4c6d-9e5f-4a3b2c1d0e9f"
_GIVEN = {"allergies": "Arachides", "meal": "with", "tools": ["saw"], "first_time": True, "children": 2}


def _given(description: str, **more: Any) -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), **told(_GIVEN, description), **more)


class FormAnswering(Schema):
    """Les réponses, à la place des précédentes."""

    answers = fields.Dict(
        keys=Code(most=40),
        values=fields.Raw(allow_none=True),
        required=True,
        validate=validate.Length(max=20),
        **told(
            _GIVEN,
            "Par le `name` de la question : un texte, un des choix, une liste de choix, true ou false, un nombre.",
        ),
    )


class FormAnswers(Answer):
    """Ce qui est demandé à une inscription, et ce qui y a été répondu."""

    registration_id = fields.String(**told(_REGISTRATION))
    complete = fields.Boolean(**told(True, "Toutes les questions obligatoires ont une réponse."))
    answered_at = instant("2026-11-23T09:00:00+00:00", "null : personne n’a répondu.", allow_none=True)
    questions = fields.List(fields.Nested(Question))
    answers = _given("Celles que la ville du membre garde encore.")


class AnswersAtAsked(Schema):
    """Quelle page de réponses."""

    limit = Count(validate=validate.Range(1, 100), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=36, **told(_REGISTRATION, "Le `next` de la page précédente."))


class AnswersOfOne(Answer):
    """Les réponses d’un membre de sa propre ville. Il verra qu’on les a lues."""

    registration_id = fields.String(**told(_REGISTRATION))
    member_id = fields.String(**told("5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"))
    complete = fields.Boolean(**told(True))
    answers = _given("Celles que la ville garde encore.")


class Chosen(Answer):
    """Combien ont choisi quoi."""

    choice = fields.String(**told("with"))
    persons = whole(12, "null : si peu qu’on saurait qui.")


class AnswerTotal(Answer):
    """Le total d’une question fermée."""

    field = fields.String(**told("meal", "Le `name` de la question."))
    kind = fields.String(**told("choice"))
    answered = whole(14, "Combien ont répondu ; null : moins de trois.")
    counts = fields.List(fields.Nested(Chosen))
    sum = fields.Float(allow_none=True, **told(None, "La somme des nombres."))


class AnswerTotals(Answer):
    """Ce que les membres d’une ville ont répondu, en tout."""

    city = city(example="roubaix")
    items = fields.List(fields.Nested(AnswerTotal))


class AnswersAt(Answer):
    """Les réponses des membres de sa propre ville et, de chaque ville, des totaux."""

    questions = fields.List(fields.Nested(Question))
    items = fields.List(fields.Nested(AnswersOfOne))
    next = fields.String(allow_none=True, **told(None, "Pour la page suivante ; null à la fin."))
    totals = fields.List(
        fields.Nested(AnswerTotals), metadata={"description": "Avec la première page seulement ; sans les textes."}
    )
    silent = fields.List(fields.String(), **told([], "Les villes qui ne répondent pas en ce moment."))
