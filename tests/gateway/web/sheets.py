"""Forms of a page as a browser without a script has them, to be sent back as they are, or with something changed."""

from __future__ import annotations

from html.parser import HTMLParser

from werkzeug.test import TestResponse

Sheet = dict[str, list[str]]


class _Reader(HTMLParser):
    """What the fields of one form hold."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.sheet: Sheet = {}
        self._here = False
        self._text = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._here = named.get("action") == self.action
        elif not self._here:
            return
        elif tag == "input" and (named.get("type") != "checkbox" or "checked" in named):
            self.sheet.setdefault(named["name"], []).append(named.get("value", ""))
        elif tag == "textarea":
            self._text = named["name"]
            self.sheet[self._text] = [""]
        elif tag == "select":
            self._select = named["name"]
        elif tag == "option" and (self._select not in self.sheet or "selected" in named):
            self.sheet[self._select] = [named["value"]]

    def handle_data(self, data: str) -> None:
        if self._text:
            self.sheet[self._text][0] += data.replace("\n", "\r\n")  # as browsers send it

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        elif tag == "form":
            self._here = False


def sheet(page: TestResponse, action: str) -> Sheet:
    """The form that is sent to an address."""
    reader = _Reader(action)
    reader.feed(page.text)
    assert reader.sheet, f"no form is sent to {action}"
    return reader.sheet
