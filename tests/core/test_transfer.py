"""A transfer is compared by both sides, decided by the receiving one, and proven only by an evaluation."""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core import transfer
from epex.core.decision import Actor, On, Refused
from epex.core.element import Element
from epex.core.transfer import (
    Transfer,
    TransferAbandoned,
    TransferAdapted,
    TransferAnticipated,
    TransferChanged,
    TransferCompared,
    TransferConsidered,
    TransferEvaluated,
    TransferEvent,
    TransferPiloted,
    TransferSustained,
)
from tests.core.actors import ABROAD, COORDINATOR, HOME, PRACTITIONER, STRANGER, VISITOR, only

ID = "transfer-1"
ELEMENT = Element("element-1", HOME.id)
OFFICE = replace(COORDINATOR, organisation="organisation-office")
HOST = PRACTITIONER
RATINGS = {"environment.law": "blocks", "population.needs": "fits"}

CONSIDERED = TransferConsidered(element="element-1", source=HOME.id, receiving=ABROAD.id)
SOURCE_GRID = TransferCompared(side="source", ratings=RATINGS)
RECEIVING_GRID = TransferCompared(side="receiving", ratings=RATINGS)
TRY = TransferAnticipated(decision="try", reason="The law allows it")
ADAPTED = TransferAdapted(adaptations=("At the office, not at home",))
PILOTED = TransferPiloted(starts_on="2017-09", ends_on="2017-12")
EVALUATED = TransferEvaluated(outcome="Two of nine families came back")

COMPARED = (CONSIDERED, SOURCE_GRID, RECEIVING_GRID)
HISTORIES: dict[str, tuple[TransferEvent, ...]] = {
    "considered": (CONSIDERED,),
    "compared": COMPARED,
    "anticipated": (*COMPARED, TRY),
    "adapted": (*COMPARED, TRY, ADAPTED),
    "piloted": (*COMPARED, TRY, PILOTED),
    "evaluated": (*COMPARED, TRY, PILOTED, EVALUATED),
    "sustained": (*COMPARED, TRY, PILOTED, EVALUATED, TransferSustained()),
    "changed": (*COMPARED, TRY, PILOTED, EVALUATED, TransferChanged(reason="Evenings only")),
    "abandoned": (CONSIDERED, TransferAbandoned(reason="No law for it")),
}
STEPS = {
    "compare contexts": lambda state, by: transfer.compare(state, "receiving", RATINGS, by=by),
    "anticipate it": lambda state, by: transfer.anticipate(state, "try", "The law allows it", by=by),
    "adapt it": lambda state, by: transfer.adapt(state, ("At the office",), by=by),
    "pilot it": lambda state, by: transfer.pilot(state, by=by),
    "evaluate it": lambda state, by: transfer.evaluate(state, "Nobody came", by=by),
    "sustain it": lambda state, by: transfer.sustain(state, by=by),
    "change it": lambda state, by: transfer.change(state, "Evenings only", by=by),
    "abandon it": lambda state, by: transfer.abandon(state, "No law for it", by=by),
}
ALLOWED = {
    "considered": {"compare contexts", "abandon it"},
    "compared": {"compare contexts", "anticipate it", "abandon it"},
    "anticipated": {"compare contexts", "anticipate it", "adapt it", "pilot it", "abandon it"},
    "adapted": {"compare contexts", "anticipate it", "adapt it", "pilot it", "abandon it"},
    "piloted": {"compare contexts", "adapt it", "pilot it", "evaluate it", "abandon it"},
    "evaluated": {
        *("compare contexts", "adapt it", "pilot it", "evaluate it"),
        *("sustain it", "change it", "abandon it"),
    },
    "sustained": {"evaluate it", "abandon it"},
    "changed": {"evaluate it", "abandon it"},
    "abandoned": set(),
}
PAIRS = [(status, step) for status in HISTORIES for step in STEPS]
SPECIAL = ("considered", "anticipate it")
DECIDING = [step for step in STEPS if step != "compare contexts"]


def standing_of(state: Transfer) -> str:
    return transfer.standing(evaluated=state.evaluated)


def known(*events: TransferEvent) -> Transfer:
    state = reduce(lambda before, event: transfer.evolve(before, ID, event), events, None)
    assert state is not None
    return state


