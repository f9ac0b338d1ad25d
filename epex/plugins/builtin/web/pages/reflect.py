"""Reflecting: one question a screen, a draft at every step, and in words who will read it before it is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import Visitor, options, visitor
from epex.plugins.builtin.web.filling import record as fill
from epex.plugins.builtin.web.filling import recorded, status_of_form, steps, today
from epex.plugins.builtin.web.filling import show as show_form
from epex.plugins.builtin.web.forms import COMMAND_ID, MEANWHILE, Field, Form, Overtaken, Row, mark, offer, word
from epex.plugins.builtin.web.pages.recording import NEEDED
from epex.plugins.builtin.web.pages.visits import MONTHS
from epex.plugins.builtin.web.places import known, place_of
from epex.plugins.builtin.web.questions import worded
from epex.plugins.builtin.web.rendering import address, page
from epex.plugins.builtin.web.sending import once
from epex.plugins.builtin.web.wording import N_
from epex.plugins.serving import Draft, Member

LAST = "check"
# Nobody asks this, so nothing is recorded: but all else that would be refused is refused before it.
NEVER_ASKED = "-"
UNASKED = f"'{NEVER_ASKED}' is not a question"
UNASKED_LINE = ("reflection", "record", f"--answer={NEVER_ASKED}={NEVER_ASKED}")
CHANGED = N_("An answer was changed elsewhere meanwhile; read once more what will be recorded, then send it again.")
LABELS = ("private", "pair", "organisation", "network", "public")
QUOTATIONS = (
    ("none", N_("Nobody may quote me")),
    ("anonymous", N_("My words may be quoted without my name")),
    ("attributed", N_("My words may be quoted with my name")),
)


@dataclass(frozen=True, slots=True)
class Reflecting:
    """What is being written: about what, by whom, which questions, and what there is of it."""

    about: Mapping[str, Any]
    months: int
    questions: Sequence[tuple[str, str]]
    question_set: tuple[str, int]
    draft: Draft
    language: str

    @property
    def path(self) -> str:
        """Give its path."""
        return f"/reflect/{self.about['id']}" + (f"/{self.months}" if self.months else "")

    @property
    def mark(self) -> str:
        """Give the mark of all that was answered."""
        return mark(repr(sorted(self.draft.answers.items())))

    @property
    def keys(self) -> list[str]:
        """Give the keys of the questions, in their order."""
        return [key for key, _ in self.questions]

    def next_to(self, key: str, step: int) -> str:
        """Give the key of the next question, or the one before; the check comes last."""
        order = [*self.keys, LAST]
        return order[min(max(order.index(key) + step, 0), len(order) - 1)]


def show(request: Request) -> Response:
    """Ask a question, or show all that was answered, to be recorded."""
    asking = visitor(request)
    writing = found(asking, request)
    asked = request.query_params.get("question", "")
    if asked == LAST:
        return check(request, writing)
    begun = next((key for key in writing.keys if key not in writing.draft.answers), LAST)
    return question(request, writing, asked if asked in writing.keys else begun)


def question(
    request: Request,
    writing: Reflecting,
    key: str,
    answer: str | None = None,
    sentence: str = "",
    status: int = HTTPStatus.OK,
) -> Response:
    """Show one question, with what is kept or what was typed; beside that, what was kept meanwhile."""
    if key == LAST:
        return check(request, writing)
    place = writing.keys.index(key)
    return page(
        request,
        "reflect/question.html",
        writing=writing,
        key=key,
        place=place + 1,
        wording=writing.questions[place][1],
        answer=writing.draft.answers.get(key, "") if answer is None else answer,
        stood=mark(writing.draft.answers.get(key, "")),
        now=None if answer is None else writing.draft.answers.get(key, ""),
        sentence=sentence or getattr(request.state, "past", ""),
        status=status,
        languages=visitor(request).served.network().languages,
    )


def check(request: Request, writing: Reflecting, sentence: str = "", status: int = 200) -> Response:
    """Show all that was answered, and say who will read it."""
    chosen = writing.draft.chosen
    label = chosen.get("visibility", "pair")
    return page(
        request,
        "reflect/check.html",
        status=status,
        writing=writing,
        sentence=sentence or getattr(request.state, "past", ""),
        readers=[(code, words_for(code), readers(code, writing.about)) for code in LABELS],
        label=label if label in LABELS else "pair",
        quotations=QUOTATIONS,
        quotation=chosen.get("quotation", "none"),
        languages=visitor(request).served.network().languages,
        command_id=str(uuid4()),
        stood=writing.mark,
    )


def write(request: Request) -> Response:
    """Keep what was typed; then lead on, back, away for now, or record it."""
    asking, given = visitor(request), request.state.form
    if word(given, "to") == "record":
        return recording(request)
    try:
        writing = found(asking, request)
    except Refused as refused:
        return closed(request, refused)
    key, to = word(given, "question"), word(given, "to")
    if key in writing.keys and is_overtaken(writing, given, key):
        return question(request, writing, key, word(given, "answer"), MEANWHILE, HTTPStatus.CONFLICT)
    kept(asking, given, writing, key)
    if to == "pause" or key not in (*writing.keys, LAST):
        return RedirectResponse(address(request, "/"), 303)
    asked = writing.next_to(key, -1 if to == "back" else 1)
    return RedirectResponse(address(request, writing.path, question=asked), 303)


def recording(request: Request) -> Response:
    """Record the reflection, unless the same form recorded it already; then lead to it."""
    asking, given = visitor(request), request.state.form
    try:
        with once(request):
            if again := repeated(asking, request):
                return recorded(request, again, place_of(request.path_params["about"]))
            writing = found(asking, request)
            require_seen(writing, given)
            return record(request, kept(asking, given, writing, word(given, "question")), writing)
    except Refused as refused:
        return refused_to_record(request, refused)


def refused_to_record(request: Request, refused: Refused) -> Response:
    """Show once more what would be recorded; where that is nothing any more, what was sent."""
    try:
        writing = found(visitor(request), request)
    except Refused:
        return closed(request, refused)
    return check(request, writing, str(refused), status_of_form(refused))


def closed(request: Request, refused: Refused) -> Response:
    """Say why nothing can be written any more, and lose nothing that was typed; lead to where it can be revised."""
    asking, given = visitor(request), request.state.form
    about, months = known_about(request), int(request.path_params.get("months", "") or 0)
    own = [
        row["id"]
        for row in asking.ask("reflection", "list")
        if (row["about"], row["follow_up"] or 0, row["person"]) == (about, months, asking.person)
    ]
    return page(
        request,
        "reflect/closed.html",
        status=status_of_form(refused),
        sentence=str(refused),
        typed=word(given, "answer"),
        about=asking.ask(about.partition("-")[0], "show", "--", about),
        own=next(iter(own), ""),
    )


def is_overtaken(writing: Reflecting, given: FormData, key: str) -> bool:
    """Tell whether an answer was changed here, and elsewhere since it was opened here."""
    now, typed = writing.draft.answers.get(key, ""), word(given, "answer")
    stood = word(given, "stood") or mark(now)
    return stood not in (mark(now), mark(typed)) and typed != now


def require_seen(writing: Reflecting, given: FormData) -> None:
    """Refuse to record answers that were changed elsewhere since they were shown.

    Raises Overtaken then.
    """
    if word(given, "stood") not in ("", writing.mark):
        raise Overtaken(CHANGED)


def repeated(asking: Visitor, request: Request) -> Any:
    """Give what was recorded already by a form that is sent once more; nothing when it is new."""
    sent = word(request.state.form, "command_id")
    if not COMMAND_ID.fullmatch(sent):
        return None
    try:
        return asking.ask(*UNASKED_LINE, f"--command-id={sent}", "--", known_about(request))
    except Refused:
        return None


def kept(asking: Visitor, given: FormData, writing: Reflecting, key: str) -> Draft:
    """Keep the draft with what was typed now; nothing is kept before somebody writes."""
    answers = dict(writing.draft.answers)
    # What was left as it was shown leaves what was written elsewhere meanwhile.
    if key in writing.keys and word(given, "stood") != mark(word(given, "answer")):
        answers[key] = word(given, "answer")
    chosen = {name: word(given, name) or writing.draft.chosen.get(name, "") for name in ("visibility", "quotation")}
    name, version = writing.question_set
    draft = Draft(
        {key: answer for key, answer in answers.items() if answer},
        word(given, "language") or writing.language,
        name,
        version,
        {name: value for name, value in chosen.items() if value},
    )
    if draft.answers or writing.draft.answers:
        asking.served.keep(asking.person, writing.about["id"], draft, months=writing.months)
    return draft


def record(request: Request, draft: Draft, writing: Reflecting) -> Response:
    """Record the reflection.

    Raises Refused when nothing was written, or the command line refuses it.
    """
    sent = word(request.state.form, "command_id")
    said = {
        "visibility": draft.chosen.get("visibility", "pair"),
        "quotation": draft.chosen.get("quotation", "none"),
        "language": draft.language,
        "question-set": draft.question_set,
        "follow-up": str(writing.months or ""),
        "command-id": sent if COMMAND_ID.fullmatch(sent) else "",
    }
    answers = [f"--answer={key}={answer}" for key, answer in draft.answers.items()]
    require_written(draft)
    answer = visitor(request).ask("reflection", "record", *options(said), *answers, "--", writing.about["id"])
    return recorded(request, answer, place_of(writing.about["id"]))


def require_written(draft: Draft) -> None:
    """Refuse to record nothing."""
    if not draft.answers:
        raise Refused(N_("Nothing is written yet; answer at least one question."))


def found(asking: Visitor, request: Request) -> Reflecting:
    """Find what somebody reflects on, with their draft.

    Raises Refused when it is nothing that they may reflect on now.
    """
    given, months = known_about(request), request.path_params.get("months", "")
    kind = given.partition("-")[0]
    about = asking.ask(kind, "show", "--", given)
    if months and (months not in MONTHS or kind == "meeting"):
        raise Refused(f"There is no time to look back after {months[:10]} months; choose 3, 6 or 12.")
    require_allowed(asking, given, months)
    draft = asking.served.draft(asking.person, given, months=int(months or 0)) or Draft({})
    language = draft.language or asking.language
    name, version = (draft.question_set, draft.question_set_version) if draft.question_set else in_force(asking)
    return Reflecting(
        about, int(months or 0), worded(asking, name, version, language), (name, version), draft, language
    )


def known_about(request: Request) -> str:
    """Give the id of the visit or the meeting of an address.

    Raises Refused when it can be neither.
    """
    given = str(request.path_params["about"])
    return known("meeting" if given.startswith("meeting-") else "visit", given)


def require_allowed(asking: Visitor, about: str, months: str) -> None:
    """Refuse before anybody writes what would be refused when it is recorded."""
    follow_up = options({"follow-up": months})
    try:
        asking.ask(*UNASKED_LINE, *follow_up, "--", about)
    except Refused as refused:
        if UNASKED not in str(refused):
            raise


def in_force(asking: Visitor) -> tuple[str, int]:
    """Find the questions that the network adopted."""
    sets = asking.ask("questions", "list")
    adopted = next((row for row in sets if row["in_force"]), sets[0])
    return adopted["name"], adopted["version"]


def words_for(label: str) -> str:
    """Name a label in a few words."""
    return {
        "private": N_("Only me"),
        "pair": N_("Those who hosted and visited"),
        "organisation": N_("Our two organisations"),
        "network": N_("The whole network"),
        "public": N_("Everybody"),
    }[label]


def readers(label: str, about: Mapping[str, Any]) -> list[str]:
    """Name those who will read it under a label, as far as they can be named."""
    if label == "pair":
        return [*about.get("host_people_titles", ()), *about.get("visitors_titles", ())]
    if label == "organisation":
        return [about.get("host_title", ""), *about.get("visiting_organisations_titles", ())]
    return []


def revise(request: Request) -> Response:
    """Revise answers, with the reason; those that stay as they are stay."""
    asking, identity = visitor(request), known("reflection", request.path_params["id"])
    row = asking.ask("reflection", "show", "--", identity)
    answer = fill if request.method == "POST" else show_form
    return answer(request, revising(asking, row), identity, row)


def revising(asking: Visitor, row: Row) -> Form:
    """Make the form in which somebody revises what they answered."""
    asked = dict(worded(asking, row["question_set"], row["question_set_version"], row["language"]))
    fields = [
        Field(
            name=f"answer-{key}",
            label=asked.get(key, N_("In your words")),
            kind="text",
            option=f"answer={key}",
            known=lambda shown, key=key: shown["answers"].get(key, ""),  # type: ignore[misc]
        )
        for key in (asked if set(row["answers"]) <= set(asked) else row["answers"])
    ]
    return replace(REVISING, fields=(*fields, NEEDED), readers=row["visibility"])


def is_own(member: Member, row: Row) -> bool:
    """Tell whether a reflection is somebody's own."""
    return bool(row.get("person") == member.person)


