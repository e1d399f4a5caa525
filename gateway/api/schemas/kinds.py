"""The kinds of fields: each says in French what a newcomer would not guess, and gives an example. Knows no schema.

A field's `metadata` goes into the description; the example of a request or an answer is made of those of its fields.
"""

from __future__ import annotations

import re
from typing import Any

import marshmallow
from marshmallow import fields, validate

from chassis.schema import Instant, Schema, Text

_WORDS = re.compile(r"[a-z][a-z0-9_]{0,39}(,[a-z][a-z0-9_]{0,39})*")
_MOST_OF_A_WALL_TIME = 40  # so that one with an offset is told what is wrong with it
_MOST_WORDS = 20
_DECIMAL = re.compile(r"[0-9]{1,6}(\.[0-9]{1,9})?")
_POINT = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]{1,9})?),(-?[0-9]{1,3}(?:\.[0-9]{1,9})?)")


class Answer(Schema):
    """What is answered: every field is always there. Whoever reads it shall ignore the fields that come later."""

    class Meta:
        unknown = marshmallow.EXCLUDE


class Code(Text):
    """A short word of the network's own in a request: `roubaix`, `meeting_room`."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(least=1, most=most, **kwargs)
        self.validators.append(validate.Regexp("^[a-z][a-z0-9_]*$"))


class Siret(fields.String):
    """A SIRET in a request: 14 digits, between which spaces may stand; the city checks the last one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Regexp(r"^([0-9] ?){14}$"), **kwargs)


class Count(fields.Integer):
    """A whole number in a query: digits, and none of Python's other ways to write one (`+5`, `5_0`, `٥`)."""

    def _validated(self, value: Any) -> Any:
        if isinstance(value, str) and not (value.isascii() and value.isdigit()):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Words(fields.Field[list[str]]):
    """Some codes in a query, separated by commas: `too_short,off_grid`; 20 at most."""

    default_error_messages = {"invalid": "Not words of a-z, 0-9 and _, separated by commas."}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str]:
        if not _WORDS.fullmatch(str(value)) or len(words := str(value).split(",")) > _MOST_WORDS:
            raise self.make_error("invalid")
        return words


class Texts(fields.Field[list[str]]):
    """Some texts in a query, separated by commas.

    Args:
        longest: characters of one; `most`: how many.
    """

    default_error_messages = {"invalid": "Not texts separated by commas, or too many."}  # noqa: RUF012

    def __init__(self, *, longest: int, most: int = _MOST_WORDS, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.one, self.most = Text(least=1, most=longest), most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str]:
        texts = str(value).split(",")
        if len(texts) > self.most:
            raise self.make_error("invalid")
        return [str(self.one.deserialize(text)) for text in texts]


class Coordinates(fields.Field[dict[str, float]]):
    """A point on the map in a query, in degrees: `50.69,3.17`."""

    default_error_messages = {"invalid": "Not a latitude and a longitude in degrees: 50.69,3.17."}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, float]:
        if not (found := _POINT.fullmatch(str(value))):
            raise self.make_error("invalid")
        latitude, longitude = map(float, found.groups())
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise self.make_error("invalid")
        return {"latitude": latitude, "longitude": longitude}


class Kilometres(fields.Float):
    """A distance in a query: digits and at most one point, and none of Python's other ways to write a number."""

    def _validated(self, value: Any) -> Any:
        if not _DECIMAL.fullmatch(str(value)):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Flag(fields.Boolean):
    """`true` or `false` in a query."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if value not in ("true", "false"):
            raise self.make_error("invalid", input=value)
        return bool(value == "true")


class YesNo(fields.Boolean):
    """`true` or `false`, where Python would take 1 for true."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


def told(example: Any, description: str = "", **more: Any) -> dict[str, Any]:
    """What the description says of a field beside its type; for the field's constructor."""
    said = {"description": description} if description else {}
    return {"metadata": {**said, "examples": [example], **more}}


def instant(example: str | None, description: str = "", **more: Any) -> fields.String:
    """An instant in an answer: the services have written it as RFC 3339 in UTC already."""
    return fields.String(**told(example, description, format="date-time"), **more)


def address_refused_since() -> fields.String:
    """Since when somebody's address refuses letters."""
    said = "Depuis quand l’adresse e-mail refuse nos courriels ; null : elle les prend, pour autant qu’on sache."
    return instant(None, said, allow_none=True)


def instant_asked(example: str, description: str = "", **more: Any) -> Instant:
    """An instant in a request, with any offset."""
    return Instant(**told(example, description or "RFC 3339, avec décalage."), **more)


def wall_time(example: str, description: str, **more: Any) -> Text:
    """A local time in a request, to the second at most; whose clock it is the description says."""
    field = Text(most=_MOST_OF_A_WALL_TIME, **told(example, description), **more)
    said = "Not a local time without an offset, e.g. 2026-11-23T09:00."
    field.validators.append(validate.Regexp(r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$", error=said))
    return field


def day(description: str = "") -> fields.String:
    """A local day in an answer; null for none."""
    return fields.String(allow_none=True, **told(None, description, format="date"))


def whole(example: int | None, description: str) -> fields.Integer:
    """A whole number in an answer; null where it does not apply."""
    return fields.Integer(allow_none=True, **told(example, description))


def words(example: list[str], description: str) -> fields.List[str]:
    """Some of our words in an answer."""
    return fields.List(fields.String(), **told(example, description))


def city_asked(description: str = "Le code d’une ville : GET /api/v1/cities les donne.", **more: Any) -> Code:
    """The code of a city, in a request."""
    return Code(most=31, **told("roubaix", description), **more)


def city(description: str = "Le code de la ville.", example: str = "tourcoing") -> fields.String:
    """The code of a city, in an answer."""
    return fields.String(**told(example, description))


def zone() -> fields.String:
    """A time zone, in an answer."""
    return fields.String(**told("Europe/Paris", "Fuseau horaire du lieu (IANA)."))


def cursor() -> fields.String:
    """The end of a page of a list."""
    description = "Le curseur de la page suivante, à donner dans `after` ; null à la dernière page."
    return fields.String(allow_none=True, dump_default=None, **told(None, description))
