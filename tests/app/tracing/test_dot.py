"""Reasons as a graph, read by a parser of Graphviz's language."""

from typing import Any

import pydot
import pytest

from epex.app.tracing.dot import graph, quoted
from tests.projections.bases import ANNA, CLEO, Base
from tests.projections.society import HIDDEN_WORDS

# The parser uses older names of what it is built on.
pytestmark = pytest.mark.filterwarnings("ignore:.* deprecated - use:DeprecationWarning")


def parsed(text: str) -> pydot.Dot:
    """Read a graph."""
    graphs = pydot.graph_from_dot_data(text)
    assert graphs is not None
    (found,) = graphs
    return found


def names(found: pydot.Dot) -> set[str]:
    return {node.get_name().strip('"') for node in found.get_nodes()} - {"node", "edge", "graph", "\\n"}


def arrows(found: pydot.Dot) -> set[tuple[str, str, str]]:
    """List from where to where arrows go, and their words."""
    ends = ((edge.get_source(), edge.get_destination(), edge.get("label")) for edge in found.get_edges())
    return {(str(begins).strip('"'), str(leads).strip('"'), str(word).strip('"')) for begins, leads, word in ends}


def test_every_graph_is_read_with_all_it_tells(answer: Any) -> None:
    found = parsed(graph(answer))

    told = {answer["id"], *(row["id"] for row in answer["evidence"])}
    ends = {end for begins, leads, _ in arrows(found) for end in (begins, leads)}
    assert (told - names(found), ends - names(found)) == (set(), set())


def test_arrows_go_from_what_something_rests_on(traced: Base) -> None:
    back, forward = (
        arrows(parsed(graph(ask("theme-tea")))) for ask in (traced.queries(ANNA).why, traced.queries(ANNA).trace)
    )

    assert ("element-tea", "theme-tea", "taken back") in back
    assert ("theme-tea", "theme-trust", "merged into") in forward


def test_arrows_tell_stance_paragraph_and_forum(traced: Base) -> None:
    queries = traced.queries(ANNA)

    why, trace = (arrows(parsed(graph(each))) for each in (queries.why("theme-trust"), queries.trace("element-tea")))

    assert ("reflection-guest", "theme-trust", "nuances") in why
    assert ("element-tea", "chapter-one", "rests on, paragraph 2") in trace
    assert {word for begins, _, word in why if begins == "meeting-spring"} == {"forum"}


def test_labels_are_titles_with_what_is_known(traced: Base) -> None:
    found = parsed(graph(traced.queries(ANNA).why("theme-trust")))

    (label,) = (node.get("label") for node in found.get_nodes() if node.get_name() == '"visit-week"')
    assert label == '"visit\\nA week in the north\\nmonitored, 2016-03-07, The\\nnorth house"'


def test_a_graph_tells_nothing_that_is_hidden(traced: Base) -> None:
    told = [graph(traced.queries(actor).why("theme-trust")) for actor in (ANNA, CLEO)]

    assert ["reflection-host" in text for text in told] == [True, False]
    assert HIDDEN_WORDS not in told[1]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('say "tea"', '"say \\"tea\\""'),
        ("a\\", '"a\\\\"'),
        ("two\nlines", '"two\\nlines"'),
        ("&lt; & <b>", '"&amp;lt; &amp; <b>"'),
        ("a\tb\x1b\u202e", '"a b  "'),
    ],
)
def test_texts_are_quoted(text: str, written: str) -> None:
    assert quoted(text) == written
