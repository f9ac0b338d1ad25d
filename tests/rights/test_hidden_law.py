"""The law behind the tables: whatever is recorded last for others changes no answer of a reader."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from epex.core.consent import ConsentAsked, ConsentGiven, ConsentRefused, ConsentWithdrawn
from epex.core.decision import Actor, On, Refused
from epex.core.element import ElementReviewed, ElementReviewRequested
from epex.core.network import ConflictSettled, NetworkMerged
from epex.core.person import PersonErased, PersonErasureRequested
from epex.core.quote import QuoteProposed, QuoteWithdrawn
from epex.core.reader import Reader
from epex.core.reflection import (
    ReflectionKeepingAgreed,
    ReflectionRecorded,
    ReflectionReleased,
    ReflectionRevised,
    ReflectionTranslated,
    ReflectionTranslationConfirmed,
    ReflectionWithdrawalRequested,
    ReflectionWithdrawn,
)
from epex.core.request import RequestReceived
from epex.core.retention import RetentionExtended
from epex.core.story import StoryReleased, StoryWithdrawn
from epex.core.viewpoint import ViewpointWithdrawn, ViewpointWritten
from epex.projections.queries import Queries
from epex.projections.readers import reader_of
from epex.projections.reading import VIEWS
from tests.core.life import Life
from tests.core.stories import whole_lives
from tests.projections.bases import Base

SHADE = Actor("person-shade", "organisation-shade")
HIDDEN: tuple[dict[str, str], ...] = (
    {"visibility": "private"},
    {"visibility": "organisation", "audience": "organisation-shade"},
    {"visibility": "pair", "audience": "visit-shade"},
    {"visibility": "evaluation"},
)
# What has readers of its own, whoever may read of the step: words of somebody, consent to them, a release, an erasure.
OF_ITS_OWN = (
    *(
        ReflectionRevised,
        ReflectionTranslated,
        ReflectionTranslationConfirmed,
        ReflectionReleased,
        ReflectionKeepingAgreed,
    ),
    *(ReflectionWithdrawalRequested, ReflectionWithdrawn, PersonErasureRequested, PersonErased),
    *(ConsentAsked, ConsentGiven, ConsentRefused, ConsentWithdrawn, QuoteProposed, QuoteWithdrawn),
    *(StoryReleased, StoryWithdrawn, ViewpointWritten, ViewpointWithdrawn, RequestReceived),
    *(ElementReviewRequested, ElementReviewed),
    *(NetworkMerged, ConflictSettled, RetentionExtended),
)
DAY = "2018-06-01"


def hushed(on: On) -> On:
    """Let a reflection be one of somebody whom nobody here is."""
    if isinstance(on.event, ReflectionRecorded):
        return On(on.stream, replace(on.event, author=SHADE.person, visibility="private"))
    return on


def answers(base: Base, reader: Reader, ids: Sequence[str]) -> dict[str, Any]:
    """Ask everything that can be asked."""
    queries = Queries(base.views, reader)
    asked: dict[str, Any] = {
        **{f"list {subject}": lambda subject=subject: queries.listing(subject) for subject in VIEWS},
        **{f"show {one}": lambda one=one: queries.show(one) for one in ids},
        **{f"why {one}": lambda one=one: queries.why(one) for one in ids},
        **{f"trace {one}": lambda one=one: queries.trace(one) for one in ids},
        "log": queries.audit_log,
        "figures": queries.figures,
        "uses": queries.uses,
        "presences": queries.presences,
        "board": lambda: queries.board(DAY),
        "calendar": queries.calendar,
        "waiting": lambda: queries.waiting(DAY),
        "due": lambda: queries.due(DAY),
        "suggestions": queries.suggestions,
        "names": lambda: queries.names(one for one in ids if one.startswith("person-")),
        "events": lambda: queries.events(0, ()),
        "vocabulary": queries.vocabulary,
        "titles": lambda: queries.titles(ids),
    }
    return {name: _said(ask) for name, ask in asked.items()}


def without_overseeing(reader: Reader) -> Reader:
    """Take away the roles that read what is hidden from others."""
    roles = reader.roles - {"data_protection_officer", "evaluator"}
    return replace(reader, roles=roles, grants=reader.grants - {"evaluation"})


def _said(ask: Any) -> Any:
    try:
        return ask()
    except Refused as refused:
        return str(refused)


@pytest.mark.slow
# Whole lives are long: an example is told as it was found.
@settings(max_examples=12, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(data=st.data(), life=whole_lives(longest=40), labels=st.lists(st.sampled_from(HIDDEN), min_size=1, max_size=4))
def test_hidden_events_change_no_answer(data: st.DataObject, life: Life, labels: list[dict[str, str]]) -> None:
    cut = data.draw(st.integers(0, len(life.history)))
    seen, rest = life.history[:cut], life.history[cut:]
    hidden = [hushed(on) for on in rest if not isinstance(on.event, OF_ITS_OWN)]
    ids = list(dict.fromkeys(on.stream for on in life.history))
    who = data.draw(st.sampled_from(["", *(one for one in ids if one.startswith("person-"))]))

    with TemporaryDirectory() as folder, closing(Base(Path(folder))) as base:
        for _, group in groupby(seen, key=lambda on: on.stream):
            base.append(group)
        # What somebody may open is what it was: an event by which they take part opens more to them.
        reader = without_overseeing(reader_of(base.views, who))
        before = answers(base, reader, ids)
        for number, (_, group) in enumerate(groupby(hidden, key=lambda on: on.stream)):
            base.append(group, by=SHADE, **labels[number % len(labels)])
        after = answers(base, reader, ids)

    assert [name for name, said in before.items() if said != after[name]] == []
