"""What the search tells beside an answer: every sentence that it can make, in the reader's language."""

import ast
import re
from collections.abc import Iterator

import pytest

from epex.plugins.builtin.web.finding import PARTS, hinted, reasons
from epex.plugins.builtin.web.wording import WORDED, gettext
from epex.search import explaining
from tests.plugins.web import refused
from tests.plugins.web.visiting import Site
from tests.sizes import ROOT

ORLA = "Orla Keaveney"
TELLING = ("hinting", "query", "search", "narrowing", "foreign")
PUT = "¤"
SENTENCE = re.compile(r"[A-Z¤].* .*[.?]")
# A refusal of the command line, which the site never asks for.
OTHER = "A page begins at 0 or later"
REFUSAL = "No plugin adds this field; leave it out."
EXPLAINED = {
    "words": [
        {"asked": "trust", "found": {"Vertrauen": 2}, "score": 0.4},
        {"asked": "tea", "found": {"tea": 1}, "score": 0.1},
    ],
    "stems": 0.5,
    "pairs": 0.25,
    "grams": 0.004,
    "feedback": 0.0,
    "text": "",
}


def told() -> list[str]:
    """List the sentences of the modules that tell something of a question, with a sign for each place."""
    found = {each for name in TELLING for each in _skeletons(name) if SENTENCE.fullmatch(each)}
    return sorted(each for each in found if not each.startswith(OTHER))


def _skeletons(name: str) -> Iterator[str]:
    path = ROOT / f"search/{name}.py"
    for scope, node in _spoken(refused.tree(path), refused.Scope(refused.module_of(path))):
        for text in refused.texts(node, scope):
            said = "".join(PUT if isinstance(part, refused.Place) else part for part in text)
            yield re.sub(rf"\{{\d\}}|{PUT}+", PUT, said)


def _spoken(node: ast.AST, scope: refused.Scope) -> Iterator[tuple[refused.Scope, ast.expr]]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Expr(value=ast.Constant()):
                pass
            case ast.JoinedStr() | ast.Constant(value=str()):
                yield scope, child
            case _:
                yield from _spoken(
                    child, scope._replace(function=child) if isinstance(child, ast.FunctionDef) else scope
                )


def url(path: str) -> str:
    return path


@pytest.mark.parametrize("language", WORDED[1:])
@pytest.mark.parametrize("sentence", told())
def test_every_hint_is_told_in_the_language_of_the_reader(sentence: str, language: str) -> None:
    whole = sentence.replace(f"left out. {PUT}", f"left out. {REFUSAL}").replace(PUT, "tea")

    assert f'lang="{language}"' in hinted(whole, url, language)


def test_hints_are_told_one_after_another_with_what_was_typed_as_it_was() -> None:
    left_out = "date:x. was left out. 'x.' is not a date; write it as 2017, 2017-03 or 2017-03-14."

    assert hinted(f"{left_out} So were 2 more fields.", url, "de") == (
        '<p class="told" lang="de" dir="auto">date:x. wurde weggelassen. „x.“ ist kein Datum; schreiben Sie es als '
        "2017, 2017-03 oder 2017-03-14. So auch 2 weitere Felder.</p>"
    )


def test_a_hint_never_names_an_option_or_a_command_of_the_command_line() -> None:
    spoken = "Its small words are of another language; --query-language de reads it in that."
    lacking = "There is no organisation 'Hof' that you may read; 'epex organisation list' shows what there is."

    assert ">Its small words are of another language: German.<" in hinted(spoken, url)
    assert '<a href="/organisations" lang="de">Organisationen</a>' in hinted(lacking, url, "de")


def test_a_hint_that_nobody_knows_stays_english_and_is_escaped() -> None:
    assert hinted("Look at <b>.", url, "de") == '<p class="told" lang="en" dir="auto">Look at &lt;b&gt;.</p>'


def test_reasons_are_told_as_the_base_tells_them() -> None:
    told = "trust as Vertrauen (2×) 0.4; tea (1×) 0.1; words stand near each other 0.25. Together 0.75."

    assert reasons(EXPLAINED) == told
    assert reasons(EXPLAINED, "de") == (
        "trust als Vertrauen (2×) 0,4; tea (1×) 0,1; Wörter stehen nahe beieinander 0,25. Zusammen 0,75."
    )


@pytest.mark.parametrize("language", WORDED[1:])
def test_every_reason_is_told_in_the_language_of_the_reader(language: str) -> None:
    unranked = [reasons({"text": text}, language) for text in (explaining.NO_WORD, explaining.NOT_RANKED)]

    assert explaining.PARTS == PARTS
    assert [text for text in unranked if not text or text in (explaining.NO_WORD, explaining.NOT_RANKED)] == []
    assert [words for words in PARTS.values() if gettext(words, language) == words] == []


def test_the_page_of_the_search_speaks_the_language_of_the_reader(reading: Site) -> None:
    browser = reading.member(ORLA)
    browser.get("/search?q=trust+NOT+prisn&why=1", **{"Accept-Language": "de"})

    assert "NOT ist ein Wort wie jedes andere" in browser.main
    assert "Zusammen " in browser.main
