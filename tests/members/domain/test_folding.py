from __future__ import annotations

from services.members.domain import fold


def test_what_hurried_people_leave_out_makes_no_difference() -> None:
    assert fold("Élodie FAÇADE ﬁn Straße") == "elodie facade fin strasse"
