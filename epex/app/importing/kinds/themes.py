"""Rows of themes, with the evidence they rest on and the last decision about them."""

from collections.abc import Mapping, Sequence
from typing import Any

from epex.app.importing.columns import (
    Column,
    Unfit,
    by_name,
    code,
    date,
    language,
    number,
    reference,
    references,
    references_among,
)
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Lost, Values
from epex.app.importing.kind import told as plainly_told
from epex.core import theme
from epex.core.decision import Refused
from epex.core.judgement import Decided, Judgement
from epex.core.meeting import Meeting
from epex.core.theme import GROUNDS, Theme, ThemeEvidenceLinked, ThemeEvidenceUnlinked, ThemeProposed, ThemeRenamed
from epex.core.vocabulary import LANGUAGES, METHODS

LABELS = tuple(f"label_{code}" for code in LANGUAGES)
DEFINITIONS = tuple(f"definition_{code}" for code in LANGUAGES)
STANCES = {"supported_by": "supports", "nuanced_by": "nuances", "contradicted_by": "contradicts"}
DECISIONS = {"discussed": theme.discuss, "adopted": theme.adopt, "parked": theme.park, "rejected": theme.reject}
STATUSES = ("candidate", *DECISIONS)
# What is decided about several themes, or about one that was decided on before.
HERE = {
    "merged": "import it as it stood before, then merge it with 'epex theme merge'",
    "split": "import it as it stood before, then split it with 'epex theme split'",
    "retired": "import it as adopted or parked, then retire it with 'epex theme retire'",
}
VOTES = ("votes_for", "votes_against", "abstained")
WORDS = ("rationale", "alternatives", "dissent")
JUDGED = ("forum", "method", *VOTES, *WORDS, "dissents")
ONLY_DECIDED = (*JUDGED, "decided_on", "discussed_on")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Propose it with its words in every language, link its evidence, and record the decision."""
    labels = _by_language(values, "label")
    if not labels:
        raise Refused("A theme needs a label; give the row one, in the column label or label_en.")
    course = Course(stream)
    course.take(
        theme.propose(
            stream,
            labels,
            by=ground.by,
            definitions=_by_language(values, "definition"),
            scope_note=values.get("scope_note", ""),
            challenges=values.get("challenges", ()),
        )
    )
    _link(course, {column: values.get(column, ()) for column in STANCES}, ground)
    _conclude(course, values, ground)
    return course.steps


def revise(state: Theme, change: Change, ground: Ground) -> Sequence[Dated]:
    """Link what was added, and record a decision that was taken since."""
    course = Course(state.id, state)
    _link(course, {column: change.added(column) for column in STANCES}, ground)
    if set(change.values) - set(STANCES):
        if change.now["status"] == state.status:
            name = next(one for one in change.values if one not in STANCES)
            raise Unfit(
                name, "What was decided stays as it is recorded; record what was decided since with 'epex theme'."
            )
        _conclude(course, change.row, ground)
    return course.steps


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell what was proposed, what it rests on, and the decision by which it stands as it does."""
    said = plainly_told([event for event in events if isinstance(event, ThemeProposed)])
    links: list[ThemeEvidenceLinked] = []
    state: Theme | None = None
    for event in events:
        state = theme.evolve(state, "", event)
        match event:
            case ThemeEvidenceLinked():
                links.append(event)
            case ThemeEvidenceUnlinked():
                links = [link for link in links if not event.means(link.key)]
            case ThemeRenamed(labels=labels):
                said["labels"] = labels
            case Decided() if _status_of(getattr(event, "type", "").partition(".")[2]) == state.status:
                said |= {name: getattr(event, name) for name in JUDGED}
    for column, stance in STANCES.items():
        said[column] = tuple(dict.fromkeys(link.source for link in links if link.stance == stance))
    return {**said, "status": state.status if state else "candidate"}


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give every language its column, the evidence by its stance, and the last decision."""
    labels = {f"label_{code}": words for code, words in raw["titles"].items()}
    definitions = {f"definition_{code}": words for code, words in raw["definitions"].items()}
    own = [link for link in shown.get("evidence", ()) if link["kind"] in GROUNDS and "came_from" not in link]
    evidence = {
        column: list(dict.fromkeys(link["id"] for link in own if link["stance"] == stance))
        for column, stance in STANCES.items()
    }
    plain = {**shown, **labels, **definitions, "label": "", "definition": "", "language": ""}
    return {**plain, **evidence, **_decision_of(shown)}


def _decision_of(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Tell the decision by which a theme stands as it does, and when it was discussed before."""
    decisions = shown.get("decisions", ())
    places = [place for place, one in enumerate(decisions) if _status_of(one["decision"]) == shown["status"]]
    if not places or shown["status"] not in DECISIONS:
        return {}
    last = decisions[places[-1]]
    earlier = [one["occurred_on"] for one in decisions[: places[-1]] if one["decision"] == "discussed"]
    # Names are shown as people want to be named, so that they do not always tell who it is.
    said = (f"{one['who']}: {one['text']}" if one["who"] else one["text"] for one in last["dissents"])
    plain = {name: last[name] for name in JUDGED}
    days = {"decided_on": last["occurred_on"], "discussed_on": "".join(earlier[-1:])}
    return {**plain, **days, "dissent": "\n\n".join(said), "dissents": ""}


