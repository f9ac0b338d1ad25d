"""Documents as Markdown."""

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from epex.plugins import Document, Sentence
from epex.plugins.formats.markdown import plain, render, said
from tests.plugins.documents import DOCUMENTS, WHOLE

EXPECTED = """\
# Trust comes first [3]

Practice of a house by the sea [3]

**For the network only [3-4]**

> **Anticipated [4]**
>
> Nobody has evaluated it. [4-6, 9]

## The element

- **Core:** Zuhören zuerst

## In their words

> <span lang="ar" dir="rtl">نستمع أولا</span> [7]
>
> -- Visitor

1. one [1]
1. two

That is all. [8]

## Side by side

**Both grids**

| Criterion | Source [5] | Receiving |
| --- | --- | --- |
| Law | fits | unknown [6] |

**Both grids, drawn**

A box for each criterion. [5-6]

**Both grids**

| Criterion | Source [5] | Receiving |
| --- | --- | --- |
| Law | fits | unknown [6] |

---

## Appendix

### Events

- [4] 2017-03-04: It was compared
"""


def test_render_writes_every_block() -> None:
    assert render(WHOLE) == EXPECTED


@given(
    st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), min_size=1).map(str.strip).filter(bool)
)
def test_plain_text_reads_back_as_it_was(text: str) -> None:
    read = MarkdownIt("commonmark").enable("table").parse(f"x {plain(text)}")

    assert (
        "".join(inline.content for inline in read[1].children or [] if inline.type == "text")
        == f"x {' '.join(text.split())}"
    )
    assert [token.type for token in read] == ["paragraph_open", "inline", "paragraph_close"]


@given(
    st.sampled_from(
        ["- tea", "1. tea", "1) tea", "> tea", "# tea", "+ tea", "===", "```", "[a]: b", "<b>tea</b>", "|a|"]
    )
)
def test_plain_text_never_opens_a_block(text: str) -> None:
    read = MarkdownIt("commonmark").enable("table").parse(plain(text))

    assert [token.type for token in read] == ["paragraph_open", "inline", "paragraph_close"]


@settings(max_examples=40)
@given(DOCUMENTS)
def test_render_lets_no_tag_through_but_its_own(document: Document) -> None:
    read = MarkdownIt("commonmark").enable("table").parse(render(document))

    tags = {
        inline.content.split()[0] for token in read for inline in token.children or [] if inline.type == "html_inline"
    }
    assert tags <= {"<span", "</span>"}
    assert not any(token.type == "html_block" for token in read)


def test_said_marks_words_that_run_from_right_to_left() -> None:
    assert said(Sentence(text="نستمع", language="ar", positions=(2,))) == '<span lang="ar" dir="rtl">نستمع</span> [2]'
