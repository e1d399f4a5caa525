"""The conditions of a space: the shapes of its rules and its tariffs, as a city publishes them.

Every span counts elapsed time, except where "local" is said: then the clock and the calendar of the place count.
An empty list of who may book means everybody. `publishing` refuses what contradicts itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Self


class Over(StrEnum):
    """What a quota is counted over: what is still to come, or a local day, week (from Monday) or month."""

    AHEAD = "ahead"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Of(StrEnum):
    """Whose bookings a quota counts."""

    MEMBER = "member"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Quota:
    """The most that a member, or an organisation, may hold of one space.

    Attributes:
        most_bookings: how many bookings; None for any number.
        most_minutes: how long together; None for any length.
    """

    of: Of
    over: Over
    most_bookings: int | None = None
    most_minutes: int | None = None


@dataclass(frozen=True)
class Rules:
    """Who may book a space, for how long, how early and how late.

    Attributes:
        step_minutes: a booking's length is a multiple of it.
        start_every_minutes: bookings start at multiples of it from local midnight.
        notice_minutes: counted from now to the start.
        horizon_days: days of 24 hours, counted from now to the start, not rounded.
        buffer_before_minutes, buffer_after_minutes: kept free around a booking; two neighbours share the larger.
        categories: `resident`, `nomad`, `partner`, `guest`; `organisation_kinds`: `individual`, `startup`, …
        cities: the home cities whose members may book.
        attestation: the kind of attestation that the member must have; None for none.
        max_persons: None for the capacity of the space.
        approval: the city says yes or no to each booking; what is asked for is held meanwhile.
        answer_within_minutes: after which a request that nobody answered lapses; never after its start.
        hold_minutes: after which a hold that nobody confirmed lapses.
        offer_minutes: likewise for what is offered to a member who waited.
        cancel_until_minutes, move_until_minutes: before the start; None: until the end.
        check_in_from_minutes: before the start.
        check_in_by_member: the member may do it alone, not the front desk only.
        release_after_minutes: after the start, when nobody checked in; None: never.
    """

    min_minutes: int = 15
    max_minutes: int = 720
    step_minutes: int = 15
    start_every_minutes: int = 15
    notice_minutes: int = 0
    horizon_days: int = 365
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    categories: tuple[str, ...] = ()
    organisation_kinds: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    attestation: str | None = None
    quotas: tuple[Quota, ...] = ()
    min_persons: int = 1
    max_persons: int | None = None
    approval: bool = False
    answer_within_minutes: int = 4320
    hold_minutes: int = 15
    offer_minutes: int = 1440
    cancel_until_minutes: int | None = None
    move_until_minutes: int | None = None
    check_in_from_minutes: int = 15
    check_in_by_member: bool = True
    release_after_minutes: int | None = None

    @property
    def shortest_minutes(self) -> int:
        """How long the shortest booking is."""
        return -(-self.min_minutes // self.step_minutes) * self.step_minutes

    def allow(self, minutes: float) -> bool:
        """Whether a booking may be that long."""
        return self.min_minutes <= minutes <= self.max_minutes and minutes % self.step_minutes == 0

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """The rules as JSON has them; what is not said is as by default."""
        quotas = (
            Quota(**{**quota, "of": Of(quota["of"]), "over": Over(quota["over"])}) for quota in stored.get("quotas", ())
        )
        return cls(**{**_tuples(stored), "quotas": tuple(quotas)})


@dataclass(frozen=True)
class Tariff:
    """What one unit of a space costs those it is for; the first tariff of a space that fits a member counts.

    Attributes:
        name: short, of the city's own; it stands in the accounts: `plein`, `associations`.
        categories, organisation_kinds, cities: as in `Rules`.
        attestation: the kind of attestation that proves the right to it; None for none.
        hour_cents, half_day_cents, day_cents, month_cents: the tiers; None where there is none. An hour's is
            counted by started quarters; a half day is 4 hours, a day 8 hours, a month 30 days of 24 hours.
    """

    name: str
    categories: tuple[str, ...] = ()
    organisation_kinds: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    attestation: str | None = None
    hour_cents: int | None = None
    half_day_cents: int | None = None
    day_cents: int | None = None
    month_cents: int | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """The tariff as JSON has it."""
        return cls(**_tuples(stored))


def _tuples(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}


class Tier(NamedTuple):
    """A length that a tariff has a price for."""

    name: str
    span: timedelta

    @property
    def field(self) -> str:
        """Of `Tariff`."""
        return f"{self.name}_cents"


TIERS = (
    Tier("month", timedelta(days=30)),
    Tier("day", timedelta(hours=8)),
    Tier("half_day", timedelta(hours=4)),
    Tier("hour", timedelta(hours=1)),
)
