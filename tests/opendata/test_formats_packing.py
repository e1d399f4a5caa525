"""Parts that are packed one by one are one gzip file, as gzip itself reads it."""

from __future__ import annotations

import gzip
import subprocess
import zlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.opendata.formats import packing


def packed(parts: Sequence[bytes]) -> bytes:
    ending = packing.ending((zlib.crc32(part), len(part)) for part in parts)
    assert len(ending) == packing.ENDING_BYTES
    return packing.HEAD + b"".join(map(packing.pack, parts)) + ending


@given(some.lists(some.binary(max_size=300), max_size=6))
def test_the_parts_are_one_gzip_file(parts: list[bytes]) -> None:
    reader = zlib.decompressobj(16 + zlib.MAX_WBITS)  # reads one member, and its checksum, and no more
    assert reader.decompress(packed(parts)) == b"".join(parts)
    assert reader.eof
    assert reader.unused_data == b""


@pytest.mark.parametrize("size", [0, 1, 1 << 16, (1 << 20) + 1])
def test_a_part_may_have_any_size(size: int) -> None:
    parts = [b"head\n", b"line\n" * size, b"tail\n"]
    assert gzip.decompress(packed(parts)) == b"".join(parts)


def test_the_program_of_that_name_finds_no_fault() -> None:
    found = subprocess.run(["gzip", "--test"], input=packed([b"one", b"two"]), capture_output=True, check=False)
    assert (found.returncode, found.stderr) == (0, b"")


def test_the_same_bytes_are_always_packed_alike() -> None:
    assert packed([b"one", b"two"]) == packed([b"one", b"two"])
