"""What exporters and importers are: other programs' formats, written from what a reader may see, and read into rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from epex.plugins.reading import Queries
from epex.plugins.report import Option

Cells = Mapping[str, str]


Labels = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenConcept:
    """A concept of another program's vocabulary, named by its IRI, as `epex thesaurus import` takes it in.

    Labels and notes are pairs of a language tag, empty where there is none, and words.
    """

    iri: str
    preferred: Labels = ()
    alternatives: Labels = ()
    notes: Labels = ()
    broader: Sequence[str] = ()
    related: Sequence[str] = ()
    is_deprecated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an importer read: rows by their kind, which may name rows of the kinds that are recorded before them.

    The columns are those that `epex import --template KIND` lists. A cell that holds the uuid of something that is here
    means that thing. `values` are constants by kind, as a mapping's `[values]` gives them. `lost` says in a sentence
    each what of the file could not be kept. `concepts` are those of a vocabulary, whole.
    """

    rows: Mapping[str, Sequence[Cells]]
    lost: Sequence[str] = ()
    values: Mapping[str, Cells] = field(default_factory=dict)
    concepts: Sequence[TakenConcept] = ()


Write = Callable[[Queries, Mapping[str, str]], Iterable[bytes]]
Read = Callable[[bytes, Mapping[str, str]], Taken]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """A format that people export by its name; `write` gets what the reader may read, and gives the file in portions.

    `ending` is that of the files, such as `.qdc`.
    """

    name: str
    summary: str
    ending: str
    write: Write
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """A format that people import by its name; `read` gets a file's bytes, and refuses what it cannot read."""

    name: str
    summary: str
    endings: tuple[str, ...]
    read: Read
    options: tuple[Option, ...] = ()
