"""Parts of a document that are compressed one by one and make one gzip file when they are joined. Pure.

Why not a gzip file a part, one after the other, which is a gzip file too (RFC 1952)? Browsers stop reading at the end
of the first and show it as if it were all; curl gives an error. So a part is deflate blocks none of which is the last,
and the checksum of the whole is worked out from those of the parts.

    HEAD, pack(part), pack(part), …, ending(…)

Source: RFC 1952 (gzip), RFC 1951 (deflate). That a CRC shifts by multiplication: it is the remainder of a polynomial.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import cache

#: What a gzip file begins with: no name, no time, an unknown system, so that the same bytes are packed alike.
HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
#: The length of `ending`.
ENDING_BYTES = 10
#: Other versions may pack the same bytes otherwise.
PACKER = zlib.ZLIB_RUNTIME_VERSION

_LEVEL = 6
_LAST_BLOCK = b"\x03\x00"  # an empty one
_POLYNOMIAL = 0xEDB88320  # CRC-32, its lowest bit the highest power
_ONE = 1 << 31
_BYTES = tuple(range(0, 32, 8))

Shift = tuple[Sequence[int], ...]


def pack(body: bytes) -> bytes:
    """The part, compressed; ends at a whole byte."""
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(body) + compressor.flush(zlib.Z_SYNC_FLUSH)


def ending(parts: Iterable[tuple[int, int]]) -> bytes:
    """What ends the gzip file.

    Args:
        parts: of each, in their order, the CRC-32 and the size in bytes, before it was packed.
    """
    crc = total = 0
    for own, size in parts:
        crc = _followed(crc, size) ^ own
        total += size
    return _LAST_BLOCK + crc.to_bytes(4, "little") + (total & 0xFFFFFFFF).to_bytes(4, "little")


def _followed(crc: int, size: int) -> int:
    """The CRC of bytes after which `size` zeros came, but for what the zeros are by themselves."""
    power = 0
    while size:
        if size & 1:
            shift = _shift(power)
            crc = shift[0][crc & 255] ^ shift[1][crc >> 8 & 255] ^ shift[2][crc >> 16 & 255] ^ shift[3][crc >> 24]
        size >>= 1
        power += 1
    return crc


@cache
def _shift(power: int) -> Shift:
    """What 2^power bytes more make of each value of each byte of a CRC."""
    made, factor = [], _factor(power)
    for byte in _BYTES:
        shifted = [0]
        for bit in range(8):  # a sum of values becomes the sum of what they become
            more = _product(factor, 1 << byte + bit)
            shifted += [more ^ other for other in shifted]
        made.append(shifted)
    return tuple(made)


@cache
def _factor(power: int) -> int:
    """The remainder of x to the power of the bits of 2^power bytes."""
    return _ONE >> 8 if power == 0 else _product(_factor(power - 1), _factor(power - 1))


def _product(one: int, other: int) -> int:
    """Of two remainders."""
    product, bit = 0, _ONE
    while one:
        if one & bit:
            product ^= other
            one ^= bit
        bit >>= 1
        other = (other >> 1) ^ _POLYNOMIAL if other & 1 else other >> 1
    return product
