"""A projection folds the events that it knows."""

import subprocess
import sys
from pathlib import Path

import pytest

from epex.core.log.envelope import Envelope, Fact, UnknownEvent
from epex.core.theme import ThemeAbsorbed, ThemeProposed
from epex.projections import catalogue
from epex.projections.projection import FoldFailed, Projection
from epex.projections.table import Batch, Table

LABELS = Table("labels", ("id",), {"id": str, "labels": dict})


DECLARED = """
from epex.projections.projection import Projection
projection = Projection("labels", version=1, tables=[], folds="folding")
"""
FOLDING = """
from epex.core.theme import ThemeProposed
from declared import projection
@projection.on(ThemeProposed)
def proposed(rows, fact, event):
    seen.append(fact.position)
seen = []
"""
LATE = """
import sys
from declared import projection
from epex.core.log.envelope import Envelope, Fact, UnknownEvent
from epex.core.theme import ThemeProposed
fact = Fact(Envelope(position=3, stream_id="theme-1", version=1, type="theme.x"), ThemeProposed(labels={}))
before = "folding" in sys.modules
print(before, len(projection.taken_up([fact])), projection.streams([fact]), projection.fold(None, [fact]))
print(sys.modules["folding"].seen, [each.__name__ for each in projection.handlers], projection.every)
"""


def labels() -> Projection:
    """Make a projection of the labels of themes."""
    projection = Projection("labels", version=1, tables=[LABELS])

    @projection.on(ThemeProposed)
    def proposed(rows: Batch, fact: Fact, event: ThemeProposed) -> None:
        rows[LABELS].put({"id": fact.stream, "labels": event.labels})

    return projection


def fact(event: object, position: int = 1) -> Fact:
    """Wrap an event."""
    return Fact(Envelope(position=position, stream_id="theme-1", version=1, type="theme.x"), event)  # type: ignore[arg-type]


def batch() -> Batch:
    """Make a batch over an empty database."""
    return Batch(lambda _table, _keys: ())


def test_fold_calls_the_function_of_each_event() -> None:
    rows = batch()

    labels().fold(rows, [fact(ThemeProposed(labels={"en": "Trust"})), fact(ThemeAbsorbed(merged="theme-2"))])

    assert rows[LABELS].written() == [{"id": "theme-1", "labels": {"en": "Trust"}}]


def test_fold_skips_and_counts_unknown_events() -> None:
    strangers = [fact(UnknownEvent("tea.poured", b"{}")), fact(UnknownEvent("tea.drunk", b"{}"))]

    assert labels().fold(batch(), strangers) == 2


def test_a_projection_of_every_event_skips_none() -> None:
    projection, seen = labels(), []
    projection.on_every(lambda _rows, fact, _event: seen.append(fact.position))

    skipped = projection.fold(batch(), [fact(UnknownEvent("tea.poured", b"{}")), fact(ThemeProposed(labels={}), 2)])

    assert (skipped, seen) == (0, [1, 2])


def test_a_failing_function_is_named_with_its_event_and_without_its_words() -> None:
    projection = Projection("labels", version=1, tables=[LABELS])

    @projection.on(ThemeProposed)
    def proposed(_rows: Batch, _fact: Fact, event: ThemeProposed) -> None:
        raise ValueError(event.labels["en"])

    with pytest.raises(FoldFailed) as failed:
        projection.fold(batch(), [fact(ThemeProposed(labels={"en": "Anna Berg"}), 7)])

    line = proposed.__code__.co_firstlineno + 2
    assert str(failed.value) == (
        f"The view 'labels' stopped at event 7 (theme.x): ValueError in proposed, test_projection.py, line {line}."
    )


def test_streams_are_those_of_the_events_that_are_taken_up() -> None:
    facts = [fact(ThemeProposed(labels={})), fact(UnknownEvent("tea.poured", b"{}"))]

    assert (labels().streams(facts), labels().streams(facts[1:])) == ({"theme-1"}, set())


def test_the_catalogue_imports_no_word_that_it_does_not_list() -> None:
    with pytest.raises(KeyError):
        catalogue.built_in("os")


def test_no_two_read_models_share_a_table() -> None:
    names = [table.name for name in catalogue.NAMES for table in catalogue.built_in(name).tables]

    assert sorted(names) == sorted(set(names))


def test_every_read_model_is_called_as_it_is_listed() -> None:
    assert [catalogue.built_in(name).name for name in catalogue.NAMES] == list(catalogue.NAMES)


def test_folds_in_a_module_of_their_own_are_imported_when_something_is_folded(tmp_path: Path) -> None:
    for name, program in (("declared", DECLARED), ("folding", FOLDING)):
        (tmp_path / f"{name}.py").write_text(program, "utf-8")

    told = subprocess.run([sys.executable, "-c", LATE], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert told.stdout.splitlines() == ["False 1 {'theme-1'} 0", "[3] ['ThemeProposed'] None"]


@pytest.mark.parametrize("name", catalogue.NAMES)
def test_every_read_model_folds_something(name: str) -> None:
    projection = catalogue.built_in(name)

    assert bool(projection.handlers or projection.every)
