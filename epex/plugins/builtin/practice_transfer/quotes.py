"""Both sides' words, as far as they may be quoted."""

from epex.plugins import Block, Paragraph, Quote, Sentence, country_name, readable_date
from epex.plugins.builtin.practice_transfer.findings import Findings, Witness
from epex.plugins.builtin.practice_transfer.words import STANCES, a, counted, name_of, say

SIDES = ("host", "visitor")
VOICES = {"host": "the host side", "visitor": "the visitor side"}


def quotes_in_brief(findings: Findings) -> list[Block]:
    """Quote one supporting voice of each side, and everything that nuances or contradicts."""
    shown = [_first(findings, side) for side in SIDES]
    doubts = [seen for seen in findings.witnesses if seen.stance != "supports"]
    chosen = [seen for seen in (*shown, *doubts) if seen]
    return [*(_voice(seen) for seen in chosen), *_silent(findings)]


def all_quotes(findings: Findings) -> list[Block]:
    """Quote everything that may be quoted, in the order in which it was linked."""
    return [_voice(seen) for seen in findings.witnesses]


def unquoted(findings: Findings) -> Sentence | None:
    """Say how much is not quoted, for nobody permitted it."""
    hidden = [seen for seen in findings.witnesses if seen.link["passage"] and not seen.may_be_quoted]
    if not hidden:
        return None
    positions = [seen.link["position"] for seen in hidden]
    said = f"{counted(len(hidden), 'passage')} not quoted, for no permission was given."
    return say(said, findings.told(positions))


def attributed(seen: Witness) -> str:
    """Say which stance it takes and where it comes from, as far as that may be told."""
    stance = f"{seen.stance.capitalize()}."
    if seen.reflection is None:
        return f"{stance} {seen.link['title']}."
    when = readable_date(seen.reflection["occurred_on"][:7])
    if not seen.is_named:
        anonymous = "; not to be named" if seen.quotation == "anonymous" else ""
        return f"{stance} {a(seen.side).capitalize()}, {when[-4:]}{anonymous}."
    where = f"{name_of(seen.organisation)}, {country_name(seen.organisation['country'])}"
    about = f", on '{seen.visit['title']}'" if seen.visit else ""
    return f"{stance} {seen.side.capitalize()}, {where}{about}, {when}."


def _first(findings: Findings, side: str) -> Witness | None:
    fitting = (
        seen for seen in findings.witnesses if seen.side == side and seen.stance == "supports" and seen.may_be_quoted
    )
    return next(fitting, None)


def _silent(findings: Findings) -> list[Block]:
    heard = {seen.side for seen in findings.witnesses if seen.may_be_quoted}
    missing = " or ".join(VOICES[side] for side in SIDES if side not in heard)
    if not missing:
        return []
    return [
        Paragraph(text=f"No words of {missing} are quoted.", positions=(findings.element["position"],), tone="missing")
    ]


def _voice(seen: Witness) -> Block:
    source = say(attributed(seen), seen.positions, STANCES[seen.stance])
    if seen.may_be_quoted and seen.reflection:
        language = seen.reflection["language"] or seen.reflection["detected_language"]
        return Quote(words=say(seen.link["passage"], language=language), source=source)
    text = " ".join(filter(None, (source.text, _why_not(seen))))
    return Paragraph(text=text, positions=source.positions, tone=source.tone)


def _why_not(seen: Witness) -> str:
    if seen.link["passage"]:
        return "Not quoted, for no permission was given."
    # Whoever linked it wrote the note, and it may tell who is meant.
    return str(seen.link["note"]) if seen.is_named else ""
