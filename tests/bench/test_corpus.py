"""Documents made of collections: the same every time, and as long as they should be."""

import json
from pathlib import Path

import pytest

from bench.corpus import LONGEST, SHORTEST, Corpus, collections

SENTENCES = [f"Sentence number {number} says a little of everything." for number in range(30)]
COLLECTION = {
    "name": "small",
    "lang": "english",
    "docs": {"one": ["Title", " ".join(SENTENCES[:15])], "two": ["Title", " ".join(["Short.", *SENTENCES[15:]])]},
    "queries": {"q1": "What says a little?", "q2": "And everything?"},
    "qrels": {"q1": {"one": 1}},
}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    (tmp_path / "small.json").write_text(json.dumps(COLLECTION), "utf-8")
    monkeypatch.setenv("EPEX_COLLECTIONS", str(tmp_path))
    return Corpus.of(collections())


def test_there_are_no_collections_where_none_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EPEX_COLLECTIONS", raising=False)

    assert collections() == []


def test_corpus_holds_the_sentences_that_are_long_enough(corpus: Corpus) -> None:
    assert corpus == Corpus({"en": SENTENCES}, ["What says a little?", "And everything?"])


def test_documents_are_the_same_every_time(corpus: Corpus) -> None:
    made = list(corpus.documents(20))

    assert made == list(corpus.documents(20))
    assert {each.language for each in made} == {"en"}
    assert all(SHORTEST <= len(each.text.split()) < LONGEST + len(SENTENCES[0].split()) for each in made)


def test_half_of_the_questions_are_words_in_a_row(corpus: Corpus) -> None:
    asked = corpus.asked(4)

    assert all(any(sentence.startswith(words) for sentence in SENTENCES) for words in asked[:2])
    assert sorted(asked[2:]) == ["And everything?", "What says a little?"]
