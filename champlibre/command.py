"""The words of the command `champlibre`: what can be asked of a node. Holds no logic of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from champlibre import __version__, checking, erased, letters, nodes, running, trying
from champlibre.configured import with_settings
from champlibre.publishing import opendata
from chassis import clock, logs
from chassis.config import Settings


def _city_spoken(command: Callable[..., Any]) -> Callable[..., Any]:
    """In whose name something is tried, and in what language."""
    city = click.option("--city", metavar="CODE", help="In whose name; without it the first city of the node.")
    language = click.option(
        "--language", type=click.Choice(list(trying.TEXT)), help="Of what is said; without it that of the city."
    )
    return city(language(command))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def champlibre() -> None:
    """The software of a network of city labs: run a node, look after it."""


@champlibre.command()
@click.argument("services", nargs=-1, metavar="[SERVICE]...")
@with_settings
def run(settings: Settings, services: tuple[str, ...]) -> None:
    """Run the node's services, or only those named, until Ctrl-C.

    SERVICE is e.g. bookings, members (of every city of this node) or members_roubaix.
    """
    classes = nodes.service_classes(settings, services)
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    logs.set_up((settings.state_dir / "champlibre.log").open("a", encoding="utf-8") if settings.demo else None)
    if settings.database.url.startswith("sqlite"):
        running.bring_up_to_date(settings, classes)
    else:
        running.check_up_to_date(settings, classes)
    sys.exit(running.run(settings, classes, _shown(settings) if settings.demo else lambda: None))


def _shown(settings: Settings) -> Callable[[], None]:
    """Load the demonstration at its first start; gives what says where to look."""
    from champlibre import demonstration

    if demonstration.is_new(settings):
        click.echo("First start: loading the demonstration…")
        demonstration.load(settings)
    return lambda: click.echo(demonstration.where_to_look(settings))


@champlibre.command()
@with_settings
def migrate(settings: Settings) -> None:
    """Bring the node's databases to the newest version."""
    for name in running.bring_up_to_date(settings, nodes.service_classes(settings)):
        click.echo(f"{name}: up to date")


@champlibre.command()
@with_settings
def check(settings: Settings) -> None:
    """Reach what the node needs; say what is wrong.

    That is the broker, the databases, the mail server and the city's provider. Where mail goes by a server, the
    sender's domain is looked up, too: what it should publish so that its letters arrive (SPF, DKIM, DMARC). How much
    mail waits is said of each city.

    Ends with 1 when something is WRONG; advice is no failure.
    """
    findings = checking.check(settings)
    for finding in findings:
        click.echo(f"{finding.state:7} {finding.part}: {finding.said}")
    if any(finding.state is checking.State.WRONG for finding in findings):
        sys.exit(1)


@champlibre.group("mail")
def mail() -> None:
    """Try whether mail goes out."""


@mail.command("test")
@click.argument("address", metavar="ADDRESS")
@_city_spoken
@with_settings
def test_mail(settings: Settings, address: str, city: str | None, language: str | None) -> None:
    """Send a test letter to ADDRESS, and say each step.

    It goes by the way of the node's file, [mail], as every letter: the line to the server, TLS, the login, and what
    the server answers. Ends with 1 when the letter was not taken. What was taken may still be held to be junk:
    `champlibre check` says what the sender's domain should publish. The address is kept nowhere.
    """
    if not trying.mail(settings, address, city, language, click.echo):
        sys.exit(1)


@champlibre.group("sms")
def sms() -> None:
    """Try whether short messages go out."""


@sms.command("test")
@click.argument("number", metavar="NUMBER")
@_city_spoken
@with_settings
def test_sms(settings: Settings, number: str, city: str | None, language: str | None) -> None:
    """Send a short message to NUMBER (+33…), and say what the gateway answers.

    It goes by [sms] of the node's file, as every short message. Ends with 1 when it was not taken. The number is kept
    nowhere.
    """
    if not trying.sms(settings, number, city, language, click.echo):
        sys.exit(1)


@champlibre.command()
@with_settings
def demo(settings: Settings) -> None:
    """Load the demonstration content.

    Places, spaces and members of three cities. Harmless the second time.
    """
    from champlibre import demonstration

    running.bring_up_to_date(settings, nodes.service_classes(settings))
    running.declare_queues(settings)
    demonstration.load(settings)
    click.echo(demonstration.where_to_look(settings))


@champlibre.command()
def code() -> None:
    """Print the code of the demonstration's staff, as of now.

    They sign in with it after their password; each person uses it once.
    """
    from champlibre import demonstration

    click.echo(demonstration.code(clock.now()))


@champlibre.group("dead-letters")
def dead_letters() -> None:
    """See, replay or drop messages that no service took."""


@dead_letters.command("list")
@with_settings
def list_(settings: Settings) -> None:
    """One line a message: its id, what it is, why it lies here."""
    found = letters.every(settings)
    for letter in found:
        click.echo(f"{letter.id}  {letter.service}  {letter.name}  {letter.reason}  {letter.dead_at}")
    click.echo(f"{len(found)} dead letter(s)", err=True)


@dead_letters.command()
@click.argument("letter_id", metavar="ID")
@with_settings
def show(settings: Settings, letter_id: str) -> None:
    """Everything about one message."""
    click.echo(letters.find(settings, letter_id).described())


@dead_letters.command()
@click.argument("letter_id", metavar="ID")
@with_settings
def replay(settings: Settings, letter_id: str) -> None:
    """Give one message, or `all`, back to the queue.

    It goes to the one it came from.
    """
    click.echo(f"{letters.replay(settings, letter_id)} given back")


@dead_letters.command()
@click.argument("letter_id", metavar="ID")
@click.confirmation_option(prompt="It will be gone for good. Drop it?")
@with_settings
def drop(settings: Settings, letter_id: str) -> None:
    """Throw one message, or `all`, away for good."""
    click.echo(f"{letters.drop(settings, letter_id)} dropped")


@champlibre.group("keys")
def city_keys() -> None:
    """See and replace the keys of a city.

    They sign for it and open what is sealed to it.
    """


@city_keys.command("list")
@click.argument("city", metavar="CITY")
@with_settings
def list_keys(settings: Settings, city: str) -> None:
    """One line a key: use, generation, id, and what becomes of it."""
    from champlibre import keys  # a hub's node has nothing of the cities' in memory

    for line in keys.listed(settings, city):
        click.echo(line)


@city_keys.command()
@click.argument("city", metavar="CITY")
@click.option("--now", "at_once", is_flag=True, help="The old keys have leaked: nobody believes them from now on.")
@with_settings
def rotate(settings: Settings, city: str, *, at_once: bool) -> None:
    """Give the city new keys.

    They are in use an hour later, beside the old ones until nothing of those is under way.

    This happens by itself every 90 days. With --now whoever is signed in gets a new token by themselves, and what
    members carry to show elsewhere has to be asked for again.
    """
    from champlibre import keys

    keys.rotate(settings, city, at_once=at_once)
    click.echo(f"{city}: new keys")


@dead_letters.command("drop-erased")
@with_settings
def drop_erased(settings: Settings) -> None:
    """Throw away what names somebody who was erased.

    Nobody will ever take it.
    """
    click.echo(f"{erased.drop_letters(settings)} dropped")


champlibre.add_command(opendata)
