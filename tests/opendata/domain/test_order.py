from __future__ import annotations

import pytest

from services.opendata.domain import is_newer


@pytest.mark.parametrize(("sequence", "known", "newer"), [(0, None, True), (1, 0, True), (1, 1, False), (0, 1, False)])
def test_only_what_says_more_than_we_know_counts(sequence: int, known: int | None, newer: bool) -> None:
    assert is_newer(sequence, None if known is None else {"sequence": known}) is newer
