from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.opendata.domain.happenings import Happening, Timing, Where
from services.opendata.domain.outings.merging import MOST, WITHIN, Announced, announced, is_same, tellers
from tests.opendata.announcing import START, concert, lasting, one, several


def as_announced(happening: Happening) -> Announced:
    found = one(happening)
    return announced(found.id, found.source, found.alike, found.starts_at, found.content)


def test_the_same_evening_from_two_sources_is_one() -> None:
    theirs = as_announced(concert(title="CONCERT DE PRINTEMPS !", where=Where(latitude=50.7240, longitude=3.1603)))
    other = as_announced(concert("7", "mel", timings=(lasting(start=START + timedelta(minutes=5)),)))
    assert is_same(theirs, other)
    assert tellers([theirs, other]) == {theirs.id: other.id}  # which says more of where it is


def test_ours_is_told_whatever_others_say_of_it() -> None:
    ours = as_announced(concert("1", "champlibre", summary=None, url=None, prices=(), theme=None))
    theirs = [as_announced(concert("2", "tourcoing")), as_announced(concert("3", "mel"))]
    assert tellers([*theirs, ours]) == {theirs[0].id: ours.id, theirs[1].id: ours.id}


def test_the_same_title_and_hour_in_two_towns_are_two() -> None:
    roubaix = Where("Médiathèque", commune="Roubaix", latitude=50.69, longitude=3.18)
    tourcoing = Where("Médiathèque", commune="Tourcoing", latitude=50.7237, longitude=3.1601)
    for one_place, other_place in (
        (roubaix, tourcoing),
        (Where("Médiathèque", commune="Roubaix"), Where("Médiathèque", commune="Tourcoing")),
    ):
        found = as_announced(concert("1", "mel", where=one_place)), as_announced(concert("2", where=other_place))
        assert tellers(found) == {}


def test_a_place_without_a_point_is_known_by_its_name() -> None:
    found = [as_announced(concert("1", "mel", where=Where("LE GRAND-MIX"))), as_announced(concert("2"))]
    assert len(tellers(found)) == 1


def test_what_nobody_says_the_place_of_is_not_merged() -> None:
    assert tellers([as_announced(concert("1", "mel", where=None)), as_announced(concert("2", where=None))]) == {}


def test_what_is_online_for_both_is_the_same_and_for_one_alone_is_not() -> None:
    ours = as_announced(concert("1", "champlibre", where=None, attendance="online"))
    theirs = as_announced(concert("2", "mel", attendance="online"))
    assert tellers([ours, theirs]) == {theirs.id: ours.id}
    assert tellers([ours, as_announced(concert("2", "mel"))]) == {}


def test_two_showings_that_one_source_announces_stay_two() -> None:
    later = (lasting(start=START + timedelta(minutes=5)),)
    shows = [as_announced(concert("1", "mel")), as_announced(concert("2", "mel", timings=later))]
    assert tellers(shows) == {}
    other = as_announced(concert("9", "tourcoing", timings=later))
    assert tellers([*shows, other]) in ({shows[1].id: other.id}, {other.id: shows[1].id})


def test_many_of_one_title_on_one_day_are_left_as_they_are() -> None:
    times = [START + timedelta(seconds=n) for n in range(MOST // 2 + 1)]
    many = [
        as_announced(concert(str(n), source, timings=(Timing(at, at),)))
        for n, at in enumerate(times)
        for source in ("mel", "tourcoing")
    ]
    assert tellers(many) == {}


@given(several())
def test_whoever_is_asked_first_two_are_the_same_or_not(found: list[Happening]) -> None:
    for left in map(as_announced, found):
        for right in map(as_announced, found):
            assert is_same(left, right) == is_same(right, left)


@given(several(), st.randoms(use_true_random=False))
def test_what_is_merged_does_not_depend_on_who_came_first(found: list[Happening], chance: random.Random) -> None:
    announcements = [as_announced(each) for each in found]
    shuffled = announcements[:]
    chance.shuffle(shuffled)
    assert tellers(announcements) == tellers(shuffled)


@given(several())
def test_nothing_is_merged_over_two_dates_two_titles_or_twice(found: list[Happening]) -> None:
    known = {each.id: each for each in map(as_announced, found)}
    told_by = tellers(known.values())
    for hidden, shown in told_by.items():
        assert shown not in told_by, "who tells for others is shown"
        assert is_same(known[hidden], known[shown])
        assert abs(known[hidden].starts_at - known[shown].starts_at) <= WITHIN
        assert known[shown].rank < known[hidden].rank
    groups = Counter((told_by.get(each.id, each.id), each.source) for each in known.values())
    assert set(groups.values()) <= {1}, "of each source at most one"


@given(several())
def test_nothing_is_left_that_nobody_tells(found: list[Happening]) -> None:
    known = {each.id for each in map(as_announced, found)}
    told_by = tellers(map(as_announced, found))
    assert known - told_by.keys() >= set(told_by.values())
    assert bool(known) == bool(known - told_by.keys())


def test_ranks_never_tie() -> None:
    one_of, other = as_announced(concert("1", "mel")), as_announced(concert("2", "mel"))
    assert one_of.rank != other.rank != replace(other, source="a").rank
