"""What is searched in the benchmarks: public collections in the folder EPEX_COLLECTIONS, and documents made of them."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple, Self

from bench.collection import Collection

SETTING = "EPEX_COLLECTIONS"
ADVICE = (
    f"Set {SETTING} to a folder with collections as JSON files (name, lang, docs, queries, qrels); "
    "there are no quality and speed figures without them."
)
SEED = 5
SHORTEST, LONGEST = 60, 300
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
# Shorter ones are headings and debris.
FEWEST_LETTERS = 20
# What people type: often a word or two, seldom many.
TYPED = (1, 2, 3, 5, 8)


class Written(NamedTuple):
    """A document that somebody may have written."""

    language: str
    text: str


def collections() -> list[Collection]:
    """Read the collections that the environment names, in the order of their names; none when it names no folder."""
    folder = os.environ.get(SETTING)
    return [Collection.read(path) for path in sorted(Path(folder).glob("*.json"))] if folder else []


@dataclass(frozen=True)
class Corpus:
    """The sentences of some collections by language, and their questions."""

    sentences: Mapping[str, Sequence[str]]
    questions: Sequence[str]

    @classmethod
    def of(cls, found: Sequence[Collection]) -> Self:
        """Take collections apart."""
        sentences: dict[str, list[str]] = {}
        for each in found:
            some = (sentence for _, text in each.docs.values() for sentence in SENTENCE_END.split(text))
            sentences.setdefault(each.language, []).extend(said for said in some if len(said) > FEWEST_LETTERS)
        return cls(sentences, [question for each in found for question in each.queries.values()])

    def documents(self, count: int) -> Iterator[Written]:
        """Make documents of sentences that stand in no order, the same ones every time."""
        drawn = Random(SEED)  # noqa: S311 - the same documents every time
        for _ in range(count):
            language = drawn.choice(sorted(self.sentences))
            wanted, told, length = drawn.randint(SHORTEST, LONGEST), list[str](), 0
            while length < wanted:
                told.append(drawn.choice(self.sentences[language]))
                length += len(told[-1].split())
            yield Written(language, " ".join(told))

    def asked(self, count: int) -> list[str]:
        """Draw questions: half are a few words in a row out of a sentence, half are those of the collections."""
        drawn = Random(SEED + 1)  # noqa: S311 - the same questions every time
        everything = [sentence for language in sorted(self.sentences) for sentence in self.sentences[language]]
        words = [" ".join(drawn.choice(everything).split()[: drawn.choice(TYPED)]) for _ in range(count // 2)]
        return [*words, *drawn.sample(self.questions, min(count - len(words), len(self.questions)))]
