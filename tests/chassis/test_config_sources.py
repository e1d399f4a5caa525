"""The sources that the publisher takes up, in a node's file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chassis.config import Settings, read
from tests.chassis.test_config import errors, node

SOURCE = {
    "city": "roubaix",
    "kind": "ical",
    "url": "https://agenda.example.org/tout.ics",
    "name": "Agenda de la ville",
    "licence": "Licence Ouverte 2.0",
    "licence_url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
}
KEYED = SOURCE | {"kind": "openagenda", "url": "https://api.openagenda.com/v2/agendas/1/events", "key": "k" * 32}


def with_sources(**sources: Any) -> dict[str, Any]:
    return node(opendata={"sources": sources})


def settings(**changes: Any) -> Settings:
    return read(with_sources(ville=SOURCE | changes), {})


def test_a_source_says_whose_agenda_it_feeds_and_under_what_licence() -> None:
    source = settings(page="https://agenda.example.org/").sources["ville"]
    assert (source.code, source.city, source.zone, source.every_minutes) == ("ville", "roubaix", "Europe/Paris", 60)
    assert source.enabled and source.licence == "Licence Ouverte 2.0"


def test_what_a_category_is_called_here_may_have_any_name_there() -> None:
    themes = {"3": "Ateliers", "Café-concert & bal ": "Musique"}
    assert settings(themes=themes).sources["ville"].themes == {"3": "Ateliers", "café-concert & bal": "Musique"}


def test_a_key_comes_from_elsewhere_and_is_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("secret-of-the-agenda\n", "utf-8")
    raw = with_sources(mel={name: value for name, value in KEYED.items() if name != "key"})
    source = read(raw, {"CHAMPLIBRE_OPENDATA_SOURCES_MEL_KEY_FILE": str(file)}).sources["mel"]
    assert source.key == "secret-of-the-agenda" and "secret-of-the-agenda" not in repr(source)
    assert any("opendata.sources.mel.key is missing" in error for error in errors(raw))
    assert read(with_sources(mel=raw["opendata"]["sources"]["mel"] | {"enabled": False}), {}).sources["mel"].key == ""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"city": "lille"}, "city: lille"),
        ({"kind": "xls"}, "kind must be"),
        ({"kind": None}, "kind is missing"),
        ({"licence_url": None}, "licence_url is missing"),
        ({"url": "file:///etc/passwd"}, "url must begin"),
        ({"url": "https://name:secret@agenda.example.org/"}, "url must begin"),
        ({"url": "https://agenda.example.org/a b"}, "url must begin"),
        ({"url": "https://agenda.example.org:99999/"}, "url must begin"),
        ({"page": "javascript:alert(1)"}, "page must begin"),
        ({"licence_url": "Licence Ouverte"}, "licence_url must begin"),
        ({"name": "x" * 101}, "at most 100"),
        ({"zone": "Europe/Roubaix"}, "no IANA time zone"),
        ({"every_minutes": 1}, "every_minutes must be between"),
        ({"every_minutes": "often"}, "every_minutes has the wrong type"),
        ({"enabled": "yes"}, "enabled has the wrong type"),
        ({"key": "k" * 32}, "key goes with openagenda alone"),
        ({"themes": {"3": 4}}, "themes: what a category"),
        ({"themes": {"3": " "}}, "themes: what a category"),
        ({"evry_minutes": 60}, "evry_minutes is not a setting"),
        (KEYED | {"url": "http://agenda.example.org/"}, "https:// where there is a key"),
        (KEYED | {"key": "two words"}, "without spaces"),
        (KEYED | {"themes": {"3": "Ateliers"}}, "theme_field is missing"),
    ],
)
def test_what_is_wrong_with_a_source_is_said(changes: dict[str, Any], told: str) -> None:
    source = {name: value for name, value in (SOURCE | changes).items() if value is not None}
    assert any(
        error.startswith("opendata.sources.ville") and told in error for error in errors(with_sources(ville=source))
    )


@pytest.mark.parametrize("code", ["Ville", "1a", "a-b", "champlibre"])
def test_a_source_has_a_code_of_its_own(code: str) -> None:
    assert any(f"opendata.sources.{code}: " in error for error in errors(with_sources(**{code: SOURCE})))


def test_a_network_that_is_no_public_one_is_named_to_be_harvested() -> None:
    assert read(node(opendata={"harvest_networks": ["127.0.0.1", "10.0.0.0/8"]}), {}).harvest_networks == (
        "127.0.0.1/32",
        "10.0.0.0/8",
    )
    for wrong in (["ours"], ["10.0.0.1/8"], [8]):
        assert any("harvest_networks" in error for error in errors(node(opendata={"harvest_networks": wrong})))
