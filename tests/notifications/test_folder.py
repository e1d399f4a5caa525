"""Letters as files, and which way out the settings name."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from services.notifications.channels import Folder
from services.notifications.domain import Deferred
from tests.notifications.given import letter


def test_a_letter_in_the_folder_is_one_file_named_after_the_notice(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "mail" / "roubaix")
    for _ in range(2):
        with folder.open() as way:
            way.send(letter(), "n-1")
    (file,) = folder.path.iterdir()
    assert file.name == "n-1.eml"
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"] == letter()["Subject"]


def test_a_folder_that_cannot_be_written_defers(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file stands in the way")
    with pytest.raises(Deferred, match="folder_unwritable"):
        Folder(tmp_path / "mail" / "roubaix").send(letter(), "n-1")
