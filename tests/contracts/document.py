"""Writes docs/events.md from the samples and from who hears what: `python -m tests.contracts.document`."""

from __future__ import annotations

import json
from pathlib import Path

from champlibre import nodes
from champlibre.configured import DEMO
from chassis import bus, config
from chassis.config import OF_A_CITY

SAMPLES = Path(__file__).parent / "samples"
DOCUMENT = Path(__file__).parents[2] / "docs" / "events.md"
HEAD = """\
# Events

Every message on the bus, one sample each. Written from `tests/contracts/samples/` by
`python -m tests.contracts.document`; a test holds this page, the emitters and the hearers to the samples.
A sample may gain a field, and never loses or changes one: what changes is a new event.

Each is a CloudEvents 1.0 object in structured JSON (`application/cloudevents+json`) on the exchange
`<source>.events`. The routing key is the event's name, followed by the home city when it concerns a member: a city
hears only of its own people. Extension attributes: `sequence` (the place among the events of its subject), `city`
(the home city), `traceparent`. No event holds a name, an address, a telephone number or a birth date.
"""


def names() -> list[str]:
    """Every event that has a sample."""
    return sorted(path.stem for path in SAMPLES.glob("*.json"))


def sample(name: str) -> dict[str, object]:
    """The sample of an event."""
    found: dict[str, object] = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    return found


def hearers() -> dict[str, set[str]]:
    """Which services hear an event, by its name."""
    settings = config.load(DEMO, {"CHAMPLIBRE_GATEWAY_SECRET": "x" * 32, "CHAMPLIBRE_HOME_SECRET": "x" * 32})
    found: dict[str, set[str]] = {}
    for cls in nodes.service_classes(settings):
        for subscription in bus.subscriptions(cls, settings):
            for key in subscription.keys:
                found.setdefault(".".join(key.split(".")[:2]), set()).add(_kind(cls.name))
    return found


def render() -> str:
    """The whole page."""
    heard = hearers()
    rows = [f"| [`{name}`](#{name.replace('.', '')}) | {_source(name)} | {_told(name, heard)} |" for name in names()]
    table = "\n".join(["| event | said by | heard by |", "|---|---|---|", *rows])
    return "\n".join([HEAD, table, *(_section(name) for name in names())])


def _section(name: str) -> str:
    text = json.dumps(sample(name), indent=2, ensure_ascii=False)
    return f"\n## {name}\n\n```json\n{text}\n```"


def _source(name: str) -> str:
    return _kind(str(sample(name)["source"]).rsplit("/", 1)[1])


def _told(name: str, heard: dict[str, set[str]]) -> str:
    return ", ".join(sorted(heard.get(name, ()))) or "nobody yet"


def _kind(service: str) -> str:
    kind = service.partition("_")[0]
    return f"{kind} of a city" if kind in OF_A_CITY else service


if __name__ == "__main__":
    DOCUMENT.write_text(render() + "\n", "utf-8")
