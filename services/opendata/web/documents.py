"""What can be fetched, each as a `Document`: its tag, its date, and how to write it. Answers no request.

A tag follows from the format, from the digests of the datasets it shows, and from everything else that shapes the
bytes (`_seal`): nothing needs to be written to know whether a client has it already.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from sqlalchemy.orm import Session

from chassis.config import Settings
from services.opendata import catalog, publishing, queries
from services.opendata.domain import DATASETS, LICENCE_URL, Edition, Part, latest, table_schema
from services.opendata.formats import Format, formats_of
from services.opendata.network import network_of
from services.opendata.web import pages

_LICENCE = (LICENCE_URL, 'rel="license"')
_PARTS_AT_ONCE = 20


@dataclass(frozen=True)
class Document:
    """Something to be fetched.

    Attributes:
        path: its own address, from the root.
        tag: strong entity tag, without quotes.
        pieces: writes it; called only when its bytes are asked for.
        modified_at: when its data last changed (UTC), if that is known.
        links: targets with their parameters, for the Link header (RFC 8288).
    """

    path: str
    content_type: str
    tag: str
    pieces: Callable[[], Iterable[bytes]]
    modified_at: datetime | None = None
    links: tuple[tuple[str, str], ...] = ()


class Documents:
    """Makes the documents of a network, as its settings describe it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._network = network_of(settings)
        self._seal = _digest(publishing.seal(self._network), pages.STYLE, pages.SOURCE)

    def dataset(self, session: Session, name: str, written: Format) -> Document:
        """A dataset in a format, to be written while `session` lives."""
        dataset, edition = DATASETS[name], queries.editions(session)[name]
        return Document(
            path=f"/datasets/{name}.{written.extension}",
            content_type=written.content_type,
            tag=self._tag(written.extension, [edition]),
            pieces=lambda: self._written(session, name, written),
            modified_at=edition.modified_at,
            links=(
                _LICENCE,
                (f"/datasets/{name}/schema.json", 'rel="describedby"; type="application/json"'),
                ("/catalog", 'rel="collection"'),
                *_alternates(f"/datasets/{name}", (it for it in formats_of(dataset) if it is not written)),
            ),
        )

    def catalogue(self, session: Session, form: catalog.Form, page: catalog.Page) -> Document:
        """A page of the catalogue in a form."""
        inventory = queries.inventory(session)
        beside = sorted(inventory.covered.items()), sorted(inventory.since.items())
        return Document(
            path=page.address(f"/catalog.{form.extension}"),
            content_type=form.content_type,
            tag=self._tag(f"{form.extension} {page.number} {_CATALOGUE} {beside}", inventory.editions.values()),
            pieces=lambda: [form.write(self._settings, inventory, page).encode()],
            modified_at=latest(inventory.editions.values()),
            links=(_LICENCE, *_alternates("/catalog", (it for it in catalog.FORMS if it is not form))),
        )

    def front_page(self, session: Session) -> Document:
        """The page for people."""
        editions = queries.editions(session)
        return Document(
            path="/",
            content_type="text/html; charset=utf-8",
            tag=self._tag("html", editions.values()),
            pieces=lambda: [pages.front(self._settings, editions).encode()],
            modified_at=latest(editions.values()),
            links=(_LICENCE, *_alternates("/catalog", catalog.FORMS)),
        )

    def schema(self, name: str) -> Document:
        """The Table Schema of a dataset."""
        path = f"/datasets/{name}/schema.json"
        schema = table_schema(DATASETS[name], self._settings.opendata.public_url + path)
        text = json.dumps(schema, ensure_ascii=False, indent=2)
        return Document(path, "application/json", _digest(text), lambda: [text.encode()], links=(_LICENCE,))

    def style(self) -> Document:
        """The style sheet of the page."""
        return Document("/style.css", "text/css; charset=utf-8", _digest(pages.STYLE), lambda: [pages.STYLE.encode()])

    def _written(self, session: Session, name: str, written: Format) -> Iterator[bytes]:
        """A dataset's document, of the parts that are published, a few at a time."""
        dataset, between = DATASETS[name], b""
        yield written.head(dataset, self._network).encode()
        for parts in _batches(queries.manifest(session, name, written.extension)):
            found = queries.bodies_of(session, [part.digest for part in parts])
            for part in parts:
                yield between + found[part.digest]
                between = written.between.encode()
        yield written.tail(dataset, self._network).encode()

    def _tag(self, extension: str, editions: Iterable[Edition]) -> str:
        states = (f"{edition.name} {edition.digest} {edition.modified_at}" for edition in editions)
        return _digest(self._seal, extension, *states)


def _batches(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    for start in range(0, len(parts), _PARTS_AT_ONCE):
        yield parts[start : start + _PARTS_AT_ONCE]


def _alternates(path: str, forms: Iterable[Format | catalog.Form]) -> Iterator[tuple[str, str]]:
    for form in forms:
        yield f"{path}.{form.extension}", f'rel="alternate"; type="{form.media_type}"'


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


_CATALOGUE = _digest(*sorted(file.read_text("utf-8") for file in files(catalog).iterdir() if file.name[-3:] == ".py"))
