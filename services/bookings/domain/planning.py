"""Planning: what many wishes for one space would come to, together: those of a series, one after the other.

Each is judged with what the others before it would hold already, and no two get the same unit at the same time. Binds
nobody: the database has the last word, at the moment of claiming.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zlib import crc32

from chassis.errors import Conflict, Invalid, ServiceError
from chassis.periods import Period, union
from services.bookings.domain.availability import Diary, blocked
from services.bookings.domain.occurrences import Occurrence
from services.bookings.domain.places import Unit
from services.bookings.domain.rules import Verdict, judge
from services.bookings.domain.tariffs import Price, price
from services.bookings.domain.wishes import Wish


@dataclass(frozen=True)
class Asked:
    """An occurrence with all that is needed to judge it.

    Attributes:
        key: of the occurrence.
        wish: None when its wall times make no period.
        refusals: what stands against it already.
        went_past: the codes that the actor goes past already.
    """

    key: str
    wish: Wish | None
    refusals: tuple[ServiceError, ...] = ()
    went_past: tuple[str, ...] = ()


@dataclass(frozen=True)
class Planned:
    """What an occurrence would come to.

    Attributes:
        refusals: all that stands against it; empty when it may be granted.
        units: those that are free for it, in the order in which to try them.
    """

    key: str
    wish: Wish | None
    refusals: tuple[ServiceError, ...]
    went_past: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Of its refusals."""
        return tuple(dict.fromkeys(refusal.code for refusal in self.refusals))

    @property
    def status(self) -> str:
        """`free`; `taken`, `closed`, when nothing else is against it; else `refused`."""
        others = set(self.codes) - {"unit_taken", "outside_opening_hours"}
        if others:
            return "refused"
        if "outside_opening_hours" in self.codes:
            return "closed"
        return "taken" if self.codes else "free"

    @property
    def price(self) -> Price | None:
        """What it would cost; None when it makes no period."""
        return price(self.wish) if self.wish else None

    def lost(self) -> Planned:
        """The same, when others were faster."""
        return replace(self, refusals=(_taken(),), units=())


@dataclass(frozen=True)
class Preview:
    """What each occurrence would come to, before anybody decides; binds nobody.

    Attributes:
        zone: IANA name, of the place.
    """

    space_id: str
    zone: str
    items: Sequence[Planned]


def ask(base: Wish, occurrence: Occurrence) -> Asked:
    """The wish for an occurrence, made of one for the whole series."""
    period = occurrence.period
    if period is None:
        return Asked(occurrence.key, None)
    special = [found for found in base.special if found.period.overlaps(period)]
    return Asked(occurrence.key, replace(base, period=period, special=special))


def plan(
    asked: Sequence[Asked], diary: Diary, now: datetime, turn_of: str = "", latest_first: bool = False
) -> list[Planned]:
    """What each would come to, in their order.

    All get one and the same unit if one is free for all, else the one that is free for most.

    Args:
        asked: wishes of one space; what they hold of it already (`Wish.kept`) is not in `Wish.held`, nor in the diary.
        turn_of: the id of the series, which decides the unit to begin at.
        latest_first: judge the latest first: what is moved to later must not fall on what is still to be moved.
    """
    plans = _Plans(asked, diary, turn_of)
    for one in reversed(asked) if latest_first else asked:
        plans.add(one, now)
    return [plans.made[one.key] for one in asked]


def preview(asked: Sequence[Asked], diary: Diary, now: datetime) -> Preview:
    """What each would come to, in their order."""
    wish = next(one.wish for one in asked if one.wish)
    return Preview(wish.space.space_id, wish.place.zone, plan(asked, diary, now))


class _Calendar:
    """The periods in which a unit cannot be had, made for many questions."""

    def __init__(self, taken: Iterable[Period]) -> None:
        apart = union(taken)
        self._starts = [period.starts_at for period in apart]
        self._ends = [period.ends_at for period in apart]
        self._added: list[Period] = []

    def add(self, period: Period) -> None:
        self._added.append(period)

    def is_free(self, period: Period) -> bool:
        before = bisect_left(self._starts, period.ends_at)
        if before and self._ends[before - 1] > period.starts_at:
            return False
        return not any(period.overlaps(other) for other in self._added)


class _Plans:
    """The plans made so far, with what they hold."""

    def __init__(self, asked: Sequence[Asked], diary: Diary, turn_of: str) -> None:
        self.made: dict[str, Planned] = {}
        self._units = {unit: _Calendar(taken) for unit, taken in diary.items()}
        wishes = [one.wish for one in asked if one.wish]
        units = list(diary)
        first = crc32(turn_of.encode()) % len(units) if units else 0
        fits = {unit: sum(self._units[unit].is_free(wish.period) for wish in wishes) for unit in units}
        self._order = sorted(units[first:] + units[:first], key=lambda unit: -fits[unit])
        # what will be moved counts already where it shall be; what is new counts once it is planned
        self._held = {one.key: one.wish.period for one in asked if one.wish and one.wish.kept}

    def add(self, one: Asked, now: datetime) -> None:
        wish = one.wish
        if wish is None:
            none = Invalid("period_invalid", "The clocks change that night: the end would come before the start.")
            self.made[one.key] = Planned(one.key, None, (*one.refusals, none))
            return
        verdict = self._judge(one.key, wish, now)
        units = self._free(wish)
        refusals = (*one.refusals, *verdict.refusals, *(() if units else (_taken(),)))
        went_past = tuple(dict.fromkeys((*one.went_past, *verdict.went_past)))
        self.made[one.key] = Planned(one.key, wish, refusals, went_past, units)
        if not refusals:
            self._hold(one.key, wish, units[0], wish.period)
        elif wish.kept:
            self._stay(one.key, wish)

    def _judge(self, key: str, wish: Wish, now: datetime) -> Verdict:
        others = [period for other, period in self._held.items() if other != key]
        holder = wish.beneficiary
        of_organisation = others if holder and holder.organisation_id else []
        held, held_by = [*wish.held, *others], [*wish.held_by_organisation, *of_organisation]
        return judge(replace(wish, held=held, held_by_organisation=held_by), now)

    def _free(self, wish: Wish) -> tuple[Unit, ...]:
        prefer = wish.kept.unit_id if wish.kept else None
        free = [unit for unit in self._order if self._units[unit].is_free(wish.period)]
        return tuple(sorted(free, key=lambda unit: unit.unit_id != prefer))

    def _hold(self, key: str, wish: Wish, unit: Unit, period: Period) -> None:
        rules = wish.space.rules
        held_from = period.starts_at - timedelta(minutes=rules.buffer_before_minutes)
        held_until = period.ends_at + timedelta(minutes=rules.buffer_after_minutes)
        self._units[unit].add(blocked(wish.space, period.starts_at, period.ends_at, held_from, held_until))
        self._held[key] = period

    def _stay(self, key: str, wish: Wish) -> None:
        """What cannot be moved stays where it is, and in the way of the others."""
        assert wish.kept is not None
        self._held.pop(key)
        for unit in self._units:
            if unit.unit_id == wish.kept.unit_id:
                self._hold(key, wish, unit, wish.kept.period)


def _taken() -> Conflict:
    return Conflict("unit_taken", "No unit is free for the whole period.")
