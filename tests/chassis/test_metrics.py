"""Metrics are named as Prometheus asks, few in number, and each says what to do when it moves.

Source: https://prometheus.io/docs/practices/naming/
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.metrics import MetricWrapperBase

from chassis import metrics

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "chassis/metrics.py").read_text()
OPERATIONS = (ROOT / "docs/operations.md").read_text()

# What each label may hold is a closed list: names of the code or of the node's file, never what somebody sent.
CLOSED_LABELS = {
    "service",
    "target",
    "method",
    "route",
    "status",
    "outcome",
    "event",
    "kind",
    "way",
    "channel",
    "reason",
    "source",
}
METRICS = {name: found for name, found in vars(metrics).items() if isinstance(found, MetricWrapperBase)}
UNITS = ("_seconds", "_bytes", "_ratio")
OTHER_UNITS = ("_ms", "_milliseconds", "_minutes", "_hours", "_kb", "_mb", "_percent")


def full_name(metric: MetricWrapperBase) -> str:
    return str(metric._name) + ("_total" if isinstance(metric, Counter) else "")


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_is_named_after_its_thing_and_its_base_unit(name: str) -> None:
    metric = METRICS[name]
    assert re.fullmatch(r"champlibre(_[a-z]+)+", metric._name)
    assert not metric._name.endswith(OTHER_UNITS), "base units: seconds, bytes, ratios"
    assert not metric._name.endswith(("_count", "_sum", "_bucket", "_info", "_total")), "suffixes that Prometheus adds"
    if isinstance(metric, Histogram):
        assert metric._name.endswith(UNITS)


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_has_a_help_and_is_a_counter_a_gauge_or_a_histogram(name: str) -> None:
    assert METRICS[name]._documentation.endswith(".")
    assert type(METRICS[name]) in (Counter, Gauge, Histogram)


@pytest.mark.parametrize("name", METRICS)
def test_a_counter_says_total_in_the_source_as_on_the_wire(name: str) -> None:
    declared = re.search(rf'^{name} = \w+\(\s*"([a-z_]+)"', SOURCE, re.MULTILINE)
    assert declared
    assert declared[1] == full_name(METRICS[name])


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_says_what_to_do_when_it_moves(name: str) -> None:
    assert re.search(rf"^#: .+\n{name} = ", SOURCE, re.MULTILINE) or full_name(METRICS[name]) in OPERATIONS


@pytest.mark.parametrize("name", METRICS)
def test_no_label_holds_what_has_no_end(name: str) -> None:
    assert set(METRICS[name]._labelnames) <= CLOSED_LABELS


def test_the_operators_page_names_no_metric_that_is_not_there() -> None:
    named = set(re.findall(r"champlibre_[a-z_]+", OPERATIONS))
    wire = {full_name(metric) for metric in METRICS.values()}
    assert {name for name in named if name not in wire and not name.startswith("champlibre_run")} == set()
