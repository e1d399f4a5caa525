"""Short messages to a gateway that really answers."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chassis import clock, config
from services.notifications.channels import Sms, open_channels
from services.notifications.domain import Channel, Deferred, OutOfOrder, Undeliverable
from services.notifications.short import ShortMessage
from tests.contracts.test_described import SETTINGS
from tests.notifications.sms_gateway import CUT, CUT_ONCE, ENDLESS, SILENT, Gateway, sms_gateway
from tests.servers.processes import free_port

TEXT = "Réservé : Salle du canal, le 23 novembre à 10:00."
NUMBER = "+33199001200"


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with sms_gateway() as running:
        yield running


def send(gateway: Gateway, whim: str = "200", notice_id: str = "n-1", seconds: float = 10, **settings: str) -> None:
    named = config.Sms(gateway.url, "s3cret", "ChampLibre")
    Sms(replace(named, **settings), seconds).send(ShortMessage(NUMBER[:-3] + whim, TEXT), notice_id)


def test_the_settings_name_the_way_out_and_without_them_there_is_none() -> None:
    settings = replace(config.read(SETTINGS, {}), sms=None)
    assert Channel.SMS not in open_channels(settings, "roubaix")
    named = config.Sms("https://sms.example.org")
    assert open_channels(replace(settings, sms=named), "roubaix")[Channel.SMS] == Sms(named)


def test_a_gateway_gets_the_message_the_token_and_the_notice_as_its_key(gateway: Gateway) -> None:
    send(gateway)
    [(path, headers, said)] = gateway.asked
    assert (path, said) == ("/messages", {"to": NUMBER, "text": TEXT, "from": "ChampLibre"})
    assert headers["Content-Type"] == "application/json"
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer s3cret", "n-1")


def test_a_gateway_is_spoken_to_in_its_own_words_and_is_told_no_more_than_it_wants(gateway: Gateway) -> None:
    send(gateway, to_field="msisdn", text_field="body", sender="", token="")
    [(_, headers, said)] = gateway.asked
    assert said == {"msisdn": NUMBER, "body": TEXT}
    assert "Authorization" not in headers


def test_no_netrc_of_the_machine_says_who_we_are(
    gateway: Gateway, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path_factory.mktemp("home") / ".netrc"
    netrc.write_text("machine 127.0.0.1 login other password other\n")
    monkeypatch.setenv("NETRC", str(netrc))
    send(gateway)
    assert gateway.asked[0][1]["Authorization"] == "Bearer s3cret"


@pytest.mark.parametrize("status", ["200", "201", "202", "204"])
def test_what_is_taken_is_out(gateway: Gateway, status: str) -> None:
    send(gateway, status)
    assert len(gateway.taken) == 1


@pytest.mark.parametrize("status", ["400", "404", "413", "422"])
def test_a_last_word_is_one(gateway: Gateway, status: str) -> None:
    with pytest.raises(Undeliverable, match=f"sms_{status}"):
        send(gateway, status)


@pytest.mark.parametrize("status", ["402", "408", "409", "500", "502", "504"])
def test_what_may_be_of_this_one_message_alone_waits(gateway: Gateway, status: str) -> None:
    with pytest.raises(Deferred, match=f"sms_{status}") as refused:
        send(gateway, status)
    assert not isinstance(refused.value, OutOfOrder)


@pytest.mark.parametrize("status", ["401", "403", "429", "503"])
def test_what_is_our_settings_or_their_trouble_puts_off_the_others_too(gateway: Gateway, status: str) -> None:
    with pytest.raises(OutOfOrder, match=f"sms_{status}"):
        send(gateway, status)


@pytest.mark.parametrize("status", ["301", "302", "303", "307", "308"])
def test_nobody_is_sent_elsewhere_with_a_number_and_our_token(gateway: Gateway, status: str) -> None:
    with pytest.raises(OutOfOrder, match=f"sms_{status}"):
        send(gateway, status)
    assert [path for path, _, _ in gateway.asked] == ["/messages"]


@pytest.mark.parametrize("whim", [SILENT, ENDLESS])
def test_a_gateway_that_does_not_come_to_an_end_is_not_waited_for(gateway: Gateway, whim: str) -> None:
    began = clock.monotonic()
    with pytest.raises(OutOfOrder, match="sms_timeout"):
        send(gateway, whim, seconds=0.4)
    assert clock.monotonic() - began < 4


def test_a_gateway_that_is_not_there_defers() -> None:
    with pytest.raises(OutOfOrder, match="sms_unreachable"):
        send(Gateway(free_port()))


# A failed handshake's socket is left to the garbage collector by eventlet.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_gateway_that_speaks_no_tls_defers(gateway: Gateway) -> None:
    with pytest.raises(OutOfOrder, match="sms_tls"):
        send(gateway, url=gateway.url.replace("http:", "https:"))
    gc.collect()
    assert gateway.taken == {}


def test_a_line_cut_before_the_answer_is_tried_again_under_the_same_key_and_counts_once(gateway: Gateway) -> None:
    with pytest.raises(OutOfOrder, match="sms_unreachable"):
        send(gateway, CUT_ONCE)
    send(gateway, CUT_ONCE)
    assert [headers["Idempotency-Key"] for _, headers, _ in gateway.asked] == ["n-1", "n-1"]
    assert len(gateway.taken) == 1


def test_what_went_wrong_is_told_without_a_number_a_text_or_a_word_of_the_gateway(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    for whim in (CUT, "400", "503"):
        with pytest.raises((Deferred, Undeliverable)) as refused:
            send(gateway, whim)
        assert refused.value.__cause__ is None
        assert str(refused.value) in ("sms_unreachable", "sms_400", "sms_503")
    assert NUMBER not in repr(ShortMessage(NUMBER, TEXT))
    assert NUMBER[:-3] not in caplog.text
    assert "Salle" not in caplog.text
