"""What the open Internet does to a server, byte by byte, and that the server stands."""

from __future__ import annotations

import json
import logging
import socket
import struct

import pytest

from chassis.http import Limits
from tests.chassis.http_service import Client, ask, get, service
from tests.waiting import until

BRIEF = Limits(idle_seconds=0.4, head_seconds=0.6, body_seconds=0.6, linger_seconds=1, body_bytes=1000)


def _closed(client: Client) -> bool:
    client.socket.settimeout(0.01)
    try:
        return client.socket.recv(65536) == b""
    except TimeoutError:
        return False


def test_a_slow_body_holds_no_worker() -> None:
    with service(Limits(), workers=2) as port:
        slow = [Client(port).send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab") for _ in range(20)]
        assert get(port)[0] == 200
        for client in slow:
            client.socket.close()


def test_a_body_has_a_deadline() -> None:
    with service(BRIEF) as port, Client(port) as client:
        status, fields, body = client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab").answer()
        assert (status, json.loads(body)["code"], fields["connection"]) == (408, "body_too_slow", "close")


@pytest.mark.parametrize("slow", ["G", "GET / HTTP/1.1\r\nHost: x\r\nX-A: "], ids=["line", "fields"])
def test_a_head_has_a_deadline_however_alive_the_client_seems(slow: str) -> None:
    with service(BRIEF) as port:
        clients = [Client(port).send(slow) for _ in range(50)]
        waiting = list(clients)

        def all_closed() -> bool:
            for client in list(waiting):
                try:
                    client.send("a")
                    if _closed(client):
                        waiting.remove(client)
                except OSError:
                    waiting.remove(client)
            return not waiting

        until(all_closed, "end of the slow connections", pause=0.1)
        for client in clients:
            client.socket.close()
        assert get(port)[0] == 200


def test_an_idle_connection_is_closed() -> None:
    with service(BRIEF) as port, Client(port) as client:
        assert client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer()[0] == 200
        assert client.rest() == b""


def test_a_large_body_is_refused_and_the_client_that_goes_on_sending_sees_why() -> None:
    with service(Limits()) as port, Client(port) as client:
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n")
        for _ in range(100):
            client.send(b"x" * 1_000_000)
        status, fields, body = client.answer()
        assert (status, json.loads(body)["code"]) == (413, "body_too_large")
        assert (fields["content-type"], fields["connection"]) == ("application/problem+json", "close")


def test_a_chunked_body_arrives_whole() -> None:
    chunks = "5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nTrailer: x\r\n\r\n"
    with service() as port, Client(port) as client:
        for _ in range(2):  # the connection goes on
            client.send(f"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}")
            status, _, body = client.answer()
            assert (status, json.loads(body)["body"]) == (200, "hello world")


@pytest.mark.parametrize(
    ("chunks", "status"),
    [
        ("zz\r\nhello\r\n", 400),
        ("-5\r\nhello\r\n0\r\n\r\n", 400),
        ("0x5\r\nhello\r\n0\r\n\r\n", 400),
        ("5\r\nhelloo\r\n0\r\n\r\n", 400),
        ("1" * 5000, 400),
        ("0\r\n" + "A: b\r\n" * 100, 400),
        ("ffffffff\r\n", 413),
    ],
)
def test_bad_chunks_are_refused(chunks: str, status: int) -> None:
    with service(BRIEF) as port:
        answered, fields, _ = ask(port, f"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}")
        assert (answered, fields["connection"]) == (status, "close")


def test_a_body_cut_short_never_reaches_the_service() -> None:
    with service() as port, Client(port) as client:
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        client.socket.shutdown(socket.SHUT_WR)
        assert client.answer()[0] == 400


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 1\r\nContent-Length: 2",
        "Content-Length: 1\r\nContent-Length: 1",
        "Content-Length: 1\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Content-Length: -1",
        "Content-Length: +1",
        "Content-Length: 1_0",
        "Content-Length: abc",
        "Authorization: Bearer a\r\nAuthorization: Bearer b",
        "Host: y",
        "no colon here",
        "Space : before",
        "X-Folded: a\r\n b",
        "X-Nul: a\x00b",
    ],
)
def test_a_head_that_could_be_read_in_two_ways_is_refused(head: str) -> None:
    with service() as port:
        assert ask(port, f"POST / HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n")[0] == 400
        assert get(port)[0] == 200


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        ("GET /" + "a" * 9000 + " HTTP/1.1", 414),
        ("GET / HTTP/9.9", 505),
        ("get / HTTP/1.1", 501),
        ("GET /", None),
        ("GET / HTTP/1.1 extra", 400),
        ("PRI * HTTP/2.0", 505),
    ],
)
def test_a_bad_request_line_is_refused(request_line: str, status: int | None) -> None:
    with service() as port:
        with Client(port) as client:
            answered = client.send(f"{request_line}\r\nHost: x\r\n\r\n").rest() if status else b""
            assert status is None or answered.split()[1] == str(status).encode()
        assert get(port)[0] == 200


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("GET /" + "a" * 9000 + " HTTP/1.1", (414, "address_too_long")),
        ("GET / HTTP/1.1\r\nX-Long: " + "a" * 9000, (431, "head_too_large")),
        ("GET / HTTP/1.1\r\n" + "\r\n".join(f"X-{n}: {'a' * 700}" for n in range(99)), (431, "head_too_large")),
        ("GET / HTTP/9.9", (505, "version_not_supported")),
        ("get / HTTP/1.1", (501, "method_not_implemented")),
        ("GET a HTTP/1.1", (400, "bad_request")),
        ("GET * HTTP/1.1", (400, "bad_request")),
        ("GET /?a=\xff HTTP/1.1", (400, "bad_request")),
        ("GET /\x01 HTTP/1.1", (400, "bad_request")),
    ],
)
def test_a_head_that_is_refused_is_told_why_by_a_problem_with_its_trace(head: str, code: tuple[int, str]) -> None:
    with service() as port:
        status, fields, body = ask(port, f"{head}\r\nHost: x\r\n\r\n")
        told = json.loads(body)
        assert (status, told["code"]) == code
        assert fields["content-type"] == "application/problem+json"
        assert told["trace_id"] == fields["x-request-id"]


