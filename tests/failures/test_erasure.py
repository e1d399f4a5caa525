"""After an erasure nobody finds the person anywhere, whatever was on its way; what is counted is counted as before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import Engine, NullPool, create_engine, insert, select, text

from champlibre import letters
from chassis import addresses, clock, config, envelope, ids, topology
from chassis.broker import connect
from chassis.broker import drop as drop_line
from chassis.tables import outbox
from tests import waiting
from tests.network import Member, Network
from tests.network.desk import Desk, known
from tests.network.leaks import Sought, rows_of
from tests.network.nodes import DATABASES, EVERYTHING
from tests.network.people import PASSWORD

NAME, EMAIL = "Wilhelmine Octotrigger", "wilhelmine.o8x3@example.org"
PHONE, HANDLE = "+33199008765", "W. X. O."
AGO = timedelta(days=400)
SETTLED_SECONDS = 60.0
SAMPLES = Path(__file__).parents[1] / "contracts" / "samples"


class Traces:
    """A network in which somebody lived, and where they may be looked for."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.desk = Desk(network)
        self.accountant = known(network, "zoe@marcq.example.org")
        self.administrator = self.desk.administrator
        self.member = Member(network, city="marcq", name=NAME, email=EMAIL).join()
        sought = {"name": NAME, "e-mail": EMAIL, "digest": addresses.digest(EMAIL), "id": self.member.id}
        sought |= {"phone": PHONE, "phone as it is said": PHONE.removeprefix("+33"), "handle": HANDLE}
        first, last = NAME.split()
        self.sought = Sought({text: what for what, text in {**sought, "first name": first, "last name": last}.items()})
        self.month = ""

    def engine(self, database: str) -> Engine:
        return create_engine(self.network.substrate.make_database(database), poolclass=NullPool)

    def live(self) -> None:
        """Do all that leaves rows: used, to come, held, waited for, in a series, refused, founded, mistyped."""
        desk, member = self.desk, self.member
        assert member.ask("PATCH", "/me", {"phone": PHONE, "handle": HANDLE}).status_code == 200
        room, hall = desk.space("salle"), desk.space("halle")
        used = desk.booked(member, room, day=1, hour=9)
        desk.booked(member, hall, day=2, hour=9)
        desk.booked(member, hall, day=3, hour=9, tentative=True)
        assert member.ask("POST", "/series", desk.series(hall, day=4)).status_code == 201
        desk.booked(desk.amina, hall, day=8, hour=9)
        assert member.ask("POST", "/waits", desk.wish(hall, day=8, hour=9)).status_code == 201
        assert member.ask("POST", "/feeds", {}).status_code == 201
        assert member.ask("POST", "/organisations", {"name": f"Chez {NAME}", "kind": "nonprofit"}).status_code == 201
        member.ask("POST", "/sessions", {"email": EMAIL, "password": "not this one", "city": "marcq"})
        credit = {"beneficiary": {"member_id": member.id, "city": "marcq"}, "amount": 60, "unit": "minutes"}
        reply = self.administrator.ask("POST", "/credits", {**credit, "reason": "welcome"})
        assert reply.status_code == 201, reply.text
        self._long_ago(used)

    def _long_ago(self, used: dict[str, Any]) -> None:
        """Have it been used more than a year ago, at the hub and at home."""
        starts_at, ends_at = (datetime.fromisoformat(used[name]) - AGO for name in ("starts_at", "ends_at"))
        self.month = f"{starts_at:%Y-%m}"
        heard = text("SELECT 1 FROM heard_bookings WHERE booking_id = :id").bindparams(id=used["id"])

        def is_heard() -> bool:
            with self.engine("members_marcq").connect() as connection:
                return connection.execute(heard).first() is not None

        waiting.until(is_heard, "booking of which home has heard", SETTLED_SECONDS)
        wall = [instant.astimezone(UTC).replace(tzinfo=None) for instant in (starts_at, ends_at)]
        for database, table in (("bookings", "bookings"), ("members_marcq", "heard_bookings")):
            zone = "" if self.network.substrate.name == "embedded" else " AT TIME ZONE 'UTC'"
            told = {"starts": f"{wall[0]}.000000", "ends": f"{wall[1]}.000000", "id": used["id"]}
            start, end = (
                f":{name}" if not zone else f"CAST(:{name} AS timestamp){zone}" for name in ("starts", "ends")
            )
            moved = text(f"UPDATE {table} SET starts_at = {start}, ends_at = {end} WHERE booking_id = :id")
            with self.engine(database).begin() as connection:
                assert connection.execute(moved, told).rowcount == 1

    def statistics(self) -> Any:
        """What is counted: both ledgers and the accounts of a month, the open data, persons by month."""
        month = f"?month={self.month}"
        occupancy = requests.get(f"{self.network.opendata}/datasets/occupancy.json", timeout=10).json()
        hall = self.desk.space_id("halle")
        persons = [self._persons("bookings", "bookings"), self._persons("members_marcq", "heard_bookings")]
        accounts = [
            {name: value for name, value in line.items() if name != "member_id"}
            for line in self.administrator.get(f"/accounts{month}")["items"]
        ]
        rows = sorted(str(row) for row in occupancy if row["space_id"] != hall)
        ledgers = [self.accountant.get(f"{path}{month}") for path in ("/ledger", "/ledger/home")]
        return ledgers, self.administrator.get(f"/ledger{month}"), accounts, rows, persons

    def _persons(self, database: str, table: str) -> int:
        """How many used something, by now."""
        used = "status IN ('confirmed', 'missed') AND starts_at < CURRENT_TIMESTAMP"
        counted = text(f"SELECT COUNT(DISTINCT member_id) FROM {table} WHERE {used}")
        with self.engine(database).connect() as connection:
            return int(connection.execute(counted).scalar_one())

    def say(self, name: str, sequence: int, **changes: Any) -> None:
        """Have the home city say something of the member, late or wrongly: it stands in its outbox."""
        told = envelope.parse((SAMPLES / f"{name}.json").read_bytes())
        data = {**told.data, "member_id": self.member.id, "city": "marcq", "sequence": sequence, **changes}
        body = {
            **json.loads(told.to_json()), "id": ids.new(), "source": "/hub/members_marcq", "subject": self.member.id,
            "sequence": str(sequence), "city": "marcq", "data": data,
        }  # fmt: skip
        row = {
            "message_id": body["id"], "subject": self.member.id, "routing_key": f"{name}.marcq",
            "body": json.dumps(body), "recorded_at": clock.now(),
        }  # fmt: skip
        with self.engine("members_marcq").begin() as connection:
            connection.execute(insert(outbox).values(row))

    def dead_letters(self) -> list[letters.Letter]:
        return letters.every(config.load(self.network.node_file))

    def found(self) -> list[tuple[str, set[tuple[str, str]]]]:
        """Where the person is still found: in rows, in queues, in files that are no letter of theirs."""
        places = [(database, rows_of(self.network.substrate.make_database(database))) for database in DATABASES]
        if self.network.substrate.name != "embedded":
            places += [("dead letters", str(self.dead_letters()).encode())]
        is_letter = "mail/marcq/*.eml"
        places += [
            (str(file), file.read_bytes())
            for file in self.network.folder.rglob("*") if file.is_file() and not file.match(is_letter)
        ]  # fmt: skip
        return [(place, texts) for place, content in places if (texts := self.sought.found_in(content))]

    def is_quiet(self) -> bool:
        """Whether nothing waits in any outbox, and no event in a queue, nor to come back to one."""
        for database in DATABASES:
            with self.engine(database).connect() as connection:
                if connection.execute(select(outbox.c.id).limit(1)).first():
                    return False
        return not any(self._waiting_in_queues())

    def _waiting_in_queues(self) -> Iterator[int]:
        if self.network.substrate.name == "embedded":
            return
        connection = connect(self.network.substrate.broker_uri)
        channel = connection.channel()
        pauses = config.load(self.network.node_file).retry_pauses_seconds
        retries = [topology.retry_exchange(pause) for pause in pauses]
        sources = [name for name in DATABASES if name != "opendata"]
        for name in (*retries, *(f"evt-{source}--{hearer}" for hearer in DATABASES for source in sources)):
            try:
                queue = channel.queue_declare(queue=name, passive=True)
            except Exception:
                channel = connection.channel()
            else:
                yield queue.message_count
        drop_line(connection)


