"""The closed table of which roles recording takes, held against the roles that somebody had lost before a merge."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from epex.core import (
    challenge,
    chapter,
    concept,
    consent,
    element,
    finding,
    incident,
    interview,
    match,
    meeting,
    network,
    organisation,
    person,
    publication,
    questions,
    quote,
    reflection,
    request,
    retention,
    story,
    theme,
    transfer,
    viewpoint,
    visit,
    year,
)
from epex.core.decision import Actor


@dataclass(frozen=True, slots=True)
class Right:
    """The roles of which one is enough, and which parts of an event or a state name those who need none.

    Nobody needs none where the event gives the part `but`.
    """

    roles: Collection[str]
    own: tuple[str, ...] = ()
    but: str = ""


def is_lost(event: Any, state: Any, there: Actor, here: Actor) -> bool:
    """Tell whether somebody held a role that an event takes by what is known there, and none by what is known here."""
    right = RIGHTS.get(type(event))
    if right is None or (_is_own(right, event, state, here) and not getattr(event, right.but, None)):
        return False
    return not there.roles.isdisjoint(right.roles) and here.roles.isdisjoint(right.roles)


def _is_own(right: Right, event: Any, state: Any, by: Actor) -> bool:
    # A correction may name whoever makes it; what stood before it tells whose it is.
    own, told = {by.person, by.organisation}, event if state is None else state
    return any(own & _ids(getattr(told, name, None)) for name in right.own)


def _ids(value: Any) -> set[str]:
    return {value} if isinstance(value, str) else set(value or ())


COORDINATOR = Right(("coordinator",))
EVALUATOR = Right(("evaluator",))
OFFICER = Right(("data_protection_officer",))
EDITORS = Right(("coordinator", "editor"))
LINKING = Right(("coordinator", "practitioner", "editor"))
SIDES = Right(("coordinator",), ("host", "visitor", "visiting_organisations", "host_people", "visitors"))
OWNER = Right(("coordinator", "editor"), ("organisation", "reviewer"))
TRANSFERRING = Right(("coordinator",), ("source", "receiving"))
EDITION = Right(("editor",), ("editors",))
WRITERS = Right(("coordinator", "editor"), ("writers",))
AUTHOR = Right(("coordinator",), ("author",))
GIVER = Right(("coordinator", "data_protection_officer"), ("giver",))

RIGHTS: Mapping[type, Right] = {
    network.PluginEnabled: COORDINATOR,
    network.PluginDisabled: COORDINATOR,
    organisation.OrganisationJoined: COORDINATOR,
    organisation.OrganisationRevised: Right(("coordinator",), ("id",)),
    organisation.OrganisationLeft: COORDINATOR,
    person.PersonRegistered: COORDINATOR,
    person.PersonRevised: Right(("coordinator",), ("id", "organisation"), but="roles"),
    person.PersonMoved: COORDINATOR,
    year.YearOpened: COORDINATOR,
    request.RequestExtended: OFFICER,
    request.RequestAnswered: OFFICER,
    request.RequestRefused: OFFICER,
    incident.IncidentAssessed: OFFICER,
    incident.IncidentNotified: OFFICER,
    incident.IncidentClosed: OFFICER,
    retention.RetentionSet: OFFICER,
    retention.RetentionExtended: OFFICER,
    retention.RetentionLifted: OFFICER,
    match.MatchProposed: SIDES,
    match.MatchAccepted: SIDES,
    match.MatchDeclined: SIDES,
    meeting.MeetingHeld: EDITORS,
    meeting.MeetingCorrected: EDITORS,
    visit.VisitPlanned: SIDES,
    visit.VisitAgreed: SIDES,
    visit.VisitSigned: SIDES,
    visit.VisitPrepared: SIDES,
    visit.VisitStarted: SIDES,
    visit.VisitCompleted: SIDES,
    visit.VisitMonitored: SIDES,
    visit.VisitPostponed: SIDES,
    visit.VisitCancelled: SIDES,
    visit.VisitCorrected: SIDES,
    reflection.ReflectionRecorded: AUTHOR,
    reflection.ReflectionRevised: AUTHOR,
    questions.QuestionsAdded: COORDINATOR,
    questions.QuestionsAdopted: COORDINATOR,
    concept.ConceptAdded: EDITORS,
    concept.ConceptLabelled: EDITORS,
    concept.ConceptUnlabelled: EDITORS,
    concept.ConceptNoted: EDITORS,
    concept.ConceptRelated: EDITORS,
    concept.ConceptUnrelated: EDITORS,
    concept.ConceptRemoved: EDITORS,
    concept.ConceptReopened: EDITORS,
    challenge.ChallengeEvidenceLinked: LINKING,
    element.ElementDescribed: OWNER,
    element.ElementEvidenceLinked: LINKING,
    element.ElementConditionNoted: LINKING,
    element.ElementLabelled: OWNER,
    element.ElementReviewRequested: OWNER,
    element.ElementReviewAgreed: OWNER,
    element.ElementMerged: OWNER,
    element.ElementRetired: OWNER,
    element.ElementReopened: OWNER,
    theme.ThemeProposed: LINKING,
    theme.ThemeEvidenceLinked: LINKING,
    theme.ThemeDiscussed: EDITORS,
    theme.ThemeAdopted: EDITORS,
    theme.ThemeParked: EDITORS,
    theme.ThemeRejected: EDITORS,
    theme.ThemeRenamed: EDITORS,
    theme.ThemeMerged: EDITORS,
    theme.ThemeAbsorbed: EDITORS,
    theme.ThemeSplit: EDITORS,
    theme.ThemeReopened: EDITORS,
    theme.ThemeRetired: EDITORS,
    transfer.TransferConsidered: TRANSFERRING,
    transfer.TransferCompared: TRANSFERRING,
    transfer.TransferAnticipated: TRANSFERRING,
    transfer.TransferAdapted: TRANSFERRING,
    transfer.TransferPiloted: TRANSFERRING,
    transfer.TransferEvaluated: TRANSFERRING,
    transfer.TransferSustained: TRANSFERRING,
    transfer.TransferChanged: TRANSFERRING,
    transfer.TransferAbandoned: TRANSFERRING,
    interview.InterviewRecorded: EVALUATOR,
    interview.InterviewRevised: EVALUATOR,
    finding.FindingStated: EVALUATOR,
    finding.FindingRevised: EVALUATOR,
    finding.FindingEvidenceLinked: EVALUATOR,
    finding.FindingEvidenceUnlinked: EVALUATOR,
    finding.FindingRetracted: EVALUATOR,
    story.StoryChosen: EVALUATOR,
    story.StoryConsentRecorded: EVALUATOR,
    story.StoryReleased: EVALUATOR,
    publication.PublicationOpened: EDITORS,
    publication.PublicationFrozen: EDITION,
    publication.PublicationPublished: EDITION,
    publication.PublicationErratumIssued: EDITION,
    chapter.ChapterOutlined: EDITORS,
    chapter.ChapterDrafted: Right(("editor",), ("writers",)),
    chapter.ChapterMessageStated: WRITERS,
    chapter.ChapterReviewed: Right(("coordinator", "editor", "reviewer", "practitioner")),
    chapter.ChapterApproved: EDITORS,
    viewpoint.ViewpointWritten: Right(("coordinator", "editor", "practitioner"), ("signer",)),
    quote.QuoteProposed: Right(("coordinator", "editor", "practitioner"), ("giver",)),
    consent.ConsentGiven: GIVER,
    consent.ConsentRefused: GIVER,
}
