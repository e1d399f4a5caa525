"""Letters to a mail server, many in one dialogue. Never knows what one says, never gives a letter over twice by itself.

connect, TLS, EHLO, AUTH ─▶ MAIL, RCPT ─▶ DATA ─▶ 250 ─▶ MAIL, RCPT … ─▶ QUIT
for all of the turn         for this letter
"""

from __future__ import annotations

import binascii
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass
from email.message import EmailMessage
from enum import Enum, auto
from typing import Any

import eventlet

from chassis import config
from services.notifications.domain import UNANSWERED, Deferred, OutOfOrder, Undeliverable

DIALOGUE_SECONDS = 20.0
GOODBYE_SECONDS = 2.0
LETTERS_A_LINE = 100
"""After so many a server gets a new line: many allow no more in one."""
_OF_RECIPIENT = (550, 551, 553, 556)
_ENHANCED = re.compile(rb"5\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")
# RFC 3463 and 7505: no such mailbox or domain, moved, closed; 5.4.1: what Exchange Online says of who it does not know
_SAYS_OF_RECIPIENT = frozenset(
    (b"5.1.0", b"5.1.1", b"5.1.2", b"5.1.3", b"5.1.4", b"5.1.6", b"5.1.10", b"5.2.1", b"5.4.1")
)


def _to_nobody(step: str) -> None:
    """Steps hold what the server said, and who is written to: they are for who tries the way by hand."""


@dataclass(frozen=True)
class Smtp:
    """A mail server: its certificate is verified unless its settings say that there is no TLS; then a login, when set.

    Residual case: a server that took a letter but whose `250` we never read (cut line, crash before the commit)
    gets it again. The Message-ID is that of the notice each time, by which mail servers and readers know it.

    Attributes:
        dialogue_seconds: for a letter as a whole, with what must be said before it.
        told: is given each step of a dialogue and each answer; for who looks on, and for no log.
    """

    server: config.Smtp
    tls: ssl.SSLContext | None = None
    dialogue_seconds: float = DIALOGUE_SECONDS
    told: Callable[[str], None] = _to_nobody

    @contextmanager
    def open(self) -> Iterator[Dialogue]:
        """A dialogue for the letters of a turn; the first one begins it."""
        dialogue = Dialogue(self)
        try:
            yield dialogue
        finally:
            dialogue.end()


class _Stage(Enum):
    """How far a letter has come."""

    CONNECTING = auto()
    ADDRESSING = auto()
    HANDING_OVER = auto()


class _Late(BaseException):
    """The time of a letter is over; smtplib knows no such thing and passes it on."""


class _Closing(smtplib.SMTPServerDisconnected):
    """421: the server hangs up (RFC 5321, section 3.8)."""


class Dialogue:
    """What is said to a mail server in one turn."""

    def __init__(self, smtp: Smtp) -> None:
        self._smtp = smtp
        self._line: smtplib.SMTP | None = None
        self._letters = 0
        self._is_amid_a_letter = False
        self._stage = _Stage.CONNECTING

    def send(self, letter: EmailMessage, notice_id: str) -> None:
        """Hand the letter to the server.

        Raises:
            OutOfOrder: nobody's letter would go out.
            Deferred: this one does not, this time; `smtp_unanswered`: it may have been taken.
            Undeliverable: it never will.
        """
        if self._letters >= LETTERS_A_LINE:
            self.end()
        try:
            with eventlet.Timeout(self._smtp.dialogue_seconds, _Late):
                self._send(letter)
        except smtplib.SMTPDataError as refusal:
            if refusal.smtp_code == 421:
                self._hang_up()
            raise _refused(refusal.smtp_code, "smtp_data") from None
        except _Late:
            raise self._broken_off("smtp_timeout") from None
        except OSError as trouble:  # smtplib's own are such, too
            self._smtp.told(_said(trouble))
            raise self._broken_off(_reason(trouble)) from None

    def end(self) -> None:
        """Say goodbye, whatever is answered: a letter that was taken is taken."""
        if self._line is not None:
            with suppress(OSError), eventlet.Timeout(GOODBYE_SECONDS, False):
                self._line.docmd("QUIT")
        self._hang_up()

    def _send(self, letter: EmailMessage) -> None:
        is_used = self._line is not None
        try:
            line = self._address(letter)
        except smtplib.SMTPServerDisconnected:
            if not is_used:
                raise
            self._hang_up()  # it had enough of us meanwhile, and of this letter it took nothing
            line = self._address(letter)
        self._stage = _Stage.HANDING_OVER
        code, said = line.data(letter.as_bytes() if line.has_extn("8bitmime") else in_seven_bits(letter))
        self._smtp.told(_step("letter", code, said))
        if code != 250:
            raise smtplib.SMTPDataError(code, b"")
        self._is_amid_a_letter = False

    def _address(self, letter: EmailMessage) -> smtplib.SMTP:
        """Say from whom and to whom."""
        self._stage = _Stage.CONNECTING
        line = self._line = self._line or self._connect()
        self._stage = _Stage.ADDRESSING
        if self._is_amid_a_letter:  # the one before was refused
            _heard(line.rset())
        self._is_amid_a_letter = True
        self._letters += 1
        sender, recipient = (letter[header].addresses[0].addr_spec for header in ("From", "To"))
        code, said = _heard(line.mail(sender, ["BODY=8BITMIME"] if line.has_extn("8bitmime") else []))
        self._smtp.told(_step("sender", code, said))
        if code != 250:
            raise Deferred(f"smtp_sender_{code}")  # our setting, whatever it says
        code, said = _heard(line.rcpt(recipient))
        self._smtp.told(_step("recipient", code, said))
        if code not in (250, 251):
            raise _refused_at_rcpt(code, said)
        return line

    def _connect(self) -> smtplib.SMTP:
        """A new line, on which we are known."""
        server, name, seconds = self._smtp.server, socket.gethostname(), self._smtp.dialogue_seconds
        tls = None if server.tls == "none" else self._smtp.tls or ssl.create_default_context()
        if server.tls == "implicit":
            line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, name, timeout=seconds, context=tls)
        else:
            line = smtplib.SMTP(server.host, server.port, name, timeout=seconds)
        told = self._smtp.told
        told(f"connected to {server.host}:{server.port}")
        try:
            if server.tls == "starttls":
                line.starttls(context=tls)
            told("no TLS" if tls is None else _protocol(line.sock))
            line.ehlo_or_helo_if_needed()
            if server.username:
                line.login(server.username, server.password or "")
                told(f"logged in as {server.username}")
        except BaseException:
            line.close()
            raise
        return line

    def _broken_off(self, reason: str) -> Deferred:
        """What it means for a letter that nothing more is said at this stage."""
        self._hang_up()
        if self._stage is _Stage.CONNECTING:
            return OutOfOrder(reason)
        return Deferred(UNANSWERED if self._stage is _Stage.HANDING_OVER else reason)

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line, self._letters, self._is_amid_a_letter = None, 0, False


