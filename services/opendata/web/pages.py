"""The readable page: the same datasets, in French, without a script. Never queries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.lists import format_list
from jinja2 import Environment, StrictUndefined

from chassis.config import Settings
from services.opendata.catalog import FORMS
from services.opendata.domain import DATASETS, LICENCE_NAME, LICENCE_URL, Edition
from services.opendata.formats import formats_of

_ZONE = ZoneInfo("Europe/Paris")  # the page speaks to people of the network; the data itself is in UTC
_HERE = files("services.opendata.web")

STYLE = (_HERE / "static" / "style.css").read_text("utf-8")
SOURCE = (_HERE / "templates" / "index.html").read_text("utf-8")


def _day(instant: datetime) -> str:
    return format_datetime(instant, "d MMMM y 'à' H 'h' mm", tzinfo=_ZONE, locale="fr")


_environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_environment.filters["day"] = _day
_template = _environment.from_string(SOURCE)


def front(settings: Settings, editions: Mapping[str, Edition]) -> str:
    """The page that lists the datasets with their formats, licence and date of update."""
    return _template.render(
        datasets=[(dataset, editions[dataset.name], formats_of(dataset)) for dataset in DATASETS.values()],
        catalogues=FORMS,
        cities=format_list([city.name for city in settings.cities.values()], locale="fr"),
        network_url=settings.gateway.public_url,
        licence_name=LICENCE_NAME,
        licence_url=LICENCE_URL,
    )
