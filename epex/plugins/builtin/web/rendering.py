"""Pages: templates that escape everything, people's texts as sanitised Markdown, addresses that keep the day."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache, partial
from typing import Any
from urllib.parse import quote, urlencode

import nh3
from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from epex.plugins import Refused
from epex.plugins.builtin.web import finding, kept, labels, naming, recounting, wording
from epex.plugins.builtin.web.asking import Visitor, status_of, visitor
from epex.plugins.builtin.web.forms import may_begin, steps_of
from epex.plugins.builtin.web.guarding import path_of
from epex.plugins.builtin.web.places import place_of
from epex.plugins.builtin.web.refusing import alert, objection
from epex.plugins.builtin.web.static_files import static_path
from epex.plugins.builtin.web.terms import SEVERAL
from epex.plugins.builtin.web.wording import N_

BLOCKS = frozenset({"p", "ul", "ol", "li", "blockquote", "pre", "table", "th", "td"})
TAGS = set(BLOCKS | {"a", "strong", "em", "code", "br", "hr", "thead", "tbody", "tr", "del"})
SCHEMES = {"http", "https", "mailto"}
# So many dates are kept as they are written; a network's days come again on every page.
DAYS = 4096
READERS = {
    "private": N_("Only the author can read this."),
    "pair": N_("The people of this visit can read this."),
    "organisation": N_("The organisations of this visit can read this."),
    "network": N_("Everybody in the network can read this."),
    "public": N_("Everybody can read this, also outside the network."),
    "evaluation": N_("Only the evaluation team can read this."),
    "asked": N_("Only whoever is asked, whoever asked and the data protection officer can read this."),
    "review": N_("The owner of the element and its reviewers can read this."),
}
# Where the pages are that the navigation leads to, in its order; a page that is not for everybody names its roles.
NAVIGATION: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("/", N_("Waiting"), frozenset()),
    ("/visits", N_("Visits"), frozenset()),
    ("/elements", N_("Practice"), frozenset()),
    ("/themes", N_("Themes"), frozenset()),
    ("/reports", N_("Reports"), frozenset()),
    ("/audit", N_("Audit"), frozenset()),
    ("/coordinating", N_("Coordinating"), frozenset({"coordinator"})),
    ("/publications", N_("Publications"), frozenset({"coordinator", "editor"})),
    ("/evaluating", N_("Evaluation"), frozenset({"evaluator"})),
    ("/protecting", N_("Data protection"), frozenset({"data_protection_officer"})),
)


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """Answer with a page: the template's, with navigation, language, the day looked back to, and the form's token."""
    return HTMLResponse(rendered(request, template, **values), status)


def rendered(request: Request, template: str, **values: Any) -> str:
    """Write a template for the visitor of a request."""
    asking = visitor(request)
    language = asking.language
    around = {
        "request": request,
        "visitor": asking,
        "language": language,
        "words": wording.words_for(language),
        "as_of": asking.as_of,
        "token": getattr(request.state, "token", ""),
        "url": partial(address, request),
        "static": partial(static_address, request),
        "navigation": navigation(request),
        "network": asking.served.network().name,
        "notices": asking.notices,
        "alert": partial(alert, path=path_of(request.scope), language=language, url=partial(address, request)),
        "objection": partial(objection, path=path_of(request.scope), language=language, url=partial(address, request)),
        "path": path_of(request.scope),
        "parameters": request.query_params,
        "panels_of": partial(panels_of, asking),
        "steps_of": partial(steps_of, asking.member) if asking.person else None,
        "may_begin": partial(may_begin, asking.member) if asking.person else None,
    }
    return environment(language).get_template(template).render(**around, **values)


def refusal(request: Request, refused: Refused) -> Response:
    """Answer a refusal with its sentence; what is hidden and what was never there get the same page."""
    status = status_of(refused)
    return page(request, "refused.html", status=status, status_code=status, sentence=str(refused))


def navigation(request: Request) -> list[tuple[str, str, bool]]:
    """List the addresses and names that lead on, for somebody who is signed in, and which one is shown."""
    asking = visitor(request)
    if not asking.person:
        return []
    here = path_of(request.scope)
    roles = frozenset(asking.member.roles)
    return [
        (path, title, here == path or (path != "/" and here.startswith(f"{path}/")))
        for path, title, needed in NAVIGATION
        if not needed or needed & roles
    ]


def address(request: Request, path: str, /, **query: Any) -> str:
    """Write an address of the site, below where it is served, which keeps the day looked back to."""
    given = {"as_of": visitor(request).as_of, **query}
    asked = {name: value for name, value in given.items() if value not in ("", None)}
    root = str(request.scope.get("root_path", ""))
    return root + quote(path, safe="/%#") + (f"?{urlencode(asked, doseq=True)}" if asked else "")


def static_address(request: Request, name: str) -> str:
    """Write the address of a file that comes with the site, which changes with what is in it."""
    return str(request.scope.get("root_path", "")) + static_path(name)


@cache
def environment(language: str) -> Environment:
    """Make the templates' surroundings for a language."""
    made = Environment(
        loader=PackageLoader("epex.plugins.builtin.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(wording.catalogue(wording.words_for(language)), newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(filters(language))
    made.globals.update(
        place_of=place_of,
        readers_of=partial(readers_of, language=language),
        named=partial(named, language=language),
        colon="\N{NO-BREAK SPACE}: " if language == "fr" else ": ",
    )
    return made


def filters(language: str) -> Mapping[str, Any]:
    """List the filters of a language's templates."""
    return {
        "day": partial(time, language=language),
        "count": partial(wording.number, language=language),
        "country": partial(wording.country, language=language),
        "tongue": partial(wording.tongue, language=language),
        "term": partial(wording.term, language=language),
        "terms": partial(wording.terms, language=language),
        "headed": headed,
        "label": partial(labels.label, language=language),
        "facts": partial(kept.facts, language=language),
        "recorded": partial(kept.recorded, language=language),
        "worded": lambda value, name: kept.worded(name, value, language),
        "several": partial(several, language=language),
        "listed": partial(listed, language=language),
        "prose": prose,
        "said": partial(said_in, words=language),
        "told": partial(naming.told, language=language),
        "match": partial(naming.match_told, language=language),
        "hinted": partial(finding.hinted, language=language),
        "reasons": partial(finding.reasons, language=language),
        "happened": partial(recounting.happened, language=language),
        "changed": partial(recounting.changed, language=language),
        "plain": naming.plain,
        "foreign": partial(naming.foreign, language=language),
        "marked": marked,
    }


@lru_cache(DAYS)
def time(value: str, language: str = "en") -> Markup:
    """Write a date in its language, with what a program reads."""
    if not value:
        return Markup("")
    written = wording.day(value, language)
    if wording.words_for(language) == language:
        return Markup('<time datetime="{}">{}</time>').format(value[:10], written)
    marks = (value[:10], language, wording.direction(language), written)
    return Markup('<time datetime="{}" lang="{}" dir="{}">{}</time>').format(*marks)


def readers_of(visibility: str, language: str = "en") -> str:
    """Say in words who may read something."""
    return wording.gettext(READERS.get(visibility, ""), language)


def panels_of(asking: Visitor, row: Mapping[str, Any]) -> list[tuple[str, str, dict[str, str]]]:
    """List the panels of plugins for the page of something: the title, the report's path, and what it is asked."""
    kind = str(row["id"]).partition("-")[0]
    panels = asking.served.panels()
    return [(panel.title, f"/reports/{panel.report}", {kind: row["id"]}) for panel in panels if panel.on == kind]


def headed(words: str) -> str:
    """Write words as a heading begins, for `capitalize` makes nouns small that follow."""
    return words[:1].upper() + words[1:]


def several(kind: str, number: int, language: str = "en") -> str:
    """Write a kind as a heading over so many of it."""
    plural = SEVERAL.get(kind, "") if number != 1 else ""
    return wording.gettext(plural, language) or headed(wording.term(kind, language))


def listed(names: Iterable[str], language: str = "en") -> Markup:
    """Write names one after another, in the direction of the language that they are in."""
    comma = "، " if wording.direction(language) == "rtl" else ", "
    return Markup("<bdi>{}</bdi>").format(comma.join(names))


def named(codes: Iterable[str], language: str = "en") -> list[tuple[str, str]]:
    """Put what they mean beside the terms of the vocabulary, as the choices of a field."""
    return [(code, wording.term(code, language)) for code in codes]


def said(text: str, language: str = "") -> Markup:
    """Write somebody's words on one line, in their own language and direction."""
    opening = Markup('<bdi lang="{}">').format(language) if language else Markup("<bdi>")
    # A page has hundreds of these, and joining is ten times as fast as filling in.
    return opening + escape(text) + Markup("</bdi>")


def said_in(text: str, language: str = "", words: str = "en") -> Markup:
    """Write a title on one line: somebody's words as they are, the base's own in the language of the page."""
    own = naming.told(text, words) if wording.words_for(words) != "en" else text
    return said(text, language) if own == text else said(own)


def prose(text: str, language: str = "") -> Markup:
    """Write somebody's text, which may be Markdown, in their own language and direction."""
    spoken = Markup(' lang="{}"').format(language) if language else Markup("")
    inner = nh3.clean(
        _markdown().render(text),
        tags=TAGS,
        attributes={"a": {"href"}, **{tag: {"dir"} for tag in BLOCKS}},
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    return Markup('<div class="prose" dir="auto"{}>{}</div>').format(spoken, Markup(inner))  # noqa: S704 - cleaned


def marked(snippet: str) -> Markup:
    """Write a snippet of the search; the words that were found are marked."""
    written = str(escape(snippet)).replace("[[", "<mark>").replace("]]", "</mark>")
    balanced = written.count("<mark>") == written.count("</mark>")
    return Markup(written) if balanced else escape(snippet)  # noqa: S704 - escaped above


@cache
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    reader.disable(["image", "heading", "lheading"])
    reader.add_render_rule("paragraph_open", _directed)
    for kind in ("list_item", "blockquote", "th", "td"):
        reader.add_render_rule(f"{kind}_open", _directed)
    return reader


def _directed(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    tokens[index].attrSet("dir", "auto")
    return self.renderToken(tokens, index, options, env)
