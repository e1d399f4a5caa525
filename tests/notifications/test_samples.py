"""Every kind has an example; nothing of it is of the past, and nobody in it is anybody."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from services.notifications import schemas
from services.notifications.domain import LANGUAGES, LINKED, Kind
from services.notifications.samples import SAMPLES, sample
from tests.notifications import given

NOW = datetime(2031, 2, 3, 16, 30, tzinfo=UTC)
every_sample = pytest.mark.parametrize(("kind", "language"), list(product(Kind, LANGUAGES)))


def instants(of: Any) -> list[datetime]:
    """Every instant in what a letter tells of."""
    if isinstance(of, datetime):
        return [of]
    if isinstance(of, tuple):
        return [at for one in of for at in instants(one)]
    return [at for field in fields(of) for at in instants(getattr(of, field.name))] if hasattr(of, "__dict__") else []


def test_no_kind_is_without_an_example() -> None:
    assert set(SAMPLES) == set(Kind)


@every_sample
def test_an_example_is_of_the_days_to_come(kind: Kind, language: str) -> None:
    one = sample(kind, language, NOW)
    found = [at for of in (one.about, one.contact) for at in instants(of)]
    assert all(NOW <= at < NOW + timedelta(days=60) for at in found), found


@every_sample
def test_an_example_is_of_nobody(kind: Kind, language: str) -> None:
    contact = sample(kind, language, NOW).contact
    assert contact.email.endswith("@example.org")
    assert contact.language == language
    assert bool(contact.link_token) is (kind in LINKED)


@pytest.mark.parametrize("kind", Kind)
def test_an_example_tells_of_what_such_a_notice_tells_of(kind: Kind) -> None:
    assert type(sample(kind, "fr", NOW).about) is type(schemas.told(given.notice(kind)))
