"""The HTTP server that every public face stands on: what eventlet's and nameko's lack on the open Internet.

    Listener  sockets, deadlines, drain                     listener.py, protocol.py
       ▼
    Front     trace, security headers, access log, metrics  front.py
       ▼
    body      read whole before anybody works on it         body.py
       ▼
    worker    a nameko worker runs the service's method     entrypoint.py
       ▼
    spool     a long response, whole before it is sent      spool.py

How many connections there may be: limits.py, descriptors.py.

A slow client costs a socket, never a worker. Nothing that a client sends ends the process, and the text of
an exception never leaves it. Knows nothing of routes.
"""

from chassis.http.descriptors import raise_descriptor_limit
from chassis.http.entrypoint import serves
from chassis.http.limits import Limits
from chassis.http.listener import Listener

__all__ = ["Limits", "Listener", "raise_descriptor_limit", "serves"]
