"""The register names everything that is kept of persons, so that a new table cannot be forgotten."""

from __future__ import annotations

from datetime import timedelta

from services.members import domain, schemas
from services.members.tables import metadata

OF_NOBODY = {"city_keys", "issuers", "revocations", "outbox", "inbox", "answers"}  # keys, and messages that pass


def test_every_table_that_holds_something_of_a_person_is_named_by_an_activity() -> None:
    named = [table for activity in domain.REGISTER for table in activity.tables]
    assert len(named) == len(set(named)), "one activity a table"
    assert set(named) == set(metadata.tables) - OF_NOBODY


def test_an_account_is_kept_for_two_years_without_use_and_a_consent_is_asked_for_nothing_that_is_needed() -> None:
    by_code = {activity.code: activity for activity in domain.REGISTER}
    assert by_code["account"].kept[0].lasts == timedelta(days=730)
    asked = {code for code, activity in by_code.items() if activity.ground is domain.Ground.CONSENT}
    assert asked == {"directory", "newsletter"}


def test_the_register_is_told_with_its_numbers_and_holds_nobody() -> None:
    told = schemas.register("roubaix", "dpo@roubaix.example.org")
    assert told["data_officer"] == "dpo@roubaix.example.org"
    assert schemas.register("roubaix")["data_officer"] is None
    assert (told["city"], told["notice_version"]) == ("roubaix", domain.NOTICE_VERSION)
    (views,) = (one for one in told["activities"] if one["code"] == "accountability")
    assert {"what": "view", "days": 365, "since": "began"} in views["kept"]