def _heard(reply: tuple[int, bytes]) -> tuple[int, bytes]:
    """A reply, unless it is a goodbye."""
    if reply[0] == 421:
        raise _Closing
    return reply


def in_seven_bits(letter: EmailMessage) -> bytes:
    """The letter for a server that takes no eight (RFC 6152).

    Each line ends as it did: the library would make base64 of the text with other ends, which no calendar knows.
    """
    copy = deepcopy(letter)
    for part in copy.walk():
        if part["Content-Transfer-Encoding"] == "8bit":
            encoded = binascii.b2a_qp(part.get_payload(decode=True), istext=True)  # type: ignore[arg-type]
            part.set_payload(encoded.decode("ascii"))
            part.replace_header("Content-Transfer-Encoding", "quoted-printable")
    return copy.as_bytes()


def _protocol(sock: Any) -> str:
    """By what a line is encrypted; it would not be there with a certificate that is not valid."""
    return f"{sock.version()}, the certificate is valid"


def _step(what: str, code: int, said: bytes) -> str:
    """An answer in one line."""
    return f"{what}: {code} {' '.join(said.decode('ascii', 'replace').split())}"


def _said(trouble: OSError) -> str:
    """What went wrong, as the server, or this machine, says it."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        said = trouble.smtp_error
        return _step("answer", trouble.smtp_code, said if isinstance(said, bytes) else said.encode())
    return str(trouble) or type(trouble).__name__


def _refused_at_rcpt(code: int, said: bytes) -> Deferred | Undeliverable:
    """What the answer to RCPT means: `smtp_<code>`, that nobody has the address; `smtp_policy_<code>`, that somebody
    has, but it is full, or the server minds who sends.

    An enhanced status says which; without one the code does.
    """
    status = _ENHANCED.match(said)
    of_recipient = code in _OF_RECIPIENT if status is None else status[0] in _SAYS_OF_RECIPIENT
    return _refused(code, "smtp" if of_recipient or code < 500 else "smtp_policy")


def _refused(code: int, where: str) -> Deferred | Undeliverable:
    """What a server's answer means for the letter: 5xx is its last word (RFC 5321, section 4.2.1)."""
    return (Undeliverable if 500 <= code < 600 else Deferred)(f"{where}_{code}")


def _reason(trouble: OSError) -> str:
    """Why there is no line; a code in it is about our settings, and none of `smtp_5xx`, which is about an address."""
    match trouble:
        case _Closing():
            return "smtp_421"
        case smtplib.SMTPAuthenticationError():
            return f"smtp_login_{trouble.smtp_code}"
        case smtplib.SMTPResponseException():
            return f"smtp_greeting_{trouble.smtp_code}"
        case smtplib.SMTPNotSupportedError():
            return "smtp_unsupported"
        case TimeoutError():
            return "smtp_timeout"
        case ssl.SSLError():
            return "smtp_tls"
    return "smtp_unreachable"
