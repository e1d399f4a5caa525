"""What a city attests of its members, organisations, and the home city's side of the ledger."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Answer, Code, Siret, city, instant, instant_asked, told

_ID = "9b5e0c53-4c1e-4d57-8d0c-6a3b1f0e2d14"
_MEMBER = "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"
_ISSUED, _UNTIL = "2026-11-20T08:00:00+00:00", "2027-11-20T08:00:00+00:00"
_KINDS = "`startup`, `nonprofit`, `company` ou `public_body`."
_SIRET = "73282932000074"


def _kind() -> fields.String:
    return fields.String(**told("reduced_rate", "Ce qui est attesté : celui que demande un espace ou un tarif."))


class AttestationWish(Schema):
    """Ce que la ville atteste d’un de ses membres."""

    member_id = Text(least=1, most=36, required=True, **told(_MEMBER, "Un autre membre de la même ville."))
    kind = Code(
        most=40,
        required=True,
        **told(
            "reduced_rate",
            "`reduced_rate`, `adult`, une formation faite (`laser_training` : ce que demande un espace), ou être d’une"
            " organisation sans dire laquelle : `member_of_nonprofit`, `member_of_startup`, `member_of_company`,"
            " `member_of_public_body`.",
        ),
    )
    valid_until = instant_asked(_UNTIL, "Sans elle, sans fin.")


class OwnAttestation(Answer):
    """Ce que sa ville atteste d’un membre."""

    id = fields.String(**told(_ID))
    kind = _kind()
    valid_until = instant(_UNTIL, "null : sans fin.", allow_none=True)
    issued_at = instant(_ISSUED)


class Attestation(OwnAttestation):
    """Une attestation, pour l’équipe qui la délivre."""

    member_id = fields.String(**told(_MEMBER))
    city = city(example="roubaix")
    revoked_at = instant(None, "null tant qu’elle vaut.", allow_none=True)


class PresentedAttestation(OwnAttestation):
    """Ce que sa ville atteste d’un membre, et de quoi le montrer."""

    token = fields.String(**told("eyJhbGciOiJFZERTQSIsInR5cCI6ImF0dGVz…", "Un JWT signé, qui vaut 24 heures au plus."))


class PresentedAttestations(Answer):
    """Ce que sa ville atteste d’un membre aujourd’hui."""

    items = fields.List(fields.Nested(PresentedAttestation))


class AttestationShown(Schema):
    """Ce que montre quelqu’un."""

    attestation = Text(
        least=1, most=4096, required=True, **told("eyJhbGciOiJFZERTQSIsInR5cCI6ImF0dGVz…", "Le `token` qu’il montre.")
    )
    member_id = Text(least=1, most=36, **told(_MEMBER, "Pour refuser ce qui parle d’un autre que ce membre."))


class Verdict(Answer):
    """Si une attestation vaut, et ce qu’elle dit alors ; nul n’y est nommé."""

    valid = fields.Boolean(**told(example=True))
    reason = fields.String(
        allow_none=True,
        **told(
            None,
            "null si elle vaut ; sinon `attestation_invalid`, `attestation_expired`, `attestation_revoked`,"
            " `attestation_of_another`, ou `keys_unknown` : cette ville, ou cette clé, n’est pas connue ici.",
        ),
    )
    city = fields.String(allow_none=True, **told("tourcoing", "La ville qui l’atteste d’un de ses membres."))
    kind = fields.String(allow_none=True, **told("reduced_rate"))
    valid_until = instant(_UNTIL, "null : sans fin.", allow_none=True)
    issued_at = instant(_ISSUED, allow_none=True)


class OrganisationWish(Schema):
    """Une association, une entreprise, une institution."""

    name = Text(
        least=1,
        most=200,
        required=True,
        **told("Les Fileuses de l’Union", "Ni `@`, ni `www.`, ni `://`. Ne quitte pas sa ville."),
    )
    kind = fields.String(
        required=True,
        validate=validate.OneOf(("startup", "nonprofit", "company", "public_body")),
        **told("nonprofit", _KINDS + " Il ne compte qu’une fois l’organisation vérifiée par la ville."),
    )
    siret = Siret(**told(_SIRET, "Nécessaire, sauf à une association."))


class OwnOrganisation(Answer):
    """Une organisation pour laquelle un membre agit."""

    id = fields.String(**told(_ID, "À donner dans `organisation_id` pour réserver en son nom."))
    name = fields.String(**told("Les Fileuses de l’Union"))
    kind = fields.String(**told("nonprofit", _KINDS))


class Organisation(OwnOrganisation):
    """Une organisation, pour qui agit pour elle."""

    siret = fields.String(allow_none=True, **told(_SIRET))
    city = city(example="roubaix")
    founded_at = instant(_ISSUED, "Quand la ville l’a connue.")
    verified_at = instant(None, "Quand la ville l’a vérifiée ; null : pas encore.", allow_none=True)


class ActingMember(Answer):
    """Qui agit pour une organisation."""

    id = fields.String(**told(_MEMBER))
    name = fields.String(
        allow_none=True,
        **told("Lise Vanhoutte", "null : la ville n’a pas encore vérifié l’organisation, et c’est quelqu’un d’autre."),
    )
    joined_at = instant(_ISSUED)


class OrganisationWithMembers(Organisation):
    """Une organisation, et qui agit pour elle."""

    members = fields.List(fields.Nested(ActingMember))


class Acting(Answer):
    """Qu’un membre agit, ou n’agit plus, pour une organisation."""

    organisation_id = fields.String(**told(_ID))
    member_id = fields.String(**told(_MEMBER))
    city = city(example="roubaix")
    joined_at = instant(_ISSUED, "La dernière fois.")
    left_at = instant(None, "null tant qu’il agit pour elle.", allow_none=True)


class LedgerAsked(Schema):
    """Un mois."""

    month = fields.String(
        required=True,
        validate=validate.Regexp(r"(19[7-9]\d|2\d{3})-(0[1-9]|1[0-2])\Z"),
        **told("2026-11", "Année et mois, à l’heure du lieu où commence chaque réservation."),
    )


class LedgerRow(Answer):
    """Ce que les membres d’une ville ont pris dans une autre ; une réservation manquée compte, une annulée non."""

    host_city = city("La ville du lieu.")
    bookings = fields.Integer(**told(12, "Combien de réservations."))
    minutes = fields.Integer(**told(1530, "Leur durée, ensemble, en temps écoulé."))
    amount_cents = fields.Integer(**told(24500, "Ce qui en est à payer, en centimes d’euro, crédits déduits."))


class HomeLedger(Answer):
    """Le grand livre de la ville de qui demande : ce que ses membres ont pris, et où."""

    home_city = city("La ville des membres.", "roubaix")
    month = fields.String(**told("2026-11"))
    items = fields.List(fields.Nested(LedgerRow))
