"""An erratum: what no longer holds in a frozen edition; it stands on every copy, so it is screened as chapters are."""

from collections.abc import Iterator

from epex.core.decision import Actor, On, Refused, require_text
from epex.core.edition import Edition
from epex.core.publication import Publication, PublicationErratumIssued, require_editor
from epex.core.screening import alone, repeats, screen, telling, worded


def issue(
    publication: Publication,
    edition: Edition,
    text: str,
    *,
    by: Actor,
    concerns: tuple[str, ...] = (),
    names_may_stand: str = "",
) -> list[On]:
    """Tell readers what no longer holds in a frozen edition, in words that tell of nobody.

    `names_may_stand` answers the doubts: why names that stand alone may be printed.
    """
    require_editor(publication, by, "issue an erratum to it")
    require_text(text, "erratum")
    if publication.status == "open":
        raise Refused("The edition is still open; correct its chapters with 'epex chapter draft' instead.")
    strange = [each for each in concerns if each not in publication.quoted]
    if strange:
        raise Refused(f"{strange[0]} does not stand in this edition; 'epex publication show' lists what does.")
    answered = bool(names_may_stand.strip())
    standing = [*_objections(text, edition), *([] if answered else _doubts(text, edition))]
    if standing:
        listed = " ".join(f"({number}) {objection}" for number, objection in enumerate(standing, 1))
        raise Refused(f"The erratum would stand on every copy, and cannot be issued yet: {listed}")
    event = PublicationErratumIssued(
        number=publication.errata + 1,
        text=text,
        concerns=tuple(dict.fromkeys(concerns)),
        names_may_stand=names_may_stand,
        content_hash=publication.content_hash,
    )
    return [On(publication.id, event)]


def _objections(text: str, edition: Edition) -> Iterator[str]:
    for what in worded(screen(text, edition.unnamed)):
        yield f"It seems to hold {what}; take it out."
    if any(repeats(text, words) for quote in edition.proposed for words in quote.words):
        yield "It holds words that somebody was to be quoted with; take them out, and name the quote with --concerns."
    for words in guessed(text, edition):
        yield (
            f"'{words}' fits fewer than three members, so readers can guess who is quoted without a name; leave it out."
        )


def guessed(text: str, edition: Edition) -> list[str]:
    """List the words in a text beside an edition from which readers can guess whom it quotes without a name."""
    return telling([text], edition.terms, edition.full_names) if _quotes_somebody_unnamed(edition) else []


def _quotes_somebody_unnamed(edition: Edition) -> bool:
    placed = (piece.quote for part in edition.parts for piece in part.pieces if piece.quote)
    return any(quote.state.use != "attributed" for quote in placed)


def _doubts(text: str, edition: Edition) -> Iterator[str]:
    if names := alone(text, edition.single_names, edition.full_names):
        quoted = " and ".join(f"'{name}'" for name in names)
        yield (
            f"It says {quoted}, and somebody here is called that; take it out, or issue it with --names-may-stand and"
            " why."
        )
