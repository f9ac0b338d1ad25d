"""The closed table of what may follow after a merge: one rule for every event class of every subject."""

from collections.abc import Iterable, Mapping
from typing import Any

from epex.core import (
    challenge,
    chapter,
    consent,
    element,
    finding,
    incident,
    interview,
    ladder,
    match,
    meeting,
    need,
    network,
    offer,
    organisation,
    person,
    publication,
    questions,
    quote,
    reflection,
    request,
    retention,
    review,
    search,
    story,
    theme,
    transfer,
    viewpoint,
    visit,
    year,
)
from epex.core.evidence import is_linked
from epex.core.merge_concepts import CONCEPTS
from epex.core.merge_members import has_free_name, leaves_holders, leaves_roles
from epex.core.merging import Elsewhere, Rule, has_ended, is_open, passes, standing
from epex.core.reader import is_wider
from epex.core.steps import any_for_two_sides
from epex.core.visit_people import names_people, newcomers

STATUS = ("status",)
ALWAYS = Rule(always=True)
FOUNDS = Rule(founds=True)
ADDS = Rule()
BEFORE_START = ("planned", "agreed", "prepared", "postponed")
PARKABLE = (*theme.OPEN, "parked")
TRIED = ("piloted", "evaluated", "sustained", "changed")


def step(*turns: str, settles: tuple[str, ...] = STATUS, **more: Any) -> Rule:
    """Write the rule of a step from some statuses to the next."""
    return Rule(turns=turns, settles=settles, **more)


def adds(*turns: str, **more: Any) -> Rule:
    """Write the rule of what is added, and takes nothing from what others add."""
    return Rule(turns=turns, **more)


def revises(*turns: str, **more: Any) -> Rule:
    """Write the rule of new values for some fields."""
    return Rule(turns=turns, settles=("*",), **more)


def _is_next(state: Any, event: Any, _elsewhere: Elsewhere) -> bool:
    return bool(event.version == state.version + 1)


def _is_current(state: Any, event: Any, _elsewhere: Elsewhere) -> bool:
    return bool(event.version == state.version)


