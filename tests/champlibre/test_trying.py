"""`champlibre mail test`: a real letter, by the way of the node's file, each step told, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from champlibre import trying
from champlibre.command import champlibre
from chassis.config import ConfigError
from chassis.config.settings import LANGUAGES
from tests.champlibre.conftest import CITIES, settings_in
from tests.notifications.mail_server import MailServer, mail_server
from tests.notifications.sms_gateway import sms_gateway
from tests.notifications.test_smtp import body, certify
from tests.servers.processes import free_port

ADDRESS = "zoe.planted@example.org"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with mail_server(tmp_path) as running:
        yield running


def tried(folder: Path, port: int, *, address: str = ADDRESS, tls: str = "none", **how: Any) -> tuple[bool, list[str]]:
    """Whether the letter was taken, and what was told."""
    steps: list[str] = []
    settings = settings_in(folder, mail={"smtp": {"host": "127.0.0.1", "port": port, "tls": tls}})
    wishes = {"city": None, "language": None, **how}
    return trying.mail(settings, address, told=steps.append, **wishes), steps


def test_a_letter_that_is_taken_is_told_step_by_step(tmp_path: Path, server: MailServer) -> None:
    is_taken, steps = tried(tmp_path, server.port)
    assert is_taken
    assert steps[:2] == [f"connected to 127.0.0.1:{server.port}", "no TLS"]
    assert [step[: step.index(":") + 4] for step in steps[2:5]] == ["sender: 25", "recipient: 25", "letter: 25"]
    assert steps[5:] == ["taken"]
    (taken,) = server.taken()
    assert taken["X-RcptTo"] == ADDRESS
    assert taken["X-MailFrom"] == "noreply@roubaix.example.org"
    assert taken["Subject"] == "Lettre d’essai"
    assert "Champ Libre – Roubaix" in body(taken)
    assert taken["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_sent_in_the_name_of_a_city_and_in_a_language(
    tmp_path: Path, server: MailServer, language: str
) -> None:
    assert tried(tmp_path, server.port, city="marcq", language=language)[0]
    (taken,) = server.taken()
    assert taken["X-MailFrom"] == "noreply@marcq.example.org"
    assert (taken["Subject"], taken["Content-Language"]) == (trying.SUBJECT[language], language)
    assert "Marcq-en-Barœul" in body(taken)


@pytest.mark.parametrize(
    ("whim", "step", "reason"),
    [
        ("never", "recipient: 550 no", "not taken: smtp_550"),
        ("later", "recipient: 451 no", "not taken: smtp_451"),
        ("spam", "letter: 554 no", "not taken: smtp_data_554"),
    ],
)
def test_what_the_server_says_against_it_is_told(
    tmp_path: Path, server: MailServer, whim: str, step: str, reason: str
) -> None:
    is_taken, steps = tried(tmp_path, server.port, address=f"{whim}@example.org")
    assert not is_taken
    assert steps[-2].startswith(step) and steps[-1] == reason


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    is_taken, steps = tried(tmp_path, free_port())
    assert not is_taken
    assert "refused" in steps[0].lower() and steps[-1] == "not taken: smtp_unreachable"


# A failed handshake's socket is left to the garbage collector by eventlet.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_certificate_that_nobody_vouches_for_is_told(tmp_path: Path) -> None:
    certificate, key = certify(tmp_path)
    with mail_server(tmp_path, "--tlscert", str(certificate), "--tlskey", str(key)) as server:
        is_taken, steps = tried(tmp_path, server.port, tls="starttls")
        assert not is_taken and server.taken() == []
    assert "certificate verify failed" in steps[1] and steps[-1] == "not taken: smtp_tls"


@pytest.mark.parametrize(
    "address", ["", "zoe", "zoe@", "a b@example.org", "zoé@example.org", "a@example.org\r\nBcc: c@example.org"]
)
def test_what_is_no_address_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(ConfigError, match="no e-mail address"):
        tried(tmp_path, free_port(), address=address)


def test_another_nodes_city_and_a_node_without_letters_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not a city of this node"):
        tried(tmp_path, free_port(), city="tourcoing")
    hub = settings_in(tmp_path, services=["bookings", "opendata", "gateway"])
    with pytest.raises(ConfigError, match="nothing goes out of this node"):
        trying.mail(hub, ADDRESS, None, None, lambda step: None)


def test_where_mail_goes_to_files_so_does_this_one(tmp_path: Path) -> None:
    steps: list[str] = []
    assert trying.mail(settings_in(tmp_path), ADDRESS, None, None, steps.append)
    assert steps == [f"a file in {tmp_path}/mail: no mail server is set", "taken"]
    (written,) = (tmp_path / "mail" / "roubaix").iterdir()
    assert ADDRESS in written.read_text("utf-8")


def node(folder: Path, port: int) -> str:
    file = folder / "node.toml"
    city = ", ".join(f'{name} = "{value}"' for name, value in CITIES["roubaix"].items())
    file.write_text(
        f"""
        site = "roubaix"
        city = "roubaix"
        services = ["members", "notifications"]
        state_dir = "{folder}/state"
        home_secret = "{"h" * 40}"
        broker.uri = "embedded:///{folder}/state/broker.db"
        database.url = "sqlite:///{folder}/state/{{database}}.db"
        gateway.public_url = "https://lab.example.org"
        mail.smtp = {{ host = "127.0.0.1", port = {port}, tls = "none" }}
        cities.roubaix = {{ {city} }}
        """
    )
    return str(file)


def test_the_command_ends_well_or_not_and_keeps_the_address_nowhere(tmp_path: Path, server: MailServer) -> None:
    file = node(tmp_path, server.port)

    def say(address: str) -> tuple[int, str]:
        done = CliRunner().invoke(champlibre, ["mail", "test", address, "--config", file, "--language", "nl"])
        return done.exit_code, done.output

    code, said = say(ADDRESS)
    assert (code, said.splitlines()[-1]) == (0, "taken")
    code, said = say("never@example.org")
    assert (code, said.splitlines()[-1]) == (1, "not taken: smtp_550")
    code, said = say("nobody")
    assert (code, "Traceback" in said, "no e-mail address" in said) == (1, False, True)
    kept = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert not any(ADDRESS.encode() in path.read_bytes() for path in kept)


NUMBER = "+33199001234"


def tried_sms(folder: Path, url: str, number: str, language: str | None = None) -> tuple[bool, list[str]]:
    steps: list[str] = []
    settings = settings_in(folder, sms={"url": url, "sender": "ChampLibre"})
    return trying.sms(settings, number, "marcq", language, steps.append), steps


def test_a_short_message_that_is_taken_is_told(tmp_path: Path) -> None:
    with sms_gateway() as gateway:
        assert tried_sms(tmp_path, gateway.url, NUMBER) == (True, [f"to the gateway {gateway.url}", "taken"])
        assert tried_sms(tmp_path, gateway.url, NUMBER, "en")[0]
        (ours, theirs) = gateway.texts(NUMBER)
    assert ours == "Champ Libre - Marcq-en-Baroeul : message d'essai. Il est arrivé."
    assert theirs.startswith("Champ Libre - Marcq-en-Baroeul: test message.")


@pytest.mark.parametrize("status", ["422", "503"])
def test_what_the_gateway_refuses_is_told(tmp_path: Path, status: str) -> None:
    with sms_gateway() as gateway:
        is_taken, steps = tried_sms(tmp_path, gateway.url, f"+33199001{status}")
    assert (is_taken, steps[-1]) == (False, f"not taken: sms_{status}")


def test_without_a_gateway_or_a_number_nothing_is_tried(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"\[sms\] is missing"):
        trying.sms(settings_in(tmp_path), NUMBER, None, None, lambda step: None)
    for number in ("", "0320000000", "+33", "+33 1 99 00 12 34", "+33199001234\n"):
        with pytest.raises(ConfigError, match="no telephone number"):
            tried_sms(tmp_path, f"http://127.0.0.1:{free_port()}", number)