def _status_of(decision: str) -> str:
    return "discussed" if decision == "reopened" else decision


def _by_language(values: Values, field: str) -> dict[str, str]:
    plain = {values.get("language", "en"): values[field]} if field in values else {}
    return plain | {code: values[f"{field}_{code}"] for code in LANGUAGES if f"{field}_{code}" in values}


def _link(course: Course, added: Mapping[str, Sequence[str]], ground: Ground) -> None:
    for column, sources in added.items():
        for source in sources:
            course.take(theme.link(course.state, source, STANCES[column], by=ground.by))


def _conclude(course: Course, values: Values, ground: Ground) -> None:
    """Record the decision that a row tells; what is adopted was discussed before."""
    status = values.get("status", "candidate")
    if status == "candidate":
        if told_of := [name for name in ONLY_DECIDED if name in values]:
            raise Unfit(
                "status", f"The row tells {told_of[0]}, but not what was decided; write adopted, or another status."
            )
        return
    forum: Meeting | None = ground.state(values["forum"]) if "forum" in values else None
    day = values.get("decided_on") or (forum.held_on if forum else "")
    if not day:
        raise Unfit(
            "decided_on", "The row does not say when that was decided; give decided_on, or the meeting as forum."
        )
    if "rationale" not in values:
        raise Unfit("rationale", "A decision has a rationale; say why it was taken.")
    if course.state.status == "candidate" and (status == "adopted" or "discussed_on" in values):
        _discuss(course, values, day, ground)
    course.take(DECISIONS[status](course.state, _judgement(values, forum, ground), by=ground.by), day)


def _discuss(course: Course, values: Values, day: str, ground: Ground) -> None:
    forum = "" if "discussed_on" in values else values.get("forum", "")
    before = f"It was discussed before that was decided, as its source says: {ground.source}"
    course.take(
        theme.discuss(course.state, Judgement(rationale=before, forum=forum), by=ground.by),
        values.get("discussed_on", day),
    )


def _judgement(values: Values, forum: Meeting | None, ground: Ground) -> Judgement:
    votes = {name: values[name] for name in VOTES if name in values}
    return Judgement(
        forum=values.get("forum", ""),
        method=values.get("method", ""),
        dissents=values.get("dissents", {}),
        attended=len(forum.attended) if forum and not ground.is_again else 0,
        **votes,
        **{name: values.get(name, "") for name in WORDS},
    )


def _status(text: str, known: Any) -> str:
    word: str = code((*STATUSES, *HERE), "status of a theme")(text, known)
    if word in HERE:
        raise Refused(f"A theme that was {word} is not imported so; {HERE[word]}.")
    return word


KIND = Kind(
    name="themes",
    subject="theme",
    columns=(
        Column(name="label", takes="what it is called, in the row's language"),
        Column(name="definition", takes="what it means, in the row's language"),
        Column(name="language", takes="the code of that language; else en", read=language),
        *(Column(name=name, takes=f"the label in {name[-2:]}") for name in LABELS),
        *(Column(name=name, takes=f"the definition in {name[-2:]}") for name in DEFINITIONS),
        Column(name="scope_note", takes="what belongs to it and what does not"),
        Column(
            name="challenges",
            takes="the challenges behind it: ids, texts, or ids of rows in the same source",
            read=references("challenge"),
        ),
        *(
            Column(
                name=column, takes=f"what {stance} it: ids or titles, with ; between", read=references_among(*GROUNDS)
            )
            for column, stance in STANCES.items()
        ),
        Column(name="status", takes=f"what was decided last: {', '.join(STATUSES)}; else candidate", read=_status),
        Column(name="forum", takes="the meeting that decided: an id or a title", read=reference("meeting")),
        date("decided_on", "when it was decided; else the day of the meeting"),
        date("discussed_on", "when it was discussed before; else at the same meeting"),
        Column(
            name="method",
            takes=f"how: {', '.join(METHODS)}; else a vote if there are figures",
            read=code(METHODS, "method"),
        ),
        *(Column(name=name, takes=f"how many {name.replace('_', ' ')}", read=number) for name in VOTES),
        Column(name="rationale", takes="why it was decided so"),
        Column(name="alternatives", takes="what else was considered"),
        Column(name="dissent", takes="what those say who disagree and give no name"),
        Column(name="dissents", takes="what others say, as NAME: WORDS on lines", read=by_name(reference("person"))),
        date("occurred_on", "when it was proposed"),
    ),
    decide=decide,
    lost=(
        Lost("split_from", "split it here with 'epex theme split'"),
        Lost("split_into", "split it here with 'epex theme split'"),
        Lost("merged_into", "merge it here with 'epex theme merge'"),
        Lost("absorbed", "merge them here with 'epex theme merge'"),
    ),
    revise=revise,
    revisable=("status", *JUDGED, *STANCES),
    revises="its evidence, and what was decided since",
    told=told,
    ignored=("split_from", "evidence", "dissent", "dissents"),
    one_of=("label", *LABELS),
    renamed={"labels": "label", "definitions": "definition"},
    exported=exported,
    body="definition",
)
