"""Somebody without an account comes to an activity of a city, and answers its form."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from chassis import clock
from tests import waiting
from tests.network.people import DELIVERY_SECONDS, Member, Visitor, body_of
from tests.network.programme import told

LINK = re.compile(r"https?://\S+/guest-registrations/confirm\?\S+")
FORM = [{"name": "needs", "label": {"fr": "De quoi avez-vous besoin ?"}, "kind": "text", "required": True}]


def activity(staff: Member, title: str = "Broder à distance") -> dict[str, Any]:
    """A date of an activity that somebody who makes their city's programme publishes, on line."""
    draft = {
        "city": staff.city, "title": {"fr": title}, "summary": {"fr": "Une heure, une aiguille."},
        "kind": "workshop", "attendance": "online", "online_url": "https://visio.example.org/broder",
        "terms": {"form": FORM},
    }  # fmt: skip
    drafted = told(staff.ask("POST", "/activities", draft), 201)
    starts = (clock.now() + timedelta(days=5)).replace(tzinfo=None)
    times = {"starts_local": starts, "ends_local": starts + timedelta(hours=1)}
    plan = {name: moment.isoformat(timespec="minutes") for name, moment in times.items()}
    scheduled = told(staff.ask("POST", f"/activities/{drafted['id']}/occurrences", {**plan, "capacity": 9}), 201)
    told(staff.ask("POST", f"/activities/{drafted['id']}/publication"))
    return dict(scheduled["occurrences"][0])


def comes(guest: Member, occurrence: dict[str, Any], needs: str) -> None:
    """Two fields, the letter's link, the form."""
    wish = {"city": guest.city, "name": guest.name, "email": guest.email, "consent": True}
    told(guest.ask("POST", f"/occurrences/{occurrence['id']}/guest-registrations", wish), 202)
    confirmed = told(guest.ask("POST", "/guest-registrations/confirmation", _token(link_of(guest))))
    holder, registration = Visitor(guest.network, confirmed["pass"]), confirmed["registration"]
    answers = {"answers": {"needs": needs}}
    assert told(holder.ask("PUT", f"/registrations/{registration['id']}/answers", answers))["complete"]


def link_of(guest: Member) -> str:
    """The link of the last letter that asks whether it was them."""

    def links() -> list[str]:
        return [found[0] for letter in guest.letters() if (found := LINK.search(body_of(letter)))]

    return waiting.until(links, f"link for {guest.email}", DELIVERY_SECONDS)[-1]


def _token(link: str) -> dict[str, str]:
    asked = parse_qs(urlsplit(link).query)
    return {name: asked[name][0] for name in ("city", "token")}
