"""How a document becomes a response, whatever the document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from services.opendata.web.answers import respond
from services.opendata.web.documents import Document


def request(method: str = "GET", **headers: str) -> Request:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Request(EnvironBuilder(method=method, headers=named).get_environ())


def document(pieces: Iterator[bytes]) -> Document:
    return Document("/it", "text/plain; charset=utf-8", "tag", lambda: pieces)


def broken_at_once() -> Iterator[bytes]:
    raise RuntimeError
    yield b""


def test_what_breaks_breaks_before_the_status_is_sent() -> None:
    with pytest.raises(RuntimeError):
        respond(request(), document(broken_at_once()))


def test_nothing_is_written_for_who_has_it() -> None:
    assert respond(request(If_None_Match='"tag"'), document(broken_at_once())).status_code == 304


def test_any_of_several_tags_will_do() -> None:
    assert respond(request(If_None_Match='"old", W/"tag"'), document(broken_at_once())).status_code == 304


def test_the_tag_counts_before_the_date() -> None:
    headers = {"If_None_Match": '"old"', "If_Modified_Since": "Mon, 23 Nov 2099 09:00:00 GMT"}
    assert respond(request(**headers), document(iter([b"new"]))).status_code == 200


@pytest.mark.parametrize("size", [0, 10, 1000])
def test_a_document_of_any_size_is_written_before_it_is_sent_and_has_its_length(size: int) -> None:
    written = []

    def pieces() -> Iterator[bytes]:
        for number in range(size):
            yield "é".encode() * 500
            written.append(number)

    with respond(request(), document(pieces())) as response:
        assert len(written) == size
        assert response.content_length == len(response.get_data()) == 1000 * size
