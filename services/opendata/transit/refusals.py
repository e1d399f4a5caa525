"""Rows that are not taken, and why, counted; and when there are too many. Never does IO."""

from __future__ import annotations

from dataclasses import dataclass, field

LARGEST_SHARE = 0.1  # of a file's rows that may be refused: with more of them something else is wrong
ALWAYS_ALLOWED = 10


class Broken(Exception):
    """An archive is not taken at all; what was known before stays.

    Attributes:
        reason: one sentence for the operator, without anything secret.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Refusals:
    """What was refused of an archive.

    Attributes:
        rows: how many rows each file has.
        counted: how many of them were refused for a reason, by file and reason.
        first: the line of the first of those.
    """

    rows: dict[str, int] = field(default_factory=dict)
    counted: dict[tuple[str, str], int] = field(default_factory=dict)
    first: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, file: str, reason: str, line: int) -> None:
        """A row is not taken."""
        key = (file, reason)
        self.counted[key] = self.counted.get(key, 0) + 1
        self.first.setdefault(key, line)

    def judge(self, file: str) -> None:
        """Whether a file that was read to its end is good enough.

        Raises:
            Broken: more than a tenth of its rows were refused.
        """
        reasons = {reason: count for (of, reason), count in self.counted.items() if of == file}
        refused, rows = sum(reasons.values()), self.rows.get(file, 0)
        if refused > max(ALWAYS_ALLOWED, LARGEST_SHARE * rows) or (rows and refused >= rows):
            said = ", ".join(f"{reason} {count} times" for reason, count in sorted(reasons.items()))
            raise Broken(f"{file}: {refused} of {rows} rows cannot be used: {said}")

    def as_json(self) -> list[dict[str, str | int]]:
        """The same to be kept and shown, file by file."""
        return [
            {"file": file, "reason": reason, "count": count, "first_line": self.first[file, reason]}
            for (file, reason), count in sorted(self.counted.items())
        ]