@pytest.mark.parametrize("by", [HOST, VISITOR, OFFICE], ids=["source", "receiving", "coordinator"])
def test_consider_is_open_to_both_sides_and_the_coordinator(by: Actor) -> None:
    assert transfer.consider(ID, ELEMENT, ABROAD.id, by=by) == [On(ID, CONSIDERED)]


def test_consider_can_start_from_an_organisation_that_received_the_element() -> None:
    considered = transfer.consider(
        ID, ELEMENT, "organisation-third", by=VISITOR, source=ABROAD.id, level="team", reason="They asked for it"
    )

    event = TransferConsidered(
        element="element-1", source=ABROAD.id, receiving="organisation-third", level="team", reason="They asked for it"
    )
    assert considered == [On(ID, event)]


@pytest.mark.parametrize(
    ("element", "receiving", "by", "level", "why"),
    [
        (ELEMENT, HOME.id, HOST, "team", "An organisation cannot transfer an element to itself; name another one"),
        (ELEMENT, "", HOST, "team", "The receiving organisation is empty"),
        (
            ELEMENT,
            ABROAD.id,
            STRANGER,
            "team",
            "Only a coordinator may consider a transfer between other organisations",
        ),
        (ELEMENT, ABROAD.id, HOST, "galaxy", "'galaxy' is not a known level"),
        (
            replace(ELEMENT, status="retired"),
            ABROAD.id,
            HOST,
            "team",
            "The element is retired, so nobody can transfer it",
        ),
    ],
)
def test_consider_refuses_what_cannot_be(element: Element, receiving: str, by: Actor, level: str, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        transfer.consider(ID, element, receiving, by=by, level=level)


@pytest.mark.parametrize(("status", "step"), [pair for pair in PAIRS if pair[1] in ALLOWED[pair[0]]])
def test_step_is_taken_when_it_is_its_turn(status: str, step: str) -> None:
    state = known(*HISTORIES[status])

    (taken,) = STEPS[step](state, VISITOR)

    assert taken.stream == ID
    assert transfer.evolve(state, ID, only([taken])).id == ID


@pytest.mark.parametrize(
    ("status", "step"), [pair for pair in PAIRS if pair[1] not in ALLOWED[pair[0]] and pair != SPECIAL]
)
def test_step_is_refused_when_it_is_not_its_turn(status: str, step: str) -> None:
    state = known(*HISTORIES[status])

    with pytest.raises(Refused, match=f"^The transfer is {status}, so nobody can {step} now; "):
        STEPS[step](state, OFFICE)


@pytest.mark.parametrize("step", DECIDING)
@pytest.mark.parametrize("by", [HOST, STRANGER], ids=["source", "stranger"])
def test_step_is_refused_to_all_but_the_receiving_side(step: str, by: Actor) -> None:
    with pytest.raises(Refused, match=r"^Only a coordinator may decide on a transfer for another organisation"):
        STEPS[step](known(CONSIDERED), by)


@pytest.mark.parametrize(("status", "events"), HISTORIES.items())
def test_history_leads_to_its_status(status: str, events: tuple[TransferEvent, ...]) -> None:
    assert known(*events).status == status


@pytest.mark.parametrize(
    ("side", "by"), [("source", HOST), ("receiving", VISITOR), ("source", OFFICE), ("receiving", OFFICE)]
)
def test_compare_is_each_sides_own_and_the_coordinators(side: str, by: Actor) -> None:
    notes = {"environment.law": "Home visits need a court order", "population.needs": " "}

    compared = transfer.compare(known(CONSIDERED), side, RATINGS, by=by, notes=notes)

    kept = {"environment.law": "Home visits need a court order"}
    assert compared == [On(ID, TransferCompared(side=side, ratings=RATINGS, notes=kept))]


@pytest.mark.parametrize(("side", "by"), [("source", VISITOR), ("receiving", HOST)])
def test_compare_is_refused_for_the_other_side(side: str, by: Actor) -> None:
    why = f"^Only a coordinator may fill the {side} grid for another organisation"

    with pytest.raises(Refused, match=why):
        transfer.compare(known(CONSIDERED), side, RATINGS, by=by)


@pytest.mark.parametrize(
    ("side", "ratings", "notes", "why"),
    [
        ("middle", RATINGS, {}, "'middle' is not a known side"),
        ("source", {}, {}, "The grid is empty; rate at least one criterion"),
        ("source", {"weather": "fits"}, {}, "'weather' is not a known criterion"),
        ("source", {"environment.law": "perhaps"}, {}, "'perhaps' is not a known rating"),
        ("source", RATINGS, {"weather": "Rain"}, "'weather' is not a known criterion"),
    ],
)
def test_compare_refuses_what_cannot_be(side: str, ratings: dict[str, str], notes: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        transfer.compare(known(CONSIDERED), side, ratings, by=OFFICE, notes=notes)


@pytest.mark.parametrize(
    ("grids", "missing"),
    [((), "source and receiving"), ((SOURCE_GRID,), "receiving"), ((RECEIVING_GRID,), "source")],
)
def test_anticipate_waits_for_both_grids(grids: tuple[TransferEvent, ...], missing: str) -> None:
    why = f"^The contexts are not compared yet; fill the {missing} grid with 'epex transfer compare' first"

    with pytest.raises(Refused, match=why):
        transfer.anticipate(known(CONSIDERED, *grids), "try", "Worth it", by=VISITOR)


def test_compare_again_after_the_judgement_keeps_the_status() -> None:
    state = known(*HISTORIES["anticipated"], SOURCE_GRID)

    assert state.status == "anticipated"


def test_anticipate_keeps_what_helps_and_hinders() -> None:
    anticipated = transfer.anticipate(
        known(*COMPARED),
        "try_adapted",
        "The court agrees",
        by=VISITOR,
        facilitators=("A judge",),
        barriers=("", "Money"),
    )

    event = TransferAnticipated(
        facilitators=("A judge",), barriers=("Money",), decision="try_adapted", reason="The court agrees"
    )
    assert anticipated == [On(ID, event)]


@pytest.mark.parametrize(
    ("decision", "reason", "why"),
    [("maybe", "Who knows", "'maybe' is not a known decision"), ("no", " ", "The reason is empty")],
)
def test_anticipate_refuses_what_cannot_be(decision: str, reason: str, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        transfer.anticipate(known(*COMPARED), decision, reason, by=VISITOR)


@pytest.mark.parametrize("decision", ["no", "not_now"])
@pytest.mark.parametrize("step", ["adapt it", "pilot it"])
def test_decision_against_it_blocks_the_way(step: str, decision: str) -> None:
    state = known(*COMPARED, replace(TRY, decision=decision))
    why = f"^The decision was '{decision}'; if things have changed, record 'epex transfer anticipate' again"

    with pytest.raises(Refused, match=why):
        STEPS[step](state, VISITOR)


@pytest.mark.parametrize("decision", ["try", "try_adapted"])
def test_judgement_anew_opens_the_way(decision: str) -> None:
    state = known(*COMPARED, replace(TRY, decision="not_now"), replace(TRY, decision=decision))

    piloted = transfer.pilot(state, by=VISITOR, starts_on="2017-09", ends_on="2017-12", fidelity="As described")

    event = TransferPiloted(starts_on="2017-09", ends_on="2017-12", fidelity="As described", number=1)
    assert piloted == [On(ID, event)]


def test_adapt_needs_an_adaptation() -> None:
    with pytest.raises(Refused, match=r"^No adaptation is named; say what is done otherwise"):
        transfer.adapt(known(*HISTORIES["anticipated"]), ("", " "), by=VISITOR)


def test_pilot_refuses_an_end_before_its_beginning() -> None:
    with pytest.raises(Refused, match=r"^It would end"):
        transfer.pilot(known(*HISTORIES["anticipated"]), by=VISITOR, starts_on="2017-09", ends_on="2017-08")


def test_evaluate_keeps_a_failure_as_an_outcome() -> None:
    evaluated = transfer.evaluate(
        known(*HISTORIES["piloted"]),
        "Nobody came",
        by=VISITOR,
        value_cycle="potential",
        fidelity="As described",
        next_review="2018-06",
    )

    event = TransferEvaluated(
        outcome="Nobody came", value_cycle="potential", fidelity="As described", next_review="2018-06"
    )
    assert evaluated == [On(ID, event)]


@pytest.mark.parametrize(
    ("outcome", "details", "why"),
    [
        ("", {}, "The outcome is empty"),
        ("Good", {"value_cycle": "cosmic"}, "'cosmic' is not a known value cycle"),
        ("Good", {"next_review": "soon"}, "'soon' is not a date"),
    ],
)
def test_evaluate_refuses_what_cannot_be(outcome: str, details: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        transfer.evaluate(known(*HISTORIES["piloted"]), outcome, by=VISITOR, **details)


def test_sustain_and_change_and_abandon_keep_their_reasons() -> None:
    state = known(*HISTORIES["evaluated"])

    assert transfer.sustain(state, by=VISITOR, reason="Funded") == [On(ID, TransferSustained(reason="Funded"))]
    assert transfer.change(state, "Evenings only", by=VISITOR) == [On(ID, TransferChanged(reason="Evenings only"))]
    assert transfer.abandon(state, "Too dear", by=VISITOR, failure="Nobody had asked who pays") == [
        On(ID, TransferAbandoned(reason="Too dear", failure="Nobody had asked who pays"))
    ]


@pytest.mark.parametrize("step", [transfer.change, transfer.abandon])
def test_change_and_abandon_need_a_reason(step: Callable[..., list[On]]) -> None:
    with pytest.raises(Refused, match=r"^The reason is empty"):
        step(known(*HISTORIES["evaluated"]), "", by=VISITOR)


@pytest.mark.parametrize("status", ["considered", "compared", "anticipated", "adapted", "piloted", "abandoned"])
def test_nothing_is_determined_before_an_evaluation(status: str) -> None:
    assert standing_of(known(*HISTORIES[status])) == "anticipated"


@pytest.mark.parametrize("status", ["evaluated", "sustained", "changed"])
def test_an_evaluation_determines(status: str) -> None:
    assert standing_of(known(*HISTORIES[status])) == "determined"


def test_abandoned_after_an_evaluation_stays_determined() -> None:
    assert standing_of(known(*HISTORIES["evaluated"], TransferAbandoned(reason="Too dear"))) == "determined"


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=14))
def test_any_steps_that_decisions_allow_replay_to_the_same_state(steps: list[str]) -> None:
    events: list[TransferEvent] = [CONSIDERED, SOURCE_GRID]
    state = known(*events)
    for step in steps:
        if step in ALLOWED[state.status]:
            (taken,) = STEPS[step](state, OFFICE)
            events.append(only([taken]))
            state = transfer.evolve(state, ID, only([taken]))

    assert known(*events) == state
    is_evaluated = any(isinstance(event, TransferEvaluated) for event in events)
    assert standing_of(state) == ("determined" if is_evaluated else "anticipated")


FAILED = TransferEvaluated(outcome="Nobody came", result="failed")


def test_a_first_pilot_is_said_more_about_until_another_begins() -> None:
    first = known(*COMPARED, TRY, replace(PILOTED, number=1))

    more = transfer.pilot(first, by=VISITOR, fidelity="Evenings only")
    another = transfer.pilot(first, by=VISITOR, starts_on="2018-02", another=True)

    assert more == [On(ID, TransferPiloted(fidelity="Evenings only", number=1))]
    assert another == [On(ID, TransferPiloted(starts_on="2018-02", number=2))]


def test_a_pilot_after_an_evaluation_is_another_one() -> None:
    piloted = transfer.pilot(known(*HISTORIES["evaluated"]), by=VISITOR)

    assert piloted == [On(ID, TransferPiloted(number=2))]


@pytest.mark.parametrize(
    ("numbers", "pilots"), [((), 0), ((0,), 1), ((0, 0), 1), ((1, 1), 1), ((1, 2), 2), ((1, 2, 2), 2)]
)
def test_pilots_are_counted_once_and_an_older_event_tells_of_the_first(numbers: tuple[int, ...], pilots: int) -> None:
    state = known(*COMPARED, TRY, *(replace(PILOTED, number=number) for number in numbers))

    assert state.pilots == pilots


@pytest.mark.parametrize("status", ["piloted", "evaluated"])
def test_adapting_while_it_is_tried_keeps_the_status(status: str) -> None:
    state = known(*HISTORIES[status], ADAPTED)

    assert state.status == status


def test_a_pilot_after_an_evaluation_stays_determined() -> None:
    state = known(*HISTORIES["evaluated"], PILOTED)

    assert (state.status, standing_of(state)) == ("piloted", "determined")


def test_evaluate_keeps_what_failed() -> None:
    evaluated = transfer.evaluate(
        known(*HISTORIES["piloted"]), "Nobody came", by=VISITOR, result="failed", failure="We never asked them"
    )

    event = TransferEvaluated(outcome="Nobody came", result="failed", failure="We never asked them")
    assert evaluated == [On(ID, event)]


def test_evaluate_refuses_a_result_that_is_none() -> None:
    with pytest.raises(Refused, match=r"^'splendid' is not a known result; choose one of: failed, partly, worked"):
        transfer.evaluate(known(*HISTORIES["piloted"]), "Good", by=VISITOR, result="splendid")


def test_what_failed_is_not_sustained_until_it_is_evaluated_anew() -> None:
    state = known(*HISTORIES["piloted"], FAILED)

    with pytest.raises(Refused, match=r"^The last evaluation says that it failed; change it, abandon it, or evaluate"):
        transfer.sustain(state, by=VISITOR)
    assert len(transfer.change(state, "Only the talk is kept", by=VISITOR)) == 1
    assert len(transfer.sustain(transfer.evolve(state, ID, replace(FAILED, result="partly")), by=VISITOR)) == 1


def test_a_later_look_is_dated_wherever_something_is_decided() -> None:
    judged, tried = known(*COMPARED), known(*HISTORIES["evaluated"])

    events = [
        only(transfer.anticipate(judged, "not_now", "No money", by=VISITOR, next_review="2018 ")),
        only(transfer.sustain(tried, by=VISITOR, next_review="2018-06")),
        only(transfer.change(tried, "Evenings only", by=VISITOR, next_review="2018-06-30")),
    ]

    assert [event.next_review for event in events] == ["2018", "2018-06", "2018-06-30"]


def test_own_side_is_the_side_of_the_actors_organisation() -> None:
    state = known(CONSIDERED)

    assert (transfer.own_side(state, HOST), transfer.own_side(state, VISITOR)) == ("source", "receiving")


def test_own_side_has_to_be_named_by_everybody_else() -> None:
    with pytest.raises(Refused, match=r"^Your organisation is on neither side of this transfer; say whose grid with"):
        transfer.own_side(known(CONSIDERED), OFFICE)


def test_the_same_is_not_considered_again_while_it_is_on_its_way() -> None:
    with pytest.raises(Refused, match="go on with transfer-1, or abandon that first"):
        transfer.consider("transfer-2", ELEMENT, ABROAD.id, by=HOST, running=ID)


@pytest.mark.parametrize("on", ["2017-08-31", "2016"])
def test_evaluate_refuses_a_day_before_the_pilot_begins(on: str) -> None:
    with pytest.raises(Refused, match=f"It begins on 2017-09, after {on}; wait for it, or mend its day with --starts"):
        transfer.evaluate(known(*HISTORIES["piloted"]), "Nobody came", by=VISITOR, on=on)


@pytest.mark.parametrize("on", ["", "2017", "2017-09-01"])
def test_evaluate_takes_a_day_on_which_the_pilot_may_have_begun(on: str) -> None:
    evaluated = transfer.evaluate(known(*HISTORIES["piloted"]), "Nobody came", by=VISITOR, on=on)

    assert only(evaluated) == TransferEvaluated(outcome="Nobody came")


def test_another_pilot_has_days_of_its_own() -> None:
    later = known(*HISTORIES["evaluated"], TransferPiloted(starts_on="2018-03", number=2))
    undated = known(*HISTORIES["evaluated"], TransferPiloted(number=2))

    with pytest.raises(Refused, match="It begins on 2018-03, after 2017-12"):
        transfer.evaluate(later, "Nobody came", by=VISITOR, on="2017-12")
    assert [later.pilot_days, undated.pilot_days] == [("2018-03", ""), ("", "")]


def test_pilot_refuses_an_end_before_the_beginning_that_is_known() -> None:
    with pytest.raises(Refused, match="It would end \\(2016\\) before it starts \\(2017-09\\), as it was planned"):
        transfer.pilot(known(*HISTORIES["piloted"]), by=VISITOR, ends_on="2016")
