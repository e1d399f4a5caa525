"""The register of processing, on the bus. Public: it holds nobody."""

from __future__ import annotations

from typing import Any

from chassis.service import answers
from services.members import schemas
from services.members.service.keys import Keys


class Processing(Keys):
    """What the city says that it does with data about persons."""

    @answers
    def processing_register(self) -> dict[str, Any]:
        """The register: `{"city", "data_officer", "notice_version", "activities"}`."""
        return schemas.register(self.city, self.settings.cities[self.city].data_officer)
