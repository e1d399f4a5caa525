"""What a node is told, as values. Reads nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SERVICES = ("bookings", "opendata", "gateway", "members", "notifications")
OF_A_CITY = ("members", "notifications")
LANGUAGES = ("fr", "nl", "en")
TrustedProxies = int | tuple[str, ...]  # that tell who asks: how many stand in a row, or the networks they are in
TLS = ("starttls", "implicit", "none")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CLIENT_AUTHENTICATIONS = ("client_secret_basic", "client_secret_post")
SOURCE_KINDS = ("openagenda", "ical", "rss_tourcoing", "schema_org", "csv", "champlibre")


class ConfigError(Exception):
    """The settings are wrong; `errors` says everything that is, one line each."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("The configuration is wrong:\n" + "\n".join(f"  - {error}" for error in errors))
        self.errors = errors


@dataclass(frozen=True)
class Provider:
    """The OpenID Connect provider at which a city's people may sign in.

    Attributes:
        name: as the button says it. It is all that the node of the pages needs; the rest is the city's own.
        issuer: as its discovery document says it, letter for letter; empty where the city's members do not run.
        client_authentication: one of `CLIENT_AUTHENTICATIONS`.
        acr_values: asked for; in this order of preference.
        accepted_acr: those taken in the answer; any when there are none.
        second_factor_acr, second_factor_amr: values of the answer that mean a second factor was used.
        emails_are_verified: it verifies addresses and does not say so (`email_verified`).
        pkce: off for a provider that refuses parameters it does not know.
    """

    name: str
    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    client_authentication: str = "client_secret_basic"
    scopes: tuple[str, ...] = ("openid", "email", "profile")
    acr_values: tuple[str, ...] = ()
    accepted_acr: tuple[str, ...] = ()
    second_factor_acr: tuple[str, ...] = ()
    second_factor_amr: tuple[str, ...] = ()
    emails_are_verified: bool = False
    pkce: bool = True


@dataclass(frozen=True)
class City:
    """A city of the network.

    Attributes:
        insee: the commune's code (COG).
        siren: its legal unit (Sirene).
        siret: its head office; of a commune mostly its first establishment, unless the file names another.
        data_officer: where its data protection officer is reached, an e-mail address or an address of the Web.
        colour: of its letters: `#rrggbb`.
        templates: a folder with templates of its own for letters, by language; those that are not there are ours.
        digest: when its people get the digest of the programme: a day of the week and an hour of its clocks.
    """

    code: str
    name: str
    insee: str
    siren: str
    siret: str = ""
    language: str = "fr"
    zone: str = "Europe/Paris"
    sender: str = ""
    data_officer: str = ""
    provider: Provider | None = None
    colour: str = "#1f4e4a"
    templates: Path | None = None
    digest: str = "thursday 08:00"


@dataclass(frozen=True)
class Smtp:
    """The mail server of the node. A password never goes out in the clear.

    Attributes:
        tls: `starttls` (port 587), `implicit` (port 465), or `none`, which is refused when there is a password.
        per_domain_per_minute: how many letters a process hands over for one mail domain; a few more at once may go.
        dkim_selector: of the key by which the server signs, for `champlibre check`; empty: it is not looked for.
    """

    host: str
    port: int = 587
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: str = "starttls"
    per_domain_per_minute: int = 60
    dkim_selector: str = ""


@dataclass(frozen=True)
class Sms:
    """The HTTP gateway that takes short messages.

    Attributes:
        url: where a message is posted as JSON; https, or on the loopback.
        token: sent as `Authorization: Bearer`.
        sender: the name or number that a message comes from.
        to_field, text_field, sender_field: how the gateway calls the number, the text and the sender.
    """

    url: str
    token: str = field(default="", repr=False)
    sender: str = ""
    to_field: str = "to"
    text_field: str = "text"
    sender_field: str = "from"


@dataclass(frozen=True)
class Mail:
    """Where mail goes: to `smtp`, or as files to `folder` (a demonstration)."""

    folder: Path | None = None
    smtp: Smtp | None = None


@dataclass(frozen=True)
class Broker:
    """`uri`: `amqp://…` or `embedded:///var/broker.db`."""

    uri: str = field(repr=False)


@dataclass(frozen=True)
class DatabaseUrl:
    """`url` holds `{database}`, which each service fills in with its own name."""

    url: str = field(repr=False)


@dataclass(frozen=True)
class Web:
    """A public HTTP face. `listen` is `host:port`; `public_url` has no slash at its end."""

    listen: str
    public_url: str
    secret: str = field(default="", repr=False)
    mail_folder: Path | None = None
    trusted_proxies: TrustedProxies = 0


@dataclass(frozen=True)
class Admin:
    """The operator's port: /metrics, /live, /ready."""

    listen: str


@dataclass(frozen=True)
class Source:
    """Where others announce what is on, which the publisher takes up.

    Attributes:
        city: whose agenda it feeds; one of the network.
        kind: one of `SOURCE_KINDS`: what is found at `url`.
        name: as people read it; `page` is where they read the original, if there is one.
        licence, licence_url: under which the source publishes, which goes out with its data.
        key: what the source wants to be shown; never sent elsewhere.
        themes: what its categories are called here; OpenAgenda's are numbers, other ones in every agenda.
        theme_field: of OpenAgenda, the agenda's own field that holds them.
        zone: of the local times that come without one.
    """

    code: str
    city: str
    kind: str
    url: str
    name: str
    licence: str
    licence_url: str
    page: str = ""
    key: str = field(default="", repr=False)
    themes: Mapping[str, str] = field(default_factory=dict)
    theme_field: str = ""
    zone: str = "Europe/Paris"
    every_minutes: int = 60
    enabled: bool = True


@dataclass(frozen=True)
class Timetable:
    """Where the timetable of a transit network is, as a GTFS archive.

    Attributes:
        name: of the network, as its licence wants it named.
        licence: under which the timetable is.
        page: where people read about it; may be empty.
        path: of the archive on the machine of the publisher.
    """

    code: str
    name: str
    licence: str
    page: str
    path: Path


@dataclass(frozen=True)
class Settings:
    """All that a node is told.

    Attributes:
        hosted: the cities whose own services run here.
        timetables: of the transit networks of these cities, by their codes.
        journey_planner: the template of links to one; empty: there is none.
        home_secret: what members and notifications of these cities alone have; by it they know each other on the bus.
        sources: what the publisher takes up, by code.
        harvest_networks: addresses at which a source may be although they are no public ones, e.g. `10.0.0.0/8`.
    """

    site: str
    services: tuple[str, ...]
    cities: Mapping[str, City]
    hosted: tuple[str, ...]
    broker: Broker
    database: DatabaseUrl
    gateway: Web
    opendata: Web
    admin: Admin
    mail: Mail
    state_dir: Path
    home_secret: str = field(default="", repr=False)
    sms: Sms | None = None
    demo: bool = False
    rpc_deadline_seconds: float = 5.0
    retry_pauses_seconds: tuple[float, ...] = (1, 5, 30, 120, 600)
    token_lifetime_seconds: int = 900
    max_body_bytes: int = 1 << 20
    sources: Mapping[str, Source] = field(default_factory=dict)
    harvest_networks: tuple[str, ...] = ()
    timetables: Mapping[str, Timetable] = field(default_factory=dict)
    journey_planner: str = ""
