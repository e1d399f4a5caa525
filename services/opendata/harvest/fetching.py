"""What is at an address, with bounds on everything: time, bytes, redirects, where it leads. Holds no rule.

Nothing is believed of what a server says of its answer: bytes are counted as they come and again as they are
unpacked, and an answer that stops in the middle is none. A redirect is followed by hand, each as a new question.

Source: RFC 9110 (13 conditional requests, 15.4 redirects, 10.2.3 Retry-After).
"""

from __future__ import annotations

import http.client
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import eventlet
import requests
from urllib3.exceptions import HTTPError, IncompleteRead, NewConnectionError, ReadTimeoutError

from services.opendata.harvest.failures import Failed
from services.opendata.harvest.reaching import Lines, Reach

USER_AGENT = "ChampLibre (open data of a network of city labs)"

_CHUNK = 1 << 16
_LONGEST_WAIT = 86400.0
_LONGEST_VALIDATOR = 500


@dataclass(frozen=True)
class Limits:
    """Bounds of a question.

    Attributes:
        connect_seconds, silence_seconds: until there is a line; between two pieces of the answer.
        whole_seconds: for all of it, redirects included, however slowly it comes.
        most_bytes: of the answer, as it comes and as it is unpacked.
    """

    connect_seconds: float = 5.0
    silence_seconds: float = 10.0
    whole_seconds: float = 60.0
    most_bytes: int = 16 << 20
    most_redirects: int = 5


