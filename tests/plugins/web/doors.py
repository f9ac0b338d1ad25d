"""A site with nothing behind its door but who is there; a clock that is set; and a browser that fills in forms."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pyotp
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from epex.app.base import KnowledgeBase
from epex.cli import cli
from epex.commands.calling import Service
from epex.plugins import Refused
from epex.plugins.builtin.web.accounts import Accounts
from epex.plugins.builtin.web.guarding import Door, Shield
from epex.plugins.builtin.web.pages import account, inviting, signing_in
from epex.plugins.builtin.web.rendering import refusal
from epex.plugins.builtin.web.sessions import Sessions
from epex.plugins.serving import Address

COORDINATOR, PRACTITIONER, EVALUATOR = "Orla Keaveney", "Henrik Stuhlmacher", "Sunniva Pell"
PASSWORD = "seven herons on a tram"  # noqa: S105 - of nobody
TOKEN = re.compile(r'name="token" value="([^"]*)"')
SECRET = re.compile(r'<code dir="ltr">([A-Z2-7 ]+)</code>')
RECOVERY = re.compile(r"<li><code>([A-Z2-7 ]+)</code></li>")
LINK = re.compile(r'<code dir="ltr">(https?://[^<]+)</code>')


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: float = 1_800_000_000) -> None:
        """Begin at a moment."""
        self.now = now

    def __call__(self) -> float:
        return self.now

    def move(self, minutes: float) -> None:
        self.now += minutes * 60


def person_named(base: KnowledgeBase, name: str) -> str:
    """Find a person of the demo."""
    found = [row["id"] for row in base.queries().listing("person") if row["title"] == name]
    assert len(found) == 1
    return str(found[0])


def service(folder: Path, address: Address | None = None) -> Service:
    """Serve a base."""
    return Service(cli, folder, address or Address(), "web")


def whoever(request: Request) -> Response:
    """Tell who is there, and what they sent."""
    member, typed = request.state.member, request.state.form.get("words", "")
    return PlainTextResponse(f"{member.name if member else 'nobody'}: {typed}")


class Lying:
    """Says where the site lies, as the site's outermost part does."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        """Stand before an application."""
        self._app, self._path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "root_path": self._path}, receive, send)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return refusal(request, error)


def site(served: Any, sessions: Sessions) -> ASGIApp:
    """Make a site with the pages of signing in, and one that tells who is there."""
    routes = [
        Route("/", whoever, methods=["GET", "POST"]),
        Route("/visits/{id}", whoever, methods=["GET", "POST"]),
        Route("/health", lambda _: PlainTextResponse("ok")),
        *signing_in.ROUTES,
        *account.ROUTES,
        *inviting.ROUTES,
    ]
    shield = Middleware(Shield, address=served.address)
    door = Middleware(Door, sessions=sessions, refused=signing_in.refused)
    app = Starlette(routes=routes, middleware=[shield, door], exception_handlers={Refused: _refused})
    app.state.served = served
    return Lying(app, served.address.path)


class Browser:
    """Somebody's browser: it keeps cookies, and sends the forms of the page that it shows."""

    def __init__(self, app: ASGIApp, url: str = "http://localhost", near: str = "192.0.2.1") -> None:
        """Open an application from an address."""
        self.client = TestClient(app, url, client=(near, 50000), follow_redirects=True)
        self.origin = url
        self.page: httpx2.Response | None = None

    @property
    def shown(self) -> str:
        """Give the words of the page that is shown."""
        assert self.page is not None
        return unescape(self.page.text)

    @property
    def token(self) -> str:
        """Find the token in the page that is shown."""
        found = TOKEN.search(self.shown)
        return found[1] if found else ""

    def get(self, path: str, **headers: str) -> httpx2.Response:
        """Open a page."""
        self.page = self.client.get(path, headers=headers)
        return self.page

    def post(self, path: str, *, token: str | None = None, **fields: str) -> httpx2.Response:
        """Send a form."""
        headers = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        data = {"token": self.token if token is None else token, **fields}
        self.page = self.client.post(path, data=data, headers=headers)
        return self.page

    def sign_in(self, login: str, password: str = PASSWORD) -> httpx2.Response:
        """Sign in with name and password."""
        self.get("/sign-in")
        return self.post("/sign-in", login=login, password=password)

    def come_in(self, token: str, login: str, password: str = PASSWORD) -> httpx2.Response:
        """Use an invitation."""
        self.get(f"/invitations/{token}")
        return self.post(f"/invitations/{token}", login=login, password=password, again=password)

    def cookies(self) -> Iterator[tuple[str, str]]:
        """List the cookies that are kept."""
        yield from self.client.cookies.items()

    def cookie(self) -> str:
        """Give the one cookie that is kept."""
        ((_, value),) = self.cookies()
        return value

    def secret(self) -> str:
        """Read the key of the codes off the page that is shown."""
        found = SECRET.search(self.shown)
        assert found
        return found[1].replace(" ", "")

    def recovery(self) -> list[str]:
        """Read the recovery codes off the page that is shown."""
        return RECOVERY.findall(self.shown)

    def link(self) -> str:
        """Read the token of the invitation off the page that is shown."""
        found = LINK.search(self.shown)
        assert found
        return found[1].rpartition("/")[2]


def code_at(secret: str, clock: Clock) -> str:
    """Give the code that a phone shows."""
    return pyotp.TOTP(secret).at(int(clock.now))


class Place:
    """A site over a base, its clock, and as many browsers as are wanted."""

    def __init__(self, folder: Path, private: Path, address: Address | None = None) -> None:
        """Take the folders of the base and of the site."""
        self.base = KnowledgeBase.open(folder)
        self.served = service(folder, address)
        self.clock = Clock()
        self.accounts = Accounts(private, self.clock)
        self.sessions = Sessions(self.accounts, self.served)
        self.app = site(self.served, self.sessions)

    def browser(self, near: str = "192.0.2.1") -> Browser:
        """Give a browser of somebody who is somewhere."""
        return Browser(self.app, near=near)

    def person(self, name: str) -> str:
        """Find a person of the demo."""
        return person_named(self.base, name)

    def account(self, name: str, login: str) -> Browser:
        """Invite somebody, who comes in with a login name."""
        browser = self.browser()
        browser.come_in(self.accounts.invite(self.person(name), ""), login)
        return browser

    def with_codes(self, name: str, login: str) -> tuple[Browser, str, list[str]]:
        """Invite somebody who sets up codes too; gives their key and recovery codes as well."""
        browser = self.account(name, login)
        secret = browser.secret()
        browser.post("/sign-in/two-step", code=code_at(secret, self.clock))
        self.clock.move(1)
        return browser, secret, browser.recovery()
