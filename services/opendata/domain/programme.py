"""What is published of an activity, whichever of its dates it is told with: columns, and their values. Never does IO.

Texts are in French; titles in the other languages too, if somebody wrote them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.opendata.domain.dataset import Field, Record
from services.opendata.domain.network import Network

REQUIRED = {"required": True}
_OLDEST = 120
_AGE = {"minimum": 0, "maximum": _OLDEST}
_CENTS = {"minimum": 0}

TITLES = (
    Field("title", "string", "Titre, en français.", "Fabriquer sa lampe", REQUIRED),
    Field("title_nl", "string", "Titre en néerlandais, s'il existe.", "Maak je lamp"),
    Field("title_en", "string", "Titre en anglais, s'il existe.", "Make your lamp"),
    Field("summary", "string", "Résumé, en français.", "Un soir, une lampe, à emporter."),
    Field("description", "string", "Présentation entière, en français ; peut contenir des lignes."),
    Field("kind", "string", "Nature de l'activité.", "workshop", REQUIRED),
    Field("theme", "string", "Thème, en mots libres.", "Fabrication"),
    Field("cycle", "string", "Cycle auquel l'activité appartient.", "Les jeudis du lab"),
    Field("languages", "string", "Langues parlées, ISO 639-1 ; en CSV, séparées par |.", "fr|nl"),
    Field("publics", "string", "À qui elle s'adresse ; en CSV, séparés par |.", "families|teenagers"),
    Field("min_age", "integer", "Âge minimal, en années.", "12", _AGE),
    Field("max_age", "integer", "Âge maximal, en années.", "17", _AGE),
    Field("organiser_name", "string", "Qui l'organise.", "Les Ateliers de l'Union", REQUIRED),
    Field("prices", "string", "Tarifs en toutes lettres ; en CSV, séparés par |.", "Tarif plein : 3,00 €"),
    Field("lowest_price_cents", "integer", "Tarif le plus bas, en centimes d'euro.", "0", _CENTS),
    Field("highest_price_cents", "integer", "Tarif le plus haut, en centimes d'euro.", "300", _CENTS),
    Field("is_free", "boolean", "Gratuit pour tout le monde.", "false", REQUIRED),
    Field(
        "accessibility",
        "string",
        "Handicaps auxquels on a pensé : hi auditif, ii intellectuel, mi de mobilité, pi psychique, vi visuel ; "
        "en CSV, séparés par |.",
        "mi|hi",
    ),
)
PLACE = (
    Field("place_id", "string", "Identifiant du lieu, voir le jeu « places » ; vide hors du réseau.", "0f6d…"),
    Field("place_name", "string", "Nom du lieu ; vide si tout se passe en ligne.", "Champ Libre"),
    Field("address", "string", "Numéro et voie.", "8 rue de l'Union"),
    Field("postcode", "string", "Code postal.", "59100"),
    Field("commune", "string", "Nom de la commune.", "Roubaix"),
    Field("insee", "string", "Code officiel géographique de la commune.", "59512"),
    Field("latitude", "number", "Latitude, en degrés décimaux (WGS 84).", "50.7053"),
    Field("longitude", "number", "Longitude, en degrés décimaux (WGS 84).", "3.1625"),
)
SOURCE = (
    Field("url", "string", "Page de l'activité.", "https://lab.example.org/activities/5a0f…", REQUIRED),
    Field("image", "string", "Adresse d'une image.", "https://lab.example.org/lampe.jpg"),
    Field("image_alt", "string", "Ce que montre l'image.", "Une lampe de carton allumée"),
    Field("image_credit", "string", "À qui est l'image ; à citer avec elle.", "L.I.V.E."),
    Field("attribution", "string", "De qui l'activité est reprise ; à citer avec elle."),
    Field("updated_at", "datetime", "Dernière mise à jour (UTC).", "2026-11-23T09:00:00Z", REQUIRED),
)
PLACE_NAMES = tuple(field.name for field in PLACE)
_AS_TOLD = ("kind", "theme", "cycle", "languages", "publics", "min_age", "max_age", "accessibility", "attribution")


def described(activity: Mapping[str, Any], network: Network) -> Record:
    """What is published of an activity: a value for each of `TITLES` and `SOURCE` but when it was updated.

    Beside the columns: `texts`, the title, summary, description and easy-to-read text by language, and `tariffs`, of
    each price its `label`, `cents` and `condition`.
    """
    texts = {name: activity[name] or {} for name in ("title", "summary", "description", "easy_to_read")}
    cents = [price["cents"] for price in activity["prices"]] or [0]
    image = activity["image"] or dict.fromkeys(("url", "alt", "credit"))
    return {
        **{name: activity[name] for name in _AS_TOLD},
        "texts": texts,
        "title": texts["title"]["fr"],
        "title_nl": texts["title"].get("nl"),
        "title_en": texts["title"].get("en"),
        "summary": texts["summary"].get("fr"),
        "description": texts["description"].get("fr"),
        "organiser_name": activity["organiser_name"] or network.authority(activity["city"]),
        "tariffs": activity["prices"],
        "prices": [_price(price) for price in activity["prices"]],
        "lowest_price_cents": min(cents),
        "highest_price_cents": max(cents),
        "is_free": max(cents) == 0,
        "url": f"{network.pages_url}/activities/{activity['id']}",
        "image": image["url"],
        "image_alt": image["alt"],
        "image_credit": image["credit"],
    }


def _price(price: Mapping[str, Any]) -> str:
    """A price as French reads it; what parts values in CSV is not in it."""
    told = "gratuit" if price["cents"] == 0 else f"{price['cents'] // 100},{price['cents'] % 100:02d} €"
    condition = f" ({price['condition']})" if price["condition"] else ""
    return f"{price['label']} : {told}{condition}".replace("|", "/")
