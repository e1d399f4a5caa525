"""A calendar program: Debian's khal, with one calendar of its own in a folder, where each entry is a file."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests import servers

_CONFIG = """\
[calendars]
[[own]]
path = {folder}/calendar
type = calendar

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Paris
default_timezone = Europe/Paris

[sqlite]
path = {folder}/khal.db

[default]
default_calendar = own
"""


def khal(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What khal says, which knows nothing but the calendar `own` in that folder."""
    (folder / "calendar").mkdir(parents=True, exist_ok=True)
    (folder / "config").write_text(_CONFIG.format(folder=folder))
    environment = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    command = [str(servers.khal()), "-c", str(folder / "config"), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def take(folder: Path, *files: Path) -> None:
    """Have khal take iCalendar files, in order, without a word.

    Raises:
        AssertionError: it has something to say.
    """
    said = khal(folder, "import", "--batch", "-a", "own", *map(str, files))
    assert (said.returncode, said.stdout, said.stderr) == (0, "", ""), f"{said.stdout}{said.stderr}"


def listed(folder: Path, since: str, until: str, form: str = "{uid}") -> list[str]:
    """What khal lists between two days, each entry once, a line each."""
    said = khal(folder, "list", "--once", "--day-format", "", "--format", form, since, until)
    assert (said.returncode, said.stderr) == (0, "")
    return said.stdout.splitlines()


def entries(folder: Path) -> list[bytes]:
    """The files of the calendar."""
    return [file.read_bytes() for file in sorted((folder / "calendar").iterdir()) if file.suffix == ".ics"]
