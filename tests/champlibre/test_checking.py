"""`champlibre check`: says in words what is wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import update

from champlibre import checking, nodes, running
from champlibre.checking import State
from champlibre.command import champlibre
from chassis import clock
from chassis.config import Settings
from chassis.database import Store
from chassis.service import database_url
from services.notifications import reactions
from services.notifications.domain import Home
from services.notifications.tables import deliveries
from tests.champlibre import dns_server
from tests.champlibre.conftest import CITIES, settings_in
from tests.champlibre.dns_server import txt
from tests.members import own_provider
from tests.notifications import given
from tests.notifications.mail_server import mail_server
from tests.servers.processes import free_port


def told(settings: Settings, state: State, names: dns_server.Records | None = None) -> dict[str, str]:
    """What is said of the parts that are so; names are looked up at a server of the test's own."""
    with dns_server.running(names or {}) as resolver:
        found = checking.check(settings, resolver)
    return {finding.part: finding.said for finding in found if finding.state is state}


def wrong(settings: Settings) -> dict[str, str]:
    return told(settings, State.WRONG)


def test_a_node_that_has_everything_is_well(settings: Settings) -> None:
    running.bring_up_to_date(settings, nodes.service_classes(settings))
    assert wrong(settings) == {}


def test_a_database_of_another_version_is_told_with_its_cure(settings: Settings) -> None:
    assert "champlibre migrate" in wrong(settings)["database bookings"]


def test_what_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    settings = settings_in(
        tmp_path,
        broker={"uri": f"amqp://champlibre:hunter2@127.0.0.1:{free_port()}//"},
        database={"url": f"postgresql://champlibre:hunter2@127.0.0.1:{free_port()}/{{database}}"},
        mail={"smtp": {"host": "127.0.0.1", "port": free_port()}},
    )
    found = wrong(settings)
    assert {"broker", "database bookings", "mail"} <= found.keys()
    assert "hunter2" not in str(found)


def test_a_citys_provider_is_asked_what_it_is(tmp_path: Path) -> None:
    with own_provider.running() as own:
        provider = {"name": "Mon Roubaix", "issuer": own.url, "client_id": "lab", "client_secret": "a-secret"}
        cities = {**CITIES, "roubaix": {**CITIES["roubaix"], "provider": provider}}
        settings = settings_in(tmp_path, cities=cities)
        assert not any(part.startswith("provider") for part in wrong(settings))
        own.metadata = {"issuer": "https://elsewhere.example.org"}
        assert wrong(settings)["provider roubaix"] == "the discovery document is another's"
    assert "cannot be reached" in wrong(settings)["provider roubaix"]


def test_what_a_senders_domain_lacks_is_advice_and_no_failure(tmp_path: Path) -> None:
    roubaix = {**CITIES["roubaix"], "sender": "noreply@Lab.example.org"}
    cities = {**CITIES, "roubaix": roubaix, "marcq": {**CITIES["marcq"], "sender": "marcq@lab.example.org"}}
    names = {
        ("lab.example.org", "TXT"): [txt("v=spf1 ip4:203.0.113.0/24 -all")],
        ("_dmarc.lab.example.org", "TXT"): [txt("v=DMARC1; p=none")],
    }
    with mail_server(tmp_path) as server:
        smtp = {"host": "127.0.0.1", "port": server.port, "tls": "none"}
        settings = settings_in(tmp_path, cities=cities, mail={"smtp": smtp})
        running.bring_up_to_date(settings, nodes.service_classes(settings))
        assert told(settings, State.WRONG, names) == {}
        advice = told(settings, State.ADVICE, names)
        assert advice.keys() == {"mail DKIM lab.example.org", "mail DMARC lab.example.org"}, "a domain once"
        assert "p=none" in advice["mail DMARC lab.example.org"]
        assert "cannot be told" in told(settings, State.WELL, names)["mail SPF lab.example.org"]


def test_mail_that_goes_to_files_needs_no_advice(settings: Settings) -> None:
    running.bring_up_to_date(settings, nodes.service_classes(settings))
    assert told(settings, State.ADVICE) == {}


