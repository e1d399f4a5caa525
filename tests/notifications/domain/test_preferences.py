"""By which channel somebody is told, and when not."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from chassis.errors import Conflict, Invalid
from services.notifications import domain
from services.notifications.domain import Channel, Choice, Family, Kind, Preferences, QuietHours
from tests.notifications import given

BOTH = frozenset(Channel)
NIGHT = QuietHours(time(21), time(8))
PARIS = "Europe/Paris"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_by_default_everything_goes_by_mail_and_nothing_by_sms() -> None:
    for kind in Kind:
        assert domain.channels_for(kind, Preferences(), BOTH) == (Channel.MAIL,)


def test_what_is_not_required_can_be_switched_off_by_kind_and_channel() -> None:
    chosen = Preferences({(Kind.BOOKING_CONFIRMED, Channel.MAIL): False, (Kind.BOOKING_OFFERED, Channel.SMS): True})
    assert domain.channels_for(Kind.BOOKING_CONFIRMED, chosen, BOTH) == ()
    assert domain.channels_for(Kind.BOOKING_OFFERED, chosen, BOTH) == (Channel.MAIL, Channel.SMS)
    assert domain.channels_for(Kind.BOOKING_LAPSED, chosen, BOTH) == (Channel.MAIL,)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_required])
def test_what_law_or_contract_wants_said_cannot(kind: Kind) -> None:
    off = Preferences({(kind, channel): False for channel in Channel})
    assert domain.channels_for(kind, off, BOTH) == (Channel.MAIL,)


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.is_sayable])
def test_what_brings_a_secret_is_said_by_no_sms_whatever_they_prefer(kind: Kind) -> None:
    assert kind in domain.LINKED or kind.family is domain.Family.DIGEST
    chosen = Preferences({(kind, Channel.SMS): True})
    assert Channel.SMS not in domain.channels_for(kind, chosen, BOTH)


def test_by_sms_is_said_what_nobody_can_write_and_to_the_member_what_was_written_to_another() -> None:
    for kind in Kind:
        by_mail, by_sms = given.delivery(kind), given.delivery(kind, Channel.SMS)
        instead = Channel.SMS if kind.is_sayable else None
        assert domain.instead_of(by_mail, "no_address", BOTH) is instead
        assert domain.instead_of(by_mail, "address_refused", BOTH) is instead
        assert domain.instead_of(by_mail, "smtp_550", BOTH) is instead
        assert domain.instead_of(by_mail, "smtp_data_554", BOTH) is None
        helper = given.contact(because="helper", for_name="Odette", has_phone=True)
        assert domain.as_well_as(by_mail, helper, BOTH) is instead
        for none in (
            domain.instead_of(by_mail, "member_not_found", BOTH),
            domain.instead_of(by_mail, "no_address", {Channel.MAIL}),
            domain.instead_of(by_sms, "no_address", BOTH),
            domain.as_well_as(by_mail, given.contact(because="helper"), BOTH),
            domain.as_well_as(by_mail, given.contact(), BOTH),
            domain.as_well_as(by_sms, helper, BOTH),
        ):
            assert none is None


def test_a_channel_that_the_node_has_not_is_none() -> None:
    chosen = Preferences({(Kind.BOOKING_OFFERED, Channel.SMS): True})
    assert domain.channels_for(Kind.BOOKING_OFFERED, chosen, frozenset({Channel.MAIL})) == (Channel.MAIL,)


@pytest.mark.parametrize(
    ("quiet", "now", "ends"),
    [
        (NIGHT, at(20, 12), at(20, 12)),
        (NIGHT, at(20, 20), at(21, 7)),  # 21:00 there
        (NIGHT, at(20, 19, 59), at(20, 19, 59)),
        (NIGHT, at(20, 23, 30), at(21, 7)),
        (NIGHT, at(20, 6, 59), at(20, 7)),
        (NIGHT, at(20, 7), at(20, 7)),
        (QuietHours(time(12), time(14)), at(20, 11), at(20, 13)),
        (QuietHours(time(12), time(14)), at(20, 13), at(20, 13)),
        (NIGHT, at(28, 22, month=3), at(29, 6, month=3)),  # one hour less of night
        (NIGHT, at(24, 22, month=10), at(25, 7, month=10)),  # and one more
    ],
)
def test_quiet_hours_end_by_the_clock_of_the_city(quiet: QuietHours, now: datetime, ends: datetime) -> None:
    assert domain.quiet_until(quiet, PARIS, now) == ends


def test_what_is_said_in_quiet_hours_waits_for_their_end() -> None:
    chosen, now = Preferences(quiet=NIGHT), at(20, 22)
    later = now + timedelta(days=1)
    for channel in Channel:
        assert domain.due_at(Kind.BOOKING_CONFIRMED, channel, chosen, PARIS, now, later) == at(21, 7)
    assert domain.due_at(Kind.BOOKING_CONFIRMED, Channel.MAIL, Preferences(), PARIS, now, later) == now


def test_what_would_be_too_late_then_or_is_waited_for_is_said_at_once() -> None:
    chosen, now = Preferences(quiet=NIGHT), at(20, 22)
    for channel in Channel:
        for preferences in (chosen, Preferences()):
            assert domain.due_at(Kind.BOOKING_OFFERED, channel, preferences, PARIS, now, at(21, 7)) == now
            assert domain.due_at(Kind.RESET, channel, preferences, PARIS, now, now + timedelta(days=1)) == now


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(20, 19, 59), at(20, 19, 59)),
        (at(20, 20), at(21, 7)),  # 21:00 there
        (at(21, 6, 59), at(21, 7)),
        (at(21, 7), at(21, 7)),
    ],
)
def test_no_telephone_rings_at_night_of_who_chose_no_hours(now: datetime, due: datetime) -> None:
    later = now + timedelta(days=2)
    assert domain.due_at(Kind.BOOKING_CONFIRMED, Channel.SMS, Preferences(), PARIS, now, later) == due
    in_tokyo = domain.due_at(Kind.BOOKING_CONFIRMED, Channel.SMS, Preferences(), "Asia/Tokyo", at(20, 4), later)
    assert in_tokyo == at(20, 4)
    assert domain.due_at(Kind.NEW_SIGN_IN, Channel.SMS, Preferences(), PARIS, now, later) == now


def test_hours_that_a_member_chose_stand_in_the_place_of_the_night() -> None:
    chosen, later = Preferences(quiet=QuietHours(time(1), time(5))), at(23, 0)
    for now, due in ((at(20, 20), at(20, 20)), (at(21, 0), at(21, 4)), (at(21, 4), at(21, 4))):
        assert domain.due_at(Kind.BOOKING_CONFIRMED, Channel.SMS, chosen, PARIS, now, later) == due


def chosen(*choices: Choice, reminders: tuple[int, ...] = (), open_channels: frozenset[Channel] = BOTH) -> Preferences:
    return domain.choose(choices, None, reminders, open_channels)


def test_what_is_so_by_default_is_not_kept() -> None:
    off = Choice(Kind.BOOKING_CONFIRMED, Channel.MAIL, False)
    said = chosen(
        off,
        Choice(Kind.BOOKING_LAPSED, Channel.MAIL, True),
        Choice(Kind.BOOKING_LAPSED, Channel.SMS, False),
        Choice(Kind.BOOKING_MOVED, Channel.MAIL, True),
        reminders=(60, 10080),
    )
    assert said.wanted == {(off.kind, off.channel): False}
    assert said.reminders == (10080, 60)
    assert not said.has_default_times
    assert Preferences().has_default_times


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_required])
def test_nobody_switches_off_what_law_or_contract_wants_said(kind: Kind) -> None:
    with pytest.raises(Conflict, match="notice_required") as refusal:
        chosen(Choice(kind, Channel.MAIL, False))
    assert refusal.value.detail == {"kind": kind, "channel": "mail"}


@pytest.mark.parametrize("kind", list(Kind))
def test_sms_is_chosen_for_what_can_be_said_by_it(kind: Kind) -> None:
    by_sms = Choice(kind, Channel.SMS, True)
    if domain.is_by_consent(kind):
        return
    if kind.is_sayable:
        assert domain.channels_for(kind, chosen(by_sms), BOTH)[-1] is Channel.SMS
    else:
        with pytest.raises(Invalid, match="invalid"):
            chosen(by_sms)


def test_the_digest_is_consented_to_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kind, "family", Family.DIGEST)
    for is_wanted in (True, False):
        with pytest.raises(Conflict, match="digest_is_a_consent"):
            chosen(Choice(Kind.BOOKING_LAPSED, Channel.MAIL, is_wanted))


def test_a_channel_that_the_node_has_not_cannot_be_chosen_nor_one_twice() -> None:
    by_mail = Choice(Kind.BOOKING_LAPSED, Channel.MAIL, True)
    by_sms = Choice(Kind.BOOKING_LAPSED, Channel.SMS, True)
    for choices, channels in (((by_mail, by_sms), frozenset({Channel.MAIL})), ((by_mail, by_mail), BOTH)):
        with pytest.raises(Invalid) as refusal:
            chosen(*choices, open_channels=channels)
        assert refusal.value.detail["errors"][0]["pointer"] == "/wanted/1/channel"
