"""The page for people."""

from __future__ import annotations

import re

from chassis.config import Settings
from services.opendata.domain import DATASETS, LICENCE_URL, Edition
from services.opendata.web import pages
from tests.opendata.heard import NOW


def page(settings: Settings) -> str:
    editions = {name: Edition(name) for name in DATASETS} | {"places": Edition("places", 3, NOW, 42)}
    return pages.front(settings, editions)


def test_the_page_lists_every_dataset_with_its_formats_licence_and_date(settings: Settings) -> None:
    text = page(settings)
    for name, dataset in DATASETS.items():
        assert dataset.title in text
        assert f'href="/datasets/{name}.csv"' in text
    assert 'href="/datasets/occupancy.geojson"' not in text
    assert text.count(LICENCE_URL) >= len(DATASETS)
    assert "23 novembre 2026 à 10 h 00" in text
    assert "pas encore de données" in text
    assert "<dd>42</dd>" in text
    assert "à Roubaix, Tourcoing et Marcq-en-Barœul" in text


def test_the_page_needs_no_script_and_nothing_from_elsewhere(settings: Settings) -> None:
    text = page(settings)
    assert "<script" not in text
    assert "style=" not in text
    assert re.findall(r'(?:src|rel="stylesheet" href)="([^"]+)"', text) == ["/style.css"]
    assert "url(" not in pages.STYLE


def test_what_a_city_is_called_cannot_break_the_page(settings: Settings) -> None:
    settings.cities["roubaix"].__dict__["name"] = "<b>Roubaix"
    assert "<b>" not in page(settings)
