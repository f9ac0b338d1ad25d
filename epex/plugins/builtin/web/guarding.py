"""What stands before every page: the shield looks at the request alone, the door at who makes it."""

import logging
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from urllib.parse import quote

from anyio import CapacityLimiter, fail_after, to_thread
from starlette.datastructures import FormData, Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from epex.plugins.builtin.web.sessions import LASTS, Session, Sessions
from epex.plugins.builtin.web.wording import N_
from epex.plugins.serving import Address, Member

LOG = logging.getLogger("epex.serving")
LARGEST, SLOWEST = 1_000_000, 20
LONGEST_PATH, LONGEST_QUERY, MOST_HEADERS, MOST_FIELDS = 1000, 4000, 60, 1000
READING, WRITING = frozenset({"GET", "HEAD"}), frozenset({"POST"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
# Said twice, they could mean one thing to a proxy and another here.
ONCE = ("host", "origin", "content-type", "content-length", "transfer-encoding", "sec-fetch-site")
LENGTH = re.compile(r"[0-9]{1,9}")
HOST = re.compile(r"(?P<name>[a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")
TRICKS = re.compile(r"%(?:00|0[ad]|2f|5c|25)|[\x00-\x20\x7f\\]|//|(?:^|/)(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
OPEN = re.compile(r"/sign-in(?:/[a-z-]+)?|/invitations/[A-Za-z0-9_-]+|/health|/static/.*")
WITHOUT_SESSION = re.compile(r"/health|/static/.*")

POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("style", "script", "connect")),
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"

Refuse = Callable[[Request, int, str], Response]
FOREIGN = N_("This was sent from another site, and nothing was recorded; open the page here and use what it offers.")
TOO_LARGE = N_("That is too much for one form, and nothing was recorded; send less than a megabyte.")
TOO_SLOW = N_("The form took too long to arrive, and nothing was recorded; go back and send it again.")
UNUSUAL = N_("The address or a header of the request is not one that this site uses; begin at its first page.")
NO_FORM = N_("This site takes forms only; go back and use the one on the page.")
NO_METHOD = N_("This site knows no such request; open the page, and use what it offers.")
ELSEWHERE = N_("This site has another name; ask a coordinator for its address.")
UNSEALED = N_("Passwords travel by https only; open the address that begins with https.")
OLD_FORM = N_("This page was open for too long, or you signed in anew meanwhile. Nothing was recorded yet.")
SIGNED_OUT = N_("You were signed out meanwhile. Nothing was recorded yet.")


class Shield:
    """Refuses, in one sentence, requests that no page of ours makes, and gives every answer its headers."""

    def __init__(self, app: ASGIApp, address: Address) -> None:
        """Stand before an application that is reached at an address."""
        self._app = app
        self._address = address
        self._names = LOOPBACK | {host.lower() for host in address.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, partial(headed, send, self._address))

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._refusal(scope, Headers(scope=scope))
        if not refused and scope["method"] in WRITING:
            try:
                receive = again(await whole(receive), receive)
            except TimeoutError:
                refused = 408, TOO_SLOW
            except OverflowError:
                refused = 413, TOO_LARGE
            except EOFError:
                return
        if refused:
            LOG.warning("a request was refused: %s", refused[0])
            # Whatever is still on its way is not waited for.
            answer = PlainTextResponse(refused[1], refused[0], {"Connection": "close"})
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        if scope["method"] not in READING | WRITING:
            return 405, NO_METHOD
        if is_unusual(scope, headers):
            return 400, UNUSUAL
        host = HOST.fullmatch(headers.get("host", "").lower())
        if not host or host["name"] not in self._names:
            return 400, ELSEWHERE
        if not self._address.is_secure and host["name"] not in LOOPBACK:
            return 400, UNSEALED
        if scope["method"] in WRITING:
            return self._refused_form(headers)
        return None if may_fetch(headers) else (403, FOREIGN)

    def _refused_form(self, headers: Headers) -> tuple[int, str] | None:
        own = f"{'https' if self._address.is_secure else 'http'}://{headers['host'].lower()}"
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if (site, origin) == (None, None) or site not in {None, "same-origin"} or origin not in {None, own}:
            return 403, FOREIGN
        if headers.get("content-type", "").partition(";")[0].strip().lower() not in FORMS:
            return 415, NO_FORM
        length = headers.get("content-length", "0")
        return None if LENGTH.fullmatch(length) and int(length) <= LARGEST else (413, TOO_LARGE)


async def headed(send: Send, address: Address, message: Message) -> None:
    """Give an answer the headers that every one has, and send it."""
    if message["type"] == "http.response.start":
        headers = MutableHeaders(scope=message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("Cache-Control", "no-store")
        # Below a path the host has other sites too, which may not be sealed.
        if address.is_secure and not address.path:
            headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    await send(message)


def is_unusual(scope: Scope, headers: Headers) -> bool:
    """Tell whether an address or header is of a kind that no browser of ours sends."""
    path = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
    query = scope.get("query_string", b"").decode("latin-1")
    too_much = len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY or len(headers.raw) > MOST_HEADERS
    twice = any(len(headers.getlist(name)) > 1 for name in ONCE)
    both = "content-length" in headers and "transfer-encoding" in headers
    decoded = any(sign < " " or sign == "\x7f" for sign in scope["path"])
    return too_much or twice or both or decoded or bool(TRICKS.search(path)) or "%00" in query


def may_fetch(headers: Headers) -> bool:
    """Tell whether a page may be read: another site may lead to it, and not take it into a page of its own."""
    if headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}:
        return True
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest", "document") == "document"


async def whole(receive: Receive) -> bytes:
    """Read all of a body.

    Raises OverflowError when it is too large, TimeoutError when it takes too long, EOFError when it breaks off.
    """
    body = bytearray()
    with fail_after(SLOWEST):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise EOFError
            body += message.get("body", b"")
            if len(body) > LARGEST:
                raise OverflowError
            if not message.get("more_body"):
                return bytes(body)


def again(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read to whoever reads it next."""
    rest = [body]

    async def once_more() -> Message:
        return {"type": "http.request", "body": rest.pop(), "more_body": False} if rest else await receive()

    return once_more


class Door:
    """Finds out who makes a request, checks the token of a form, and leads to the sign-in page."""

    def __init__(self, app: ASGIApp, sessions: Sessions, refused: Refuse) -> None:
        """Stand before the pages; `refused` writes the page of a refusal, with what somebody had typed."""
        self._app = app
        self._sessions = sessions
        self._refused = refused
        self._turn = CapacityLimiter(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through as somebody, or as nobody where that is enough."""
        if scope["type"] != "http" or WITHOUT_SESSION.fullmatch(path_of(scope)):
            await self._app(scope, receive, send)
            return
        named = self._sessions.named_by(cookie_of(scope))
        found = await to_thread.run_sync(self._look, named, limiter=self._turn)
        session = named or self._sessions.fresh()
        state = scope.setdefault("state", {})
        state.update(known(self._sessions, session, found))
        send = partial(self._sent, scope, send, named)
        if scope["method"] in WRITING:
            body = await whole(receive)
            state["form"] = await form_of(scope, body)
            receive = again(body, receive)
        answer = self._answer(Request(scope, receive))
        await (await to_thread.run_sync(answer, limiter=self._turn) if answer else self._app)(scope, receive, send)

    def _look(self, named: str) -> tuple[Session, Member] | None:
        self._sessions.sweep()
        return self._sessions.look(named)

    def _answer(self, request: Request) -> Callable[[], Response] | None:
        """Tell what answers instead of the page."""
        may = bool(request.state.person) or OPEN.fullmatch(path_of(request.scope))
        if request.method in READING:
            return None if may else partial(to_sign_in, request)
        if not may:
            return partial(self._refused, request, 403, SIGNED_OUT)
        return None if self._has_token(request) else partial(self._refused, request, 403, OLD_FORM)

    def _has_token(self, request: Request) -> bool:
        token = request.state.form.get("token", "")
        is_token = isinstance(token, str) and self._sessions.is_token(request.state.session, token)
        if not is_token:
            LOG.warning("a form came without the token of its session")
        return is_token

    async def _sent(self, scope: Scope, send: Send, named: str, message: Message) -> None:
        """Set the cookie where the session is another than the one that was named."""
        session = scope["state"]["session"]
        if message["type"] == "http.response.start" and session != named:
            headers = MutableHeaders(scope=message)
            headers.append("Set-Cookie", written_cookie(scope, self._sessions.signed(session) if session else ""))
        await send(message)


def known(sessions: Sessions, session: str, found: tuple[Session, Member] | None) -> dict[str, Any]:
    """Write down what pages may know of who asks; somebody whose second step is missing is nobody yet."""
    half = found[0] if found and not found[0].is_whole else None
    member = found[1] if found and not half else None
    return {
        "sessions": sessions,
        "session": session,
        "token": sessions.token(session),
        "form": FormData(),
        "half": half,
        "member": member,
        "person": member.person if member else "",
    }


async def form_of(scope: Scope, body: bytes) -> FormData:
    """Read the fields of a form; none when it is broken."""
    try:
        request = Request(scope, again(body, _nothing))
        return await request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=LARGEST)
    except (HTTPException, MultiPartException):
        return FormData()


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def to_sign_in(request: Request) -> Response:
    """Lead to the sign-in page, and back from there."""
    query = request.scope["query_string"].decode("latin-1")
    path = path_of(request.scope) + (f"?{query}" if query else "")
    target = f"{request.scope.get('root_path', '')}/sign-in" + ("" if path == "/" else f"?next={quote(path)}")
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": target})
    return RedirectResponse(target, 303)


def path_of(scope: Scope) -> str:
    """Give the path below where the site lies."""
    root, path = scope.get("root_path", ""), str(scope["path"])
    return path.removeprefix(root) or "/"


def is_sealed(scope: Scope) -> bool:
    """Tell whether cookies of a request travel by https only: everywhere but on the machine itself."""
    host = HOST.fullmatch(Headers(scope=scope).get("host", "").lower())
    return not host or host["name"] not in LOOPBACK


def cookie_name(scope: Scope) -> str:
    """Name the cookie; one that begins so a browser takes by https alone, and with __Host- from this host alone."""
    prefix = "__Secure-" if scope.get("root_path") else "__Host-"
    return f"{prefix}epex" if is_sealed(scope) else "epex"


def cookie_of(scope: Scope) -> str:
    """Read the cookie of a request; none when there are two, for then somebody else set one."""
    name = cookie_name(scope)
    pairs = _pairs(Headers(scope=scope).getlist("cookie"))
    found = [value for named, value in pairs if named == name]
    return found[0] if len(found) == 1 else ""


def _pairs(headers: Iterable[str]) -> list[tuple[str, str]]:
    parts = (part.strip().partition("=") for header in headers for part in header.split(";"))
    return [(name, value) for name, _, value in parts]


def written_cookie(scope: Scope, value: str) -> str:
    """Write the cookie; an empty one is taken away."""
    name, path = cookie_name(scope), scope.get("root_path", "") + "/"
    age = LASTS if value else 0
    secure = "; Secure" if is_sealed(scope) else ""
    return f"{name}={value}; Path={path}; Max-Age={age}; HttpOnly; SameSite=Lax{secure}"
