"""Dead letters that name somebody who was erased: nobody will ever take them, and nobody may keep them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import inspect, text

from champlibre import letters, nodes
from champlibre.letters import Letter
from chassis.config import Settings
from chassis.database import Store
from chassis.service import database_url


def drop_letters(settings: Settings) -> int:
    """Throw away the dead letters of this node that name who is gone; gives how many."""
    gone = set(_gone(settings))
    return letters.drop_those(settings, lambda letter: any(_digest(word) in gone for word in _words(letter)))


def _gone(settings: Settings) -> Iterator[str]:
    """The digests of the ids of who is gone, as the databases of this node have them."""
    for cls in nodes.service_classes(settings):
        if nodes.has_database(cls):
            store = Store(database_url(settings, cls.name))
            try:
                if inspect(store.engine).has_table("erased"):
                    with store.reading() as session:
                        yield from session.scalars(text("SELECT member_digest FROM erased"))
            finally:
                store.close()


def _words(letter: Letter) -> Iterator[str]:
    """Every text in a letter, and every part of a subject such as `organisation/member`."""
    try:
        told = json.loads(letter.body)
    except ValueError:
        return
    for found in _texts(told):
        yield from {found, *found.split("/")}


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list):
        for one in told.values() if isinstance(told, dict) else told:
            yield from _texts(one)


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode("utf-8", "replace")).hexdigest()
