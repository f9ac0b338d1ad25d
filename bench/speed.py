"""How long a search takes for a reader who may see half of what there is, on documents made of the collections.

All times are CPU times of this process: on a machine that others use as well, a clock on the wall measures those.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any

from bench.bases import Ground, new_base
from bench.collection import BACKENDS
from bench.corpus import Corpus, Written
from bench.engines import ENGINES
from bench.goals import Goal, Line
from bench.measuring import RUNS, say
from bench.startup import PROGRAM, cpu_seconds
from epex.app.base import KnowledgeBase
from epex.app.config import FTS5, WHOOSH, write_config
from epex.app.keys import read_secret
from epex.core.decision import On
from epex.core.person import PersonRegistered
from epex.core.reflection import ReflectionRecorded
from epex.projections.statistics import Statistics
from epex.search.analysis import NetworkAnalysis
from epex.search.backend import Backend
from epex.search.following import FollowingIndex
from epex.search.fts5 import Fts5Index
from epex.search.library import Library
from epex.search.search import Search

READER, OTHER = "person-bench-reader", "person-bench-other"
QUESTIONS, WARM_UPS, SHOWN = 200, 10, 10
FOUND = "trust"
# An interpreter that has loaded what any command over these libraries has to load.
LIBRARIES = (sys.executable, "-c", "import sqlalchemy, whoosh")
# Goals hold for the size at which they were set.
SMALL, LARGE = 10_000, 100_000
QUERY = {
    SMALL: {WHOOSH: (Goal(60), Goal(200)), FTS5: (Goal(40), Goal(80))},
    LARGE: {FTS5: (Goal(60), Goal(150))},
}
FACETS, FILTER = {LARGE: {FTS5: Goal(60)}}, {LARGE: {FTS5: Goal(30)}}
REBUILD = {WHOOSH: Goal(at_least=200), FTS5: Goal(at_least=600)}
NEWEST = {SMALL: {WHOOSH: Goal(80), FTS5: Goal(10)}}
COLD = {SMALL: {WHOOSH: Goal(2.5), FTS5: Goal(2.5)}}


@dataclass(frozen=True, slots=True)
class Stage:
    """A base of many documents, and the search of somebody who may see half of them."""

    ground: Ground
    base: KnowledgeBase
    statistics: Statistics
    index: Backend
    search: Search


def lines(corpus: Corpus, size: int, backends: Sequence[str]) -> Iterator[Line]:
    """Measure a size with some of the indexes, and the opponents on the same documents."""
    questions = corpus.asked(QUESTIONS)
    documents = list(corpus.documents(size + RUNS + 1))
    ours = {backend: _measured(documents, size, backend, questions) for backend in backends}
    theirs = _theirs(documents[:size], questions)
    at = f"at {size:,}"
    for place, name in enumerate(("p50", "p95")):
        goals = {backend: both[place] for backend, both in QUERY.get(size, {}).items()}
        yield _line(f"whole query {at}, {name}", "ms", ours, name, goals, theirs)
    yield _line(f"all six facets {at}, of everything seen", "ms", ours, "facets", FACETS.get(size, {}))
    yield _line(f"reader's filter {at}, on the commonest word", "ms", ours, "filter", FILTER.get(size, {}))
    yield _line(f"reader's half gathered anew {at}", "ms", ours, "gathered", {})
    yield _line(f"index rebuild {at}, with analysis and statistics", "/s", ours, "rebuild", REBUILD, theirs)
    yield _line(f"one new reflection {at}, statistics and index", "ms", ours, "newest", NEWEST.get(size, {}))
    yield _line(f"cold epex search {at}, against its libraries", "x", ours, "cold", COLD.get(size, {}))


def _line(
    what: str,
    unit: str,
    ours: Mapping[str, Mapping[str, float]],
    name: str,
    goals: Mapping[str, Goal],
    theirs: Mapping[str, Mapping[str, float]] | None = None,
) -> Line:
    figures = {backend: found[name] for backend, found in ours.items()}
    others = {engine: found[name] for engine, found in (theirs or {}).items()}
    return Line(what=what, unit=unit, ours=figures, goals=goals, theirs=others)


def _measured(documents: Sequence[Written], size: int, backend: str, questions: Sequence[str]) -> dict[str, float]:
    say(f"{size:,} documents with {backend} ...")
    coming = enumerate(documents)
    with _staged(islice(coming, size), backend) as stage:
        found = {"rebuild": size / _cpu(stage.search.rebuild)}
        found |= _percentiles(lambda question: stage.search.search(question, limit=SHOWN), questions)
        found |= _pieces(stage)
        found["newest"] = _newest(stage, coming)
        found["cold"] = _cold(stage)
        return found


@contextmanager
def _staged(documents: Iterator[tuple[int, Written]], backend: str) -> Iterator[Stage]:
    """Record documents, every other one for somebody else alone, and open the search of an ordinary member."""
    with new_base() as ground:
        member = PersonRegistered(name="Mia", organisation=ground.by.organisation or "", roles=("practitioner",))
        ground.append([On(READER, member), *(_recorded(number, each) for number, each in documents)])
        config = replace(ground.base.config, backend=backend)
        write_config(config)
        base = KnowledgeBase(config, ground.base.log, READER)
        base.today.catch_up(("documents",))
        statistics = Statistics(base.views, NetworkAnalysis(config.languages))
        index = _index(base, statistics)
        search = Search(base.views, base.reader, index, statistics, base.find)
        yield Stage(ground, base, statistics, index, search)
        search.close()
        base.today.close()


def _index(base: KnowledgeBase, statistics: Statistics) -> Backend:
    if base.config.backend == FTS5:
        return Fts5Index(base.views, statistics)
    secret = read_secret(base.config.keys_folder, "index.secret")
    return FollowingIndex(base.config.index_folder, secret, statistics, base.gone())


def _recorded(number: int, document: Written, *, hidden: bool | None = None) -> On:
    is_hidden = number % 2 == 0 if hidden is None else hidden
    event = ReflectionRecorded(
        answers={"how": document.text},
        language=document.language,
        author=OTHER,
        visibility="private" if is_hidden else "network",
    )
    return On(f"reflection-{number:08}", event)


def _pieces(stage: Stage) -> dict[str, float]:
    """Measure what a query does beside ranking: gather what the reader sees, count facets, filter postings."""

    def gathered() -> Any:
        return Library(stage.base.views, stage.base.reader, stage.statistics, "en").shelf()

    shelf = gathered()
    permitted = shelf.scope.documents.keys()
    having = shelf.counts.stems(shelf.counts.beginning(""))
    commonest = max(having, key=lambda stem: (having[stem], stem))
    postings = stage.index.ask(lambda there: list(there.frequencies(commonest)))
    acts: dict[str, Callable[[], object]] = {
        "facets": lambda: shelf.facets.count(shelf.cards),
        "filter": lambda: {number: times for number, times in postings if number in permitted},
        "gathered": gathered,
    }
    # What is known of a document is completed once, when it is first asked for.
    shelf.facets.count(shelf.cards)
    return {name: 1000 * median(_cpu(act) for _ in range(RUNS)) for name, act in acts.items()}


def _newest(stage: Stage, coming: Iterator[tuple[int, Written]]) -> float:
    """Measure what it takes until a new reflection can be found, the view of the documents aside."""
    spent = []
    for number, document in islice(coming, RUNS):
        stage.ground.append([_recorded(number, document, hidden=False)])
        stage.base.today.catch_up(("documents",))
        # Whoever asks the index has the statistics follow first, as every search does.
        spent.append(_cpu(lambda: stage.index.ask(lambda _: None)))
    return 1000 * median(spent)


def _cold(stage: Stage) -> float:
    """Start the program as people do, and take turns with an interpreter that loads its libraries."""
    folder: Path = stage.base.config.folder
    command = (PROGRAM, "--base", str(folder), "--as", READER, "search", FOUND)
    spent: list[tuple[float, float]] = []
    for _ in range(RUNS + 1):
        ours, theirs = cpu_seconds(command), cpu_seconds(LIBRARIES)
        if ours is None or theirs is None:
            raise RuntimeError(f"{' '.join(command)} failed")
        spent.append((ours, theirs))
    # The first one warms the caches of the disk up.
    return median(ours for ours, _ in spent[1:]) / median(theirs for _, theirs in spent[1:])


def _theirs(documents: Sequence[Written], questions: Sequence[str]) -> dict[str, dict[str, float]]:
    """Let each opponent index the same documents, in English as none can tell, and answer the same questions."""
    texts, seen = [each.text for each in documents], [number % 2 == 1 for number in range(len(documents))]
    found = {}
    for engine in ENGINES:
        say(f"{len(documents):,} documents with {engine.name} ...")
        begun = process_time()
        made = engine(texts, seen, "en")
        rate = len(documents) / (process_time() - begun)
        found[engine.name] = {"rebuild": rate, **_percentiles(lambda question: made.ask(question, SHOWN), questions)}  # noqa: B023
    return found


def _percentiles(ask: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """Ask all questions once; the first few are asked before, for the caches that a program fills as it starts."""
    for question in questions[:WARM_UPS]:
        ask(question)
    cuts = quantiles([1000 * _cpu(ask, question) for question in questions], n=20)
    return {"p50": cuts[9], "p95": cuts[18]}


def _cpu(act: Callable[..., object], *words: object) -> float:
    begun = process_time()
    act(*words)
    return process_time() - begun


SIZES: Mapping[int, Sequence[str]] = {SMALL: BACKENDS, LARGE: (FTS5,)}
