"""Long lists: every row stands on one page of them, and only there."""

import re
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from epex.plugins.builtin.web.paging import STEP, part_of
from tests.plugins.web.visiting import Site

PRACTITIONER, OFFICER = "Henrik Stuhlmacher", "Orla Keaveney"
NEXT = re.compile(r'rel="next" href="([^"]+)"')
LONGER = re.compile(r'href="/retention/extend\?which=([a-z]+-[0-9a-f-]{36})"')
CARD = re.compile(r'href="/elements/(element-[0-9a-f-]{36})"')


def asked(query: str) -> Request:
    return Request({"type": "http", "query_string": query.encode(), "headers": []})


@given(st.lists(st.integers(), max_size=5 * STEP))
def test_walking_on_shows_every_row_once(rows: list[int]) -> None:
    part = part_of(asked(""), rows)
    walked = list(part.rows)
    while part.more:
        part = part_of(asked(f"offset={part.offset + part.step}"), rows)
        walked += part.rows

    assert walked == rows


@given(st.text())
def test_any_offset_is_answered(words: str) -> None:
    part = part_of(asked(urlencode({"offset": words}, errors="replace")), [1])

    assert list(part.rows) in ([1], [])


def test_elements_beyond_a_page_stand_on_the_next(site: Site) -> None:
    there = [row["id"] for row in site.ask(PRACTITIONER, "element", "list")]
    for number in range(STEP + 1 - len(there)):
        site.ask(PRACTITIONER, "element", "identify", f"Illustrative practice {number}", "--core=Tea first.")
    browser = site.member(PRACTITIONER)

    first = browser.get("/elements?setting=").text
    second = browser.get(NEXT.findall(first)[0]).text

    assert [len(CARD.findall(page)) for page in (first, second)] == [STEP, 1]
    assert {*CARD.findall(first), *CARD.findall(second)} == {
        row["id"] for row in site.ask(PRACTITIONER, "element", "list")
    }


def test_officer_finds_all_that_was_kept_long_enough(reading: Site) -> None:
    due = [row["id"] for row in reading.ask(OFFICER, "retention", "due")]
    assert len(due) > STEP
    browser = reading.member(OFFICER)
    desk, path, longer = browser.get("/protecting").text, "/retention", list[str]()
    while path:
        page = browser.get(path).text
        longer += LONGER.findall(page)
        path = next(iter(NEXT.findall(page)), "")

    assert f"<summary>{len(due)} things to look at</summary>" in desk
    assert longer == due
