"""The demonstration: load `demo_content.toml` into a node's databases, and say where to look.

It goes through the services' own commands, so its events are recorded and relayed like everybody's.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from champlibre import programme
from chassis import clock, ids, sealing, signatures
from chassis.config import Settings
from chassis.database import Store
from chassis.errors import Conflict, NotFound
from chassis.service import database_url
from services.bookings import commands as bookings
from services.bookings import queries as bookings_queries
from services.bookings.domain import Actor, Period, Place, Space, SpecialHours, Tariff
from services.members import commands as members
from services.members import domain as people
from services.members import hashing
from services.members import queries as members_queries
from services.members.domain import second_factors

DAYS_TRIED = 7


def content() -> dict[str, Any]:
    """What the file says."""
    return tomllib.loads((resources.files("champlibre") / "demo_content.toml").read_text("utf-8"))


def is_new(settings: Settings) -> bool:
    """Whether no place was ever published here."""
    if "bookings" not in settings.services:
        return False
    with _opened(settings, "bookings") as store, store.reading() as session:
        return not bookings_queries.every_place(session)


def load(settings: Settings) -> None:
    """Enter places, spaces, members, some bookings and a programme; what is there already is left alone."""
    shown, now = content(), clock.now()
    actors = {}
    for city in settings.hosted:
        with _opened(settings, f"members_{city}") as store:
            _give_keys(store, city, now)
            enrolled = _enrol(store, city, shown, now)
            _attest(store, city, shown, enrolled, now)
            _admit(store, city, shown, enrolled, now)
            _describe(store, city, shown, enrolled, now)
            actors.update(enrolled)
    if "bookings" in settings.services:
        with _opened(settings, "bookings") as store:
            fresh = is_new(settings)
            _publish(store, settings, shown, now)
            if fresh:
                _book(store, shown, actors, now)
                _close(store, shown, actors, now)
                programme.announce(store, shown, actors, now)


def code(now: datetime) -> str:
    """The code of the moment of everybody with a role."""
    return second_factors.code_of(content()["second_factor"], second_factors.step_at(now))


def code_uri() -> str:
    """What an application makes the same codes of."""
    return second_factors.uri(content()["second_factor"], "demonstration", "Champ Libre")


def where_to_look(settings: Settings) -> str:
    """What is printed when everything runs."""
    shown, web, data = content(), settings.gateway.public_url, settings.opendata.public_url
    people_of = {code: [m for m in shown["members"] if m["city"] == code] for code in settings.hosted}
    lines = [
        "",
        "  Champ Libre runs.",
        "",
        f"  The front end        {web}",
        f"  The API, to read     {web}/api          and for machines {web}/api/openapi.json",
        f"  The open data        {data}             the catalogue {data}/catalog.ttl",
        f"  The metrics          http://{settings.admin.listen}/metrics   health /live, /ready",
        f"  The mail             {web}/mail         as files under {settings.mail.folder}",
        "",
        f"  Members, all with the password  {shown['password']}",
    ]
    for code, found in people_of.items():
        lines += [f"    {settings.cities[code].name}"]
        lines += [f"      {m['email']:32} {m.get('role', m['category'])}" for m in found]
    lines += [
        "",
        "  Those with a role sign in with a code too. An application shows it, or this prints it:",
        f"    {sys.executable} -m champlibre code",
        f"    {code_uri()}",
    ]
    return "\n".join([*lines, "", "  Ctrl-C stops it; the next start goes on with the same data.", ""])


def _give_keys(store: Store, city: str, now: datetime) -> None:
    """What the city attests it signs."""
    fresh: dict[people.KeyUse, people.Jwk] = {"sig": signatures.new_key(ids.new()), "enc": sealing.new_key(ids.new())}
    with store.transaction() as session:
        members_queries.lock_keys(session)
        members.publish_keys(session, city, fresh, now)


def _enrol(store: Store, city: str, shown: Mapping[str, Any], now: datetime) -> dict[str, Actor]:
    password_hash = hashing.hash_password(shown["password"])
    actors = {}
    with store.transaction() as session:
        for found in shown["members"]:
            if found["city"] != city:
                continue
            member_id = members.enrol(
                session,
                city,
                ids.new(),
                people.Person(found["name"], found["email"], found.get("language", "fr")),
                password_hash,
                people.Category(found["category"]),
                people.OrganisationKind(found["organisation_kind"]),
                (people.Grant(people.Role(found["role"])),) if "role" in found else (),
                now,
            )
            roles = (found["role"],) if "role" in found else ()
            if roles and not members_queries.second_factor(session, member_id):
                _protect(session, city, member_id, shown["second_factor"], now)
            actors[found["email"]] = Actor(member_id, city, found["category"], found["organisation_kind"], roles)
    return actors


def _protect(session: Session, city: str, member_id: str, secret: str, now: datetime) -> None:
    """Give a member the second factor that everybody can look up, and no recovery code that anybody knows."""
    members.second_factors.set_up_first(session, member_id, secret, now)
    before = second_factors.step_at(now) - 1  # a code is taken once: the present one is left to visitors
    codes = [ids.typeable(second_factors.RECOVERY_CODE_BYTES) for _ in range(second_factors.RECOVERY_CODES)]
    members.second_factors.confirm(session, city, member_id, second_factors.code_of(secret, before), codes, now)


def _attest(store: Store, city: str, shown: Mapping[str, Any], actors: Mapping[str, Actor], now: datetime) -> None:
    """What the city attests of its members, and the organisations that they founded."""
    with store.transaction() as session:

        def member(email: str) -> people.Member:
            return people.recognise(members_queries.member(session, actors[email].member_id))

        for found in shown["organisations"]:
            if found["founder"] in actors and not members_queries.organisation(session, found["id"]):
                kind = people.OrganisationKind(found["kind"])
                organisation = people.Organisation(found["id"], found["name"], kind, now, found.get("siret"))
                members.found_organisation(session, city, organisation, member(found["founder"]), now)
                if "verified_by" in found:
                    members.verify_organisation(session, city, found["id"], member(found["verified_by"]), now)
        for issued in shown["attestations"]:
            if issued["member"] in actors and not members_queries.lock_attestation(session, issued["id"]):
                of, staff = actors[issued["member"]].member_id, member(issued["by"])
                members.issue_attestation(session, city, issued["id"], staff, of, issued["kind"], None, now)


def _admit(store: Store, city: str, shown: Mapping[str, Any], actors: Mapping[str, Actor], now: datetime) -> None:
    """What members asked to be, and what some were answered."""
    with store.transaction() as session:

        def member(email: str) -> people.Member:
            return people.recognise(members_queries.member(session, actors[email].member_id))

        for asked in shown["applications"]:
            if asked["member"] not in actors or members_queries.application(session, asked["id"]):
                continue
            category, kind = people.Category(asked["category"]), people.OrganisationKind(asked["organisation_kind"])
            wish = people.Wish(category, kind, asked["motivation"], asked.get("organisation"))
            members.apply_for(session, asked["id"], member(asked["member"]), wish, now)
            if "admitted_by" in asked:
                by, until = member(asked["admitted_by"]), now + timedelta(days=asked["days"])
                members.admit(session, city, asked["id"], by, asked["reason"], until, now)


def _describe(store: Store, city: str, shown: Mapping[str, Any], actors: Mapping[str, Actor], now: datetime) -> None:
    """What those who were entered now say of themselves, and whom they entered: whoever was there is left alone."""
    with store.transaction() as session:
        known = {email: people.recognise(members_queries.member(session, actors[email].member_id)) for email in actors}
        fresh = {email: member for email, member in known.items() if member.registered_at == now}
        for found in shown["members"]:
            if (member := fresh.get(found["email"])) is None:
                continue
            said = {name: found[name] for name in ("phone", "handle") if name in found}
            members.rectify(session, city, member, member.id, said, now)
            members.choose_interests(session, member.id, found.get("topics", []), found.get("newsletter"), now)
            if "presentation" in found:
                members.enter_directory(session, member.id, found["name"], found["presentation"], now)
        for found in shown["minors"]:
            if (guardian := fresh.get(found["guardian"])) is not None:
                person, born_on = people.Person(found["name"], None, "fr"), date(now.year - found["years"], 1, 31)
                members.register_minor(
                    session, city, guardian, found["id"], person, born_on, found["handle"], now, says_adult=True
                )
        for found in shown["helped"]:
            if (helper := fresh.get(found["helper"])) is not None:
                person, heard = people.Person(found["name"], None, "fr"), map(people.ConsentPurpose, found["heard"])
                members.register_helped(session, city, helper, found["id"], person, found["phone"], [*heard], now)


def _publish(store: Store, settings: Settings, shown: Mapping[str, Any], now: datetime) -> None:
    with store.transaction() as session:
        for raw in shown["places"]:
            if (city := settings.cities.get(raw["city"])) is None:
                continue
            facts = {name: value for name, value in raw.items() if name not in ("id", "spaces")}
            bookings.publish_place(
                session, Place(place_id=raw["id"], insee=city.insee, zone=city.zone, **facts), now
            )
            for space in raw["spaces"]:
                facts = {name: value for name, value in space.items() if name != "id"}
                facts["equipment"] = tuple(space.get("equipment", ()))
                facts["tariffs"] = tuple(Tariff.of(tariff) for tariff in space.get("tariffs", ()))
                bookings.publish_space(session, Space(space_id=space["id"], place_id=raw["id"], **facts), now)


def _book(store: Store, shown: Mapping[str, Any], actors: Mapping[str, Actor], now: datetime) -> None:
    for wished in shown["bookings"]:
        if wished["member"] in actors:
            _book_when_open(store, wished, actors[wished["member"]], now)


def _book_when_open(store: Store, wished: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    """On the day wished, or on the next one on which the place is open."""
    zone = ZoneInfo("Europe/Paris")
    for later in range(DAYS_TRIED):
        day: date = now.astimezone(zone).date() + timedelta(days=wished["in_days"] + later)
        starts_at = datetime.combine(day, time.fromisoformat(wished["at"]), zone)
        period = Period(starts_at, starts_at + timedelta(hours=wished["hours"]))
        try:
            with store.transaction() as session:
                bookings.book(session, ids.new(), wished["space"], period, actor, now)
            return
        except Conflict:
            continue
        except NotFound:
            return  # a place of a city that this network has not


def _close(store: Store, shown: Mapping[str, Any], actors: Mapping[str, Actor], now: datetime) -> None:
    """Long after the bookings: it hits none of them."""
    zone = ZoneInfo("Europe/Paris")
    for planned in shown["closures"]:
        if planned["by"] not in actors:
            continue
        first = now.astimezone(zone).date() + timedelta(days=planned["in_days"])
        starts_at, ends_at = (
            datetime.combine(day, time.min, zone) for day in (first, first + timedelta(days=planned["days"]))
        )
        period = Period(starts_at, ends_at)
        closure = SpecialHours(
            ids.new(), planned["place"], None, period.starts_at, period.ends_at, is_open=False, reason=planned["reason"]
        )
        with store.transaction() as session:
            bookings.close(session, closure, {}, actors[planned["by"]], ids.new, now)


@contextmanager
def _opened(settings: Settings, service: str) -> Iterator[Store]:
    store = Store(database_url(settings, service), service, settings.site)
    try:
        yield store
    finally:
        store.close()
