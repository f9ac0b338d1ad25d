"""Evidence on the command line: what is linked, the words that are quoted of it, and what is taken back."""

from collections import defaultdict
from typing import TYPE_CHECKING
from unicodedata import normalize

import click

from epex.commands.frame import options
from epex.core.answers import document_text
from epex.core.decision import Refused
from epex.core.evidence import EvidenceLinked, EvidenceUnlinked, Link, Passage, Place, locate
from epex.core.reflection import ReflectionRecorded, ReflectionRevised
from epex.core.vocabulary import STANCES

if TYPE_CHECKING:
    from epex.commands.desk import Desk

PLACE = ("document", "document_version", "start", "end")
stance = click.option(
    "--stance", type=click.Choice(STANCES), default="supports", show_default=True, help="What the evidence does."
)
quote = options(
    click.option("--quote", metavar="TEXT", help="The exact words, in a reflection or in a meeting's minutes."),
    click.option("--version", type=click.IntRange(min=1), metavar="N", help="The version they stand in; else today's."),
)
quoted_before = click.option("--quote", metavar="TEXT", help="Only the passage with these words; else all of it.")
note = click.option("--note", metavar="TEXT", help="What the evidence says.")


def sought(desk: "Desk", text: str, subject: str | None = None) -> str:
    """Find what is to be linked or named.

    Raises Refused when there is no such thing that the actor may read.
    """
    return desk.seen(text, subject)


def quoted(desk: "Desk", source: str, words: str, version: int = 0) -> Passage | None:
    """Find quoted words in what is linked, as it stands now or stood in an earlier version.

    Raises Refused when they do not stand there, or the source cannot be quoted, or not by the one who acts.
    """
    if not words:
        return None
    texts = _texts(desk, source)
    if not texts:
        raise Refused("Only a reflection or a meeting's minutes can be quoted; say the rest with --note.")
    if version and version not in texts:
        known = ", ".join(map(str, sorted(texts)))
        raise Refused(f"There is no version {version} of it that you may read; choose one of: {known}.")
    chosen = version or max(texts)
    return locate(source, chosen, texts[chosen], words)


def linked(desk: "Desk", target: str, source: str, words: str) -> Place | None:
    """Find the linked passage that holds some words; none when no words are given.

    Raises Refused when no such passage is linked, or several are.
    """
    if not words:
        return None
    wanted = normalize("NFC", words)
    evidence = [row for row in desk.queries.show(target)["evidence"] if row["id"] == source and row["passage"]]
    found = [row for row in evidence if row["passage"] == wanted] or [
        row for row in evidence if wanted in row["passage"]
    ]
    if not found:
        raise Refused(f"No linked passage of it has these words; 'epex {target.partition('-')[0]} show' lists them.")
    if len({tuple(row[name] for name in PLACE) for row in found}) > 1:
        raise Refused("Several linked passages have these words; quote a little more of the one that is meant.")
    document, version, start, end = (found[0][name] for name in PLACE)
    return (document, version, start, end)


def linked_by(desk: "Desk", target: str, source: str, place: Place | None) -> frozenset[str]:
    """Name who linked what is to be taken back: all that stands of a source, or one passage."""
    wanted = Link(source, *(place or ())).key
    people: dict[str, set[str]] = defaultdict(set)
    for fact in desk.base.log.stream(target):
        match fact.event:
            case EvidenceLinked() as linking if wanted in (linking.key, *(() if place else (linking.source,))):
                people[linking.key].add(fact.envelope.actor)
            case EvidenceUnlinked() as unlinking:
                people = defaultdict(set, {key: who for key, who in people.items() if not unlinking.means(key)})
    return frozenset(person for who in people.values() for person in who)


def _texts(desk: "Desk", source: str) -> dict[int, str]:
    if source.startswith("meeting-"):
        meeting = desk.queries.show(source)
        return {meeting["version"]: meeting["minutes"]} if meeting["minutes"] else {}
    if not source.startswith("reflection-"):
        return {}
    now = desk.queries.show(source)
    told = [fact.event for fact in desk.base.log.stream(source)] if now["answers"] else []
    answers = [event.answers for event in told if isinstance(event, ReflectionRecorded | ReflectionRevised)]
    return dict(enumerate(map(document_text, answers), start=1))
