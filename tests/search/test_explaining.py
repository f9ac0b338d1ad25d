"""Why something was found."""

from typing import Any

import pytest

from epex.core.reader import Reader
from epex.core.theme import ThemeProposed
from epex.search import answering
from epex.search.explaining import NO_WORD, NOT_RANKED
from tests.search.networks import MEMBER, Network
from tests.search.shelves import AUTHOR


def reasons(network: Network, text: str, reader: Reader = MEMBER, **more: Any) -> dict[str, Any]:
    found = network.search(reader, languages=("en", "de")).search(text, explain=True, **more)
    return {hit["id"].removeprefix("reflection-"): hit["explanation"] for hit in found["hits"]}


@pytest.fixture
def told(network: Network) -> Network:
    """Say little in other forms than anybody asks."""
    network.reflect("one", "Trusting a mentor; she trusts him, and trust is trusting.")
    network.reflect("two", "A mentor in prison.")
    network.reflect("three", "A garden.")
    return network


def test_words_are_told_in_the_forms_that_stand_there_with_their_share(told: Network) -> None:
    found = reasons(told, "trusted mentor", thesaurus=False)["one"]

    assert [(each["asked"], each["found"]) for each in found["words"]] == [
        ("trusted", {"trusting": 2, "trust": 1, "trusts": 1}),
        ("mentor", {"mentor": 1}),
    ]
    assert sum(each["score"] for each in found["words"]) == pytest.approx(found["stems"], abs=0.002)
    trusted, mentor = (each["score"] for each in found["words"])
    assert found["text"] == (
        f"trusted as trusting (2x), trust (1x), trusts (1x) {trusted:.2f}; mentor (1x) {mentor:.2f}"
        f"; words stand near each other {found['pairs']:.2f}; spelt like the question {found['grams']:.2f}"
        f"; says what the best hits say {found['feedback']:.2f}."
        f" Together {sum(found[name] for name in ('stems', 'pairs', 'grams', 'feedback')):.2f}."
    )


@pytest.mark.parametrize("asked", ["youth", "work"])
def test_a_word_that_stands_in_a_hyphenated_one_alone_is_told(network: Network, asked: str) -> None:
    network.reflect("one", "Our youth-work is slow.")

    (word,) = reasons(network, asked, thesaurus=False)["one"]["words"]

    assert word["found"] == {asked: 1}


def test_a_part_that_is_nothing_is_not_told(network: Network) -> None:
    network.reflect("one", "Mentor.")

    found = reasons(network, "mentor", thesaurus=False)["one"]

    (word,) = found["words"]
    assert (found["pairs"], found["feedback"]) == (0, 0)
    assert found["text"] == (
        f"mentor (1x) {word['score']:.2f}; spelt like the question {found['grams']:.2f}."
        f" Together {found['stems'] + found['grams']:.2f}."
    )


def test_figures_add_up_to_the_score_of_the_hit(told: Network) -> None:
    (hit, *_) = told.search().search("mentor in prison", explain=True)["hits"]

    figures = [hit["explanation"][name] for name in ("stems", "pairs", "grams", "feedback")]
    assert sum(figures) == pytest.approx(hit["score"], abs=0.003)
    assert "; words stand near each other 0." in hit["explanation"]["text"]


def test_a_word_that_the_hit_does_not_say_is_not_told(told: Network) -> None:
    found = reasons(told, "mentor prison", thesaurus=False)

    assert {name: [each["asked"] for each in found[name]["words"]] for name in found} == {
        "one": ["mentor"],
        "two": ["mentor", "prison"],
    }


def test_a_label_of_the_thesaurus_is_told_by_what_stands_there(network: Network) -> None:
    network.reflect("german", "Das Gefängnis.", language="de")

    (word,) = reasons(network, "prison")["german"]["words"]

    assert (word["asked"], word["found"]) == ("prison", {"gefängnis": 1})


def test_a_phrase_is_counted_as_a_whole(network: Network) -> None:
    network.reflect("one", "The second chair, a second row; the chair, a chair near the second chair.")

    found = reasons(network, '"second chair"')["one"]

    (word,) = found["words"]
    assert (word["asked"], word["found"]) == ("second chair", {"second chair": 2})
    assert found["text"].startswith(f"second chair (2x) {word['score']:.2f}; ")


def test_forms_are_counted_in_the_language_of_the_section_that_answers(network: Network) -> None:
    labels = {"en": "A mentor first", "de": "Ein Mentor und noch ein Mentor"}
    network.record("theme-1", ThemeProposed(labels=labels), occurred_on="2017-09")

    found = reasons(network, "mentor first", thesaurus=False)["theme-1"]

    assert [each["found"] for each in found["words"]] == [{"mentor": 1}, {"first": 1}]


def test_the_form_that_was_asked_for_comes_first(network: Network) -> None:
    network.reflect("one", "Trust; trusting, trusting, trusts, trusts, trusted, trusted.")

    (word,) = reasons(network, "trust", thesaurus=False)["one"]["words"]

    assert list(word["found"].items()) == [("trust", 1), ("trusted", 2), ("trusting", 2)]


def test_what_looks_like_a_word_is_told_only_where_the_word_is_not(network: Network) -> None:
    network.reflect("both", "Mentor and mentr.")
    network.reflect("alike", "Only a mentr.")

    found = reasons(network, "mentor", thesaurus=False)

    assert {name: [each["found"] for each in found[name]["words"]] for name in found} == {
        "both": [{"mentor": 1}],
        "alike": [{"mentr": 1}],
    }


def test_no_more_forms_are_told_than_anybody_reads(network: Network) -> None:
    network.reflect("one", "Prison, prisoner, prisoned, prisons, prisoners: prisons.")

    (word,) = reasons(network, "pris*")["one"]["words"]

    assert word["found"] == {"prisons": 2, "prison": 1, "prisoned": 1}


def test_more_like_this_was_asked_for_by_nobody_s_word(told: Network) -> None:
    (hit,) = told.search().like("reflection-two", explain=True)["hits"]

    assert [(each["asked"], each["found"]) for each in hit["explanation"]["words"]] == [("", {"mentor": 1})]
    assert hit["explanation"]["text"].startswith("mentor (1x) 0.")


def test_what_fields_alone_found_was_ranked_by_no_word(told: Network) -> None:
    found = reasons(told, "kind:reflection")

    assert found == {"one": {"text": NO_WORD}, "two": {"text": NO_WORD}, "three": {"text": NO_WORD}}


def test_what_is_not_among_the_best_is_said_not_to_be_ranked(told: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("epex.search.rescoring.RANKED", 1)
    monkeypatch.setattr(answering, "RANKED", 5)

    found = reasons(told, "mentor", sort="date", thesaurus=False)

    assert [explanation == {"text": NOT_RANKED} for explanation in found.values()].count(True) == 1
    assert found.keys() == {"one", "two"}


def test_without_asking_nothing_is_explained(told: Network) -> None:
    assert ["explanation" in hit for hit in told.search().search("mentor")["hits"]] == [False, False]


def test_what_is_hidden_changes_no_word_and_no_figure(told: Network) -> None:
    questions = ("trusted mentor", "mentr", "pris*", "trustng~")
    before = [reasons(told, text) for text in questions]
    for name in ("secret", "deeper"):
        told.reflect(name, "A trusted mentor in prison, mentored, imprisoned; mentr, prism.", visibility="private")

    assert [reasons(told, text) for text in questions] == before
    assert [reasons(told, text, AUTHOR) == each for text, each in zip(questions, before, strict=True)] == [False] * 4
