"""The programme of Tourcoing: activities and dates that its staff makes for a test, at a place that is always open."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import requests

from chassis import clock
from tests.network.desk import PARIS, Desk, known
from tests.network.nodes import Network
from tests.network.people import Member


class Programme(Desk):
    """A front desk, and who makes its city's programme.

    Attributes:
        ines: makes the programme: she publishes.
        fatou: a facilitator: she drafts, and helps people to register.
    """

    def __init__(self, network: Network) -> None:
        super().__init__(network)
        self.ines = known(network, "ines@tourcoing.example.org")
        self.fatou = known(network, "fatou@tourcoing.example.org")

    def draft(self, **changes: Any) -> dict[str, Any]:
        """An activity as staff writes it: open to all, at the place of the desk."""
        return {
            "city": "tourcoing", "title": {"fr": "Tisser la ville"}, "summary": {"fr": "Deux heures de tissage."},
            "kind": "workshop", "place_id": self.place_id, **changes,
        }  # fmt: skip

    def drafted(self, **changes: Any) -> dict[str, Any]:
        """An activity that Ines has written, and nobody else sees yet."""
        return told(self.ines.ask("POST", "/activities", self.draft(**changes)), 201)

    def published(self, *plans: dict[str, Any], **changes: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """An activity that is on the programme, and its dates; one if nobody says how many."""
        activity = self.drafted(**changes)
        dates = [self.scheduled(activity, **plan) for plan in plans or ({},)]
        return told(self.ines.ask("POST", f"/activities/{activity['id']}/publication")), dates

    def times(self, day: int = 3, hour: float = 18, hours: float = 2) -> dict[str, Any]:
        """From when to when, by the place's clock; half hours of the day after that day too."""
        midnight = datetime.combine(clock.now().astimezone(PARIS).date(), datetime.min.time())
        starts = midnight + timedelta(days=day, hours=hour)
        return {"starts_local": local(starts), "ends_local": local(starts + timedelta(hours=hours))}

    def soon(self, minutes: int, length: int = 60) -> dict[str, Any]:
        """So many minutes from now, by the place's clock."""
        starts = (clock.now() + timedelta(minutes=minutes)).astimezone(PARIS).replace(tzinfo=None)
        return {"starts_local": local(starts), "ends_local": local(starts + timedelta(minutes=length))}

    def plan(self, capacity: int = 2, day: int = 3, hour: float = 18, **more: Any) -> dict[str, Any]:
        """A date as staff plans it."""
        return {**self.times(day, hour), "capacity": capacity, **more}

    def schedule(self, activity: dict[str, Any], **plan: Any) -> requests.Response:
        """One more date of an activity, or what stands against it."""
        return self.ines.ask("POST", f"/activities/{activity['id']}/occurrences", self.plan(**plan))

    def scheduled(self, activity: dict[str, Any], **plan: Any) -> dict[str, Any]:
        """A date of an activity."""
        [occurrence] = told(self.schedule(activity, **plan), 201)["occurrences"]
        return dict(occurrence)

    def on(self, terms: dict[str, Any] | None = None, **plan: Any) -> dict[str, Any]:
        """A date of an activity of its own that is on the programme."""
        _, [occurrence] = self.published(plan, terms=terms or {})
        return occurrence

    def occurrence(self, occurrence_id: str) -> dict[str, Any]:
        """A date, as everybody sees it."""
        return dict(self.hugo.get(f"/occurrences/{occurrence_id}")["occurrence"])

    @cached_property
    def helped(self) -> dict[str, Any]:
        """Somebody without an address, of Tourcoing."""
        return self.help("Odette Vandaele")

    def help(self, name: str) -> dict[str, Any]:
        """Somebody whom Fatou registers with the city."""
        return told(self.fatou.ask("POST", "/members/helped", {"name": name, "heard": ["account"]}), 201)

    def registers(self, who: Member, occurrence: dict[str, Any], **wish: Any) -> requests.Response:
        """Ask for seats."""
        return who.ask("POST", f"/occurrences/{occurrence['id']}/registrations", wish)

    def registered(self, who: Member, occurrence: dict[str, Any], **wish: Any) -> dict[str, Any]:
        """A registration: seats, or a place in the list."""
        return told(self.registers(who, occurrence, **wish), 201)

    def agenda(self, who: Member, **asked: str) -> list[dict[str, Any]]:
        """What somebody reads in the agenda."""
        return list(who.get(f"/agenda?{urlencode(asked)}")["items"])


class BusyProgramme(Programme):
    """A programme of which three dates begin within two minutes, whatever else is asked meanwhile.

    Attributes:
        begun: Amina's seat; `asked`: what she asked for; `offered`: what she was offered.
    """

    def __init__(self, network: Network) -> None:
        super().__init__(network)
        soon = self.soon(minutes=1 if clock.now().second < 50 else 2)
        self.begun = self.registered(self.amina, self.on(**soon))
        self.asked = self.registered(self.amina, self.on({"mode": "moderated"}, **soon))
        wanted = self.on(capacity=1, waiting_seats=1, **soon)
        seat = self.registered(self.hugo, wanted)
        self.offered = self.registered(self.amina, wanted, accept_waiting=True)
        told(self.hugo.ask("POST", f"/registrations/{seat['id']}/cancellation", {}))


def local(moment: datetime) -> str:
    """A wall time, to the minute."""
    return moment.isoformat(timespec="minutes")


def told(reply: requests.Response, status: int = 200) -> dict[str, Any]:
    """What was answered; it has the status that was expected."""
    assert reply.status_code == status, f"{reply.request.method} {reply.request.url}: {reply.text}"
    answer: dict[str, Any] = reply.json()
    return answer
