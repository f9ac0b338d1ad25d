"""One's account: the password, the second step, the sessions that are open."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web import codes
from epex.plugins.builtin.web.accounts import Account
from epex.plugins.builtin.web.entering import (
    apart,
    begin,
    field,
    new_password,
    require_factors,
    require_password,
    sessions_of,
    to,
)
from epex.plugins.builtin.web.passwords import SHORTEST
from epex.plugins.builtin.web.rendering import address, page
from epex.plugins.builtin.web.sessions import Device


def account(request: Request, sentence: str = "", status: int = 200) -> Response:
    """Show how one signs in, and who invited one."""
    sessions, person = sessions_of(request), request.state.person
    found = sessions.accounts.of(person)
    inviting = sessions.member(found.invited_by) if found and found.invited_by else None
    return page(
        request,
        "signing_in/account.html",
        status=status,
        sentence=sentence,
        member=request.state.member,
        since=day_of(found),
        inviting=inviting.name if inviting else "",
        has_codes=bool(found and found.code),
        left=sessions.accounts.recovery_left(person),
        devices=[shown(device) for device in sessions.devices(request.state.member)],
        here=sessions.mark_of(request.state.session),
        shortest=SHORTEST,
        done=request.query_params.get("done", ""),
    )


def day_of(found: Account | None) -> str:
    """Write the day since which somebody has an account."""
    return datetime.fromtimestamp(found.since, UTC).date().isoformat() if found else ""


def shown(device: Device) -> dict[str, str]:
    """Write a session as a page shows it: its browser, and the minutes when it began and was last used."""
    began, seen = (datetime.fromtimestamp(at, UTC).isoformat() for at in (device.began, device.seen))
    return {"mark": device.mark, "browser": device.browser, "began": began, "seen": seen}


def end_sessions(request: Request) -> Response:
    """End one of one's sessions, or all of them when none is named, once the password is right."""
    sessions, member, mark = sessions_of(request), request.state.member, field(request, "session")
    try:
        require_password(request, "password")
    except Refused as refused:
        return account(request, str(refused), 422)
    if mark:
        sessions.end_device(member, mark)
    else:
        sessions.end_all(member.person)
    return to(request, "/account", done="sessions")


def change_password(request: Request) -> Response:
    """Take another password; all sessions end, and this browser gets a new one."""
    sessions, member = sessions_of(request), request.state.member
    try:
        hashed = new_password(request, member, "")
        # Last, for a code counts once.
        require_factors(request, "old")
    except Refused as refused:
        return account(request, str(refused), 422)
    sessions.accounts.change_password(member.person, hashed)
    begin(request, member, is_whole=True)
    return to(request, "/account", done="password")


def new_recovery(request: Request) -> Response:
    """Make new recovery codes in place of those there were."""
    sessions, person = sessions_of(request), request.state.person
    try:
        require_factors(request, "password")
    except Refused as refused:
        return account(request, str(refused), 422)
    found, fresh = sessions.accounts.of(person), codes.recovery_codes()
    if not found or not found.code:
        return to(request, "/sign-in/two-step")
    sessions.accounts.begin_codes(person, found.code, found.step, fresh)
    return page(request, "signing_in/recovery.html", codes=fresh, target=address(request, "/account", as_of=""))


ROUTES = [
    Route("/account", account, methods=["GET"], name="account"),
    Route("/account/password", apart(change_password), methods=["POST"], name="change-password"),
    Route("/account/sessions", apart(end_sessions), methods=["POST"], name="end-own-sessions"),
    Route("/account/recovery", apart(new_recovery), methods=["POST"], name="new-recovery"),
]
