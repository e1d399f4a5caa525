"""The answers to the form of an activity."""

from __future__ import annotations

from gateway.api import answers, schemas
from gateway.api.operation import Operation

_THIS = ("registration_not_found", "occurrence_not_found", "permission_missing", "member_not_active", "login_ended")

OPERATIONS = [
    Operation(
        "GET",
        "/registrations/<id:registration_id>/answers",
        "form_answers",
        "Le formulaire d’une inscription, et ce qui y a été répondu",
        answers.answers,
        schemas.FormAnswers,
        refusals=_THIS,
        for_members=True,
        for_pass_holders=True,
    ),
    Operation(
        "PUT",
        "/registrations/<id:registration_id>/answers",
        "answer_form",
        "Répondre au formulaire, à la place de ce qui y a été répondu",
        answers.answer,
        schemas.FormAnswers,
        body=schemas.FormAnswering,
        refusals=(*_THIS, "answers_invalid", "form_closed", "registration_not_confirmed"),
        for_members=True,
        for_pass_holders=True,
    ),
    Operation(
        "GET",
        "/occurrences/<id:occurrence_id>/answers",
        "answers_at",
        "Pour l’équipe : les réponses des membres de sa ville, et de toutes les villes des totaux",
        answers.answers_at,
        schemas.AnswersAt,
        query=schemas.AnswersAtAsked,
        refusals=("occurrence_not_found", "permission_missing", "member_not_active", "login_ended"),
        for_members=True,
    ),
]
