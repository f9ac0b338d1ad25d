"""Long lists: every row stands on one page of them, and only there."""

import re
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from epex.plugins.builtin.web.paging import STEP, part_of
from tests.plugins.web.visiting import Site

PRACTITIONER = "Henrik Stuhlmacher"
NEXT = re.compile(r'rel="next" href="([^"]+)"')
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
