"""Exchanges: which queues a routing key leads to. Pure; holds names of queues, never the queues.

Source: AMQP 0-9-1, section 3.1.3, and RabbitMQ's reading of topics: `*` is one word, `#` any number, also none.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Table = Mapping[str, Any]


@lru_cache(maxsize=4096)
def _pattern(binding_key: str) -> re.Pattern[str]:
    wildcards = {"#": r"(?:\.[^.]*)*", "*": r"\.[^.]*"}
    words = binding_key.split(".") if binding_key else []
    return re.compile("".join(wildcards.get(word, r"\." + re.escape(word)) for word in words))


def topic_matches(binding_key: str, routing_key: str) -> bool:
    """Whether a topic binding takes this routing key."""
    dotted = "." + routing_key if routing_key else ""
    return _pattern(binding_key).fullmatch(dotted) is not None


_MATCHES: dict[str, Callable[[str, str], bool]] = {
    "direct": operator.eq,
    "fanout": lambda *_: True,
    "topic": topic_matches,
}
TYPES = frozenset(_MATCHES)


@dataclass
class Exchange:
    """One exchange and its bindings, as ordered pairs of (queue name, binding key)."""

    name: str
    type: str = "direct"
    durable: bool = False
    auto_delete: bool = False
    arguments: Table = field(default_factory=dict)
    bindings: dict[tuple[str, str], None] = field(default_factory=dict)

    def queues_for(self, routing_key: str) -> list[str]:
        """Names of the queues that take this routing key, each once, in the order they were bound."""
        matches = _MATCHES[self.type]
        return list(dict.fromkeys(queue for queue, key in self.bindings if matches(key, routing_key)))

    def is_equivalent(self, other: Exchange) -> bool:
        """Whether both declare the same exchange, whatever is bound to it."""
        return (self.type, self.durable, self.auto_delete, self.arguments) == (
            other.type,
            other.durable,
            other.auto_delete,
            other.arguments,
        )

    def forget_queue(self, queue: str) -> None:
        """Drop every binding of a queue."""
        for binding in [binding for binding in self.bindings if binding[0] == queue]:
            del self.bindings[binding]
