"""What a member consents to, by purpose, each in the version of the notice they read. Pure; never rewrites one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chassis.errors import Conflict
from chassis.privacy import NOTICE_VERSION


class ConsentPurpose(StrEnum):
    """What for. `ACCOUNT`: that the notice was read, without which there is no member; the others come and go."""

    ACCOUNT = "account"
    DIRECTORY = "directory"
    NEWSLETTER = "newsletter"


@dataclass(frozen=True)
class Consent:
    """That a member consented to something, or did.

    Attributes:
        notice_version: of the privacy notice.
        given_at, withdrawn_at: UTC.
        heard_by_id: who heard it said, when the member did not give it themselves: staff, or the guardian of a minor.
    """

    member_id: str
    purpose: ConsentPurpose
    notice_version: str
    given_at: datetime
    withdrawn_at: datetime | None = None
    heard_by_id: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_at is None


def consents_to(given: Iterable[Consent], purpose: ConsentPurpose, notice_version: str | None = None) -> bool:
    """Whether a consent to it stands, in that version if one is named."""
    return any(one.stands and one.purpose is purpose and notice_version in (None, one.notice_version) for one in given)


def check_withdrawable(purpose: ConsentPurpose) -> None:
    """Refuse to keep an account without the consent that it stands on.

    Raises:
        Conflict: `account_needs_consent`.
    """
    if purpose is ConsentPurpose.ACCOUNT:
        raise Conflict("account_needs_consent", "who consents no longer asks for the account to be erased")


def check_read(version: str) -> None:
    """Nobody consents by a notice that is not the one that the city goes by now.

    Raises:
        Conflict: `notice_changed`.
    """
    if version != NOTICE_VERSION:
        raise Conflict("notice_changed", "the privacy notice is another one now", {"version": NOTICE_VERSION})


def check_has_entry(*, has_entry: bool) -> None:
    """Who consents to the directory is in it: what is shown there is said with the first consent.

    Raises:
        Conflict: `directory_entry_missing`.
    """
    if not has_entry:
        raise Conflict("directory_entry_missing", "who wishes to be in the directory enters it")
