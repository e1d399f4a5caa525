"""Has data.gouv.fr's harvester read the catalogue of a running network. Run by hand, elsewhere: see README.md."""

from __future__ import annotations

import logging
import sys
from typing import Any

import mongoengine
import mongomock
import requests
from requests.adapters import HTTPAdapter

_connect = mongoengine.connect


def _in_memory(*names: Any, **settings: Any) -> Any:
    """Stands for MongoDB: none is needed."""
    ours = {name: settings[name] for name in settings if name not in ("connect", "read_preference", "tz_aware")}
    return _connect(*names, mongo_client_class=mongomock.MongoClient, **ours)


mongoengine.connect = _in_memory

from udata.app import create_app, standalone  # noqa: E402
from udata.core.dataset.models import Dataset, License  # noqa: E402
from udata.core.organization.models import Organization  # noqa: E402
from udata.harvest.backends.dcat import DcatBackend  # noqa: E402
from udata.harvest.models import HarvestSource  # noqa: E402
from udata.settings import Defaults, Testing  # noqa: E402

FORMS = ("ttl", "ttl", "jsonld", "rdf")


class Settings(Testing):
    """Those of its own tests, but for the rules about addresses: they are the real ones."""

    HARVESTER_BACKENDS = ("dcat",)
    URLS_ALLOWED_TLDS = Defaults.URLS_ALLOWED_TLDS
    URLS_ALLOW_LOCAL = False


class Heard(logging.Handler):
    """Keeps every warning and every error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(f"{record.levelname} {record.name}: {record.getMessage()}")


class Here(HTTPAdapter):
    """Finds under its address of now what has another one in public."""

    def __init__(self, at: str, named: str) -> None:
        super().__init__()
        self._at, self._named = at, named

    def send(self, request: requests.PreparedRequest, *rest: Any, **options: Any) -> requests.Response:
        request.url = str(request.url).replace(self._named, self._at)
        return super().send(request, *rest, **options)


def harvest(at: str, named: str, extension: str, organization: Organization) -> list[str]:
    """One harvest; gives what was wrong with it."""
    address = f"{named}/catalog.{extension}"
    source = HarvestSource(
        name=address, url=address, backend="dcat", organization=organization, validation={"state": "accepted"}
    ).save()
    backend = DcatBackend(source)
    backend.session = requests.Session()  # its own refuses private addresses, rightly
    backend.session.mount(named, Here(at, named))
    job = backend.harvest()
    wrong = [error.message for error in job.errors]
    for item in job.items:
        wrong += [f"{item.remote_id}: {error.message}" for error in item.errors]
        wrong += [f"{item.remote_id}: {line.message}" for line in item.logs]
        if item.status != "done":
            wrong.append(f"{item.remote_id} is {item.status}")
    print(f"{address}: {job.status}, {len(job.items)} items")
    return wrong if job.status == "done" else [*wrong, job.status]


def complaints(dataset: Dataset) -> list[str]:
    """What a dataset lacks of that which data.gouv.fr shows."""
    needed = {
        "license": dataset.license and dataset.license.id == "lov2",
        "frequency": dataset.frequency,
        "tags": dataset.tags,
        "schema": dataset.schema and dataset.schema.url,
        "resources": dataset.resources and all(each.format and each.mime and each.url for each in dataset.resources),
        "contact": dataset.contact_points,
    }
    return [f"{dataset.title} has no {name}" for name, there in needed.items() if not there]


def main(at: str, named: str) -> None:
    """Harvest in every form; what is harvested again is the same dataset."""
    app = create_app("udata.settings.Defaults", override=Settings)
    standalone(app)
    heard = Heard()
    for logger in (logging.getLogger(), logging.getLogger("udata"), app.logger):
        logger.setLevel(logging.WARNING)
        logger.addHandler(heard)
    wrong: list[str] = []
    with app.test_request_context():
        url = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
        License(id="lov2", title="Licence Ouverte / Open Licence version 2.0", url=url).save()
        License(id="notspecified", title="License Not Specified").save()
        organization = Organization(name="Champ Libre", description="Un réseau").save()
        counts = []
        for extension in FORMS:
            wrong += harvest(at, named, extension, organization)
            counts.append(Dataset.objects.count())
        if len(set(counts)) != 1 or not counts[0]:
            wrong.append(f"datasets after each harvest: {counts}")
        for dataset in Dataset.objects:
            wrong += complaints(dataset)
            print(f"{dataset.title} | {dataset.license.id} | {dataset.frequency} | {dataset.harvest.remote_url}")
            for each in dataset.resources:
                print(f"    {each.format}: {each.schema.url if each.schema else 'no schema'}")
    wrong += heard.told
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
