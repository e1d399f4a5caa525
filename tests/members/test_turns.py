"""Hashing in turns, on real threads: how many at once, who waits, who is sent away."""

from __future__ import annotations

from typing import Any

import eventlet
import pytest
from eventlet.patcher import original

from chassis.errors import TooMany
from services.members import turns
from tests.waiting import until

real_threading: Any = original("threading")


class Work:
    """Something slow that ends when it is told to."""

    def __init__(self) -> None:
        self.may_end = real_threading.Event()
        self.begun = 0

    def do(self, number: int) -> int:
        self.begun += 1
        assert self.may_end.wait(10)
        return number


@pytest.fixture
def work() -> Any:
    work = Work()
    yield work
    work.may_end.set()


def test_two_hash_at_once_and_the_others_wait_for_their_turn(work: Work) -> None:
    line = turns.Turns(at_once=2, waiting_most=20)
    threads = [eventlet.spawn(line.take, work.do, number) for number in range(6)]
    until(lambda: work.begun == 2, "two that work")
    eventlet.sleep(0)
    assert work.begun == 2
    work.may_end.set()
    assert [thread.wait() for thread in threads] == list(range(6))


def test_who_comes_when_the_line_is_full_is_sent_away_at_once_and_told_when_to_come_back(work: Work) -> None:
    line = turns.Turns(at_once=1, waiting_most=3)
    threads = [eventlet.spawn(line.take, work.do, number) for number in range(4)]
    until(lambda: work.begun == 1, "one that works")
    with pytest.raises(TooMany, match="too_many_at_once") as refused:
        line.take(work.do, 5)
    assert refused.value.detail == {"retry_after_seconds": 1}
    work.may_end.set()
    assert [thread.wait() for thread in threads] == list(range(4))
    assert line.take(work.do, 6) == 6


def test_a_turn_that_breaks_and_one_who_goes_away_leave_their_place(work: Work) -> None:
    line = turns.Turns(at_once=1, waiting_most=1)
    with pytest.raises(ZeroDivisionError):
        line.take(lambda: 1 // 0)
    busy = eventlet.spawn(line.take, work.do, 1)
    gone = eventlet.spawn(line.take, work.do, 2)
    until(lambda: work.begun == 1, "one that works")
    gone.kill()
    next_one = eventlet.spawn(line.take, work.do, 3)
    eventlet.sleep(0)
    work.may_end.set()
    assert (busy.wait(), next_one.wait()) == (1, 3)
    assert work.begun == 2


def test_a_turn_is_on_a_thread_of_its_own() -> None:
    here = real_threading.get_ident()
    assert turns.take(real_threading.get_ident) != here
