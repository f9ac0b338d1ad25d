"""Rows of transfers, carried as far as they have come, each step on its day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from epex.app.importing.columns import NAMED, Column, Unfit, by_name, code, date, lines, paired, reference
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Lost, Values
from epex.core import transfer
from epex.core.dates import earliest, latest
from epex.core.decision import On
from epex.core.grid import GRIDS
from epex.core.transfer import (
    DETERMINED,
    Transfer,
    TransferAbandoned,
    TransferAdapted,
    TransferAnticipated,
    TransferCompared,
    TransferConsidered,
    TransferEvaluated,
    TransferPiloted,
)
from epex.core.vocabulary import TRANSFER_DECISIONS, TRANSFER_LEVELS, TRANSFER_RESULTS, VALUE_CYCLES

GIVEN = {"source": "from", "level": "level", "reason": "reason"}
WAY = ("considered", "compared", "anticipated", "adapted", "piloted", "evaluated")
ENDS = ("sustained", "changed", "abandoned")
STATUSES = (*WAY, *ENDS)
# What a row tells of each step, and what it has to tell.
TELLS: Mapping[str, Sequence[str]] = {
    "compared": ("source_grid", "source_notes", "receiving_grid", "receiving_notes", "compared_on"),
    "anticipated": ("decision", "decision_reason", "facilitators", "barriers", "anticipated_on"),
    "adapted": ("adaptations", "adapted_on"),
    "piloted": ("pilot_starts_on", "pilot_ends_on", "pilot_fidelity", "piloted_on"),
    "evaluated": ("outcome", "result", "value_cycle", "fidelity", "evaluated_on"),
    "ended": ("end_reason", "ended_on"),
}
NEEDS: Mapping[str, Sequence[str]] = {
    "compared": ("source_grid", "receiving_grid"),
    "anticipated": ("decision", "decision_reason"),
    "adapted": ("adaptations",),
    "evaluated": ("outcome",),
    "changed": ("end_reason",),
    "abandoned": ("end_reason",),
}
# What more than one step can tell.
LATER: Mapping[str, Sequence[str]] = {
    "next_review": ("anticipated", "evaluated", "sustained", "changed"),
    "failure": ("evaluated", "abandoned"),
}
CONSIDERED = ("element", "source", "receiving", "level", "reason")
EVALUATED = ("outcome", "result", "failure", "value_cycle", "fidelity", "next_review")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Consider it, and take every step up to its status."""
    found = ground.state(values["element"])
    target = replace(found, status="open") if ground.is_again else found
    given = {name: values[column] for name, column in GIVEN.items() if column in values}
    said = ("transfer", target.id, values["to"], values.get("level", "organisation"))
    course = Course(stream)
    course.take(transfer.consider(stream, target, values["to"], by=ground.by, running=_running(said, ground), **given))
    _go_on(course, _steps(values), values, ground)
    if course.state.status in transfer.OPEN:
        ground.keep(said, stream)
    return course.steps


