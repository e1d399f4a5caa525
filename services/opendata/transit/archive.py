"""The files of a GTFS archive, row by row, within bounds whatever is in it. Never unpacks to the disk."""

from __future__ import annotations

import csv
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import BinaryIO

from services.opendata.transit.refusals import Broken, Refusals

LARGEST_ARCHIVE_BYTES = 256 << 20
LARGEST_DIRECTORY_BYTES = 1 << 20  # zipfile reads it whole: some ten thousand files
LARGEST_FILE_BYTES = {"stop_times.txt": 1 << 30}  # unpacked
LARGEST_OTHER_FILE_BYTES = 128 << 20
LARGEST_ROWS = {"stop_times.txt": 6_000_000, "calendar_dates.txt": 2_000_000}
LARGEST_OTHER_ROWS = 500_000
LONGEST_LINE_BYTES = 1 << 16
MOST_LINES_OF_A_ROW = 100  # a name may have a line end in it

_BLOCK_BYTES = 1 << 18
_PAUSE_ROWS = 500
_NOT_UTF_8 = "not UTF-8"
_NOT_READABLE = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)

# The ends of a ZIP archive (APPNOTE 4.3.14 to 4.3.16): where they say how large its directory is.
_END, _END_BYTES, _LONGEST_COMMENT = b"PK\x05\x06", 22, 0xFFFF
_LOCATOR, _LOCATOR_BYTES, _END64, _END64_BYTES = b"PK\x06\x07", 20, b"PK\x06\x06", 56

Row = Sequence[str]


class Archive:
    """An archive that is open.

    Args:
        file: it, from its beginning; stays open.
        refusals: counts the rows that are not taken.
        pause: called now and then, so that others may work meanwhile.

    Raises:
        Broken: it is no archive, or larger than anything that we read.
    """

    def __init__(self, file: BinaryIO, refusals: Refusals, pause: Callable[[], None]) -> None:
        self.refusals, self._pause = refusals, pause
        _look_at_the_end(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except _NOT_READABLE as exc:
            raise Broken(f"it is no ZIP archive that can be read: {_said(exc)}") from None
        self._sizes = {entry.filename: entry.file_size for entry in self._zip.infolist()}

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return name in self._sizes

    def rows(self, name: str, needed: Sequence[str], optional: Sequence[str] = ()) -> Iterator[tuple[int, Row]]:
        """The rows of a file.

        Args:
            name: of the file, at the root of the archive.
            needed: columns that must be there.
            optional: columns that may be; without them they are empty. Two columns at least, of both.

        Yields:
            The number of its line, and its values: those of `needed`, then those of `optional`.

        Raises:
            Broken: it is not there, lacks a column, is too large, or no CSV; or a tenth of its rows was refused by
                the time all were read.
        """
        if not self.has(name):
            raise Broken(f"{name} is missing (it must be at the root of the archive)")
        if self._sizes[name] > LARGEST_FILE_BYTES.get(name, LARGEST_OTHER_FILE_BYTES):
            raise Broken(f"{name} has {self._sizes[name] >> 20} MiB, more than we read")
        try:
            yield from self._read(name, needed, optional)
        except csv.Error as exc:
            raise Broken(f"{name} is no CSV file: {exc}") from None
        except _NOT_READABLE as exc:
            raise Broken(f"{name} cannot be read: {_said(exc)}") from None
        self.refusals.judge(name)

    def _read(self, name: str, needed: Sequence[str], optional: Sequence[str]) -> Iterator[tuple[int, Row]]:
        lines = _Lines(name, self._lines(name))
        reader = csv.reader(lines)
        header = [column.strip().lower() for column in next(reader, [])]
        if missing := [column for column in needed if column not in header]:
            raise Broken(f"{name} has no column {', '.join(missing)}")
        # A column that is not there is the empty text that is put after each row.
        pick = itemgetter(*(header.index(column) if column in header else -1 for column in (*needed, *optional)))
        largest, width, number = LARGEST_ROWS.get(name, LARGEST_OTHER_ROWS), len(header), 0
        for row in reader:
            lines.of_row = 0
            if not row:
                continue
            number += 1
            if number % _PAUSE_ROWS == 0:
                self._pause()
                self.refusals.rows[name] = number
                if number > largest:
                    raise Broken(f"{name} has more than {largest} rows, more than we read")
            if len(row) != width:
                self.refusals.add(name, "not as many values as columns", reader.line_num)
                continue
            row.append("")
            yield reader.line_num, pick(row)
        self.refusals.rows[name] = number + self.refusals.counted.get((name, _NOT_UTF_8), 0)

    def _lines(self, name: str) -> Iterator[str]:
        """The lines of a file; one that is not UTF-8 is refused."""
        with self._zip.open(name) as file:
            rest, number = b"", 0
            while block := file.read(_BLOCK_BYTES):
                whole, ended, begun = (rest + block).rpartition(b"\n")
                rest = begun
                if ended:
                    yield from self._text(name, whole, number)
                    number += whole.count(b"\n") + 1
                if len(rest) > LONGEST_LINE_BYTES:
                    raise Broken(f"{name} has a line without end, after line {number}")
            if rest:
                yield from self._text(name, rest, number)

    def _text(self, name: str, lines: bytes, before: int) -> Iterator[str]:
        encoding = "utf-8" if before else "utf-8-sig"
        try:
            yield from lines.decode(encoding).split("\n")
        except UnicodeDecodeError:
            for number, line in enumerate(lines.split(b"\n"), before + 1):
                try:
                    yield line.decode(encoding)
                except UnicodeDecodeError:
                    self.refusals.add(name, _NOT_UTF_8, number)


class _Lines:
    """The lines of a file, as a reader of CSV takes them: a quote that nobody closes does not take all of them."""

    def __init__(self, name: str, lines: Iterator[str]) -> None:
        self._name, self._lines = name, lines
        self.of_row = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.of_row += 1
        if self.of_row > MOST_LINES_OF_A_ROW:
            raise Broken(f"{self._name} has a row without end: a quote is not closed")
        return next(self._lines)


def _look_at_the_end(file: BinaryIO) -> None:
    """Whether the directory of the archive is small enough to be read."""
    size = file.seek(0, 2)
    if size > LARGEST_ARCHIVE_BYTES:
        raise Broken(f"the archive has {size >> 20} MiB, more than we read")
    file.seek(max(0, size - _LONGEST_COMMENT - _END_BYTES - _LOCATOR_BYTES - _END64_BYTES))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_BYTES:
        raise Broken("it is no ZIP archive: it has no end")
    directory = struct.unpack_from("<L", tail, end + 12)[0]
    locator = end - _LOCATOR_BYTES
    end64 = locator - _END64_BYTES
    if locator >= 0 and tail.startswith(_LOCATOR, locator) and end64 >= 0 and tail.startswith(_END64, end64):
        directory = struct.unpack_from("<Q", tail, end64 + 40)[0]
    if directory > LARGEST_DIRECTORY_BYTES:
        raise Broken("the archive has more files than we read")


def _said(exc: BaseException) -> str:
    return str(exc) or type(exc).__name__
