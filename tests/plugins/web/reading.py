"""The addresses of the pages that are read, with things of the demo, and what every one of them has to be."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from tests.plugins.web.visiting import Site

STYLED = re.compile(r"<[^>]*\s(?:style|on[a-z]+)=|<style|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def addresses(site: Site, name: str) -> Iterator[str]:
    """List the pages that are read, each kind once."""
    yield from ("/", "/visits", "/visits?year=2&mine=1", "/meetings", "/uses", "/challenges", "/elements", "/themes")
    yield from ("/elements?setting=prison", "/search", "/search?q=trust&why=1", "/search?q=ثقة", "/audit")
    yield from ("/audit?type=theme&since=2017-01-01", "/audit/events/521", "/reports", "/reports/genealogy")
    yield from ("/reports/practice-transfer", "/changes", "/changes?from=2017-06-30&to=2017-07-31")
    for kind, place in {"visit": "visits", "meeting": "meetings", "challenge": "challenges"}.items():
        yield f"/{place}/{first(site, name, kind)}"
    for kind, place in {"element": "elements", "theme": "themes", "transfer": "transfers"}.items():
        identity = first(site, name, kind)
        yield from (f"/{place}/{identity}", f"/why/{identity}")
    yield f"/themes/{first(site, name, 'theme')}?as_of=2017-03-01"
    yield f"/reports/practice-transfer?element={first(site, name, 'element')}"
    arabic = next(row["id"] for row in site.ask(name, "reflection", "list") if row["language"] == "ar")
    yield f"/reflections/{arabic}"
    yield from ("/organisations", f"/organisations/{first(site, name, 'organisation')}", "/questions", "/searches")
    yield from ("/thesaurus", "/thesaurus?language=sq", f"/thesaurus/{first(site, name, 'thesaurus')}")


def desks(site: Site) -> Iterator[tuple[str, str]]:
    """List the pages and forms that are for some people, each with somebody who is offered it."""
    practitioner, editor, officer, evaluator = (
        "Gisela Trautwein-Haas",
        "Aylin Demirbaş-Koch",
        "Orla Keaveney",
        "Sunniva Pell",
    )
    element, theme, transfer, quote, publication, finding, interview = (
        first(site, evaluator, kind)
        for kind in ("element", "theme", "transfer", "quote", "publication", "finding", "interview")
    )
    own = next(row["id"] for row in site.ask(practitioner, "reflection", "list") if row["person_title"] == practitioner)
    yield from (
        (practitioner, path) for path in ("/evaluating", "/retention", "/plugins", f"/quotes/{quote}", "/account")
    )
    yield from ((practitioner, f"/reflections/{own}/{step}") for step in ("quote", "translate", "withdraw", "release"))
    yield from ((editor, f"/elements/{element}/{step}") for step in ("link", "unlink", "label", "merge"))
    yield from ((editor, f"/themes/{theme}/{step}") for step in ("link", "unlink", "rename", "split", "merge"))
    yield from ((editor, f"/publications/{publication}"), (practitioner, f"/findings/{finding}"))
    yield from ((officer, f"/transfers/{transfer}/{step}") for step in ("compare-source", "compare-receiving"))
    yield from ((officer, path) for path in ("/protecting", "/retention", "/retention/set", "/retention/extend"))
    yield from ((evaluator, path) for path in ("/evaluating", f"/interviews/{interview}", "/new/interview"))
    yield from ((evaluator, path) for path in ("/new/finding", "/new/story"))
    organisation, challenge = first(site, officer, "organisation"), first(site, officer, "challenge")
    yield from ((officer, f"/organisations/{organisation}/{step}") for step in ("revise", "leave"))
    yield from ((officer, f"/people/{site.people[practitioner]}/{step}") for step in ("revise", "roles", "move"))
    yield from ((officer, path) for path in ("/new/organisation", "/new/person", "/new/consent", "/new/concept"))
    yield from ((officer, path) for path in ("/invitations", f"/challenges/{challenge}/share", "/new/year"))
    yield from ((evaluator, f"/interviews/{interview}/{step}") for step in ("revise", "withdraw"))


def first(site: Site, name: str, kind: str) -> str:
    """Give the id of the first thing of a kind."""
    return str(site.ask(name, kind, "list")[0]["id"])


def titled(site: Site, name: str, kind: str, title: str) -> str:
    """Give the id of a thing by how its title begins."""
    return next(str(row["id"]) for row in site.ask(name, kind, "list") if row["title"].startswith(title))


class Outline(HTMLParser):
    """Reads the headings, and what a page loads, out of a page."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.headings: list[str] = []
        self.loaded: list[str] = []
        self._heading: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a heading, or note what is loaded."""
        given = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self._heading = ""
        if tag in ("link", "script", "img"):
            self.loaded.append(str(given.get("href") or given.get("src")))

    def handle_data(self, data: str) -> None:
        """Gather the words of a heading."""
        if self._heading is not None:
            self._heading += data

    def handle_endtag(self, tag: str) -> None:
        """End a heading."""
        if re.fullmatch("h[1-6]", tag) and self._heading is not None:
            self.headings.append(" ".join(self._heading.split()))
            self._heading = None
