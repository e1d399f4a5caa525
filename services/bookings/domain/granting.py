"""Granting: the booking that a wish becomes, new or in place of what it was. Never refuses: the rules did."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.bookings.domain.bookings import Booking, lapses_at
from services.bookings.domain.places import Unit
from services.bookings.domain.tariffs import Price
from services.bookings.domain.wishes import Wish


def grant(
    wish: Wish,
    booking_id: str,
    unit: Unit,
    price: Price,
    now: datetime,
    *,
    tentative: bool = False,
    went_past: tuple[str, ...] = (),
    for_occurrence_id: str | None = None,
) -> Booking:
    """The new booking that grants a wish: held when it is tentative, requested where the city has its say.

    Args:
        went_past: what `rules.judge` says.
        for_occurrence_id: of an activity, which holds it until its end whoever checks in.
    """
    actor, holder = wish.actor, wish.beneficiary
    assert actor is not None and holder is not None, "a visitor books nothing"
    status = "held" if tentative else _status(wish, went_past)
    return Booking(
        **_where(wish, unit),
        booking_id=booking_id,
        member_id=holder.member_id,
        home_city=holder.city,
        organisation_id=holder.organisation_id,
        category=wish.category,
        persons=wish.persons,
        price_cents=price.cents,
        currency=price.currency,
        price_rule=price.rule,
        tariff=price.tariff,
        booked_at=now,
        booked_by_id=actor.member_id,
        booked_by_city=actor.city,
        went_past=went_past,
        status=status,
        lapses_at=None if for_occurrence_id else lapses_at(status, wish.period.starts_at, wish.space.rules, now),
        for_occurrence_id=for_occurrence_id,
    )


def move(wish: Wish, unit: Unit, price: Price, now: datetime, went_past: tuple[str, ...] = ()) -> Booking:
    """The booking `wish.kept` as the wish has it. A hold stays a hold; where the city has its say it is asked again.

    A booking that has begun and ends later stays what it is. Who was there already is so after an extension only:
    another time or space is another occasion to come.
    """
    kept = wish.kept
    assert kept is not None, "only a booking moves"
    goes_on = wish.is_extension and kept.starts_at <= now
    status = kept.status if kept.status == "held" or goes_on else _status(wish, went_past)
    checked_in_at = kept.checked_in_at if wish.is_extension else None
    if kept.for_occurrence_id or (checked_in_at is not None and status == "confirmed"):
        until = None
    elif goes_on:
        until = kept.lapses_at
    elif kept.status == "held" and kept.lapses_at is not None:
        until = min(kept.lapses_at, max(wish.period.starts_at, now))
    else:
        until = lapses_at(status, wish.period.starts_at, wish.space.rules, now)
    return replace(
        kept,
        **_where(wish, unit),
        persons=wish.persons,
        price_cents=price.cents,
        currency=price.currency,
        price_rule=price.rule,
        tariff=price.tariff,
        went_past=tuple(dict.fromkeys((*kept.went_past, *went_past))),
        status=status,
        lapses_at=until,
        checked_in_at=checked_in_at,
        sequence=kept.sequence + 1,
    )


def _status(wish: Wish, went_past: tuple[str, ...]) -> str:
    return "requested" if wish.space.rules.approval and "approval_needed" not in went_past else "confirmed"


def _where(wish: Wish, unit: Unit) -> dict[str, Any]:
    place = wish.place
    return {
        "space_id": wish.space.space_id,
        "space_name": wish.space.name,
        "place_id": place.place_id,
        "place_name": place.name,
        "address": f"{place.address}, {place.postcode} {place.commune}",
        "latitude": place.latitude,
        "longitude": place.longitude,
        "host_city": place.city,
        "unit_id": unit.unit_id,
        "unit_name": unit.name,
        "starts_at": wish.period.starts_at,
        "ends_at": wish.period.ends_at,
        "zone": place.zone,
    }