def _in_member(_state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    return is_open(elsewhere.state(event.organisation))


def _of_free_number(_state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    return event.number not in {opened.number for opened in elsewhere.every("year")}


def _is_new_link(state: Any, event: Any, _elsewhere: Elsewhere) -> bool:
    return not is_linked(state, event.link)


def _is_linked(state: Any, event: Any, _elsewhere: Elsewhere) -> bool:
    return any(event.means(link.key) for link in state.links)


def _is_first_about(state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    said = (_saying(earlier) for known, earlier in elsewhere.begun("reflection") if is_open(known))
    is_first = not event.about or not event.author or _saying(event) not in said
    # Its author wrote for those who took part as the other branch knew them.
    is_for_them = not any(map(names_people, elsewhere.meanwhile(event.about)))
    return is_first and is_for_them and _about_over(state, event, elsewhere)


def _saying(event: reflection.ReflectionRecorded) -> tuple[str, str, int]:
    return (event.author, event.about, event.follow_up)


def _about_over(_state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    if event.about.startswith("visit-"):
        return standing(elsewhere.state(event.about)) in visit.OVER
    return event.about == "" or elsewhere.state(event.about) is not None


def _is_new_transfer(_state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    running = (earlier for state, earlier in elsewhere.begun("transfer") if standing(state) in transfer.OPEN)
    return standing(elsewhere.state(event.element)) == "open" and _way(event) not in map(_way, running)


def _way(event: transfer.TransferConsidered) -> tuple[str, str, str]:
    return (event.element, event.receiving, event.level)


def _is_wider(state: Any, event: Any, _elsewhere: Elsewhere) -> bool:
    return is_wider(event.visibility, state.visibility)


def _is_asked(state: Any, event: Any, _elsewhere: Elsewhere) -> bool:
    return event.review in {each.review for each in state.asked}


def _is_step(state: Any, event: Any, _elsewhere: Elsewhere) -> bool:
    return passes(ladder.require_step, state.label, event.label)


def _has_evidence(state: Any, _event: Any, _elsewhere: Elsewhere) -> bool:
    return bool(state.evidence)


def _is_going(state: Any, _event: Any, _elsewhere: Elsewhere) -> bool:
    return state.decision in transfer.GOING


def _is_new_visit(_state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    accepted = standing(elsewhere.state(event.match)) == "accepted" and event.match not in _visited(elsewhere)
    sides = _none_left((event.host, *event.visiting_organisations), elsewhere)
    return (event.match == "" or accepted) and sides and _are_of(event.host_people, event.host, elsewhere)


def _visited(elsewhere: Elsewhere) -> set[str]:
    return {planned.match for state, planned in elsewhere.begun("visit") if standing(state) != "cancelled"}


def _are_of(people: Iterable[str], host: str, elsewhere: Elsewhere) -> bool:
    """Tell whether all whom this base knows belong to the host here, so that nobody is let in who belongs elsewhere."""
    known = (elsewhere.state(person) for person in people)
    return all(person is None or person.organisation == host for person in known)


def _lets_nobody_in(state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    """Tell whether nobody new reads what was written here for the two sides of a visit."""
    return not newcomers(state, event) or not (
        any_for_two_sides(elsewhere.labels(state.id))
        or any(earlier.about == state.id and is_open(known) for known, earlier in elsewhere.begun("reflection"))
    )


def _hosted_by_members(state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    return _lets_nobody_in(state, event, elsewhere) and _are_of(
        set(event.host_people) - state.host_people, state.host, elsewhere
    )


def _lets_in_members(state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    """Tell whether a correction takes back the last step here, and lets nobody into what was written here."""
    if event.status is not None and event.status not in state.before[-1:]:
        return False
    hosts = set(event.host_people or ()) - state.host_people
    return _lets_nobody_in(state, event, elsewhere) and _are_of(hosts, event.host or state.host, elsewhere)


def _is_new_match(_state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    running = (
        earlier
        for state, earlier in elsewhere.begun("match")
        if standing(state) in match.OPEN and state.id not in {*_visited(elsewhere), event.replaces}
    )
    members = all(is_open(elsewhere.state(side)) for side in (event.host, event.visitor))
    again = (_pair(one) == _pair(event) and match.same_people(one.people, event.people) for one in running)
    return members and not any(again)


def _pair(event: match.MatchProposed) -> tuple[str, str, int]:
    return (event.host, event.visitor, event.year)


def _of_staying_sides(state: Any, _event: Any, elsewhere: Elsewhere) -> bool:
    return _none_left((state.host, state.visitor), elsewhere)


def _none_left(organisations: Iterable[str], elsewhere: Elsewhere) -> bool:
    return not any(has_ended(elsewhere.state(each)) for each in organisations)


def _of_open_edition(_state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    return standing(elsewhere.state(event.publication)) == "open"


def _is_new_edition(_state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    known = {earlier.number: earlier.title for _, earlier in elsewhere.begun("publication")}
    return passes(publication.require_new, event.title, event.number, known)


def _of_open_chapter(_state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    return is_open(elsewhere.state(event.chapter))


def _is_new_quote(state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    standing_ones = (_placed(earlier) for known, earlier in elsewhere.begun("quote") if is_open(known))
    return _placed(event) not in standing_ones and _of_open_chapter(state, event, elsewhere)


def _placed(event: quote.QuoteProposed) -> tuple[str | int, ...]:
    words = (event.document, event.document_version, event.start, event.end)
    return (*words, event.chapter, event.use, event.language)


def _has_its_parts(_state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    # Words that were taken back here do not undo a book: it stays as it is printed, and an erratum is due.
    parts = (*event.chapters, *event.quotes, *event.viewpoints)
    return all(elsewhere.state(each) is not None for each in parts)


def _is_of_its_text(state: Any, event: Any, _elsewhere: Elsewhere) -> bool:
    return publication.is_of_its_text(state, event)


def _has_consent(state: Any, _event: Any, _elsewhere: Elsewhere) -> bool:
    return bool(state.consent == "agreed")


def _closable(state: Any, _event: Any, _elsewhere: Elsewhere) -> bool:
    return state.assessed and not state.to_tell


LINKS = {"fits": _is_new_link, "touches": ("evidence {source}",)}
UNLINKS = {"fits": _is_linked, "settles": ("evidence {source}",)}
OF_ITS_TEXT: Mapping[str, Any] = {"fits": _is_of_its_text, "unfit": "text"}

MEMBERS: Mapping[type, Rule] = {
    network.NetworkFounded: FOUNDS,
    # Only the log itself knows what these mean, and it must not lose them.
    network.NetworkBranched: ALWAYS,
    network.NetworkMerged: ALWAYS,
    network.VersionFound: ALWAYS,
    network.ConflictSettled: ALWAYS,
    network.ConflictApplied: ALWAYS,
    network.PluginEnabled: ALWAYS,
    network.PluginDisabled: ALWAYS,
    organisation.OrganisationJoined: Rule(founds=True, fits=has_free_name, unfit="named"),
    organisation.OrganisationRevised: revises(fits=has_free_name, unfit="named"),
    organisation.OrganisationLeft: Rule(fits=leaves_holders, unfit="last", settles=("left",)),
    person.PersonRegistered: Rule(founds=True, fits=_in_member),
    person.PersonRevised: revises(fits=leaves_roles, unfit="last"),
    person.PersonMoved: Rule(fits=_in_member, settles=("organisation",)),
    # Whoever was erased or withdrew something there, is gone here as well, whatever was decided here.
    person.PersonErasureRequested: ALWAYS,
    person.PersonErased: ALWAYS,
    year.YearOpened: Rule(founds=True, fits=_of_free_number),
    request.RequestReceived: FOUNDS,
    request.RequestExtended: step("open", settles=("due_on",), fits=lambda state, _event, _all: not state.extended),
    request.RequestAnswered: step("open"),
    request.RequestRefused: step("open"),
    incident.IncidentReported: FOUNDS,
    incident.IncidentAssessed: Rule(settles=("assessment",)),
    incident.IncidentNotified: Rule(touches=("assessment",)),
    incident.IncidentClosed: Rule(fits=_closable, settles=("assessment",)),
    retention.RetentionSet: Rule(needs_state=False, outlives=True, settles=("months",)),
    retention.RetentionExtended: Rule(settles=("until {thing}",), touches=("months",)),
    retention.RetentionLifted: Rule(settles=("months",)),
    search.SearchSaved: FOUNDS,
    search.SearchSeen: ALWAYS,
    search.SearchRemoved: ALWAYS,
}

EXCHANGE: Mapping[type, Rule] = {
    offer.OfferMade: Rule(founds=True, fits=_in_member),
    offer.OfferWithdrawn: ADDS,
    need.NeedStated: Rule(founds=True, fits=_in_member),
    need.NeedWithdrawn: ADDS,
    match.MatchProposed: Rule(founds=True, fits=_is_new_match),
    match.MatchAccepted: step("proposed", settles=("side {side}",), touches=STATUS, fits=_of_staying_sides),
    match.MatchDeclined: step("proposed", "accepted"),
    visit.VisitPlanned: Rule(founds=True, fits=_is_new_visit),
    visit.VisitAgreed: step("planned", "postponed", settles=("status", "*"), fits=_hosted_by_members),
    visit.VisitSigned: step("agreed", "prepared", "started", settles=("signed {signed_for}",), touches=("agreement",)),
    visit.VisitPrepared: step("agreed"),
    visit.VisitStarted: step("prepared"),
    visit.VisitCompleted: step("started"),
    visit.VisitMonitored: adds(*visit.OVER),
    visit.VisitPostponed: step(*BEFORE_START, settles=("status", "agreement", "starts_on", "ends_on")),
    visit.VisitCancelled: step(*BEFORE_START, "started"),
    visit.VisitCorrected: revises(fits=_lets_in_members),
    meeting.MeetingHeld: FOUNDS,
    meeting.MeetingCorrected: revises(fits=_is_next),
    reflection.ReflectionRecorded: Rule(founds=True, fits=_is_first_about),
    reflection.ReflectionRevised: Rule(fits=_is_next, settles=("answers",)),
    reflection.ReflectionTranslated: Rule(settles=("translation {language}",), touches=("answers",)),
    reflection.ReflectionTranslationConfirmed: Rule(settles=("translation {language}",), touches=("answers",)),
    reflection.ReflectionReleased: Rule(fits=_is_wider, settles=("visibility",)),
    reflection.ReflectionKeepingAgreed: Rule(settles=("agreed",)),
    reflection.ReflectionWithdrawalRequested: ALWAYS,
    reflection.ReflectionWithdrawn: ALWAYS,
    questions.QuestionsAdded: Rule(needs_state=False, settles=("version {version}",)),
    questions.QuestionsAdopted: Rule(needs_state=False, settles=("!adopted",)),
    questions.QuestionsSigned: Rule(needs_state=False, settles=("signed {version} {language}",)),
    challenge.ChallengeStated: Rule(founds=True, fits=_in_member),
    challenge.ChallengeShared: Rule(fits=_in_member, settles=("shared {organisation}",)),
    challenge.ChallengeEvidenceLinked: adds(**LINKS),
    challenge.ChallengeEvidenceUnlinked: adds(**UNLINKS),
}

PRACTICE: Mapping[type, Rule] = {
    element.ElementIdentified: FOUNDS,
    element.ElementDescribed: revises("open"),
    element.ElementEvidenceLinked: adds("open", **LINKS),
    element.ElementEvidenceUnlinked: adds("open", **UNLINKS),
    element.ElementConditionNoted: adds("open"),
    element.ElementLabelled: step("open", settles=("label",), fits=_is_step),
    element.ElementReviewRequested: adds("open"),
    element.ElementReviewAgreed: step("open", settles=("review {review}",), fits=_is_asked),
    element.ElementReviewDeclined: step("open", settles=("review {review}",), fits=_is_asked),
    element.ElementReviewed: step("open", settles=("review {review}", "label"), fits=_is_asked),
    element.ElementMerged: step("open"),
    element.ElementAbsorbed: adds("open"),
    element.ElementRetired: step("open"),
    element.ElementReopened: step("retired"),
    review.ReviewWritten: FOUNDS,
    theme.ThemeProposed: FOUNDS,
    theme.ThemeEvidenceLinked: adds(*theme.OPEN, **LINKS),
    theme.ThemeEvidenceUnlinked: adds(*theme.OPEN, **UNLINKS),
    theme.ThemeDiscussed: adds(*theme.OPEN),
    theme.ThemeAdopted: step("discussed", fits=_has_evidence),
    theme.ThemeParked: step(*theme.OPEN),
    theme.ThemeRejected: step("candidate", "discussed", "parked"),
    theme.ThemeRenamed: step(*PARKABLE, settles=("labels",)),
    theme.ThemeMerged: step(*PARKABLE),
    theme.ThemeAbsorbed: adds(*theme.OPEN),
    theme.ThemeSplit: step(*PARKABLE),
    theme.ThemeReopened: step(*theme.REOPENABLE),
    theme.ThemeRetired: step("adopted", "parked"),
    transfer.TransferConsidered: Rule(founds=True, fits=_is_new_transfer),
    transfer.TransferCompared: step(*transfer.OPEN, settles=("grid {side}",)),
    transfer.TransferAnticipated: step("compared", "anticipated", "adapted"),
    transfer.TransferAdapted: step("anticipated", "adapted", "piloted", "evaluated", fits=_is_going),
    transfer.TransferPiloted: step("anticipated", "adapted", "piloted", "evaluated", fits=_is_going),
    transfer.TransferEvaluated: step(*TRIED),
    transfer.TransferSustained: step("evaluated"),
    transfer.TransferChanged: step("evaluated"),
    transfer.TransferAbandoned: step(*transfer.OPEN, "sustained", "changed"),
}

WRITING: Mapping[type, Rule] = {
    interview.InterviewRecorded: FOUNDS,
    interview.InterviewRevised: Rule(fits=_is_next, settles=("text",)),
    interview.InterviewCited: Rule(touches=("cited {target}",)),
    interview.InterviewUncited: Rule(settles=("cited {target}",)),
    interview.InterviewWithdrawn: ALWAYS,
    finding.FindingStated: FOUNDS,
    finding.FindingRevised: Rule(settles=("statement",)),
    finding.FindingEvidenceLinked: adds(**LINKS),
    finding.FindingEvidenceUnlinked: adds(**UNLINKS),
    finding.FindingRetracted: Rule(settles=("statement",)),
    story.StoryChosen: FOUNDS,
    story.StoryConsentRecorded: Rule(settles=("consent",)),
    story.StoryReleased: Rule(fits=_has_consent, settles=("consent",)),
    story.StoryWithdrawn: ALWAYS,
    publication.PublicationOpened: Rule(founds=True, fits=_is_new_edition),
    publication.PublicationFrozen: step("open", fits=_has_its_parts),
    publication.PublicationPublished: step("frozen", **OF_ITS_TEXT),
    publication.PublicationErratumIssued: step("frozen", "published", settles=("erratum {number}",), **OF_ITS_TEXT),
    chapter.ChapterOutlined: Rule(founds=True, fits=_of_open_edition),
    chapter.ChapterDrafted: Rule(fits=_is_next, settles=("draft",)),
    chapter.ChapterMessageStated: Rule(settles=("message {number}",), touches=("draft",)),
    chapter.ChapterViewpointAdded: Rule(touches=("draft",)),
    chapter.ChapterReviewed: step("drafted", "reviewed", settles=("draft",), fits=_is_current),
    chapter.ChapterApproved: step("reviewed", settles=("draft",), fits=_is_current),
    # What was drafted anew here stands in no book that was frozen there.
    chapter.ChapterFrozen: Rule(settles=("draft",)),
    viewpoint.ViewpointWritten: Rule(founds=True, fits=_of_open_chapter),
    viewpoint.ViewpointSigned: Rule(settles=("signed",)),
    viewpoint.ViewpointWithdrawn: ALWAYS,
    quote.QuoteProposed: Rule(founds=True, fits=_is_new_quote),
    quote.QuoteWithdrawn: ALWAYS,
    consent.ConsentAsked: FOUNDS,
    consent.ConsentGiven: step("asked", "refused"),
    consent.ConsentRefused: step("asked"),
    # Whoever takes a consent back there has taken it back here.
    consent.ConsentWithdrawn: ALWAYS,
}

RULES: Mapping[type, Rule] = {**MEMBERS, **EXCHANGE, **CONCEPTS, **PRACTICE, **WRITING}
