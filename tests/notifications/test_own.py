"""A member's own notices and preferences, asked over the bus by a proof of their city, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from nameko.containers import ServiceContainer
from sqlalchemy import event, update

from chassis import clock, config, health, proofs
from chassis.clock import rfc3339
from chassis.database import Store
from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from chassis.rpc import Caller
from services.notifications import commands, queries
from services.notifications.domain import Channel, Kind, Outcome, Status
from services.notifications.sending import HELD_FOR
from services.notifications.service import notifications
from services.notifications.tables import notices
from tests.notifications import given
from tests.notifications.test_service import SERVICE, calling
from tests.substrates import Substrate
from tests.waiting import until

HOME_SECRET = "h" * 32
NOTHING: dict[str, Any] = {"wanted": [], "quiet": None, "reminders": [1440]}


@dataclass
class Asker:
    """Asks as the gateway does, with what the members service would have given."""

    caller: Caller
    store: Store

    def ask(self, method: str, member_id: str = "m-1", /, **asked: Any) -> Any:
        proven = {**shown(member_id, "notices_of" if method == "notices_of" else "notices"), **asked}
        return self.caller.call(SERVICE, method, sealed=True, **proven)

    def page(self, member_id: str = "m-1", **asked: Any) -> Any:
        return self.ask("my_notices", member_id, **{"language": "fr", **asked})


def shown(
    member_id: str, purpose: str = "notices", city: str = "roubaix", minutes: float = 5, secret: str = HOME_SECRET
) -> dict[str, str]:
    """A proof; by default one that holds."""
    end = clock.now() + timedelta(minutes=minutes)
    proof = proofs.make_until(secret, end, purpose, city, member_id)
    return {"member_id": member_id, "until": rfc3339(end), "proof": proof}


@pytest.fixture
def roubaix(substrate: Substrate, tmp_path: Path) -> Iterator[Asker]:
    raw = {
        "site": "roubaix",
        "services": ["notifications"],
        "city": "roubaix",
        "home_secret": HOME_SECRET,
        "cities": {"roubaix": {"name": "Roubaix", "insee": "59512", "siren": "215905126"}},
        "broker": {"uri": substrate.broker_uri},
        "database": {"url": substrate.database_url},
        "mail": {"folder": str(tmp_path / "mail")},
    }
    store = Store(substrate.migrated("services.notifications", SERVICE))
    container = ServiceContainer(notifications("roubaix"), {"settings": config.read(raw, {})})
    container.start()
    until(lambda: health.is_ready(health.report(SERVICE)), "notifications that hear")
    with calling(substrate) as caller:
        until(lambda: caller.line.connected, "line to the broker")
        yield Asker(caller, store)
    container.stop()
    store.close()
    health.forget()


def say(store: Store, kind: Kind, number: int, **facts: Any) -> str:
    """Say something that is not sent in this test: it is due when the test is long over."""
    notice = given.notice(kind, notice_id=f"n-{number}", sequence=number, not_after=given.NOW + timedelta(days=999))
    notice = replace(notice, **facts)
    with store.transaction() as session:
        commands.say(session, notice, given.HOME, clock.now() + timedelta(days=1))
    return notice.notice_id


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The queries meanwhile."""
    seen: list[str] = []

    def note(*args: Any) -> None:
        seen.append(str(args[2]))

    event.listen(store.engine, "before_cursor_execute", note)
    yield seen
    event.remove(store.engine, "before_cursor_execute", note)


def test_a_member_reads_what_they_were_told_the_newest_first_and_page_by_page(roubaix: Asker) -> None:
    kinds = [
        Kind.BOOKING_CONFIRMED,
        Kind.REGISTRATION_QUEUED,
        Kind.SERIES_BOOKED,
        Kind.NEW_SIGN_IN,
        Kind.OCCURRENCE_SHORT,
    ]
    for number, kind in enumerate(kinds):
        say(roubaix.store, kind, number)
    say(roubaix.store, Kind.BOOKING_DENIED, 99, member_id="m-2")
    first = roubaix.page(limit=3)
    rest = roubaix.page(limit=3, after=first["next"])
    assert [one["notice_id"] for one in first["items"] + rest["items"]] == ["n-4", "n-3", "n-2", "n-1", "n-0"]
    assert (first["next"], rest["next"]) == ("n-2", None)
    assert [one["about"] for one in first["items"] + rest["items"]] == [
        {"occurrence": "o-1"}, None, {"series": "r-1"}, {"registration": "g-1"}, {"booking": "b-1"},
    ]  # fmt: skip
    assert roubaix.page(after="n-99")["items"] == []
    assert [one["notice_id"] for one in roubaix.page("m-2")["items"]] == ["n-99"]


