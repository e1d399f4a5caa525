"""Letters to a mail server that really answers."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chassis import clock, config
from services.notifications.channels import Folder, Smtp, open_channels
from services.notifications.channels.smtp import LETTERS_A_LINE
from services.notifications.domain import Channel, Deferred, OutOfOrder, Undeliverable
from tests.contracts.test_described import SETTINGS
from tests.notifications.given import EMAIL, LETTERHEAD, letter
from tests.notifications.mail_server import PASSWORD, MailServer, mail_server
from tests.servers.processes import free_port


def smtp(port: int, *, how: str = "none", tls: ssl.SSLContext | None = None, seconds: float = 10) -> Smtp:
    return Smtp(config.Smtp("127.0.0.1", port, tls=how), tls, seconds)


def send(channel: Smtp, *letters: EmailMessage) -> None:
    """A turn."""
    with channel.open() as way:
        for each in letters:
            way.send(each, "n-1")


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with mail_server(tmp_path) as running:
        yield running


def test_the_settings_name_the_way_out(tmp_path: Path) -> None:
    def named(**mail: object) -> object:
        settings = replace(config.read(SETTINGS, {}), mail=config.Mail(**mail))  # type: ignore[arg-type]
        return open_channels(settings, "roubaix")[Channel.MAIL]

    assert named(folder=tmp_path) == Folder(tmp_path / "roubaix")
    server = config.Smtp("mail.example.org")
    assert named(smtp=server) == Smtp(server)


def test_a_mail_server_gets_the_letter_as_it_was_written(server: MailServer) -> None:
    send(smtp(server.port), letter())
    (taken,) = server.taken()
    assert taken["To"].addresses[0].addr_spec == EMAIL
    assert [part.get_content_type() for part in taken.walk()] == [part.get_content_type() for part in letter().walk()]
    assert body(taken) == body(letter())
    assert taken["X-MailFrom"] == LETTERHEAD.sender


def test_a_server_that_takes_seven_bits_gets_seven_bits(tmp_path: Path) -> None:
    with mail_server(tmp_path, takes_eight_bits=False) as server:
        send(smtp(server.port), letter())
        (taken,) = server.taken()
        assert taken.as_bytes().isascii()
        assert body(taken) == body(letter())


@pytest.mark.parametrize(
    ("whim", "outcome", "reason"),
    [
        ("later", Deferred, "smtp_451"),
        ("never", Undeliverable, "smtp_550"),
        ("spam", Undeliverable, "smtp_data_554"),
        ("says-550-5.1.1", Undeliverable, "smtp_550"),
        ("says-554-5.1.10", Undeliverable, "smtp_554"),
        ("says-550-5.2.1", Undeliverable, "smtp_550"),
        ("says-550-5.7.1", Undeliverable, "smtp_policy_550"),
        ("says-550-5.1.8", Undeliverable, "smtp_policy_550"),
        ("says-552-5.2.2", Undeliverable, "smtp_policy_552"),
        ("says-554", Undeliverable, "smtp_policy_554"),
        ("says-450-4.1.1", Deferred, "smtp_450"),
    ],
)
def test_a_refusal_says_whether_to_try_again_and_quotes_no_address(
    server: MailServer, whim: str, outcome: type[Exception], reason: str
) -> None:
    with pytest.raises(outcome) as refused:
        send(smtp(server.port), letter(f"{whim}@example.org"))
    assert str(refused.value) == reason
    assert server.taken() == []


def test_a_server_that_does_not_answer_is_not_waited_for(server: MailServer) -> None:
    started = clock.monotonic()
    with pytest.raises(Deferred, match="smtp_timeout"):
        send(smtp(server.port, seconds=0.5), letter("slow@example.org"))
    assert clock.monotonic() - started < 5


def test_a_server_that_is_not_there_defers() -> None:
    with pytest.raises(OutOfOrder, match="smtp_unreachable"):
        send(smtp(free_port()), letter())


def test_a_line_cut_before_the_answer_is_the_case_in_which_a_letter_comes_twice(server: MailServer) -> None:
    for _ in range(2):
        with pytest.raises(Deferred, match="smtp_unanswered"):
            send(smtp(server.port), letter("cut@example.org"))
    first, again = server.taken()
    assert first["Message-ID"] == again["Message-ID"]


def test_a_letter_that_was_taken_is_sent_however_the_goodbye_goes(server: MailServer) -> None:
    send(smtp(server.port), letter("rude@example.org"))
    assert len(server.taken()) == 1


def test_nothing_is_said_in_clear_to_a_server_that_offers_no_tls(server: MailServer) -> None:
    with pytest.raises(OutOfOrder, match="smtp_unsupported"):
        send(smtp(server.port, how="starttls"), letter())
    assert server.taken() == []


# A failed handshake's socket is left to the garbage collector by eventlet.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_line_is_encrypted_and_the_certificate_checked(tmp_path: Path) -> None:
    certificate, key = certify(tmp_path)
    with mail_server(tmp_path, "--tlscert", str(certificate), "--tlskey", str(key)) as server:
        with pytest.raises(OutOfOrder, match="smtp_tls"):
            send(smtp(server.port, how="starttls"), letter())
        assert server.taken() == []
        trusting = ssl.create_default_context(cafile=str(certificate))
        send(smtp(server.port, how="starttls", tls=trusting), letter())
        assert len(server.taken()) == 1


def lines(server: MailServer) -> list[int]:
    """Of each mail that was taken, on which line it came."""
    return [int(taken["X-Line"]) for taken in server.taken()]


def test_the_letters_of_a_turn_share_a_line(server: MailServer) -> None:
    send(smtp(server.port), *(letter(f"m-{number}@example.org") for number in range(3)))
    send(smtp(server.port), letter())
    assert lines(server) == [1, 1, 1, 2]


def test_nobody_is_called_when_there_is_nothing_to_send() -> None:
    send(smtp(free_port()))


def test_a_line_is_given_back_after_a_number_of_letters(server: MailServer) -> None:
    send(smtp(server.port), *(letter() for _ in range(LETTERS_A_LINE + 1)))
    assert lines(server) == [*[1] * LETTERS_A_LINE, 2]


@pytest.mark.parametrize(("whim", "line"), [("later", 1), ("never", 1), ("spam", 1), ("drop", 2), ("cut", 2)])
def test_what_becomes_of_a_letter_is_nothing_to_the_next(server: MailServer, whim: str, line: int) -> None:
    with smtp(server.port).open() as way:
        with pytest.raises((Deferred, Undeliverable)):
            way.send(letter(f"{whim}@example.org"), "n-1")
        way.send(letter(), "n-2")
    assert lines(server)[-1] == line
    assert server.taken()[-1]["X-RcptTo"] == EMAIL


@pytest.mark.parametrize("whim", ["tired", "gone"])
def test_a_line_that_died_meanwhile_is_replaced_and_no_letter_waits_for_that(server: MailServer, whim: str) -> None:
    send(smtp(server.port), letter(f"{whim}@example.org"), letter())
    assert lines(server) == [1, 2]


@pytest.mark.parametrize("whim", ["slow", "hang"])
def test_a_server_that_falls_silent_costs_one_letter_its_time_only(server: MailServer, whim: str) -> None:
    with smtp(server.port, seconds=0.5).open() as way:
        with pytest.raises(Deferred) as put_off:
            way.send(letter(f"{whim}@example.org"), "n-1")
        way.send(letter(), "n-2")
    assert not isinstance(put_off.value, OutOfOrder)
    assert str(put_off.value) == {"slow": "smtp_timeout", "hang": "smtp_unanswered"}[whim]
    assert [taken["X-RcptTo"] for taken in server.taken()] == [EMAIL]


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_never_greets_keeps_nobody_waiting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = clock.monotonic()
        with pytest.raises(OutOfOrder, match="smtp_timeout"):
            send(smtp(silent.getsockname()[1], seconds=0.5), letter())
    assert clock.monotonic() - started < 5


def test_a_line_is_encrypted_from_its_first_word_where_the_server_wants_it(tmp_path: Path) -> None:
    certificate, key = certify(tmp_path)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with mail_server(tmp_path, "--smtpscert", str(certificate), "--smtpskey", str(key)) as server:
        send(smtp(server.port, how="implicit", tls=trusting), letter(), letter())
        assert lines(server) == [1, 1]


def test_a_wrong_password_holds_the_letters_up_and_is_nothing_said_of_their_addresses(tmp_path: Path) -> None:
    certificate, key = certify(tmp_path)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with mail_server(tmp_path, "--tlscert", str(certificate), "--tlskey", str(key)) as server:
        known = config.Smtp("127.0.0.1", server.port, "noreply", PASSWORD)
        send(Smtp(known, trusting), letter())
        with pytest.raises(OutOfOrder, match="smtp_login_535"):  # an address is marked by smtp_5xx
            send(Smtp(replace(known, password="another's"), trusting), letter())
        assert [taken["X-Login"] for taken in server.taken()] == ["noreply"]


def test_who_looks_on_is_told_each_step_and_each_answer(tmp_path: Path) -> None:
    certificate, key = certify(tmp_path)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with mail_server(tmp_path, "--tlscert", str(certificate), "--tlskey", str(key)) as server:
        told: list[str] = []
        known = Smtp(config.Smtp("127.0.0.1", server.port, "noreply", PASSWORD), trusting, told=told.append)
        send(known, letter())
        assert told[0] == f"connected to 127.0.0.1:{server.port}"
        assert told[1] in ("TLSv1.2, the certificate is valid", "TLSv1.3, the certificate is valid")
        assert told[2] == "logged in as noreply"
        assert [step[: len("recipient: 250")] for step in told[3:]][1] == "recipient: 250"
        assert [step.split()[0] for step in told[3:]] == ["sender:", "recipient:", "letter:"]
        told.clear()
        with pytest.raises(Undeliverable):
            send(known, letter("never@example.org"))
        assert told[-1].startswith("recipient: 550 ")
        told.clear()
        with pytest.raises(OutOfOrder):
            send(replace(known, server=replace(known.server, password="another's")), letter())
        assert told[-1].startswith("answer: 535 ")
        assert PASSWORD not in str(told)


def certify(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody else vouches for, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = clock.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "mail.crt", folder / "mail.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
