"""The words of `champlibre opendata`: what can be asked of the publisher. Holds no logic of its own."""

from __future__ import annotations

import click

from champlibre.configured import with_settings
from chassis.config import Settings


@click.group("opendata")
def opendata() -> None:
    """Look after the open data of this node."""


@opendata.command()
@with_settings
def rebuild(settings: Settings) -> None:
    """Make everything that is published again from the log.

    One line a dataset: whether it came out the same. It does, unless the database was damaged. What is published
    stays until all of it is made again; bookings and pages go on meanwhile, what is heard waits.
    """
    from champlibre import datasets  # a city's node has nothing of the publisher in memory

    changed = datasets.rebuild(settings)
    for name in datasets.NAMES:
        click.echo(f"{name}: {'mended, it was other than its log' if name in changed else 'the same'}")


@opendata.command()
@click.option("--again", is_flag=True, help="Read every archive again, also one that is known or was refused.")
@click.option("--state", "only_state", is_flag=True, help="Load nothing; say how things are.")
@with_settings
def transit(settings: Settings, again: bool, only_state: bool) -> None:
    """Load the timetables of the transit networks that the node's file names, and say how they are.

    The service does so by itself every five minutes when a file changed. A timetable that cannot be used replaces
    none; why is said here, with the rows that were left out of those that can.
    """
    from champlibre import timetables  # a city's node has nothing of the publisher in memory

    for line in timetables.state(settings) if only_state else timetables.look(settings, again):
        click.echo(line)
