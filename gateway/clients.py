"""Who asks, before anybody knows who: from which network address, by what kind of device. Pure.

Neither is logged or kept here: a city counts tries by the former, and shows a member the latter beside a login.

Source: X-Forwarded-For as proxies write it (RFC 7239, 7.4); RFC 9110, 10.1.5 (User-Agent).
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from werkzeug.wrappers import Request

from chassis.config import TrustedProxies

_MOST_HOPS = 32
_BROWSERS = (  # the first that is found: most call themselves by the names of others too
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_PROGRAM = re.compile(r"[A-Za-z][A-Za-z _-]{0,29}")


def device(user_agent: str) -> str:
    """What a browser says it is, without versions: `Firefox, Linux`; of a program its name; "" when it says nothing."""
    browser = next((name for mark, name in _BROWSERS if f"{mark}/" in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser or system:
        return ", ".join(filter(None, (browser, system)))
    program = _PROGRAM.match(user_agent)
    return program[0].strip() if program else ""


def address(request: Request, trusted: TrustedProxies) -> str:
    """The network address that asks: the nearest that no trusted proxy stands for.

    Args:
        request: each proxy appends to X-Forwarded-For from whom it has it; what the client wrote there comes first.
        trusted: how many proxies stand before the gateway, or the networks they are in; 0: nothing there is believed.
    """
    nearest_first = [request.remote_addr or "", *reversed(_forwarded(request))]
    if isinstance(trusted, int):
        return _last_readable(nearest_first[: trusted + 1])
    networks = [ip_network(network) for network in trusted]
    believed = nearest_first[:1]
    for said in nearest_first[1:]:
        known = _read(believed[-1])
        if known is None or not any(known in network for network in networks):
            break
        believed.append(said)
    return _last_readable(believed)


def _forwarded(request: Request) -> list[str]:
    """The addresses of X-Forwarded-For, the last that were appended."""
    values = ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
    return [value.strip() for value in values if value.strip()][-_MOST_HOPS:]


def _last_readable(hops: list[str]) -> str:
    """The last of them before one that is no address: whoever wrote that one is who asks."""
    found = ""
    for hop in hops:
        known = _read(hop)
        if known is None:
            break
        found = str(known)
    return found


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """An address, also as `192.0.2.1:4711` or `[2001:db8::1]:4711`; None for anything else."""
    bare = re.sub(r"\A\[(.*)\](:\d+)?\Z", r"\1", text)
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return ip_address(bare.partition("%")[0])
    except ValueError:
        return None