def revise(state: Transfer, change: Change, ground: Ground) -> Sequence[Dated]:
    """Take the steps that were taken since; what is recorded of earlier ones stays."""
    left = [step for step in _steps(change.row) if STATUSES.index(step) > STATUSES.index(state.status)]
    later = (column for column, tellers in LATER.items() if set(tellers) & set(left))
    allowed = {"status", *later, *(column for step in left for column in _told_of(step))}
    if state.status == "considered":
        allowed.update(TELLS["compared"])
    if fixed := [name for name in change.values if name not in allowed]:
        raise Unfit(
            fixed[0],
            "What was recorded of an earlier step stays; put it back, and record what is new with 'epex transfer'.",
        )
    if not left and not set(TELLS["compared"]) & set(change.values):
        raise Unfit("status", f"The transfer is {state.status} here, and an import only carries one on; mend the row.")
    course = Course(state.id, state)
    _go_on(course, left, change.row, ground)
    return course.steps


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell what was considered, what every step said, and how far it came."""
    said: dict[str, Any] = {}
    state: Transfer | None = None
    for event in events:
        state = transfer.evolve(state, "", event)
        words = _words(event)
        if isinstance(event, TransferAdapted):
            words = {"adaptations": (*said.get("adaptations", ()), *event.adaptations)}
        said |= {name: value for name, value in words.items() if value}
    return {**said, "status": state.status if state else WAY[0]}


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG001 - as all kinds
    """Take out of the steps on the page what each of them said, the last word counting."""
    said: dict[str, Any] = {}
    for step in shown.get("steps", ()):
        said |= {name: value for name, value in _on_page(step).items() if value}
        if step["step"] == "adapted":
            said["adaptations"] = [*said.get("adaptations", ()), *step.get("adaptations", ())]
    return {**shown, **dict.fromkeys(("fidelity", "failure", "next_review"), ""), **said}


def _words(event: Any) -> dict[str, Any]:
    match event:
        case TransferConsidered():
            return {name: getattr(event, name) for name in CONSIDERED}
        case TransferCompared(side=side):
            return {f"{side}_grid": event.ratings, f"{side}_notes": event.notes}
        case TransferAnticipated():
            plain = {name: getattr(event, name) for name in ("facilitators", "barriers", "decision", "next_review")}
            return {**plain, "decision_reason": event.reason}
        case TransferPiloted():
            days = {"pilot_starts_on": event.starts_on, "pilot_ends_on": event.ends_on}
            return {**days, "pilot_fidelity": event.fidelity}
        case TransferEvaluated():
            return {name: getattr(event, name) for name in EVALUATED}
        case TransferAbandoned():
            return {"end_reason": event.reason, "failure": event.failure}
        case _:
            return {"end_reason": event.reason, "next_review": getattr(event, "next_review", "")}


def _on_page(step: Mapping[str, Any]) -> dict[str, Any]:
    """Tell what a step on a page says, by the columns of a row."""
    name, day = step["step"], step["occurred_on"]
    told: dict[str, Any] = {**step, f"{name if name in WAY else 'ended'}_on": "" if name == WAY[0] else day}
    match name:
        case "compared":
            side = step["side"]
            told |= {f"{side}_grid": paired(step["ratings"]), f"{side}_notes": paired(step.get("notes", {}))}
        case "anticipated":
            told["decision_reason"] = step.get("reason")
        case "piloted":
            told |= {f"pilot_{part}": step.get(part) for part in ("starts_on", "ends_on", "fidelity")}
            told["fidelity"] = ""
        case "considered":
            return {"reason": step.get("reason")}
        case _ if name in ENDS:
            told["end_reason"] = step.get("reason")
    columns = {*(column for every in TELLS.values() for column in every), *LATER} - {"adaptations"}
    return {column: value for column, value in told.items() if column in columns}


def _running(said: tuple[str, ...], ground: Ground) -> str:
    """Name the transfer in which the same is on its way, here or in an earlier row."""
    if ground.is_again:
        return ""
    rows = ground.rows("transfer")
    here = (
        row["id"]
        for row in rows
        if said[1:] == tuple(row[name] for name in ("element", "receiving", "level")) and row["status"] in transfer.OPEN
    )
    return ground.earlier(said) or next(here, "")


def _steps(values: Values) -> list[str]:
    """List the steps after the first that lead to the status of a row."""
    given = [step for step in WAY[1:] if set(TELLS[step]) & set(values)]
    status = values.get("status") or (given[-1] if given and _is_whole(given[-1], values) else WAY[0])
    if status == "abandoned":
        steps = [*given, status]
    else:
        last = len(WAY) if status in ENDS else WAY.index(status) + 1
        steps = [step for step in WAY[1:last] if step in given or step != "adapted" or step == status]
        steps += [status] if status in ENDS else []
    _require_told(status, steps, values)
    _require_later(status, steps, values)
    return steps


def _is_whole(step: str, values: Values) -> bool:
    return step != "compared" or all(name in values for name in NEEDS["compared"])


def _require_told(status: str, steps: Sequence[str], values: Values) -> None:
    """Refuse a row that says too little of a step, or something of one that was not taken."""
    for step in steps:
        for column in NEEDS.get(step, ()):
            if column not in values:
                takes = next(one.takes for one in KIND.columns if one.name == column)
                raise Unfit(
                    column, f"A transfer that is {status} needs {column} ({takes}); give it, or another status."
                )
    for step, columns in TELLS.items():
        taken = step in steps or (step == "ended" and status in ENDS) or (step == "compared" and status == WAY[0])
        if not taken and (more := [column for column in columns if column in values]):
            raise Unfit(
                more[0], f"A transfer that is {status} tells no {more[0]}; empty this cell, or mend the status."
            )


def _require_later(status: str, steps: Sequence[str], values: Values) -> None:
    """Refuse what no step of the row can tell."""
    for column, tellers in LATER.items():
        if column in values and not set(tellers) & set(steps):
            raise Unfit(column, f"A transfer that is {status} tells no {column}; empty this cell, or mend the status.")


def _told_of(step: str) -> Sequence[str]:
    return TELLS["ended" if step in ENDS else step]


def _go_on(course: Course, steps: Sequence[str], values: Values, ground: Ground) -> None:
    before = values.get("occurred_on", "")
    if course.state.status == WAY[0] and "compared" not in steps:
        _compare(course, values, ground, values.get("compared_on", ""))
    for step in steps:
        column = f"{'ended' if step in ENDS else step}_on"
        day = values.get(column, "") or _begun(step, values, ground)
        if day and before and latest(day) < earliest(before):
            raise Unfit(column, f"{day} lies before the step of {before} that led to it; mend one of the two days.")
        if step == "compared":
            _compare(course, values, ground, day)
        else:
            course.take(_step(course.state, step, _telling(step, steps, values), ground), day)
        before = day or before
    status = values.get("status", course.state.status)
    if course.state.status != status:
        raise Unfit("status", f"By what the row tells, the transfer is {course.state.status}; write that, or mend it.")


def _telling(step: str, steps: Sequence[str], values: Values) -> Values:
    """Leave to a step what it tells: the last one when to look again, the first one what did not work."""
    tellers = {column: [one for one in steps if one in able] for column, able in LATER.items()}
    tells = {"next_review": tellers["next_review"][-1:], "failure": tellers["failure"][:1]}
    return {name: value for name, value in values.items() if step in tells.get(name, (step,))}


def _begun(step: str, values: Values, ground: Ground) -> str:
    """Date a pilot by its first day, once that is past."""
    day: str = values.get("pilot_starts_on", "") if step == "piloted" else ""
    return day if day and earliest(day) <= ground.today else ""


def _compare(course: Course, values: Values, ground: Ground, day: str) -> None:
    for side in GRIDS:
        grid, notes = values.get(f"{side}_grid"), values.get(f"{side}_notes", {})
        if notes and not grid:
            raise Unfit(f"{side}_notes", f"There are notes, but no ratings; give {side}_grid as well.")
        if grid and side not in course.state.compared:
            course.take(transfer.compare(course.state, side, grid, by=ground.by, notes=notes), day)


def _step(state: Transfer, step: str, values: Values, ground: Ground) -> list[On]:
    by, again = ground.by, values.get("next_review", "")
    reason = values.get("end_reason", "")
    match step:
        case "anticipated":
            lists = {name: values.get(name, ()) for name in ("facilitators", "barriers")}
            why = values["decision_reason"]
            return transfer.anticipate(state, values["decision"], why, by=by, next_review=again, **lists)
        case "adapted":
            return transfer.adapt(state, values["adaptations"], by=by)
        case "piloted":
            parts = ("starts_on", "ends_on", "fidelity")
            return transfer.pilot(state, by=by, **{name: values.get(f"pilot_{name}", "") for name in parts})
        case "evaluated":
            words = {name: values.get(name, "") for name in ("result", "value_cycle", "fidelity", "failure")}
            day = values.get("evaluated_on", "") or ground.today
            return transfer.evaluate(state, values["outcome"], by=by, on=day, next_review=again, **words)
        case "sustained":
            return transfer.sustain(state, by=by, reason=reason, next_review=again)
        case "changed":
            return transfer.change(state, reason, by=by, next_review=again)
        case _:
            return transfer.abandon(state, reason, by=by, failure=values.get("failure", ""))


def _status(text: str, known: Any) -> str:
    word: str = code((*STATUSES, DETERMINED), "status of a transfer")(text, known)
    return "evaluated" if word == DETERMINED else word


KIND = Kind(
    name="transfers",
    subject="transfer",
    columns=(
        Column(name="element", takes=f"what is taken over: {NAMED}", read=reference("element"), required=True),
        Column(name="to", takes=f"who takes it over: {NAMED}", read=reference("organisation"), required=True),
        Column(name="from", takes="where it comes from; else its owner", read=reference("organisation")),
        Column(
            name="level",
            takes=f"one of {', '.join(TRANSFER_LEVELS)}",
            read=code(TRANSFER_LEVELS, "level of a transfer"),
        ),
        Column(name="reason", takes="why it is considered"),
        date("occurred_on", "when it was considered"),
        Column(name="status", takes=f"how far it came: {', '.join(STATUSES)}", read=_status),
        *(
            column
            for side in GRIDS
            for column in (
                Column(
                    name=f"{side}_grid",
                    takes=f"the {side} side's grid, such as environment.law=adapt; support.training=fits",
                    read=by_name(),
                ),
                Column(name=f"{side}_notes", takes="notes on its criteria: environment.law: ...", read=by_name()),
            )
        ),
        date("compared_on", "when the contexts were compared"),
        Column(
            name="decision",
            takes=f"whether to try: {', '.join(TRANSFER_DECISIONS)}",
            read=code(TRANSFER_DECISIONS, "decision"),
        ),
        Column(name="decision_reason", takes="why it was decided so"),
        Column(name="facilitators", takes="what will help; several with ; between", read=lines),
        Column(name="barriers", takes="what will hinder; several with ; between", read=lines),
        date("anticipated_on", "when that was judged"),
        Column(name="adaptations", takes="what is done otherwise; several with ; between", read=lines),
        date("adapted_on", "when that was noted"),
        date("pilot_starts_on", "from when it was tried"),
        date("pilot_ends_on", "until when it was tried"),
        Column(name="pilot_fidelity", takes="how far it was tried as it was meant"),
        date("piloted_on", "when that was noted"),
        Column(name="outcome", takes="what came of it"),
        Column(
            name="result", takes=f"in one word: {', '.join(TRANSFER_RESULTS)}", read=code(TRANSFER_RESULTS, "result")
        ),
        Column(name="failure", takes="what did not work"),
        Column(
            name="value_cycle",
            takes=f"the highest that was reached: {', '.join(VALUE_CYCLES)}",
            read=code(VALUE_CYCLES, "value cycle"),
        ),
        Column(name="fidelity", takes="how far it was done as it was meant, by the evaluation"),
        date("evaluated_on", "when it was evaluated"),
        Column(name="end_reason", takes="why it was sustained, changed or abandoned"),
        date("ended_on", "when it was sustained, changed or abandoned"),
        date("next_review", "when to look at it again"),
    ),
    decide=decide,
    lost=(Lost("pilots", "a row tells the last pilot only; record the others with 'epex transfer'"),),
    revise=revise,
    revisable=("status", *LATER, *(column for columns in TELLS.values() for column in columns)),
    revises="how far it came",
    told=told,
    ignored=(),
    renamed={"receiving": "to", "source": "from"},
    shown={"to": "receiving", "from": "source"},
    exported=exported,
    body="reason",
)
