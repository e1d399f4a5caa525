"""The door of an occurrence: the RPC side. What a page sends twice is done once."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from chassis import clock, ids
from chassis.errors import Invalid
from chassis.schema import read
from chassis.service import answers
from services.bookings import commands, domain, queries, schemas
from services.bookings.domain.activities import Registration, Seen, door
from services.bookings.service.shown import Json, shown


class Door:
    """Who comes to an occurrence."""

    database: Any

    @answers
    def door(self, **asked: Any) -> Json:
        """Who is expected at `occurrence_id`, by what they are `called`; who came, walked in, of which bands of age.

        `closed` says why nothing can be noted now: `too_early`, `too_late`, `cancelled`, `postponed`; None: it is open.
        Refuses: `occurrence_not_found`, `permission_missing`.
        """
        wanted, now = read(schemas.activities.DoorNamed, asked), clock.now()
        occurrence_id, actor = wanted["occurrence_id"], wanted["actor"]
        with self.database.reading() as session:
            occurrence = queries.activities.occurrence(session, occurrence_id)
            where = domain.Where((occurrence.city,), occurrence.place_id)
            domain.require(actor, domain.Permission.CHECK_IN, where)
            activity = queries.activities.activity_of(session, occurrence)
            expected = queries.activities.expected(session, occurrence_id)
            holders = [domain.Holder(one.member_id, one.home_city) for one in expected]
            handles = queries.handles(session, holders)
            walked_in = queries.activities.walked_in(session, occurrence_id)
            bands = queries.activities.bands(session, occurrence_id)
            [seen] = queries.activities.seen(session, [(occurrence, activity)], now)
        told = [_told(one, seen, handles.get((one.home_city, one.member_id))) for one in expected]
        what = {
            "occurrence": seen,
            "activity": activity,
            "opens_at": door.opens_at(occurrence),
            "closed": door.is_open(occurrence, now),
            "registrations": sorted(told, key=lambda one: (one["called"].casefold(), one["number"])),
            "walked_in": walked_in,
            "counts": door.counts(expected, walked_in),
            "bands": door.every_band(bands),
        }
        return shown(schemas.activities.Door, what)

    @answers
    def scan(self, **asked: Any) -> Json:
        """What each of `scans`, up to 200, gives at `occurrence_id`: `{"results": [...]}`, in their order.

        A scan: `nonce`, `registration_id`, `scanned_at`; `kind` (`arrival`, `undo`), `seats` (None: all who are not
        there yet), `undoes` (a nonce; None: all arrivals), `force`. A result is `ok`, `already` (with
        `first_scanned_at`), `unknown`, `not_of_occurrence`, `cancelled`, `waiting`, `requested`, `offered`,
        `incomplete`, `not_there` (nothing to undo), `too_early`, `too_late`, `postponed`, or `malformed`: of one that
        has not the form asked for nothing else is said, and the others count.
        Refuses: `occurrence_not_found`, `permission_missing`, `member_not_active`.
        """
        wanted, now = read(schemas.activities.ScansSent, asked), clock.now()
        each = [_read_one(sent) for sent in wanted.pop("scans")]
        good = [one for one in each if isinstance(one, door.Scan)]
        results = self.database.retrying(
            lambda session: commands.activities.scan(session, sent=good, now=now, **wanted)
        )
        told = iter(shown(schemas.activities.Scanned, one) for one in results)
        return {"results": [next(told) if isinstance(one, door.Scan) else one for one in each]}

    @answers
    def count_walk_ins(self, **asked: Any) -> Json:
        """Count `persons` who came to `occurrence_id` without registering, once under `nonce`; fewer than none: less.

        Returns what became of it, with the number that there are then, `walked_in`.
        Refuses: `occurrence_not_found`, `permission_missing`, `member_not_active`.
        """
        wanted, now = read(schemas.activities.WalkInsCounted, asked), clock.now()
        told, walked_in = self.database.retrying(
            lambda session: commands.activities.count_walk_ins(session, now=now, **wanted)
        )
        return shown(schemas.activities.Scanned, told) | {"walked_in": walked_in}

    @answers
    def count_bands(self, **asked: Any) -> Json:
        """Write down how many came to `occurrence_id` of each of `bands` of age, in place of what was there.

        Takes `nonce`: done once under it. Refuses: `occurrence_not_found`, `permission_missing`, `member_not_active`,
        `door_closed`.
        """
        wanted, now = read(schemas.activities.BandsCounted, asked), clock.now()
        return {
            "bands": self.database.retrying(lambda session: commands.activities.count_bands(session, now=now, **wanted))
        }

    @answers
    def note_absence(self, **asked: Any) -> Json:
        """Note why who has `registration_id` does not come, by a code; None takes it back.

        Takes `nonce`. Refuses: `registration_not_found`, `permission_missing`, `member_not_active`, `door_closed`,
        `registration_not_confirmed`.
        """
        wanted, now = read(schemas.activities.AbsenceNoted, asked), clock.now()
        after = self.database.retrying(lambda session: commands.activities.note_absence(session, now=now, **wanted))
        return shown(schemas.activities.Expected, after)


def _told(one: Registration, seen: Seen, handle: str | None) -> Json:
    called = handle or ids.spoken(one.member_id)  # no name is known here
    return asdict(one) | {"called": called, "answers_due": door.is_incomplete(one, seen.terms)}


def _read_one(sent: Any) -> door.Scan | Json:
    """The scan; of what is none, the result."""
    try:
        return door.Scan(**read(schemas.activities.ScanSent, sent))
    except Invalid:
        nonce = sent.get("nonce") if isinstance(sent, dict) else None
        return {"nonce": nonce if isinstance(nonce, str) else None, "result": door.MALFORMED}
