"""A real name server on the loopback, made of dnspython's messages: it has the records it is given, and nothing else.

A name that begins with `slow.` is never answered, of one below `broken.example.org` it cannot tell a thing. What is
too long for one datagram is asked for again by TCP.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset
import eventlet

Records = Mapping[tuple[str, str], Sequence[str]]
LONGEST_DATAGRAM = 512


@contextmanager
def running(records: Records) -> Iterator[dns.resolver.Resolver]:
    """A resolver that asks the server, which runs as long as the block.

    Args:
        records: the texts of the records of a name and a type, e.g. `("example.org", "TXT"): ['"v=spf1 -all"']`.
    """
    by_tcp = socket.create_server(("127.0.0.1", 0))
    address = by_tcp.getsockname()
    by_udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    by_udp.bind(address)
    tasks = [eventlet.spawn(_datagrams, by_udp, records), eventlet.spawn(_lines, by_tcp, records)]
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = [address[0]]
    resolver.port = address[1]
    try:
        yield resolver
    finally:
        for task in tasks:
            task.kill()
        by_udp.close()
        by_tcp.close()


def _datagrams(server: socket.socket, records: Records) -> None:
    while True:
        wire, asker = server.recvfrom(4096)
        if answer := _answer(wire, records):
            if len(answer.to_wire()) > LONGEST_DATAGRAM:
                answer = dns.message.make_response(dns.message.from_wire(wire))
                answer.flags |= dns.flags.TC
            server.sendto(answer.to_wire(), asker)


def _lines(server: socket.socket, records: Records) -> None:
    while True:
        line, _ = server.accept()
        with line, suppress(OSError, struct.error):
            (length,) = struct.unpack("!H", line.recv(2, socket.MSG_WAITALL))
            if answer := _answer(line.recv(length, socket.MSG_WAITALL), records):
                wire = answer.to_wire()
                line.sendall(struct.pack("!H", len(wire)) + wire)


def _answer(wire: bytes, records: Records) -> dns.message.Message | None:
    asked = dns.message.from_wire(wire)
    answer = dns.message.make_response(asked)
    question = asked.question[0]
    name, kind = question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype)
    if name.startswith("slow."):
        return None
    if name.endswith("broken.example.org"):
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif found := records.get((name, kind)):
        answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
    elif not any(known == name for known, _ in records):
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer


def txt(text: str) -> str:
    """A TXT record in the form of a zone's file: strings of 255 octets at most."""
    quoted = [text[at : at + 255].replace("\\", "\\\\").replace('"', '\\"') for at in range(0, len(text), 255)]
    return " ".join(f'"{part}"' for part in quoted or [""])
