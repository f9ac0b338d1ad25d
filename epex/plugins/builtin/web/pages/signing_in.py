"""Signing in: by name and password, and a second step; signing out; and forms that came too late."""

import re

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web import codes, passwords
from epex.plugins.builtin.web.accounts import Account
from epex.plugins.builtin.web.entering import (
    WRONG_CODE,
    apart,
    begin,
    client_of,
    entered,
    field,
    is_code,
    is_recovery,
    onward,
    require_factors,
    sessions_of,
    target,
    to,
    wanted,
)
from epex.plugins.builtin.web.guarding import LOG
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.sessions import Sessions
from epex.plugins.builtin.web.wording import N_
from epex.plugins.serving import NoMember

WRONG = N_("That name and password do not belong together; try again, or ask a coordinator for a new invitation.")
# What is short is soon typed again; a mark or an id is nothing that somebody typed.
SHORT = 20
MARK = re.compile(r"(?:[a-z]+-)?[0-9a-f-]{36}")
SECRET = frozenset({"password", "old", "again", "code", "own_code"})


def sign_in(request: Request, sentence: str = "", status: int = 200) -> Response:
    """Ask for name and password."""
    if request.state.person:
        return onward(request)
    login = field(request, "login") if sentence else ""
    return page(request, "signing_in/sign_in.html", status=status, sentence=sentence, login=login, next=wanted(request))


def enter(request: Request) -> Response:
    """Sign somebody in, or say that it is wrong; this takes as long for a name that nobody has."""
    sessions, login, password = sessions_of(request), field(request, "login"), field(request, "password")
    try:
        sessions.attempts.try_login(login, client_of(request))
    except Refused as refused:
        return sign_in(request, str(refused), 429)
    account = sessions.accounts.account(login)
    is_right = passwords.matches(account.password if account else "", password)
    if not account or not is_right:
        LOG.warning("a wrong name or password")
        return sign_in(request, WRONG, 422)
    # Whoever knows the password did not guess, whatever comes of it.
    sessions.attempts.succeed(login, account.person, client_of(request))
    try:
        member = sessions.served.member(account.person)
    except NoMember as none:
        return sign_in(request, str(none), 422)
    if passwords.is_outdated(account.password):
        sessions.accounts.renew_hash(account.person, passwords.hashed(password))
    return entered(request, account, member)


def ask_code(request: Request, sentence: str = "", status: int = 200) -> Response:
    """Ask for the code of a phone."""
    account = half_signed_in(request)
    if not account:
        return to(request, "/sign-in")
    if not account.code:
        return to(request, "/sign-in/two-step", next=wanted(request))
    return page(request, "signing_in/code.html", status=status, sentence=sentence, next=wanted(request))


def enter_code(request: Request) -> Response:
    """Sign somebody in whose code is right, or a recovery code that was never used."""
    sessions, account = sessions_of(request), half_signed_in(request)
    member = sessions.member(account.person) if account else None
    if not account or not account.code or not member:
        return to(request, "/sign-in")
    try:
        sessions.attempts.try_code(account.person)
    except Refused as refused:
        return ask_code(request, str(refused), 429)
    code = field(request, "code")
    is_right = is_code(sessions, account, code)
    is_instead = not is_right and is_recovery(sessions, account, code)
    if not is_right and not is_instead:
        LOG.warning("a wrong code")
        return ask_code(request, WRONG_CODE, 422)
    sessions.attempts.succeed_code(account.person)
    begin(request, member, is_whole=True)
    return to(request, "/account") if is_instead else onward(request)


def half_signed_in(request: Request) -> Account | None:
    """Find the account of somebody whose second step is missing."""
    half = request.state.half
    return sessions_of(request).accounts.of(half.person) if half else None


def set_up(request: Request, sentence: str = "", status: int = 200) -> Response:
    """Show the secret that a phone is given; who has a phone already comes here by the account only."""
    sessions, session = sessions_of(request), request.state.session
    found = sessions.look(session)
    if not found or (not found[0].is_whole and _has_codes(sessions, found[0].person)):
        return to(request, "/sign-in")
    secret = found[0].pending or codes.new_secret()
    sessions.set_up(session, secret)
    asked = codes.address(secret, found[1].name, sessions.served.network().name)
    return page(
        request,
        "signing_in/two_step.html",
        status=status,
        sentence=sentence,
        picture=Markup(codes.picture(asked, "QR")),  # noqa: S704 - drawn by segno
        secret=codes.spaced(secret),
        asked=asked,
        is_whole=found[0].is_whole,
        has_codes=_has_codes(sessions, found[0].person),
        next=wanted(request),
    )


def finish_set_up(request: Request) -> Response:
    """Ask for codes from now on, once the phone shows the right one; and show the recovery codes."""
    sessions = sessions_of(request)
    found = sessions.look(request.state.session)
    if not found or (not found[0].is_whole and _has_codes(sessions, found[0].person)):
        return to(request, "/sign-in")
    session, member = found
    step = codes.step_of(session.pending, field(request, "code"), sessions.accounts.now()) if session.pending else 0
    if not step:
        return set_up(request, WRONG_CODE, 422)
    if session.is_whole:
        try:
            require_factors(request, "password")
        except Refused as refused:
            return set_up(request, str(refused), 422)
    fresh = codes.recovery_codes()
    sessions.accounts.begin_codes(member.person, session.pending, step, fresh)
    sessions.end_all(member.person)
    begin(request, member, is_whole=True)
    return page(request, "signing_in/recovery.html", codes=fresh, target=target(request))


def _has_codes(sessions: Sessions, person: str) -> bool:
    account = sessions.accounts.of(person)
    return bool(account and account.code)


def sign_out(request: Request) -> Response:
    """End this session."""
    sessions_of(request).end(request.state.session)
    request.state.session = ""
    answer = to(request, "/sign-in")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def refused(request: Request, status: int, sentence: str) -> Response:
    """Say why a form was not taken, and give back what somebody had typed, to send it again."""
    typed = [(name, value) for name, value in request.state.form.multi_items() if name != "token"]
    is_secret = any(name in SECRET for name, _ in typed)
    query = f"?{request.url.query}" if request.url.query else ""
    return page(
        request,
        "signing_in/refused.html",
        status=status,
        sentence=sentence,
        typed=[] if is_secret else typed,
        texts=[value for name, value in typed if is_text(name, value)],
        action=request.scope["path"] + query,
    )


def is_text(name: str, value: str) -> bool:
    """Tell whether somebody may want to read again what a field held: words, no mark or id of the form."""
    return len(value) > SHORT and not name.startswith("stood-") and not MARK.fullmatch(value)


ROUTES = [
    Route("/sign-in", sign_in, methods=["GET"], name="sign-in"),
    Route("/sign-in", apart(enter), methods=["POST"], name="enter"),
    Route("/sign-in/code", ask_code, methods=["GET"], name="code"),
    Route("/sign-in/code", apart(enter_code), methods=["POST"], name="enter-code"),
    Route("/sign-in/two-step", set_up, methods=["GET"], name="two-step"),
    Route("/sign-in/two-step", apart(finish_set_up), methods=["POST"], name="finish-two-step"),
    Route("/sign-out", sign_out, methods=["POST"], name="sign-out"),
]
