"""The words of a document, each with its language."""

from collections.abc import Iterator, Sequence

from epex.projections.table import Row
from epex.search.languages import code_of, detect


def language_of_rest(row: Row, languages: Sequence[str]) -> str:
    """Tell in which language the words are whose language nobody stated: as they look, else as the document is."""
    unstated = [title for language, title in row["titles"].items() if not language]
    unstated += [words for language, _, words in row["texts"] if not language]
    return (detect("\n".join(unstated), languages) if unstated else "") or code_of(row["language"])


def titles(row: Row, rest: str) -> Iterator[tuple[str, str]]:
    """Give each title with its language."""
    return ((code_of(language) or rest, title) for language, title in row["titles"].items())


def bodies(row: Row, rest: str) -> Iterator[tuple[str, str]]:
    """Give each text with its language."""
    return ((code_of(language) or rest, words) for language, _, words in row["texts"])
