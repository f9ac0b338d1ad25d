"""What a check before publication is: a name, and a function that says what is not settled yet in an edition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from epex.plugins.command import NAME
from epex.plugins.reading import Queries, Row

Find = Callable[[Queries, Row], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationCheck:
    """Something to be settled before an edition is frozen; `find` gives one sentence for each thing that is not.

    A sentence says what stands in the way, and what to do. `find` gets what whoever checks or freezes may read, and
    the edition as `show` gives it, with the pages of its `chapters`, and as `quotes` those of the quotes proposed for
    them.
    """

    name: str
    summary: str
    find: Find


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What came of a check, or why nothing did; without a name, why a plugin could not say which checks it has.

    `is_loaded` tells whether it was loaded to say so.
    """

    check: str = ""
    sentences: tuple[str, ...] = ()
    failure: str = ""
    is_loaded: bool = True


def misnamed(name: str) -> str:
    """Say what is wrong with the name of a check; nothing when it is a plain one, as commands have."""
    return "" if NAME.fullmatch(name) else f"{name!r}, which is not of small letters, digits and single hyphens"


def found(check: PublicationCheck, queries: Queries, edition: Row) -> tuple[str, ...]:
    """Run a check, and make sure that it gives sentences, each on one line.

    Raises TypeError or ValueError when it does not.
    """
    sentences = check.find(queries, edition)
    if not isinstance(sentences, list | tuple):
        raise TypeError(f"it returned a {type(sentences).__name__} instead of a list of sentences")
    strange = next((each for each in sentences if not isinstance(each, str)), "")
    if not isinstance(strange, str):
        raise TypeError(f"it returned a {type(strange).__name__} instead of a sentence")
    told = tuple(" ".join(each.split()) for each in sentences)
    if "" in told:
        raise ValueError("it returned a sentence without words")
    return told
