"""QR codes: an address as a square that a telephone reads. Pure.

Source: ISO/IEC 18004; the quiet zone of four modules is part of it.
"""

from __future__ import annotations

import io

import segno

MEDIA_TYPE = "image/svg+xml"
_QUIET_ZONE = 4


def check_in_address(public_url: str, booking_id: str) -> str:
    """Where whoever may check a booking in does so."""
    return f"{public_url}/bookings/{booking_id}/check-in"


def arrival_address(public_url: str, registration_id: str) -> str:
    """Where the door of an occurrence lets in who is registered."""
    return f"{public_url}/registrations/{registration_id}/check-in"


def svg(address: str, title: str = "") -> bytes:
    """The square, dark on white whatever is around it; it grows with what it is put in.

    Args:
        address: what a telephone reads.
        title: what is read out instead of it; by default the address itself.
    """
    out = io.BytesIO()
    code = segno.make_qr(address, error="m")  # a seventh of it may be scratched
    code.save(
        out,
        kind="svg",
        border=_QUIET_ZONE,
        light="#fff",
        dark="#000",
        omitsize=True,
        xmldecl=False,
        title=title or address,
    )
    return out.getvalue()
