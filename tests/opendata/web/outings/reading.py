"""Reads pages as a person does: the words, and whether every element is closed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class Words(HTMLParser):
    """The text of a page as it is read, and the names of its elements as they open and close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in ("meta", "link", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
