"""The words of a document, each with its language."""

from collections.abc import Iterator, Sequence

from epex.projections.table import Row
from epex.search.languages import code_of, detect

LEAD = 60
CUT = "…"


def language_of_rest(row: Row, languages: Sequence[str]) -> str:
    """Tell in which language the words are whose language nobody stated: as they look, else as the document is."""
    unstated = [title for language, title in row["titles"].items() if not language]
    unstated += [words for language, _, words in row["texts"] if not language]
    return detect("\n".join(unstated), languages) or code_of(row["language"])


def titles(row: Row, rest: str) -> Iterator[tuple[str, str]]:
    """Give each title with its language."""
    return ((code_of(language) or rest, title) for language, title in row["titles"].items())


def bodies(row: Row, rest: str) -> Iterator[tuple[str, str]]:
    """Give each text with its language."""
    return ((code_of(language) or rest, words) for language, _, words in row["texts"])


def title_in(row: Row, language: str) -> str:
    """Choose a title: in the reader's language, else English, else any, else the beginning of the text."""
    known = {code_of(stated): title for stated, title in row["titles"].items()}
    chosen = known.get(language) or known.get("en") or next(iter(known.values()), "")
    return chosen or _lead(next((words for _, _, words in row["texts"]), ""))


def _lead(text: str) -> str:
    """Shorten a text to its first words."""
    line = " ".join(text.split())
    return line if len(line) <= LEAD else f"{line[:LEAD].rpartition(' ')[0] or line[:LEAD]}{CUT}"
