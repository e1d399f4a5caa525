"""Every code that the API may answer with, by status."""

from __future__ import annotations

from gateway.api.problems.activities import ACTIVITIES
from gateway.api.problems.code import Code
from gateway.api.problems.general import GENERAL
from gateway.api.problems.notices import NOTICES

CODES: dict[str, Code] = dict(sorted((GENERAL | ACTIVITIES | NOTICES).items(), key=lambda told: told[1].status))
