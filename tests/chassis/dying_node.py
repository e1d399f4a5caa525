"""A process that publishes and settles, and says so, until it is killed: `dying_node URI LIFE`."""

from __future__ import annotations

import os
import sys

from kombu import Connection

import champlibre.green  # noqa: F401
import chassis.embedded  # noqa: F401 - registers the scheme


def run(uri: str, life: str) -> None:
    channel = Connection(uri).channel()
    channel.queue_declare(queue="work", durable=True, auto_delete=False)
    number = 0
    while True:
        number += 1
        body = f"{life}-{number}"
        message = channel.prepare_message(body, properties={"delivery_mode": 2})
        channel.basic_publish(message, exchange="", routing_key="work")
        say("confirmed", body)
        if number % 3 == 0:
            taken = channel.basic_get(queue="work")
            say("settling", taken.body)
            channel.basic_ack(taken.delivery_tag)
            say("settled", taken.body)


def say(what: str, body: str) -> None:
    os.write(1, f"{what} {body}\n".encode())  # whole or not at all


if __name__ == "__main__":
    run(*sys.argv[1:])
