"""The Whoosh index: what goes in comes out, whatever was changed and merged on the way."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from epex.search.index import Snapshot, create, engine, write
from epex.search.query import Query
from epex.search.ranking import match, score
from tests.laws import examples
from tests.search.test_ranking import QUERIES, InMemory, scope, term

STEMS = st.lists(st.sampled_from("abcd"), max_size=8)
BATCHES = st.lists(st.dictionaries(st.integers(1, 9), STEMS, min_size=1, max_size=4), min_size=1, max_size=4)


def indexed(folder: Path, *batches: Mapping[int, Sequence[str]]) -> Snapshot:
    """Write batches one after another; a section that comes again replaces itself."""
    create(folder)
    for batch in batches:
        before = Snapshot(folder)
        outdated = [before.documents[number] for number in batch if number in before.documents]
        before.close()
        write(folder, [{"number": number, "stems": " ".join(stems)} for number, stems in batch.items()], outdated)
    return Snapshot(folder)


def test_an_empty_index_answers(tmp_path: Path) -> None:
    snapshot = indexed(tmp_path)

    assert (snapshot.documents, list(snapshot.frequencies("a")), list(snapshot.places("a"))) == ({}, [], [])
    snapshot.close()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    snapshot = indexed(tmp_path, {7: ["a", "b", "a"], 40: ["b"], 2_000_000: []})

    assert snapshot.documents == {7: 0, 40: 1, 2_000_000: 2}
    assert list(snapshot.frequencies("a")) == [(7, 2)]
    assert list(snapshot.places("b")) == [(7, [1]), (40, [0])]
    snapshot.close()


def test_a_section_that_is_written_again_replaces_itself(tmp_path: Path) -> None:
    snapshot = indexed(tmp_path, {7: ["a"], 8: ["a"]}, {7: ["b"]})

    assert sorted(snapshot.documents) == [7, 8]
    assert (list(snapshot.frequencies("a")), list(snapshot.frequencies("b"))) == ([(8, 1)], [(7, 1)])
    snapshot.close()


def test_a_section_that_was_taken_out_has_no_stems(tmp_path: Path) -> None:
    before = indexed(tmp_path, {7: ["a", "b"], 8: ["a"]})
    outdated = [before.documents[7]]
    before.close()

    write(tmp_path, [], outdated)

    after = Snapshot(tmp_path)
    assert (sorted(after.documents), list(after.frequencies("a")), list(after.places("b"))) == ([8], [(8, 1)], [])
    after.close()


def test_stems_of_every_script_are_kept(tmp_path: Path) -> None:
    stems = ["اسر", "kobenhavn", "9", "ß" * 64, "漢字"]
    snapshot = indexed(tmp_path, {1: stems})

    assert [list(snapshot.places(stem)) for stem in stems] == [[(1, [place])] for place in range(len(stems))]
    snapshot.close()


def test_engine_names_what_shapes_an_index() -> None:
    # `make test-reloaded` puts the other package first.
    is_other = any(path.endswith(".venv-reloaded") for path in sys.path)

    assert engine() == ("whoosh 2.7.5" if is_other else "whoosh 3.54.0")


@pytest.mark.slow
@examples(40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BATCHES, QUERIES, st.sets(st.integers(1, 9)))
def test_whoosh_answers_as_a_count_by_hand(
    tmp_path_factory: pytest.TempPathFactory, batches: list[dict[int, list[str]]], query: Query, hidden: set[int]
) -> None:
    snapshot = indexed(tmp_path_factory.mktemp("index"), *batches)
    texts = {number: stems for batch in batches for number, stems in batch.items()}
    seen = scope({number: stems for number, stems in texts.items() if number not in hidden})

    found, by_hand = match(query, snapshot, seen), match(query, InMemory(texts), seen)

    assert sorted(snapshot.documents) == sorted(texts)
    assert (found, score(found.found, seen)) == (by_hand, score(by_hand.found, seen))
    snapshot.close()


def test_whoosh_ranks_many_sections_as_a_count_by_hand(tmp_path: Path) -> None:
    many = {number: ["a"] * (number % 7 + 1) + ["b"] * (number % 3) for number in range(300)}
    snapshot, seen = indexed(tmp_path, many), scope(many)
    query = Query((term("a"), term("b")), required=((term("b"),),))

    found, by_hand = match(query, snapshot, seen), match(query, InMemory(many), seen)

    assert (found, score(found.found, seen)) == (by_hand, score(by_hand.found, seen))
    assert len(found.documents) == 150
    snapshot.close()
