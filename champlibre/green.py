import eventlet; eventlet.monkey_patch()  # noqa: E702,I001 - nothing may be imported before this line has run
"""Importing this module makes the process green. The launcher imports it first; no other module patches.

psycopg2 becomes green by the same call (eventlet registers its wait callback), which is asserted here
because a driver that blocks would freeze every service of the process.
"""
import psycopg2.extensions  # noqa: E402

assert psycopg2.extensions.get_wait_callback() is not None, "psycopg2 would block the whole process"