@dataclass(frozen=True)
class Validators:
    """By what a server knows what it gave us the last time."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Answer:
    """What is at an address.

    Attributes:
        charset: as it was declared, if it was.
        has_end: whether the answer said where it ends, so that we know to have all of it.
    """

    body: bytes
    charset: str | None = None
    validators: Validators = Validators()
    has_end: bool = True


class Web:
    """Asks addresses of the Web, one after the other."""

    def __init__(self, reach: Reach, limits: Limits = Limits()) -> None:
        self.limits = limits
        self._session = _Session()
        self._session.trust_env = False  # no proxy, no .netrc
        self._session.headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"}
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, Lines(reach))

    def get(
        self,
        url: str,
        now: datetime,
        known: Validators = Validators(),
        secrets: Mapping[str, str] | None = None,
    ) -> Answer | None:
        """What is at an address; None when it is still what is known.

        Args:
            known: of the last answer.
            secrets: headers for this server alone: they do not go where a redirect leads.

        Raises:
            Failed: whatever went wrong.
        """
        headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        conditions = {name: value for name, value in headers.items() if value}
        with _understood(), eventlet.Timeout(self.limits.whole_seconds, Failed("too_slow")):
            at = url
            for _ in range(self.limits.most_redirects + 1):
                own = dict(secrets or {}) if _origin(at) == _origin(url) else {}
                with self._ask(at, {**conditions, **own}) as response:
                    target = _redirect(response, at)
                    if target is None:
                        return self._read(response, now, bool(conditions))
                at = target
        raise Failed("redirected_too_often")

    def close(self) -> None:
        """Let go of every line."""
        self._session.close()

    @contextmanager
    def _ask(self, url: str, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        self._session.cookies.clear()
        response = self._session.get(
            url,
            headers=headers,
            timeout=(self.limits.connect_seconds, self.limits.silence_seconds),
            allow_redirects=False,
            stream=True,
        )
        try:
            yield response
        finally:
            response.close()

    def _read(self, response: requests.Response, now: datetime, conditional: bool) -> Answer | None:
        if response.status_code == 304 and conditional:
            return None
        if response.status_code != 200:
            raise _refused(response, now)
        length, chunked = response.headers.get("Content-Length"), response.headers.get("Transfer-Encoding")
        if length is not None and length.isdigit() and int(length) > self.limits.most_bytes:
            raise Failed("too_large")
        return Answer(
            self._body(response),
            _charset(response.headers.get("Content-Type", "")),
            Validators(*(_validator(response, name) for name in ("ETag", "Last-Modified"))),
            has_end=length is not None or chunked is not None,
        )

    def _body(self, response: requests.Response) -> bytes:
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding in ("identity", ""):
            return b"".join(self._pieces(response))
        if encoding not in ("gzip", "x-gzip"):
            raise Failed("encoding_unknown")
        return self._unpacked(self._pieces(response))

    def _pieces(self, response: requests.Response) -> Iterator[bytes]:
        size = 0
        while piece := response.raw.read(_CHUNK, decode_content=False):
            size += len(piece)
            if size > self.limits.most_bytes:
                raise Failed("too_large")
            yield piece

    def _unpacked(self, pieces: Iterator[bytes]) -> bytes:
        """The bytes of a gzip file, which may have several members; unpacked no further than the bound."""
        found, member, began = bytearray(), zlib.decompressobj(wbits=31), False
        for piece in pieces:
            rest = piece
            while rest:
                began = True
                found += member.decompress(rest, self.limits.most_bytes + 1 - len(found))
                if len(found) > self.limits.most_bytes:
                    raise Failed("too_large")
                rest = member.unused_data if member.eof else member.unconsumed_tail
                if member.eof:
                    member, began = zlib.decompressobj(wbits=31), False
        if began:
            raise Failed("truncated")
        return bytes(found)


class _Session(requests.Session):
    """A session that never looks where an answer leads: to do so requests reads all of it first, however much it is."""

    def get_redirect_target(self, _response: requests.Response) -> None:
        return None


@contextmanager
def _understood() -> Iterator[None]:
    """What goes wrong on the way has a code, and leaves no address or key in what is raised."""
    try:
        yield
    except (requests.Timeout, ReadTimeoutError):
        raise Failed("too_slow") from None
    except requests.exceptions.SSLError:
        raise Failed("tls_failed") from None
    except requests.ConnectionError as exc:
        reason = getattr(exc.args[0] if exc.args else None, "reason", None)
        raise Failed("unreachable" if isinstance(reason, NewConnectionError) else "answer_broken") from None
    except zlib.error:
        raise Failed("answer_broken") from None
    except HTTPError as exc:  # what a broken answer raises holds what is wrong with it
        cut = any(isinstance(each, IncompleteRead | http.client.IncompleteRead) for each in (exc, *exc.args))
        raise Failed("truncated" if cut else "answer_broken") from None
    except (requests.RequestException, OSError, ValueError):
        raise Failed("answer_broken") from None


def _redirect(response: requests.Response, url: str) -> str | None:
    """Where an answer leads, looked at; None when it leads nowhere.

    Raises:
        Failed: `redirect_refused`.
    """
    if response.status_code not in (301, 302, 303, 307, 308):
        return None
    location = response.headers.get("Location", "").strip()
    try:
        target = urljoin(url, location)
        parts = urlsplit(target)
    except ValueError:
        raise Failed("redirect_refused") from None
    sound = location and parts.scheme in ("http", "https") and parts.hostname and parts.username is None
    if not sound or (urlsplit(url).scheme == "https" and parts.scheme != "https"):
        raise Failed("redirect_refused")
    return target


def _refused(response: requests.Response, now: datetime) -> Failed:
    status = response.status_code
    wait = _wait(response.headers.get("Retry-After"), now)
    if status == 429 or (status == 503 and wait is not None):
        return Failed("asked_to_wait", wait)
    named = {401: "forbidden", 403: "forbidden", 404: "not_found", 410: "not_found"}
    return Failed(named.get(status, "server_error" if status >= 500 else "status_unexpected"), wait)


def _wait(text: str | None, now: datetime) -> float | None:
    """How many seconds a server wants to be left alone; a day at most."""
    if not text:
        return None
    try:
        if text.strip().isdigit():
            seconds = float(text[:20])
        else:
            until = parsedate_to_datetime(text)
            seconds = ((until if until.tzinfo else until.replace(tzinfo=UTC)) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _charset(content_type: str) -> str | None:
    message = Message()
    message["Content-Type"] = "".join(char for char in content_type if char.isprintable())
    found = message.get_content_charset()
    return found if isinstance(found, str) else None


def _validator(response: requests.Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value if value and len(value) <= _LONGEST_VALIDATOR and value.isprintable() else None
