"""What may follow on a concept after a merge."""

from typing import Any

import pytest

from epex.core.concept import (
    Concept,
    ConceptAdded,
    ConceptLabelled,
    ConceptNoted,
    ConceptRemoved,
    ConceptReopened,
    ConceptSigned,
)
from epex.core.merge_concepts import CONCEPTS
from epex.core.merging import is_contested, refusal
from tests.core.test_merging import Elsewhere

KNAST = ConceptLabelled(language="de", kind="alternative", label="Knast")
CLINK = ConceptLabelled(language="en", kind="alternative", label="clink")
SIGNED = ConceptSigned(language="de")
OPEN, GONE = Concept("concept-1"), Concept("concept-1", "removed")


@pytest.mark.parametrize(
    ("state", "event", "why"),
    [
        (None, KNAST, ""),
        (OPEN, KNAST, ""),
        (GONE, KNAST, "elsewhere"),
        (GONE, ConceptReopened(), ""),
        (OPEN, ConceptReopened(), "turn"),
        (OPEN, ConceptAdded(preferred={}), "known"),
    ],
)
def test_a_step_follows_on_what_is_in_use(state: Concept | None, event: Any, why: str) -> None:
    assert refusal(CONCEPTS[type(event)], state, event, Elsewhere()) == why


@pytest.mark.parametrize(
    ("event", "other", "contested"),
    [
        (KNAST, KNAST, False),
        (KNAST, SIGNED, True),
        (SIGNED, KNAST, True),
        (SIGNED, CLINK, False),
        (ConceptNoted(language="de", note="a"), ConceptNoted(language="de", note="b"), True),
        (ConceptRemoved(), ConceptRemoved(), True),
    ],
)
def test_labels_add_up_and_a_signature_is_for_the_labels_it_saw(event: Any, other: Any, *, contested: bool) -> None:
    assert is_contested(CONCEPTS, event, [other]) == contested
