"""Applications for a membership, and suspensions."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Answer, Count, YesNo, city, cursor, instant, instant_asked, told

_ID = "0d0f6f0e-2b57-4c0b-8b8f-3f4c5a6d7e81"
_MEMBER = "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"
_ORGANISATION = "9b5e0c53-4c1e-4d57-8d0c-6a3b1f0e2d14"
_APPLIED, _DECIDED, _UNTIL = "2026-11-20T08:00:00+00:00", "2026-11-27T08:00:00+00:00", "2027-11-27T08:00:00+00:00"
_MOTIVATION = "Un atelier de réparation de vélos, ouvert le samedi aux voisins."
_REASON = "Votre atelier manquait au quartier."
_CATEGORIES = ("resident", "nomad", "partner")
_KINDS = ("individual", "startup", "nonprofit", "company", "public_body")


def _category() -> fields.String:
    return fields.String(**told("resident", "`resident`, `nomad` ou `partner`."))


def _kind() -> fields.String:
    return fields.String(**told("nonprofit", "`individual`, `startup`, `nonprofit`, `company` ou `public_body`."))


def _reason(example: str) -> Text:
    said = told(example, "Ce que le membre lit ; ne quitte pas sa ville.")
    return Text(least=1, most=1000, lines=True, required=True, **said)


class ApplicationWish(Schema):
    """Ce qu’un membre demande à être."""

    category = fields.String(
        required=True, validate=validate.OneOf(_CATEGORIES), **told("resident", "Comment il viendra dans les lieux.")
    )
    organisation_kind = fields.String(
        validate=validate.OneOf(_KINDS), **told("nonprofit", "À quel titre ; `individual` par défaut.")
    )
    organisation_id = Text(
        least=1, most=36, **told(_ORGANISATION, "Celle pour laquelle il agit, si c’en est une : du même titre.")
    )
    motivation = Text(
        most=2000, lines=True, **told(_MOTIVATION, "Nécessaire pour être résident. Ne quitte pas sa ville.")
    )


class _Application(Answer):
    """Ce qui se dit de toute demande."""

    id = fields.String(**told(_ID))
    category = _category()
    organisation_kind = _kind()
    organisation_id = fields.String(allow_none=True, **told(_ORGANISATION, "null : pour soi."))
    is_renewal = YesNo(**told(False, "Il l’est déjà, et demande à le rester."))
    applied_at = instant(_APPLIED)


class OwnApplication(_Application):
    """Une demande et, si elle est venue, la réponse de la ville."""

    city = city(example="roubaix")
    motivation = fields.String(**told(_MOTIVATION))
    status = fields.String(**told("admitted", "`open`, `admitted`, `declined` ou `withdrawn`."))
    decided_at = instant(_DECIDED, "null tant qu’elle attend.", allow_none=True)
    reason = fields.String(allow_none=True, **told(_REASON, "Pourquoi ; null tant qu’elle attend."))
    valid_until = instant(_UNTIL, "Jusqu’à quand vaut l’adhésion ; null sans elle.", allow_none=True)


class OwnApplications(Answer):
    """Ce qu’un membre est, et ce qu’il a demandé à être, la dernière demande d’abord."""

    category = fields.String(**told("resident", "`resident`, `nomad`, `partner` ou `guest`."))
    organisation_kind = _kind()
    membership_ends_at = instant(_UNTIL, "Ensuite, `guest` ; null : sans fin.", allow_none=True)
    renewable_from = instant(
        "2027-09-28T08:00:00+00:00", "Dès quand demander à le rester ; null : rien ne finit.", allow_none=True
    )
    items = fields.List(fields.Nested(OwnApplication))


class OpenApplicationsAsked(Schema):
    """Quelle page des demandes."""

    limit = Count(validate=validate.Range(1, 200), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=200, **told("MjAyNi0xMS0yMFQ", "Le `next` de la page précédente."))


class OpenApplication(_Application):
    """Une demande qui attend ; elle ne nomme personne avant d’être ouverte."""

    member_id = fields.String(**told(_MEMBER))


class OpenApplications(Answer):
    """Une page des demandes qui attendent."""

    items = fields.List(fields.Nested(OpenApplication))
    next = cursor()


class Applicant(Answer):
    """Qui demande."""

    id = fields.String(**told(_MEMBER))
    name = fields.String(**told("Lise Vanhoutte"))
    category = fields.String(**told("guest", "Ce qu’il est jusqu’ici."))
    organisation_kind = fields.String(**told("individual"))
    membership_ends_at = instant(None, "null : sans fin.", allow_none=True)


class ApplicantOrganisation(Answer):
    """L’organisation pour laquelle il agit."""

    id = fields.String(**told(_ORGANISATION))
    name = fields.String(**told("Les Fileuses de l’Union"))
    kind = _kind()
    siret = fields.String(allow_none=True, **told("73282932000074"))
    verified_at = instant(None, "Quand la ville l’a vérifiée ; null : jamais.", allow_none=True)


class Application(OwnApplication):
    """Une demande, pour l’équipe qui y répond."""

    member = fields.Nested(Applicant)
    organisation = fields.Nested(ApplicantOrganisation, allow_none=True)


class ApplicationDecision(Schema):
    """La réponse de la ville."""

    decision = fields.String(
        required=True, validate=validate.OneOf(("admit", "decline")), **told("admit", "`admit` ou `decline`.")
    )
    reason = _reason(_REASON)
    valid_until = instant_asked(
        _UNTIL, "De ce qui est admis : un an par défaut, trois au plus. Sans effet sur un refus."
    )


class SuspensionWish(Schema):
    """Pourquoi et jusqu’à quand suspendre un membre."""

    reason = _reason("Machine utilisée sans formation, deux fois.")
    ends_at = instant_asked("2026-12-20T08:00:00+01:00", "Sans elle, jusqu’à ce que l’équipe y mette fin.")


class Reinstated(Answer):
    """Où en est un membre."""

    member_id = fields.String(**told(_MEMBER))
    city = city(example="roubaix")
    status = fields.String(**told("active", "`active`, `suspended` ou `limited`."))


class Suspension(Reinstated):
    """Une suspension en cours."""

    status = fields.String(**told("suspended"))
    reason = fields.String(**told("Machine utilisée sans formation, deux fois."))
    suspended_at = instant(_APPLIED)
    ends_at = instant("2026-12-20T07:00:00+00:00", "null : sans fin prévue.", allow_none=True)
