"""Publishing: what a city says of a space, checked for contradictions before it counts. Never does any IO."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise

from chassis.errors import Invalid
from services.bookings.domain.conditions import TIERS, Rules, Tariff
from services.bookings.domain.places import Space
from services.bookings.domain.rules import LONGEST_EVER

CATEGORIES = ("resident", "nomad", "partner", "guest")
ORGANISATION_KINDS = ("individual", "startup", "nonprofit", "company", "public_body")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_CENTS = {"hour": 1_000_000, "half_day": 5_000_000, "day": 5_000_000, "month": 5_000_000}  # 62 days fit a column
_AT_LEAST = {  # of the rules, in minutes unless they say otherwise
    "min_minutes": 1,
    "max_minutes": 1,
    "step_minutes": 1,
    "start_every_minutes": 1,
    "notice_minutes": 0,
    "horizon_days": 1,
    "buffer_before_minutes": 0,
    "buffer_after_minutes": 0,
    "min_persons": 1,
    "answer_within_minutes": 1,
    "hold_minutes": 1,
    "offer_minutes": 1,
    "cancel_until_minutes": 0,
    "move_until_minutes": 0,
    "check_in_from_minutes": 0,
    "release_after_minutes": 1,
}
_AT_MOST = {
    "max_minutes": LONGEST_EVER // timedelta(minutes=1),
    "start_every_minutes": 1440,
    "horizon_days": 3660,
    "buffer_before_minutes": 10_080,
    "buffer_after_minutes": 10_080,
}
_MOST_MINUTES = 527_040  # a year


def check_conditions(space: Space) -> None:
    """Refuse rules and tariffs that contradict themselves, or that say what nobody knows.

    Raises:
        Invalid: `conditions_invalid`, with a pointer for each fault.
    """
    faults = [*_faults_of_rules(space.rules, space.capacity), *_faults_of_tariffs(space.tariffs)]
    if not 0 <= space.hourly_price_cents <= _MOST_CENTS["hour"]:
        faults.append(("/hourly_price_cents", f"From 0 to {_MOST_CENTS['hour']}."))
    if faults:
        errors = [{"pointer": pointer, "detail": detail} for pointer, detail in faults]
        raise Invalid("conditions_invalid", "The rules or tariffs contradict themselves.", {"errors": errors})


def _faults_of_rules(rules: Rules, capacity: int) -> Iterator[tuple[str, str]]:
    for name, least in _AT_LEAST.items():
        value, most = getattr(rules, name), _AT_MOST.get(name, _MOST_MINUTES)
        if value is not None and not least <= value <= most:
            yield f"/rules/{name}", f"From {least} to {most}."
    if rules.step_minutes >= 1 and rules.max_minutes // rules.step_minutes * rules.step_minutes < rules.min_minutes:
        yield "/rules/max_minutes", "No multiple of step_minutes lies from min_minutes to max_minutes."
    if rules.min_persons > min(capacity, rules.max_persons or capacity):
        yield "/rules/min_persons", "Not more than max_persons and the capacity of a unit."
    if rules.max_persons is not None and rules.max_persons < 1:
        yield "/rules/max_persons", "1 or more."
    for number, quota in enumerate(rules.quotas):
        limits = (quota.most_bookings, quota.most_minutes)
        if limits == (None, None) or any(limit is not None and limit < 1 for limit in limits):
            yield f"/rules/quotas/{number}", "Has most_bookings or most_minutes, 1 or more."
    yield from _faults_of_people("/rules", rules)


def _faults_of_tariffs(tariffs: Iterable[Tariff]) -> Iterator[tuple[str, str]]:
    names: set[str] = set()
    for number, tariff in enumerate(tariffs):
        at = f"/tariffs/{number}"
        if tariff.name in names or not 1 <= len(tariff.name) <= 40 or not tariff.name.isprintable():
            yield f"{at}/name", "Of 1 to 40 characters, and of no other tariff of the space."
        names.add(tariff.name)
        yield from _faults_of_people(at, tariff)
        yield from _faults_of_tiers(at, tariff)


def _faults_of_tiers(at: str, tariff: Tariff) -> Iterator[tuple[str, str]]:
    priced = [(tier, cents) for tier in TIERS if (cents := getattr(tariff, tier.field)) is not None]
    if not priced:
        yield at, "Has a price for an hour, a half day, a day or a month."
    for tier, cents in priced:
        if not 0 <= cents <= _MOST_CENTS[tier.name]:
            yield f"{at}/{tier.field}", f"From 0 to {_MOST_CENTS[tier.name]}."
    for (longer, cents), (shorter, below) in pairwise(priced):
        if cents > below * (longer.span // shorter.span):
            yield f"{at}/{longer.field}", f"Not dearer than {longer.span // shorter.span} times {shorter.field}."


def _faults_of_people(at: str, asked: Rules | Tariff) -> Iterator[tuple[str, str]]:
    for name, known in (("categories", CATEGORIES), ("organisation_kinds", ORGANISATION_KINDS)):
        if not set(getattr(asked, name)) <= set(known):
            yield f"{at}/{name}", f"One of {', '.join(known)}."
    if not all(_CODE.fullmatch(city) for city in asked.cities):
        yield f"{at}/cities", "Codes of cities."
    if asked.attestation is not None and not _CODE.fullmatch(asked.attestation):
        yield f"{at}/attestation", "A kind of attestation: a-z, digits, _."
