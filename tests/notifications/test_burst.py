"""Very much happens at once: all of it is told, in order to each, by two processes that do not grow with it.

`BURST=10000` makes it so many; by default there are fewer, since what takes the time are the letters themselves.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from chassis import clock, config
from chassis.database import Store
from services.notifications.domain import Kind, cause_of, notice_id
from services.notifications.tables import deliveries
from tests import waiting
from tests.notifications.mail_server import ROOT, mail_server
from tests.servers.processes import Process, data_folder

MEMBERS = 100
MOST_GROWN_KIB = 64 * 1024
COUNT = int(config.environment().get("BURST", "500"))
HEADERS = re.compile(rb"^(X-RcptTo|Message-ID): (.+?)\r?$", re.MULTILINE)


def headers(maildir: Path) -> Iterator[tuple[str, str]]:
    """To whom and by which id each mail came, in order."""
    files = sorted((maildir / "new").iterdir(), key=lambda file: int(file.name.partition("Q")[2].partition(".")[0]))
    for file in files:
        found = dict(HEADERS.findall(file.read_bytes().partition(b"\n\n")[0]))
        yield found[b"X-RcptTo"].decode(), found[b"Message-ID"].decode()


@dataclass
class Sending:
    """A process that sends what is due, and what it says of itself in the end."""

    process: Process

    def took(self) -> dict[str, float] | None:
        assert self.process.running or '"done"' in self.process.said(), self.process.said()
        lines = (line for line in self.process.said().splitlines() if line.startswith('{"done"'))
        return next((json.loads(line) for line in lines), None)


def test_all_letters_of_a_burst_are_sent_in_order_to_each_and_memory_is_bounded(store: Store, tmp_path: Path) -> None:
    count, since = COUNT, clock.monotonic()
    url = store.engine.url.render_as_string(hide_password=False)

    def sending(name: str, heard: int) -> Sending:
        arguments = ["burst", url, str(server.port), str(since), str(heard), str(MEMBERS)]
        command = [sys.executable, "-m", "tests.notifications.office", *arguments]
        process = Process(command, {"PYTHONPATH": str(ROOT)}, tmp_path / f"{name}.log")
        process.start()
        stack.callback(process.stop)
        return Sending(process)

    with ExitStack() as stack:
        server = stack.enter_context(mail_server(stack.enter_context(data_folder("mail"))))
        one = sending("one", count)
        log = tmp_path / "one.log"
        waiting.until(lambda: "heard\n" in log.read_text(), "events heard", seconds=60 + count / 50, pause=0.5)
        other = sending("other", 0)
        end = 60 + count / 20
        both = [waiting.until(each.took, "end of the burst", seconds=end, pause=0.5) for each in (one, other)]
        came = list(headers(server.folder))

    sys.stdout.write(f"{both}\n")  # pytest -s
    expected = {f"m-{member}@example.org": list(range(member, count, MEMBERS)) for member in range(MEMBERS)}
    booking_of = {
        f"<{notice_id(f'm-{number % MEMBERS}', Kind.BOOKING_CONFIRMED, cause_of(f'b-{number}', 0))}"
        "@roubaix.example.org>": number
        for number in range(count)
    }
    in_order: dict[str, list[int]] = defaultdict(list)
    for recipient, message_id in came:
        in_order[recipient].append(booking_of[message_id])
    assert in_order == expected
    with store.reading() as session:
        statuses = session.execute(select(deliveries.c.status, func.count()).group_by(deliveries.c.status)).all()
    assert [tuple(row) for row in statuses] == [("sent", count)]
    assert sum(each["done"] for each in both) == count
    assert max(each["grown_kib"] for each in both) < MOST_GROWN_KIB
