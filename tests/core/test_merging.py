"""What another branch decided, held against what stands here."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from epex.core import catalogue
from epex.core.decision import Refused
from epex.core.merging import (
    ENDINGS,
    MEANINGS,
    Rule,
    has_ended,
    is_contested,
    is_open,
    is_same,
    passes,
    refusal,
    standing,
)
from epex.core.theme import Theme, ThemeDiscussed, ThemeEvidenceLinked, ThemeEvidenceUnlinked, ThemeParked, ThemeRenamed


@dataclass
class Elsewhere:
    """What else stands."""

    states: dict[str, Any] = field(default_factory=dict)
    beginnings: dict[str, Any] = field(default_factory=dict)
    unseen: dict[str, list[Any]] = field(default_factory=dict)
    labelled: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def state(self, stream: str) -> Any:
        return self.states.get(stream)

    def every(self, subject: str) -> list[Any]:
        return [state for stream, state in self.states.items() if catalogue.subject_of(stream) == subject]

    def begun(self, subject: str) -> list[tuple[Any, Any]]:
        streams = [stream for stream in self.beginnings if catalogue.subject_of(stream) == subject]
        return [(self.states[stream], self.beginnings[stream]) for stream in streams]

    def named(self, subject: str) -> list[tuple[Any, str]]:
        return [(state, self.names[state.id]) for state in self.every(subject)]

    def meanwhile(self, stream: str) -> list[Any]:
        return self.unseen.get(stream, [])

    def labels(self, stream: str) -> tuple[str, ...]:
        return self.labelled.get(stream, ())


ELSEWHERE = Elsewhere()
DISCUSSED = ThemeDiscussed(rationale="We spoke of it.")
OPEN, PARKED = Theme("theme-1"), Theme("theme-1", "parked")
STEP = Rule(turns=("candidate",), settles=("status",))


@pytest.mark.parametrize(
    ("rule", "state", "why"),
    [
        (Rule(always=True), None, ""),
        (Rule(founds=True), None, ""),
        (Rule(founds=True), OPEN, "known"),
        (Rule(), None, "missing"),
        (Rule(needs_state=False), None, ""),
        (STEP, OPEN, ""),
        (STEP, PARKED, "turn"),
        (Rule(fits=lambda _state, _event, _elsewhere: True), OPEN, ""),
        (Rule(fits=lambda _state, _event, _elsewhere: False), OPEN, "elsewhere"),
    ],
)
def test_refusal_says_why_an_event_may_not_follow(rule: Rule, state: Any, why: str) -> None:
    assert refusal(rule, state, DISCUSSED, ELSEWHERE) == why


@dataclass
class Ended:
    withdrawn: bool = True


def test_nothing_follows_on_what_has_ended_but_what_outlives_it() -> None:
    assert refusal(Rule(), Ended(), DISCUSSED, ELSEWHERE) == "ended"
    assert refusal(Rule(outlives=True), Ended(), DISCUSSED, ELSEWHERE) == ""


def test_every_code_has_its_meaning() -> None:
    refused = {"missing", "known", "ended", "turn", "elsewhere", "last", "named", "right"}
    assert {*refused, "text", "contested", "together", "settled", "same", "differs"} == MEANINGS.keys()


@pytest.mark.parametrize("ending", ENDINGS)
def test_has_ended_knows_every_way_to_end(ending: str) -> None:
    state = type("State", (), {ending: True})()

    assert (has_ended(state), is_open(state)) == (True, False)


def test_is_open_needs_something_that_is_there() -> None:
    assert (is_open(None), is_open(OPEN)) == (False, True)


def test_standing_is_the_word_of_either_name() -> None:
    consent = type("State", (), {"standing": "asked"})()

    assert [standing(state) for state in (PARKED, consent, None)] == ["parked", "asked", ""]


def test_passes_tells_whether_a_check_refuses() -> None:
    def check(word: str) -> None:
        if word == "no":
            raise Refused("No; do something else.")

    assert (passes(check, "yes"), passes(check, "no")) == (True, False)


RULES = {
    ThemeParked: STEP,
    ThemeDiscussed: Rule(),
    ThemeEvidenceLinked: Rule(touches=("evidence {source}",)),
    ThemeEvidenceUnlinked: Rule(settles=("evidence {source}",)),
    ThemeRenamed: Rule(settles=("*",)),
}
PARK = ThemeParked(rationale="Later.")
LINK = ThemeEvidenceLinked(source="reflection-1", stance="supports")
OTHER_LINK = ThemeEvidenceLinked(source="reflection-2", stance="supports")
UNLINK = ThemeEvidenceUnlinked(source="reflection-1", reason="It was another visit.")
RENAME = ThemeRenamed(labels={"en": "Trust"}, rationale="Clearer.", method="")
DECIDED = ThemeRenamed(labels={}, rationale="Clearer.", method="vote")


@pytest.mark.parametrize(
    ("event", "meanwhile", "contested"),
    [
        (PARK, [], False),
        (PARK, [PARK], True),
        (PARK, [DISCUSSED], False),
        (DISCUSSED, [PARK], False),
        (LINK, [LINK], False),
        (LINK, [UNLINK], True),
        (UNLINK, [LINK], True),
        (UNLINK, [OTHER_LINK, UNLINK], True),
        (UNLINK, [OTHER_LINK], False),
        (RENAME, [RENAME], True),
        (RENAME, [DECIDED], False),
        (PARK, [Ended()], False),
    ],
)
def test_two_decisions_on_the_same_contest_each_other(event: Any, meanwhile: list[Any], contested: bool) -> None:  # noqa: FBT001
    assert is_contested(RULES, event, meanwhile) is contested


def test_the_same_step_is_the_same_whatever_reason_is_given() -> None:
    assert is_same(replace(UNLINK, reason="It was somebody else."), [PARK, UNLINK])
    assert not is_same(UNLINK, [PARK, replace(UNLINK, source="reflection-2")])
