"""The concepts that come with the program are whole, and each label means one thing in its language."""

import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from epex.core.concept import ConceptAdded, ancestors, sound
from epex.core.thesaurus import plain
from epex.core.vocabulary import LANGUAGES
from epex.projections.starter import TOPICS, read, starter


@pytest.mark.parametrize("topic", TOPICS)
def test_files_are_plain_toml(topic: str) -> None:
    written = files("epex.projections.starter").joinpath(f"{topic}.toml").read_text("utf-8")

    assert read(topic) == tomllib.loads(written)


def test_every_concept_is_named_in_every_language_and_near_others_that_are_there() -> None:
    known = starter()

    missing = [each.id for each in known.values() if each.languages != LANGUAGES or each.signed]
    astray = [each.id for each in known.values() if not (each.broader | each.related) <= known.keys()]
    circles = [each.id for each in known.values() if each.id in ancestors(each, known)]
    assert (len(known) >= 150, missing, astray, circles) == (True, [], [], [])


def test_every_concept_is_one_that_could_be_added() -> None:
    for each in starter().values():
        told = ConceptAdded(
            preferred=dict(each.preferred), alternatives=dict(each.alternatives), broader=tuple(each.broader)
        )

        assert sound(told, {}) == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_concepts_share_a_label(language: str) -> None:
    labels = Counter(plain(label) for each in starter().values() for label in each.labels(language))

    assert [label for label, count in labels.items() if count > 1] == []
