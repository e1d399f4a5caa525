"""The dataset of the places once more, as French public bodies list their facilities. Never does IO.

A facility is numbered when its place is first heard of: the code of its family, and its turn among those of the same
commune and family. What it is called by never changes afterwards, whatever becomes of the place.

The nomenclature behind the codes has eight digits, of which the first two are the family. It knows no third place:
the rest is zeros, and the type is said in words.

Source: Socle commun des données locales, équipements 0.1.5 (https://gitlab.com/opendatafrance/scdl/equipements).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from services.opendata.domain.dataset import Dataset, Field, Record
from services.opendata.domain.network import Network
from services.opendata.domain.typology import label

MOST = 999  # of a commune and a family

_REQUIRED = {"required": True}
_NO_NUMBER = "99999"  # so the standard writes it
_SHORTEST, _NOWHERE = 3, "Lieu-dit"  # a street has three signs, says the standard
_ADDRESS = re.compile(r"(\d+)((?: ?(?:bis|ter|qua|qui)\b| ?[a-z]\b)?)(?: ?[-/] ?(\d+))?,? +(?=\D)", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/]+\S*")

_FAMILIES = (
    "Equipement administratif",
    "Equipement de justice",
    "Equipement sanitaire",
    "Equipement social et d'animation",
    "Equipement sportif et de loisirs",
    "Equipement d'enseignement",
    "Equipement cultuel",
    "Equipement culturel",
    "Equipement de mobilité",
    "Autre équipement",
)
_OF_A_KIND = {
    1: "CAF CD DEPT EPCI LA_POSTE MSAP MUNI PREF REG RFS",
    6: "AFPA E2C OF",
    8: "BIB RELAIS_LECTURE",
    10: "Autre",
}
_FAMILY = {kind: family for family, kinds in _OF_A_KIND.items() for kind in kinds.split()}
_SOCIAL = 4

FIELDS = (
    Field("COLL_NOM", "string", "Ville où se trouve l'équipement.", "Ville de Roubaix", _REQUIRED),
    Field("COLL_SIRET", "string", "SIRET de la ville.", "21590512600011", {"required": True, "pattern": r"^\d{14}$"}),
    Field(
        "EQUIP_UID",
        "string",
        "Identifiant stable : code de la commune, puis EQUIP_CODE.",
        "59512-04000000-001",
        {"required": True, "unique": True, "maxLength": 18, "pattern": "^[0-9A-B]{5}-[0-9]{8}-[0-9]{3}"},
    ),
    Field("EQUIP_THEME", "string", "Famille d'équipements.", _FAMILIES[3], {"required": True, "enum": [*_FAMILIES]}),
    Field(
        "EQUIP_CODE",
        "string",
        "Famille sur huit chiffres (la nomenclature ne connaît pas les tiers-lieux), et numéro d'ordre.",
        "04000000-001",
        {"required": True, "maxLength": 12},
    ),
    Field("EQUIP_TYPE", "string", "Type de lieu, en toutes lettres.", "Tiers-lieu", _REQUIRED),
    Field("EQUIP_NOM", "string", "Nom du lieu.", "Champ Libre", _REQUIRED),
    Field("ADR_NUMERO", "string", "Numéro dans la voie ; 99999 quand il n'y en a pas.", "8", _REQUIRED),
    Field(
        "ADR_NOMVOIE",
        "string",
        "Voie, sans autres signes que ceux du standard.",
        "rue de l'Union",
        {"required": True, "minLength": 3, "pattern": r"^[a-zA-Z0-9\-\'\s\d\u00C0-\u00FF]+$"},
    ),
    Field("ADR_CODEPOSTAL", "string", "Code postal.", "59100", {"required": True, "maxLength": 5}),
    Field(
        "ADR_COMMUNE",
        "string",
        "Commune, sans autres signes que ceux du standard.",
        "Roubaix",
        {"required": True, "pattern": r"^[A-Za-z\s\-\u00C0-\u00FF]+$"},
    ),
    Field("ADR_CLE_INTEROP", "string", "Clé d'interopérabilité de l'adresse ; nous ne la connaissons pas."),
    Field("ERP_ID", "string", "Identifiant d'établissement recevant du public ; nous ne le connaissons pas."),
    Field("ERP_TYPE", "string", "Type d'établissement recevant du public ; nous ne le connaissons pas."),
    Field("ERP_CATEGORIE", "integer", "Catégorie d'établissement recevant du public ; nous ne la connaissons pas."),
    Field("EQUIP_LAT", "number", "Latitude, en degrés décimaux (WGS 84).", "50.7053", _REQUIRED),
    Field("EQUIP_LONG", "number", "Longitude, en degrés décimaux (WGS 84).", "3.1625", _REQUIRED),
    Field("EQUIP_OUVERTURE", "string", "Horaires d'ouverture, syntaxe OpenStreetMap.", "Mo-Fr 09:00-18:30"),
    Field("EQUIP_TEL", "string", "Téléphone, au format international."),
    Field("EQUIP_EMAIL", "string", "Adresse électronique."),
    Field("EQUIP_WEB", "string", "Adresse de site.", "https://lab.example.org"),
)


@dataclass(frozen=True)
class Numbered:
    """What a facility is called by.

    Attributes:
        insee: of the commune in which it was first heard of.
        family: 1 to 10.
        turn: from 1, among the facilities of the commune and the family.
    """

    insee: str
    family: int
    turn: int

    @property
    def group(self) -> str:
        """Within what the turns are counted."""
        return f"{self.insee}-{self.family:02d}000000"

    @property
    def uid(self) -> str:
        """What it is called by, e.g. `59512-04000000-001`."""
        return f"{self.group}-{self.turn:03d}"


def family_of(kind: str) -> int:
    """The family of a place by its typology, 1 to 10."""
    return _FAMILY.get(kind, _SOCIAL)


def content(place: Mapping[str, Any], numbered: Numbered) -> dict[str, Any]:
    """What is put down of a place that place.published told."""
    return {**place, "numbered": asdict(numbered)}


def record(row: Mapping[str, Any], network: Network) -> Record:
    """A facility as the standard says it. `row` is what `content` put down."""
    number, street = _address(row["address"])
    uid = Numbered(**row["numbered"]).uid
    city = network.cities.get(row["city"])
    known: Record = {
        "COLL_NOM": f"Ville de {city.name if city else row['commune']}",
        "COLL_SIRET": network.siret(row["city"]),
        "EQUIP_UID": uid,
        "EQUIP_THEME": _FAMILIES[family_of(row["kind"]) - 1],
        "EQUIP_CODE": uid.partition("-")[2],
        "EQUIP_TYPE": label(row["kind"]),
        "EQUIP_NOM": row["name"],
        "ADR_NUMERO": number,
        "ADR_NOMVOIE": street,
        "ADR_CODEPOSTAL": row["postcode"],
        "ADR_COMMUNE": _plain(row["commune"], r"[^A-Za-z\s\-À-ÿ]"),
        "EQUIP_LAT": row["latitude"],
        "EQUIP_LONG": row["longitude"],
        "EQUIP_OUVERTURE": row["opening_hours"],
        "EQUIP_WEB": row["website"] if _WEB.fullmatch(row["website"] or "") else None,
    }
    return {field.name: known.get(field.name) for field in FIELDS}


def _address(text: str) -> tuple[str, str]:
    """The number and the street of an address as people write it: `12 bis rue de l'Union`."""
    if not (found := _ADDRESS.match(text)):
        return _NO_NUMBER, _plain(text, r"[^a-zA-Z0-9\-'\sÀ-ÿ]")
    number, suffix, until = found[1], found[2].strip().lower(), found[3]
    numbers = f"{number} {suffix}".strip() + (f"/{until}" if until else "")
    return numbers, _plain(text[found.end() :], r"[^a-zA-Z0-9\-'\sÀ-ÿ]")


def _plain(text: str, others: str) -> str:
    """A text of the signs that the standard takes; `others` finds those that it does not."""
    spelt = text.replace("œ", "oe").replace("Œ", "OE").replace("’", "'")
    told = re.sub(others, " ", unicodedata.normalize("NFC", spelt))
    short = " ".join(told.split())
    return short if len(short) >= _SHORTEST else _NOWHERE


FACILITIES = Dataset(
    name="equipements",
    title="Équipements du réseau Champ Libre",
    description=(
        "Les mêmes lieux, au format du socle commun des données locales pour les équipements collectifs publics. "
        "Une ligne par lieu ; l'identifiant d'un équipement ne change jamais."
    ),
    keywords=("équipements", "tiers-lieux", "socle commun des données locales", "adresses", "horaires"),
    themes=("GOVE", "REGI"),
    fields=FIELDS,
    record=record,
    key="EQUIP_UID",
    standard="https://gitlab.com/opendatafrance/scdl/equipements/raw/v0.1.5/schema.json",
)
