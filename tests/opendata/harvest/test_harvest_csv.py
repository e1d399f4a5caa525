from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.opendata.domain.happenings import Price, Where
from services.opendata.domain.turns import Page, Refusal
from services.opendata.harvest import csv
from services.opendata.harvest.failures import Failed
from tests.opendata.harvest.sources import source

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
SOURCE = source("csv", themes={"concert": "Musique"})
TEMPLATE = Path(__file__).parents[3] / "docs" / "agenda.csv"


def read(*rows: str, head: str = "id;titre;debut;fin;prix;statut") -> Page:
    return csv.read("\n".join([head, *rows, ""]), SOURCE, NOW)


def test_the_template_has_our_columns_and_can_be_read() -> None:
    text = TEMPLATE.read_text("utf-8-sig")
    assert tuple(text.splitlines()[0].split(";")) == csv.COLUMNS
    page = csv.read(text, SOURCE, NOW)
    assert page.refusals == () and page.is_last_of_all
    concert, workshop = page.happenings
    assert concert.prices == (Price("Plein tarif", 850),) and concert.theme == "Musique"
    assert concert.where == Where(
        "Salle des fêtes", "12 rue de l'Exemple", "59700", "Marcq-en-Barœul", "59378", 50.6711, 3.0972
    )
    assert concert.accessibility == ("hi", "mi") and concert.publics == ("familles", "adolescents")
    assert len(workshop.timings) == 2 and workshop.is_free is True and workshop.status == "full"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_whatever_stands_between_its_columns(delimiter: str) -> None:
    text = "\r\n".join(
        delimiter.join(row) for row in (["Titre", "ID ", "debut", "autre"], ["Bal", "1", "04/12/2026", "x"])
    )
    (found,) = csv.read(text, SOURCE, NOW).happenings
    assert (found.external_id, found.title) == ("1", "Bal")


def test_a_row_that_cannot_be_read_is_refused_by_itself() -> None:
    page = read(
        *("1;Bal;04/12/2026 20:00;;;", "2;Bal;bientôt;;;", ";Bal;04/12/2026;;;", "4;;04/12/2026;;;", ";;;;;"),
        *("5;Bal;04/12/2026;03/12/2026;;", "6;Bal;04/12/2026;;huit;", "7;Bal;04/12/2026;;;peut-être", "8;Bal"),
    )
    assert [found.external_id for found in page.happenings] == ["1"]
    assert page.refusals == (
        Refusal("", "external_id_missing"),
        Refusal("2", "date_unreadable"),
        Refusal("4", "title_missing"),
        Refusal("5", "ends_before_start"),
        Refusal("6", "price_unreadable"),
        Refusal("7", "status_unknown"),
        Refusal("8", "date_unreadable"),
    )


def test_words_are_ours_or_those_of_the_template() -> None:
    page = read("1;Bal;04/12/2026;;;Annulé", "2;Bal;04/12/2026;;0;postponed")
    assert [found.status for found in page.happenings] == ["cancelled", "postponed"]
    assert page.happenings[1].is_free is True


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "content_unreadable"),
        ("<html>Panne</html>", "content_unreadable"),
        ("id;titre\n1;Bal\n", "content_unreadable"),
        ('id;titre;debut\n1;"Bal;04/12/2026\n', "truncated"),
        ('id;titre;debut\n1;"Bal"x;04/12/2026\n', "content_unreadable"),
        ("id;titre;debut\n" + "1;Bal;04/12/2026\n" * 50_001, "too_many"),
    ],
)
def test_what_is_no_whole_table_is_said(text: str, code: str) -> None:
    with pytest.raises(Failed) as failed:
        csv.read(text, SOURCE, NOW)
    assert failed.value.code == code
