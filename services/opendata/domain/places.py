"""The dataset of the places: the columns of the national standard of digital mediation places. Never does IO.

Every column of the standard is there, in its order, also those that we leave empty.

Source: LaMednum, standard-mediation-num 1.0.2
(https://schema.data.gouv.fr/LaMednum/standard-mediation-num/).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from services.opendata.domain import things
from services.opendata.domain.dataset import Dataset, Field, Record
from services.opendata.domain.entry import instant
from services.opendata.domain.network import Network
from services.opendata.domain.typology import code

_REQUIRED = {"required": True}
_SUMMARY = 280

FIELDS = (
    Field("id", "string", "Identifiant stable du lieu.", "0f6d…", {"required": True, "unique": True}),
    Field(
        "pivot",
        "string",
        "SIREN de la commune qui publie le lieu.",
        "215905126",
        {"required": True, "pattern": "^[a-zA-Z0-9]{9,14}$"},
    ),
    Field("nom", "string", "Nom du lieu.", "Champ Libre", _REQUIRED),
    Field("commune", "string", "Nom de la commune.", "Roubaix", _REQUIRED),
    Field("code_postal", "string", "Code postal.", "59100", {"required": True, "pattern": r"^\d{5}$"}),
    Field(
        "code_insee",
        "string",
        "Code officiel géographique de la commune.",
        "59512",
        {"pattern": r"^([013-9]\d|2[AB1-9])\d{3}$"},
    ),
    Field("adresse", "string", "Numéro et voie.", "8 rue de l'Union", _REQUIRED),
    Field("complement_adresse", "string", "Complément d'adresse."),
    Field("latitude", "number", "Latitude, en degrés décimaux (WGS 84).", "50.7053"),
    Field("longitude", "number", "Longitude, en degrés décimaux (WGS 84).", "3.1625"),
    Field("typologie", "string", "Codes de typologie du standard, séparés par |.", "TIERS_LIEUX|FABLAB"),
    Field("telephone", "string", "Téléphone du lieu, au format international."),
    Field("courriels", "string", "Adresses électroniques du lieu, séparées par |."),
    Field("site_web", "string", "Adresses de site, séparées par |.", "https://lab.example.org"),
    Field("horaires", "string", "Horaires d'ouverture, syntaxe OpenStreetMap.", "Mo-Fr 09:00-18:30"),
    Field("presentation_resume", "string", "Présentation courte.", "", {"maxLength": _SUMMARY}),
    Field("presentation_detail", "string", "Présentation entière, si la courte ne suffit pas."),
    Field("source", "string", "Origine de la fiche.", "Champ Libre"),
    Field("itinerance", "string", "Fixe ou Itinérant.", "Fixe"),
    Field("structure_parente", "string", "Structure dont dépend le lieu."),
    Field("date_maj", "date", "Jour de la dernière mise à jour de la fiche.", "2026-11-23", _REQUIRED),
    Field("services", "string", "Services du standard, séparés par |."),
    Field("publics_specifiquement_adresses", "string", "Publics du standard, séparés par |."),
    Field("prise_en_charge_specifique", "string", "Prises en charge du standard, séparées par |."),
    Field("frais_a_charge", "string", "Frais du standard, séparés par |."),
    Field("dispositif_programmes_nationaux", "string", "Dispositifs du standard, séparés par |."),
    Field("formations_labels", "string", "Formations et labels du standard, séparés par |."),
    Field("autres_formations_labels", "string", "Autres formations et labels, séparés par |."),
    Field("modalites_acces", "string", "Modalités d'accès du standard, séparées par |."),
    Field("modalites_accompagnement", "string", "Modalités d'accompagnement du standard, séparées par |."),
    Field("fiche_acces_libre", "string", "Adresse de la fiche Acceslibre du lieu."),
    Field("prise_rdv", "string", "Adresse où prendre rendez-vous."),
)


def record(row: Mapping[str, Any], network: Network) -> Record:
    """A place as the standard says it. `row` is what place.published told."""
    description = row["description"] or ""
    known: Record = {
        "id": row["id"],
        "pivot": network.siren(row["city"]),
        "nom": row["name"],
        "commune": row["commune"],
        "code_postal": row["postcode"],
        "code_insee": row["insee"],
        "adresse": row["address"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "typologie": [code(row["kind"])],
        "site_web": [row["website"].replace("|", "%7C")] if row["website"] else None,
        "horaires": row["opening_hours"],
        "presentation_resume": _summary(description),
        "presentation_detail": description if len(description) > _SUMMARY else None,
        "source": "Champ Libre",
        "itinerance": ["Fixe"],
        "date_maj": instant(row["published_at"]).astimezone(ZoneInfo(row["zone"])).date().isoformat(),
    }
    return {field.name: known.get(field.name) for field in FIELDS}


def _summary(text: str) -> str:
    """The text, cut at a word with an ellipsis when it is longer than the standard allows."""
    if len(text) <= _SUMMARY:
        return text
    return text[: _SUMMARY - 1].rsplit(maxsplit=1)[0] + "…"


PLACES = Dataset(
    name="places",
    title="Lieux du réseau Champ Libre",
    description=(
        "Les tiers-lieux et laboratoires du réseau : adresse, position, horaires et présentation, "
        "au format du standard national des lieux de médiation numérique. Une ligne par lieu."
    ),
    keywords=("tiers-lieux", "fablab", "médiation numérique", "équipements", "horaires"),
    themes=("GOVE", "EDUC"),
    fields=FIELDS,
    record=record,
    has_geometry=True,
    thing=things.place,
    standard="https://raw.githubusercontent.com/LaMednum/standard-mediation-num/v1.0.2/schema.json",
)
