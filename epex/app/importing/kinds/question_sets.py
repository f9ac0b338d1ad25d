"""Rows of question sets: a set on each, with its wordings in every language; translations are signed here."""

from collections.abc import Mapping, Sequence
from typing import Any

from epex.app.importing.columns import Column, Unfit, by_name, date, language, paired, whether
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Dated, Kind, Lost, Values
from epex.core import questions
from epex.core.question_set import Question, QuestionSet
from epex.core.question_texts import BUILT_IN
from epex.core.questions import Questions, QuestionsAdded, QuestionsAdopted
from epex.core.vocabulary import LANGUAGES

WORDINGS = {code: f"wordings_{code}" for code in LANGUAGES}


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:  # noqa: ARG001 - a set's name is its id
    """Add it, and put it in force where the row says so."""
    chosen = questions.tidied(_chosen(values))
    known = None if ground.is_again else ground.queries.asking.known.get(chosen.name)
    return _recorded(chosen, known.newest if known else None, values, ground)


def revise(state: Questions, change: Change, ground: Ground) -> Sequence[Dated]:  # noqa: ARG001 - its versions are told
    """Add the next version, or put it in force."""
    chosen = questions.tidied(_chosen(change.row))
    return _recorded(chosen, ground.queries.asking.find(chosen.name).newest, change.row, ground)


def means(content: Mapping[str, str], ground: Ground) -> str:  # noqa: ARG001 - the same in every base
    """Name the stream of a set, which goes by its name."""
    return questions.stream_of(content.get("name", "").strip())


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell the newest version, and whether it was put in force."""
    said: dict[str, Any] = {}
    for event in events:
        match event:
            case QuestionsAdded():
                said = _told_of(questions.added_set(event))
            case QuestionsAdopted(question_set=name):
                said = {**(said or _told_of(BUILT_IN[name])), "in_force": True}
    return said


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG001 - as all kinds
    """Give every language its column."""
    rows = shown.get("wordings", ())
    words = {
        column: paired({row["key"]: row[code] for row in rows if row.get(code)}) for code, column in WORDINGS.items()
    }
    return {**shown, **words, "original": shown["languages"][0]}


def _told_of(known: QuestionSet) -> dict[str, Any]:
    said = {"name": known.name, "title": known.title, "original": known.original}
    return said | {column: _worded(known, code) for code, column in WORDINGS.items() if _worded(known, code)}


def _worded(known: QuestionSet, code: str) -> dict[str, str]:
    return {one.key: one.wordings[code] for one in known.questions if code in one.wordings}


def _chosen(values: Values) -> QuestionSet:
    name, original = values["name"], values.get("original", "en")
    first = values.get(WORDINGS[original])
    if not first:
        raise Unfit(
            WORDINGS[original], "The set has no questions in its own language; give them as KEY: WORDS on lines."
        )
    said = {code: values[column] for code, column in WORDINGS.items() if column in values}
    keys = dict.fromkeys(key for words in (first, *said.values()) for key in words)
    every = tuple(Question(key, {code: words[key] for code, words in said.items() if key in words}) for key in keys)
    return QuestionSet(name, 1, every, values.get("title") or name.replace("_", " ").capitalize(), original)


def _recorded(chosen: QuestionSet, newest: QuestionSet | None, values: Values, ground: Ground) -> Sequence[Dated]:
    in_force = None if ground.is_again else ground.queries.asking.adopted()
    adopts = values.get("in_force", False)
    is_known = newest is not None and questions.same(chosen, newest)
    added = [] if is_known and adopts else questions.add(chosen, newest, by=ground.by)
    version = newest if is_known else None
    if not adopts:
        return [Dated(on) for on in added]
    next_one = version or QuestionSet(chosen.name, newest.version + 1 if newest else 1, chosen.questions)
    return [Dated(on) for on in (*added, *questions.adopt(next_one, in_force, by=ground.by))]


KIND = Kind(
    name="question_sets",
    subject="questions",
    columns=(
        Column(name="name", takes="its name, in small letters joined by _", required=True),
        Column(name="title", takes="what it is called; else its name"),
        Column(name="original", takes="the code of the language it was written in; else en", read=language),
        *(
            Column(name=column, takes=f"the questions in {code}, as KEY: WORDS on lines", read=by_name())
            for code, column in WORDINGS.items()
        ),
        Column(name="in_force", takes="yes when the network's reflections answer it", read=whether),
        date("occurred_on", "when it was added"),
    ),
    decide=decide,
    lost=(Lost("version", "its earlier wordings are not in the table, so it begins anew"),),
    revise=revise,
    revisable=("title", "original", *WORDINGS.values(), "in_force"),
    revises="the questions, as a new version",
    told=told,
    means=means,
    exported=exported,
    body="title",
)
