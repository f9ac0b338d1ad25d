"""The words of the theme book."""

from collections.abc import Iterable

from epex.plugins.builtin.practice_transfer.words import listed


def titled(titles: Iterable[str]) -> str:
    """Put titles into a sentence, each in quotation marks."""
    return listed(f"'{title}'" for title in titles)
