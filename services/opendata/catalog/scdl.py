"""The catalogue as a table that French public bodies put together: one line a dataset. Pure.

The network has no number in Sirene: the first city of the configuration stands for it. A dataset that nothing was ever
published of has no dates yet, and no line.

Source: Socle commun des données locales, catalogue 0.1.3
(https://gitlab.com/opendatafrance/scdl/catalogue).
"""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.lists import format_list

from chassis.config import Settings
from services.opendata.catalog import vocabularies
from services.opendata.catalog.pages import Page
from services.opendata.domain import Dataset, Inventory
from services.opendata.formats import formats_of

COLUMNS = (
    "COLL_NOM",
    "COLL_SIRET",
    "ID",
    "TITRE",
    "DESCRIPTION",
    "THEME",
    "PRODUCTEUR_NOM",
    "PRODUCTEUR_SIRET",
    "COUV_SPAT_MAILLE",
    "COUV_SPAT_NOM",
    "COUV_TEMP_DEBUT",
    "COUV_TEMP_FIN",
    "DATE_PUBL",
    "FREQ_MAJ",
    "DATE_MAJ",
    "MOTS_CLES",
    "LICENCE",
    "NOMBRE_RESSOURCES",
    "FORMAT_RESSOURCES",
    "URL",
)
_FREQUENCIES = {
    "UPDATE_CONT": "Continuelle",
    "HOURLY": "Toutes les heures",
    "DAILY": "Quotidienne ou plusieurs fois par jour",
    "WEEKLY": "Hebdomadaire ou plusieurs fois par semaine",
    "MONTHLY": "Mensuelle ou plusieurs fois par mois",
    "QUARTERLY": "Trimestrielle",
    "ANNUAL": "Annuelle",
    "IRREG": "Irrégulière",
}


def write(settings: Settings, inventory: Inventory, page: Page) -> str:
    """The table of the datasets of a page."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    for dataset in page.datasets:
        if dataset.name in inventory.since:
            table.writerow(_row(dataset, settings, inventory, inventory.since[dataset.name]))
    return text.getvalue()


def _row(dataset: Dataset, settings: Settings, inventory: Inventory, since: datetime) -> dict[str, str]:
    cities = tuple(settings.cities.values())
    city, zone = cities[0], ZoneInfo(cities[0].zone)
    first = since.astimezone(zone).date()
    last = (inventory.editions[dataset.name].modified_at or since).astimezone(zone).date()
    days = inventory.covered.get(dataset.name)
    formats = [written.extension for written in formats_of(dataset)]
    return {
        "COLL_NOM": f"Ville de {city.name}",
        "COLL_SIRET": city.siret,
        "ID": f"champlibre-{dataset.name}",
        "TITRE": dataset.title,
        "DESCRIPTION": dataset.description,
        "THEME": vocabularies.THEME[dataset.themes[0]].label,
        "PRODUCTEUR_NOM": f"Ville de {city.name}",
        "PRODUCTEUR_SIRET": city.siret,
        "COUV_SPAT_MAILLE": "Communale" if len(cities) == 1 else "Intercommunale",
        "COUV_SPAT_NOM": format_list([each.name for each in cities], locale="fr"),
        "COUV_TEMP_DEBUT": (days.first if days else min(first, last)).isoformat(),
        "COUV_TEMP_FIN": (days.last if days else last).isoformat(),
        "DATE_PUBL": first.isoformat(),
        "FREQ_MAJ": _FREQUENCIES[dataset.frequency],
        "DATE_MAJ": last.isoformat(),
        "MOTS_CLES": ";".join(_plain(word) for word in dataset.keywords),
        "LICENCE": "Licence Ouverte-LO",
        "NOMBRE_RESSOURCES": str(len(formats)),
        "FORMAT_RESSOURCES": ";".join(formats),
        "URL": f"{settings.opendata.public_url}/datasets/{dataset.name}",
    }


def _plain(word: str) -> str:
    """A keyword as the table wants it: lower case, without accents."""
    spelt = word.replace("œ", "oe").replace("Œ", "oe").lower()
    return "".join(sign for sign in unicodedata.normalize("NFD", spelt) if not unicodedata.combining(sign))
