"""Prices and bookings, of the member who asks and, for staff, of the others."""

from __future__ import annotations

from gateway import qr
from gateway.api import booking, schemas
from gateway.api.operation import PREFIX, Media, Operation

WISH = ("space_not_found", "period_invalid")
RULES = (
    "member_not_found",
    "member_not_active",
    "permission_missing",
    "not_of_organisation",
    "category_not_admitted",
    "city_not_admitted",
    "attestation_missing",
    "in_the_past",
    "notice_too_short",
    "too_far_ahead",
    "too_short",
    "too_long",
    "off_grid",
    "off_step",
    "too_few_persons",
    "too_many_persons",
    "outside_opening_hours",
    "too_many_bookings",
    "too_many_hours",
    "unit_taken",
)
_SERIES = ("not_in_series", "series_conflict")
_THIS = ("booking_not_found", "permission_missing")
_SQUARE = Media(
    qr.MEDIA_TYPE, "Un QR code, noir sur blanc, à la taille qu’on veut.", '<svg xmlns="http://www.w3.org/2000/svg"'
)


def _step(path: str, name: str, summary: str, does: object, *refusals: str, body: object = None) -> Operation:
    """What becomes of a booking: harmless the second time."""
    return Operation(
        "POST",
        f"/bookings/<id:booking_id>/{path}",
        name,
        summary,
        does,  # type: ignore[arg-type]
        schemas.Booking,
        body=body,  # type: ignore[arg-type]
        refusals=(*_THIS, *refusals),
        for_members=True,
    )


OPERATIONS = [
    Operation(
        "POST",
        "/quotes",
        "quote",
        "Le prix d’une période, et tout ce qui s’y oppose ; aussi sans compte",
        booking.quote,
        schemas.Quote,
        body=schemas.Wish,
        refusals=WISH,
        also_for_members=True,
    ),
    Operation(
        "POST",
        "/bookings",
        "book",
        "Réserver, poser une option ou demander",
        booking.book,
        schemas.Booking,
        body=schemas.BookingWish,
        status=201,
        location=f"{PREFIX}/bookings/{{id}}",
        refusals=(*WISH, *RULES, "too_many_holds", "idempotency_key_reused"),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "GET",
        "/bookings",
        "bookings",
        "Ses réservations",
        booking.bookings,
        schemas.Bookings,
        query=schemas.BookingsAsked,
        for_members=True,
    ),
    Operation(
        "GET",
        "/bookings/<id:booking_id>",
        "booking",
        "Une réservation : la sienne ou, pour l’équipe, celle d’un lieu de sa ville",
        booking.booking,
        schemas.BookingSeen,
        refusals=("booking_not_found",),
        for_members=True,
    ),
    Operation(
        "GET",
        "/bookings/<id:booking_id>/code.svg",
        "code",
        "Le QR code à montrer à l’accueil, ou à lire sur place",
        booking.code,
        _SQUARE,
        refusals=("booking_not_found",),
        for_members=True,
    ),
    Operation(
        "PATCH",
        "/bookings/<id:booking_id>",
        "move",
        "Déplacer ou prolonger une réservation : la nouvelle période est prise avant que l’ancienne soit rendue",
        booking.move,
        schemas.BookingChanged,
        query=schemas.MoveScope,
        body=schemas.Move,
        refusals=(*_THIS, *WISH, *RULES, "booking_over", "moved_too_late", *_SERIES),
        for_members=True,
    ),
    Operation(
        "DELETE",
        "/bookings/<id:booking_id>",
        "cancel",
        "Annuler une réservation",
        booking.cancel,
        schemas.BookingChanged,
        query=schemas.CancelScope,
        refusals=(*_THIS, "booking_over", "cancelled_too_late", *_SERIES),
        for_members=True,
    ),
    _step(
        "confirmation", "confirm_booking", "Confirmer une option", booking.confirm, "booking_lapsed", "booking_not_held"
    ),
    _step("approval", "approve", "Accepter une demande", booking.approve, "booking_lapsed", "booking_not_requested"),
    _step(
        "denial",
        "deny",
        "Refuser une demande",
        booking.deny,
        "booking_lapsed",
        "booking_not_requested",
        body=schemas.Denial,
    ),
    _step(
        "check-in",
        "check_in",
        "Noter l’arrivée",
        booking.check_in,
        "check_in_too_early",
        "booking_over",
        "booking_not_confirmed",
    ),
    _step("check-out", "check_out", "Noter le départ, qui libère l’unité", booking.check_out, "booking_not_checked_in"),
    Operation(
        "GET",
        "/places/<id:place_id>/bookings",
        "bookings_at",
        "Pour l’équipe : les réservations d’un lieu, dans l’ordre du temps",
        booking.bookings_at,
        schemas.Bookings,
        query=schemas.BookingsAtAsked,
        refusals=("place_not_found", "permission_missing", "period_invalid", "span_too_long"),
        for_members=True,
    ),
]