REVISING = Form(
    title=N_("Revise the answers"),
    intro=N_("What was written before stays in the log, with the reason."),
    line=("reflection", "revise"),
    button=N_("Record it"),
    when=lambda _, row: bool(row.get("may_revise")),
)
RELEASING = Form(
    title=N_("Let more people read it"),
    intro=N_("This cannot be taken back: who has read it, has read it."),
    line=("reflection", "release"),
    fields=(
        Field(
            name="visibility",
            label=N_("Who may read it from now on"),
            kind="choice",
            required=True,
            choices=tuple((label, words_for(label)) for label in LABELS[1:]),
        ),
    ),
    button=N_("Let them read it"),
    readers="",
    when=lambda member, row: is_own(member, row) and row.get("visibility") != "public",
)
offer("reflection", {"revise": REVISING})
ROUTES = [
    Route("/reflections/{id}/revise", revise, methods=["GET", "POST"], name="reflection revise"),
    *steps("reflection", {"release": RELEASING}),
    Route("/reflect/{about}", today(show), name="reflect"),
    Route("/reflect/{about}", write, methods=["POST"], name="reflecting"),
    Route("/reflect/{about}/{months}", today(show), name="look-back"),
    Route("/reflect/{about}/{months}", write, methods=["POST"], name="looking-back"),
]
