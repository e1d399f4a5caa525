"""Whose DMARC policy counts, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champlibre.mail_advice import dmarc

DOMAIN = "roubaix.example.org"
GOOD = "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.org"


def judge(records: Mapping[str, list[str]], domain: str = DOMAIN) -> tuple[bool, str]:
    return dmarc.judge(domain, lambda name: records.get(name, []))


def test_without_any_policy_the_record_to_publish_is_said() -> None:
    is_well, said = judge({})
    assert not is_well
    record = f'_dmarc.{DOMAIN}. TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@{DOMAIN}"'
    assert said == f"none: publish {record}"
    assert judge({f"_dmarc.{DOMAIN}": [record.split('"')[1]]}) == (True, "p=quarantine"), "what is advised is well"


def test_that_of_the_organisation_counts_for_who_has_none() -> None:
    assert judge({"_dmarc.example.org": [GOOD]}) == (True, "p=quarantine (that of example.org)")
    is_well, said = judge({"_dmarc.example.org": [GOOD + "; sp=none"]})
    assert not is_well and "p=none" in said
    own = {"_dmarc.example.org": ["v=DMARC1; p=none"], f"_dmarc.{DOMAIN}": [GOOD]}
    assert judge(own) == (True, "p=quarantine")


def test_the_highest_above_counts_and_a_long_name_costs_few_lookups() -> None:
    assert dmarc.above("mail.roubaix.example.org") == [
        "mail.roubaix.example.org",
        "example.org",
        "roubaix.example.org",
    ]
    assert len(dmarc.above("a." * 100 + "example.org")) == 1 + dmarc.MOST_ABOVE


@pytest.mark.parametrize(
    ("records", "fault"),
    [
        (["v=DMARC1; p=none; rua=mailto:a@example.org"], "p=none"),
        (["v=DMARC1; p=reject"], "rua="),
        (["v=DMARC1; p=quarantine; pct=20; rua=mailto:a@example.org"], "pct=20"),
        (["v=DMARC1"], "says no policy"),
        (["v=DMARC1; p=destroy; rua=mailto:a@example.org"], "says no policy"),
        ([GOOD, GOOD], "several"),
        (["v=spf1 -all"], "none: publish"),
        (["V=DMARC1; p=none"], "none: publish"),
    ],
)
def test_what_is_wrong_with_a_policy_is_said(records: list[str], fault: str) -> None:
    is_well, said = judge({f"_dmarc.{DOMAIN}": records})
    assert not is_well and fault in said


@given(st.lists(st.one_of(st.text(), st.text().map("v=DMARC1;{}".format)), max_size=3))
def test_no_record_whatever_breaks_it(records: list[str]) -> None:
    assert judge({f"_dmarc.{DOMAIN}": records})[1]
