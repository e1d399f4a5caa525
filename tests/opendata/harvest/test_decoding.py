from __future__ import annotations

import pytest

from services.opendata.harvest.decoding import plain, text_of, undeclared
from services.opendata.harvest.fetching import Answer

DECLARED = '<?xml version="1.0" encoding="{}"?><a>déjà € œ</a>'


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("déjà € œ".encode(), None),
        ("déjà € œ".encode(), "iso-8859-1"),  # it is said wrongly
        ("déjà € œ".encode("utf-8-sig"), "iso-8859-1"),
        ("déjà € œ".encode("utf-16"), None),
        ("déjà € œ".encode("utf-16-be"), "UTF-16BE"),
        ("déjà € œ".encode("cp1252"), None),
        ("déjà € œ".encode("cp1252"), "latin1"),
        ("déjà € œ".encode("cp1252"), "utf-8"),  # it is said wrongly, too
        ("déjà € œ".encode("iso8859-15"), "ISO-8859-15"),
        ("déjà € œ".encode("cp1252"), "rot13"),
        ("déjà € œ".encode("cp1252"), "no-such\x00thing"),
    ],
)
def test_a_text_is_read_in_the_encoding_that_it_is_in(body: bytes, charset: str | None) -> None:
    assert text_of(Answer(body, charset)) == "déjà € œ"


def test_a_document_may_say_itself_what_it_is_in() -> None:
    told = DECLARED.format("ISO-8859-15")
    assert text_of(Answer(told.encode("iso8859-15"))) == told
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15"><p>€'
    assert text_of(Answer(page.encode("iso8859-15"))) == page
    assert undeclared(told) == "<a>déjà € œ</a>"


def test_no_byte_loses_a_text() -> None:
    assert text_of(Answer(bytes(range(256)))).startswith("\x00\x01")
    assert text_of(Answer(b"\xff\xfe\x00", None)) == "\ufffd"


def test_of_markup_the_words_and_the_lines_are_read() -> None:
    page = (
        "<p>Un&nbsp;bal <b>masqué</b></p><script>alert('non')</script><p>à 20&#160;h &amp; gratuit<br/>Venez&lt;3</p>"
    )
    assert plain(page).replace("\xa0", " ") == "Un bal masqué\n\nà 20 h & gratuit\nVenez<3"
    assert plain("5 &lt; 6 &amp; 7") == "5 < 6 & 7"
    assert plain(None) == plain("<style>a{}</style>") == ""
    assert plain("<script>never closed") == ""