def test_the_address_may_be_given_whole_as_to_a_proxy() -> None:
    with service() as port:
        for target in ("http://x/", "http://x", "HTTPS://x:1/?a=1"):
            assert ask(port, f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n")[0] == 200


@pytest.mark.parametrize(
    "head",
    [
        "GET /cut HTTP/1.1",
        "GET /cut HTTP/1.1\r\n",
        "GET /cut HTTP/1.1\r\nHost: x",
        "GET /cut HTTP/1.1\r\nHost: x\r\n",
        "GET /cut HTTP/1.1\r\nHost: x\r\nAuthorization: Bea",
        "DELETE /cut HTTP/1.0\r\nX-Whole: a\r\n",
    ],
)
def test_a_head_without_its_empty_line_is_never_carried_out(head: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "champlibre.http")
    with service() as port, Client(port) as client:
        client.send(head).socket.shutdown(socket.SHUT_WR)
        status, fields, body = client.answer()
        assert (status, json.loads(body)["code"], fields["connection"]) == (400, "bad_request", "close")
    assert "request" not in [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "multipart/form-data", "message/rfc822"])
def test_a_body_of_several_parts_is_let_in(kind: str) -> None:
    with service() as port:
        head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: 1\r\n\r\nx"
        assert ask(port, head)[0] == 200


@pytest.mark.parametrize("host", ["", "a b", "a/b", "<script>", "h" * 300])
def test_the_host_field_is_bounded(host: str) -> None:
    with service() as port:
        status, _, body = ask(port, f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")
        assert (status, json.loads(body)["code"]) == (400, "bad_request")
        assert b"script" not in body


def test_a_request_of_http_1_1_names_its_host() -> None:
    with service() as port:
        assert ask(port, "GET / HTTP/1.1\r\n\r\n")[0] == 400


def test_noise_resets_and_early_ends_are_survived() -> None:
    with service() as port:
        for noise in (
            b"\x16\x03\x01\x02\x00\x01\x00",
            b"\x00\xff" * 500,
            b"\r\n\r\n",
            b"GET",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ):
            with Client(port) as client:
                client.send(noise)
        for _ in range(100):
            with Client(port) as client:
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert get(port)[0] == 200


def test_pipelined_requests_are_answered_in_order() -> None:
    with service() as port, Client(port) as client:
        client.send("".join(f"GET /{n} HTTP/1.1\r\nHost: x\r\n\r\n" for n in range(50)))
        client.send("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        received = client.rest().decode()
    places = [received.index(f'"/{n}"') for n in range(50)]
    assert places == sorted(places)
    assert '"/last"' in received
