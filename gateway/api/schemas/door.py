"""The door: what is noted at it, and what comes of that."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.activities import Activity
from gateway.api.schemas.kinds import Answer, YesNo, city, instant, instant_asked, told
from gateway.api.schemas.occurrences import Occurrence

_NONCE, _ID = "2f1d7a34-8c0b-4e5f-9d6a-1b2c3d4e5f60", "c2d1e0f9-8a7b-4c6d-9e5f-4a3b2c1d0e9f"
_MEMBER = "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"
_BANDS = ("under_12", "12_17", "18_25", "26_59", "60_plus")
_REASONS = ("excused", "transport", "no_reason")
_RESULTS = (
    "`ok` ; `already`, et `first_scanned_at` dit depuis quand ; `incomplete` : des réponses manquent, `force` laisse "
    "entrer ; `waiting`, `requested`, `offered`, `cancelled` : sans place ; `not_of_occurrence`, `unknown` ; "
    "`not_there` : rien à annuler ; `too_early`, `too_late`, `postponed` ; `malformed` : ce `nonce` a servi à "
    "autre chose."
)


def _nonce(description: str, **more: Any) -> Text:
    field = Text(least=8, most=36, **told(_NONCE, description), **more)
    field.validators.append(validate.Regexp(r"^[A-Za-z0-9-]*$"))
    return field


def _count(example: int, description: str) -> fields.Integer:
    return fields.Integer(**told(example, description))


class Scan(Schema):
    """Une arrivée, ou ce qui l’annule."""

    nonce = _nonce(
        "Tiré au hasard par qui note ; le même renvoyé ne change rien et reçoit la même réponse.", required=True
    )
    registration_id = Text(required=True, least=1, most=36, **told(_ID, "Ce que dit le QR code."))
    scanned_at = instant_asked(
        "2026-12-09T18:25:00+01:00", "À l’horloge de l’appareil, gardée dans des bornes.", required=True
    )
    kind = fields.String(
        validate=validate.OneOf(["arrival", "undo"]), **told("arrival", "`undo` : annuler une arrivée.")
    )
    seats = fields.Integer(
        strict=True,
        allow_none=True,
        validate=validate.Range(1, 10_000),
        **told(2, "Combien entrent ; sans cela, tous ceux qui ne sont pas encore là."),
    )
    undoes = _nonce("Le `nonce` de l’arrivée à annuler ; sans cela, toutes.", allow_none=True)
    force = YesNo(**told(False, "true : laisser entrer sans les réponses au formulaire."))


class Scans(Schema):
    """Ce qu’une porte a noté, dans l’ordre : chaque entrée a son résultat, et n’en gâte aucune autre."""

    scans = fields.List(fields.Nested(Scan), required=True, validate=validate.Length(1, 200))


class ScanResult(Answer):
    """Ce qu’une entrée a donné."""

    nonce = fields.String(**told(_NONCE))
    registration_id = fields.String(allow_none=True, **told(_ID, "null : inconnue."))
    result = fields.String(**told("ok", _RESULTS))
    seats = _count(2, "Combien ont été comptés.")
    scanned_at = instant("2026-12-09T17:25:00+00:00", "Telle que retenue.")
    first_scanned_at = instant(None, "La première arrivée.", allow_none=True)


class ScanResults(Answer):
    """Les résultats, dans l’ordre des entrées."""

    results = fields.List(fields.Nested(ScanResult))


class WalkIns(Schema):
    """Des personnes venues sans inscription."""

    nonce = _nonce("Comme pour une arrivée.", required=True)
    persons = fields.Integer(
        required=True,
        strict=True,
        validate=[validate.Range(-1000, 1000), validate.NoneOf([0])],
        **told(3, "Négatif : autant de moins."),
    )
    scanned_at = instant_asked("2026-12-09T18:25:00+01:00", "Facultatif.")


class WalkInsCounted(Answer):
    """Ce qui a été compté, et combien il y en a."""

    nonce = fields.String(**told(_NONCE))
    result = fields.String(
        **told("ok", "`ok` ; `too_early`, `too_late`, `cancelled`, `postponed` : la porte est fermée.")
    )
    seats = _count(3, "Combien ont été comptés, ou retirés.")
    walked_in = _count(5, "Combien sont venus sans inscription, en tout.")


class BandsWish(Schema):
    """Qui est venu, par tranche d’âge : remplace ce qui était compté."""

    bands = fields.Dict(
        required=True,
        keys=fields.String(validate=validate.OneOf(_BANDS)),
        values=fields.Integer(strict=True, validate=validate.Range(0, 100_000)),
        **told({"12_17": 4, "26_59": 9}, f"Des nombres, jamais de noms : {', '.join(_BANDS)}."),
    )
    nonce = _nonce("Facultatif : fait une seule fois sous lui.", allow_none=True)


class BandsCounted(Answer):
    """Ce qui est compté désormais."""

    bands = fields.Dict(**told({"under_12": 0, "12_17": 4, "18_25": 0, "26_59": 9, "60_plus": 0}))


class AbsenceWish(Schema):
    """Pourquoi une personne inscrite ne vient pas."""

    reason = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(_REASONS),
        **told("transport", "null : plus rien de noté."),
    )
    nonce = _nonce("Facultatif : fait une seule fois sous lui.", allow_none=True)


class ExpectedRegistration(Answer):
    """Une inscription, comme une porte en a besoin : sans nom."""

    id = fields.String(**told(_ID))
    member_id = fields.String(**told(_MEMBER))
    home_city = city("La ville du membre.", "roubaix")
    organisation_id = fields.String(allow_none=True, **told(None, "Pour quelle organisation."))
    number = _count(7, "1 pour qui s’est inscrit d’abord.")
    seats = _count(2, "Combien sont attendus.")
    answers_due = fields.Boolean(**told(False, "Le formulaire attend des réponses."))
    checked_in_at = instant(None, "La première arrivée.", allow_none=True)
    checked_in_seats = _count(0, "Combien sont venus.")
    absence_reason = fields.String(allow_none=True, **told(None, f"Un mot : {', '.join(_REASONS)}."))


class ExpectedAtDoor(ExpectedRegistration):
    """La même, avec ce qu’on dit à haute voix."""

    called = fields.String(**told("LND", "Les initiales que le membre a choisies, sinon une partie de son numéro."))


class DoorCounts(Answer):
    """La porte en nombres de places."""

    registered = _count(24, "Attendues.")
    came = _count(19, "Venues.")
    absent = _count(1, "De qui l’on sait qu’il ne vient pas.")
    walked_in = _count(5, "Sans inscription.")


class Door(Answer):
    """Qui est attendu, qui est venu."""

    occurrence = fields.Nested(Occurrence)
    activity = fields.Nested(Activity)
    opens_at = instant("2026-12-09T15:30:00+00:00", "Deux heures avant le début.")
    closed = fields.String(
        allow_none=True, **told(None, "Pourquoi rien n’est noté : `too_early`, `too_late`, `cancelled`, `postponed`.")
    )
    registrations = fields.List(fields.Nested(ExpectedAtDoor), metadata={"description": "Dans l’ordre de `called`."})
    counts = fields.Nested(DoorCounts)
    bands = fields.Dict(**told({"under_12": 0, "12_17": 4, "18_25": 0, "26_59": 9, "60_plus": 0}))
