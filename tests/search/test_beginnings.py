"""Words that were cut off find every word that begins so, as it is written, and no other."""

import pytest

from tests.search.networks import MEMBER, Network, ids
from tests.search.shelves import AUTHOR

BEGUN = {
    "en": "radicaliz radicalization, organisatio organisations, educatio education, childr children, wome women, "
    "peop people, rehabilitat rehabilitation, vulnerab vulnerability, informati information, famil families",
    "de": "gesproch gesprochen, geholf geholfen, möglichkei Möglichkeiten, moeglichkei Möglichkeiten, häus Häuser, "
    "ausgestieg ausgestiegen, radikalisieru Radikalisierung",
    "fr": "prison prisons, radicalisati radicalisation, yeu yeux, éducat éducatrices, confian confiance",
    "nl": "gevange gevangenis, ervarin ervaringen, gesproke gesproken, gesprekk gesprekken",
    "da": "fængsle fængslerne, faengsle fængslerne, mænd mændene, børne børnene",
    "no": "fengsle fengslene, menn mennene, barn barna",
    "sr": "odgovornos odgovornost, dec deca, vrijem vrijeme, povj повјерење, poverenj поверење, поверењ poverenje",
    "ar": "العائ العائلات, عائ العائلات, عائ وللعائلات, والعائ والعائلات, لجن للجنة, أسر الاسرة, مدارس ومدارس",
    "sq": "fëmij fëmijët, burgje burgjet",
}
CASES = [(language, *each.split(maxsplit=1)) for language, told in BEGUN.items() for each in told.split(", ")]
# What has a stem in common with what is typed, but does not begin so.
OTHERS = [
    *(("en", "go", "went"), ("en", "radicaliz", "radical"), ("en", "childr", "child")),
    *(("de", "geh", "ging"), ("fr", "prend", "pris"), ("nl", "spreek", "gesproken"), ("ar", "العائ", "عائلة")),
]


@pytest.mark.parametrize(("language", "begun", "word"), CASES)
def test_a_beginning_finds_every_word_that_begins_so(network: Network, language: str, begun: str, word: str) -> None:
    network.reflect("one", word, language=language)
    network.reflect("two", "xyzzy", language=language)
    search = network.search(language=language, folder=False)

    wanted, unwanted = search.search(f"{begun}*"), search.search(f"xyzzy or {word.partition(' ')[0]} -{begun}*")

    assert (ids(wanted), wanted["total"], wanted["facets"]["kind"]) == (["one"], 1, {"reflection": 1})
    assert wanted["hits"][0]["snippet"].startswith("[[")
    # What is left out is left out as it is typed, whatever its umlauts.
    assert ids(unwanted) == ["two"] or begun in ("moeglichkei", "faengsle")


@pytest.mark.parametrize(("language", "begun", "word"), OTHERS)
def test_a_beginning_finds_no_word_that_does_not_begin_so(
    network: Network, language: str, begun: str, word: str
) -> None:
    network.reflect("one", word, language=language)
    search = network.search(language=language, folder=False)

    wanted, unwanted = (search.search(typed)["total"] for typed in (f"{begun}*", f"{word} -{begun}*"))

    assert (wanted, unwanted) == (0, 1)


def test_only_words_that_begin_so_are_marked_and_told(network: Network) -> None:
    network.reflect("one", "Prison, prisoner: a prism; pressing Pri-soners.")

    (hit,) = network.search(folder=False).search("priso*", explain=True)["hits"]

    assert hit["snippet"] == "[[Prison]], [[prisoner]]: a prism; pressing [[Pri-soners]]."
    assert hit["explanation"]["words"][0]["found"] == {"prison": 1, "prisoner": 1, "prisoners": 1}


def test_a_beginning_counts_only_what_the_reader_sees(network: Network) -> None:
    network.reflect("one", "Children.")
    network.reflect("secret", "Childrens' children.", visibility="private")

    totals = [network.search(reader, folder=False).search("childr*")["total"] for reader in (MEMBER, AUTHOR)]

    assert totals == [1, 2]


def test_more_words_than_an_index_looks_up_are_all_found(network: Network) -> None:
    for number in range(3):
        network.reflect(f"{number}", " ".join(f"x{each:03}" for each in range(number * 120, number * 120 + 120)))
    search = network.search(folder=False)

    assert (search.search("x*")["total"], search.search("-x* x001 x359")["total"]) == (3, 0)


def test_a_beginning_as_long_as_a_page_finds_nothing_and_fails_nowhere(network: Network) -> None:
    network.reflect("one", "a" * 300)

    assert [ids(network.search(folder=False).search(f"{'a' * length}*")) for length in (64, 19_000)] == [["one"]] * 2
