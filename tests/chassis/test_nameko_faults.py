"""Every known fault of nameko 2.14.1 that we met or read of, the rule that holds here instead, and the test that
shows it. A rule without its test fails; so does a row whose test was renamed.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = "tests/chassis"


@dataclass(frozen=True)
class Fault:
    """What nameko does, and what shows that we do not.

    Attributes:
        rule: what holds here.
        shown_by: tests, as `file::test`; the file relative to this folder.
    """

    nameko: str
    rule: str
    shown_by: tuple[str, ...]


BUS, INSULTS, RPC, RELAY, BROKER, FAULTS, SERVICE, TOPOLOGY = (
    f"test_{name}.py"
    for name in ("bus", "bus_insults", "rpc", "relay", "broker", "broker_faults", "service", "topology")
)

FAULTS_OF_NAMEKO = (
    Fault(
        "a poison message ends the container, is requeued, and ends the next one",
        "nothing that arrives ends a service",
        (f"{INSULTS}::test_twenty_insults_neither_end_nor_stop_a_service",),
    ),
    Fault(
        "a request without reply_to or content type ends the container",
        "a request that cannot be read is refused, or dropped when it does not say to whom",
        (f"{INSULTS}::test_a_request_that_cannot_be_read_is_refused_when_it_says_to_whom",),
    ),
    Fault(
        "an event that cannot be decoded is acknowledged, and lost",
        "it is kept among the dead letters with its reason",
        (f"{INSULTS}::test_twenty_insults_neither_end_nor_stop_a_service",),
    ),
    Fault(
        "an event whose handler raises is acknowledged, and lost",
        "it is tried again, then kept",
        (
            f"{BUS}::test_a_failure_is_tried_again_after_growing_pauses_then_kept",
            f"{BUS}::test_a_refused_event_is_kept_at_once_with_the_reason",
        ),
    ),
    Fault(
        "requeue_on_error is a hot loop at the head of the queue",
        "tries have growing pauses, and what fails blocks nothing behind it",
        (
            f"{BUS}::test_a_failing_event_blocks_nothing_behind_it",
            f"{TOPOLOGY}::test_a_message_that_is_to_wait_comes_back_to_the_queue_it_names",
        ),
    ),
    Fault(
        "a message that ends process after process comes back for ever",
        "the broker itself buries it after so many deliveries",
        (f"{TOPOLOGY}::test_a_message_that_ends_one_process_after_the_other_lands_among_the_dead_letters",),
    ),
    Fault(
        "a worker that ends while the broker is away ends the process",
        "a reply that cannot be sent is lost, and nothing else",
        (f"{FAULTS}::test_a_service_outlives_a_broker_killed_while_it_works",),
    ),
    Fault(
        "without a broker at the start the process ends after three seconds",
        "a service waits for its broker",
        (
            f"{FAULTS}::test_a_service_waits_for_a_broker_that_is_late",
            f"{BROKER}::test_a_line_that_cannot_be_set_up_is_tried_again",
        ),
    ),
    Fault(
        "a call has no deadline: it waits until somebody comes back",
        "every call ends at its deadline, at once when nobody serves",
        (
            f"{RPC}::test_a_silent_service_is_unavailable_at_the_deadline",
            f"{RPC}::test_a_service_that_nobody_serves_is_unavailable_at_once",
            f"{RPC}::test_a_caller_that_stops_does_not_leave_its_askers_waiting",
        ),
    ),
    Fault(
        "a request that its caller gave up is executed later",
        "it is worthless from the deadline on",
        (
            f"{RPC}::test_a_request_that_its_caller_gave_up_is_never_executed",
            f"{RPC}::test_a_request_of_an_absent_service_is_not_kept_for_it",
        ),
    ),
    Fault(
        "a request is executed twice after the broker's restart",
        "a command with a key is done once",
        (
            "test_idempotency.py::test_the_same_key_gives_the_first_answer",
            "test_idempotency.py::test_two_at_once_are_done_once",
        ),
    ),
    Fault(
        "an event is handled twice after the broker's restart",
        "its effect happens once",
        (
            f"{BUS}::test_an_event_that_comes_again_has_its_effect_once",
            "test_inbox.py::test_a_message_is_accepted_once",
        ),
    ),
    Fault(
        "publishing hangs for ever on a frozen broker",
        "it gives up within seconds",
        (f"{FAULTS}::test_a_frozen_broker_costs_seconds_and_is_found_again",),
    ),
    Fault(
        "a consumer never comes back from a peer that is silent",
        "a silent line is dropped without a farewell, and opened again",
        (
            f"{FAULTS}::test_a_frozen_broker_costs_seconds_and_is_found_again",
            f"{BROKER}::test_a_lost_line_opens_again_and_what_was_not_settled_comes_again",
        ),
    ),
    Fault(
        "publishers keep up to ten connections without heartbeat",
        "a publisher has one, and opens another when it is lost",
        (
            f"{BROKER}::test_a_publisher_without_a_broker_says_so_and_is_of_use_later",
            f"{BROKER}::test_a_message_to_an_exchange_that_is_not_there_is_not_confirmed_and_harms_nothing_after_it",
        ),
    ),
    Fault(
        "each call in vain leaks an entry",
        "a call leaves nothing behind, however it ended",
        (f"{RPC}::test_a_thousand_calls_in_vain_leave_nothing_behind",),
    ),
    Fault(
        "an event dispatched in a transaction may be said of what was rolled back, or not said of what was kept",
        "an event is recorded with its change, and said after the commit",
        (
            "test_outbox.py::test_an_event_goes_with_its_change",
            f"{RELAY}::test_what_is_rolled_back_is_never_said",
            f"{RELAY}::test_an_event_said_again_after_a_crash_is_accepted_once",
        ),
    ),
    Fault(
        "dispatching without a broker blocks the request for five seconds, then raises",
        "events wait in the outbox, and nobody waits for them",
        (
            f"{RELAY}::test_events_wait_for_the_broker_and_say_how_long",
            f"{RELAY}::test_a_relay_without_a_broker_holds_up_nobody",
        ),
    ),
    Fault(
        "events said before a handler's queue exists are dropped without a word",
        "queues are declared before anybody speaks; an event that no queue takes is counted",
        (
            f"{BUS}::test_what_was_said_before_a_service_ever_ran_waits_for_it",
            f"{RELAY}::test_an_event_that_no_queue_wants_is_counted_and_no_reason_to_stop",
        ),
    ),
    Fault(
        "handlers share one prefetch and one pool: calls starve behind events",
        "requests and the events of each source have their own share, subjects run side by side",
        (f"{BUS}::test_the_events_of_a_subject_are_heard_in_order_and_subjects_side_by_side",),
    ),
    Fault(
        "stopping waits a second a phase for idle consumers",
        "what is idle stops at once, what was begun is finished",
        (
            f"{SERVICE}::test_a_service_of_which_every_part_is_idle_stops_at_once",
            f"{RPC}::test_a_service_that_stops_first_answers_what_it_began",
            f"{BUS}::test_an_event_that_is_being_heard_when_the_service_stops_is_heard_to_its_end",
        ),
    ),
    Fault(
        "a consumer that is ended keeps what it held",
        "it leaves the broker, and what it held comes to another",
        (f"{BROKER}::test_a_line_whose_green_thread_is_ended_leaves_the_broker",),
    ),
    Fault(
        "the pause between reconnects grows to thirty seconds",
        "it never grows beyond five",
        (f"{FAULTS}::test_a_service_outlives_a_broker_killed_while_it_works",),
    ),
    Fault(
        "a timer that raises or is slow is not accounted for",
        "it runs again after each end, whatever happened",
        (f"{SERVICE}::test_a_timer_runs_at_start_then_after_each_end_whatever_happens",),
    ),
    Fault(
        "to reach every instance an event needs a queue that is lost at a restart",
        "no event goes to every instance: one takes it, all share the work",
        (f"{RPC}::test_the_instances_of_a_service_share_the_requests",),
    ),
    Fault(
        "a reply comes to a bare uuid, which cannot be routed between brokers",
        "its key begins with the caller's site",
        (f"{RPC}::test_replies_come_to_a_key_that_names_the_site",),
    ),
    Fault(
        "an error crosses RPC with its text",
        "a refusal crosses as itself, a bug says nothing",
        (
            f"{RPC}::test_a_refusal_arrives_as_itself",
            f"{RPC}::test_a_bug_over_there_is_a_failure_that_says_nothing_of_it",
        ),
    ),
    Fault(
        "a malformed reply ends the caller's consumer",
        "it fails the one call",
        (f"{RPC}::test_a_malformed_reply_is_a_failure_and_ends_nothing",),
    ),
    Fault(
        "reply queues linger for five minutes after their caller",
        "they go with their caller",
        (f"{TOPOLOGY}::test_the_queue_of_replies_goes_with_its_caller",),
    ),
    Fault(
        "in a virtual host of quorum queues the reply queues become quorum too",
        "calls stay on classic queues, facts on quorum queues",
        (f"{FAULTS}::test_where_quorum_is_the_rule_calls_stay_on_classic_queues",),
    ),
    Fault(
        "all consumers share one channel: one queue that does not answer stops every handler",
        "each queue has a channel of its own",
        (
            f"{BROKER}::test_queues_have_a_channel_each_so_that_one_without_a_leader_holds_up_no_other",
            f"{BROKER}::test_a_queue_that_is_gone_opens_the_line_anew",
        ),
    ),
    Fault(
        "it runs on no broker but RabbitMQ",
        "the same rules hold on the broker within the process",
        ("test_embedded_receiving.py::test_kombus_own_classes_work",),
    ),
    Fault(
        "ten clients that send slowly stop the HTTP server",
        "a slow client holds no worker",
        ("test_http_abuse.py::test_a_slow_body_holds_no_worker",),
    ),
    Fault(
        "the HTTP server ends when there are no descriptors left, and does not stop under load",
        "it goes on, and a stop loses nothing",
        (
            "test_http.py::test_no_descriptors_left_does_not_end_the_process",
            "test_http.py::test_a_stop_loses_nothing_that_was_asked",
        ),
    ),
)


def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / HERE / file).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def is_until(node: ast.AST) -> bool:
    """A wait for a condition, which raises when the condition stays false."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "until"


@pytest.mark.parametrize("fault", FAULTS_OF_NAMEKO, ids=lambda fault: fault.rule)
def test_a_known_fault_of_nameko_is_not_ours(fault: Fault) -> None:
    assert fault.shown_by
    for shown in fault.shown_by:
        file, _, name = shown.partition("::")
        assert name in names_in(file), f"{fault.nameko}: nothing shows that {fault.rule}"


@pytest.mark.parametrize("fault", FAULTS_OF_NAMEKO, ids=lambda fault: fault.rule)
def test_what_shows_a_rule_does_assert(fault: Fault) -> None:
    for shown in fault.shown_by:
        file, _, name = shown.partition("::")
        tree = ast.parse((ROOT / HERE / file).read_text())
        [test] = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
        assert any(isinstance(node, ast.Assert) or is_until(node) for node in ast.walk(test)), shown
