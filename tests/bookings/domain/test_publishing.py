from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.errors import Invalid
from services.bookings import domain
from services.bookings.domain.conditions import TIERS
from services.bookings.domain.rules import LONGEST_EVER
from tests.bookings.world import ROOM

FULL = domain.Tariff("full", hour_cents=1000, half_day_cents=3000, day_cents=5000, month_cents=60_000)
MOST_IN_A_COLUMN = 2**31 - 1


def pointers(**changes: Any) -> list[str]:
    """Where the faults of the room, published with these changes, are."""
    try:
        domain.check_conditions(replace(ROOM, **changes))
    except Invalid as refusal:
        return [error["pointer"] for error in refusal.detail["errors"]]
    return []


def test_what_contradicts_nothing_is_published() -> None:
    quotas = (domain.Quota(domain.Of.MEMBER, domain.Over.DAY, most_minutes=60),)
    rules = domain.Rules(step_minutes=60, min_minutes=60, max_persons=8, quotas=quotas, cities=("roubaix",))
    reduced = replace(FULL, name="reduced", hour_cents=None, attestation="reduced_rate", categories=("guest",))
    assert pointers() == []
    assert pointers(rules=rules, tariffs=(reduced, FULL), hourly_price_cents=0) == []


@pytest.mark.parametrize(
    "name",
    ["min_minutes", "step_minutes", "start_every_minutes", "notice_minutes", "horizon_days", "buffer_before_minutes",
     "buffer_after_minutes", "min_persons", "answer_within_minutes", "hold_minutes", "offer_minutes",
     "cancel_until_minutes", "move_until_minutes", "check_in_from_minutes", "release_after_minutes"],
)  # fmt: skip
def test_no_rule_is_negative_or_beyond_all_measure(name: str) -> None:
    for value in (-1, 10**9):
        assert f"/rules/{name}" in pointers(rules=domain.Rules.of({name: value}))


def test_a_booking_never_lasts_longer_than_its_opening_hours_are_looked_at() -> None:
    most = LONGEST_EVER // timedelta(minutes=1)
    assert pointers(rules=domain.Rules(max_minutes=most)) == []
    assert pointers(rules=domain.Rules(max_minutes=most + 1)) == ["/rules/max_minutes"]


@pytest.mark.parametrize(
    "rules",
    [domain.Rules(min_minutes=60, max_minutes=45), domain.Rules(min_minutes=50, max_minutes=70, step_minutes=40)],
)
def test_some_length_can_be_booked(rules: domain.Rules) -> None:
    assert pointers(rules=rules) == ["/rules/max_minutes"]


@pytest.mark.parametrize(
    ("rules", "pointer"),
    [
        (domain.Rules(min_persons=9), "min_persons"),
        (domain.Rules(min_persons=4, max_persons=3), "min_persons"),
        (domain.Rules(max_persons=-1, min_persons=1), "min_persons"),
        (domain.Rules(max_persons=0), "max_persons"),
        (domain.Rules(categories=("resident", "king")), "categories"),
        (domain.Rules(organisation_kinds=("club",)), "organisation_kinds"),
        (domain.Rules(cities=("Roubaix",)), "cities"),
        (domain.Rules(attestation="Laser training"), "attestation"),
        (domain.Rules(quotas=(domain.Quota(domain.Of.MEMBER, domain.Over.DAY),)), "quotas/0"),
        (domain.Rules(quotas=(domain.Quota(domain.Of.MEMBER, domain.Over.DAY, 0, 60),)), "quotas/0"),
    ],
)
def test_a_rule_says_what_can_be_kept_and_what_somebody_knows(rules: domain.Rules, pointer: str) -> None:
    assert f"/rules/{pointer}" in pointers(rules=rules)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": "a" * 41}, "/name"),
        ({"name": "line\nline"}, "/name"),
        ({"hour_cents": None, "half_day_cents": None, "day_cents": None, "month_cents": None}, ""),
        ({"hour_cents": -1, "half_day_cents": None, "day_cents": None, "month_cents": None}, "/hour_cents"),
        ({"half_day_cents": 4001}, "/half_day_cents"),
        ({"half_day_cents": None, "day_cents": 8001}, "/day_cents"),
        ({"month_cents": 450_001}, "/month_cents"),
        ({"categories": ("king",)}, "/categories"),
        ({"organisation_kinds": ("club",)}, "/organisation_kinds"),
        ({"cities": ("Roubaix",)}, "/cities"),
        ({"attestation": "Reduced!"}, "/attestation"),
    ],
)
def test_a_tariff_has_a_name_and_tiers_that_pay_and_is_for_somebody(changes: dict[str, Any], pointer: str) -> None:
    assert pointers(tariffs=(replace(FULL, **changes),)) == [f"/tariffs/0{pointer}"]


def test_two_tariffs_of_a_space_have_two_names() -> None:
    assert pointers(tariffs=(FULL, FULL)) == ["/tariffs/1/name"]


def test_the_hourly_price_is_not_negative() -> None:
    assert pointers(hourly_price_cents=-1) == pointers(hourly_price_cents=1_000_001) == ["/hourly_price_cents"]


@pytest.mark.parametrize("tier", TIERS, ids=lambda tier: tier.name)
def test_the_dearest_tariff_and_the_longest_booking_make_a_price_that_can_be_kept(tier: Any) -> None:
    cents = next(cents for cents in (5_000_000, 1_000_000) if not pointers(tariffs=(_only(tier.field, cents),)))
    assert -(-LONGEST_EVER // tier.span) * cents <= MOST_IN_A_COLUMN


def test_every_fault_is_told_at_once_with_a_word_of_help() -> None:
    rules, tariff = domain.Rules(min_persons=9, attestation="!"), replace(FULL, name="")
    with pytest.raises(Invalid) as refused:
        domain.check_conditions(replace(ROOM, rules=rules, tariffs=(tariff,), hourly_price_cents=-1))
    assert refused.value.code == "conditions_invalid"
    assert len(refused.value.detail["errors"]) == 4
    assert all(error["detail"] for error in refused.value.detail["errors"])


def _only(field: str, cents: int) -> domain.Tariff:
    return domain.Tariff.of({"name": "only", field: cents})
