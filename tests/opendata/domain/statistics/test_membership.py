"""Each city of the network has its lines, whether or not it has members."""

from __future__ import annotations

from services.opendata.domain.statistics import membership
from services.opendata.domain.statistics.membership import CATEGORIES, FIELDS, of_month
from tests.opendata.heard import NETWORK


def test_every_city_and_category_has_a_line_every_month() -> None:
    found = of_month("2026-11", ["roubaix", "marcq"], {("roubaix", "resident"): 100})
    assert [each["id"] for each in found if each["city"] == "marcq"] == [
        f"2026-11/marcq/{category}" for category in (*CATEGORIES, "total")
    ]
    assert {each["city"] for each in found} == {"marcq", "roubaix", "total"}


def test_members_of_a_city_that_left_the_network_are_in_no_total() -> None:
    members = {(city, category): 50 for city in ("roubaix", "marcq", "lille") for category in CATEGORIES}
    [total] = [
        each for each in of_month("2026-11", ["roubaix", "marcq"], members) if each["id"] == "2026-11/total/total"
    ]
    assert total["members"] == 400


def test_a_record_has_all_columns_in_their_order() -> None:
    content = of_month("2026-11", ["roubaix"], {})[0]
    assert list(membership.record(content, NETWORK)) == [field.name for field in FIELDS]
