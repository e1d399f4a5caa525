"""Registrations and the waiting list."""

from __future__ import annotations

from typing import Any

from gateway.api import registrations, schemas
from gateway.api.operation import PREFIX, Operation

_WITH_PASS = ("registration", "accept_offer", "refuse_offer", "cancel_registration", "decisions")
"""What who has no account does with a pass."""
_THIS = ("registration_not_found",)
_STAFF = (*_THIS, "permission_missing")
REGISTER = (
    "occurrence_not_found",
    "permission_missing",
    "member_not_found",
    "member_not_active",
    "not_of_organisation",
    "attestation_missing",
    "registers_elsewhere",
    "needs_no_registration",
    "occurrence_cancelled",
    "occurrence_postponed",
    "occurrence_over",
    "registration_closed",
    "registration_not_open",
    "too_many_seats",
    "already_registered",
    "occurrence_full",
)
_OFFERED = (*_THIS, "offer_lapsed", "registration_not_offered")
_TAKES = ("member_not_active",)
_REQUESTED = (*_STAFF, "registration_lapsed", "registration_not_requested")
_AT = ("occurrence_not_found", "permission_missing")


def _step(
    method: str, path: str, name: str, summary: str, does: Any, refusals: tuple[str, ...], body: Any = None
) -> Operation:
    """What becomes of a registration."""
    return Operation(
        method,
        f"/registrations/<id:registration_id>{path}",
        name,
        summary,
        does,
        schemas.SeatRegistration,
        body=body,
        refusals=refusals,
        for_members=True,
        for_pass_holders=name in _WITH_PASS,
    )


def _read(
    path: str, name: str, summary: str, does: Any, answer: Any, query: Any, refusals: tuple[str, ...]
) -> Operation:
    """What is read: one, or a page."""
    return Operation(
        "GET",
        path,
        name,
        summary,
        does,
        answer,
        query=query,
        refusals=refusals,
        for_members=True,
        for_pass_holders=name in _WITH_PASS,
    )


OPERATIONS = [
    Operation(
        "POST",
        "/occurrences/<id:occurrence_id>/registrations",
        "register_for",
        "S’inscrire à une date, ou inscrire qui l’on aide ; au besoin entrer dans la liste d’attente",
        registrations.register,
        schemas.SeatRegistration,
        body=schemas.RegistrationWish,
        status=201,
        location=f"{PREFIX}/registrations/{{id}}",
        refusals=(*REGISTER, "idempotency_key_reused"),
        for_members=True,
        idempotent_by_key=True,
    ),
    _read(
        "/registrations",
        "registrations",
        "Ses inscriptions, et ce qu’on attend",
        registrations.registrations,
        schemas.SeatRegistrations,
        schemas.RegistrationsAsked,
        (),
    ),
    _read(
        "/occurrences/<id:occurrence_id>/registrations",
        "registrations_at",
        "Pour l’équipe : qui a une place et qui attend, dans l’ordre d’arrivée, sans nommer personne",
        registrations.registrations_at,
        schemas.SeatRegistrationsSeen,
        schemas.RegistrationsAtAsked,
        _AT,
    ),
    _read(
        "/registrations/<id:registration_id>",
        "registration",
        "Une inscription : la sienne ou, pour l’équipe, celle d’une activité de sa ville",
        registrations.registration,
        schemas.SeatRegistration,
        None,
        _THIS,
    ),
    _step(
        "POST",
        "/acceptance",
        "accept_offer",
        "Prendre les places proposées",
        registrations.accept,
        (*_OFFERED, *_TAKES),
    ),
    _step(
        "POST", "/refusal", "refuse_offer", "Laisser les places proposées au suivant", registrations.refuse, _OFFERED
    ),
    _step(
        "POST",
        "/cancellation",
        "cancel_registration",
        "Rendre ses places, ou quitter la liste d’attente",
        registrations.cancel,
        (*_THIS, "occurrence_over"),
        schemas.EndReason,
    ),
    _step(
        "PATCH",
        "",
        "change_seats",
        "Venir à plus, ou à moins",
        registrations.change_seats,
        (
            *_THIS,
            *_TAKES,
            "registration_not_standing",
            "occurrence_over",
            "too_many_seats",
            "registration_closed",
            "occurrence_full",
            "seats_were_approved",
        ),
        schemas.SeatsWish,
    ),
    _step("POST", "/approval", "approve_registration", "Accepter une demande", registrations.approve, _REQUESTED),
    _step(
        "POST",
        "/denial",
        "decline_registration",
        "Refuser une demande",
        registrations.decline,
        _REQUESTED,
        schemas.EndReason,
    ),
    _step(
        "POST",
        "/promotion",
        "promote",
        "Proposer des places à qui attend",
        registrations.promote,
        (*_STAFF, "registration_not_waiting", "registration_closed", "occurrence_full"),
    ),
    _step(
        "PUT",
        "/priority",
        "prioritise",
        "Faire passer devant qui attend",
        registrations.prioritise,
        (*_STAFF, "registration_not_waiting"),
        schemas.PriorityWish,
    ),
    _read(
        "/registrations/<id:registration_id>/decisions",
        "decisions",
        "Pourquoi l’on a une place, ou ne l’a pas : chaque décision",
        registrations.decisions,
        schemas.SeatDecisions,
        schemas.RegistrationsAsked,
        _THIS,
    ),
    _read(
        "/occurrences/<id:occurrence_id>/decisions",
        "decisions_at",
        "Pour l’équipe : chaque décision d’une liste d’attente",
        registrations.decisions,
        schemas.SeatDecisions,
        schemas.RegistrationsAsked,
        _AT,
    ),
]
