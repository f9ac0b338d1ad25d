"""What is hidden is not there: the same answer, by the same statements and the same calls, whichever it is."""

import cProfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from epex.plugins import Refused
from epex.plugins.builtin.web.places import PLACES
from tests.plugins.web.reading import addresses
from tests.plugins.web.visiting import Site, Visit

READER = "Griet Vandermoere"
OTHERS = ("Orla Keaveney", "Gisela Trautwein-Haas", "Aylin Demirbaş-Koch", "Sunniva Pell")
NEVER = str(UUID(int=0x3F2A_0000_0000_4000_8000_0000_0000_0000))

# By the kind: the command that lists it, where that is called otherwise.
LISTED = {"concept": "thesaurus"}


def hidden(site: Site) -> dict[str, str]:
    """Find something of each kind that others read and one reader does not."""
    listed = {kind: {name: ids(site, name, kind) for name in (READER, *OTHERS)} for kind in PLACES}
    unread = {kind: set().union(*seen.values()) - seen[READER] for kind, seen in listed.items()}
    return {kind: min(found) for kind, found in unread.items() if found}


def ids(site: Site, name: str, kind: str) -> set[str]:
    """List what somebody reads of a kind."""
    return {str(row["id"]) for row in site.ask(name, LISTED.get(kind, kind), "list")}


def pair(kind: str, identity: str) -> tuple[str, ...]:
    """Name what is hidden and what never was, once before it counts, so that what is kept is kept."""
    return (identity, f"{kind}-{NEVER}") * 2


@contextmanager
def statements() -> Iterator[list[str]]:
    """Write down every statement that any database is asked."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def calls(act: Callable[[], object]) -> dict[tuple[str, int, str], int]:
    """Count how often each function is called."""
    profile = cProfile.Profile()
    with profile, pytest.raises(Refused):
        act()
    # A collection of garbage comes when it comes.
    return {
        (entry.code.co_filename, entry.code.co_firstlineno, entry.code.co_name): entry.callcount
        for entry in profile.getstats()
        if not isinstance(entry.code, str) and "weakref" not in entry.code.co_filename
    }


def test_demo_hides_something_of_several_kinds(reading: Site) -> None:
    assert {"reflection", "request", "consent"} <= set(hidden(reading))


@pytest.mark.parametrize("path", ["{place}/{id}", "/why/{id}", "{place}/{id}?as_of=2018-06-30"])
def test_hidden_page_and_page_that_never_was_ask_the_same_and_answer_the_same(reading: Site, path: str) -> None:
    browser = reading.member(READER)
    for kind, identity in hidden(reading).items():
        told = []
        for one in pair(kind, identity):
            with statements() as asked:
                # Compressed, a page is as long as its token makes it.
                answer = browser.get(path.format(place=PLACES[kind], id=one), **{"Accept-Encoding": "identity"})
            told.append((answer.status_code, browser.main.replace(one, "ID"), dict(answer.headers), asked))

        assert told[2] == told[3], kind


def test_hidden_thing_and_thing_that_never_was_take_the_same_calls(reading: Site) -> None:
    for kind, identity in hidden(reading).items():
        counted = [calls(partial(reading.ask, READER, kind, "show", one)) for one in pair(kind, identity)]

        assert counted[2] == counted[3], kind


def test_no_answer_has_a_mark_that_would_tell_whether_something_changed(reading: Site) -> None:
    browser = reading.member(READER)
    for path in addresses(reading, READER):
        answer = browser.get(path, **{"If-None-Match": "*", "Range": "bytes=0-0"})

        assert (answer.status_code, {"etag", "last-modified", "accept-ranges"} & set(answer.headers)) == (200, set())


@pytest.mark.parametrize("path", ["/feed", "/feed.xml", "/atom.xml", "/rss", "/sitemap.xml", "/robots.txt", "/api"])
def test_nothing_is_told_beside_the_pages(reading: Site, path: str) -> None:
    assert (reading.member(READER).get(path).status_code, Visit(reading.app).get(path).url.path) == (404, "/sign-in")
