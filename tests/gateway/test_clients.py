"""From where somebody asks, and by what."""

from __future__ import annotations

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from chassis.config import TrustedProxies
from gateway import clients

SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"


@pytest.mark.parametrize(
    ("said", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/142.0", "Edge, Windows"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36", "Chrome, Android"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {SAFARI}", "Safari, iPhone"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {SAFARI}", "Safari, macOS"),
        ("python-requests/2.32.3", "python-requests"),
        ("curl/8.14.1", "curl"),
        ("<script>alert(1)</script>", ""),
        ("x" * 500, "x" * 30),
        ("", ""),
    ],
)
def test_a_device_is_what_its_browser_says_without_versions(said: str, device: str) -> None:
    assert clients.device(said) == device


ATTACKERS, OFFICE, PROXY, OUTER = "198.51.100.9", "203.0.113.7", "10.0.0.2", "10.0.0.1"


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        (0, None, PROXY),
        (0, OFFICE, PROXY),  # anybody may write that
        (1, OFFICE, OFFICE),
        (1, f"{ATTACKERS}, {OFFICE}", OFFICE),
        (1, None, PROXY),
        (2, f"{ATTACKERS}, {OFFICE}, {OUTER}", OFFICE),
        (2, OFFICE, OFFICE),
        (1, "unknown", PROXY),
        (1, f"{OFFICE}:4711", OFFICE),
        (1, "[2001:db8::7]:4711", "2001:db8::7"),
        (("10.0.0.0/8",), f"{ATTACKERS}, {OFFICE}, {OUTER}", OFFICE),
        (("10.0.0.0/8",), f"{OUTER}", OUTER),
        (("10.0.0.2/32",), f"{OFFICE}, {OUTER}", OUTER),
        (("192.168.0.0/16", "2001:db8::/32"), OFFICE, PROXY),
    ],
)
def test_who_asks_is_the_nearest_that_no_trusted_proxy_stands_for(
    trusted: TrustedProxies, forwarded: str | None, expected: str
) -> None:
    headers = [("X-Forwarded-For", forwarded)] if forwarded else []
    request = Request(EnvironBuilder(headers=headers, environ_base={"REMOTE_ADDR": PROXY}).get_environ())
    assert clients.address(request, trusted) == expected


def test_a_very_long_way_is_cut() -> None:
    headers = [("X-Forwarded-For", ", ".join([OUTER] * 5000))]
    request = Request(EnvironBuilder(headers=headers, environ_base={"REMOTE_ADDR": PROXY}).get_environ())
    assert clients.address(request, ("10.0.0.0/8",)) == OUTER
