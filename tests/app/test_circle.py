"""Who reads what somebody is about to write, in words."""

import pytest

from epex.app.base import KnowledgeBase
from epex.app.circle import circle
from epex.core import person
from epex.core.organisation import Organisation
from tests.app.importing.bases import HOME, TONE
from tests.app.test_forms import VISIT
from tests.app.test_forms import base as base  # noqa: PLC0414 - a fixture

OFFICER = "Anna Berg as data protection officer"


@pytest.mark.parametrize(
    ("label", "about", "words"),
    [
        ("private", VISIT, f"only its author, and {OFFICER}"),
        ("pair", VISIT, f"the two sides of the visit, and {OFFICER}"),
        ("pair", "meeting-1", f"only its author, and {OFFICER}"),
        ("organisation", "meeting-1", f"the organisation of its author, and {OFFICER}"),
        ("network", VISIT, "everybody in the network"),
        ("public", VISIT, "everybody"),
    ],
)
def test_what_is_typed_for_somebody_names_its_readers(base: KnowledgeBase, label: str, about: str, words: str) -> None:
    assert circle(base, label, about, TONE) == words


def test_the_officers_own_words_are_read_by_no_other_officer(base: KnowledgeBase) -> None:
    assert [circle(base, label, VISIT, base.person) for label in ("private", "pair")] == [
        "only you",
        "the two sides of the visit",
    ]


def test_several_officers_are_all_named(base: KnowledgeBase) -> None:
    by = base.begin().by
    petra = person.register("person-petra", "Petra", Organisation(HOME), by=by, roles=("data_protection_officer",))
    base.begin().record(petra)

    assert (
        circle(base, "pair", VISIT, TONE)
        == "the two sides of the visit, and Anna Berg and Petra as data protection officers"
    )
