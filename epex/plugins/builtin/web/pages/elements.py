"""Elements of practice, their transfers, and the challenges that they answer."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins import SETTINGS
from epex.plugins.builtin.web.asking import options, visitor
from epex.plugins.builtin.web.labels import CRITERIA
from epex.plugins.builtin.web.paging import part_of
from epex.plugins.builtin.web.places import known
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.wording import N_

# The order in which TIDieR describes what is done.
DESCRIBED = (
    ("rationale", N_("Why it is done")),
    ("target_group", N_("For whom")),
    ("materials", N_("What is needed")),
    ("steps", N_("What is done, step by step")),
    ("providers", N_("Who does it")),
    ("mode", N_("How")),
    ("place", N_("Where")),
    ("frequency", N_("When and how often")),
    ("core_parts", N_("What must stay as it is")),
    ("adaptable_parts", N_("What can be changed")),
    ("preconditions", N_("What has to be in place first")),
    ("risks", N_("What can go wrong")),
    ("scope", N_("How far it reaches")),
)
# What is compared between two places, as the field asks it.
TOLD = (
    ("reason", N_("Reason")),
    ("facilitators", N_("What helps")),
    ("barriers", N_("What stands in the way")),
    ("adaptations", N_("What was changed")),
    ("fidelity", N_("What was kept")),
    ("outcome", N_("What came of it")),
    ("failure", N_("What failed, and what to learn from it")),
)


def elements(request: Request) -> Response:
    """List the elements, of one setting where that is asked for."""
    asked = {"setting": request.query_params.get("setting", "")}
    rows = visitor(request).ask("element", "list", *options(asked))
    return page(request, "practice/elements.html", part=part_of(request, rows), asked=asked, settings=SETTINGS)


def element(request: Request) -> Response:
    """Show one element: what is done, what it rests on, where it was tried."""
    shown = visitor(request).ask("element", "show", known("element", request.path_params["id"]))
    return page(request, "practice/element.html", element=shown, described=DESCRIBED)


def transfer(request: Request) -> Response:
    """Show one transfer: how both places compare, what was tried, what became of it."""
    shown = visitor(request).ask("transfer", "show", known("transfer", request.path_params["id"]))
    return page(request, "practice/transfer.html", transfer=shown, criteria=CRITERIA, told=TOLD)


def challenges(request: Request) -> Response:
    """List the challenges."""
    rows = visitor(request).ask("challenge", "list")
    return page(request, "practice/challenges.html", part=part_of(request, rows))


def challenge(request: Request) -> Response:
    """Show one challenge, who shares it, and what answers it."""
    shown = visitor(request).ask("challenge", "show", known("challenge", request.path_params["id"]))
    return page(request, "practice/challenge.html", challenge=shown)


ROUTES = [
    Route("/elements", elements, name="elements"),
    Route("/elements/{id}", element, name="element"),
    Route("/transfers/{id}", transfer, name="transfer"),
    Route("/challenges", challenges, name="challenges"),
    Route("/challenges/{id}", challenge, name="challenge"),
]
