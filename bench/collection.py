"""A public retrieval collection, indexed and searched as the product does it; its answers as a TREC run."""

import argparse
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import log2
from pathlib import Path
from typing import Any, Self

from bench.bases import new_base
from bench.measuring import say
from epex.app.base import KnowledgeBase
from epex.core.decision import On
from epex.core.reflection import ReflectionRecorded
from epex.core.vocabulary import LANGUAGES
from epex.search.search import Search

BACKENDS = ("whoosh", "sqlite-fts5")
CODES = {"english": "en", "german": "de", "french": "fr", "dutch": "nl", "danish": "da", "norwegian": "no"} | {
    "serbian": "sr",
    "arabic": "ar",
    "albanian": "sq",
}
RANKED = 100
CUT = 10
RUN = "epex"


@dataclass(frozen=True)
class Collection:
    """Documents with title and text, questions, and how well each document answers each question."""

    name: str
    language: str
    docs: Mapping[str, tuple[str, str]]
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file as the collections are kept."""
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        language = CODES.get(found["lang"], found["lang"])
        docs = {name: (title, text) for name, (title, text) in found["docs"].items()}
        return cls(found["name"], language, docs, found["queries"], found["qrels"])


def main() -> None:
    """Write the run of a collection."""
    parser = argparse.ArgumentParser(prog="bench/search.py", description=__doc__)
    parser.add_argument("command", choices=["run"])
    parser.add_argument("collection", type=Path, metavar="COLLECTION.json")
    parser.add_argument("output", type=Path, metavar="OUT.trec")
    parser.add_argument("--backend", choices=BACKENDS, default=BACKENDS[0])
    asked = parser.parse_args()
    collection = Collection.read(asked.collection)
    with searched(collection, asked.backend) as ranked, asked.output.open("w", encoding="utf-8") as file:
        file.writelines(lines(collection, ranked))
    say(f"wrote {asked.output}")


def lines(collection: Collection, ranked: Any) -> Iterator[str]:
    """Give the best documents of every question as a TREC run has them."""
    for question, text in collection.queries.items():
        for rank, (name, score) in enumerate(ranked(text), start=1):
            yield f"{question} Q0 {name} {rank} {score:.9f} {RUN}\n"


@contextmanager
def searched(collection: Collection, backend: str) -> Iterator[Any]:
    """Record a collection, index it, and give the function that ranks it."""
    with new_base() as ground:
        names = {f"reflection-{number:08}": name for number, name in enumerate(collection.docs)}
        ground.append(On(stream, _recorded(collection, name)) for stream, name in names.items())
        languages = (collection.language,) if collection.language in LANGUAGES else LANGUAGES
        config = replace(ground.base.config, backend=backend, languages=languages)
        search = KnowledgeBase(config, ground.base.log).search()
        yield lambda text: [(names[hit["id"]], hit["score"]) for hit in _hits(search, text, collection.language)]
        search.close()


def _hits(search: Search, text: str, language: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = search.search(text, limit=RANKED, query_language=language)["hits"]
    return found


def _recorded(collection: Collection, name: str) -> ReflectionRecorded:
    title, text = collection.docs[name]
    return ReflectionRecorded(title=title, answers={"how": text}, language=collection.language, visibility="network")


def ndcg(collection: Collection, ranked: Any) -> float:
    """Measure how good the first ten are: nDCG@10, with the grades as gains, the mean over the questions."""
    return sum(
        _ndcg([name for name, _ in ranked(collection.queries[question])], grades)
        for question, grades in collection.qrels.items()
    ) / len(collection.qrels)


def _ndcg(names: list[str], grades: Mapping[str, int]) -> float:
    ideal = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(name, 0) for name in names]) / ideal if ideal else 0.0


def _gain(grades: list[int]) -> float:
    return sum(grade / log2(place + 2) for place, grade in enumerate(grades[:CUT]))
