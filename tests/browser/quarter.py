"""A quarter with two hundred activities of three cities, published by those who publish there; and who reads them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from chassis import clock
from gateway.web import quarters
from tests.network import Network
from tests.network.desk import PARIS, known
from tests.network.programme import local, told

STAFF = {
    "roubaix": ("thomas@roubaix.example.org", "condition-publique"),
    "tourcoing": ("ines@tourcoing.example.org", "champ-libre"),
    "marcq": ("alice@marcq.example.org", "la-corderie"),
}
KINDS = ("workshop", "co_design", "round_table", "screening", "concert", "talk", "training", "visit", "awareness")


def after_next() -> str:
    """A quarter that is all to come, and of which the demonstration says nothing."""
    this = quarters.of(clock.now().astimezone(PARIS).date())
    found = quarters.beside(this, 2)
    assert found is not None
    return found


def publish(network: Network, quarter: str, count: int) -> None:
    """So many activities, in turn of each city, each with one date of the quarter."""
    people = {city: known(network, email) for city, (email, _) in STAFF.items()}
    first: date = quarters.first_day(quarter)
    for number in range(count):
        city = list(STAFF)[number % 3]
        who, place_id = people[city], STAFF[city][1]
        starts = datetime.combine(first, time(10 + number % 9)) + timedelta(days=number % 89)
        activity = {"city": city, "kind": KINDS[number % len(KINDS)], "place_id": place_id}
        texts = {
            "title": {"fr": f"Atelier n° {number + 1} – à l’été"},
            "summary": {"fr": "Venez, on s’y met ensemble."},
        }
        drafted = told(who.ask("POST", "/activities", {**activity, **texts}), 201)
        times = {"starts_local": local(starts), "ends_local": local(starts + timedelta(hours=2)), "capacity": 12}
        told(who.ask("POST", f"/activities/{drafted['id']}/occurrences", times), 201)
        told(who.ask("POST", f"/activities/{drafted['id']}/publication"))