@pytest.fixture
def traces(spare_network: Network) -> Traces:
    lived = Traces(spare_network)
    lived.live()
    return lived


def test_who_is_erased_is_found_nowhere_and_what_is_counted_stays(traces: Traces) -> None:
    network, member = traces.network, traces.member
    traces.say("member.changed", 1, roles="not a list")  # which bookings cannot take
    is_embedded = EVERYTHING in network.parts
    if not is_embedded:
        waiting.until(lambda: bool(traces.dead_letters()), "dead letter", SETTLED_SECONDS)
    waiting.until(traces.is_quiet, "end of what was on its way", SETTLED_SECONDS)
    counted = traces.statistics()
    assert {database for database, _ in traces.found()} >= {"bookings", "members_marcq", "notifications_marcq"}

    absent = "notifications_marcq" if is_embedded else "bookings"
    network.leave_out(absent)  # it hears of it when it is back
    reply = member.ask("POST", "/me/erasure", {"password": PASSWORD})
    assert reply.status_code == 200, reply.text
    assert member.ask("POST", "/me/erasure", {"password": PASSWORD}).json() == reply.json()
    network.take_in(absent)
    traces.say("member.approved", 0, status="active")
    for name in ("organisation.joined", "attestation.issued"):
        traces.say(name, 0, organisation_id=ids.new(), attestation_id=ids.new())
    waiting.until(traces.is_quiet, "end of what came late", SETTLED_SECONDS)
    if not is_embedded:
        assert int(network.do("dead-letters", "replay", "all").split()[0]) >= 1
        waiting.until(lambda: any(letter.service == "bookings" for letter in traces.dead_letters()), "dead again")
        network.do("dead-letters", "drop-erased")
        assert traces.dead_letters() == []
    assert member.ask("GET", "/me").status_code == 401
    assert member.ask("POST", "/bookings", traces.desk.wish(traces.desk.space_id("salle"), day=9)).status_code == 403
    waiting.until(traces.is_quiet, "quiet", SETTLED_SECONDS)
    assert traces.statistics() == counted

    if is_embedded:
        network.stop()
        network.do("dead-letters", "drop-erased")
    assert traces.found() == []
