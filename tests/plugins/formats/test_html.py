"""Documents as a page that needs nothing else."""

from html.parser import HTMLParser

from hypothesis import given, settings

from epex.plugins import Document, Paragraph, Sentence
from epex.plugins.formats.html import POLICY, render
from tests.plugins.documents import DOCUMENTS, WHOLE

VOID = {"meta"}


class Page(HTMLParser):
    """Follow the tags of a page, and keep what tests look at."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(attribute)) is not None]


@settings(max_examples=40)
@given(DOCUMENTS)
def test_render_closes_every_tag_and_runs_nothing(document: Document) -> None:
    page = Page(render(document))

    assert page.open == []
    assert {"script", "iframe", "img", "link", "form"}.isdisjoint(tag for tag, _ in page.tags)
    assert not any(attribute.startswith("on") for _, attributes in page.tags for attribute in attributes)


@settings(max_examples=40)
@given(DOCUMENTS)
def test_render_points_only_to_what_is_there(document: Document) -> None:
    page = Page(render(document))

    ids = page.all("id")
    targets = [*(link.removeprefix("#") for link in page.all("href")), *" ".join(page.all("aria-labelledby")).split()]
    assert len(ids) == len(set(ids))
    assert set(targets) <= set(ids)


def test_render_needs_no_network() -> None:
    text = render(WHOLE)

    assert f'content="{POLICY}"' in text
    assert "http" not in text.replace("http-equiv", "")
    assert "url(" not in text
    assert "@import" not in text


def test_render_escapes_whatever_people_wrote() -> None:
    spoken = Paragraph(text="<script>alert('tea')</script> & \"more\"", language='de"><b>')

    text = render(Document(report="r", title=Sentence(text="</title><b>"), handling=Sentence(text=""), page=(spoken,)))

    tags = {tag for tag, _ in Page(text).tags}
    assert "script" not in tags
    assert "b" not in tags


def test_render_marks_language_and_direction() -> None:
    languages = [
        (tag, attributes["lang"], attributes["dir"])
        for tag, attributes in Page(render(WHOLE)).tags
        if "lang" in attributes
    ]

    assert [found for found in languages if found[0] != "span"] == [
        ("html", "en", "ltr"),
        ("dd", "de", "ltr"),
        ("blockquote", "ar", "rtl"),
    ]


def test_render_leads_from_a_sentence_to_its_events() -> None:
    links = [attributes for tag, attributes in Page(render(WHOLE)).tags if tag == "a"]

    assert links == [
        {"href": "#event-4", "aria-label": "Event 4"},
        {"href": "#event-4", "aria-label": "Event 4-6"},
    ]


def test_render_gives_tables_a_caption_and_scopes() -> None:
    tags = Page(render(WHOLE)).tags

    assert [attributes["scope"] for tag, attributes in tags if tag == "th"] == ["col", "col", "col", "row"] * 2
    assert len([tag for tag, _ in tags if tag == "caption"]) == 2


def test_render_draws_a_picture_in_a_frame_of_its_own_with_its_table_after_it() -> None:
    tags = [(tag, attributes) for tag, attributes in Page(render(WHOLE)).tags]

    start = next(number for number, (_, attributes) in enumerate(tags) if attributes.get("class") == "picture wide")
    picture = [tag for tag, _ in tags[start:] if tag in ("figure", "figcaption", "svg", "details", "summary", "table")]
    assert picture == ["figure", "figcaption", "svg", "details", "summary", "table"]
    assert [attributes["role"] for tag, attributes in tags if tag == "svg"] == ["img"]
    scrolling = next(attributes for _, attributes in tags[start:] if attributes.get("class") == "scroll")
    assert (scrolling["role"], scrolling["tabindex"]) == ("group", "0")
