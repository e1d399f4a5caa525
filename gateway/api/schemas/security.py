"""Passwords, addresses and second factors that change."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Answer, YesNo, city_asked, instant, told
from gateway.api.schemas.membership import email_asked, password_asked

_RULE = "La même règle qu’à l’inscription."
_SETUP = "eyJhbGciOiJFZERTQSIs…"


def code_asked(description: str = "", **more: bool) -> Text:
    """A code of a second factor, in a request."""
    said = description or "Six chiffres de l’application, ou un code de secours ; espaces et tirets ne comptent pas."
    return Text(least=1, most=40, **told("492039", said), **more)


def own_password(description: str = "Celui du membre") -> fields.String:
    """The password that a member has, in a request; without it where there is none."""
    said = f"{description} ; qui n’en a pas s’est connecté quelques minutes plus tôt au plus."
    example = told("Quatre-saisons-au-canal-1889", said, format="password")
    return fields.String(validate=validate.Length(1, 1000), **example)


class ResetAsked(Schema):
    """Qui a oublié son mot de passe."""

    email = email_asked()
    city = city_asked("Sans elle, chaque ville est interrogée, par une empreinte de l’adresse.")


class ResetAccepted(Answer):
    """On n’apprend pas ici si une adresse est connue."""

    status = fields.String(**told("sent_if_known", "Toujours : si l’adresse est celle d’un membre, un lien y part."))


class Reset(Schema):
    """Le jeton du lien reçu par courriel, et le nouveau mot de passe."""

    city = city_asked(required=True)
    token = Text(least=1, most=500, required=True, **told("Yr0V3b…", "Le paramètre `token` du lien."))
    password = password_asked(_RULE)


class NewPassword(Schema):
    """Un autre mot de passe."""

    password = own_password("Celui d’avant")
    new_password = password_asked(_RULE)


class NewAddress(Schema):
    """Une autre adresse, à laquelle part un lien."""

    email = email_asked()
    password = own_password()


class AddressAsked(Answer):
    """On n’apprend pas ici si l’adresse est celle d’un autre membre."""

    status = fields.String(**told("to_confirm", "Toujours : l’adresse change quand le lien est ouvert."))


class SecondFactor(Answer):
    """Le second facteur d’un membre, sans de quoi s’en servir."""

    is_set_up = YesNo(**told(True, "S’il est demandé à la connexion."))
    since = instant("2026-11-23T09:00:00+00:00", "null : il n’y en a pas.", allow_none=True)
    recovery_codes_left = fields.Integer(**told(10, "Codes de secours qui n’ont pas servi."))
    is_required = YesNo(**told(False, "L’équipe d’une ville en a toujours un."))


class SetUp(Schema):
    """Avec le jeton d’accès : le mot de passe, et un code du facteur présent s’il y en a un. Sinon `setup_token`."""

    password = own_password()
    code = code_asked("Du facteur présent, qu’un autre doit remplacer.")
    setup_token = Text(least=1, most=4096, **told(_SETUP, "Celui du refus `second_factor_missing`."))
    city = city_asked("La ville qui a donné `setup_token`.")


class Secret(Answer):
    """De quoi l’application tire ses codes ; il ne protège rien tant qu’un premier code n’est pas confirmé."""

    secret = fields.String(**told("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "En base32, à taper si le QR code ne va pas."))
    uri = fields.String(
        **told(
            "otpauth://totp/Champ%20Libre:lise.vanhoutte%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "&issuer=Champ%20Libre&algorithm=SHA1&digits=6&period=30",
            "À montrer en QR code.",
        )
    )


class SecondFactorConfirmation(Schema):
    """Un premier code ; avec le jeton d’accès, ou avec `setup_token`."""

    code = code_asked("Que montre l’application.", required=True)
    setup_token = Text(least=1, most=4096, **told(_SETUP, "Celui du refus `second_factor_missing`."))
    city = city_asked("La ville qui a donné `setup_token`.")


class RecoveryCodes(Answer):
    """Dix codes de secours, montrés cette seule fois ; chacun sert une fois à la place d’un code."""

    recovery_codes = fields.List(fields.String(), **told(["MFRG-GZDF-MZTW-Q2LK"]))


class SecondFactorRemoval(Schema):
    """De quoi ôter son second facteur."""

    password = own_password()
    code = code_asked(required=True)


class RecoveryCodesWish(Schema):
    """De quoi tirer d’autres codes de secours."""

    code = code_asked(required=True)
