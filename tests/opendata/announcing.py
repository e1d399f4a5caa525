"""Happenings as others announce them, and strategies of outings that nearly are the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from services.opendata.domain import outings
from services.opendata.domain.happenings import Happening, Price, Timing, Where, checked

START = datetime(2026, 12, 4, 19, tzinfo=UTC)  # 20:00 in Roubaix
GRAND_MIX = Where("Le Grand Mix", "5 place Notre-Dame", "59200", "Tourcoing", "59599", 50.7237, 3.1601)


def lasting(hours: float = 2, start: datetime = START) -> Timing:
    """A timing of so many hours."""
    return Timing(start, start + timedelta(hours=hours))


def concert(external_id: str = "42", source: str = "tourcoing", **changed: Any) -> Happening:
    """A concert, as a source tells of it."""
    facts: dict[str, Any] = {
        "source": source,
        "external_id": external_id,
        "title": "Concert de printemps",
        "timings": (lasting(),),
        "zone": "Europe/Paris",
        "summary": "Un soir.",
        "description": "Un soir, un piano.",
        "url": f"https://agenda.example.org/{external_id}",
        "theme": "Musique",
        "publics": ("Familles", "Ados"),
        "accessibility": ("hi", "mi"),
        "prices": (Price("plein tarif", 800), Price("réduit", 300, "moins de 12 ans")),
        "where": GRAND_MIX,
        **changed,
    }
    return checked(Happening(**facts))


def one(happening: Happening) -> outings.Outing:
    """Its only date."""
    (found,) = outings.of_happening(happening)
    return found


_WHERES = (
    None,
    GRAND_MIX,
    Where(latitude=50.7240, longitude=3.1603),  # forty metres from it
    Where("le grand mix", latitude=50.7290, longitude=3.1601),  # as it stands in a bad file
    Where("Le Grand Mix", commune="Tourcoing"),
    Where("Médiathèque", commune="Roubaix", latitude=50.69, longitude=3.18),
    Where("Médiathèque", commune="Tourcoing", latitude=50.7237, longitude=3.1601),
)


@st.composite
def happenings(draw: st.DrawFn) -> Happening:
    """One that may be the same as another that is drawn, or nearly."""
    minutes = draw(st.sampled_from([-1440, -15, -10, -5, 0, 0, 0, 5, 10, 15, 1440]))
    start = START + timedelta(minutes=minutes)
    return concert(
        external_id=draw(st.sampled_from("abcd")),
        source=draw(st.sampled_from(["champlibre", "tourcoing", "roubaix", "mel"])),
        title=draw(st.sampled_from(["Concert de printemps", "CONCERT : de Printemps !", "Marché", "!"])),
        timings=(Timing(start, start + timedelta(hours=draw(st.sampled_from([0, 1, 2, 30])))),),
        where=draw(st.sampled_from(_WHERES)),
        summary=draw(st.sampled_from([None, "Un soir."])),
        theme=draw(st.sampled_from([None, "Musique", "Marché"])),
        publics=draw(st.sampled_from([(), ("Familles",), ("Adultes", "familles")])),
        accessibility=draw(st.sampled_from([(), ("hi",), ("hi", "mi")])),
        prices=draw(
            st.sampled_from([(), (Price("plein", 800),), (Price("plein", 800), Price("réduit", 0)), (Price("libre"),)])
        ),
        is_free=draw(st.sampled_from([None, None, True, False])),
        status=draw(st.sampled_from(["scheduled", "scheduled", "cancelled"])),
        attendance=draw(st.sampled_from(["on_site", "on_site", "on_site", "online"])),
    )


def several() -> st.SearchStrategy[list[Happening]]:
    """Some of them, of each source at most one by each id."""
    return st.lists(happenings(), max_size=7, unique_by=lambda each: each.id)
