"""Search: a question, what was found with the words marked, and the facets that narrow it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web import wording
from epex.plugins.builtin.web.asking import Visitor, options, visitor
from epex.plugins.builtin.web.naming import told
from epex.plugins.builtin.web.paging import Part, offset_of
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.wording import N_

STEP = 20
MOST = 8
FACETS = {
    "kind": N_("What"),
    "language": N_("Language"),
    "country": N_("Country"),
    "setting": N_("Setting"),
    "year": N_("Programme year"),
    "organisation": N_("Organisation"),
}
NARROWING = (*FACETS, "theme", "label", "since", "until", "sort")


class Choice(NamedTuple):
    """One value of a facet: what it is called, how many there are, and whether it is chosen."""

    code: str
    title: str
    found: int


class Facet(NamedTuple):
    """What a search can be narrowed by."""

    name: str
    title: str
    choices: list[Choice]


def search(request: Request) -> Response:
    """Answer a question; without one, ask for it."""
    asking, query = visitor(request), request.query_params.get("q", "").strip()
    asked = {name: request.query_params.get(name, "") for name in NARROWING}
    explained = request.query_params.get("why", "")
    given: dict[str, Any] = {"query": query, "asked": asked, "explained": explained, "chosen": []}
    if not query:
        return page(request, "search.html", found=None, facets=[], part=Part((), 0, STEP, more=False), **given)
    offset = offset_of(request)
    wanted = (*options(asked), f"--limit={STEP}", f"--offset={offset}", *(("--explain",) if explained else ()))
    found = asking.ask("search", *wanted, "--", query)
    named = Named(asking)
    given["chosen"] = [(name, named(name, value)) for name, value in asked.items() if value and name in FACETS]
    facets = list(facets_of(found["facets"], asked, named))
    hits = found["hits"]
    part = Part(hits, offset, STEP, more=offset + len(hits) < found["total"])
    return page(request, "search.html", found=found, facets=facets, part=part, **given)


class Named:
    """What the values of facets are called in a visitor's language."""

    def __init__(self, asking: Visitor) -> None:
        """Take the visitor; organisations are asked for when one is named."""
        self._asking = asking
        self._organisations: Mapping[str, str] | None = None

    def __call__(self, facet: str, code: str) -> str:
        """Name a value of a facet."""
        spoken = self._asking.language
        match facet:
            case "organisation":
                return self._organisation(code)
            case "language":
                return wording.tongue(code, spoken)
            case "country":
                return wording.country(code, spoken)
            case "year":
                return told(f"Year {code}", spoken)
            case _:
                return wording.term(code, spoken)

    def _organisation(self, code: str) -> str:
        if self._organisations is None:
            rows = self._asking.ask("organisation", "list")
            self._organisations = {row["id"]: row["title"] for row in rows}
        return self._organisations.get(code, code)


def facets_of(counts: Mapping[str, Mapping[str, int]], asked: Mapping[str, str], named: Named) -> Iterator[Facet]:
    """List the facets that narrow further, each with its most frequent values."""
    for name, title in FACETS.items():
        if len(counts.get(name, {})) > 1 and not asked[name]:
            most = list(counts[name].items())[:MOST]
            yield Facet(name, title, [Choice(str(code), named(name, str(code)), found) for code, found in most])


ROUTES = [Route("/search", search, name="search")]
