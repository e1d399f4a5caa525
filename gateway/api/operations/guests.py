"""Registering without an account."""

from __future__ import annotations

from gateway.api import guests, schemas
from gateway.api.operation import Operation
from gateway.api.operations.registrations import REGISTER

OPERATIONS = [
    Operation(
        "POST",
        "/occurrences/<id:occurrence_id>/guest-registrations",
        "register_guest_for",
        "S’inscrire sans compte : la ville écrit, et le lien de son courriel inscrit",
        guests.register,
        schemas.GuestSeatsAsked,
        body=schemas.GuestSeatsWish,
        status=202,
        refusals=(
            "occurrence_not_found",
            "registration_not_open",
            "registration_closed",
            "registers_elsewhere",
            "needs_no_registration",
            "occurrence_over",
            "occurrence_full",
            "consent_missing",
            "too_many_tries",
            "idempotency_key_reused",
        ),
        idempotent_by_key=True,
    ),
    Operation(
        "POST",
        "/guest-registrations/confirmation",
        "confirm_guest_registration",
        "Suivre ce lien : l’inscription, une fois même s’il est suivi deux fois, et le laissez-passer qui l’ouvre",
        guests.confirm,
        schemas.GuestSeats,
        body=schemas.GuestConfirmation,
        refusals=(*REGISTER, "link_unknown", "link_expired", "idempotency_key_reused"),
    ),
]
