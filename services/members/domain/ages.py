"""Ages, as the law of France counts them. Pure; an age is worked out where it is needed and told to nobody.

Source: Code civil, article 388 (a minor is under 18); loi n° 78-17, article 45 (from 15 on a minor consents alone to
services of the information society; RGPD, article 8).
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from chassis.errors import Forbidden, Invalid
from services.members.domain.people import Member

ADULT_FROM_YEARS = 18
CONSENTS_ALONE_FROM_YEARS = 15


def age(born_on: date, on: date) -> int:
    """How many birthdays somebody has had; born on the 29th of February, they have it on the 1st of March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def of_age_at(born_on: date) -> datetime:
    """The first instant of the birthday from which on somebody is of age, by the calendar of UTC."""
    year = born_on.year + ADULT_FROM_YEARS
    try:
        day = born_on.replace(year=year)
    except ValueError:  # born on the 29th of February
        day = date(year, 3, 1)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def is_minor(born_on: date | None, now: datetime) -> bool:
    """Whether somebody is not 18 yet; whose birth date is not known is taken for a minor."""
    return born_on is None or now < of_age_at(born_on)


def is_known_minor(member: Member, now: datetime) -> bool:
    """Whether the city knows that a member is not 18 yet; who told no birth date is taken for an adult."""
    return member.born_on is not None and is_minor(member.born_on, now)


def of_age_if_born_until(on: date) -> date:
    """The latest birth date of those who are of age on a day."""
    try:
        return on.replace(year=on.year - ADULT_FROM_YEARS)
    except ValueError:  # the 29th of February, 18 years after a year that has none
        return date(on.year - ADULT_FROM_YEARS, 2, 28)


def check_minor(born_on: date, on: date) -> None:
    """Refuse to register as a minor who is of age, or not born yet.

    Raises:
        Invalid: `not_a_minor`.
    """
    if not 0 <= age(born_on, on) < ADULT_FROM_YEARS:
        raise Invalid("not_a_minor", f"a minor is under {ADULT_FROM_YEARS}", {"errors": [
            {"pointer": "/born_on", "detail": f"A minor is under {ADULT_FROM_YEARS}."},
        ]})  # fmt: skip


def check_adult(member: Member, now: datetime, *, says_so: bool) -> None:
    """Nobody but an adult answers for a minor.

    Raises:
        Invalid: `adult_not_said`: they do not say that they are one.
        Forbidden: `not_an_adult`: the city knows better.
    """
    if not says_so:
        raise Invalid("adult_not_said", "who answers for a minor says that they are of age")
    if is_known_minor(member, now):
        raise Forbidden("not_an_adult", "a minor does not answer for another")
