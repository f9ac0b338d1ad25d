"""How what can be searched comes from what happened.

Countries, and what rests on what, lie in tables of their own: no words change with them.
"""

from epex.core.challenge import (
    ChallengeEvidenceLinked,
    ChallengeEvidenceUnlinked,
    ChallengeShared,
    ChallengeStated,
)
from epex.core.element import (
    ElementConditionNoted,
    ElementDescribed,
    ElementEvidenceLinked,
    ElementEvidenceUnlinked,
    ElementIdentified,
    ElementLabelled,
    ElementMerged,
    ElementReopened,
    ElementRetired,
    ElementReviewed,
)
from epex.core.evidence import EvidenceLinked, EvidenceUnlinked
from epex.core.judgement import Decided
from epex.core.ladder import label_after
from epex.core.log.envelope import Fact
from epex.core.meeting import MeetingHeld
from epex.core.organisation import OrganisationJoined, OrganisationRevised
from epex.core.person import PersonErasureRequested, PersonMoved, PersonRegistered
from epex.core.reflection import (
    ReflectionRecorded,
    ReflectionReleased,
    ReflectionRevised,
    ReflectionTranslated,
    ReflectionTranslationConfirmed,
    ReflectionWithdrawalRequested,
)
from epex.core.theme import (
    ThemeAdopted,
    ThemeDiscussed,
    ThemeEvidenceLinked,
    ThemeEvidenceUnlinked,
    ThemeMerged,
    ThemeParked,
    ThemeProposed,
    ThemeRejected,
    ThemeRenamed,
    ThemeReopened,
    ThemeRetired,
    ThemeSplit,
)
from epex.core.transfer import TransferConsidered
from epex.core.visit import (
    VisitAgreed,
    VisitCancelled,
    VisitCompleted,
    VisitCorrected,
    VisitMonitored,
    VisitPlanned,
    VisitPostponed,
    VisitPrepared,
    VisitStarted,
)
from epex.projections.columns import is_as_open
from epex.projections.document_rows import (
    COUNTRIES_TABLE,
    DOCUMENTS_TABLE,
    HOMES_TABLE,
    MEETINGS_TABLE,
    add_document,
    change_words,
    circle_of,
    first_language,
    given,
    link,
    link_evidence,
    said,
    say,
    starting,
    texts,
    unlink,
    unlink_evidence,
)
from epex.projections.documents import DOCUMENTS
from epex.projections.folds import document_reflections
from epex.projections.shades import tell, tell_more
from epex.projections.table import Batch

ELEMENT_PARTS = (
    "core",
    "rationale",
    "materials",
    "steps",
    "providers",
    "mode",
    "place",
    "frequency",
    "core_parts",
    "adaptable_parts",
    "preconditions",
    "target_group",
    "scope",
    "risks",
)
VISIT_PARTS = ("objectives", "work_plan")
DECISION_PARTS = ("rationale", "alternatives", "dissent")


@DOCUMENTS.on(OrganisationJoined)
def joined(rows: Batch, fact: Fact, event: OrganisationJoined) -> None:
    """Remember in which country an organisation works, and who may know."""
    rows[COUNTRIES_TABLE].put({**circle_of(fact), "organisation": fact.stream, "country": event.country})


@DOCUMENTS.on(OrganisationRevised)
def moved(rows: Batch, fact: Fact, event: OrganisationRevised) -> None:
    """Take over another country, if all may know."""
    if event.country is not None and is_as_open(fact, rows[COUNTRIES_TABLE].get(fact.stream)):
        rows[COUNTRIES_TABLE].change(fact.stream, country=event.country)


@DOCUMENTS.on(PersonRegistered, PersonMoved)
def belongs(rows: Batch, fact: Fact, event: PersonRegistered | PersonMoved) -> None:
    """Remember where people belong, for what they will write."""
    rows[HOMES_TABLE].put({"person": fact.stream, "organisation": event.organisation})


@DOCUMENTS.on(MeetingHeld)
def held(rows: Batch, fact: Fact, event: MeetingHeld) -> None:
    """Remember a meeting's title, for the reflections on it."""
    rows[MEETINGS_TABLE].put({**circle_of(fact), "id": fact.stream, "title": event.title})


@DOCUMENTS.on(ChallengeStated)
def stated(rows: Batch, fact: Fact, event: ChallengeStated) -> None:
    """Add a challenge; its text is its title."""
    add_document(
        rows,
        fact,
        titles={event.language: event.text},
        language=event.language,
        organisations=[event.organisation],
        setting=event.setting,
    )


@DOCUMENTS.on(ChallengeShared)
def shared(rows: Batch, fact: Fact, event: ChallengeShared) -> None:
    """Add an organisation that has the same challenge."""
    tell_more(rows[DOCUMENTS_TABLE], fact, fact.stream, "organisations", event.organisation)


