"""Becoming a member, signing in, and who one is."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.community import OwnAttestation, OwnOrganisation
from gateway.api.schemas.kinds import Answer, YesNo, address_refused_since, city, city_asked, told
from gateway.api.schemas.persons import Consent, DirectoryEntry

_ID = "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"
_EMAIL = "lise.vanhoutte@example.org"
_LANGUAGES = validate.OneOf(("fr", "nl", "en"))


def email_asked() -> Text:
    """An address, in a request."""
    return Text(least=3, most=254, required=True, **told(_EMAIL, format="email"))


def password_asked(description: str = "") -> fields.String:
    """A password, taken as it is, white space at its ends too."""
    said = told("Quatre-saisons-au-canal-1889", description, format="password")
    return fields.String(required=True, validate=validate.Length(1, 1000), **said)


class SignUp(Schema):
    """Qui veut devenir membre d’une ville."""

    city = city_asked(required=True)
    name = Text(
        least=1,
        most=200,
        required=True,
        **told("Lise Vanhoutte", "Tel qu’on le dira dans les courriels ; ni `@`, ni `www.`, ni `://`."),
    )
    email = email_asked()
    password = password_asked(
        "Règle de la CNIL (2022) : 12 caractères de quatre sortes, 14 de trois sortes sans symboles, "
        "ou une phrase d’au moins 7 mots."
    )
    consent = YesNo(required=True, **told(True, "L’accord au traitement des données ; sans lui, pas d’inscription."))
    language = fields.String(validate=_LANGUAGES, **told("fr", "La langue des courriels ; `fr` par défaut."))


class Registered(Answer):
    """Une inscription ; un courriel demande de confirmer l’adresse."""

    id = fields.String(**told(_ID, "Le membre à venir."))
    city = city(example="roubaix")
    status = fields.String(
        **told("to_confirm", "Toujours `to_confirm` : on n’apprend pas ici si une adresse est déjà connue.")
    )


class Confirmation(Schema):
    """Le jeton du lien reçu par courriel."""

    city = city_asked(required=True)
    token = Text(least=1, most=500, required=True, **told("Yr0V3b…", "Le paramètre `token` du lien."))


class Confirmed(Answer):
    """Le membre dont l’adresse est confirmée."""

    member_id = fields.String(**told(_ID))
    city = city(example="roubaix")


class SignIn(Schema):
    """De quoi se connecter."""

    email = email_asked()
    password = password_asked()
    code = Text(
        least=1,
        most=40,
        **told("492039", "Du second facteur, s’il y en a un : six chiffres de l’application, ou un code de secours."),
    )
    city = city_asked("Sans elle, chaque ville dit si elle connaît l’adresse ; celle-là seule voit le mot de passe.")


class Member(Answer):
    """Un membre, pour lui-même."""

    id = fields.String(**told(_ID))
    name = fields.String(**told("Lise Vanhoutte"))
    city = city("La ville du membre, où il réserve partout.", "roubaix")
    category = fields.String(
        **told("resident", "Comment il use des lieux : `resident`, `nomad`, `partner` ou `guest`.")
    )
    organisation_kind = fields.String(
        **told("individual", "À quel titre : `individual`, `startup`, `nonprofit`, `company` ou `public_body`.")
    )
    language = fields.String(**told("fr"))
    roles = fields.List(fields.String(), **told(["member"], "Ce qu’il peut faire : `member`, `facilitator`, …"))


class Profile(Member):
    """Tout ce que la ville sait d’un membre, pour lui-même."""

    email = fields.String(**told(_EMAIL))
    address_refused_since = address_refused_since()
    status = fields.String(**told("active", "`active`, `to_confirm` ou `suspended`."))
    attestations = fields.List(fields.Nested(OwnAttestation))
    organisations = fields.List(fields.Nested(OwnOrganisation))
    phone = fields.String(allow_none=True, **told("+33199001234", "E.164."))
    handle = fields.String(allow_none=True, **told("L. V.", "Ce que voient les lieux des autres villes."))
    code = fields.String(**told("AE3F63", "Ce qu’on dit à l’accueil quand aucune initiale n’est choisie."))
    interests = fields.List(fields.String(), **told(["bois", "velo"]))
    directory_entry = fields.Nested(DirectoryEntry, allow_none=True)
    consents = fields.List(fields.Nested(Consent))


class SignedIn(Answer):
    """Une session (RFC 6749, 5.1)."""

    access_token = fields.String(
        **told("eyJhbGciOiJFZERTQSIs…", "Un JWT signé par la ville du membre, à envoyer dans `Authorization`.")
    )
    token_type = fields.String(**told("Bearer"))
    expires_in = fields.Integer(**told(900, "Sa durée, en secondes ; ensuite, POST /api/v1/sessions/refresh."))
    refresh_token = fields.String(
        **told(
            "roubaix.Yr0V3b…", "De quoi rester connecté : sert une fois, et en donne un autre. Resservi, il déconnecte."
        )
    )
    refresh_expires_in = fields.Integer(
        **told(2_592_000, "En secondes, s’il ne sert pas d’ici là ; ensuite, se reconnecter.")
    )
    member = fields.Nested(Member)
