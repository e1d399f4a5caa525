"""A table (CSV) of what is on, for who has no agenda: after `docs/agenda.csv`. Never asks the time.

The columns are those of the template, in any order; others are passed over. Commas, semicolons or tabs between them.
Several rows with one id are the dates of one happening; the first of them says all else.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from io import StringIO

from chassis.config import Source
from chassis.errors import Invalid
from services.opendata.domain.happenings import Happening, Price, Where
from services.opendata.domain.turns import Page
from services.opendata.harvest import saying_when, wording
from services.opendata.harvest.failures import Failed
from services.opendata.harvest.gathering import Gathering

COLUMNS = (
    *("id", "titre", "debut", "fin", "resume", "description", "lien", "image", "categorie", "publics"),
    *("accessibilite", "statut", "mode", "age_min", "age_max", "tarif", "prix", "gratuit"),
    *("lieu", "adresse", "code_postal", "commune", "code_insee", "latitude", "longitude", "date_maj"),
)
MOST_ROWS = 50_000

_NEEDED = frozenset({"id", "titre", "debut"})
_STATUSES = {
    "prévu": "scheduled",
    "déplacé": "rescheduled",
    "en ligne": "moved_online",
    "reporté": "postponed",
    "complet": "full",
    "annulé": "cancelled",
}
_MODES = {"sur place": "on_site", "en ligne": "online", "mixte": "mixed"}
_TRUTHS = {"oui": True, "non": False}
Row = Mapping[str, str]


def read(text: str, source: Source, _now: datetime) -> Page:
    """What a table announces.

    Raises:
        Failed: `content_unreadable`, also when a column that is needed is missing; `too_many`.
    """
    by_id: dict[str, list[Row]] = defaultdict(list)
    gathering = Gathering()
    for row in _rows(text):
        if row["id"]:
            by_id[row["id"]].append(row)
        else:
            gathering.refuse("", "external_id_missing")
    for external_id, rows in by_id.items():
        gathering.take(external_id, partial(_happening, external_id, rows, source))
    return gathering.page(is_last_of_all=True)


def _rows(text: str) -> list[Row]:
    first = text.lstrip("\n\r").partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    rows: list[Row] = []
    try:
        reader = csv.DictReader(StringIO(text.lstrip("\n\r"), newline=""), delimiter=delimiter, strict=True)
        names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        if not set(names) >= _NEEDED:
            raise Failed("content_unreadable")
        reader.fieldnames = names
        for row in reader:
            told = {name: (row.get(name) or "").strip() for name in COLUMNS}
            if any(told.values()):
                rows.append(told)
            if len(rows) > MOST_ROWS:
                raise Failed("too_many")
    except csv.Error as exc:
        raise Failed("truncated" if "unexpected end" in str(exc) else "content_unreadable") from None
    return rows


def _happening(external_id: str, rows: list[Row], source: Source) -> Happening:
    row = rows[0]
    amount = wording.cents(row["prix"])
    if row["prix"] and amount is None:
        raise Invalid("price_unreadable")
    if amount is None and wording.is_free(row["tarif"]):
        amount = 0
    prices = (Price(row["tarif"], amount),) if row["tarif"] or amount is not None else ()
    gratis = _TRUTHS.get(row["gratuit"].casefold())
    postal = wording.postal(row["adresse"])
    return Happening(
        source=source.code,
        external_id=external_id,
        title=row["titre"],
        summary=row["resume"],
        description=row["description"],
        url=row["lien"],
        image=row["image"],
        theme=wording.theme([row["categorie"]], source.themes),
        publics=_list(row["publics"]),
        accessibility=_list(row["accessibilite"]),
        status=_word(row["statut"], _STATUSES, "scheduled", "status_unknown"),
        attendance=_word(row["mode"], _MODES, "on_site", "attendance_unknown"),
        min_age=wording.age(row["age_min"]),
        max_age=wording.age(row["age_max"]),
        prices=prices,
        is_free=wording.free_of(prices) if gratis is None else gratis,
        where=Where(
            name=row["lieu"],
            address=row["adresse"],
            postcode=row["code_postal"] or postal[0],
            commune=row["commune"] or postal[1],
            insee=row["code_insee"],
            latitude=wording.number(row["latitude"]),
            longitude=wording.number(row["longitude"]),
        ),
        timings=tuple(saying_when.timing(each["debut"], each["fin"], source.zone) for each in rows),
        zone=source.zone,
        updated_at=saying_when.instant(row["date_maj"], source.zone),
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split("|"))


def _word(text: str, words: Mapping[str, str], default: str, code: str) -> str:
    """What a word means, by our name for it or the template's."""
    if not text:
        return default
    found = words.get(text.casefold(), text if text in words.values() else None)
    if found is None:
        raise Invalid(code)
    return found
