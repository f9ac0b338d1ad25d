"""Where the texts of others say what is to be erased."""

import json

from epex.app.base import KnowledgeBase
from epex.app.erasing.forms import Finder
from epex.app.erasing.mentions import Mention, mentions, streams, words
from epex.core.log.envelope import Envelope
from epex.core.log.recorder import StreamRecorder, enveloped
from tests.app.erasing.bases import KEPT, NAME, NAMING, STAYS, name_in_element


def test_mentions_are_found_wherever_a_text_can_be_opened(small: KnowledgeBase) -> None:
    position = name_in_element(small, f"It was {NAME}.")
    other = name_in_element(small, f"{NAME.lower()} again", NAMING.replace("0004", "0014"))

    found = [each for each in mentions(small.log, Finder([NAME])) if each.stream.startswith("element-")]

    assert found == [Mention(NAMING, position), Mention(NAMING.replace("0004", "0014"), other)]


def test_streams_are_named_once() -> None:
    assert streams([Mention("a", 1), Mention("b", 2), Mention("a", 3)]) == ("a", "b")


def test_an_event_that_nobody_knows_is_read_as_it_stands(small: KnowledgeBase) -> None:
    stream = "pair-0b9a6d5c-1111-4222-8333-000000000099"
    payload = json.dumps({"said": f"of {NAME}"}).encode()
    StreamRecorder(small.log.engine).insert_events(
        [enveloped(Envelope(stream_id=stream, version=1, type="pair.promised"), payload)]
    )

    assert [each.stream for each in mentions(small.log, Finder([NAME]))][-1] == stream


def test_texts_are_found_within_lists_and_by_their_keys(small: KnowledgeBase) -> None:
    assert list(words({"how": ("a", ["b"]), "n": 3, "deep": {"c": None}})) == ["how", "a", "b", "n", "deep", "c"]
    assert [each.stream for each in mentions(small.log, Finder([KEPT]))] == [STAYS]
