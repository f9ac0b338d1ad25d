"""Coordinating: who could visit whom and why, matches and their answers, planning, meetings and what they decide."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import Visitor, options, visitor
from epex.plugins.builtin.web.filling import beginning, recorded, steps
from epex.plugins.builtin.web.forms import Choices, Field, Form, Row, column, command_id, holding, listed, word, years
from epex.plugins.builtin.web.pages.recording import NEEDED, SETTING, WHY
from epex.plugins.builtin.web.places import known
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.standing import by_status
from epex.plugins.builtin.web.wording import N_
from epex.plugins.serving import Member

MOST = 10
PURPOSES = (
    ("getting_to_know", N_("getting to know")),
    ("practice_transfer", N_("practice transfer")),
    ("publication", N_("publication")),
)
# What waits for somebody comes first.
FIRST = ("proposed", "accepted")
OPEN_THEMES = ("candidate", "discussed", "adopted", "parked")


def concerns(member: Member, row: Row) -> bool:
    """Tell whether somebody speaks for one of the two organisations that are matched."""
    is_theirs = member.organisation in (row.get("host"), row.get("visitor"))
    return is_theirs and holding("coordinator", "practitioner")(member, row)


def may_answer(member: Member, row: Row) -> bool:
    """Tell whether somebody may answer a match: practitioners of either side, and coordinators for any."""
    return "coordinator" in member.roles or ("practitioner" in member.roles and concerns(member, row))


def is_asked(member: Member, row: Row) -> bool:
    """Tell whether a side that somebody may answer for has not accepted a match."""
    silent = [row[side] for side in ("host", "visitor") if side not in row["accepted"]]
    waits = "coordinator" in member.roles or member.organisation in silent
    return row["status"] == "proposed" and waits and may_answer(member, row)


def sides(_: Visitor, row: Row) -> Choices:
    """Offer the two sides of a match, by name."""
    return [("host", row["host_title"]), ("visitor", row["visitor_title"])]


SIDE_HINT = N_("Empty: for your own, or for both if you are of neither.")
SIDE = Field(name="side", label=N_("For which side"), kind="choice", choices=sides, hint=SIDE_HINT)
MATCHES = {
    "accept": Form(
        title=N_("Accept the match"),
        intro=N_("It stands when both sides have accepted it."),
        line=("match", "accept"),
        fields=(SIDE,),
        button=N_("Accept it"),
        when=is_asked,
    ),
    "decline": Form(
        title=N_("Decline the match"),
        line=("match", "decline"),
        fields=(
            NEEDED,
            SIDE,
            Field(
                name="replacement",
                label=N_("Who could come in instead"),
                kind="choice",
                choices=listed("organisation", "list"),
            ),
        ),
        button=N_("Decline it"),
        when=lambda member, row: row["status"] in ("proposed", "accepted") and may_answer(member, row),
    ),
    "plan": Form(
        title=N_("Plan the visit"),
        intro=N_("The match names who hosts and who visits."),
        line=("visit", "plan"),
        about="match",
        fields=(
            Field(name="title", label=N_("What the visit is about"), required=True, is_argument=True),
            Field(
                name="visitor",
                label=N_("Who visits"),
                kind="several",
                choices=lambda asking, row: of(asking, row["visitor"]),
            ),
            Field(
                name="host-person",
                label=N_("Who hosts"),
                kind="several",
                choices=lambda asking, row: of(asking, row["host"]),
            ),
            Field(
                name="year",
                label=N_("The programme year"),
                kind="choice",
                required=True,
                choices=years,
                known=lambda row: str(row["year"] or ""),
            ),
            Field(name="starts-on", label=N_("The first day"), kind="day"),
            Field(name="ends-on", label=N_("The last day"), kind="day"),
            Field(name="objectives", label=N_("What they want to learn"), kind="text"),
            Field(name="place", label=N_("Where, the city first"), hint=N_("All others read the region at most.")),
            Field(name="region", label=N_("In which region")),
            SETTING,
        ),
        button=N_("Plan it"),
        when=lambda member, row: (
            row["status"] == "accepted" and (concerns(member, row) or "coordinator" in member.roles)
        ),
    ),
}
NEED = Form(
    title=N_("What you want to learn elsewhere"),
    line=("match", "need"),
    fields=(
        Field(name="text", label=N_("What you want to learn"), kind="text", required=True, is_argument=True),
        Field(name="task", label=N_("The task at home that it is for"), kind="text"),
        SETTING,
    ),
    button=N_("State it"),
    then="/matches",
)
OFFER = Form(
    title=N_("What you can show others"),
    line=("match", "offer"),
    fields=(
        Field(name="text", label=N_("What you can show"), kind="text", required=True, is_argument=True),
        SETTING,
        Field(name="capacity", label=N_("Room for how many visits"), kind="number"),
        Field(name="from", label=N_("From this day on"), kind="day"),
        Field(name="until", label=N_("Until this day"), kind="day"),
        Field(name="constraints", label=N_("What visitors have to know, such as weeks of vetting"), kind="text"),
    ),
    button=N_("Offer it"),
    then="/matches",
)
WITHDRAWAL = {
    "withdraw": Form(
        title=N_("Take it back"),
        intro=N_("Matches that rest on it stay as they are."),
        line=("match", "withdraw"),
        fields=(WHY,),
        button=N_("Take it back"),
        then="/matches",
        when=lambda member, row: (
            row["status"] == "open" and (member.organisation == row["organisation"] or "coordinator" in member.roles)
        ),
    ),
}
YEAR = Form(
    title=N_("Open a programme year"),
    line=("year", "open"),
    fields=(
        Field(
            name="purpose",
            label=N_("What the year is for"),
            kind="choice",
            required=True,
            choices=PURPOSES,
        ),
        WHY,
    ),
    button=N_("Open it"),
    then="/coordinating",
    when=holding("coordinator"),
)
HELD = Field(name="held-on", label=N_("When"), kind="day", required=True)
MINUTES = (
    Field(name="held-on", label=N_("When"), kind="day", known=column("held_on")),
    Field(name="place", label=N_("Where"), known=column("place")),
    Field(name="agenda", label=N_("The agenda, one point on each line"), kind="lines", known=column("agenda")),
    Field(name="minutes", label=N_("The minutes"), kind="text", known=column("minutes")),
)
MEETING = Form(
    title=N_("Record a meeting"),
    intro=N_("Once it is recorded, decisions can be typed as they are taken, and the minutes be completed."),
    line=("meeting", "hold"),
    fields=(
        Field(name="title", label=N_("What it is called"), required=True, is_argument=True),
        Field(
            name="kind",
            label=N_("What kind"),
            kind="choice",
            choices=(
                ("plenary", N_("plenary")),
                ("working", N_("working meeting")),
                ("steering", N_("steering group")),
            ),
        ),
        HELD,
        MINUTES[1],
        Field(name="attended", label=N_("Who was there"), kind="several", choices=listed("person", "list")),
        *MINUTES[2:],
    ),
    button=N_("Record it"),
    when=holding("coordinator", "editor"),
)
MEETINGS = {
    "correct": Form(
        title=N_("Complete the minutes"),
        line=("meeting", "correct"),
        fields=(*MINUTES, NEEDED),
        button=N_("Record it"),
        when=holding("coordinator", "editor"),
    ),
}


def open_one(listed_by: str) -> Callable[[Request, str], Row]:
    """Find an offer or a need in the list of them, for it has no page of its own.

    Raises Refused when it is not there for the reader.
    """

    def found(request: Request, identity: str) -> Row:
        for row in visitor(request).ask("match", listed_by):
            if row["id"] == identity:
                return dict(row)
        kind = listed_by[:-1]
        raise Refused(f"There is no {kind} '{identity}' that you may read; look for it with the search.")

    return found


def of(asking: Visitor, organisation: str) -> Choices:
    """List the people of an organisation."""
    rows = asking.ask("person", "list", f"--organisation={organisation}")
    return [(row["id"], row["title"]) for row in rows if not row["status"]]


def coordinating(request: Request) -> Response:
    """Show who could visit whom, and the matches that wait for something."""
    asking, query = visitor(request), request.query_params
    wanted = {name: query.get(name, "") for name in ("host", "visitor", "year")}
    # With both sides it would be proposed.
    found = asking.ask("match", "propose", *options(wanted), "--dry-run", f"--limit={MOST}")
    return page(
        request,
        "coordinating/coordinating.html",
        pairs=found,
        wanted=wanted,
        organisations=[(row["id"], row["title"]) for row in asking.ask("organisation", "list")],
        matches=by_status(asking.ask("match", "list"), FIRST),
        command_ids=[command_id(None) for _ in found],
    )


def propose(request: Request) -> Response:
    """Propose a pair."""
    given = request.state.form
    ends = [f"--{side}={known('organisation', word(given, side))}" for side in ("host", "visitor")]
    answer = visitor(request).ask("match", "propose", *ends, f"--command-id={command_id(given)}")
    return recorded(request, answer, "/coordinating")


def matches(request: Request) -> Response:
    """List the matches, and what members offer and need."""
    asking = visitor(request)
    return page(
        request,
        "coordinating/matches.html",
        matches=by_status(asking.ask("match", "list"), FIRST),
        offers=asking.ask("match", "offers"),
        needs=asking.ask("match", "needs"),
    )


def match(request: Request) -> Response:
    """Show a match, with what speaks for it and against it."""
    asking, identity = visitor(request), known("match", request.path_params["id"])
    found = asking.ask("match", "show", "--", identity)
    return page(request, "coordinating/match.html", match=found)


def decisions(request: Request) -> Response:
    """Show the themes that a meeting may decide on, and what it decided so far."""
    asking, identity = visitor(request), known("meeting", request.path_params["id"])
    themes = [row for row in asking.ask("theme", "list") if row["status"] in OPEN_THEMES]
    return page(
        request,
        "coordinating/decisions.html",
        meeting=asking.ask("meeting", "show", "--", identity),
        themes=themes,
    )


ROUTES: list[Route] = [
    Route("/coordinating", coordinating, name="coordinating"),
    Route("/coordinating", propose, methods=["POST"], name="propose"),
    Route("/matches", matches, name="matches"),
    Route("/matches/{id}", match, name="match"),
    beginning("/new/need", NEED),
    beginning("/new/offer", OFFER),
    beginning("/new/meeting", MEETING),
    beginning("/new/year", YEAR),
    *steps("offer", WITHDRAWAL, open_one("offers")),
    *steps("need", WITHDRAWAL, open_one("needs")),
    Route("/meetings/{id}/decisions", decisions, name="decisions"),
    *steps("match", MATCHES),
    *steps("meeting", MEETINGS),
]
