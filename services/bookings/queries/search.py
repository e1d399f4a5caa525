"""Which of many spaces are free: everything that is needed to tell, in as many queries for one as for a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.queries.bookings import held_of
from services.bookings.queries.catalogue import space_and_place, spaces_and_places, specials
from services.bookings.queries.diaries import diaries
from services.bookings.queries.people import member

MOST_SPACES = 500  # of which anybody may ask at once when they are free next: a month of so many is half a second
LOOKED_AHEAD = (*(timedelta(days=days) for days in (1, 3, 7, 14)), domain.LONGEST_SPAN)


def asker(
    session: Session, actor: domain.Actor | None, holder: domain.Holder | None, persons: int
) -> domain.search.Asker:
    """Who looks for a space, with what is known of whom it is for. Three queries; none for a visitor."""
    asks = domain.search.Asker(actor, holder, None, persons)
    whom = asks.beneficiary
    return replace(asks, member=member(session, whom.member_id, whom.city, actor)) if whom else asks


def free_spaces(
    session: Session,
    filters: domain.search.Filters,
    asks: domain.search.Asker,
    period: domain.Period,
    now: datetime,
    limit: int,
    after: domain.search.Key | None = None,
) -> domain.search.Page:
    """A page of the spaces that could be booked for a period; when there is none, what is near. 13 queries at most."""
    candidates = _candidates(session, spaces_and_places(session, filters), filters.near, asks, period, period, now)
    page = domain.search.page(candidates, now, limit, after)
    if page.items or after is not None:
        return page
    return replace(page, alternatives=_alternatives(session, filters, asks, period, now, candidates))


def alternatives(
    session: Session, space_id: str, asks: domain.search.Asker, period: domain.Period, now: datetime
) -> list[domain.search.Alternative]:
    """What is near a period in one space: other times there, then spaces nearby. Ten queries at most.

    Raises:
        NotFound: `space_not_found`.
    """
    space, place = space_and_place(session, space_id)
    asked = domain.search.Candidate(asks.wish(space, place, period), {})
    return _alternatives(session, domain.search.like(space, place, asks.persons), asks, period, now, [asked], space)


def next_free(
    session: Session,
    filters: domain.search.Filters,
    minutes: int | None,
    within: domain.Period,
    now: datetime,
    most: int,
) -> list[domain.search.Soon]:
    """When each of some spaces can be booked next, whoever asks: the soonest first. Twelve queries at most.

    What is near is looked at first: of a space that is soon free nobody reads the rest of the month.

    Args:
        filters: the first `MOST_SPACES` that they let through by name are looked at.
        minutes: how long; None for the shortest booking of each.
        most: of each space.
    """
    by_name = sorted(spaces_and_places(session, filters), key=lambda one: (one[0].name, one[0].space_id))
    found = {
        space.space_id: domain.search.Soon(space, place, minutes or space.rules.shortest_minutes)
        for space, place in by_name[:MOST_SPACES]
    }
    first = seen_until = max(within.starts_at, now)
    for ahead in LOOKED_AHEAD:
        lacking = [soon for soon in found.values() if len(soon.free) < most and soon.is_bookable]
        until = min(within.ends_at, first + ahead)
        if seen_until >= until or not lacking:
            break
        since = max(first, seen_until - max(soon.length for soon in lacking))
        seen, spaces = domain.Period(since, until), [soon.space for soon in lacking]
        special, diary = specials(session, spaces, seen), diaries(session, spaces, seen, now)
        for soon in lacking:
            rest = domain.Period(max(first, soon.looked_until(seen_until)), until)
            its = special.get(soon.space_id, ()), diary[soon.space_id]
            free = domain.next_bookable(soon.space, soon.place, *its, soon.minutes, rest, now, most - len(soon.free))
            found[soon.space_id] = replace(soon, free=(*soon.free, *free))
        seen_until = until
    return domain.search.soonest(found.values())


def _alternatives(
    session: Session,
    filters: domain.search.Filters,
    asks: domain.search.Asker,
    period: domain.Period,
    now: datetime,
    asked: Sequence[domain.search.Candidate],
    space: domain.Space | None = None,
) -> list[domain.search.Alternative]:
    """What is near a period in which none of some spaces is free. Eight queries at most.

    Args:
        asked: those spaces, in order.
        space: the one that was asked for, when it was one.
    """
    if period.length > domain.alternatives.LONGEST:
        return []
    nearest = [(found.wish.space, found.wish.place) for found in asked[: domain.alternatives.LOOKED_AT]]
    spans = [domain.alternatives.around(period, zone) for zone in {place.zone for _, place in nearest}]
    times: list[domain.search.Alternative] = []
    if spans:
        within = domain.Period(min(span.starts_at for span in spans), max(span.ends_at for span in spans))
        tried = _candidates(session, nearest, filters.near, asks, period, within, now)
        times = domain.alternatives.other_times(tried, now)
    others = [
        (reason, found)
        for found in spaces_and_places(session, domain.alternatives.wider(filters))
        if (reason := domain.alternatives.is_other(filters, space, *found))
    ]
    reasons = {found.space_id: reason for reason, (found, _) in others}
    free = _candidates(session, [found for _, found in others], filters.near, asks, period, period, now)
    return times + domain.alternatives.other_spaces(
        ((reasons[candidate.wish.space.space_id], candidate) for candidate in free), now
    )


def _candidates(
    session: Session,
    found: Iterable[tuple[domain.Space, domain.Place]],
    near: domain.search.Point | None,
    asks: domain.search.Asker,
    period: domain.Period,
    within: domain.Period,
    now: datetime,
) -> list[domain.search.Candidate]:
    """Some spaces in order, with what is held in them and what hours they have within a span. Three queries at most."""
    wishes = [asks.wish(space, place, period) for space, place in found]
    special = specials(session, [wish.space for wish in wishes], within)
    counted = [wish for wish in wishes if wish.space.rules.quotas]
    held = {}
    if asks.beneficiary and counted:
        since = min(now, *(domain.quota_window(period, zone).starts_at for zone in {w.place.zone for w in counted}))
        held = held_of(session, asks.beneficiary, [wish.space.space_id for wish in counted], since, now)
    length = period.length / timedelta(minutes=1)
    tried = [wish.space for wish in wishes if within != period or wish.space.rules.allow(length)]
    diary = diaries(session, tried, within, now)
    return domain.search.in_order(
        domain.search.Candidate(
            replace(
                wish,
                special=special.get(wish.space.space_id, ()),
                held=held.get(wish.space.space_id, ([], []))[0],
                held_by_organisation=held.get(wish.space.space_id, ([], []))[1],
            ),
            diary.get(wish.space.space_id, {}),
            near.km_to(wish.place) if near else None,
        )
        for wish in wishes
    )
