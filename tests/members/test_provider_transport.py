"""A provider that is slow, huge, elsewhere or broken costs a bounded time and is told as what it is."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from time import monotonic

import eventlet
import pytest
from eventlet.event import Event
from werkzeug import Response

from chassis.errors import Forbidden, Unavailable
from services.members.provider import Provider
from services.members.provider.transport import MOST_BYTES, Line
from tests.members.own_provider import CALLBACK, OwnProvider, known, running, settings, told
from tests.members.test_provider_answers import NONCE, STATE, VERIFIER, sign_in
from tests.servers.processes import free_port
from tests.waiting import until


@pytest.fixture
def own() -> Iterator[OwnProvider]:
    with running() as started:
        yield started


def at(own: OwnProvider, path: str, instead: Response) -> None:
    own.before = lambda asked: instead if asked == path else None


def test_a_provider_that_takes_its_time_is_left(own: OwnProvider) -> None:
    never: Event = Event()

    def drip() -> Iterator[bytes]:
        yield b"{"
        never.wait()

    at(own, "/token", Response(drip(), content_type="application/json"))
    began = monotonic()
    with pytest.raises(Unavailable, match="provider_unavailable"):
        sign_in(own, known(own, seconds=0.3))
    assert monotonic() - began < 2
    never.send()


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/token"])
def test_an_answer_that_is_huge_is_read_no_further(own: OwnProvider, path: str) -> None:
    sent = []

    def huge() -> Iterator[bytes]:
        for _ in range(1000):
            sent.append(1)
            yield b" " * 65536

    at(own, path, Response(huge(), content_type="application/json"))
    with pytest.raises(Forbidden, match="provider_answer_invalid"):
        sign_in(own)
    assert len(sent) < 900


def test_an_answer_that_unpacks_to_something_huge_is_refused(own: OwnProvider) -> None:
    packed = gzip.compress(b" " * (MOST_BYTES * 40))
    at(own, "/jwks", Response(packed, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(Forbidden, match="provider_answer_invalid"):
        sign_in(own)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token"])
def test_nobody_is_sent_elsewhere_with_our_secret(own: OwnProvider, path: str) -> None:
    with running() as other:
        at(own, path, Response(status=307, headers={"Location": other.url + path}))
        with pytest.raises(Forbidden, match="provider_answer_invalid"):
            sign_in(own)
        assert other.asked == []


@pytest.mark.parametrize(
    "instead",
    [
        told([]),
        told({}),
        told("text"),
        Response("{", content_type="application/json"),
        Response(b"\xff"),
        told({}, 404),
    ],
)
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/token"])
def test_an_answer_that_is_none_is_refused(own: OwnProvider, path: str, instead: Response) -> None:
    at(own, path, instead)
    with pytest.raises(Forbidden, match="provider_answer_invalid"):
        sign_in(own)


def test_a_provider_that_broke_or_is_away_is_told_as_that(own: OwnProvider) -> None:
    for path in ("/.well-known/openid-configuration", "/jwks", "/token"):
        at(own, path, told({}, 503))
        with pytest.raises(Unavailable, match="provider_unavailable"):
            sign_in(own)
    away = Provider(settings(f"http://127.0.0.1:{free_port()}"), CALLBACK)
    with pytest.raises(Unavailable, match="provider_unavailable"):
        away.address(STATE, NONCE, VERIFIER)


def test_a_slow_provider_does_not_take_every_worker(own: OwnProvider) -> None:
    may_answer: Event = Event()
    own.before = lambda _: may_answer.wait()
    ours = Provider(settings(own.url), CALLBACK, Line(at_once=2))
    line = [eventlet.spawn(ours.address, STATE, NONCE, VERIFIER) for _ in range(2)]
    until(lambda: len(own.asked) == 2, "two who wait")
    with pytest.raises(Unavailable, match="provider_unavailable"):
        ours.address(STATE, NONCE, VERIFIER)
    may_answer.send(None)
    assert all(thread.wait() for thread in line)
    assert ours.address(STATE, NONCE, VERIFIER)


def test_what_failed_is_told_to_the_operator_without_anybodys_words(
    own: OwnProvider, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Forbidden, match="provider_answer_invalid"):
        sign_in(own, code="a-code-that-somebody-copied")
    [line] = [record for record in caplog.records if record.name == "champlibre.provider"]
    assert line.__dict__["facts"] == {
        "code": "provider_answer_invalid",
        "why": "the provider did not take the code",
        "claim": "invalid_grant",
    }
