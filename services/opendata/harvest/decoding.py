"""Bytes that others wrote, as text: in the encoding that they are in, whatever is said of it. Pure.

In this order: what the bytes begin with (BOM); UTF-16 when that is said; UTF-8 when it is that, which nothing else is
by chance; what the answer says (charset), then what the document says of itself (XML declaration, `meta`); at last
Windows-1252, the encoding of the programs that say nothing. So no source is lost for one wrong byte.
"""

from __future__ import annotations

import codecs
import html
import re
from contextlib import suppress
from html.parser import HTMLParser

from services.opendata.harvest.fetching import Answer

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KNOWN = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15", "mac-roman"})
_SAID = re.compile(
    rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})|<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._-]{1,40})""",
    re.IGNORECASE,
)
_HEAD = 2048
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_UNSEEN = frozenset({"script", "style", "template", "head"})


def text_of(answer: Answer) -> str:
    """The text of an answer, without a BOM."""
    body = answer.body
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    said = _known(answer.charset) or _known(_said(body))
    for likely in (said if said and said.startswith("utf-16") else None, "utf-8", said):
        with suppress(UnicodeDecodeError):
            if likely:
                return body.decode(likely).removeprefix("\ufeff")
    return body.decode("cp1252", "replace")


def undeclared(text: str) -> str:
    """The text of an XML document without its declaration, whose encoding is no longer true."""
    return _DECLARATION.sub("", text, count=1)


def plain(markup: str | None) -> str:
    """What is read of a piece of HTML: its words and lines, without what a page does not show."""
    if not markup:
        return ""
    if "<" not in markup:
        return html.unescape(markup)
    reader = _Words()
    reader.feed(markup)
    reader.close()
    return re.sub(r"\n\s*\n\s*", "\n\n", "".join(reader.words)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BREAKS:
            self.words.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)
        if tag in _BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(re.sub(r"\s+", " ", data))


def _said(body: bytes) -> str | None:
    found = _SAID.search(body[:_HEAD])
    return (found[1] or found[2]).decode("ascii") if found else None


def _known(name: str | None) -> str | None:
    """The encoding of a name, if it is one that texts are written in; Latin-1 is read as the Web reads it."""
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    found = {"iso8859-1": "cp1252", "ascii": "utf-8", "utf-8-sig": "utf-8"}.get(found, found)
    return found if found in _KNOWN else None
