"""Search: a question, what was found with the words marked, and the facets that narrow it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web import wording
from epex.plugins.builtin.web.asking import Visitor, visitor
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
NARROWING = {
    **FACETS,
    "theme": N_("Theme"),
    "label": N_("Label"),
    "since": N_("From this day on"),
    "until": N_("Until this day"),
    "sort": N_("Order"),
    "query_language": N_("The language of your words"),
    "fuzzy": N_("Also what looks like the words"),
    "no_thesaurus": N_("Without what means the same"),
}
# Of these there is one at most.
ONCE = ("since", "until", "sort", "query_language")
FLAGS = ("fuzzy", "no_thesaurus")
Asked = Mapping[str, Sequence[str]]


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
    asked = narrowed(request.query_params)
    explained = request.query_params.get("why", "")
    given: dict[str, Any] = {"query": query, "asked": asked, "explained": explained, "chosen": []}
    if not query:
        return page(request, "search.html", found=None, facets=[], part=Part((), 0, STEP, more=False), **given)
    offset = offset_of(request)
    wanted = (*lines_of(asked), f"--limit={STEP}", f"--offset={offset}", *(("--explain",) if explained else ()))
    found = asking.ask("search", *wanted, "--", query)
    named = Named(asking)
    given["chosen"] = [
        (called(name, value, named), {**asked, name: [other for other in values if other != value]})
        for name, values in asked.items()
        for value in values
    ]
    facets = list(facets_of(found["facets"], asked, named))
    hits = found["hits"]
    part = Part(hits, offset, STEP, more=offset + len(hits) < found["total"])
    return page(request, "search.html", found=found, facets=facets, part=part, **given)


def narrowed(given: ImmutableMultiDict[str, Any]) -> dict[str, list[str]]:
    """Read what a search is narrowed by, and how it is asked; each may be several."""
    asked = {name: [value for each in given.getlist(name) if (value := str(each).strip())] for name in NARROWING}
    return {name: values[-1:] if name in ONCE or name in FLAGS else values for name, values in asked.items()}


def lines_of(asked: Asked) -> Iterator[str]:
    """Write it as options of the command line."""
    for name, values in asked.items():
        option = f"--{name.replace('_', '-')}"
        yield from (option if name in FLAGS else f"{option}={value}" for value in values)


def called(name: str, value: str, named: "Named") -> str:
    """Say one thing that a search is narrowed by; where its value says too little, with what it is."""
    title = wording.gettext(NARROWING[name], named.language)
    if name in FLAGS:
        return title
    return named(name, value) if name in FACETS or name in ("theme", "label") else f"{title}: {named(name, value)}"


class Named:
    """What the values of facets are called in a visitor's language."""

    def __init__(self, asking: Visitor) -> None:
        """Take the visitor; organisations are asked for when one is named."""
        self._asking = asking
        self._titles: dict[str, Mapping[str, str]] = {}

    @property
    def language(self) -> str:
        """Give the visitor's language."""
        return self._asking.language

    def __call__(self, facet: str, code: str) -> str:
        """Name a value of a facet."""
        spoken = self._asking.language
        match facet:
            case "organisation" | "theme":
                return self._title(facet, code)
            case "since" | "until":
                return code
            case "language" | "query_language":
                return wording.tongue(code, spoken)
            case "country":
                return wording.country(code, spoken)
            case "year":
                return told(f"Year {code}", spoken)
            case _:
                return wording.term(code, spoken)

    def _title(self, kind: str, code: str) -> str:
        if kind not in self._titles:
            self._titles[kind] = {row["id"]: row["title"] for row in self._asking.ask(kind, "list")}
        return self._titles[kind].get(code, code)


def facets_of(
    counts: Mapping[str, Mapping[str, int]], asked: Mapping[str, Sequence[str]], named: Named
) -> Iterator[Facet]:
    """List the facets that narrow further, each with its most frequent values."""
    for name, title in FACETS.items():
        if len(counts.get(name, {})) > 1 and not asked[name]:
            most = list(counts[name].items())[:MOST]
            yield Facet(name, title, [Choice(str(code), named(name, str(code)), found) for code, found in most])


ROUTES = [Route("/search", search, name="search")]
