"""What a member was told, and how they wish to be told."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Answer, Code, Count, YesNo, cursor, instant, told, words

_ID = "5a0d5f6f4a8e0f6f7a6f0c7c1d2b3e4f"
_NOW = "2026-11-20T08:00:00+00:00"
_LANGUAGES = validate.OneOf(("fr", "nl", "en"))
_KIND = told("booking_confirmed", "Sa nature : GET /me/notice-preferences les donne toutes.")
_HOUR = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


def _language() -> fields.String:
    return fields.String(validate=_LANGUAGES, **told("fr", "Celle du membre, sauf autre demande."))


def _channel() -> fields.String:
    return fields.String(**told("mail", "`mail` (courriel) ou `sms`."))


class NoticesAsked(Schema):
    """Ce qu’on veut relire."""

    language = _language()
    limit = Count(validate=validate.Range(1, 100), **told(20))
    after = Text(least=1, most=36, **told(None, "Le `next` de la page précédente."))


class NoticeAsked(Schema):
    """En quelle langue."""

    language = _language()


class NoticeDelivery(Answer):
    """Ce qu’un message est devenu par un moyen."""

    channel = _channel()
    status = fields.String(**told("sent", "`queued` (en attente), `sent`, `dropped` (devenu inutile) ou `failed`."))
    sent_at = instant(_NOW, "null tant que ce n’est pas parti.", allow_none=True)
    reason = fields.String(allow_none=True, **told(None, "Pourquoi ce n’est pas parti : `smtp_550`, `too_late`…"))


class Notice(Answer):
    """Un message à un membre."""

    notice_id = fields.String(**told(_ID))
    kind = fields.String(**_KIND)
    family = fields.String(**told("bookings"))
    subject = fields.String(
        allow_none=True,
        **told("Réservé : Salle du canal, le 23 novembre à 10:00", "L’objet ; null d’un très ancien, illisible."),
    )
    at = instant(_NOW, "Quand c’est arrivé.")
    about = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        allow_none=True,
        **told({"booking": "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"}, "Ou `series`, `registration`, `occurrence`."),
    )
    deliveries = fields.List(
        fields.Nested(NoticeDelivery), metadata={"description": "Par quels moyens ; aucun : il n’est qu’ici."}
    )


class Notices(Answer):
    """Une page de messages, les derniers d’abord."""

    items = fields.List(fields.Nested(Notice))
    next = cursor()


class NoticeWithText(Notice):
    """Un message, avec son texte."""

    text = fields.String(
        allow_none=True,
        **told("Bonjour Lise,\n\nc’est réservé.\n", "Sans lien à secret : il est dans le courriel."),
    )


class NoticeChannel(Answer):
    """Ce qu’un membre veut d’une nature de messages par un moyen."""

    channel = _channel()
    is_wanted = fields.Boolean(**told(True))
    is_fixed = fields.Boolean(**told(False, "La loi ou le contrat le veut : cela ne se change pas."))


class NoticeKind(Answer):
    """Une nature de messages."""

    kind = fields.String(**told("booking_confirmed"))
    is_required = fields.Boolean(**told(False, "La loi ou le contrat veut que ce soit dit."))
    is_by_consent = fields.Boolean(**told(False, "Ne part qu’à qui y consent : PUT /me/interests, `newsletter`."))
    channels = fields.List(fields.Nested(NoticeChannel))


class NoticeFamily(Answer):
    """Des natures de messages qui vont ensemble."""

    family = fields.String(**told("bookings"))
    kinds = fields.List(fields.Nested(NoticeKind))


class QuietHours(Answer):
    """Une part du jour où rien ne part ; elle peut passer minuit."""

    since = fields.String(**told("21:30"))
    until = fields.String(**told("08:00"))


class NoticePreferences(Answer):
    """Comment un membre veut qu’on lui écrive, et ce qui se choisit."""

    channels = words(["mail"], "Les moyens qu’a la ville.")
    families = fields.List(fields.Nested(NoticeFamily))
    quiet = fields.Nested(QuietHours, allow_none=True, metadata={"description": "null : aucune heure calme."})
    zone = fields.String(**told("Europe/Paris", "Le fuseau des heures calmes (IANA)."))
    reminders = fields.List(fields.Integer(), **told([1440], "Des rappels, en minutes avant."))
    reminders_offered = fields.List(fields.Integer(), **told([60, 120, 180, 1440, 2880, 10080], "Parmi lesquels."))
    most_reminders = fields.Integer(**told(3, "Combien au plus."))


class NoticeChoice(Schema):
    """Ce qu’on veut d’une nature de messages par un moyen."""

    kind = Code(most=40, required=True, **told("booking_confirmed"))
    channel = fields.String(required=True, validate=validate.OneOf(("mail", "sms")), **told("mail"))
    is_wanted = YesNo(required=True, **told(False))


class QuietHoursWish(Schema):
    """Des heures calmes, à l’heure de la ville."""

    since = fields.String(required=True, validate=validate.Regexp(_HOUR), **told("21:30"))
    until = fields.String(required=True, validate=validate.Regexp(_HOUR), **told("08:00", "Une autre que `since`."))


class NoticePreferencesWish(Schema):
    """Tout ce qu’on choisit, à la place de ce qui l’était."""

    wanted = fields.List(
        fields.Nested(NoticeChoice),
        required=True,
        validate=validate.Length(max=200),
        metadata={"description": "Ce qui n’est pas nommé est comme d’ordinaire : par courriel, pas par SMS."},
    )
    quiet = fields.Nested(
        QuietHoursWish, required=True, allow_none=True, metadata={"description": "null : aucune heure calme."}
    )
    reminders = fields.List(
        fields.Integer(strict=True),
        required=True,
        validate=validate.Length(max=3),
        **told([1440, 60], "De `reminders_offered`, chacun une fois ; aucun : pas de rappel."),
    )
