"""Keeping: how long things are kept, and what is kept longer, with the reason."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web.asking import Visitor, visitor
from epex.plugins.builtin.web.filling import beginning
from epex.plugins.builtin.web.forms import Choices, Field, Form, Row
from epex.plugins.builtin.web.pages.recording import NEEDED
from epex.plugins.builtin.web.paging import part_of
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.wording import N_, term

KINDS = (
    ("reflection", N_("reflection")),
    ("interview", N_("interview")),
    ("story", N_("story")),
    ("person", N_("person")),
    ("request", N_("request")),
    ("incident", N_("incident")),
)
PLACE = "/retention"


def due(asking: Visitor, _: Row) -> Choices:
    """Offer what was kept long enough."""
    return [(row["id"], row["title"]) for row in asking.ask("retention", "due")]


def ruled(asking: Visitor, _: Row) -> Choices:
    """Offer the kinds that a rule is in force for."""
    rows = [row for row in asking.ask("retention", "list") if row["status"] == "in force"]
    return [(row["kind"], term(row["kind"], asking.language)) for row in rows]


SET = Form(
    title=N_("Set how long something is kept"),
    intro=N_("Counted from the day that it is about; for people, from the day their organisation left."),
    line=("retention", "set"),
    fields=(
        Field(name="kind", label=N_("What"), kind="choice", choices=KINDS, required=True, is_argument=True),
        Field(name="months", label=N_("How many months"), kind="number", required=True),
        NEEDED,
    ),
    button=N_("Set it"),
    then=PLACE,
)
LIFT = Form(
    title=N_("Lift a rule"),
    line=("retention", "lift"),
    fields=(
        Field(name="kind", label=N_("What"), kind="choice", choices=ruled, required=True, is_argument=True),
        NEEDED,
    ),
    button=N_("Lift it"),
    then=PLACE,
)
EXTEND = Form(
    title=N_("Keep something longer"),
    line=("retention", "extend"),
    fields=(
        Field(name="which", label=N_("What"), kind="choice", choices=due, required=True, is_argument=True),
        Field(name="until", label=N_("Until this day"), kind="day", required=True),
        NEEDED,
    ),
    button=N_("Keep it longer"),
    readers="private",
    then=PLACE,
)


def rules(request: Request) -> Response:
    """Show the rules, and what was kept long enough."""
    asking = visitor(request)
    return page(
        request,
        "protecting/retention.html",
        rules=asking.ask("retention", "list"),
        due=part_of(request, asking.ask("retention", "due")),
        is_officer="data_protection_officer" in asking.member.roles,
    )


ROUTES: list[Route] = [
    Route(PLACE, rules, name="retention"),
    beginning("/retention/set", SET),
    beginning("/retention/lift", LIFT),
    beginning("/retention/extend", EXTEND),
]
