"""What the pages of signing in and of accounts share: beginning a session, reading a form, leading on."""

from collections.abc import Awaitable, Callable

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from epex.plugins import Refused
from epex.plugins.builtin.web import codes, passwords
from epex.plugins.builtin.web.accounts import Account
from epex.plugins.builtin.web.browsers import browser_of
from epex.plugins.builtin.web.guarding import LOG, TRICKS
from epex.plugins.builtin.web.rendering import address, refusal
from epex.plugins.builtin.web.sessions import Sessions, takes_two_steps
from epex.plugins.builtin.web.wording import N_
from epex.plugins.serving import Member

Endpoint = Callable[[Request], Response]

WRONG_PASSWORD = N_("That is not your password; try again.")
WRONG_CODE = N_("That is not the code of this minute; wait for the next one and try again.")
DIFFERENT = N_("The two passwords differ; type the same one twice.")
# Each hash takes 64 MiB of memory for as long as it is made.
HASHING = CapacityLimiter(2)


def apart(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """Let an endpoint that hashes work beside those that ask the base, which need not wait for it."""

    async def answered(request: Request) -> Response:
        return await to_thread.run_sync(_answered, endpoint, request, limiter=HASHING)

    return answered


def _answered(endpoint: Endpoint, request: Request) -> Response:
    try:
        return endpoint(request)
    except Refused as refused:
        return refusal(request, refused)


def sessions_of(request: Request) -> Sessions:
    """Give the sessions of the site."""
    found: Sessions = request.state.sessions
    return found


def field(request: Request, name: str) -> str:
    """Read a field of the form."""
    value = request.state.form.get(name, "")
    return value if isinstance(value, str) else ""


def client_of(request: Request) -> str:
    """Tell from which address a request comes."""
    return request.client.host if request.client else ""


def wanted(request: Request) -> str:
    """Tell which page somebody wanted to see; only pages of this site count."""
    path = request.query_params.get("next", "")
    is_ours = path.startswith("/") and not path.startswith("/sign-") and not TRICKS.search(path)
    return path if is_ours else "/"


def onward(request: Request) -> Response:
    """Lead to the page that somebody wanted."""
    return RedirectResponse(target(request), 303)


def target(request: Request) -> str:
    """Write the address of the page that somebody wanted."""
    return str(request.scope.get("root_path", "")) + wanted(request)


def to(request: Request, path: str, **query: str) -> Response:
    """Lead to a page of this site."""
    asked = {name: value for name, value in query.items() if value != "/"}
    return RedirectResponse(address(request, path, as_of="", **asked), 303)


def begin(request: Request, member: Member, *, is_whole: bool) -> None:
    """Begin a session with an id that nobody knew before, in place of the one there was."""
    sessions = sessions_of(request)
    sessions.end(request.state.session)
    browser = browser_of(request.headers.get("user-agent", ""))
    request.state.session = sessions.begin(member, is_whole=is_whole, browser=browser)
    request.state.token = sessions.token(request.state.session)
    LOG.info("signed in" if is_whole else "signed in, the second step is missing")


def entered(request: Request, account: Account, member: Member) -> Response:
    """Begin a session after the first step, and lead to the second where there is one."""
    has_second = bool(account.code) or takes_two_steps(member)
    begin(request, member, is_whole=not has_second)
    if not has_second:
        return onward(request)
    return to(request, "/sign-in/code" if account.code else "/sign-in/two-step", next=wanted(request))


def require_password(request: Request, name: str) -> None:
    """Refuse to go on without the password of whoever is signed in; wrong ones are counted."""
    sessions, person = sessions_of(request), request.state.person
    sessions.attempts.try_password(person)
    found = sessions.accounts.of(person)
    if not passwords.matches(found.password if found else "", field(request, name)):
        LOG.warning("a wrong password within a session")
        raise Refused(WRONG_PASSWORD)
    sessions.attempts.succeed_password(person)


def require_factors(request: Request, name: str) -> None:
    """Refuse to change how somebody signs in without all that they sign in with: the password, and a code."""
    sessions, person = sessions_of(request), request.state.person
    require_password(request, name)
    found = sessions.accounts.of(person)
    if not found or not found.code:
        return
    sessions.attempts.try_code(person)
    code = field(request, "own_code")
    if not is_code(sessions, found, code) and not is_recovery(sessions, found, code):
        LOG.warning("a wrong code within a session")
        raise Refused(WRONG_CODE)
    sessions.attempts.succeed_code(person)


def is_code(sessions: Sessions, account: Account, code: str) -> bool:
    """Tell whether a code is right, and was not used before."""
    step = codes.step_of(account.code, code, sessions.accounts.now())
    return bool(step) and sessions.accounts.use_step(account.person, step)


def is_recovery(sessions: Sessions, account: Account, code: str) -> bool:
    """Tell whether a recovery code is right, and use it up."""
    return sessions.accounts.use_recovery(account.person, codes.plain_recovery(code))


def new_password(request: Request, member: Member, login: str) -> str:
    """Hash the password that somebody chose, if it is a good one that was typed twice alike."""
    password, network = field(request, "password"), sessions_of(request).served.network().name
    passwords.require_strong(password, (login, member.name, member.organisation_title, network))
    if password != field(request, "again"):
        raise Refused(DIFFERENT)
    return passwords.hashed(password)
