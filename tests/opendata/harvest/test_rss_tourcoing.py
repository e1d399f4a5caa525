from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.opendata.domain.happenings import Price, Timing, Where
from services.opendata.domain.turns import Page, Refusal
from services.opendata.harvest import rss_tourcoing
from services.opendata.harvest.failures import Failed
from tests.opendata.harvest.sources import source

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
SOURCE = source("rss_tourcoing", themes={"concerts": "Musique"})
ITEM = """<item>
  <title>Fest-noz &amp; bal</title><link>https://agenda.example.org/bal</link>
  <description><![CDATA[<p>Un soir d'hiver</p>]]></description>
  <enclosure url="https://agenda.example.org/bal.jpg" type="image/jpeg"/>
  <category>Concerts</category><date_start>2026-12-04</date_start><date_end>2026-12-06</date_end>
  <location latitude="50.7237" longitude="3.1601"><name>Le Grand Mix</name>
    <address>5 place Notre-Dame, 59200 Tourcoing</address><email>x@example.org</email><area>Centre</area></location>
  <public><type>age</type><label>Familles</label></public><public><label>Ados</label></public>
  <rate><label>Plein</label><type>full</type><amount>8,50</amount><condition></condition></rate>
  <rate><label>Réduit</label><amount>0</amount><condition>moins de 12 ans</condition></rate>
  <pubDate>Mon, 30 Nov 2026 09:00:00 +0100</pubDate>
</item>"""


def feed(*items: str) -> str:
    told = "".join(("<title>x</title>", *items))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>{told}</channel></rss>'


def read(*items: str) -> Page:
    return rss_tourcoing.read(feed(*items), SOURCE, NOW)


def test_what_an_item_says_is_told() -> None:
    page = read(ITEM)
    (found,) = page.happenings
    assert page.is_last_of_all and found.external_id == found.url == "https://agenda.example.org/bal"
    assert (found.title, found.description, found.theme) == ("Fest-noz & bal", "Un soir d'hiver", "Musique")
    assert found.image == "https://agenda.example.org/bal.jpg" and found.publics == ("Familles", "Ados")
    assert found.prices == (Price("Plein", 850, None), Price("Réduit", 0, "moins de 12 ans")) and found.is_free is False
    assert found.where == Where(
        "Le Grand Mix", "5 place Notre-Dame, 59200 Tourcoing", "59200", "Tourcoing", None, 50.7237, 3.1601
    )
    assert found.updated_at == datetime(2026, 11, 30, 8, tzinfo=UTC)


def test_an_item_without_single_dates_is_on_in_between() -> None:
    (found,) = read(ITEM).happenings
    assert found.timings == (Timing(datetime(2026, 12, 3, 23, tzinfo=UTC), datetime(2026, 12, 6, 23, tzinfo=UTC)),)


def test_an_item_with_a_broken_date_is_refused_by_itself() -> None:
    broken = ITEM.replace("2026-12-04", "BUGGY").replace("/bal<", "/broken<")
    without = "<item><title>Sans date</title><guid>3</guid></item>"
    page = read(broken, ITEM, without, "<item><title>Sans rien</title></item>")
    assert len(page.happenings) == 1
    assert page.refusals == (
        Refusal("https://agenda.example.org/broken", "date_unreadable"),
        Refusal("3", "date_unreadable"),
        Refusal("", "date_unreadable"),
    )


def test_words_may_say_that_it_is_free() -> None:
    item = ITEM[: ITEM.index("<rate>")] + "<rate><label>Entrée libre</label></rate></item>"
    (found,) = read(item).happenings
    assert found.prices == (Price("Entrée libre", 0),) and found.is_free is True


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "truncated"),
        (feed(ITEM)[:-20], "truncated"),
        (feed(ITEM)[:300], "truncated"),
        ("<html><body>Panne</body></html>", "content_unreadable"),
        ("Panne", "content_unreadable"),
        (feed("<item><title>R&B</title></item>"), "content_unreadable"),
        (
            '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + feed("<item><title>&b;</title></item>"),
            "content_unreadable",
        ),
        (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + feed("<item><title>&a;</title></item>"),
            "content_unreadable",
        ),
        (feed("<item/>" * 20_001), "too_many"),
    ],
)
def test_what_is_no_whole_feed_is_said(text: str, code: str) -> None:
    with pytest.raises(Failed) as failed:
        rss_tourcoing.read(text, SOURCE, NOW)
    assert failed.value.code == code


def test_a_feed_without_items_is_one() -> None:
    assert read() == Page(is_last_of_all=True)
