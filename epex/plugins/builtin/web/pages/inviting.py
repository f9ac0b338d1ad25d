"""Invitations: coordinators make them, whoever opens the link chooses how to sign in."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web import passwords
from epex.plugins.builtin.web.accounts import require_login
from epex.plugins.builtin.web.asking import visitor
from epex.plugins.builtin.web.entering import apart, entered, field, new_password, sessions_of
from epex.plugins.builtin.web.forms import Row
from epex.plugins.builtin.web.guarding import LOG
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.wording import N_
from epex.plugins.serving import Member

CLOSED = N_("This invitation was used or is too old. If you used it, sign in; else ask a coordinator for a new one.")
ONLY_COORDINATORS = N_("Only coordinators invite people; ask one of yours.")
OWN = N_("This is your own account; ask another coordinator to close it.")
UNKNOWN = N_("There is no person of that id that you may read.")


def inviting(request: Request, link: str = "", invited_person: str = "", ended: str = "", closed: str = "") -> Response:
    """List the people of the network with how they come in; for coordinators."""
    require_coordinator(request)
    accounts = sessions_of(request).accounts
    known = accounts.people()
    people = [
        {**person, "signs_in": bool(accounts.of(person["id"])), "may_come": person["id"] in known}
        for person in visitor(request).ask("person", "list")
        if person["status"] not in {"erased", "being erased"} and may_enter(person)
    ]
    told: dict[str, Any] = {"link": link, "invited": invited_person, "ended": ended, "closed": closed}
    return page(request, "signing_in/inviting.html", people=people, **told)


def may_enter(person: Row) -> bool:
    """Tell whether somebody belongs to the network, by a member of it or by a role that it gave them."""
    return not person["left_on"] or not {"practitioner"}.issuperset(person["roles"])


def invite(request: Request) -> Response:
    """Make an invitation, and show its link once; for coordinators."""
    sessions, member = sessions_of(request), chosen(request)
    token = sessions.accounts.invite(member.person, request.state.person)
    scheme = "https" if sessions.served.address.is_secure else "http"
    root = request.scope.get("root_path", "")
    LOG.info("an invitation was made")
    return inviting(request, f"{scheme}://{request.headers['host']}{root}/invitations/{token}", member.name)


def end_sessions(request: Request) -> Response:
    """End all sessions of somebody, whose phone was lost, say; for coordinators."""
    member = chosen(request)
    sessions_of(request).end_all(member.person)
    LOG.info("a coordinator ended somebody's sessions")
    return inviting(request, ended=member.name)


def close_account(request: Request) -> Response:
    """Let somebody sign in no more until they are invited anew, who left their organisation, say; for coordinators.

    Raises Refused when it is one's own account, for nobody else might be left to invite one.
    """
    member = chosen(request)
    if member.person == request.state.person:
        raise Refused(OWN)
    sessions_of(request).accounts.forget(member.person)
    LOG.info("a coordinator closed an account")
    return inviting(request, closed=member.name)


def chosen(request: Request) -> Member:
    """Give the member of the network whom a coordinator chose.

    Raises Refused for everybody else, and when there is nobody of that id.
    """
    require_coordinator(request)
    member = sessions_of(request).member(field(request, "person"))
    if not member:
        raise Refused(UNKNOWN)
    return member


def require_coordinator(request: Request) -> None:
    """Refuse everybody else."""
    if "coordinator" not in request.state.member.roles:
        raise Refused(ONLY_COORDINATORS)


def invited(request: Request, sentence: str = "", status: int = 200) -> Response:
    """Show an invitation; opening it uses nothing up, for programs open links too."""
    sessions = sessions_of(request)
    found = sessions.accounts.invitation(request.path_params["token"])
    member = sessions.member(found.person) if found else None
    if not found or not member:
        return page(request, "signing_in/closed.html", status=404, sentence=CLOSED)
    inviting = sessions.member(found.invited_by) if found.invited_by else None
    return page(
        request,
        "signing_in/invited.html",
        status=status,
        sentence=sentence,
        member=member,
        inviting=inviting.name if inviting else "",
        login=field(request, "login") if sentence else "",
        has_account=bool(sessions.accounts.of(found.person)),
        shortest=passwords.SHORTEST,
        opened=f"/invitations/{request.path_params['token']}",
    )


def accept(request: Request) -> Response:
    """Use an invitation up: from now on its person signs in with the name and password chosen."""
    sessions, login, token = sessions_of(request), field(request, "login"), request.path_params["token"]
    found = sessions.accounts.invitation(token)
    member = sessions.member(found.person) if found else None
    if not member:
        return invited(request)
    try:
        require_login(login)
        made = sessions.accounts.accept(token, login, new_password(request, member, login))
    except Refused as refused:
        return invited(request, str(refused), 422)
    LOG.info("an invitation was used")
    return entered(request, made, member)


ROUTES = [
    Route("/invitations", inviting, methods=["GET"], name="inviting"),
    Route("/invitations", invite, methods=["POST"], name="invite"),
    Route("/sessions", end_sessions, methods=["POST"], name="end-sessions"),
    Route("/accounts/close", close_account, methods=["POST"], name="close-account"),
    Route("/invitations/{token}", invited, methods=["GET"], name="invited"),
    Route("/invitations/{token}", apart(accept), methods=["POST"], name="accept"),
]
