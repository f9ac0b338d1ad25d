"""Events as plain sentences. A template names what is put in: {it}, or a part of the event."""

from collections.abc import Mapping
from typing import Any

from epex.projections.reading import VIEWS, subject_of
from epex.projections.table import Row

SENTENCES: Mapping[str, str] = {
    "network.founded": "founded {it}",
    "organisation.joined": "recorded that {it} joined the network",
    "organisation.revised": "revised the profile of {it}",
    "organisation.left": "recorded that {it} left the network",
    "person.registered": "registered {it} at {organisation} as {roles}",
    "person.revised": "revised what is known of {it}",
    "person.moved": "recorded that {it} moved to {organisation}",
    "year.opened": "opened {it} ({purpose})",
    "visit.planned": "planned {it} at {host}",
    "visit.agreed": "recorded the agreement on {it}",
    "visit.prepared": "recorded that {it} was prepared, with the confidentiality briefing",
    "visit.started": "recorded that {it} started",
    "visit.completed": "recorded that {it} was completed",
    "visit.monitored": "recorded what {it} attained",
    "visit.postponed": "postponed {it}",
    "visit.cancelled": "cancelled {it}",
    "reflection.recorded": "recorded {it}",
    "reflection.revised": "revised {it} (version {version})",
    "reflection.released": "released {it} to more readers ({visibility})",
    "meeting.held": "recorded {it}, held on {held_on}",
    "challenge.stated": "stated {it} for {organisation}",
    "challenge.shared": "recorded that {organisation} shares {it}",
    "element.identified": "identified {it} at {organisation}",
    "element.described": "described {it} anew",
    "element.evidence_linked": "linked {source} as evidence that {stance} {it}",
    "element.condition_noted": "noted a condition on {it}",
    "element.labelled": "labelled {it} as {label}",
    "element.merged": "merged {it} into {into}",
    "element.absorbed": "took {merged} up into {it}",
    "element.retired": "retired {it}",
    "theme.proposed": "proposed {it}",
    "theme.evidence_linked": "linked {source} as evidence that {stance} {it}",
    "theme.evidence_unlinked": "took {source} back as evidence for {it}",
    "theme.discussed": "recorded that {it} was discussed{forum}",
    "theme.adopted": "recorded that {it} was adopted{forum}{votes}",
    "theme.parked": "recorded that {it} was parked{forum}{votes}",
    "theme.rejected": "recorded that {it} was rejected{forum}{votes}",
    "theme.renamed": "renamed {it}{forum}",
    "theme.merged": "merged {it} into {into}{forum}{votes}",
    "theme.absorbed": "took {merged} up into {it}",
    "theme.split": "split {it} into {into}{forum}{votes}",
    "theme.reopened": "reopened {it}{forum}",
    "theme.retired": "retired {it}{forum}",
    "transfer.considered": "considered {element} for {receiving}",
    "transfer.compared": "filled the {side} grid of {it}",
    "transfer.anticipated": "judged {it} beforehand: {decision}",
    "transfer.adapted": "noted adaptations for {it}",
    "transfer.piloted": "recorded the pilot of {it}",
    "transfer.evaluated": "evaluated {it}",
    "transfer.sustained": "recorded that {it} is sustained",
    "transfer.changed": "recorded that {it} goes on in a changed form",
    "transfer.abandoned": "recorded that {it} was abandoned",
}
UNNAMED = {"person": "somebody", "organisation": "an organisation", "element": "an element", "year": "a year"}
LONGEST = 90


class Phrases(dict[str, str]):
    """What a template may ask for; what is not there is not said."""

    def __missing__(self, key: str) -> str:
        """Say nothing."""
        return ""


def sentence(row: Row, titles: Mapping[str, str], roles: Mapping[str, str]) -> str:
    """Say in one sentence what an event was, naming only what the reader may see."""
    actor = titles.get(row["actor"], "") or "Somebody"
    who = f"{actor} ({roles[row['actor']]})" if roles.get(row["actor"]) else actor
    return f"{who} {_what(row, titles)}".replace("  ", " ").strip()


def named(row: Row) -> set[str]:
    """List the ids that the sentence of an event may name."""
    parts = [part for value in row["parts"].values() for part in (value if isinstance(value, list) else [value])]
    return {row["actor"], row["stream_id"], *filter(is_id, parts)} - {""}


def is_id(value: object) -> bool:
    """Tell an id from a code."""
    return isinstance(value, str) and "-" in value and subject_of(value) in VIEWS


def _what(row: Row, titles: Mapping[str, str]) -> str:
    it = phrase(row["stream_id"], titles)
    if not row["known"]:
        return f"recorded something about {it} that this version of epex does not know"
    template = SENTENCES.get(row["type"])
    if template is None:
        words = row["type"].replace("_", " ").replace(".", ": ")
        return f"recorded {words}, about {it}"
    return template.format_map(Phrases({**_said(row["parts"], titles), "it": it}))


def phrase(identity: str, titles: Mapping[str, str]) -> str:
    """Name something, or say what kind of thing it is."""
    subject, title = subject_of(identity), titles.get(identity, "")
    if not title:
        return UNNAMED.get(subject, f"a {subject}" if subject in VIEWS else "something")
    if subject in ("person", "organisation"):
        return title
    short = title if len(title) <= LONGEST else f"{title[:LONGEST].rsplit(' ', 1)[0]} …"
    return short if subject == "year" else f"the {subject} '{short}'"


def _said(parts: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, str]:
    said = {name: _words(value, titles) for name, value in parts.items()}
    return {**said, "forum": f" at {said['forum']}" if parts.get("forum") else "", "votes": _votes(parts)}


def _words(value: Any, titles: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return " and ".join(filter(None, [", ".join(_words(one, titles) for one in value[:-1]), *_last(value, titles)]))
    if is_id(value):
        return phrase(value, titles)
    return "" if value is None else str(value).replace("_", " ")


def _last(values: list[Any], titles: Mapping[str, str]) -> list[str]:
    return [_words(value, titles) for value in values[-1:]]


def _votes(parts: Mapping[str, Any]) -> str:
    if parts.get("method") != "vote":
        return ""
    return f" by {parts['votes_for']} votes to {parts['votes_against']}, {parts['abstained'] or 0} abstaining"
