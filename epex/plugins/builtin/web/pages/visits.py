"""Visits: the board, one visit with both sides of each question, reflections, and meetings."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web.asking import Visitor, options, visitor
from epex.plugins.builtin.web.forms import NO_ROW, years
from epex.plugins.builtin.web.places import known
from epex.plugins.builtin.web.questions import vouched
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.standing import by_status

STATUSES = ("planned", "agreed", "prepared", "started", "completed", "monitored", "postponed", "cancelled")
MONTHS = ("3", "6", "12")


def board(request: Request) -> Response:
    """Show how every visit stands, by status; those that go on first."""
    asking, year = visitor(request), request.query_params.get("year", "")
    visits = asking.ask("visit", "board", *options({"year": year}))
    if request.query_params.get("mine"):
        visits = [visit for visit in visits if takes_part(asking, visit)]
    mine = request.query_params.get("mine", "")
    return page(
        request,
        "visits/board.html",
        columns=by_status(visits, STATUSES),
        years=years(asking, NO_ROW),
        year=year,
        mine=mine,
    )


def takes_part(asking: Visitor, visit: Any) -> bool:
    """Tell whether somebody's organisation hosts a visit or sends its visitors."""
    return asking.member.organisation in (visit["host"], *visit["visiting_organisations"])


def visit(request: Request) -> Response:
    """Show one visit, and what both sides answered next to each other."""
    asking, identity = visitor(request), known("visit", request.path_params["id"])
    months = request.query_params.get("follow_up", "")
    asked = {"follow_up": months if months in MONTHS else "", "language": request.query_params.get("in", "")}
    shown = asking.ask("visit", "show", identity)
    pair = asking.ask("reflection", "pair", identity, *options(asked))
    given = {"visit": shown, "pair": pair, "months": asked["follow_up"], "offered": ("", *MONTHS)}
    given["wordings"] = vouched(asking, *pair["host"], *pair["visitor"])
    return page(request, "visits/visit.html", may_write=may_write(asking.person, shown, pair), **given)


def may_write(person: str, shown: Any, pair: Any) -> bool:
    """Tell whether somebody took part who has not written yet what they learned."""
    took_part = person in (*shown["host_people"], *shown["visitors"])
    return took_part and person not in {one["person"] for one in (*pair["host"], *pair["visitor"])}


def reflection(request: Request) -> Response:
    """Show one reflection, in a translation where one is asked for."""
    identity = known("reflection", request.path_params["id"])
    asking, wanted = visitor(request), request.query_params.get("in", "")
    shown = asking.ask("reflection", "show", identity, *options({"language": wanted}))
    wordings = vouched(asking, shown)
    return page(request, "visits/reflection.html", reflection=shown, wanted=wanted, wordings=wordings)


def meetings(request: Request) -> Response:
    """List the meetings."""
    return page(request, "visits/meetings.html", meetings=visitor(request).ask("meeting", "list"))


def meeting(request: Request) -> Response:
    """Show one meeting: its minutes, and what was decided there."""
    shown = visitor(request).ask("meeting", "show", known("meeting", request.path_params["id"]))
    return page(request, "visits/meeting.html", meeting=shown)


ROUTES = [
    Route("/visits", board, name="visits"),
    Route("/visits/{id}", visit, name="visit"),
    Route("/reflections/{id}", reflection, name="reflection"),
    Route("/meetings", meetings, name="meetings"),
    Route("/meetings/{id}", meeting, name="meeting"),
]
