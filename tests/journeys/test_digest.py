"""The weekly digest: consented to, sent when its hour comes, left in one click, and then sent no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine, text

from chassis import clock
from tests import waiting
from tests.network import Network
from tests.network.desk import PARIS
from tests.network.nodes import running
from tests.network.people import Member, body_of
from tests.network.programme import Programme, told
from tests.substrates import Substrate, substrate_of

HEARD_SECONDS = 60.0
TOPIC = "chantdenuit"


@pytest.fixture(params=["embedded", "servers"])
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Network, Substrate]]:
    """A network of its own, in which no digest is due for days."""
    not_yet = digest_at(timedelta(days=3))
    with substrate_of(request, tmp_path) as substrate, running(substrate, tmp_path, not_yet) as made:
        yield made, substrate


def digest_at(from_now: timedelta) -> str:
    """A node file's line by which the digests of the last city in it go out at that time of the week."""
    moment: datetime = (clock.now() + from_now).astimezone(PARIS)
    return f'digest = "{moment:%A %H:%M}"\n'.lower()


def make_due(network: Network) -> None:
    """An hour of the week has come."""
    said = re.sub(r'^digest = .*\n\Z', digest_at(timedelta(minutes=-2)), network.node_file.read_text(), flags=re.M)
    network.node_file.write_text(said)
    _restart(network)


def _restart(network: Network) -> None:
    part = network.part_of("notifications_marcq")
    part.process.stop()
    part.process.start()
    network.wait_until_ready()


class Notifications:
    """The database of Marcq's notifications."""

    def __init__(self, substrate: Substrate) -> None:
        self.engine = create_engine(substrate.database_url.format(database="notifications_marcq"))

    def ask(self, statement: str, **values: Any) -> list[Any]:
        with self.engine.begin() as connection:
            return list(connection.execute(text(statement), values))

    def do(self, statement: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement))


def curious(network: Network, name: str) -> Member:
    """A member of Marcq who wishes to be written to of one topic."""
    who = Member(network, city="marcq", name=name, email=f"{name.split()[0].lower()}.digest@example.org").join()
    told(who.ask("PUT", "/me/interests", {"topics": [TOPIC], "newsletter": True}))
    return who


def digests(who: Member) -> list[EmailMessage]:
    return [letter for letter in who.letters() if letter["List-Unsubscribe"]]


def newsletter(who: Member) -> list[str | None]:
    """Of each time that somebody consented to the digest, when it was withdrawn."""
    return [one["withdrawn_at"] for one in who.get("/me")["consents"] if one["purpose"] == "newsletter"]


def test_a_member_consents_is_written_to_once_a_week_and_leaves_in_one_click(own: tuple[Network, Substrate]) -> None:
    made, substrate = own
    programme, database = Programme(made), Notifications(substrate)
    ondine, basile = curious(made, "Ondine Delattre"), curious(made, "Basile Verhaeghe")
    activity, dates = programme.published({"day": 3}, {"day": 4}, title={"fr": f"Atelier {TOPIC} <du soir>"})
    programme.published({"day": 3}, title={"fr": "Tout autre chose"})
    in_view = "SELECT count(*) FROM programme_dates WHERE activity_id = :activity_id"
    waiting.until(
        lambda: database.ask(in_view, activity_id=activity["id"])[0][0] == len(dates), "the dates heard", HEARD_SECONDS
    )
    assert digests(ondine) == []

    make_due(made)
    [letter] = waiting.until(lambda: digests(ondine), "the digest", HEARD_SECONDS)
    waiting.until(lambda: digests(basile), "the other digest", HEARD_SECONDS)
    assert letter["Subject"] == "Cette semaine au Champ Libre : 2 rendez-vous pour vous"
    assert body_of(letter).count(f"/activities/{activity['id']}") == 2
    assert "Tout autre chose" not in body_of(letter)

    link = str(letter["List-Unsubscribe"]).strip("<>")
    assert f"\n{link}\n" in body_of(letter).replace("\r\n", "\n")
    assert requests.get(link, timeout=20).status_code == 200
    assert newsletter(ondine) == [None]
    for _ in "12":
        reply = requests.post(link, {"List-Unsubscribe": "One-Click"}, timeout=20, allow_redirects=False)
        assert reply.status_code == 200
    waiting.until(lambda: None not in newsletter(ondine), "the consent withdrawn", HEARD_SECONDS)
    assert newsletter(basile) == [None]
    forged = requests.post(link[:-1] + "x", {"List-Unsubscribe": "One-Click"}, timeout=20)
    assert forged.status_code == 404

    made.part_of("notifications_marcq").process.stop()
    for table in ("digests", "deliveries", "notices"):  # as in the next week: nothing is known of this one
        database.do(f"DELETE FROM {table}")
    _restart(made)
    written = "SELECT member_id FROM notices WHERE kind = 'digest'"
    waiting.until(lambda: database.ask("SELECT 1 FROM digests WHERE finished_at IS NOT NULL"), "told", HEARD_SECONDS)
    assert [row[0] for row in database.ask(written)] == [basile.id]
    assert link.rpartition(".")[2] not in made.said()
