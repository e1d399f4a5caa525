"""An archive is read within bounds, whatever is in it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from services.opendata.transit import Broken, Refusals, archive
from services.opendata.transit.archive import Archive
from tests.opendata.transit import valmont


def opened(content: bytes, pause: Callable[[], None] = lambda: None) -> Archive:
    return Archive(io.BytesIO(content), Refusals(), pause)


def one_file(content: bytes, name: str = "stops.txt") -> Archive:
    return opened(valmont.archive({name: content}))


def rows(found: Archive, *columns: str, optional: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    return [tuple(row) for _, row in found.rows("stops.txt", columns, optional)]


def broken(content: bytes) -> str:
    with pytest.raises(Broken) as refused:
        rows(opened(content), "a", "b")
    return refused.value.reason


def test_columns_are_found_by_their_names_and_one_that_may_lack_is_empty() -> None:
    found = one_file(b"\xef\xbb\xbfb, A ,c\r\n1,2,3\n\n4,5,6")
    assert rows(found, "a", "b", optional=("lacking",)) == [("2", "1", ""), ("5", "4", "")]


def test_a_row_of_another_width_is_refused_and_counted() -> None:
    found = one_file(b"a,b\n1,2\n" + b"3,4\n" * 50 + b"5\n6,7,8\n")
    assert len(rows(found, "a", "b")) == 51
    assert found.refusals.as_json() == [
        {"file": "stops.txt", "reason": "not as many values as columns", "count": 2, "first_line": 53}
    ]


def test_a_line_that_is_not_utf_8_is_refused_and_its_neighbours_are_taken() -> None:
    found = one_file("a,b\nThéâtre,1\n".encode() + "Théâtre,2\n".encode("latin-1") + "Marché,3\n".encode())
    assert rows(found, "a", "b") == [("Théâtre", "1"), ("Marché", "3")]
    assert found.refusals.counted == {("stops.txt", "not UTF-8"): 1}
    assert found.refusals.first == {("stops.txt", "not UTF-8"): 3}


def test_a_file_of_which_a_tenth_is_refused_is_broken_whole() -> None:
    reason = broken(valmont.archive({"stops.txt": b"a,b\n" + b"1,2\n" * 100 + b"3\n" * 12}))
    assert "12 of 112 rows" in reason and "not as many values as columns 12 times" in reason


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no ZIP archive"),
        (b"PK\x05\x06", "no ZIP archive"),
        (b"PK\x03\x04 and more" * 100, "no ZIP archive"),
        (valmont.archive({"stops.txt": b"a,b\n1,2\n"})[:-30], "no ZIP archive"),
        (valmont.archive({"gtfs/stops.txt": b"a,b\n1,2\n"}), "stops.txt is missing"),
        (valmont.archive({"stops.txt": b"a,c\n1,2\n"}), "stops.txt has no column b"),
        (valmont.archive({"stops.txt": b""}), "has no column a, b"),
        (
            valmont.archive({"stops.txt": b'a,b\n"1,2\n' + b"3,4\n" * 200}),
            "stops.txt has a row without end",
        ),
        (valmont.archive({"stops.txt": b"a,b\n" + b"x" * (1 << 20)}), "a line without end, after line 1"),
    ],
)
def test_what_is_no_archive_is_refused_with_a_reason(content: bytes, told: str) -> None:
    assert told in broken(content)


def test_an_archive_damaged_on_the_way_is_refused() -> None:
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as written:
        written.writestr("stops.txt", "a,b\n" + "1,2\n" * 100)
    damaged = plain.getvalue().replace(b"1,2\n", b"1,3\n", 1)
    assert "stops.txt cannot be read: Bad CRC-32" in broken(damaged)


def test_a_file_that_unpacks_to_more_than_we_read_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = valmont.archive({"stops.txt": b"a,b\n" + b"0,0\n" * (1 << 19)})
    monkeypatch.setattr(archive, "LARGEST_OTHER_FILE_BYTES", 1 << 20)
    assert "stops.txt has 2 MiB" in broken(bomb)


def test_a_file_that_hides_its_size_is_read_no_further_than_it_says() -> None:
    honest = valmont.archive({"stops.txt": b"a,b\n" + b"0,0\n" * 5000})
    size = struct.pack("<L", 4 + 4 * 5000)
    assert honest.count(size) == 2
    assert "cannot be read" in broken(honest.replace(size, struct.pack("<L", 44)))


def test_a_file_with_more_rows_than_we_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_OTHER_ROWS", 1000)
    assert "more than 1000 rows" in broken(valmont.archive({"stops.txt": b"a,b\n" + b"0,0\n" * 2000}))


def test_an_archive_of_very_many_files_is_not_even_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    many = valmont.archive({"stops.txt": b"a,b\n1,2\n", **{f"{number}.txt": b"" for number in range(100)}})
    monkeypatch.setattr(archive, "LARGEST_DIRECTORY_BYTES", 2000)
    assert broken(many) == "the archive has more files than we read"


def test_the_size_of_a_directory_is_read_where_a_large_archive_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100)  # as if it were one of four gigabytes
    large = valmont.archive({"stops.txt": b"a,b\n1,2\n", **{f"{number}.txt": b"" for number in range(100)}})
    assert b"PK\x06\x07" in large
    assert rows(opened(large), "a", "b") == [("1", "2")]
    monkeypatch.setattr(archive, "LARGEST_DIRECTORY_BYTES", 2000)
    assert broken(large) == "the archive has more files than we read"


def test_an_archive_larger_than_we_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_ARCHIVE_BYTES", 10)
    assert "the archive has" in broken(valmont.archive({"stops.txt": b"a,b\n1,2\n"}))


def test_an_encrypted_file_is_refused() -> None:
    content = bytearray(valmont.archive({"stops.txt": b"a,b\n1,2\n"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert "encrypted" in broken(bytes(content))


def test_others_work_while_a_long_file_is_read() -> None:
    paused: list[int] = []
    found = opened(valmont.archive({"stops.txt": b"a,b\n" + b"1,2\n" * 5000}), lambda: paused.append(1))
    assert len(rows(found, "a", "b")) == 5000 and len(paused) == 10
