"""Rows of evidence: what a theme or an element rests on, a reflection as a whole or the exact words in it."""

from collections.abc import Sequence
from unicodedata import normalize

from epex.app.importing.columns import NAMED, Column, Unfit, code, date, number, reference, reference_among
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Dated, Kind, Values
from epex.core import element, evidence, theme
from epex.core.decision import On
from epex.core.element import ElementEvidenceLinked
from epex.core.evidence import EvidenceLinked, Grounded, Link, Passage
from epex.core.log.envelope import Fact
from epex.core.theme import ThemeEvidenceLinked
from epex.core.vocabulary import STANCES

PLACE = ("start", "end")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:  # noqa: ARG001 - as all kinds
    """Link it, unless the same stands there already."""
    target, source, stance = values["of"], values["source"], values.get("stance", "supports")
    passage = _passage(values, ground) if "words" in values else None
    if not passage and any(name in values for name in PLACE):
        raise Unfit("words", "The row says where the words stand and not which; give the words.")
    is_theme, note = target.startswith("theme-"), values.get("note", "")
    if ground.is_again:
        said = evidence.linking(Grounded(target), source, stance, passage, note)
        return [Dated(On(target, ThemeEvidenceLinked(**said) if is_theme else ElementEvidenceLinked(**said)))]
    state = ground.state(target)
    link = Link(source, *passage.place, stance) if passage else Link(source, stance=stance)
    spot = (source, link.start, link.end, stance)
    if evidence.is_linked(state, link) or (ground.facts(target) and spot in ground.standing(target)):
        return ()
    ons = (theme if is_theme else element).link(state, source, stance, by=ground.by, passage=passage, note=note)
    return [Dated(on) for on in ons]


def lies(stream: str, values: Values, ground: Ground) -> Sequence[Fact]:  # noqa: ARG001 - as all kinds
    """Find where it was linked: on what rests on it."""
    quote = normalize("NFC", values.get("words", ""))
    return [
        fact
        for fact in ground.facts(values["of"])
        if isinstance(fact.event, EvidenceLinked) and (fact.event.source, fact.event.quote) == (values["source"], quote)
    ]


def _passage(values: Values, ground: Ground) -> Passage:
    """Find the words in the newest version that has them, where the row says or nearest to that."""
    document, words = values["source"], normalize("NFC", values["words"])
    start = values.get("start", 0)
    if not ground.facts(document):
        # A dry run has only said that it would record the text.
        return Passage(document, 1, start, start + len(words), words)
    texts = ground.texts(document)
    for version, text in reversed(list(enumerate(texts, start=1))):
        found = evidence.standing(words, start, text)
        if found.start is not None:
            if "start" not in values:
                return evidence.locate(document, version, text, words)
            return Passage(document, version, found.start, found.start + len(words), words)
    raise Unfit("words", "These words do not stand in the reflection; quote them exactly as they were written.")


KIND = Kind(
    name="evidence",
    subject="evidence",
    columns=(
        Column(
            name="of",
            takes=f"the theme or element that rests on it: {NAMED}",
            read=reference_among("theme", "element"),
            required=True,
        ),
        Column(name="source", takes=f"the reflection: {NAMED}", read=reference("reflection"), required=True),
        Column(name="words", takes="the exact words in it; without them it is linked as a whole"),
        Column(name="start", takes="where they begin, counted in codepoints from 0", read=number),
        Column(name="end", takes="where they end, the first codepoint after them", read=number),
        Column(name="stance", takes=f"one of {', '.join(STANCES)}; else supports", read=code(STANCES, "stance")),
        Column(name="note", takes="what it says"),
        date("occurred_on", "when it was linked"),
    ),
    decide=decide,
    ignored=("document_version", "start", "end", "passage_hash"),
    renamed={"quote": "words"},
    lies=lies,
    body="words",
)
