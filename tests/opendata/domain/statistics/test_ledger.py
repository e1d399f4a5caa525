"""Who used whose spaces, of at least eleven persons of whom none did nearly everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from services.opendata.domain.statistics import ledger
from services.opendata.domain.statistics.ledger import FIELDS, of_month, table
from services.opendata.domain.statistics.uses import Use
from tests.opendata.domain.statistics.test_uses import NINE, USE
from tests.opendata.heard import NETWORK

CITIES = ("marcq", "roubaix")


def crowd(home: str, host: str, size: int = 20) -> list[Use]:
    return [replace(USE, city=host, home_city=home, person=f"{home}-{number}") for number in range(size)]


EVERYBODY = [use for home in CITIES for host in CITIES for use in crowd(home, host)]


def found(*uses: Use) -> dict[str, tuple[float | None, int | None, str]]:
    return {
        each["id"].removeprefix("2026-11/"): (each["hours"], each["bookings"], each["statut"])
        for each in of_month("2026-11", CITIES, [*EVERYBODY, *uses])
    }


def test_hours_and_bookings_are_added_up_by_home_and_host() -> None:
    assert found()["marcq/roubaix"] == (40.0, 20, "public")
    assert found()["total/total"] == (160.0, 80, "public")


def test_what_an_occurrence_holds_is_no_members() -> None:
    assert found(replace(USE, city="roubaix", home_city=None)) == found()


def test_hours_of_which_one_person_makes_nearly_all_are_left_out() -> None:
    most = replace(USE, city="marcq", home_city="roubaix", person="roubaix-0", ends_at=NINE + timedelta(hours=400))
    assert found(most)["roubaix/marcq"] == (None, None, "secret")


def test_all_who_are_gone_count_as_one() -> None:
    gone = [replace(USE, city="roubaix", home_city="marcq", person=None)] * 30
    assert table(CITIES, gone).cells[0, 1].persons == 1


def test_what_occupancy_tells_of_a_host_city_is_published_here_too() -> None:
    assert {of_month("2026-11", CITIES, crowd("marcq", "roubaix", 3))[-2]["statut"]} == {"public"}


def test_a_record_has_all_columns_in_their_order() -> None:
    content = of_month("2026-11", CITIES, [])[0]
    assert list(ledger.record(content, NETWORK)) == [field.name for field in FIELDS]
