from __future__ import annotations

import json
from dataclasses import asdict

from services.bookings.domain import Of, Over, Quota, Rules, Tariff


def test_rules_are_read_back_from_json_as_they_were() -> None:
    quotas = (Quota(Of.MEMBER, Over.WEEK, most_minutes=120), Quota(Of.ORGANISATION, Over.AHEAD, most_bookings=3))
    rules = Rules(quotas=quotas, categories=("guest",), cities=("roubaix",), release_after_minutes=15)
    assert Rules.of(json.loads(json.dumps(asdict(rules)))) == rules


def test_what_stored_rules_do_not_say_is_as_by_default() -> None:
    assert Rules.of({}) == Rules()
    assert Rules.of({"max_minutes": 60}) == Rules(max_minutes=60)


def test_a_tariff_is_read_back_from_json_as_it_was() -> None:
    tariff = Tariff("associations", organisation_kinds=("nonprofit",), hour_cents=625)
    assert Tariff.of(json.loads(json.dumps(asdict(tariff)))) == tariff
