"""Closures and extra openings."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from chassis.schema import Schema, Text
from gateway.api.schemas.bookings import Booking
from gateway.api.schemas.kinds import Answer, Code, Count, city, cursor, instant, instant_asked, told

_PLACE, _SPACE, _OTHER = "champ-libre", "champ-libre-reunion", "champ-libre-atelier"
_ID, _BOOKING = "7d0c3c5e-93a1-4b0c-8a34-6b1f0d2a9e10", "0b8f9a52-0c1e-4d7e-9a51-2f6f0d0b7c11"
_STARTS, _ENDS = "2026-12-24T13:00:00+00:00", "2026-12-24T21:00:00+00:00"
_REASON = "Inventaire des machines"
_CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ville//FR\r\nBEGIN:VEVENT\r\nUID:noel-2026\r\nDTSTAMP:20261101T080000Z\r\n"
    "DTSTART;VALUE=DATE:20261225\r\nSUMMARY:Noël\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
_PROPOSAL = ("space_id", "starts_at", "ends_at")


class HoursPlan(Schema):
    """Quand un lieu, ou un de ses espaces, serait fermé ou ouvert."""

    space_id = Text(
        least=1, most=36, **told(_SPACE, "Cet espace, ses parties et ce dont il fait partie ; sinon tout le lieu.")
    )
    starts_at = instant_asked("2026-12-24T14:00:00+01:00", required=True)
    ends_at = instant_asked("2026-12-24T22:00:00+01:00", "Exclue.", required=True)


class Decision(Schema):
    """Ce que devient une réservation."""

    booking_id = Text(least=1, most=36, required=True, **told(_BOOKING))
    decision = fields.String(
        required=True,
        validate=validate.OneOf(("keep", "cancel", "propose")),
        **told(
            "propose",
            "La maintenir, l’annuler, ou en proposer une autre, que le membre confirme s’il la veut. "
            "Celle d’une activité ne peut être que maintenue.",
        ),
    )
    space_id = Text(least=1, most=36, **told(_OTHER, "Avec `propose` : où."))
    starts_at = instant_asked("2026-12-24T14:00:00+01:00", "Avec `propose` : de quand")
    ends_at = instant_asked("2026-12-24T16:00:00+01:00", "à quand.")
    past = fields.List(
        Code(most=40), validate=validate.Length(max=20), **told([], "Les règles que l’on franchit en proposant.")
    )

    @validates_schema
    def check_proposal(self, loaded: dict[str, Any], **kwargs: Any) -> None:
        """A proposal says what, and nothing else does."""
        said = [name in loaded for name in _PROPOSAL]
        if any(said) is not all(said) or any(said) is not (loaded["decision"] == "propose"):
            raise ValidationError(
                "Only a proposal has space_id, starts_at and ends_at, and it has all three.", "decision"
            )


def _decisions() -> fields.List[dict[str, Any]]:
    said = "Une par réservation touchée ; ce qui n’est pas touché ne change pas."
    return fields.List(fields.Nested(Decision), validate=validate.Length(max=2000), metadata={"description": said})


class OpeningDraft(HoursPlan):
    """Une ouverture exceptionnelle."""

    reason = Text(least=1, most=200, required=True, **told("Nocturne", "Public ; sans nom de personne."))


class ClosureDraft(OpeningDraft):
    """Une fermeture."""

    decisions = _decisions()


class CalendarDraft(Schema):
    """Un calendrier de fermetures."""

    calendar = fields.String(
        required=True,
        validate=validate.Length(1, 262_144),
        **told(
            _CALENDAR, "iCalendar (RFC 5545). Chaque VEVENT ferme le lieu ; son UID le désigne d’une fois à l’autre."
        ),
    )
    decisions = _decisions()


class Withdrawal(Schema):
    """Comment retirer une ouverture exceptionnelle."""

    keep_bookings = fields.Boolean(
        truthy={"true"}, falsy={"false"}, **told(False, "true : les réservations faites pendant elle sont maintenues.")
    )


class ClosuresAsked(Schema):
    """Quelle page, dans l’ordre du temps."""

    limit = Count(validate=validate.Range(1, 200), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=500, **told("WyIyMDI2LTExLTIzIl0", "Le `next` de la page précédente."))


class SpecialHours(Answer):
    """Une fermeture, ou une ouverture exceptionnelle."""

    id = fields.String(**told(_ID))
    place_id = fields.String(**told(_PLACE))
    space_id = fields.String(allow_none=True, **told(None, "null : tout le lieu."))
    starts_at = instant(_STARTS)
    ends_at = instant(_ENDS, "Exclue.")
    is_open = fields.Boolean(**told(False, "true : une ouverture."))
    reason = fields.String(**told(_REASON))


class Closures(Answer):
    """Des fermetures et des ouvertures exceptionnelles."""

    items = fields.List(fields.Nested(SpecialHours))
    next = cursor()


class Proposal(Answer):
    """Une période libre dans un espace, à proposer telle quelle."""

    space_id = fields.String(**told(_OTHER))
    space_name = fields.String(**told("Atelier de prototypage"))
    place_id = fields.String(**told(_PLACE))
    place_name = fields.String(**told("Champ Libre"))
    city = city("La ville du lieu.")
    starts_at = instant(_STARTS)
    ends_at = instant(_ENDS, "Exclue.")


class ForActivity(Answer):
    """La date d’une activité, pour laquelle on a réservé."""

    occurrence_id = fields.String(**told("2d6f1c1e-58a4-4a43-9a1d-7b9d6c0f4e21"))
    activity_id = fields.String(**told("9c1b7e2a-3f04-4c55-8d0e-5a4b2f6c7d13"))
    title = fields.Dict(
        keys=fields.String(), values=fields.String(), **told({"fr": "Réparer son grille-pain"}, "Par langue.")
    )


class ClosureHit(Answer):
    """Une réservation touchée ; les cinquante premières de membres avec ce que l’on peut proposer à la place."""

    booking = fields.Nested(Booking)
    proposals = fields.List(fields.Nested(Proposal))
    activity = fields.Nested(
        ForActivity,
        allow_none=True,
        metadata={
            "description": "L’activité pour laquelle l’espace est réservé ; null : un membre l’a réservé. Une telle "
            "réservation n’attend pas de décision et ne peut être que maintenue : déplacez, ou annulez, la date."
        },
    )


class ClosurePreview(Answer):
    """Les réservations qu’une fermeture toucherait, dans l’ordre du temps."""

    hits = fields.List(fields.Nested(ClosureHit))


class ClosureMade(Answer):
    """Une fermeture, et ce que sont désormais les réservations touchées, avec celles que l’on propose."""

    closure = fields.Nested(SpecialHours)
    bookings = fields.List(fields.Nested(Booking))


class ClosuresImported(Answer):
    """Ce que l’import a fait ; tant qu’une réservation touchée attend une décision, ce qu’il ferait."""

    applied = fields.Boolean(**told(True, "false : rien n’est fait, `hits` attend des décisions."))
    announced = fields.List(fields.Nested(SpecialHours))
    withdrawn = fields.List(fields.Nested(SpecialHours))
    bookings = fields.List(fields.Nested(Booking))
    hits = fields.List(fields.Nested(ClosureHit))
