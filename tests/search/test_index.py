"""The Whoosh index: what goes in comes out, whatever was changed and merged on the way."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epex.search.index import Analysed, Snapshot, create, engine, write
from epex.search.query import Clause, Query
from epex.search.ranking import answer
from tests.search.test_ranking import QUERIES, InMemory

STEMS = st.lists(st.sampled_from("abcd"), max_size=8)
BATCHES = st.lists(st.dictionaries(st.sampled_from("vwxyz"), STEMS, min_size=1, max_size=4), min_size=1, max_size=4)


def analysed(identity: str, stems: Sequence[str], language: str = "en") -> Analysed:
    return Analysed(identity, language, stems)


def indexed(folder: Path, *batches: Mapping[str, Sequence[str]]) -> Snapshot:
    """Write batches one after another; a document that comes again replaces itself."""
    create(folder)
    for batch in batches:
        before = Snapshot(folder)
        outdated = [before.numbers[name] for name in batch if name in before.numbers]
        before.close()
        write(folder, [analysed(name, stems) for name, stems in batch.items()], outdated)
    return Snapshot(folder)


def test_an_empty_index_answers(tmp_path: Path) -> None:
    snapshot = indexed(tmp_path)

    assert (snapshot.ids, list(snapshot.frequencies("a")), snapshot.stems()) == ({}, [], set())
    snapshot.close()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    snapshot = indexed(tmp_path, {"x": ["a", "b", "a"], "y": ["b"], "z": []})

    assert snapshot.numbers == {"x": 0, "y": 1, "z": 2}
    assert snapshot.languages == {0: "en", 1: "en", 2: "en"}
    assert list(snapshot.frequencies("a")) == [(0, 2.0)]
    assert list(snapshot.places("b")) == [(0, [1]), (1, [0])]
    assert [snapshot.length(number) for number in snapshot.ids] == [3, 1, 0]
    snapshot.close()


def test_a_document_that_is_written_again_replaces_itself(tmp_path: Path) -> None:
    snapshot = indexed(tmp_path, {"x": ["a"], "y": ["a"]}, {"x": ["b"]})

    assert snapshot.ids == {1: "y", 2: "x"}
    assert list(snapshot.frequencies("a")) == [(1, 1.0)]
    assert list(snapshot.frequencies("b")) == [(2, 1.0)]
    snapshot.close()


def test_stems_of_every_script_are_kept(tmp_path: Path) -> None:
    snapshot = indexed(tmp_path, {"x": ["اسر", "kobenhavn", "9", "ß" * 64, "漢字"]})

    assert snapshot.stems() == {"اسر", "kobenhavn", "9", "ß" * 64, "漢字"}
    snapshot.close()


def test_engine_names_what_shapes_an_index() -> None:
    assert engine().startswith("whoosh 3.54.0, stemmer ")


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(BATCHES, QUERIES, st.sets(st.sampled_from("vwxyz")))
def test_whoosh_answers_as_a_count_by_hand(
    tmp_path_factory: pytest.TempPathFactory, batches: list[dict[str, list[str]]], query: Query, hidden: set[str]
) -> None:
    snapshot = indexed(tmp_path_factory.mktemp("index"), *batches)
    texts = {name: stems for batch in batches for name, stems in batch.items()}
    permitted = {number for number, name in snapshot.ids.items() if name not in hidden}

    scores, _ = answer(query, snapshot, permitted)

    by_hand = InMemory({number: texts[name] for number, name in snapshot.ids.items()})
    assert scores == answer(query, by_hand, permitted)[0]
    snapshot.close()


def test_repeated_ranking_gives_the_same_hundred(tmp_path: Path) -> None:
    many = {f"x{number}": ["a"] * (number % 7 + 1) + ["b"] * (number % 3) for number in range(300)}
    snapshot = indexed(tmp_path, many)
    query = Query((Clause("a", (("a",),)), Clause("b", (("b",),), required=True)))

    scores, _ = answer(query, snapshot, snapshot.ids.keys())

    by_hand = InMemory({number: many[name] for number, name in snapshot.ids.items()})
    assert scores == answer(query, by_hand, snapshot.ids.keys())[0]
    snapshot.close()
