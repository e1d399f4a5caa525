"""What a city may attest: the words of the network, so that nobody writes a name into one. Pure."""

from __future__ import annotations

import re

from chassis.errors import Invalid
from services.members.domain.organisations import ORGANISATION_KINDS

ADULT = "adult"
REDUCED_RATE = "reduced_rate"
# that the member belongs to an organisation of this kind; never to which
MEMBER_OF = tuple(f"member_of_{kind}" for kind in ORGANISATION_KINDS)
_TRAINING = re.compile(r"[a-z][a-z0-9_]{0,30}_training")  # of which machine: `laser_training`


def check_kind(kind: str) -> None:
    """Refuse what is no word of the network.

    Raises:
        Invalid: `attestation_kind_unknown`.
    """
    if kind not in (ADULT, REDUCED_RATE, *MEMBER_OF) and not _TRAINING.fullmatch(kind):
        raise Invalid("attestation_kind_unknown", "the network has no such attestation")
