"""People's texts in pages: Markdown that cannot do harm, in its own language and direction."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.plugins.builtin.web.rendering import (
    BLOCKS,
    TAGS,
    headed,
    listed,
    marked,
    prose,
    readers_of,
    said,
    several,
    time,
)

SIGNS = st.text(
    st.one_of(st.sampled_from("<>&\"'[]()!`*_#|~-\\/:\n javscriptonlkeimg=.@"), st.characters(codec="utf-8")),
    max_size=80,
)


class Seen(HTMLParser):
    """Lists the tags and attributes of a text as a browser would read it."""

    def __init__(self, text: str) -> None:
        """Read a text."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))


@given(SIGNS)
def test_prose_has_no_tag_and_no_attribute_but_its_own(text: str) -> None:
    for tag, attributes in Seen(prose(text)).tags:
        assert tag in TAGS | {"div"}
        allowed = {"a": {"href", "rel"}, "div": {"class", "dir"}}.get(tag, {"dir"} if tag in BLOCKS else set())
        assert set(attributes) <= allowed
        assert str(attributes.get("href", "http:")).startswith(("http:", "https:", "mailto:", "/", "#", "?"))


def wrapped(inner: str, lang: str = "") -> str:
    """Write what stands around a text."""
    return f'<div class="prose" dir="auto"{lang}>{inner}</div>'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("one *two*", '<p dir="auto">one <em>two</em></p>\n'),
        ("one\ntwo", '<p dir="auto">one<br>\ntwo</p>\n'),
        ("<script>alert(1)</script>", '<p dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;</p>\n'),
        ("[go](javascript:alert(1))", '<p dir="auto">[go](javascript:alert(1))</p>\n'),
        ("![p](https://example.org/p.png)", None),
        ("# A title", '<p dir="auto"># A title</p>\n'),
        ("- a", '<ul>\n<li dir="auto">a</li>\n</ul>\n'),
    ],
)
def test_prose_keeps_what_is_harmless(text: str, written: str | None) -> None:
    if written is None:
        assert "<img" not in prose(text)
    else:
        assert prose(text) == wrapped(written)


def test_prose_leads_elsewhere_without_telling_from_where() -> None:
    assert prose("[a](https://example.org/)") == wrapped(
        '<p dir="auto"><a href="https://example.org/" rel="nofollow noopener noreferrer">a</a></p>\n'
    )


def test_prose_says_its_language() -> None:
    assert prose("ثقة", "ar") == wrapped('<p dir="auto">ثقة</p>\n', ' lang="ar"')


def test_said_escapes_and_isolates() -> None:
    assert said('<b>"x"', 'de"') == '<bdi lang="de&#34;">&lt;b&gt;&#34;x&#34;</bdi>'


def test_marked_marks_what_was_found_and_escapes_the_rest() -> None:
    assert marked("a [[trust]] <b>") == "a <mark>trust</mark> &lt;b&gt;"


def test_marked_leaves_brackets_that_somebody_wrote() -> None:
    assert marked("a [[trust <b>") == "a [[trust &lt;b&gt;"


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        ("2017-03-14", "en", '<time datetime="2017-03-14">14 March 2017</time>'),
        ("2017-03-14T08:00:00Z", "de", '<time datetime="2017-03-14">14. März 2017</time>'),
        ("2017-03", "fr", '<time datetime="2017-03">mars 2017</time>'),
        ("2017", "en", '<time datetime="2017">2017</time>'),
        ("2017-03", "ar", '<time datetime="2017-03" lang="ar" dir="rtl">مارس 2017</time>'),
        ("", "en", ""),
    ],
)
def test_a_date_is_written_in_the_language_of_its_reader(value: str, language: str, written: str) -> None:
    assert time(value, language) == written


def test_a_heading_keeps_the_nouns_of_german() -> None:
    assert headed("übertragung von Praxis") == "Übertragung von Praxis"


@pytest.mark.parametrize(
    ("kind", "number", "language", "heading"),
    [
        ("visit", 1, "de", "Besuch"),
        ("visit", 3, "de", "Besuche"),
        ("transfer", 2, "en", "Transfers"),
        ("reflection", 0, "fr", "Réflexions"),
        ("network", 2, "en", "Network"),
    ],
)
def test_heading_over_several_says_so(kind: str, number: int, language: str, heading: str) -> None:
    assert several(kind, number, language) == heading


def test_list_keeps_the_direction_of_its_language() -> None:
    assert listed(["a", "<b>"], "de") == "<bdi>a, &lt;b&gt;</bdi>"
    assert listed(["فرنسا", "تونس"], "ar") == "<bdi>فرنسا، تونس</bdi>"


def test_who_may_read_is_said_in_words() -> None:
    assert readers_of("network", "de") == "Alle im Netzwerk können dies lesen."
