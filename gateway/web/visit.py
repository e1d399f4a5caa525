"""One visit of one page: the request, who asks, the services, and the way back to the browser.

Every page handler takes a `Visit` and gives a response; `handler(page)` makes the router's handler of it,
and checks the CSRF token of every POST; `from_anywhere(page)` is for what mailboxes send, which have none.
Never decides anything about the business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import Any
from urllib.parse import urlencode

from werkzeug import Request, Response

from chassis import ids
from chassis.clock import now
from chassis.errors import Forbidden, Unauthenticated, Unavailable
from chassis.privacy import NOTICE_VERSION
from gateway.context import Caller, Context
from gateway.routing import Handler
from gateway.web import cookies, csrf, languages

NEXT = "next"
DAY_SECONDS = 86400
YEAR_SECONDS = 365 * DAY_SECONDS


@dataclass
class Visit:
    """What a page may use.

    Attributes:
        missing: the services that did not answer while the page was made; the page says so.
        private: the page is for one member alone: it is neither kept by caches nor indexed.
    """

    request: Request
    context: Context
    missing: list[str] = field(default_factory=list)
    private: bool = False

    def __post_init__(self) -> None:
        self.now = now()
        self.settings = self.context.settings
        self.language = languages.language(languages.chosen(self.request, self.context.language))
        self._fresh_token = ""

    @property
    def caller(self) -> Caller | None:
        """The member who visits, or None."""
        return self.context.caller

    @property
    def actor(self) -> dict[str, Any] | None:
        """The member as the services want it, or None."""
        return self.caller.actor() if self.caller else None

    @property
    def is_staff(self) -> bool:
        """Whether the member has a role beyond that of a member; what it lets them do is what the services say."""
        return self.caller is not None and any(role != "member" for role in self.caller.roles)

    @property
    def login_id(self) -> str:
        """The login by which the member visits; "" for a visitor."""
        return self.caller.login_id if self.caller else ""

    @property
    def notice_version(self) -> str:
        """That of the privacy notice which the pages show."""
        return NOTICE_VERSION

    def member(self) -> dict[str, Any]:
        """The visiting member, of a page that is private from now on.

        Raises:
            Unauthenticated: nobody is signed in (the visitor is asked to).
            Unavailable: the cities' keys are not known, so nobody can be recognised yet.
        """
        self.private = True
        return self.context.require_caller().actor()

    def ask(self, service: str, method: str, *, sealed: bool = False, **kwargs: Any) -> Any:
        """The answer of a service.

        Raises:
            ServiceError: its refusal; `Unavailable` says in its detail which service is missing.
        """
        try:
            return self.context.rpc.call(service, method, sealed=sealed, **kwargs)
        except Unavailable as absent:
            absent.detail["service"] = service
            raise

    def ask_or(self, default: Any, service: str, method: str, **kwargs: Any) -> Any:
        """The answer of a service that the page can do without; when it is absent the default, and the page says so."""
        if service in self.missing:
            return default
        try:
            return self.ask(service, method, **kwargs)
        except Unavailable:
            self.missing.append(service)
            return default

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """The page made of a template."""
        html = self.language.templates.get_template(template).render(visit=self, **values)
        response = Response(html, status, content_type="text/html; charset=utf-8")
        response.headers["Content-Language"] = self.language.code
        response.headers["Vary"] = "Cookie, Accept-Language"
        kept = not (self.private or self.caller or self._fresh_token)
        response.headers["Cache-Control"] = "no-cache" if kept else "no-store"
        if self.private:
            response.headers["X-Robots-Tag"] = "noindex"
        if self.request.args.get("lang") == self.language.code:
            self.keep(response, languages.COOKIE, self.language.code, YEAR_SECONDS)
        self.keep_token(response)
        return response

    def go(self, path: str) -> Response:
        """Send the browser on, to a path of our own; anything else leads home."""
        return Response(status=303, headers={"Location": path if is_own_path(path) else "/"})

    def keep(self, response: Response, name: str, value: str, seconds: int | None = None) -> None:
        """Set a cookie that scripts cannot read and other sites cannot send along with a form."""
        cookies.keep(response, self.settings, name, value, seconds)

    def forget(self, response: Response, name: str) -> None:
        """Take a cookie back."""
        self.keep(response, name, "", 0)

    def keep_token(self, response: Response) -> None:
        """Let the browser have the token that the forms of this answer hold, when it is a new one."""
        if self._fresh_token:
            self.keep(response, csrf.COOKIE, self._fresh_token)

    @cached_property
    def csrf_token(self) -> str:
        """The token for the forms of this page; the one that the browser has already when it is good."""
        login_id, secret = self.login_id, self.settings.gateway.secret
        known = self.request.cookies.get(csrf.COOKIE, "")
        if csrf.is_ours(secret, login_id, known, known):
            return known
        self._fresh_token = csrf.token(secret, login_id, ids.secret(16))
        return self._fresh_token

    def own_url(self, **changes: str) -> str:
        """This page's address with some of its query changed; what is changed to "" is left out."""
        query = {**self.request.args.to_dict(), **changes}
        query = {name: value for name, value in query.items() if value or name not in changes}
        return f"{self.request.path}?{urlencode(query)}"


def is_own_path(path: str) -> bool:
    r"""Whether the path stays with us: `/places`, not `//elsewhere.example.org` nor `/\elsewhere.example.org`."""
    return path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable()


def from_anywhere(page: Callable[..., Response]) -> Handler:
    """The router's handler of a page to which anybody may send: no token of a form is asked for.

    For what is allowed by the address itself alone (the link in a letter), never by who is signed in: nobody is, to
    such a page, so that another site that sends a browser there does nothing that it could not do by itself.
    """

    @wraps(page)
    def answer(request: Request, context: Context, **values: str) -> Response:
        return page(Visit(request, replace(context, token=None)), **values)

    return answer


def handler(page: Callable[..., Response]) -> Handler:
    """The router's handler of a page. A visitor whom a page asks to sign in is brought back to it afterwards: every
    address that a form is sent to can be looked at too.

    Raises:
        Forbidden: `form_expired`: a POST without the token of a form of ours.
        Unavailable: the member's city does not answer, so that it cannot be told whose form it is.
    """

    @wraps(page)
    def answer(request: Request, context: Context, **values: str) -> Response:
        visit = Visit(request, context)
        if request.method == "POST":
            cookie, field = request.cookies.get(csrf.COOKIE, ""), request.form.get(csrf.FIELD, "")
            if not csrf.is_ours(context.settings.gateway.secret, visit.login_id, cookie, field):
                if context.unrecognised:
                    raise context.unrecognised
                raise Forbidden("form_expired", "the form does not hold the token that we put in it")
        try:
            return page(visit, **values)
        except Unauthenticated as refusal:
            has_ended = refusal.code == "login_ended"
            if visit.caller is not None and not has_ended:  # signing in again would not help
                raise
            response = visit.go(f"/sessions/new?{urlencode({'next': request.full_path.rstrip('?')})}")
            if has_ended:
                cookies.forget_tokens(response, visit.settings)
            return response

    return answer
