"""Registering without an account."""

from __future__ import annotations

from marshmallow import fields, validate

from gateway.api.schemas.kinds import Answer, YesNo, city, told
from gateway.api.schemas.membership import Confirmation
from gateway.api.schemas.persons import GuestRegistration
from gateway.api.schemas.registrations import SeatRegistration


class GuestSeatsWish(GuestRegistration):
    """Des places, pour qui n’a pas de compte."""

    seats = fields.Integer(strict=True, validate=validate.Range(1, 50), **told(2, "Combien viennent ; 1 par défaut."))
    accept_waiting = YesNo(**told(True, "true : entrer dans la liste d’attente si c’est complet."))


class GuestSeatsAsked(Answer):
    """Un courriel est parti : rien n’est réservé avant que son lien soit suivi."""

    id = fields.String(**told("3d0c5b1f-7a10-4d5b-a3c8-0191c5ae3f63", "La demande."))
    city = city("La ville qui écrit, et qui garde le nom et l’adresse.", "roubaix")
    status = fields.String(
        **told("to_confirm", "Toujours `to_confirm` : on n’apprend pas ici si une adresse est déjà connue.")
    )


class GuestConfirmation(Confirmation):
    """Le jeton du lien reçu par courriel, et si l’on attendrait."""

    accept_waiting = YesNo(**told(True, "true : entrer dans la liste d’attente si c’est devenu complet."))


class GuestSeats(Answer):
    """L’inscription, et le laissez-passer qui l’ouvre."""

    registration = fields.Nested(SeatRegistration)
    pass_ = fields.String(
        data_key="pass",
        attribute="pass",
        **told("eyJhbGciOiJFZERTQSIs…", "Jeton `Bearer` des opérations sur cette inscription, et d’aucune autre."),
    )
