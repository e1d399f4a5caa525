"""Traces: W3C Trace Context, one a green thread."""

from __future__ import annotations

import eventlet
import pytest

from chassis import trace

GIVEN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_trace_that_is_given_goes_on() -> None:
    assert trace.begin(GIVEN) == trace.current() == GIVEN
    assert trace.trace_id() == "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.parametrize("given", [None, "", "00-zz-11-01", GIVEN + "x", "00-" + "0" * 32 + "-b7ad6b7169203331-01"])
def test_what_is_no_trace_is_replaced_by_a_new_one(given: str | None) -> None:
    begun = trace.begin(given)
    assert begun != given and len(begun) == 55 and begun != trace.begin(given)


def test_a_green_thread_has_its_own() -> None:
    trace.begin(GIVEN)
    assert eventlet.spawn(trace.current).wait() is None
    assert trace.current() == GIVEN
