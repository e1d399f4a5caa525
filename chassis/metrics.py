"""Every metric of the network: name, unit, meaning, what to do when it moves.

One registry a process; the label `service` tells them apart. No label ever holds a person, an id or a URL.

Source: Prometheus naming (https://prometheus.io/docs/practices/naming/).
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # they would double what is scraped

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

#: Moves with use. 5xx growing: read the log of that service by trace.
http_requests = Counter(
    "champlibre_http_requests_total", "HTTP requests answered.", ["service", "method", "route", "status"]
)
#: Above 1 s: is the broker or a database slow? See rpc and worker durations.
http_duration = Histogram(
    "champlibre_http_request_duration_seconds", "Time to answer a request.", ["service", "route"], buckets=_SECONDS
)
#: Refused before any work because too much waited. Growing: add a process or look for what is slow.
http_shed = Counter("champlibre_http_shed_total", "HTTP requests refused for overload.", ["service"])
#: Open connections of the HTTP server.
http_connections = Gauge("champlibre_http_connections", "Open HTTP connections.", ["service"])

#: outcome: ok, refused (a clear no) or failed (a bug: read the log).
worker_calls = Counter(
    "champlibre_worker_calls_total", "RPC methods, reactions and timers run.", ["service", "method", "outcome"]
)
#: Above 1 s: look at the database of that service.
worker_duration = Histogram(
    "champlibre_worker_duration_seconds", "Time a method ran.", ["service", "method"], buckets=_SECONDS
)

#: outcome: ok, wrong, throttled, busy (too many passwords to check), refused. Throttled growing: somebody guesses
#: passwords; members are held up only at the attacker's network addresses. Busy growing: block those at the proxy.
sign_ins = Counter("champlibre_sign_ins_total", "Attempts to sign in.", ["service", "outcome"])

#: outcome: ok, refused, failed, absent (nobody serves it), silent (no answer in time).
rpc_calls = Counter("champlibre_rpc_calls_total", "RPC calls made.", ["service", "target", "outcome"])
#: Above the usual: the target or the broker is slow.
rpc_duration = Histogram(
    "champlibre_rpc_call_duration_seconds", "Time until an RPC call came back.", ["service", "target"], buckets=_SECONDS
)

#: 1 while connected. 0 for over a minute: is the broker up? `champlibre check`.
broker_connected = Gauge("champlibre_broker_connected", "Whether the service holds its broker line.", ["service"])
#: Growing fast: the broker restarts or the network flaps.
broker_reconnects = Counter("champlibre_broker_reconnects_total", "Broker lines opened again.", ["service"])

#: What happened, by its name. Of booking.held many booking.lapsed: people take no decision in that time, give them
#: longer or fewer holds; of booking.confirmed many booking.missed: no-shows, ask for check-in or remind earlier; of
#: registration.offered many registration.lapsed: seats go round too slowly, shorten offer_hours or promote by hand.
recorded = Counter("champlibre_events_recorded_total", "Events recorded with their change.", ["service", "event"])
#: Events handed to the broker and confirmed by it.
relayed = Counter("champlibre_outbox_relayed_total", "Events published and confirmed.", ["service"])
#: An event that no queue took. Growing: a service was never started here; its queues are missing.
unrouted = Counter("champlibre_outbox_unrouted_total", "Events that no queue is bound for.", ["service"])
#: Above 30 s: the broker does not confirm; nothing is lost, everything is late. `champlibre check`.
outbox_oldest = Gauge("champlibre_outbox_oldest_seconds", "Age of the oldest event not yet published.", ["service"])

#: outcome: done, retried, dead. Dead growing: `champlibre dead-letters list`.
heard = Counter("champlibre_events_heard_total", "Events heard.", ["service", "event", "outcome"])

#: outcome: sent, deferred, dropped, failed; reason: none, or one of a few classes. What to do when deferred or failed
#: grows depends on it: docs/operations.md has a line for each.
notices = Counter(
    "champlibre_notices_total", "Notices by outcome.", ["service", "kind", "channel", "outcome", "reason"]
)
#: Notices waiting to be sent; those that quiet hours hold back are among them.
notices_queued = Gauge("champlibre_notices_queued", "Notices not yet sent.", ["service", "channel"])
#: Above 300 s: people wait for their mail. Look at deferred notices.
notices_oldest_seconds = Gauge(
    "champlibre_notices_oldest_seconds", "Age of the oldest notice that is due and not sent.", ["service", "channel"]
)
#: Letters written with our templates because those of the city were broken. Any: `champlibre check` says which and why.
templates_broken = Counter(
    "champlibre_templates_broken_total", "Letters that a city's own templates could not write.", ["service", "kind"]
)

#: When the last month that is counted ended. More than 45 days ago: the publisher hears nothing, or cannot count; read
#: its log for `worker failed` of `close_month`.
month_closed = Gauge(
    "champlibre_month_closed_timestamp_seconds", "End of the last month whose statistics are published.", ["service"]
)

#: Members who wait for a space to become free. Growing: spaces of that kind are short.
waits_queued = Gauge("champlibre_waits_queued", "Waits that go on.", ["service"])
#: Above two weeks: what somebody waits for is never given back; look at the space's cancel_until and its units.
waits_oldest_seconds = Gauge("champlibre_waits_oldest_seconds", "Age of the oldest wait that goes on.", ["service"])
#: Occurrences to come that are below their minimum, and whose city was warned. Growing: programmes are not heard of, or
#: their minimums are too high.
occurrences_short = Gauge("champlibre_occurrences_short", "Occurrences warned of for having too few.", ["service"])

#: way: member, guardian, helper; outcome: confirmed, requested, waiting. Helper growing: the page is hard for many.
#: Of waiting as many as confirmed: one date more is wanted.
registrations = Counter("champlibre_registrations_total", "Registrations made.", ["service", "way", "outcome"])
#: Registrations that wait for seats of what is to come. Growing: add a date, or seats; who waits is offered them.
registrations_waiting = Gauge("champlibre_registrations_waiting", "Registrations that wait for seats.", ["service"])
#: Above a month: nobody gives seats back, or staff does not promote by hand where it has to.
registrations_waiting_oldest_seconds = Gauge(
    "champlibre_registrations_waiting_oldest_seconds", "Age of the oldest registration that waits.", ["service"]
)

#: Behind the present: nothing is said any more of how to get home; bring the network's next timetable.
timetable_valid_until = Gauge(
    "champlibre_timetable_valid_until_timestamp_seconds", "End of the timetable that is shown.", ["service", "source"]
)
#: Older than the network's own rhythm (weeks): look whether the archive is still brought to where the file says.
timetable_loaded = Gauge(
    "champlibre_timetable_loaded_timestamp_seconds",
    "When the timetable that is shown was loaded.",
    ["service", "source"],
)
#: 1: what is at the source cannot be used, the one before it is shown. `champlibre opendata transit` says why.
timetable_refused = Gauge("champlibre_timetable_refused", "Whether a timetable was refused.", ["service", "source"])
