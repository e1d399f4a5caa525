"""What was published along a day on which the publisher was killed again and again is what its log says."""

from __future__ import annotations

from sqlalchemy import func, select

from chassis.database import Store
from services.opendata.tables import log, stale
from tests import waiting
from tests.failures.conftest import Lived
from tests.network import Network
from tests.network.published import published

QUIET_SECONDS = 30.0


def settled(network: Network) -> int:
    """How long the log is once all that was said is heard and published."""
    store = Store(network.substrate.make_database("opendata"), "opendata")
    seen = [-1]

    def is_quiet() -> int:
        with store.reading() as session:
            seen.append(int(session.scalar(select(func.count()).select_from(log)) or 0))
            due = session.execute(select(stale)).first() is not None
        return seen[-1] if seen[-1] == seen[-2] and not due else 0

    try:
        return waiting.until(is_quiet, "end of what is heard", QUIET_SECONDS, pause=1.5)
    finally:
        store.close()


def test_a_rebuild_gives_what_was_published_while_the_day_was_lived(lived: Lived) -> None:
    assert settled(lived.network) > 20
    before = published(lived.network)
    said = lived.network.do("opendata", "rebuild")
    assert {line.partition(": ")[2] for line in said.splitlines() if ": " in line} == {"the same"}, said
    assert published(lived.network) == before
    publisher = lived.network.part_of("opendata").process
    publisher.kill()
    publisher.start()
    lived.network.wait_until_ready()
    assert published(lived.network) == before
