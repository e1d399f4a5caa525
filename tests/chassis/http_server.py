"""A program with one HTTP service, for the tests that starve or stop a whole process.

    python -m tests.chassis.http_server '{"head_seconds": 1}' [greatest number of file descriptors]

Prints its port and that of a plain application beside it, then serves until SIGTERM. `/slow` answers after half
a second.
"""

from __future__ import annotations

import champlibre.green  # isort: skip  # first: it patches the process
import json
import resource
import signal
import sys

import eventlet
from nameko.containers import ServiceContainer

from chassis import http
from tests.chassis.http_service import answering, plain, settings

assert champlibre.green

if __name__ == "__main__":
    if len(sys.argv) > 2:
        resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[2]), int(sys.argv[2])))
    limits = http.Limits(**json.loads(sys.argv[1]))
    container = ServiceContainer(answering(limits), {"settings": settings("127.0.0.1:0")})
    container.start()
    beside = http.Listener("127.0.0.1:0", plain, "admin")
    beside.start()
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    sys.stdout.write(f"{next(iter(container.entrypoints)).listener.port} {beside.port}\n")
    sys.stdout.flush()
    while not told:
        eventlet.sleep(0.02)
    container.stop()
    beside.stop()
