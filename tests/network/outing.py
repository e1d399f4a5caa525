"""Somebody without an account goes out, in another city: asks for a seat, waits, is offered one, answers, comes.

Part of a day (`tests.network.day`): what is said on the way is remembered with what the city knows of its people.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from chassis import clock, ids
from tests import waiting
from tests.network.desk import PARIS
from tests.network.people import Member, Visitor, body_of

HEARD_SECONDS = 30.0
QUESTION = {"name": "allergies", "label": {"fr": "Des allergies ?"}, "kind": "text", "required": True}


def announces(staff: Member, place_id: str) -> dict[str, Any]:
    """An evening that begins within the hour, has one seat and asks something of who has it."""
    starts = (clock.now() + timedelta(minutes=60)).astimezone(PARIS).replace(tzinfo=None)
    times = {"starts_local": starts, "ends_local": starts + timedelta(hours=2)}
    draft = {
        "city": staff.city, "title": {"fr": "Veillée au lab"}, "summary": {"fr": "On vient, on écoute."},
        "kind": "talk", "place_id": place_id, "terms": {"form": [QUESTION]},
    }  # fmt: skip
    plan = {name: local.isoformat(timespec="minutes") for name, local in times.items()}
    activity = done(staff.ask("POST", "/activities", draft), 201)
    dates = f"/activities/{activity['id']}/occurrences"
    [evening] = done(staff.ask("POST", dates, {**plan, "capacity": 1, "waiting_seats": 2}), 201)["occurrences"]
    done(staff.ask("POST", f"/activities/{activity['id']}/publication"))
    return dict(evening)


def asks_for_a_seat(guest: Member, evening: dict[str, Any]) -> tuple[dict[str, Any], Visitor]:
    """What becomes of the link in the letter, and who holds the pass."""
    wish = {"city": guest.city, "name": guest.name, "email": guest.email, "accept_waiting": True, "consent": True}
    done(guest.ask("POST", f"/occurrences/{evening['id']}/guest-registrations", wish), 202)
    link = re.search(r"https?://\S+/guest-registrations/confirm\?\S+", body_of(guest.letter()))
    assert link, "no link in the letter"
    token = parse_qs(urlsplit(link[0]).query)["token"][0]
    answer = done(guest.ask("POST", "/guest-registrations/confirmation", {"city": guest.city, "token": token}))
    return dict(answer["registration"]), Visitor(guest.network, answer["pass"])


def goes_out(guest: Member, seated: Member, staff: Member, desk: Member, said: str) -> None:
    """The whole evening: somebody has the only seat, and gives it back; `said` is what the form is answered."""
    [place, *_] = staff.get(f"/places?city={staff.city}")["items"]
    evening = announces(staff, place["id"])
    taken = done(seated.ask("POST", f"/occurrences/{evening['id']}/registrations", {}), 201)
    registration, holder = asks_for_a_seat(guest, evening)
    path = f"/registrations/{registration['id']}"
    assert (registration["status"], registration["position"]) == ("waiting", 1)
    done(seated.ask("POST", f"/registrations/{taken['id']}/cancellation", {}))
    assert holder.get(path)["status"] == "offered"
    assert done(holder.ask("POST", f"{path}/acceptance"))["status"] == "confirmed"
    done(holder.ask("PUT", f"{path}/answers", {"answers": {QUESTION["name"]: said}}))
    waiting.until(lambda: not holder.get(path)["answers_due"], "answers that bookings has heard of", HEARD_SECONDS)
    listed = desk.ask("GET", f"/occurrences/{evening['id']}/registrations")
    assert listed.status_code == 200
    assert not [text for text in (guest.name, guest.email, said) if text in listed.text]
    scan = {"nonce": ids.new(), "registration_id": registration["id"], "scanned_at": clock.rfc3339(clock.now())}
    [result] = done(desk.ask("POST", f"/occurrences/{evening['id']}/scans", {"scans": [scan]}))["results"]
    assert result["result"] == "ok", result
    assert holder.get(path)["checked_in_seats"] == 1


def done(reply: requests.Response, status: int = 200) -> Any:
    """What the answer says; it has the status expected."""
    assert reply.status_code == status, f"{reply.request.method} {reply.request.url}: {reply.text}"
    return reply.json()
