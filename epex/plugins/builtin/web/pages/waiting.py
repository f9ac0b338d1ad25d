"""The first page: what waits for whoever is signed in, the most urgent first, each with where to do it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web.asking import visitor
from epex.plugins.builtin.web.forms import BEGUN, step_at
from epex.plugins.builtin.web.places import place_of
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.wording import N_

MOST = 5
COMMAND = re.compile(r"(\S+ \S+)(?: (\S+))?(?: --(?:follow-up|side) (\w+))?")
# Where the site does what the command line would; all else is done from the page of the thing itself.
DONE_AT: Mapping[str, Callable[[str, str], str]] = {
    "reflection record": lambda identity, months: f"/reflect/{identity}" + (f"/{months}" if months else ""),
    "reflection uses": lambda *_: "/uses",
    "retention due": lambda *_: "/protecting",
    "transfer grid": lambda identity, side: f"/transfers/{identity}/compare-{side}",
}
HEADINGS = (
    N_("Agreements not signed by both sides"),
    N_("Agreements to sign"),
    N_("Chapters to approve"),
    N_("Chapters to draft"),
    N_("Chapters to draft anew"),
    N_("Chapters to review"),
    N_("Consents asked of you"),
    N_("Editions to freeze"),
    N_("Editions to publish"),
    N_("Elements to look at again"),
    N_("Errata due"),
    N_("Findings that rest on nothing yet"),
    N_("Follow-ups to write"),
    N_("Grids to fill"),
    N_("Incidents that concern you"),
    N_("Kept long enough"),
    N_("Matches that others have not answered"),
    N_("Matches to accept or decline"),
    N_("Matches to plan a visit from"),
    N_("On the data protection officer's desk"),
    N_("Pilots to evaluate"),
    N_("Reflections missing"),
    N_("Reviewers to agree to"),
    N_("Reviews to write"),
    N_("Stories that may be released"),
    N_("Tellers of stories to ask"),
    N_("Transfers to look at again"),
    N_("Transfers to move on"),
    N_("Viewpoints to sign"),
    N_("Visits to move on"),
    N_("Visits to reflect on"),
    N_("Where your lessons are used"),
)


class Waiting(NamedTuple):
    """Things of one kind that wait: the most urgent, and the others."""

    heading: str
    first: Sequence[Any]
    rest: Sequence[Any]


def waiting(request: Request) -> Response:
    """Show what waits."""
    asking = visitor(request)
    duties = asking.ask("waiting", "--all")
    is_first = not duties and "coordinator" in asking.member.roles and not asking.ask("visit", "list")
    begins = beginnings() if is_first and not asking.as_of else []
    return page(request, "waiting.html", groups=list(grouped(duties)), begins=begins)


def beginnings() -> list[tuple[str, str]]:
    """List how an exchange begins, step by step: paths and titles."""
    members, wishes = ("organisation add", "person add"), ("year open", "match offer", "match need")
    come, meet = ("/invitations", N_("Invite somebody")), ("/coordinating", N_("Who could visit whom"))
    return [*(BEGUN[line] for line in members), come, *(BEGUN[line] for line in wishes), meet]


def grouped(duties: Sequence[Any]) -> Iterator[Waiting]:
    """Put together what has the same heading, each with its address."""
    for heading, together in groupby(duties, key=lambda duty: duty["heading"]):
        placed = [{**duty, "place": done_at(duty)} for duty in together]
        yield Waiting(heading, placed[:MOST], placed[MOST:])


def done_at(duty: Mapping[str, str]) -> str:
    """Give the path at which something that waits is done; nothing where the site cannot do it."""
    found = COMMAND.match(duty["command"])
    verb, identity, more = found.groups() if found else ("", "", "")
    if verb in DONE_AT:
        return DONE_AT[verb](identity or "", more or "")
    return step_at(verb, identity) or place_of(identity) or place_of(duty["id"])


def uses(request: Request) -> Response:
    """Show where one's lessons are used."""
    return page(request, "uses.html", uses=visitor(request).ask("reflection", "uses"))


ROUTES = [Route("/", waiting, name="waiting"), Route("/uses", uses, name="uses")]
