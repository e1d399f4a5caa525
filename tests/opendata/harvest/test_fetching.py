"""What a server may do to who reads it: each has an end, and a name."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC, datetime

import eventlet
import pytest

from services.opendata.harvest.failures import Failed
from services.opendata.harvest.fetching import USER_AGENT, Answer, Validators, Web
from services.opendata.harvest.reaching import Reach
from tests.opendata.harvest.odd_server import Asked, OddServer, Says, answer, forever, head, packed, redirect

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def failure(web: Web, url: str) -> Failed:
    with pytest.raises(Failed) as failed:
        web.get(url, NOW)
    return failed.value


def test_what_is_there_is_read_with_what_it_is_known_by(server: OddServer, web: Web) -> None:
    url = server.serve("/a", "é", Content_Type='text/plain; charset="ISO-8859-1"', ETag='"1"', Last_Modified="hier")
    assert web.get(url, NOW) == Answer("é".encode(), "iso-8859-1", Validators('"1"', "hier"), has_end=True)
    (asked,) = server.asked
    assert asked.headers["user-agent"] == USER_AGENT
    assert "cookie" not in asked.headers and "if-none-match" not in asked.headers


def test_what_did_not_change_is_not_read_again(server: OddServer, web: Web) -> None:
    server.routes["/a"] = lambda asked: answer(
        b"", "304 Not Modified" if asked.headers.get("if-none-match") == '"1"' else "200 OK"
    )
    assert web.get(server.url("/a"), NOW, Validators('"1"', "Tue, 01 Dec 2026 11:00:00 GMT")) is None
    assert server.asked[0].headers["if-modified-since"] == "Tue, 01 Dec 2026 11:00:00 GMT"


def test_who_says_not_modified_unasked_says_nothing(server: OddServer, web: Web) -> None:
    server.routes["/a"] = lambda _: answer(b"", "304 Not Modified")
    assert failure(web, server.url("/a")).code == "status_unexpected"


def cut(asked: Asked) -> Iterator[bytes]:
    yield head(Content_Length="1000".strip()).replace(b"Content_Length", b"Content-Length") + b"half"


def chunked(*chunks: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    for chunk in chunks:
        yield b"%x\r\n%s\r\n" % (len(chunk), chunk)


def zipped(body: bytes) -> Iterator[bytes]:
    return answer(body, Content_Encoding="gzip")


BOMB = packed(bytes(20_000_000))

ODD: list[tuple[str, Says, str]] = [
    ("says nothing", lambda _: forever(b"", 0.05), "too_slow"),
    ("drips a head without end", lambda _: forever(b"X", 0.05), "too_slow"),
    ("drips headers without end", lambda _: iter([head()[:-2], *([b"A: b\r\n"] * 200)]), "answer_broken"),
    ("drips a body without end", lambda _: iter_of(head(), forever(b"x", 0.05)), "too_slow"),
    ("goes on with 100 Continue", lambda _: forever(b"HTTP/1.1 100 Continue\r\n\r\n", 0.01), "too_slow"),
    ("hangs up", lambda _: iter([]), "answer_broken"),
    ("is no web server", lambda _: iter([b"220 smtp.example.org ESMTP\r\n"]), "answer_broken"),
    ("sends half of what it promised", cut, "truncated"),
    ("stops in the middle of its pieces", lambda _: chunked(b"half"), "truncated"),
    ("promises a gigabyte", lambda _: iter([head(**{"Content-Length": str(1 << 30)})]), "too_large"),
    ("sends a gigabyte without saying so", lambda _: iter_of(head(), forever(bytes(1 << 16), 0)), "too_large"),
    ("sends a gigabyte in pieces", lambda _: chunked(*[bytes(1 << 16)] * 16000), "too_large"),
    ("sends a bomb", lambda _: zipped(BOMB), "too_large"),
    ("sends bombs one after the other", lambda _: zipped(packed(bytes(150_000)) * 2), "too_large"),
    ("sends half a gzip file", lambda _: zipped(packed(b"whole" * 100)[:-9]), "truncated"),
    ("sends no gzip file", lambda _: zipped(b"plain"), "answer_broken"),
    ("compresses as it likes", lambda _: answer(b"x", Content_Encoding="br"), "encoding_unknown"),
    ("is elsewhere on a private line", redirect("http://192.168.1.1/"), "address_refused"),
    ("is elsewhere on this machine", redirect("http://127.0.0.2:1/"), "address_refused"),
    ("is a file", redirect("file:///etc/passwd"), "redirect_refused"),
    ("is elsewhere under a name", redirect("http://a:b@127.0.0.1/"), "redirect_refused"),
    ("is nowhere", redirect("http://[/"), "redirect_refused"),
    (
        "is elsewhere, with a bomb",
        lambda _: answer(BOMB, "302", Location="file:/", Content_Encoding="gzip"),
        "redirect_refused",
    ),
    ("leads nowhere", lambda _: answer(b"", "302 Found"), "redirect_refused"),
    ("leads to itself", redirect("/odd"), "redirected_too_often"),
    ("is gone", lambda _: answer(b"", "410 Gone"), "not_found"),
    ("wants a key", lambda _: answer(b"", "401 Unauthorized"), "forbidden"),
    ("is out of order", lambda _: answer(b"", "502 Bad Gateway"), "server_error"),
    ("made a teapot", lambda _: answer(b"", "418 Teapot"), "status_unexpected"),
    ("sends a part", lambda _: answer(b"", "206 Partial Content"), "status_unexpected"),
]


def iter_of(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


@pytest.mark.parametrize(("says", "code"), [each[1:] for each in ODD], ids=[each[0] for each in ODD])
def test_however_odd_a_server_is_it_has_an_end_and_a_name(server: OddServer, web: Web, says: Says, code: str) -> None:
    server.routes["/odd"] = says
    assert failure(web, server.url("/odd")).code == code


def test_a_gzip_file_of_several_members_is_read_whole(server: OddServer, web: Web) -> None:
    server.routes["/a"] = lambda _: zipped(packed(b"one ") + packed(b"two"))
    answered = web.get(server.url("/a"), NOW)
    assert answered and answered.body == b"one two"


def test_an_answer_that_does_not_say_where_it_ends_may_be_a_part(server: OddServer, web: Web) -> None:
    server.routes["/a"] = lambda _: iter([head() + b"perhaps all"])
    server.routes["/b"] = lambda _: iter([*chunked(b"all"), b"0\r\n\r\n"])
    open_end, pieces = web.get(server.url("/a"), NOW), web.get(server.url("/b"), NOW)
    assert open_end == Answer(b"perhaps all", has_end=False)
    assert pieces == Answer(b"all", has_end=True)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("Tue, 01 Dec 2026 12:02:00 GMT", 120),
        ("Tue, 01 Dec 2026 11:00:00 GMT", 0),
        ("9" * 30, 86400),
        ("soon", None),
        ("", None),
    ],
)
def test_who_asks_to_be_left_alone_says_for_how_long(
    server: OddServer, web: Web, said: str, seconds: float | None
) -> None:
    server.routes["/a"] = lambda _: answer(b"", "429 Too Many Requests", Retry_After=said)
    failed = failure(web, server.url("/a"))
    assert (failed.code, failed.retry_after_seconds) == ("asked_to_wait", seconds)


def test_a_server_that_is_busy_asks_to_wait_and_one_that_is_broken_does_not(server: OddServer, web: Web) -> None:
    server.routes["/busy"] = lambda _: answer(b"", "503 Service Unavailable", Retry_After="30")
    server.routes["/broken"] = lambda _: answer(b"", "503 Service Unavailable")
    assert failure(web, server.url("/busy")).code == "asked_to_wait"
    assert failure(web, server.url("/broken")).code == "server_error"


def test_a_key_goes_to_its_own_server_alone(server: OddServer, web: Web) -> None:
    other = OddServer()
    try:
        server.routes["/a"] = redirect("/b")
        server.routes["/b"] = redirect(other.url("/c"), "307 Temporary Redirect")
        other.serve("/c", b"here")
        answered = web.get(server.url("/a"), NOW, secrets={"key": "secret"})
        assert answered and answered.body == b"here"
        assert [asked.headers.get("key") for asked in server.asked] == ["secret", "secret"]
        assert "key" not in other.asked[0].headers
    finally:
        other.close()


def test_a_line_that_nobody_takes_is_said(web: Web) -> None:
    vacant = eventlet.listen(("127.0.0.1", 0))
    port = vacant.getsockname()[1]
    vacant.close()
    assert failure(web, f"http://127.0.0.1:{port}/").code == "unreachable"


# A failed handshake's socket is left to the garbage collector by eventlet.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_who_cannot_prove_who_they_are_is_not_read(server: OddServer, web: Web) -> None:
    assert failure(web, server.serve("/a", b"x").replace("http:", "https:")).code == "tls_failed"
    gc.collect()


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::]", "localhost", "169.254.169.254"],
)
def test_no_spelling_of_this_machine_is_reached(server: OddServer, host: str) -> None:
    web = Web(Reach())
    assert failure(web, f"http://{host}:{server.port}/").code == "address_refused"
    assert server.asked == []


def test_the_environment_sends_nobody_through_its_proxy(
    server: OddServer, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:3128")
    monkeypatch.setenv("no_proxy", "")
    assert web.get(server.serve("/a", b"x"), NOW)
