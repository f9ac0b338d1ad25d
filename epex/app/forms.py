"""Forms that are mailed to people: which reflections are due, and recording what comes back."""

import hmac
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from epex.app.acting import Act, AlreadyRecorded
from epex.app.base import KnowledgeBase
from epex.app.form_text import Filled, Form, answers_of, collapsed, read, write
from epex.app.importing.identity import content_mark, form_command_id, form_stream_id
from epex.app.keys import read_secret
from epex.app.said import overseen, reflections, said_by
from epex.core.answers import document_text
from epex.core.decision import On, Refused, require_role
from epex.core.log.canonical import canonical_json
from epex.core.log.command import Command, Receipt
from epex.core.question_set import QuestionSet
from epex.core.reflection import FOLLOW_UPS, AboutVisit, ReflectionRecorded, record
from epex.core.visit import OVER
from epex.projections.table import Row
from epex.projections.visits import VISITS_TABLE
from epex.search.languages import code_of, detect

ID_LENGTH = 20
GROUP = 5
LINE = 72


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form's id stands for."""

    person: str
    visit: str
    questions: QuestionSet
    follow_up: int = 0


def export(base: KnowledgeBase, person: str, language: str = "", question_set: str = "", follow_up: int = 0) -> str:
    """Write the forms of every completed visit that a person has not reflected on, or not again after some months.

    Without a question set they ask what the network adopted. Raises Refused when none is due, or for somebody else
    unless a coordinator asks.
    """
    by = base.begin().by
    if by.person != person:
        require_role(by, "coordinator", act="make forms for somebody else")
    # Of whom the asker may not know, nothing is told, not even that they are gone.
    if base.queries().titles([person]) and base.log.vault.is_destroyed(person):
        raise Refused("This person was erased; choose somebody else, as nobody can ask them any more.")
    asking = base.queries().asking
    questions = asking.find(question_set).newest if question_set else asking.in_force()
    done = {(row["about"], row["person"]) for row in reflections(base) if row["follow_up"] == follow_up}
    secret = _secret(base)
    visits = [
        visit
        for visit in base.queries().listing("visit")
        if visit["status"] in OVER and (visit["id"], person) not in done and person in _people(visit)
    ]
    if not visits:
        raise Refused("No completed visit waits for this person's reflection; 'epex visit list' shows every visit.")
    forms = [
        Form(_form_id(secret, Asked(person, visit["id"], questions, follow_up)), _occasion(visit, follow_up), questions)
        for visit in visits
    ]
    language = language or _language(base, person)
    return write(forms, language, "\n".join(wrap(asking.note(questions, language), LINE)))


def record_forms(base: KnowledgeBase, raw: bytes, name: str, occurred_on: str | None = None) -> list[Receipt]:
    """Record the reflections in a file of forms; one that was read before gives its first answer.

    Raises Refused, with nothing recorded, when a form is broken, half filled or unknown, or none has an answer.
    """
    answered = _answered(base, read(raw, name))
    if not answered:
        raise Refused(f"No form in {name} has an answer; write at least one, then read it again.")
    prepared = [_prepared(base, asked, answers, occurred_on) for asked, answers in answered.values()]
    return [ready if isinstance(ready, Receipt) else ready[0].record(ready[1]) for ready in prepared]


def _answered(base: KnowledgeBase, forms: Sequence[Filled]) -> dict[str, tuple[Asked, dict[str, str]]]:
    known, found = _known(base, {form.id for form in forms}), dict[str, tuple[Asked, dict[str, str]]]()
    for form in forms:
        if form.id not in known:
            raise Refused(f"Line {form.line}: this base knows no form {form.id}; put the line back as it was sent.")
        asked = known[form.id]
        answers = answers_of(form, asked.questions)
        if not answers:
            continue
        _, first = found.setdefault(form.id, (asked, answers))
        if collapsed(first) != collapsed(answers):
            raise Refused(f"Line {form.line}: form {form.id} stands here with two sets of answers; leave only one.")
    return found


def _prepared(
    base: KnowledgeBase, asked: Asked, answers: dict[str, str], occurred_on: str | None
) -> Receipt | tuple[Act, list[On]]:
    secret = _secret(base)
    form = _form_id(secret, asked)
    command = Command(
        command_id=form_command_id(form, content_mark(secret, collapsed(answers))),
        occurred_on=occurred_on,
        visibility="pair",
        audience=asked.visit,
    )
    try:
        act = base.begin(command)
    except AlreadyRecorded as answer:
        return answer.receipt
    _require_unanswered(base, asked)
    visit = act.load(asked.visit)
    about = AboutVisit(visit.id, visit.status, visit.host_people, visit.visitors)
    recorded = ReflectionRecorded(
        answers=answers,
        author=asked.person,
        organisation=base.log.load(asked.person).state.organisation,
        question_set=asked.questions.name,
        question_set_version=asked.questions.version,
        follow_up=asked.follow_up,
        detected_language=detect(document_text(answers), base.config.languages),
    )
    return act, record(form_stream_id(form), recorded, about, by=act.by)


def _require_unanswered(base: KnowledgeBase, asked: Asked) -> None:
    if found := said_by(base, asked.person, asked.visit).get(asked.follow_up):
        raise Refused(
            "This person's reflection on the visit is recorded already, with other answers; "
            f"change it with 'epex reflection revise {found}'."
        )


def _known(base: KnowledgeBase, wanted: set[str]) -> dict[str, Asked]:
    secret, sets = _secret(base), list(base.queries().asking.every())
    every = (
        Asked(person, visit["id"], questions, follow_up)
        for visit in overseen(base, "visits", VISITS_TABLE, ("id", "host_people", "visitors"))
        for person in sorted(_people(visit))
        for questions in sets
        for follow_up in (0, *FOLLOW_UPS)
    )
    return {form: asked for asked in every if (form := _form_id(secret, asked)) in wanted}


def _form_id(secret: bytes, asked: Asked) -> str:
    again = [asked.follow_up] if asked.follow_up else []
    bound = canonical_json(["form", asked.person, asked.visit, asked.questions.name, asked.questions.version, *again])
    marks = b32encode(hmac.digest(secret, bound, "sha256")).decode("ascii").lower()[:ID_LENGTH]
    return "-".join(marks[start : start + GROUP] for start in range(0, ID_LENGTH, GROUP))


def _people(visit: Row) -> set[str]:
    return {*visit["host_people"], *visit["visitors"]}


def _occasion(visit: Row, follow_up: int) -> str:
    days = " to ".join(dict.fromkeys(day for day in (visit["started_on"], visit["completed_on"]) if day))
    later = f", looking back after {follow_up} months" if follow_up else ""
    return "\n".join(wrap(f"{visit['title']}{f', {days}' if days else ''}{later}", LINE))


def _language(base: KnowledgeBase, person: str) -> str:
    homes = {row["id"]: row for row in base.queries().listing("organisation")}
    home = base.log.load(person).state.organisation
    spoken = homes[home]["languages"] if home in homes else ()
    return next((code for code in map(code_of, spoken) if code in base.config.languages), "en")


def _secret(base: KnowledgeBase) -> bytes:
    return read_secret(base.config.keys_folder, "import.secret")
