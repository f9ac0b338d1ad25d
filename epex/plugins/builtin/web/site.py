"""The site's application: its pages, what goes before and after each, and what is written down of a request."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from importlib import import_module
from inspect import iscoroutinefunction
from time import perf_counter
from traceback import extract_tb
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from epex.plugins import Refused
from epex.plugins.builtin.web import rendering, static_files
from epex.plugins.builtin.web.accounts import Accounts
from epex.plugins.builtin.web.filling import today
from epex.plugins.builtin.web.guarding import READING, WRITING, Door, Shield, headed
from epex.plugins.builtin.web.pacing import TOO_MUCH, Pace
from epex.plugins.builtin.web.pages import signing_in
from epex.plugins.builtin.web.sessions import Sessions
from epex.plugins.builtin.web.wording import N_, best_language, gettext
from epex.plugins.serving import Address, Served

PAGES = (
    *("waiting", "visits", "search", "elements", "themes", "audit", "time_machine", "reports"),
    *("signing_in", "account", "inviting"),
    *("reflect", "recording", "practising", "coordinating", "publishing", "protecting"),
    *("comparing", "linking", "quoting", "evaluating", "keeping", "translating"),
    *("downloading", "plugins", "members", "wordings"),
)
BROKEN, AWAY, TOO_MANY = 500, 503, 429
# Smaller answers gain nothing from being compressed, and what is compressed further gains little for its time.
SMALL, COMPRESSED = 1000, 6
FOREVER = "public, max-age=31536000, immutable"
GONE = N_("There is no such page; what leads on from here is at the top.")
FAILED = N_("Something failed that nobody foresaw; nothing was recorded. Go back and try again, or tell a coordinator.")
UNREADABLE = N_("The knowledge base cannot be read just now, and nothing was recorded; try again in a while.")
SENTENCES = {404: GONE, 405: N_("This page takes no such request; go back, and use what it offers.")}
LOG = logging.getLogger("epex.serving")
Endpoint = Callable[[Request], Response]


def application(served: Served, pace: Pace | None = None) -> ASGIApp:
    """Make the site over what it is served from; `pace` says how much somebody may ask within a time."""
    sessions = Sessions(Accounts(served.folder), served)
    app = Starlette(
        routes=[Route("/static/{mark}/{name}", _static, name="static"), *_routes(CapacityLimiter(1), pace or Pace())],
        middleware=[
            Middleware(GZipMiddleware, minimum_size=SMALL, compresslevel=COMPRESSED),
            Middleware(Shield, address=served.address),
            Middleware(Door, sessions=sessions, refused=signing_in.refused),
        ],
        exception_handlers={HTTPException: _told, Exception: _failed},
    )
    app.state.served = served
    return Outermost(app, served.address)


def _routes(turn: CapacityLimiter, pace: Pace) -> Iterator[BaseRoute]:
    """List every page's routes; the calls of a process run one after the other, for they share its streams."""
    for name in PAGES:
        found: Sequence[Route] = import_module(f"{__package__}.pages.{name}").ROUTES
        for route in found:
            endpoint = route.endpoint
            if not iscoroutinefunction(endpoint):
                is_form = {"GET", "POST"} <= (route.methods or set())
                endpoint = _in_turn(today(endpoint) if is_form else endpoint, turn)
            paced = _paced(endpoint, pace, route.name)
            yield Route(route.path, paced, methods=route.methods, name=route.name)


def _paced(endpoint: Callable[[Request], Awaitable[Response]], pace: Pace, name: str) -> Any:
    async def answered(request: Request) -> Response:
        early = pace.wait(request, name)
        if not early:
            return await endpoint(request)
        answer = await to_thread.run_sync(_too_many, request)
        answer.headers["Retry-After"] = str(early)
        return answer

    return answered


def _too_many(request: Request) -> Response:
    """Say that it is too much at once; what was typed is given back."""
    if request.method in READING:
        return _refused(request, TOO_MANY, TOO_MUCH)
    return signing_in.refused(request, TOO_MANY, TOO_MUCH)


def _in_turn(endpoint: Endpoint, turn: CapacityLimiter) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        return await to_thread.run_sync(partial(_answered, endpoint, request), limiter=turn)

    return answered


def _answered(endpoint: Endpoint, request: Request) -> Response:
    try:
        with request.state.sessions.accounts.turn() if request.method in WRITING else nullcontext():
            return endpoint(request)
    except Refused as refused:
        return rendering.refusal(request, refused)
    except HTTPException as error:
        return _refused(request, error.status_code)
    except Exception as error:  # noqa: BLE001 - nobody should meet a traceback, nor read what others wrote in one
        _note(error)
        return _refused(request, BROKEN)


def _refused(request: Request, status: int, sentence: str = "") -> Response:
    sentence = sentence or SENTENCES.get(status, FAILED if status >= BROKEN else GONE)
    return rendering.page(request, "refused.html", status=status, status_code=status, sentence=sentence)


async def _told(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return await to_thread.run_sync(_refused, request, status)


async def _failed(request: Request, error: Exception) -> Response:
    """Answer without a page, for what failed may be what every page needs, such as the base itself."""
    language = best_language(request.headers.get("accept-language", ""))
    if isinstance(error, Refused):
        return PlainTextResponse(gettext(UNREADABLE, language), AWAY, {"Retry-After": "60"})
    return PlainTextResponse(gettext(FAILED, language), BROKEN)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in static_files.names():
        return PlainTextResponse(GONE, 404)
    kind = static_files.TYPES[name.rpartition(".")[2]]
    return Response(static_files.content(name), media_type=kind, headers={"Cache-Control": FOREVER})


class Outermost:
    """Tells that it is there to whoever looks, knows where it lies, and writes requests down without their words."""

    def __init__(self, app: ASGIApp, address: Address) -> None:
        """Stand before an application that is reached at an address."""
        self._app = app
        self._address = address
        self._path = address.path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        # Some proxies cut the path off under which they reach the site, and others leave it.
        path = scope["path"].removeprefix(self._path) if _lies_under(scope["path"], self._path) else scope["path"]
        if path == "/health":
            await PlainTextResponse("ok")(scope, receive, partial(headed, send, self._address))
            return
        placed = {**scope, "path": self._path + path, "root_path": self._path}
        begun, status = perf_counter(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await headed(send, self._address, message)

        try:
            await self._app(placed, receive, noted)
        except Exception as error:  # noqa: BLE001 - as in `_answered`
            _note(error)
            if not status:
                await PlainTextResponse(FAILED, 500)(scope, receive, noted)
        route: Any = placed.get("route")
        named = route.path if isinstance(route, Route) else "-"
        LOG.info("%s %s %s %.0f ms", scope["method"][:10], named, status, (perf_counter() - begun) * 1000)


def _lies_under(path: str, root: str) -> bool:
    return bool(root) and (path == root or path.startswith(f"{root}/"))


def _note(error: Exception) -> None:
    """Write down where something failed, and nothing of what it was about: a traceback could tell."""
    frames = extract_tb(error.__traceback__)
    place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "?"
    LOG.error("%s at %s", type(error).__name__, place)
