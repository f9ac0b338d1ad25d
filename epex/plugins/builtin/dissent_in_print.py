"""Dissent in print: a chapter of a theme that was decided against somebody's view has to say so."""

from collections.abc import Iterator, Sequence

from epex.plugins import ERASED, PublicationCheck, Queries, Row, hookimpl, readable_date

GONE = ("withdrawn", "erased")
INSTEAD = (
    "repeat the dissent in a paragraph, let a paragraph rest on the meeting where it was voiced, or add a viewpoint"
    " with 'epex chapter viewpoint --dissenting'"
)


@hookimpl
def epex_publication_checks() -> Sequence[PublicationCheck]:
    """Add the check."""
    summary = "See that each chapter tells of the dissent that was recorded on its themes."
    return [PublicationCheck(name="dissent", summary=summary, find=find)]


def find(queries: Queries, edition: Row) -> list[str]:
    """Name the chapters that pass over a dissent; those who may not read of it are not told."""
    return [sentence for chapter in edition["chapters"] for sentence in _passed_over(queries, chapter)]


def _passed_over(queries: Queries, chapter: Row) -> Iterator[str]:
    if any(each["dissenting"] and each["status"] not in GONE for each in chapter["viewpoints"]):
        return
    for theme in chapter["outline"]:
        untold = [each for each in queries.decisions(theme["id"]) if not _is_told(each, chapter)]
        if untold:
            days = dict.fromkeys(readable_date(each["occurred_on"] or each["recorded_at"][:10]) for each in untold)
            yield (
                f"The chapter '{chapter['title']}' passes over the dissent that was recorded on the theme"
                f" '{theme['title']}' ({', '.join(days)}); {INSTEAD}."
            )


def _is_told(decision: Row, chapter: Row) -> bool:
    """Tell whether a chapter repeats each dissent to a decision, or rests on the meeting where it was taken."""
    rested_on = {source for paragraph in chapter["paragraphs"] for source in paragraph["rests_on"]}
    if decision["forum"] and decision["forum"] in rested_on:
        return True
    said = [_plain(paragraph["title"]) for paragraph in chapter["paragraphs"]]
    voiced = (_plain(dissent["text"]) for dissent in decision["dissents"])
    return all(any(words in text for text in said) for words in voiced if words != ERASED)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".!?")