DOCUMENTS.on(ReflectionRecorded)(document_reflections.recorded)
DOCUMENTS.on(ReflectionRevised)(document_reflections.revised)
DOCUMENTS.on(ReflectionTranslated)(document_reflections.translated)
DOCUMENTS.on(ReflectionTranslationConfirmed)(document_reflections.confirmed)
DOCUMENTS.on(ReflectionReleased)(document_reflections.released)
DOCUMENTS.on(ReflectionWithdrawalRequested, PersonErasureRequested)(document_reflections.silenced)


@DOCUMENTS.on(VisitPlanned)
def planned(rows: Batch, fact: Fact, event: VisitPlanned) -> None:
    """Add a visit, under its host; it rests on the challenges that it was matched on."""
    add_document(
        rows,
        fact,
        titles={"": event.title},
        texts=texts("", given(event, VISIT_PARTS)),
        organisations=[event.host, *event.visiting_organisations],
        setting=event.setting,
        year=event.year,
        label="planned",
        **starting(event.starts_on),
    )
    for source in event.matched_on:
        link(rows, fact, fact.stream, source)


@DOCUMENTS.on(VisitAgreed, VisitPostponed)
def arranged(rows: Batch, fact: Fact, event: VisitAgreed | VisitPostponed) -> None:
    """Note how a visit stands, its terms and its date; the old date of one that was put off no longer holds."""
    agreed, row = isinstance(event, VisitAgreed), rows[DOCUMENTS_TABLE].get(fact.stream)
    day = event.starts_on or ("" if agreed or row is None else row["noted_on"])
    tell(rows[DOCUMENTS_TABLE], fact, fact.stream, label="agreed" if agreed else "postponed", **starting(day))
    say(rows, fact, "", given(event, (*VISIT_PARTS, "reason")))


@DOCUMENTS.on(VisitStarted)
def started(rows: Batch, fact: Fact, event: VisitStarted) -> None:
    """Note when a visit started."""
    tell(rows[DOCUMENTS_TABLE], fact, fact.stream, label="started", **starting(event.on))


@DOCUMENTS.on(VisitPrepared, VisitCompleted)
def went_on(rows: Batch, fact: Fact, event: VisitPrepared | VisitCompleted) -> None:
    """Note how far a visit has come."""
    tell(rows[DOCUMENTS_TABLE], fact, fact.stream, label=event.type.removeprefix("visit."))


@DOCUMENTS.on(VisitMonitored, VisitCancelled)
def noted(rows: Batch, fact: Fact, event: VisitMonitored | VisitCancelled) -> None:
    """Add what a visit attained, or why it was called off."""
    tell(
        rows[DOCUMENTS_TABLE],
        fact,
        fact.stream,
        label="monitored" if isinstance(event, VisitMonitored) else "cancelled",
    )
    say(rows, fact, "", given(event, ("attained", "unexpected", "reason")), more=True)


@DOCUMENTS.on(VisitCorrected)
def corrected(rows: Batch, fact: Fact, event: VisitCorrected) -> None:
    """Take over what was put right about a visit."""
    row = rows[DOCUMENTS_TABLE].get(fact.stream)
    if row:
        right = {name: value for name in ("setting", "year") if (value := getattr(event, name)) is not None}
        if event.visiting_organisations is not None:
            right["organisations"] = [*row["organisations"][:1], *event.visiting_organisations]
        if event.host is not None:
            right["organisations"] = [event.host, *right.get("organisations", row["organisations"])[1:]]
        status = event.status or ("agreed" if event.brief_again else None)
        label = {"label": status} if status else {}
        day = event.started_on or (event.starts_on if row["label"] in ("planned", "agreed", "prepared") else "")
        tell(rows[DOCUMENTS_TABLE], fact, fact.stream, **right, **label, **starting(day or ""))
    if row and event.title is not None and is_as_open(fact, row):
        change_words(rows, fact, titles=said({"": event.title}))
    for source in event.unmatched:
        unlink(rows, fact, source, bool)
    for source in event.matched_on or ():
        link(rows, fact, fact.stream, source)
    say(rows, fact, "", given(event, VISIT_PARTS))


@DOCUMENTS.on(ElementIdentified)
def identified(rows: Batch, fact: Fact, event: ElementIdentified) -> None:
    """Add an element of practice."""
    add_document(
        rows,
        fact,
        titles={event.language: event.name},
        texts=texts(event.language, given(event, ELEMENT_PARTS)),
        language=event.language,
        organisations=[event.organisation],
        setting=event.setting,
        label="draft",
    )


@DOCUMENTS.on(ElementDescribed)
def described(rows: Batch, fact: Fact, event: ElementDescribed) -> None:
    """Take over what the new description names."""
    row = rows[DOCUMENTS_TABLE].get(fact.stream)
    if row is None or not is_as_open(fact, row):
        return
    language = row["language"] if event.language is None else event.language
    titles = row["titles"].values() if event.name is None else [event.name]
    change_words(
        rows,
        fact,
        language=language,
        setting=row["setting"] if event.setting is None else event.setting,
        titles=said(dict(zip([language], titles, strict=False))),
        texts=[[language, part, words] for _, part, words in row["texts"]],
    )
    say(rows, fact, language, given(event, ELEMENT_PARTS))


