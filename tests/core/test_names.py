"""Names: whole ones and their parts, as texts write them."""

import pytest

from epex.core.names import Names, Word, located, names_in, wholes_of


def known(*names: str) -> Names:
    return Names(whole for name in names for whole in names_in(name))


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("Hannas", 5),
        ("HANNA", 5),
        ("Hannom", 4),
        ("hannom", 0),
        ("hannas", 5),
        ("Hannover", 0),
        ("Bo", 2),
        ("Bos", 2),
        ("Both", 0),
        ("Müllerin", 7),
        ("Mueller", 7),
        ("Langes", 4),
        ("langens", 4),
        ("language", 0),
        ("van", 0),
        ("X", 0),
    ],
)
def test_reach_counts_the_letters_of_a_name_before_its_ending(word: str, letters: int) -> None:
    assert known("Hanna Müller", "Bo - Lang", "Hugo van Es").reach(word) == letters


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hanna Vos-Lind came", ("Hanna Vos-Lind", 3)),
        ("Vos-Lind came", ("Vos-Lind", 2)),
        ("Hanna came", None),
        ("l'Hanna Vos Lind", ("Hanna Vos Lind", 3)),
        ("Hanna Vos", None),
        ("Hanna, Vos-Lind", None),
        ("Vos-Lind, Hanna K. came", ("Vos-Lind, Hanna K", 4)),
        ("Hanna Maria Vos-Lind came", ("Hanna Maria Vos-Lind", 4)),
        ("Hanna met Vos-Lind", None),
    ],
)
def test_whole_at_finds_a_name_and_the_words_that_it_takes(text: str, found: tuple[str, int] | None) -> None:
    words = list(located(text))

    whole, count = known("Hanna Vos-Lind").whole_at(text, words, 0)

    assert ((whole.text, count) if whole else None) == found
    assert whole is None or text[whole.start : whole.end] == whole.text


@pytest.mark.parametrize(
    ("word", "stands"),
    [
        *((word, True) for word in ("Agnès", "Agnes", "AGNES", "agnès", "Agnese", "Škretu", "Bos", "Škretes")),
        *((word, False) for word in ("agnes", "Agnesine", "Boen", "Škretova", "bos", "Škr")),
    ],
)
def test_a_name_stands_by_itself_with_a_capital_or_in_its_own_letters(word: str, *, stands: bool) -> None:
    assert known("Agnès Škreta", "Bo Lie").stands(word) is stands


def test_tails_are_what_follows_a_short_word() -> None:
    (word,) = located("l'Okafor")

    assert list(word.tails()) == [word, Word("Okafor", 2, 8)]


@pytest.mark.parametrize(("name", "count"), [("", 0), ("-", 0), ("Mira", 0), ("Jean-Luc", 1)])
def test_one_name_is_whole_when_it_is_of_two(name: str, count: int) -> None:
    assert len(list(wholes_of(name))) == count


@pytest.mark.parametrize("said", ["van der Berg, Mai", "Berg, Mai", "Mai Lotte van der Berg", "van der Berg Mai"])
def test_names_in_knows_a_name_that_is_turned(said: str) -> None:
    words = list(located(said))

    assert known("Mai van der Berg").whole_at(said, words, 0) == (Word(said, 0, len(said)), len(words))


def test_names_in_gives_one_name_as_it_is_written() -> None:
    assert set(names_in("Mira")) == {(frozenset({"mira"}),)}
