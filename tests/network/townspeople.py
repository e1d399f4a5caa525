"""The people of a city of the day (`tests.network.day`), and what they say in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.network.nodes import CITIES
from tests.network.people import Member

NAMES = {
    "roubaix": ("Isidorine Quatrepointdix", "Ghislain Vanhaezebrouck"),
    "tourcoing": ("Wivine Opsomereele", "Balthazar Quenneçon"),
    "marcq": ("Ysoline Thieffrybois", "Anatole Xhonneuxdal"),
}
STAFF = {
    "roubaix": ("sophie", "leila", "joris", "nadir"),
    "tourcoing": ("paul", "bram", "fatou", "yasmine"),
    "marcq": ("victor", "rose", "emile", "zoe"),
}
SIRETS = {"roubaix": "21590512600995", "tourcoing": "21590599300998", "marcq": "21590378200997"}


@dataclass
class City:
    """A city's people of the day.

    Attributes:
        inhabitant, neighbour: joined this morning.
        administrator, desk, facilitator, officer: of its staff.
        kept: what was said today, by what it is.
    """

    code: str
    inhabitant: Member
    neighbour: Member
    administrator: Member
    desk: Member
    facilitator: Member
    officer: Member
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def written(self) -> str:
        """What somebody writes of themselves."""
        return f"Apprivoiser la brodeuse numérique de {self.code}"

    @property
    def reasoned(self) -> str:
        """What the city answers, and why."""
        return f"Vu en commission de {self.code}, le dossier tient debout"

    def phone(self, number: int) -> str:
        """A number that nobody has (of those kept for fiction), E.164."""
        return f"+3319900{CITIES.index(self.code) + 1}{number:03}"

    @property
    def names(self) -> list[str]:
        """Of people and of what they founded."""
        named = ("child", "goer", "helped", "guest", "organisation")
        return [self.inhabitant.name, self.neighbour.name, *(self.kept[name] for name in named if name in self.kept)]

    @property
    def planted(self) -> list[str]:
        """What was said of people today, whatever the city's database still holds of it."""
        people = (self.inhabitant, self.neighbour)
        said = [text for person in people for text in (person.name, person.email, person.password)]
        kept = [text for name, text in self.kept.items() if not name.endswith("_id")]
        return [*said, *kept, self.written, self.reasoned]
