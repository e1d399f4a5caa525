"""What a port may take of the process's file descriptors."""

from __future__ import annotations

import resource

import pytest

from chassis.http import Limits, raise_descriptor_limit
from chassis.http.descriptors import connections_of_a_port, descriptor_limit


@pytest.mark.parametrize("descriptors", [256, 1024, 4096, 20_000, 1 << 20, 1 << 30])
def test_full_ports_leave_descriptors_for_databases_and_broker(descriptors: int) -> None:
    each = connections_of_a_port(descriptors)
    gateway, opendata, operator = each, 2 * each, each  # a download has a file
    assert gateway + opendata + operator + 200 <= descriptors


def test_a_port_has_never_more_than_two_thousand_connections_and_always_a_few() -> None:
    assert connections_of_a_port(1 << 30) == 2000
    assert connections_of_a_port(0) == 10


def test_the_process_takes_all_the_descriptors_that_the_system_grants() -> None:
    before = soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lower = min(soft, 1024)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lower, hard))
    try:
        assert Limits().connections == connections_of_a_port(lower)
        raise_descriptor_limit()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
        assert Limits().connections == connections_of_a_port(descriptor_limit())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
