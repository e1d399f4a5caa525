"""What is on, over HTTP, for people."""

from __future__ import annotations

from datetime import timedelta

from werkzeug.test import Client

from tests.opendata.announcing import START, concert, lasting, one
from tests.opendata.conftest import Hear
from tests.opendata.heard import place
from tests.opendata.web.outings.conftest import AT, PAGE, Announce
from tests.opendata.web.outings.reading import Words


def test_one_address_is_for_programs_and_for_people(client: Client, announce: Announce) -> None:
    announce(concert())
    for address in ("/outings", f"/outings/{one(concert()).id}"):
        assert client.get(address).mimetype == "application/json"
        page = client.get(address, headers=PAGE)
        assert (page.mimetype, page.headers["Vary"]) == ("text/html", "Accept")
        assert "geolocation=(self)" in page.headers["Permissions-Policy"]
        assert Words(page.text).open == [], "every element is closed"


def test_a_page_reads_like_a_programme(client: Client, announce: Announce, hear: Hear) -> None:
    hear("place.published", place())
    announce(
        concert("1", title="<b>Gras</b> & « Sel »", timings=(lasting(2.5),)),
        concert("2", title="Cirque", prices=(), is_free=True, timings=(lasting(start=START + timedelta(days=1)),)),
        concert("3", title="Déjà là", timings=(lasting(start=AT - timedelta(hours=1)),)),
    )
    words = Words(client.get("/outings", headers=PAGE).text).text
    for told in (
        "<b>Gras</b> & « Sel »",
        "de 20 h à 22 h 30",
        "de 3 € à 8 €",
        "gratuit",
        "En ce moment",
        "Demain, samedi 5 décembre",
        "Champ Libre à l'Union, Roubaix",
    ):
        assert told in words
    assert words.index("Déjà là") < words.index("Gras") < words.index("Cirque")


def test_a_page_without_anything_says_so(client: Client) -> None:
    assert "Rien n'est annoncé" in Words(client.get("/outings?when=now", headers=PAGE).text).text


def test_a_page_keeps_what_was_asked(client: Client, announce: Announce, hear: Hear) -> None:
    hear("place.published", place())
    announce(*(concert(str(n), title=f"Concert {n}") for n in range(3)))
    page = client.get(
        "/outings?when=now&theme=musique&near=50.7236,3.1602&within=1000&free=&limit=2", headers=PAGE
    ).text
    assert 'value="50.724,3.16" checked' in page
    assert "theme=musique&amp;near=50.724%2C3.16&amp;within=1000" in page
    assert '<option value="musique" selected>' in page
    assert "La suite" in page


def test_an_outing_that_is_announced_no_more_is_told_to_be_so(client: Client, announce: Announce) -> None:
    announce(concert())
    announce(concert(), sequence=1, removed=True)
    page = client.get(f"/outings/{one(concert()).id}", headers=PAGE)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "Cette sortie n'est pas, ou plus, annoncée" in Words(page.text).text
