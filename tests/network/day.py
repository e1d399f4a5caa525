"""A day of three cities: what their people do between the first who arrives and the last who is forgotten.

Its network has a mail server (`tests.network.post`), an SMS gateway, and digests that are due. Each act goes through
HTTP, as whoever does it; the order within a part of the day is drawn from a seed, and an act that is not answered as it
should be fails with the seed.
"""
from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from chassis import ids
from tests import waiting
from tests.network import coming, telling
from tests.network.desk import known
from tests.network.nodes import CITIES, Network
from tests.network.outing import goes_out
from tests.network.people import PASSWORD, Member, body_of
from tests.network.townspeople import NAMES, SIRETS, STAFF, City

HEARD_SECONDS = 30.0


class Day:
    """The acts of a day, on a network that runs."""

    def __init__(self, network: Network, seed: int) -> None:
        self.network, self.chance = network, random.Random(seed)
        self.cities = [self._city(code) for code in CITIES]
        self.acts = 0

    def live(self, between: Callable[[], None] = lambda: None) -> None:
        """Morning, noon, evening and night in every city.

        Args:
            between: what happens to the network between two of them.
        """
        for part in (self._morning, self._noon, self._evening, self._night):
            between()
            doing = [(act, city) for city in self.cities for act in part()]
            self.chance.shuffle(doing)
            for act, city in doing:
                act(city)
                self.acts += 1

    def _morning(self) -> list[Any]:
        return [
            self.says_how_to_be_reached, self.founds, self.registers_a_child, self.helps, self.receives_a_guest,
            self.is_listed, self.forgets_a_password, self.mistypes, self.mistypes_an_address,
            self.chooses_how_to_be_told,
        ]  # fmt: skip

    def _noon(self) -> list[Any]:
        return [
            self.books_elsewhere, self.applies, self.is_attested, self.is_looked_up, self.follows, self.is_corrected,
            self.books_for_the_child, self.waits, self.comes_elsewhere, self.goes_out,
            self.is_told_by_sms,
        ]  # fmt: skip

    def _evening(self) -> list[Any]:
        return [self.reads_what_is_kept, self.is_suspended, self.is_forgotten, self.time_goes_by]

    def _night(self) -> list[Any]:
        return [self.is_reminded, self.leaves_the_digest]

    def _city(self, code: str) -> City:
        inhabitant, neighbour = (
            Member(self.network, city=code, name=name, email=f"{ids.new()[:13]}@{code}.example.org").join()
            for name in NAMES[code]
        )
        administrator, desk, facilitator, officer = (
            known(self.network, f"{name}@{code}.example.org") for name in STAFF[code]
        )
        return City(code, inhabitant, neighbour, administrator, desk, facilitator, officer)

    def _newcomer(self, city: City, name: str) -> Member:
        return Member(self.network, city=city.code, name=name, email=f"{ids.new()[:13]}@{city.code}.example.org")

    def _elsewhere(self, city: City) -> City:
        return self.chance.choice([other for other in self.cities if other is not city])

    # -- the morning

    def says_how_to_be_reached(self, city: City) -> None:
        city.kept["phone"] = city.phone(1)
        name = f"{city.inhabitant.name} dit Rectif-{city.code}"
        done(city.inhabitant.ask("PATCH", "/me", {"phone": city.kept["phone"], "handle": "I. Q.", "name": name}))
        done(city.inhabitant.ask("PUT", "/me/interests", {"topics": ["velo", "broderie"], "newsletter": True}))

    def founds(self, city: City) -> None:
        city.kept["organisation"] = f"Manufacturette-{city.code} {city.neighbour.name}"
        wish = {"name": city.kept["organisation"], "kind": "nonprofit", "siret": SIRETS[city.code]}
        city.kept["organisation_id"] = done(city.neighbour.ask("POST", "/organisations", wish), 201, 409).get("id", "")
        if city.kept["organisation_id"]:
            path = f"/organisations/{city.kept['organisation_id']}/members/{city.inhabitant.id}"
            done(city.neighbour.ask("PUT", path))

    def registers_a_child(self, city: City) -> None:
        city.kept["child"] = f"Petronille-{city.code} {city.inhabitant.name.split()[-1]}"
        born_on = f"2016-02-{27 + CITIES.index(city.code)}"
        child = {"name": city.kept["child"], "born_on": born_on, "handle": "P. Q.", "consent": True, "adult": True}
        city.kept["child_id"] = done(city.inhabitant.ask("POST", "/me/wards", child), 201)["id"]

    def helps(self, city: City) -> None:
        city.kept["helped"] = f"Ambroisien-{city.code} {city.neighbour.name.split()[-1]}"
        person = {"name": city.kept["helped"], "phone": city.phone(2), "heard": ["account"]}
        city.kept["helped_id"] = done(city.facilitator.ask("POST", "/members/helped", person), 201)["id"]

    def receives_a_guest(self, city: City) -> None:
        guest = self._newcomer(city, f"Visiteusette-{city.code}elle")
        city.kept["guest"] = guest.name
        wish = {"city": city.code, "name": guest.name, "email": guest.email, "consent": True}
        done(guest.ask("POST", "/members/guests", wish), 201)
        guest.confirm()

    def comes_elsewhere(self, city: City) -> None:
        guest = self._newcomer(city, f"Passantine-{city.code}elle")
        city.kept |= {"comer": guest.name, "needs": f"Une chaise pliante pour mon genou gauche, {city.code}"}
        coming.comes(guest, coming.activity(self._elsewhere(city).administrator), city.kept["needs"])

    def is_listed(self, city: City) -> None:
        entry = {"shown_name": f"{city.neighbour.name} (quartier)", "presentation": city.written, "consent": True}
        done(city.neighbour.ask("PUT", "/me/interests", {"topics": ["velo"]}))
        done(city.neighbour.ask("PUT", "/me/directory-entry", entry))
        assert city.neighbour.name in city.inhabitant.ask("GET", "/directory").text
        assert city.neighbour.name not in self._elsewhere(city).inhabitant.ask("GET", "/directory").text

    def forgets_a_password(self, city: City) -> None:
        before = len(city.neighbour.letters())
        done(city.neighbour.ask("POST", "/password-resets", {"email": city.neighbour.email}), 202)
        letter = city.neighbour.letter(before + 1)
        link = re.search(r"https?://\S+/password/new\?\S+", body_of(letter))
        assert link, "no link in the letter"
        token = parse_qs(urlsplit(link[0]).query)["token"][0]
        city.neighbour.password = f"{PASSWORD}-{city.code}"
        wish = {"city": city.code, "token": token, "password": city.neighbour.password}
        done(city.neighbour.ask("POST", "/password-resets/confirmation", wish))
        city.neighbour.sign_in()

    def mistypes(self, city: City) -> None:
        credentials = {"email": city.inhabitant.email, "password": city.inhabitant.name}
        done(city.inhabitant.ask("POST", "/sessions", credentials), 401)
        weak = {"city": city.code, "name": city.inhabitant.name, "email": city.inhabitant.email, "password": "a"}
        done(city.inhabitant.ask("POST", "/members", {**weak, "consent": True}), 400)
        Member(self.network, city=city.code, name=city.inhabitant.name, email=city.inhabitant.email).register()

    def mistypes_an_address(self, city: City) -> None:
        """Which the mail server refuses, now or for ever, in words that hold it."""
        for whim, outcome in (("never", ("failed", "smtp_550")), ("later", ("queued", "smtp_451"))):
            stranger = self._newcomer(city, f"Introuvabline-{whim}-{city.code}")
            stranger.email = f"{whim}+{stranger.email}"
            city.kept |= {f"{whim} address": stranger.email, f"{whim} name": stranger.name}
            telling.is_written_to_in_vain(stranger, *outcome)

    def chooses_how_to_be_told(self, city: City) -> None:
        telling.chooses(city.inhabitant)

    # -- noon

    def books_elsewhere(self, city: City) -> None:
        host = self._elsewhere(city)
        space, period = city.inhabitant.free_hours(host.code, hours=1)
        booking = done(city.inhabitant.book(space["id"], period), 201)
        done(city.neighbour.book(space["id"], period), 409)
        seen = host.desk.ask("GET", f"/places/{space['place_id']}/bookings")
        if seen.status_code == 200:
            assert city.inhabitant.name not in seen.text and city.inhabitant.email not in seen.text
        done(city.inhabitant.ask("DELETE", f"/bookings/{booking['id']}"))

    def books_for_the_child(self, city: City) -> None:
        space, period = city.inhabitant.free_hours(self._elsewhere(city).code, hours=1)
        beneficiary = {"member_id": city.kept["child_id"], "city": city.code}
        wish = {"space_id": space["id"], **period, "beneficiary": beneficiary}

        def booked() -> bool:
            """As soon as the hub has heard of the child and its guardian."""
            return city.inhabitant.ask("POST", "/bookings", wish).status_code == 201

        waiting.until(booked, "booking for a child", HEARD_SECONDS, pause=0.2)

    def waits(self, city: City) -> None:
        space, period = city.neighbour.free_hours(city.code, hours=1)
        done(city.inhabitant.book(space["id"], period), 201)
        wish = {"space_id": space["id"], **period}
        wait = done(city.neighbour.ask("POST", "/waits", wish), 201)
        done(city.neighbour.ask("DELETE", f"/waits/{wait['id']}"))
        done(city.neighbour.ask("POST", "/feeds", {}), 201)

    def goes_out(self, city: City) -> None:
        guest = self._newcomer(city, f"Flâneusette-{city.code}oise")
        city.kept |= {"goer": guest.name, "answer": f"Plus jamais d’arachides, dit-on à {city.code}"}
        host = self._elsewhere(city)
        goes_out(guest, city.neighbour, host.administrator, host.desk, city.kept["answer"])

    def applies(self, city: City) -> None:
        wish = {"category": "resident", "organisation_kind": "individual", "motivation": city.written}
        application = done(city.neighbour.ask("POST", "/me/applications", wish), 201)
        decision = {"decision": self.chance.choice(("admit", "decline")), "reason": city.reasoned}
        done(city.administrator.ask("POST", f"/applications/{application['id']}/decision", decision))
        assert city.reasoned in city.neighbour.ask("GET", "/me/applications").text

    def is_attested(self, city: City) -> None:
        wish = {"member_id": city.inhabitant.id, "kind": "laser_training"}
        done(city.desk.ask("POST", "/attestations", wish), 201)
        [mine] = city.inhabitant.get("/me/attestations")["items"]
        seen = waiting.until(
            lambda: self._seen_elsewhere(city, mine["token"]), "attestation that another city takes", HEARD_SECONDS
        )
        assert city.inhabitant.name not in str(seen)
        done(city.desk.ask("DELETE", f"/attestations/{mine['id']}"))

    def _seen_elsewhere(self, city: City, token: str) -> Any:
        reply = self._elsewhere(city).desk.ask("POST", "/attestations/verification", {"attestation": token})
        return reply.status_code == 200 and reply.json()["valid"] and reply.json()

    def is_looked_up(self, city: City) -> None:
        found = done(city.desk.ask("POST", "/members/search", {"query": city.inhabitant.name.split()[0]}))
        assert city.inhabitant.id in str(found)
        done(city.desk.ask("GET", f"/members/{city.inhabitant.id}"))
        stranger = self._elsewhere(city)
        assert city.inhabitant.id not in stranger.desk.ask(
            "POST", "/members/search", {"query": city.inhabitant.name.split()[0]}
        ).text  # fmt: skip
        done(stranger.desk.ask("GET", f"/members/{city.inhabitant.id}"), 404)

    def is_corrected(self, city: City) -> None:
        done(city.administrator.ask("PATCH", f"/members/{city.neighbour.id}", {"phone": city.phone(3)}))

    def follows(self, city: City) -> None:
        new = f"{ids.new()[:13]}.new@{city.code}.example.org"
        credentials = {"email": new, "password": city.inhabitant.password}
        done(city.inhabitant.ask("POST", "/me/address", credentials), 202)
        city.kept["new address"] = new

    def is_told_by_sms(self, city: City) -> None:
        telling.is_told_by_sms(self.network, city.desk, city.kept["helped_id"])

    # -- the evening

    def reads_what_is_kept(self, city: City) -> None:
        assert city.inhabitant.ask("GET", "/me/views").status_code == 200
        assert city.inhabitant.get("/me/sessions")["items"]
        archive = city.inhabitant.ask("GET", "/me/export")
        assert (archive.status_code, archive.content[:2]) == (200, b"PK")
        done(city.officer.ask("GET", f"/views?member_id={city.inhabitant.id}"))

    def is_suspended(self, city: City) -> None:
        done(city.administrator.ask("PUT", f"/members/{city.kept['helped_id']}/suspension", {"reason": city.reasoned}))
        done(city.administrator.ask("DELETE", f"/members/{city.kept['helped_id']}/suspension"))

    def is_forgotten(self, city: City) -> None:
        """Who has nothing to come and answers for nobody; whom something keeps is told what."""
        leaving = self._newcomer(city, f"Passantine {city.code}ienne").join()
        city.kept["leaving"] = leaving.name
        assert leaving.get("/me/erasure")["can_erase"] is True
        done(leaving.ask("POST", "/me/erasure", {"password": PASSWORD}))
        assert leaving.ask("GET", "/me").status_code == 401
        assert city.inhabitant.get("/me/erasure")["can_erase"] is False

    def time_goes_by(self, city: City) -> None:
        telling.comes_to_something(self.network, city.inhabitant)
        telling.a_week_goes_by(self.network, city.administrator, topic="broderie")

    # -- the night

    def is_reminded(self, city: City) -> None:
        waiting.until(lambda: telling.reminders(city.inhabitant), "reminder", telling.WEEKLY_SECONDS, pause=0.2)

    def leaves_the_digest(self, city: City) -> None:
        city.kept["proof of who left"] = telling.leaves_the_digest(city.inhabitant)


def done(reply: Any, *expected: int) -> Any:
    """What the answer says; it has the status expected, 200 if none is named."""
    assert reply.status_code in (expected or (200,)), f"{reply.request.method} {reply.request.url}: {reply.text}"
    return reply.json()