def test_without_a_name_server_that_can_tell_it_could_not_be_looked(tmp_path: Path) -> None:
    cities = {**CITIES, "roubaix": {**CITIES["roubaix"], "sender": "noreply@broken.example.org"}}
    smtp = {"host": "127.0.0.1", "port": free_port(), "tls": "none", "dkim_selector": "lab"}
    advice = told(settings_in(tmp_path, cities=cities, city="roubaix", mail={"smtp": smtp}), State.ADVICE)
    for matter in ("SPF", "DKIM", "DMARC"):
        assert "could not look" in advice[f"mail {matter} broken.example.org"]


def queue(settings: Settings, hours_ago: int, reason: str | None = None, number: int = 1) -> None:
    """A notice of Roubaix that has waited so long, and why."""
    at = clock.now() - timedelta(hours=hours_ago)
    store = Store(database_url(settings, "notifications_roubaix"))
    with store.transaction() as session:
        told = given.confirmed(booking_id=f"b-{number}", member_id=f"m-{number}")
        reactions.on_booking_confirmed(session, told, at, home=Home("roubaix"))
        session.execute(
            update(deliveries)
            .where(deliveries.c.member_id == f"m-{number}")
            .values(reason=reason, due_at=at, next_attempt_at=at)
        )
    store.close()


def test_it_is_said_how_many_notices_wait_since_when_and_why(settings: Settings) -> None:
    running.bring_up_to_date(settings, nodes.service_classes(settings))
    assert told(settings, State.WELL)["notices roubaix"] == "none waits"
    queue(settings, 0)
    assert told(settings, State.WELL)["notices roubaix mail"].startswith("1 wait, the oldest for ")
    queue(settings, 3, "smtp_451", 2)
    queue(settings, 1, "smtp_451", 3)
    assert told(settings, State.ADVICE) == {
        "notices roubaix mail": "3 wait, the oldest for 3 h (smtp_451: 2, not tried yet: 1)"
    }
    assert told(settings, State.WELL)["notices marcq"] == "none waits"


def test_what_quiet_hours_hold_back_is_not_late(settings: Settings) -> None:
    running.bring_up_to_date(settings, nodes.service_classes(settings))
    queue(settings, -3)
    assert told(settings, State.WELL)["notices roubaix mail"] == "1 wait, until quiet hours are over"


def test_advice_is_printed_and_ends_well_and_what_is_wrong_does_not(settings: Settings, tmp_path: Path) -> None:
    running.bring_up_to_date(settings, nodes.service_classes(settings))
    queue(settings, 3, "smtp_451")
    node = tmp_path / "node.toml"
    node.write_text(
        f"""
        site = "hub"
        city = "roubaix"
        services = ["members", "notifications"]
        state_dir = "{tmp_path}"
        home_secret = "{"h" * 40}"
        broker.uri = "embedded:///{tmp_path}/broker.db"
        database.url = "sqlite:///{tmp_path}/{{database}}.db"
        gateway.public_url = "https://lab.example.org"
        mail.folder = "{tmp_path}/mail"
        cities.roubaix = {{ name = "Roubaix", insee = "59512", siren = "215905126" }}
        """
    )
    done = CliRunner().invoke(champlibre, ["check", "--config", str(node)])
    assert done.exit_code == 0, done.output
    assert "advice  notices roubaix mail: 1 wait, the oldest for 3 h (smtp_451: 1)\n" in done.output
    (tmp_path / "notifications_roubaix.db").unlink()
    done = CliRunner().invoke(champlibre, ["check", "--config", str(node)])
    assert done.exit_code == 1
    assert "WRONG   database notifications_roubaix" in done.output


def test_a_span_is_said_in_the_largest_unit_of_which_there_are_two() -> None:
    spans = (timedelta(seconds=119), timedelta(minutes=119), timedelta(hours=47), timedelta(hours=48))
    assert [checking._span(span) for span in spans] == ["119 s", "119 min", "47 h", "2 d"]


def test_a_city_s_broken_templates_are_named_with_what_is_wrong(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "nl").mkdir(parents=True)
    cities = {**CITIES, "roubaix": {**CITIES["roubaix"], "templates": str(own)}}
    settings = settings_in(tmp_path, cities=cities)
    assert told(settings, State.WELL)["templates roubaix"] == "every letter can be written with them"
    (own / "nl" / "reset.html").write_text("<p>{{ nobody }}</p>")
    (own / "nl" / "rest.html").write_text("<p>Dag</p>")
    (said,) = (said for part, said in told(settings, State.WRONG).items() if part.startswith("templates"))
    assert "nl/reset.html:1: 'nobody' is undefined; nl/rest.html: replaces no template" in said