def test_a_notice_says_what_became_of_it_by_each_channel(roubaix: Asker) -> None:
    say(roubaix.store, Kind.BOOKING_CONFIRMED, 0)
    later = clock.now() + timedelta(days=2)
    with roubaix.store.transaction() as session:
        (delivery,) = commands.claim(session, HELD_FOR, 20, given.HOME, later)
        commands.settle(session, delivery, Outcome(Status.FAILED, "smtp_550", instead=Channel.SMS), given.HOME, later)
    (told,) = roubaix.page()["items"]
    assert told["deliveries"][0] == {"channel": "mail", "status": "failed", "sent_at": None, "reason": "smtp_550"}
    assert [way["channel"] for way in told["deliveries"]] == ["mail", "sms"]
    assert (told["kind"], told["family"]) == ("booking_confirmed", "bookings")
    assert datetime.fromisoformat(told["at"]).tzinfo == UTC


def test_the_subject_and_the_text_are_in_the_language_asked_for(roubaix: Asker) -> None:
    notice_id = say(roubaix.store, Kind.BOOKING_CONFIRMED, 0)
    for language in ("fr", "nl", "en"):
        (told,) = roubaix.page(language=language)["items"]
        one = roubaix.ask("my_notice", notice_id=notice_id, language=language, name="Zoé Planté")
        assert one["subject"] == told["subject"]
        assert "Zoé Planté" in one["text"]
        assert "L'Union" in one["text"]
    assert one["subject"].startswith("Booked: ")


def test_what_moved_is_told_with_what_it_was(roubaix: Asker) -> None:
    say(roubaix.store, Kind.REGISTRATION_CONFIRMED, 0)
    with roubaix.store.transaction() as session:
        later = clock.now() + timedelta(days=2)
        (delivery,) = commands.claim(session, HELD_FOR, 20, given.HOME, later)
        commands.settle(session, delivery, Outcome(Status.SENT), given.HOME, later)
    moved = {**given.event(Kind.REGISTRATION_CHANGED).data, "starts_at": "2026-11-24T15:00:00+00:00"}
    moved["ends_at"] = "2026-11-24T17:00:00+00:00"
    notice_id = say(roubaix.store, Kind.REGISTRATION_CHANGED, 1, data=moved)
    text = roubaix.ask("my_notice", notice_id=notice_id, language="fr", name="Zoé")["text"]
    assert "lundi 23 novembre" in text
    assert "mardi 24 novembre" in text


def test_what_was_kept_otherwise_long_ago_hides_none_of_the_rest(roubaix: Asker) -> None:
    for number in range(2):
        say(roubaix.store, Kind.BOOKING_CONFIRMED, number)
    with roubaix.store.transaction() as session:
        session.execute(update(notices).where(notices.c.notice_id == "n-0").values(data={}))
    newer, older = roubaix.page()["items"]
    assert (older["subject"], older["about"], older["kind"]) == (None, None, "booking_confirmed")
    assert newer["subject"]
    assert roubaix.ask("my_notice", notice_id="n-0", language="fr", name="Zoé")["text"] is None


def test_a_page_takes_the_same_number_of_queries_however_long_it_is(roubaix: Asker) -> None:
    for number in range(12):
        say(roubaix.store, Kind.REGISTRATION_CHANGED, number)
    with roubaix.store.reading() as session:
        numbers = []
        for most in (1, 12):
            with counted(roubaix.store) as seen:
                assert len(queries.notices_of(session, "m-1", None, most)) == most
            numbers.append(len([each for each in seen if each.startswith("SELECT")]))
    assert numbers == [2, 2]


def test_somebody_else_s_notice_is_not_found(roubaix: Asker) -> None:
    notice_id = say(roubaix.store, Kind.BOOKING_CONFIRMED, 0)
    with pytest.raises(NotFound, match="notice_not_found"):
        roubaix.ask("my_notice", "m-2", notice_id=notice_id, language="fr", name="Zoé")


FORGED = {
    "of another member": {"member_id": "m-2"},
    "put off": {"until": "2100-01-01T00:00:00+00:00"},
    "of another city": shown("m-1", city="marcq"),
    "for the export": shown("m-1", "notices_of"),
    "over": shown("m-1", minutes=-1),
    "of another home": shown("m-1", secret="x" * 32),
    "no proof": {"proof": ""},
}
METHODS: list[tuple[str, dict[str, Any]]] = [
    ("my_notices", {"language": "fr"}),
    ("my_notice", {"language": "fr", "notice_id": "n-0", "name": "Zoé"}),
    ("preferences_of", {}),
    ("choose", NOTHING),
]


def test_nobody_is_told_anything_without_a_proof_that_holds(roubaix: Asker) -> None:
    say(roubaix.store, Kind.BOOKING_CONFIRMED, 0)
    for method, asked in METHODS:
        assert roubaix.ask(method, **asked)
        for why, forged in FORGED.items():
            with pytest.raises(Forbidden, match="proof_invalid"):
                assert roubaix.ask(method, **asked, **forged), (method, why)


