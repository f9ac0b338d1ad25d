"""All evidence of a theme, by its stance: words as far as they may be quoted, and where each piece comes from."""

from collections.abc import Iterator

from epex.plugins import Block, Paragraph, Quote, Section, country_name, readable_date
from epex.plugins.builtin.practice_transfer.words import STANCES as TONES
from epex.plugins.builtin.practice_transfer.words import a, listed, placed
from epex.plugins.builtin.theme_book.gathering import STANCES, Piece, Theme
from epex.plugins.builtin.theme_book.words import titled
from epex.plugins.saying import counted, say, spoken

HEADS = {"supports": "supports it", "nuances": "nuances it", "contradicts": "contradicts it"}
NOTHING = {"supports": "Nothing supports it", "nuances": "Nothing nuances it", "contradicts": "Nothing contradicts it"}
NOT_QUOTED = "Its words are not quoted, for no permission was given."
WITHDRAWN = "Its words were withdrawn."
REVISED = "The text was revised since, and no longer says so."


def evidence(theme: Theme) -> Iterator[Block]:
    """Tell every piece, those that contradict included, each stance apart."""
    for stance in STANCES:
        found = theme.of(stance)
        if found:
            title = f"What {HEADS[stance]}: {counted(len(found), 'piece')}"
            yield Section(title=title, blocks=tuple(map(_told, found)))
    none = [stance for stance in STANCES if not theme.of(stance)]
    if none and theme.pieces:
        said = f"{'. '.join(NOTHING[stance] for stance in none)} in what you may see."
        yield Paragraph(text=said, positions=(theme.row["position"],), tone="missing")
    if not (theme.pieces or theme.went_on):
        yield Paragraph(text="No evidence that you may see.", positions=(theme.row["position"],), tone="missing")
    yield from _went_on(theme)


def _went_on(theme: Theme) -> Iterator[Block]:
    if theme.went_on:
        heirs = dict.fromkeys(title for link in theme.went_on for title in link["went_to_titles"])
        moved = counted(len(theme.went_on), "piece of evidence", "pieces of evidence")
        said = f"{moved} went on to {titled(heirs)}, whose chapter tells of it."
        yield Paragraph(text=said, positions=tuple(link["position"] for link in theme.went_on))


def _told(piece: Piece) -> Block:
    seen, link = piece.witness, piece.link
    if piece.told_in:
        said = f"{_source(piece)} The chapter '{piece.told_in}' tells of it."
        return Paragraph(text=said, positions=seen.positions, tone=TONES[seen.stance])
    tone, is_gone = TONES[seen.stance], link.get("state") == "withdrawn"
    # A note of whoever linked it may tell who is meant.
    note = link["note"] if seen.is_named else ""
    source = say(" ".join(filter(None, (_source(piece), note, _standing(piece)))), seen.positions, tone)
    if seen.may_be_quoted and seen.reflection and not is_gone:
        language = seen.reflection["language"] or seen.reflection["detected_language"]
        return Quote(words=say(link["passage"], language=language), source=source)
    if link["kind"] == "meeting" and link["passage"] and not is_gone:
        return Quote(words=say(link["passage"]), source=source)
    return Paragraph(text=source.text, positions=source.positions, tone=tone)


def _source(piece: Piece) -> str:
    seen, link = piece.witness, piece.link
    came = f" It came from '{link['came_from_title']}'." if link.get("came_from_title") else ""
    if seen.reflection is None:
        where = f", {listed(map(placed, piece.organisations))}" if piece.organisations else ""
        label = f"; {spoken(piece.source['label'])}" if piece.source.get("label") else ""
        standing = f"; {piece.source['status']}, {piece.source['standing']}" if "standing" in piece.source else ""
        return f"{link['kind'].capitalize()} '{link['title']}'{where}{label}{standing}.{came}"
    when = readable_date(seen.reflection["occurred_on"][:7])
    if not seen.is_named:
        return f"{a(seen.side).capitalize()}, {when[-4:]}; not to be named.{came}"
    about = f", on '{seen.visit['title']}'" if seen.visit else ""
    where = f"{seen.organisation['title']}, {country_name(seen.organisation['country'])}"
    return f"{seen.side.capitalize()}, {where}{about}, {when}.{came}"


def _standing(piece: Piece) -> str:
    link, seen = piece.link, piece.witness
    if link.get("state") == "withdrawn":
        return WITHDRAWN
    if seen.reflection and link["passage"] and not seen.may_be_quoted:
        return NOT_QUOTED
    return REVISED if link.get("state") == "changed" else ""
