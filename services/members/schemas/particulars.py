"""What a member is called, where they are reached, and what they are curious about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marshmallow import fields, validate

from chassis import ids
from chassis.schema import Cursor, Instant, Text
from services.members import domain
from services.members.schemas.kinds import Normalised, OfMembers, identifier, instant

_TOPICS_SENT = 100  # form only: the rule of topics has a say of its own


class Rectify(OfMembers):
    """What `rectify` is asked; of whoever asks without `member_id`. What is not named stays."""

    member_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 36))
    name = Normalised(domain.normalise_name)
    language = fields.String(validate=validate.OneOf(domain.LANGUAGES))
    phone = Normalised(domain.normalise_phone, allow_none=True, validate=validate.Length(max=50))
    handle = Normalised(domain.normalise_handle, allow_none=True, validate=validate.Length(max=50))


class ChooseInterests(OfMembers):
    """What `choose_interests` is asked; `newsletter` stays as it is when it is not named."""

    topics = fields.List(Normalised(domain.normalise_topic), required=True, validate=validate.Length(max=_TOPICS_SENT))
    newsletter = fields.Boolean(load_default=None, allow_none=True, truthy={True}, falsy={False})


class EnterDirectory(OfMembers):
    """What `enter_directory` is asked."""

    shown_name = Normalised(domain.normalise_name, required=True)
    presentation = Text(load_default="", most=domain.MOST_PRESENTATION_CHARACTERS, lines=True)
    consent = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class DirectoryAsked(OfMembers):
    """What `directory` is asked."""

    topic = Normalised(domain.normalise_topic, load_default=None, allow_none=True)
    text = Text(load_default="", most=100)
    limit = fields.Integer(strict=True, load_default=50, validate=validate.Range(1, 200))
    after = Cursor(Instant(), identifier(), load_default=None, allow_none=True)


class DirectoryPage(OfMembers):
    """The cursor of what `directory` answers."""

    next = Cursor(Instant(), identifier())


def particulars(known: domain.Member, city: str) -> dict[str, Any]:
    """What a member is called and where they are reached, for the member, a guardian or staff."""
    return {
        "id": known.id,
        "city": city,
        "name": known.name,
        "language": known.language,
        "phone": known.phone,
        "handle": known.handle,
        "code": ids.spoken(known.id),
    }


def entry(known: domain.Entry) -> dict[str, Any]:
    """An entry of the directory, for the members of the city."""
    return {
        "id": known.member_id,
        "shown_name": known.shown_name,
        "presentation": known.presentation,
        "topics": list(known.topics),
        "listed_at": instant(known.listed_at),
    }


def directory(page: Iterable[domain.Entry], after: Any, city: str) -> dict[str, Any]:
    """A page of the directory."""
    following = DirectoryPage(only=["next"]).dump({"next": after})
    return {"city": city, "items": [entry(found) for found in page], **following}


def topics(shown: dict[str, int], city: str) -> dict[str, Any]:
    """The network's own topics and the members' others, with how many in the directory name each."""
    every = sorted({*domain.TOPICS, *shown})
    items = [{"topic": one, "is_own": one in domain.TOPICS, "members": shown.get(one, 0)} for one in every]
    return {"city": city, "items": items}