def test_what_is_taken_along_needs_a_proof_for_that_and_it_has_an_end(roubaix: Asker) -> None:
    say(roubaix.store, Kind.BOOKING_CONFIRMED, 0)
    sections = {one["name"]: one["rows"] for one in roubaix.ask("notices_of")["sections"]}
    assert [row["notice_id"] for row in sections["notices"]] == ["n-0"]
    for forged in (shown("m-1"), shown("m-1", "notices_of", minutes=-1), {"member_id": "m-2"}):
        with pytest.raises(Forbidden, match="proof_invalid"):
            roubaix.ask("notices_of", **forged)


def test_a_member_sees_every_kind_once_and_what_is_chosen_of_it(roubaix: Asker) -> None:
    told = roubaix.ask("preferences_of")
    kinds = [kind for family in told["families"] for kind in family["kinds"]]
    assert sorted(kind["kind"] for kind in kinds) == sorted(Kind)
    assert told["channels"] == ["mail"]  # the node sends no SMS
    by_name = {kind["kind"]: kind for kind in kinds}
    mail = {"channel": "mail", "is_wanted": True}
    assert by_name["booking_confirmed"]["channels"] == [{**mail, "is_fixed": False}]
    assert by_name["booking_cancelled"]["channels"] == [{**mail, "is_fixed": True}]
    assert (told["quiet"], told["zone"], told["reminders"]) == (None, "Europe/Paris", [1440])


def test_what_a_member_chooses_is_what_they_see_then(roubaix: Asker) -> None:
    off = {"kind": "booking_confirmed", "channel": "mail", "is_wanted": False}
    quiet = {"since": "21:30", "until": "08:00"}
    told = roubaix.ask("choose", wanted=[off], quiet=quiet, reminders=[60, 10080])
    assert told == roubaix.ask("preferences_of")
    assert (told["quiet"], told["reminders"]) == (quiet, [10080, 60])
    (of_bookings,) = (family for family in told["families"] if family["family"] == "bookings")
    chosen = {kind["kind"]: kind["channels"][0]["is_wanted"] for kind in of_bookings["kinds"]}
    assert [kind for kind, is_wanted in chosen.items() if not is_wanted] == ["booking_confirmed"]
    assert roubaix.ask("preferences_of", "m-2")["quiet"] is None


@pytest.fixture
def wrong() -> list[tuple[dict[str, Any], str]]:
    """What cannot be chosen, and what it is about."""
    mail = {"channel": "mail", "is_wanted": True}
    sms = {"kind": "booking_confirmed", "channel": "sms", "is_wanted": True}
    return [
        ({"wanted": [{**mail, "kind": "no_such_kind"}]}, "/wanted/0/kind"),
        ({"wanted": [{**mail, "kind": "booking_confirmed", "channel": "pigeon"}]}, "/wanted/0/channel"),
        ({"wanted": [sms]}, "/wanted/0/channel"),
        ({"wanted": [{**mail, "kind": "booking_confirmed"}] * 2}, "/wanted/1/channel"),
        ({"wanted": [sms] * 1000}, "/wanted"),
        ({"quiet": {"since": "21:00", "until": "21:00"}}, "/quiet/until"),
        ({"quiet": {"since": "25:00", "until": "08:00"}}, "/quiet/since"),
        ({"quiet": {"since": "21:00"}}, "/quiet/until"),
        ({"reminders": [61]}, "/reminders/0"),
        ({"reminders": [60, 120, 180, 1440]}, "/reminders"),
        ({"reminders": [60, 60]}, "/reminders"),
    ]


def test_what_cannot_be_chosen_is_named(roubaix: Asker, wrong: list[tuple[dict[str, Any], str]]) -> None:
    for said, pointer in wrong:
        with pytest.raises(Invalid) as refusal:
            roubaix.ask("choose", **{**NOTHING, **said})
        assert refusal.value.detail.get("errors", [{}])[0].get("pointer") == pointer, (said, str(refusal.value))
    required = {"kind": "booking_cancelled", "channel": "mail", "is_wanted": False}
    with pytest.raises(Conflict, match="notice_required"):
        roubaix.ask("choose", **{**NOTHING, "wanted": [required]})
    assert roubaix.ask("preferences_of") == roubaix.ask("choose", **NOTHING)


def test_what_is_said_next_goes_as_was_chosen(roubaix: Asker) -> None:
    off = {"kind": "booking_confirmed", "channel": "mail", "is_wanted": False}
    roubaix.ask("choose", **{**NOTHING, "wanted": [off]})
    say(roubaix.store, Kind.BOOKING_CONFIRMED, 0)
    (told,) = roubaix.page()["items"]
    assert told["deliveries"] == []
