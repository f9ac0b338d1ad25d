"""Where runs of stems stand in a text."""

from epex.search.query import Term
from epex.search.spotting import Spot, runs, spots, starting


def found(text: str, *wanted: tuple[str, ...], language: str = "en") -> list[Spot]:
    return list(spots(text, language, starting(wanted)))


def test_a_run_is_found_as_a_whole_with_its_words_as_written() -> None:
    text = "A chair; the Second CHAIR."

    assert found(text, ("second", "chair")) == [Spot(("second", "chair"), "second chair", ((13, 19), (20, 25)))]


def test_small_words_may_stand_within_a_run_and_are_told() -> None:
    (spot,) = found("Une maison d'arrêt.", ("maison", "arret"), language="fr")

    assert (spot.form, spot.places) == ("maison d arrêt", ((4, 10), (13, 18)))


def test_words_are_found_by_their_stems_in_the_order_of_the_text() -> None:
    spotted = found("Trusting the second who trusts", ("second",), ("trust",), ("second", "trust"))

    assert [(" ".join(spot.run), spot.form) for spot in spotted] == [
        ("trust", "trusting"),
        ("second", "second"),
        ("second trust", "second who trusts"),
        ("trust", "trusts"),
    ]


def test_a_run_that_the_text_breaks_off_is_not_there() -> None:
    assert found("the second", ("second", "chair")) == []
    assert found("", ("second",)) == []


def test_a_word_with_a_hyphen_is_found_as_one_and_then_not_in_parts() -> None:
    text = "Youth-work, youth work."

    assert found(text, ("youthwork",), ("youth",)) == [
        Spot(("youthwork",), "youthwork", ((0, 10),)),
        Spot(("youth",), "youth", ((12, 17),)),
    ]
    assert [spot.places for spot in found(text, ("youth",))] == [((0, 5),), ((12, 17),)]


def test_the_runs_of_a_term_are_its_alternatives_and_what_looks_alike() -> None:
    term = Term("trust", (("trust",), ("vertrau", "gewinn")), ("trusty",))

    assert (runs(term), runs(term, exact=True)) == ((*term.alternatives, ("trusty",)), term.alternatives)
