"""Rows of consents: asked for, and answered by whom they concern, or on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from epex.app.importing.columns import NAMED, Column, Unfit, code, date, reference, whether
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Values
from epex.core import consent
from epex.core.consent import Consent, ConsentAsked, ConsentGiven, ConsentRefused, ConsentWithdrawn
from epex.core.decision import On

STATUSES = ("asked", "given", "refused", "withdrawn")
# The way to each answer, and the column that says when it was given.
WAY: Mapping[str, Sequence[str]] = {
    "asked": (),
    "given": ("given",),
    "refused": ("refused",),
    "withdrawn": ("given", "withdrawn"),
}
DAYS = {"given": "given_on", "refused": "refused_on", "withdrawn": "withdrawn_on"}


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Ask for it, and record the answers."""
    quote, giver = values.get("quote", ""), values.get("giver", "")
    author = ground.queries.show(quote)["giver"] if quote else giver
    if giver and author and giver != author:
        raise Unfit("giver", "The quote is somebody else's; leave giver out, for the quote tells whose words they are.")
    said = ("consent", author, quote, values["scope"], values.get("edition", ""))
    if not ground.is_again and (ground.earlier(said) or _is_known(said, ground)):
        raise Unfit("row", "This consent was asked for already; answer that one, as 'epex consent list' shows it.")
    course = Course(stream)
    edition = values.get("edition", "")
    course.take(consent.ask(stream, author, values["scope"], by=ground.by, quote=quote, edition=edition))
    _answer(course, values, ground)
    ground.keep(said, stream)
    return course.steps


def revise(state: Consent, change: Change, ground: Ground) -> Sequence[Dated]:
    """Record the answers that came since."""
    if fixed := [name for name in change.values if name != "status" and name not in _new_days(state, change)]:
        raise Unfit(fixed[0], "What was answered stays as it is recorded; put it back, or ask for a new consent.")
    course = Course(state.id, state)
    _answer(course, change.row, ground)
    return course.steps


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell what was asked, and how it was answered."""
    said: dict[str, Any] = {}
    for event in events:
        match event:
            case ConsentAsked(giver=giver, scope=scope, quoted=quoted, edition=edition):
                said |= {"giver": giver, "scope": scope, "quote": quoted, "edition": edition, "status": "asked"}
            case ConsentGiven(given_on=given_on, expires_on=expires_on):
                said |= {"status": "given", "given_on": given_on, "expires_on": expires_on}
            case ConsentRefused():
                said["status"] = "refused"
            case ConsentWithdrawn():
                said["status"] = "withdrawn"
    return said


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell whether somebody answered on paper, why, and when it was refused."""
    steps = [step for step in shown.get("history", ()) if step["step"] != "asked"]
    reasons = [step["reason"] for step in steps if step.get("reason")]
    refused = [step["occurred_on"] for step in steps if step["step"] == "refused"]
    on_paper = "yes" if raw["recorded_for"] else ""
    return {**shown, "on_paper": on_paper, "reason": "".join(reasons[-1:]), "refused_on": "".join(refused[-1:])}


def _new_days(state: Consent, change: Change) -> Sequence[str]:
    return ("given_on", "expires_on") if state.standing == "asked" and "given_on" in change.row else ()


def _is_known(said: tuple[str, ...], ground: Ground) -> bool:
    return any(
        said[1:] == tuple(row[name] for name in ("giver", "quote", "scope", "edition"))
        and row["status"] in ("asked", "given")
        for row in ground.rows("consent")
    )


def _answer(course: Course, values: Values, ground: Ground) -> None:
    status = values.get("status") or ("given" if "given_on" in values else "asked")
    left = [step for step in WAY[status] if step != course.state.standing]
    if not left and course.state.standing != status:
        raise Unfit("status", f"This consent is {course.state.standing} here; mend the row, or ask for a new one.")
    for step in left:
        day = values.get(DAYS[step], "")
        if not day:
            raise Unfit(DAYS[step], f"A consent that was {step} needs the day; give it in {DAYS[step]}.")
        course.take(_answered(course.state, step, day, values, ground), day)


def _answered(state: Consent, step: str, day: str, values: Values, ground: Ground) -> Sequence[On]:
    by = ground.by
    on_paper, reason = _paper(state, values, ground)
    match step:
        case "given":
            ends = values.get("expires_on", "")
            return consent.give(state, by=by, given_on=day, expires_on=ends, on_paper=on_paper, reason=reason)
        case "refused":
            return consent.refuse(state, by=by, on_paper=on_paper, reason=reason)
        case _:
            return consent.withdraw(state, by=by, on_paper=on_paper, reason=reason)


def _paper(state: Consent, values: Values, ground: Ground) -> tuple[bool, str]:
    """Tell whether the answer lies on paper, and where."""
    own, on_paper = ground.by.person == state.giver, values.get("on_paper", False)
    if ground.is_again and not own:
        return True, values.get("reason") or "as before"
    if not own and not on_paper:
        raise Unfit(
            "on_paper",
            "Only the person whose words they are decides on this consent; let them answer it, or write yes in on_paper"
            " and in reason where the paper is.",
        )
    return on_paper and not own, values.get("reason", "")


KIND = Kind(
    name="consents",
    subject="consent",
    columns=(
        Column(name="quote", takes=f"the quote it is for: {NAMED}", read=reference("quote")),
        Column(name="giver", takes="else the person, for a use of all their words", read=reference("person")),
        Column(
            name="scope",
            takes=f"for what: {', '.join(consent.SCOPES)}",
            read=code(consent.SCOPES, "scope of consent"),
            required=True,
        ),
        Column(name="edition", takes="the edition it is for; else all", read=reference("publication")),
        Column(name="status", takes=f"one of {', '.join(STATUSES)}", read=code(STATUSES, "status of a consent")),
        date("given_on", "when it was given"),
        date("expires_on", "the last day on which it holds"),
        date("refused_on", "when it was refused"),
        date("withdrawn_on", "when it was withdrawn"),
        Column(name="on_paper", takes="yes when they answered on paper", read=whether),
        Column(name="reason", takes="where the paper is"),
        date("occurred_on", "when it was asked for"),
    ),
    decide=decide,
    revise=revise,
    revisable=("status", "given_on", "expires_on"),
    revises="how it was answered",
    told=told,
    one_of=("quote", "giver"),
    exported=exported,
    visibility="private",
    closed=True,
    body="reason",
)
