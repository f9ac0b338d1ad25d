"""What the pages of a site lead somebody to fill in, beside the rights of the command that each form becomes."""

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from typing import NamedTuple

from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web.forms import BEGUN, OFFERED, WHERE
from tests.plugins.web.crawling import KINDS
from tests.plugins.web.visiting import Site, Visit
from tests.rights.recording import RIGHTS
from tests.rights.recording_right import Right

LINK = re.compile(r'<a [^>]*href="([^"?#]*)')
# What is long to make, and leads to no form.
LONG = re.compile(r"/(?:audit/|reports|why|bundle|plugins|changes|people)")
# They are no `Form` with a line of its own.
PAGES = {"/people/{id}/erase": ("person", "person erase"), "/reflect/{about}": ("visit", "reflection record")}


class Offered(NamedTuple):
    """A form that a page leads to: where it is, what it is about, and the line that it becomes."""

    path: str
    kind: str
    line: tuple[str, ...]

    @property
    def command(self) -> str:
        """Name its command."""
        return " ".join(word for word in self.line if not word.startswith("--"))


def rights_of(form: Offered) -> list[Right]:
    """Find what the table of rights says of a form: of its command, its options, and the kind of thing it is about."""
    found = [right for right in RIGHTS if right.command == form.command]
    asked = {word for word in form.line if word.startswith("--")}
    others = {kind for kind, forms in OFFERED.items() if kind != form.kind for one in forms.values() if _is(one, form)}
    about = [right for right in found if _kind(right) == form.kind] or [
        right for right in found if _kind(right) not in others
    ]
    return [right for right in about if asked <= set(right.arguments)] or about or found


def _is(other: object, form: Offered) -> bool:
    return getattr(other, "line", ()) == form.line


def _kind(right: Right) -> str:
    named = re.match(r"\{([a-z]+)", right.arguments[0] if right.arguments else "")
    return named[1] if named else ""


def forms_at() -> Iterator[tuple[re.Pattern[str], str, tuple[str, ...]]]:
    """List the addresses of all forms, with what each is about and becomes."""
    for kind, forms in OFFERED.items():
        for verb, form in forms.items():
            yield re.compile(f"{WHERE[kind]}/{kind}-[^/]+/{verb}"), kind, form.line
    for line, (path, _) in BEGUN.items():
        yield re.compile(path), "", tuple(line.split())
    for path, (kind, command) in PAGES.items():
        yield re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), kind, tuple(command.split())


def offered(site: Site, browser: Visit, ids: list[str]) -> set[Offered]:
    """Open every page of a list, and the page of each of some things, and give the forms that they lead to."""
    known, found = list(forms_at()), set[Offered]()
    for path in pages(site, ids):
        shown = browser.get(path)
        links = {unescape(href) for href in LINK.findall(shown.text)} if shown.status_code == 200 else set()
        found |= {Offered(href, kind, line) for href in links for at, kind, line in known if at.fullmatch(href)}
    return found


def pages(site: Site, ids: list[str]) -> Iterator[str]:
    """List the pages that are no forms."""
    routes = [route for route in site.app._app.routes if isinstance(route, Route)]  # type: ignore[attr-defined]
    plain = [route.path for route in routes if "{" not in route.path and "POST" not in (route.methods or ())]
    yield from (path for path in plain if not LONG.match(path))
    shown = {route.path for route in routes}
    for identity in ids:
        place = WHERE[identity.partition("-")[0]]
        yield from (f"{place}/{identity}{rest}" for rest in ("", "/decisions") if f"{place}/{{id}}{rest}" in shown)


def things(site: Site, name: str) -> list[str]:
    """List what there is for somebody to read: of each kind, one of each status."""
    found: dict[tuple[str, str], str] = {}
    for kind in (*KINDS, "quote", "interview", "finding", "story", "thesaurus"):
        with suppress(Refused):
            for row in site.ask(name, kind, "list"):
                found.setdefault((kind, str(row.get("status"))), str(row["id"]))
    return [identity for identity in found.values() if identity.partition("-")[0] in WHERE]
