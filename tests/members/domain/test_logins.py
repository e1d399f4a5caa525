from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chassis.errors import NotFound, Unauthenticated
from services.members import domain
from tests.members.people import NOW, active, staff

MOMENT = timedelta(seconds=1)
TOKEN = domain.RefreshToken("digest-1", "login-1", NOW)


def begun(member: domain.Member = active()) -> domain.Login:  # noqa: B008 - it never changes
    method = domain.Method.PASSWORD
    return domain.begin_login("login-1", member, method, NOW, has_second_factor=False, device="Firefox", client="c")


def renewed(login: domain.Login, now: datetime, member: domain.Member = active()) -> domain.Login:  # noqa: B008
    return domain.refresh_login(login, TOKEN, member, now)


def test_a_login_lasts_thirty_days_after_it_was_used_last() -> None:
    login = begun()
    assert login.is_open(NOW + timedelta(days=30) - MOMENT)
    assert not login.is_open(NOW + timedelta(days=30))
    later = NOW + timedelta(days=29)
    assert renewed(login, later).expires_at == later + timedelta(days=30)
    assert renewed(login, later).last_used_at == later


def test_a_login_lasts_half_a_year_however_much_it_is_used() -> None:
    login, now = begun(), NOW
    while login.is_open(now + timedelta(days=20)):
        now += timedelta(days=20)
        login = renewed(login, now)
    assert login.expires_at == NOW + timedelta(days=180)


def test_a_login_of_staff_lasts_half_a_day_after_it_was_used_last() -> None:
    desk = staff(domain.Role.FRONT_DESK)
    assert begun(desk).expires_at == NOW + timedelta(hours=12)
    morning = NOW + timedelta(hours=11)
    assert renewed(begun(desk), morning, desk).expires_at == morning + timedelta(hours=12)


def test_who_becomes_staff_has_a_login_of_staff_from_the_next_use_on() -> None:
    assert renewed(begun(), NOW, staff(domain.Role.PROGRAMME)).expires_at == NOW + timedelta(hours=12)


@pytest.mark.parametrize(("after", "ended"), [(domain.GRACE - MOMENT, False), (domain.GRACE, True)])
def test_a_token_that_was_used_ends_the_login_but_for_a_moment(after: timedelta, ended: bool) -> None:
    used = replace(TOKEN, used_at=NOW)
    login = domain.refresh_login(begun(), used, active(), NOW + after)
    assert (login.ended_because is domain.Ending.TOKEN_REUSED) == ended
    assert login.is_open(NOW + after) != ended


def test_what_is_over_neither_goes_on_nor_ends_again() -> None:
    ended = domain.end_login(begun(), domain.Ending.SIGNED_OUT, NOW)
    assert renewed(ended, NOW + MOMENT) == ended
    assert domain.end_login(ended, domain.Ending.SUSPENDED, NOW + MOMENT) == ended
    over = NOW + timedelta(days=31)
    assert renewed(begun(), over) == domain.end_login(begun(), domain.Ending.SIGNED_OUT, over) == begun()


def test_what_has_ended_or_is_unknown_opens_nothing() -> None:
    assert domain.check_login(begun(), NOW) == begun()
    ended = domain.end_login(begun(), domain.Ending.SIGNED_OUT, NOW)
    for login, now in ((ended, NOW), (begun(), NOW + timedelta(days=30)), (None, NOW)):
        with pytest.raises(Unauthenticated, match="login_ended"):
            domain.check_login(login, now)


def test_a_member_names_logins_of_their_own_only() -> None:
    assert domain.own_login(begun(), active()) == begun()
    for login in (begun(staff()), None):
        with pytest.raises(NotFound, match="login_not_found"):
            domain.own_login(login, active())
