"""Importing this module makes the process green. The launcher imports it first; no other module patches.

The call makes psycopg2 green as well, which is asserted: a driver that blocks would freeze every service.
"""

import warnings

warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")

import eventlet  # noqa: E402
import eventlet.debug  # noqa: E402

eventlet.monkey_patch()
eventlet.debug.hub_exceptions(False)  # what breaks is logged by us, without its words

import psycopg2.extensions  # noqa: E402

assert psycopg2.extensions.get_wait_callback() is not None, "psycopg2 would block the whole process"
