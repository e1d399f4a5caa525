"""A gateway whose services are a table of answers."""

from __future__ import annotations

import pytest

from tests.gateway.fakes import Gateway


@pytest.fixture
def gateway() -> Gateway:
    """A gateway that knows the keys of Roubaix and Tourcoing."""
    return Gateway()
