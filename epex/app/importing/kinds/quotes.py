"""Rows of quotes: somebody's exact words in a reflection, proposed for a chapter; consents come in apart."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from unicodedata import normalize

from epex.app.importing.columns import NAMED, Column, Unfit, code, codes, date, language, reference
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Circle, Course, Dated, Kind, Values
from epex.app.importing.kind import told as plainly_told
from epex.core import quote
from epex.core.chapter import within
from epex.core.evidence import Passage, locate
from epex.core.quote import Quote, QuoteProposed, QuoteWithdrawn
from epex.projections.columns import narrower
from epex.projections.reflections import circle as circle_of

OWN = ("translated", "language", "shows")
STATUSES = ("proposed", "withdrawn")
# What consents say of a quote comes in with the consents.
ANSWERED = ("consented", "refused", "consent_withdrawn")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Propose it, and withdraw it where it was withdrawn."""
    passage = _passage(values["document"], values["words"], ground)
    chapter, source = ground.state(values["chapter"]), ground.state(values["document"])
    chapter = within(chapter, ground.state(chapter.publication))
    given = {name: values[name] for name in OWN if name in values}
    said = ("quote", *(values.get(name, "") for name in ("document", "words", "chapter", "use", "language")))
    course = Course(stream)
    course.take(
        quote.propose(
            stream,
            passage,
            source,
            replace(chapter, status="outlined") if ground.is_again else chapter,
            values["use"],
            by=ground.by,
            standing="" if ground.is_again else ground.earlier(said) or _standing(values, ground),
            **given,
        )
    )
    _withdraw(course, values, ground)
    if not course.state.withdrawn:
        ground.keep(said, stream)
    return course.steps


def revise(state: Quote, change: Change, ground: Ground) -> Sequence[Dated]:
    """Withdraw it."""
    course = Course(state.id, state)
    if state.withdrawn:
        raise Unfit("status", "This quote is withdrawn here; propose the words again with 'epex quote propose'.")
    _withdraw(course, change.row, ground)
    return course.steps


def circle(values: Values, ground: Ground) -> Circle:
    """Let no more people read the proposal than may read the reflection."""
    shown = ground.queries.show(values["document"])
    around = circle_of(shown["about"], shown["organisation"]) or None
    return Circle(narrower(ground.visibility, shown["visibility"]), around)


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell what was proposed, and whether it still is."""
    said = plainly_told([event for event in events if isinstance(event, QuoteProposed)])
    gone = any(isinstance(event, QuoteWithdrawn) for event in events)
    return {**said, "status": "withdrawn" if gone else "proposed"}


def _passage(document: str, words: str, ground: Ground) -> Passage:
    """Find the words in the newest version that has them."""
    texts = ground.texts(document)
    if not texts:
        raise Unfit("document", "Its words were withdrawn or erased, so they are not quoted; leave the row out.")
    holding = [version for version, text in enumerate(texts, start=1) if normalize("NFC", words) in text]
    version = max(holding, default=len(texts))
    return locate(document, version, texts[version - 1], words)


def _standing(values: Values, ground: Ground) -> str:
    """Find a proposal of the same words for the same chapter, use and language that was not withdrawn."""
    wanted = {name: values.get(name, "") for name in ("document", "words", "chapter", "use", "language")}
    for row in ground.rows("quote"):
        same = (row["chapter"], row["use"]) == (wanted["chapter"], wanted["use"])
        if same and row["status"] not in ("withdrawn", "erased"):
            shown = ground.queries.show(row["id"])
            if all(shown.get(name) == value for name, value in wanted.items()):
                return str(row["id"])
    return ""


def _withdraw(course: Course, values: Values, ground: Ground) -> None:
    if values.get("status", "proposed") == "withdrawn":
        why = values.get("reason") or f"It was withdrawn in its source: {ground.source}"
        course.take(quote.withdraw(course.state, by=ground.by, reason=why), values.get("withdrawn_on", ""))


def _status(text: str, known: Any) -> str:
    word: str = code((*STATUSES, *ANSWERED), "status of a quote")(text, known)
    return "proposed" if word in ANSWERED else word


KIND = Kind(
    name="quotes",
    subject="quote",
    columns=(
        Column(name="document", takes=f"the reflection: {NAMED}", read=reference("reflection"), required=True),
        Column(name="words", takes="the exact words in it", required=True),
        Column(
            name="chapter", takes=f"the chapter that they are for: {NAMED}", read=reference("chapter"), required=True
        ),
        Column(name="use", takes=f"one of {', '.join(quote.USES)}", read=code(quote.USES, "use"), required=True),
        Column(name="translated", takes="the words in another language, if that is what is printed"),
        Column(name="language", takes="the code of the translation's language", read=language),
        Column(
            name="shows",
            takes=f"what an anonymous quote tells of its author: {', '.join(quote.SHOWN)}",
            read=codes(quote.SHOWN, "detail of an organisation"),
        ),
        Column(name="status", takes="proposed or withdrawn; consents come in apart", read=_status),
        Column(name="reason", takes="why it was withdrawn"),
        date("withdrawn_on", "when it was withdrawn"),
        date("occurred_on", "when it was proposed"),
    ),
    decide=decide,
    revise=revise,
    revisable=("status",),
    revises="that it was withdrawn",
    told=told,
    ignored=("document_version", "start", "end", "passage_hash", "giver"),
    renamed={"quote": "words"},
    circle=circle,
    body="words",
)
