"""What a member says of themselves, the directory, wards, and whom staff registers."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import (
    Answer,
    Count,
    YesNo,
    address_refused_since,
    city,
    city_asked,
    cursor,
    instant,
    told,
)

_ID = "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"
_WARD = "1c6a5f1e-2b0d-4c57-9d11-7f0a3f5be2d8"
_NOW = "2026-11-20T08:00:00+00:00"
_LANGUAGES = validate.OneOf(("fr", "nl", "en"))


def _name() -> Text:
    return Text(least=1, most=200, required=True, **told("Lise Vanhoutte", "Ni `@`, ni `www.`, ni `://`."))


def _language() -> fields.String:
    return fields.String(validate=_LANGUAGES, **told("fr", "La langue des courriels."))


def _phone() -> Text:
    return Text(
        least=1, most=40, allow_none=True, **told("01 99 00 12 34", "Français sans indicatif ; gardé en E.164.")
    )


def _handle() -> Text:
    return Text(
        least=1,
        most=20,
        allow_none=True,
        **told("L. V.", "Une à trois initiales, pour les lieux des autres villes ; null : aucune."),
    )


def _code() -> fields.String:
    return fields.String(**told("AE3F63", "Ce qu’on dit à l’accueil quand aucune initiale n’est choisie."))


class Rectification(Schema):
    """Ce qui est à corriger ; ce qui n’est pas nommé reste."""

    name = Text(least=1, most=200, **told("Lise Vanhoutte", "Ni `@`, ni `www.`, ni `://`."))
    language = _language()
    phone = _phone()
    handle = _handle()


class Particulars(Answer):
    """Comment un membre s’appelle, et où le joindre."""

    id = fields.String(**told(_ID))
    city = city(example="roubaix")
    name = fields.String(**told("Lise Vanhoutte"))
    language = fields.String(**told("fr"))
    phone = fields.String(allow_none=True, **told("+33199001234", "E.164."))
    handle = fields.String(allow_none=True, **told("L. V."))
    code = _code()


class InterestsWish(Schema):
    """Ce qui intéresse un membre, à la place de ce qu’il avait dit."""

    topics = fields.List(
        Text(least=1, most=60, **told("velo")),
        required=True,
        validate=validate.Length(max=100),
        metadata={"description": "20 au plus : ceux du réseau (GET /directory/topics), ou d’autres."},
    )
    newsletter = YesNo(**told(True, "L’accord à recevoir la lettre ; sans lui, rien ne change."))


class Interests(Answer):
    """Ce qui intéresse un membre."""

    topics = fields.List(fields.String(), **told(["bois", "velo"]))
    newsletter = fields.Boolean(**told(True))


class DirectoryWish(Schema):
    """Comment figurer dans l’annuaire."""

    shown_name = Text(least=1, most=200, required=True, **told("Lise V.", "Le nom à montrer."))
    presentation = Text(most=500, lines=True, **told("Je répare des vélos.", "500 signes au plus."))
    consent = YesNo(required=True, **told(True, "L’accord à être montré aux membres de sa ville."))


class DirectoryEntry(Answer):
    """Une personne de l’annuaire, comme elle veut être montrée."""

    id = fields.String(**told(_ID))
    shown_name = fields.String(**told("Lise V."))
    presentation = fields.String(**told("Je répare des vélos."))
    topics = fields.List(fields.String(), **told(["bois", "velo"]))
    listed_at = instant(_NOW)


class DirectoryLeft(Answer):
    """Qu’on n’y figure plus."""

    listed = fields.Boolean(**told(False))


class DirectoryAsked(Schema):
    """Qui l’on cherche."""

    topic = Text(least=1, most=60, **told("velo", "Un thème."))
    text = Text(least=1, most=100, **told("répare", "Dans le nom montré et la présentation, accents ou non."))
    limit = Count(validate=validate.Range(1, 200), **told(50))
    after = Text(least=1, most=300, **told(None, "Le `next` de la page précédente."))


class DirectoryPage(Answer):
    """Une page de l’annuaire, les derniers venus d’abord."""

    city = city(example="roubaix")
    items = fields.List(fields.Nested(DirectoryEntry))
    next = cursor()


class Topic(Answer):
    """Un thème."""

    topic = fields.String(**told("velo"))
    is_own = fields.Boolean(**told(True, "De la liste du réseau."))
    members = fields.Integer(**told(3, "Combien le disent, dans l’annuaire."))


class Topics(Answer):
    """Les thèmes du réseau, et ceux de l’annuaire."""

    city = city(example="roubaix")
    items = fields.List(fields.Nested(Topic))


class Consent(Answer):
    """Un accord, dans une version de la notice."""

    purpose = fields.String(**told("account", "`account` (la notice lue), `directory` ou `newsletter`."))
    notice_version = fields.String(**told("2026-11"))
    given_at = instant(_NOW)
    withdrawn_at = instant(None, "null tant qu’il vaut.", allow_none=True)


class GuestRegistration(Schema):
    """Un nom et une adresse, et rien d’autre."""

    city = city_asked(required=True)
    name = _name()
    email = Text(least=3, most=254, required=True, **told("lise.vanhoutte@example.org", format="email"))
    consent = YesNo(required=True, **told(True, "L’accord au traitement des données ; sans lui, rien n’est gardé."))
    language = _language()


class HelpedRegistration(Schema):
    """Une personne sans adresse e-mail, et ce qu’on l’a entendue accepter."""

    name = _name()
    phone = _phone()
    language = _language()
    heard = fields.List(
        fields.String(validate=validate.OneOf(("account", "directory", "newsletter"))),
        required=True,
        validate=validate.Length(max=3),
        **told(["account"], "Les accords entendus ; `account` est indispensable."),
    )


class AddressGiven(Schema):
    """L’adresse d’une personne qui n’en avait pas."""

    email = Text(least=3, most=254, required=True, **told("odette@example.org", format="email"))


class Helped(Answer):
    """Une personne que l’équipe a inscrite."""

    id = fields.String(**told(_ID))
    city = city(example="roubaix")
    name = fields.String(**told("Lise Vanhoutte"))
    phone = fields.String(allow_none=True, **told("+33199001234"))
    language = fields.String(**told("fr"))
    code = _code()
    registered_at = instant(_NOW)
    address_refused_since = address_refused_since()


class MinorRegistration(Schema):
    """Un mineur, inscrit par un adulte qui en répond."""

    name = _name()
    born_on = fields.Date(required=True, **told("2015-03-21", "Moins de 18 ans ; n’est dit à personne.", format="date"))
    language = _language()
    handle = _handle()
    consent = YesNo(required=True, **told(True, "L’accord du tuteur au traitement des données du mineur."))
    adult = YesNo(required=True, **told(True, "Le tuteur dit qu’il est majeur."))


class Ward(Answer):
    """Un mineur, pour qui en répond ou est prié d’en répondre."""

    id = fields.String(**told(_WARD, "À donner dans `beneficiary` pour réserver pour lui."))
    name = fields.String(**told("Lina Vanhoutte"))
    born_on = fields.String(
        allow_none=True, **told("2015-03-21", "null pour qui n’a pas encore accepté.", format="date")
    )
    language = fields.String(**told("fr"))
    handle = fields.String(allow_none=True, **told("L. V."))
    code = _code()
    status = fields.String(**told("guarded", "`guarded` ; `asked` : à accepter ; `ended`."))
    began_at = instant(_NOW, "null tant que ce n’est pas accepté.", allow_none=True)
    guardians = fields.Integer(**told(1, "Combien d’adultes en répondent : deux au plus."))


class Wards(Answer):
    """Les mineurs dont on répond."""

    items = fields.List(fields.Nested(Ward))


class WardAcceptance(Schema):
    """Le oui d’un second adulte."""

    adult = YesNo(required=True, **told(True, "Il dit qu’il est majeur."))


class Guardianship(Answer):
    """Ce qu’un adulte est à un mineur."""

    member_id = fields.String(**told(_WARD, "Le mineur."))
    guardian_id = fields.String(**told(_ID))
    city = city(example="roubaix")
    began_at = instant(_NOW, "null tant que ce n’est pas accepté.", allow_none=True)
    ended_at = instant(None, "null tant que cela vaut.", allow_none=True)
