"""How good the first ten are, on public collections; how far both indexes agree; which variants of words are found."""

from collections.abc import Iterator, Mapping, Sequence

from bench.collection import BACKENDS, CUT, Collection, ndcg, searched
from bench.engines import ENGINES
from bench.goals import NONE, Goal, Line
from bench.measuring import say
from tests.search.variants import correct, missed, missed_if_common, pairs, share

GOALS = {"cran": Goal(at_least=0.440), "norquad": Goal(at_least=0.930), "xquad_de": Goal(at_least=0.952)}
LONGEST = 15
AGREEMENT, FIRST, VARIANTS = Goal(at_least=99), Goal(at_least=100), Goal(at_least=95)
# For each question the best documents, each with its score.
Run = Mapping[str, Sequence[tuple[str, float]]]


def lines(collections: Sequence[Collection]) -> Iterator[Line]:
    """Measure every collection with both indexes and all opponents."""
    runs: list[dict[str, Run]] = []
    for each in collections:
        runs.append({backend: _ours(each, backend) for backend in BACKENDS})
        yield Line(
            what=f"nDCG@{CUT} of {each.name}",
            ours={backend: _worth(each, run) for backend, run in runs[-1].items()},
            goals=dict.fromkeys(BACKENDS, GOALS.get(each.name, NONE)),
            theirs=_theirs(each),
        )
    yield from _agreement(collections, runs)
    yield from _variants()


def _ours(collection: Collection, backend: str) -> Run:
    say(f"{collection.name} with {backend} ...")
    with searched(collection, backend) as ranked:
        return {name: ranked(question) for name, question in collection.queries.items()}


def _theirs(collection: Collection) -> dict[str, float]:
    names, texts = list(collection.docs), [f"{title}\n{text}" for title, text in collection.docs.values()]
    found = {}
    for engine in ENGINES:
        made = engine(texts, [True] * len(texts), collection.language)
        answers = {name: made.ask(question, CUT) for name, question in collection.queries.items()}
        run = {name: [(names[number], 0.0) for number in numbers] for name, numbers in answers.items()}
        found[engine.name] = _worth(collection, run)
    return found


def _worth(collection: Collection, run: Run) -> float:
    """Measure a run; questions that say the same have the same answer."""
    by_text = {collection.queries[name]: best for name, best in run.items()}
    return ndcg(collection, by_text.__getitem__)


def _agreement(collections: Sequence[Collection], runs: Sequence[Mapping[str, Run]]) -> Iterator[Line]:
    """Count the questions on which both indexes give the same documents in the same order."""
    compared = [
        (question, [[name for name, _ in run[backend][key][:CUT]] for backend in BACKENDS])
        for collection, run in zip(collections, runs, strict=True)
        for key, question in collection.queries.items()
    ]
    short = [best for question, best in compared if len(question.split()) <= LONGEST]
    same = sum(one == other for one, other in short) / len(short)
    first = sum(one[:1] == other[:1] for _, (one, other) in compared) / len(compared)
    last = BACKENDS[-1]
    what = f"same top {CUT} in the same order, {len(short):,} questions up to {LONGEST} words"
    yield Line(what=what, unit="%", ours={last: 100 * same}, goals={last: AGREEMENT})
    yield Line(
        what=f"same first hit, all {len(compared):,} questions", unit="%", ours={last: 100 * first}, goals={last: FIRST}
    )


def _variants() -> Iterator[Line]:
    say("variants of words ...")
    asked, correct_ones = pairs(), correct()
    yield _found(f"variants found, of {len(asked)} pairs in nine languages", share(asked, missed()))
    common = f"and where ten texts say the word, of {len(correct_ones)} without typos"
    yield _found(common, share(correct_ones, missed_if_common()))


def _found(what: str, part: float) -> Line:
    return Line(what=what, unit="%", ours={BACKENDS[0]: 100 * part}, goals={BACKENDS[0]: VARIANTS})
