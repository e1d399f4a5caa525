"""An activity's shapes."""

from __future__ import annotations

from dataclasses import asdict

from services.bookings.domain.activities import Field, Terms
from tests.bookings.world import NOW


def test_terms_are_made_of_what_was_kept_of_them() -> None:
    terms = Terms(opens_at=NOW, form=(Field("age", {"fr": "Âge"}, "number", choices=("1", "2")),))
    kept = asdict(terms) | {"opens_at": NOW.isoformat()}
    kept["form"][0]["choices"] = ["1", "2"]
    assert Terms.of(kept) == terms
    assert Terms.of(asdict(Terms()) | {"form": []}) == Terms()
