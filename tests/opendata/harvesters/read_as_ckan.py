"""Has CKAN's parser read the catalogue of a running network. Run by hand, elsewhere: see README.md."""

from __future__ import annotations

import logging
import sys
import warnings
from typing import Any

import requests
from ckanext.dcat.processors import RDFParser

FORMS = {"ttl": "text/turtle", "jsonld": "application/ld+json", "rdf": "application/rdf+xml"}
PROFILE = "euro_dcat_ap_3"


class Heard(logging.Handler):
    """Keeps every warning and every error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def harvest(at: str, named: str, extension: str) -> list[dict[str, Any]]:
    """The datasets of all pages in a form, as CKAN would save them."""
    found: list[dict[str, Any]] = []
    address: str | None = f"{named}/catalog.{extension}"
    while address:
        response = requests.get(address.replace(named, at), timeout=30)
        response.raise_for_status()
        parser = RDFParser(profiles=[PROFILE])
        parser.parse(response.text, response.headers["Content-Type"].partition(";")[0])
        found += parser.datasets()
        address = parser.next_page()
    return found


def complaints(dataset: dict[str, Any]) -> list[str]:
    """What a dataset lacks of that which CKAN shows."""
    extras = {extra["key"]: extra["value"] for extra in dataset["extras"]}
    needed = {name: dataset.get(name) for name in ("title", "notes", "tags", "resources", "url")}
    needed |= {name: extras.get(name) for name in ("identifier", "uri", "publisher_name", "frequency", "modified")}
    for number, resource in enumerate(dataset["resources"]):
        described = ("url", "name", "format", "mimetype", "license")
        needed |= {f"{name} of {number}": resource.get(name) for name in described}
    return [f"{dataset['title']} has no {name}" for name, there in needed.items() if not there]


def main(at: str, named: str) -> None:
    """Read in every form; each says the same datasets."""
    heard = Heard()
    logging.getLogger().addHandler(heard)
    # rdflib says of a class that CKAN uses that it will go: that is between the two.
    warnings.filterwarnings("ignore", message="ConjunctiveGraph is deprecated", category=DeprecationWarning)
    wrong: list[str] = []
    read: set[tuple[str, ...]] = set()
    with warnings.catch_warnings(record=True) as warned:
        for extension, media_type in FORMS.items():
            datasets = harvest(at, named, extension)
            titles = tuple(sorted(str(dataset["title"]) for dataset in datasets))
            print(f"{named}/catalog.{extension} ({media_type}): {len(datasets)} datasets")
            if len(set(titles)) != len(titles):
                wrong.append(f"{extension}: a dataset is there twice")
            read.add(titles)
            wrong += [complaint for dataset in datasets for complaint in complaints(dataset)]
    if len(read) != 1 or not next(iter(read)):
        wrong.append(f"the forms do not say the same: {read}")
    for title in sorted(next(iter(read))):
        print(title)
    wrong += [str(one.message) for one in warned]
    sys.exit("\n".join([*wrong, *heard.told]) or 0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
