"""The words of a document with their languages."""

from typing import Any

from epex.core.vocabulary import LANGUAGES
from epex.search.texts import bodies, language_of_rest, titles


def row(**fields: Any) -> dict[str, Any]:
    return {"language": "", "titles": {}, "texts": [], **fields}


def test_words_keep_the_language_that_was_stated() -> None:
    theme = row(titles={"en": "Trust", "nb": "Tillit"}, texts=[["de-AT", "definition", "Vertrauen"]])

    assert list(titles(theme, "xx")) == [("en", "Trust"), ("no", "Tillit")]
    assert list(bodies(theme, "xx")) == [("de", "Vertrauen")]


def test_words_without_a_language_have_the_one_they_look_like() -> None:
    visit = row(titles={"": "Das Haus am See"}, texts=[["", "objectives", "Wir wollen wissen, wie das Haus arbeitet."]])

    rest = language_of_rest(visit, LANGUAGES)

    assert (rest, list(titles(visit, rest))) == ("de", [("de", "Das Haus am See")])


def test_words_that_look_like_nothing_have_the_language_of_their_document() -> None:
    assert language_of_rest(row(language="sq", titles={"": "Xyzzy"}), LANGUAGES) == "sq"