@DOCUMENTS.on(ElementConditionNoted)
def condition_noted(rows: Batch, fact: Fact, event: ElementConditionNoted) -> None:
    """Add a condition to an element."""
    row = rows[DOCUMENTS_TABLE].get(fact.stream)
    if row:
        say(rows, fact, row["language"], {"condition": event.text}, more=True)


@DOCUMENTS.on(ElementLabelled, ElementMerged, ElementRetired, ElementReopened)
def labelled(
    rows: Batch, fact: Fact, event: ElementLabelled | ElementMerged | ElementRetired | ElementReopened
) -> None:
    """Take over the label of an element; a merged or retired one is still found, a reopened one is a draft."""
    kept = {ElementMerged: "merged", ElementRetired: "retired", ElementReopened: "draft"}
    label = event.label if isinstance(event, ElementLabelled) else kept[type(event)]
    tell(rows[DOCUMENTS_TABLE], fact, fact.stream, label=label)
    if isinstance(event, ElementMerged):
        link(rows, fact, event.into, fact.stream)


@DOCUMENTS.on(ElementReviewed)
def reviewed(rows: Batch, fact: Fact, event: ElementReviewed) -> None:
    """Take over the label that a peer review gives."""
    row = rows[DOCUMENTS_TABLE].get(fact.stream)
    if row:
        rows[DOCUMENTS_TABLE].change(fact.stream, label=label_after(row["label"], event.result))


@DOCUMENTS.on(ThemeProposed)
def proposed(rows: Batch, fact: Fact, event: ThemeProposed) -> None:
    """Add a theme in the languages of its labels; it rests on challenges, or on the theme it was split from."""
    definitions = [
        text for language, words in event.definitions.items() for text in texts(language, {"definition": words})
    ]
    add_document(
        rows,
        fact,
        titles=event.labels,
        texts=[*definitions, *texts("", {"scope_note": event.scope_note})],
        language=first_language(event.labels),
        label="candidate",
    )
    for source in (*event.challenges, event.split_from):
        link(rows, fact, fact.stream, source)


@DOCUMENTS.on(ThemeDiscussed)
def discussed(rows: Batch, fact: Fact, event: ThemeDiscussed) -> None:
    """Add what was said about a theme; only a candidate moves on by it."""
    row = rows[DOCUMENTS_TABLE].get(fact.stream)
    if row and row["label"] == "candidate":
        tell(rows[DOCUMENTS_TABLE], fact, fact.stream, label="discussed")
    _argue(rows, fact, event)


@DOCUMENTS.on(ThemeAdopted, ThemeParked, ThemeRejected, ThemeMerged, ThemeSplit, ThemeReopened, ThemeRetired)
def decided(rows: Batch, fact: Fact, event: Decided) -> None:
    """Take over the new state of a theme, and why; one that was merged goes on in another."""
    state = event.status if isinstance(event, ThemeReopened) else fact.envelope.type.removeprefix("theme.")
    tell(rows[DOCUMENTS_TABLE], fact, fact.stream, label=state)
    if isinstance(event, ThemeMerged):
        link(rows, fact, event.into, fact.stream)
    _argue(rows, fact, event)


@DOCUMENTS.on(ThemeRenamed)
def renamed(rows: Batch, fact: Fact, event: ThemeRenamed) -> None:
    """Take over the new labels of a theme, and why."""
    if is_as_open(fact, rows[DOCUMENTS_TABLE].get(fact.stream)):
        change_words(rows, fact, titles=said(event.labels), language=first_language(event.labels))
    _argue(rows, fact, event)


@DOCUMENTS.on(ThemeEvidenceLinked, ElementEvidenceLinked, ChallengeEvidenceLinked)
def linked(rows: Batch, fact: Fact, event: EvidenceLinked) -> None:
    """Note what a theme, an element or a challenge rests on, and who may know."""
    link_evidence(rows, fact, event)


@DOCUMENTS.on(TransferConsidered)
def considered(rows: Batch, fact: Fact, event: TransferConsidered) -> None:
    """Note which element a transfer takes over."""
    link(rows, fact, fact.stream, event.element)


@DOCUMENTS.on(ThemeEvidenceUnlinked, ElementEvidenceUnlinked, ChallengeEvidenceUnlinked)
def unlinked(rows: Batch, fact: Fact, event: EvidenceUnlinked) -> None:
    """Take a piece of evidence back."""
    unlink_evidence(rows, fact, event)


def _argue(rows: Batch, fact: Fact, event: Decided) -> None:
    say(rows, fact, "", given(event, DECISION_PARTS), more=True)
