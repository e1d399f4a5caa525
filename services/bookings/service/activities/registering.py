"""Registrations and waiting lists: the RPC side, and the timer that ends what has lapsed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids, metrics
from chassis.idempotency import once
from chassis.schema import read
from chassis.service import answers, every
from services.bookings import commands, domain, queries, schemas
from services.bookings.domain.activities import Registration
from services.bookings.domain.activities.standing import Standing
from services.bookings.service.shown import Json, shown


class Registering:
    """Who has seats, who waits for them, and why."""

    database: Any

    @answers
    def register(self, **asked: Any) -> Json:
        """Give `actor` seats of `occurrence_id`, once under an `idempotency_key`.

        Takes `beneficiary` (`member_id`, `city`: on behalf), `organisation_id`, `seats`, `accept_waiting`.
        Refuses: as `commands.activities.register`; `idempotency_key_reused`.
        """
        wanted = read(schemas.activities.RegistrationWished, asked)
        actor, key = wanted["actor"], wanted.pop("idempotency_key")
        scope = f"register {actor.city} {actor.member_id}"
        asked_for = {name: value for name, value in asked.items() if name not in ("actor", "idempotency_key")}
        registration_id, now = ids.new(), clock.now()
        made: list[tuple[str, str]] = []

        def register(session: Session) -> Json:
            registration = commands.activities.register(session, registration_id, now=now, **wanted)
            made[:] = [(_way(session, registration, actor), registration.status)]
            return _shown(session, registration_id, actor)

        answer = dict(
            self.database.retrying(lambda session: once(session, scope, key, asked_for, now, lambda: register(session)))
        )
        for way, status in made:
            metrics.registrations.labels("bookings", way, status).inc()
        return answer

    @answers
    def registration(self, **asked: Any) -> Json:
        """The registration `registration_id` of `actor`, or one that their role shows them.

        Refuses: `registration_not_found`.
        """
        wanted = read(schemas.activities.RegistrationNamed, asked)
        with self.database.reading() as session:
            return _shown(session, **wanted)

    @answers
    def registrations_of(self, **asked: Any) -> Json:
        """A page of those of `actor`, and of whom they answer for, the latest first. Takes `limit`, `after`."""
        wanted, now = read(schemas.activities.RegistrationsAsked, asked), clock.now()
        with self.database.reading() as session:
            items, following = queries.activities.registrations_page(session, now=now, **wanted)
        return shown(schemas.activities.RegistrationsPage, {"items": items, "next": following})

    @answers
    def registrations_at(self, **asked: Any) -> Json:
        """A page of those of `occurrence_id` in order of arrival, for its staff, each with what its member is `called`.

        Takes `status`, `limit`, `after`. Refuses: `occurrence_not_found`, `permission_missing`.
        """
        wanted, now = read(schemas.activities.RegistrationsAtAsked, asked), clock.now()
        actor, occurrence_id = wanted.pop("actor"), wanted.pop("occurrence_id")
        with self.database.reading() as session:
            seats = queries.activities.seats_shown(session, occurrence_id)
            domain.require(actor, domain.Permission.SEE_REGISTRATIONS, seats.where)
            items, following = queries.activities.registrations_at(session, seats, now, **wanted)
            called = _called(session, items)
        page = shown(schemas.activities.RegistrationsAtPage, {"items": items, "next": following})
        told = [item | {"called": name} for item, name in zip(page["items"], called, strict=True)]
        return page | {"items": told}

    @answers
    def decisions_of(self, **asked: Any) -> Json:
        """A page of why somebody got a seat, or did not: of `occurrence_id`, for its staff, or of `registration_id`.

        Takes `limit`, `after`. Refuses: `occurrence_not_found`, `registration_not_found`, `permission_missing`.
        """
        wanted, now = read(schemas.activities.DecisionsAsked, asked), clock.now()
        actor = wanted.pop("actor")
        with self.database.reading() as session:
            if wanted["registration_id"] is not None:
                seen = queries.activities.registration(session, wanted["registration_id"], actor, now)
                is_staff = domain.may(actor, domain.Permission.SEE_REGISTRATIONS, seen.seats.where)
            else:
                seats = queries.activities.seats_shown(session, wanted["occurrence_id"])
                domain.require(actor, domain.Permission.SEE_REGISTRATIONS, seats.where)
                is_staff = True
            found, following = queries.activities.decisions_page(session, **wanted)
        shape = schemas.activities.DecisionForStaff if is_staff else schemas.activities.Decision
        items = [shown(shape, line) for line in found]
        return {"items": items, **shown(schemas.activities.DecisionsPage, {"next": following})}

    @answers
    def accept_offer(self, **asked: Any) -> Json:
        """Take the seats that `registration_id` is offered. Refuses: as `commands.activities.accept_offer`."""
        return self._change_registration(commands.activities.accept_offer, schemas.activities.RegistrationNamed, asked)

    @answers
    def refuse_offer(self, **asked: Any) -> Json:
        """Leave the seats that `registration_id` is offered. Refuses: as `commands.activities.refuse_offer`."""
        return self._change_registration(commands.activities.refuse_offer, schemas.activities.RegistrationNamed, asked)

    @answers
    def cancel_registration(self, **asked: Any) -> Json:
        """End `registration_id`, for `reason`. Refuses: as `commands.activities.cancel_registration`."""
        command, schema = commands.activities.cancel_registration, schemas.activities.RegistrationUnwanted
        return self._change_registration(command, schema, asked)

    @answers
    def change_seats(self, **asked: Any) -> Json:
        """Have `registration_id` for so many `seats`. Refuses: as `commands.activities.change_seats`."""
        return self._change_registration(commands.activities.change_seats, schemas.activities.SeatsWanted, asked)

    @answers
    def approve_registration(self, **asked: Any) -> Json:
        """Say yes to `registration_id`. Refuses: as `commands.activities.approve_registration`."""
        command, schema = commands.activities.approve_registration, schemas.activities.RegistrationNamed
        return self._change_registration(command, schema, asked)

    @answers
    def decline_registration(self, **asked: Any) -> Json:
        """Say no to `registration_id`, for `reason`. Refuses: as `commands.activities.decline_registration`."""
        command, schema = commands.activities.decline_registration, schemas.activities.RegistrationDeclined
        return self._change_registration(command, schema, asked)

    @answers
    def promote(self, **asked: Any) -> Json:
        """Offer what is free to `registration_id`, whoever is before it. Refuses: as `commands.activities.promote`."""
        return self._change_registration(commands.activities.promote, schemas.activities.RegistrationNamed, asked)

    @answers
    def prioritise(self, **asked: Any) -> Json:
        """Put `registration_id` before those of less `priority`. Refuses: as `commands.activities.prioritise`."""
        return self._change_registration(commands.activities.prioritise, schemas.activities.Prioritised, asked)

    @every(seconds=20)
    def settle_lists(self) -> None:
        """Offers and requests end at their time, lists at their close, whether or not somebody asks for seats."""
        while True:
            now = clock.now()
            settled = self.database.retrying(lambda session, now=now: commands.activities.settle_lists(session, now))
            if settled < commands.activities.SETTLED_AT_ONCE:
                break
        with self.database.reading() as session:
            count, oldest = queries.activities.count_waiting_for_seats(session, now)
        metrics.registrations_waiting.labels("bookings").set(count)
        age = (now - oldest).total_seconds() if oldest else 0
        metrics.registrations_waiting_oldest_seconds.labels("bookings").set(age)

    def _change_registration(self, command: Callable[..., Registration], schema: Any, asked: Json) -> Json:
        wanted, now = read(schema, asked), clock.now()

        def change(session: Session) -> Json:
            command(session, now=now, **wanted)
            return _shown(session, wanted["registration_id"], wanted["actor"])

        return dict(self.database.retrying(change))


def _shown(session: Session, registration_id: str, actor: domain.Actor) -> Json:
    found = queries.activities.registration(session, registration_id, actor, clock.now())
    return shown(schemas.activities.Registration, found)


def _called(session: Session, items: Sequence[Standing]) -> list[str]:
    """What each member is called: the handle that they chose, else a code of the opaque id. One query."""
    members = [(one.registration.home_city, one.registration.member_id) for one in items]
    handles = queries.handles(session, [domain.Holder(member_id, city) for city, member_id in members])
    return [handles.get((city, member_id)) or ids.spoken(member_id) for city, member_id in members]


def _way(session: Session, registration: Registration, actor: domain.Actor) -> str:
    """Who registered them: `member`: they did; `guardian`: who answers for them; `helper`: staff."""
    if (actor.member_id, actor.city) == (registration.member_id, registration.home_city):
        return "member"
    guards = queries.is_guardian(session, actor, registration.member_id, registration.home_city)
    return "guardian" if guards else "helper"
