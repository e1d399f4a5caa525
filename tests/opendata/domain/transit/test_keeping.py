"""Which timetables are kept, and when an archive is read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from services.opendata.domain.transit.keeping import Kept, Looked, is_done_by_another, is_due, worn_out

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
UNTIL = date(2027, 3, 31)
FIRST = Kept(1, "valmont", "a", NOW - timedelta(days=9), NOW - timedelta(days=9), date(2026, 11, 1), UNTIL, UNTIL)
SECOND = replace(FIRST, id=2, digest="b", written_at=NOW - timedelta(hours=1), loaded_at=NOW - timedelta(hours=1))
NEVER = Looked(None, None)


def test_an_archive_is_read_when_it_is_another_one() -> None:
    assert is_due(NEVER, [], "a", TODAY)
    assert not is_due(Looked("a", None), [FIRST], "a", TODAY)
    assert is_due(Looked("a", None), [FIRST], "b", TODAY)
    assert is_due(Looked("b", None), [FIRST, SECOND], "a", TODAY), "the one before is taken again"


def test_an_archive_that_was_refused_is_not_read_again() -> None:
    assert not is_due(Looked("b", "broken"), [FIRST], "b", TODAY)
    assert is_due(Looked("b", "broken"), [FIRST], "c", TODAY)
    assert not is_due(Looked("b", "broken"), [FIRST], "a", TODAY), "the one before it is there"


def test_an_archive_that_was_begun_and_never_finished_is_read_again() -> None:
    assert is_due(Looked("a", None), [replace(FIRST, loaded_at=None)], "a", TODAY)


def test_what_is_valid_for_years_is_read_again_before_its_days_run_out() -> None:
    years = replace(FIRST, valid_until=date(2099, 12, 31), kept_until=date(2027, 6, 1))
    assert not is_due(Looked("a", None), [years], "a", date(2026, 12, 1))
    assert is_due(Looked("a", None), [years], "a", date(2026, 12, 4))
    assert not is_due(Looked("a", "refused"), [years], "a", date(2026, 12, 4))


def test_one_at_a_time_writes_and_what_another_wrote_is_not_written_again() -> None:
    writing = replace(SECOND, loaded_at=None, written_at=NOW - timedelta(minutes=4))
    assert is_done_by_another([writing], "c", UNTIL, NOW)
    assert not is_done_by_another([replace(writing, written_at=NOW - timedelta(minutes=5))], "c", UNTIL, NOW)
    assert is_done_by_another([SECOND], "b", UNTIL, NOW)
    assert not is_done_by_another([SECOND], "c", UNTIL, NOW)
    assert not is_done_by_another([SECOND], "b", UNTIL + timedelta(days=1), NOW)


def test_the_one_before_goes_when_nobody_reads_it_any_more() -> None:
    assert worn_out([FIRST, SECOND], ["valmont"], NOW) == [1]
    fresh = replace(SECOND, loaded_at=NOW - timedelta(minutes=9))
    assert worn_out([FIRST, fresh], ["valmont"], NOW) == []


def test_the_one_before_stays_until_the_next_is_valid() -> None:
    coming = replace(SECOND, valid_from=date(2027, 1, 4))
    assert worn_out([FIRST, coming], ["valmont"], NOW) == []
    assert worn_out([FIRST, coming], ["valmont"], datetime(2027, 1, 6, tzinfo=UTC)) == [1]


def test_what_was_never_finished_goes_and_what_is_being_written_stays() -> None:
    begun = replace(SECOND, loaded_at=None, written_at=NOW - timedelta(minutes=4))
    assert worn_out([FIRST, begun], ["valmont"], NOW) == []
    assert worn_out([FIRST, begun], ["valmont"], NOW + timedelta(minutes=1)) == [2]


def test_what_the_configuration_names_no_more_goes() -> None:
    assert worn_out([FIRST, SECOND], ["other"], NOW) == [2, 1]
