"""What a sender's domain says of its mail in the DNS (SPF, DKIM, DMARC), and what it should. Changes nothing."""

from __future__ import annotations

from champlibre.mail_advice.advice import SECONDS, Advice, advise
from champlibre.mail_advice.lookups import CouldNotLook, Dns

__all__ = ["SECONDS", "Advice", "CouldNotLook", "Dns", "advise"]
