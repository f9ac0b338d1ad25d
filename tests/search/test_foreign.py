"""Fields that plugins add to the search: what they find and count, on each index, and what becomes of a bad view."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.decision import Actor
from epex.core.reader import Reader
from epex.projections.runner import Views
from epex.search.fts5 import Fts5Index
from epex.search.search import Search
from tests.laws import examples
from tests.search.foreign import CUPS, NORTH, SOUTH, Saying, search_over, tell, view
from tests.search.networks import MEMBER, Network, ids, opened
from tests.search.test_backends import BACKENDS, ON_A_SERVER

SAYINGS = (
    Saying(NORTH, "short", 3),
    Saying(SOUTH, "Very long", 12),
    Saying("element-pot", "short", 12),
    Saying("theme-warm", "middling", 7),
    Saying(SOUTH, "secret", 5, "private", Actor("person-zoe")),
)
PUBLIC = Reader(grants=frozenset({"public"}))
ZOE = Reader("person-zoe", None, frozenset(), MEMBER.grants)
EVERYTHING = {"element-round", "element-pot", "theme-warm", "alone"}


@pytest.fixture(params=BACKENDS)
def searched(network: Network, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Give the search of a network, by each index, as whoever is named."""
    is_on_server = request.param in ON_A_SERVER
    address = request.getfixturevalue("postgres_url") if is_on_server else network.folder / "views.db"
    kept = view()
    views = Views.open(address, network.log, lambda: (kept,))
    if is_on_server:
        views.create()
    tell(network, SAYINGS)
    made: dict[Reader, Search] = {}

    def search(reader: Reader = MEMBER) -> Search:
        folder = network.folder / f"{request.param} {reader.person}"
        index = partial(_index, request.param, folder)
        return made.setdefault(reader, search_over(reader, views, index))

    yield search
    for each in made.values():
        each.close()
    views.close()


def _index(name: str, folder: Path, views: Views, statistics: Any) -> Any:
    return BACKENDS[name](views, statistics, folder)


def found(search: Search, query: str) -> set[str]:
    return set(ids(search.search(query)))


QUESTIONS: Mapping[str, set[str]] = {
    "tea": EVERYTHING,
    "tea-pace:short": {"element-round", "element-pot"},
    "tea TEA-PACE:Short": {"element-round", "element-pot"},
    'tea tea-pace:"very long"': {"element-pot", "theme-warm"},
    "tea tea-pace:very_long": {"element-pot", "theme-warm"},
    "tea-pace:middling": {"theme-warm", "element-pot"},
    "tea-cups:3,7": {"element-round", "theme-warm", "element-pot"},
    "tea-cups:12 tea-pace:middling": {"theme-warm", "element-pot"},
    "tea -tea-pace:short": {"theme-warm", "alone"},
    "tea tea-cups:12 -kind:theme": {"element-pot"},
    "round tea-pace:short or pot": {"element-round", "element-pot"},
}


def test_documents_are_found_by_what_rows_say_of_the_things_that_they_touch(searched: Any) -> None:
    search = searched()

    assert {query: found(search, query) for query in QUESTIONS} == QUESTIONS
    assert {query: search.search(query)["hint"] for query in QUESTIONS} == dict.fromkeys(QUESTIONS)


def test_facets_count_the_documents_of_rows_and_documents_that_the_reader_may_see(searched: Any) -> None:
    counted = {who: searched(reader).search("tea")["facets"] for who, reader in (("bo", MEMBER), ("zoe", ZOE))}

    shared = {"Very long": 2, "middling": 2, "short": 2}
    assert [facets["tea-pace"] for facets in counted.values()] == [shared, {**shared, "secret": 2}]
    assert "tea-cups" not in counted["bo"]
    assert searched(PUBLIC).search("tea")["facets"]["tea-pace"] == {}
    assert list(searched().like("element-pot")["facets"])[-1] == "tea-pace"


def test_a_value_that_no_row_says_to_the_reader_is_left_out_and_told_alike(searched: Any) -> None:
    hints = [searched().search(f"tea tea-pace:{typed}")["hint"] for typed in ("secret", "middling", "none")]

    left_out = "tea-pace:{} was left out. No row that you may read says it; leave it out, or type what one says."
    assert hints[1] is None
    assert [hint.partition(" Perhaps")[0] for hint in (hints[0], hints[2])] == [
        left_out.format("secret"),
        left_out.format("none"),
    ]
    assert "secret" not in hints[2]
    assert found(searched(), "tea tea-pace:secret") == EVERYTHING
    assert found(searched(ZOE), "tea tea-pace:secret") == {"element-pot", "theme-warm"}


def test_what_is_said_later_is_found_at_once(searched: Any, network: Network) -> None:
    search = searched()
    before = found(search, "tea-pace:short")

    Saying("reflection-alone", "short").record(network, 99)

    assert found(search, "tea-pace:short") - before == {"alone"}


def test_a_search_that_is_saved_may_ask_by_such_a_field_alone(searched: Any) -> None:
    searched().require_asking("tea-pace:short")


@pytest.fixture
def views(network: Network) -> Iterator[Views]:
    """Give views of a network without a plugin's."""
    tell(network, SAYINGS)
    views = Views.open(network.folder / "views.db", network.log)
    yield views
    views.close()


STOPPED = "The view 'tea_sayings' stopped at an event; 'epex views status' names it."
MISSING = "No enabled plugin has a table 'tea_sayings'; 'epex views status' lists the views there are."


@pytest.mark.parametrize("why", [STOPPED, MISSING])
def test_a_view_that_is_missing_or_stopped_breaks_no_search(network: Network, views: Views, why: str) -> None:
    bare = search_over(MEMBER, views, Fts5Index, ())
    expected = bare.search("tea")
    if why == STOPPED:
        Saying("element-pot", "short|broken").record(network, 99)
        kept = view()
        views.plugins = lambda: (kept,)

    search = search_over(MEMBER, views, Fts5Index)
    plain, asked, other = (search.search(f"tea {field}") for field in ("", "tea-pace:short", "-tea-cups:3"))

    assert {**plain, "query": "tea", "hint": None, "took_ms": 0} == {**expected, "took_ms": 0}
    assert plain["hint"] == f"tea-pace is not counted. {why}"
    assert asked["hint"] == f"tea-pace:short was left out. {why}"
    assert other["hint"] == f"tea-cups:3 was left out. {why} tea-pace is not counted. {why}"
    assert [ids(each) for each in (plain, asked, other)] == [ids(expected)] * 3


def test_a_view_that_a_server_does_not_have_yet_breaks_no_search(network: Network, postgres_url: str) -> None:
    views = Views.open(postgres_url, network.log)
    views.create()
    tell(network, SAYINGS)
    kept = view()
    views.plugins = lambda: (kept,)

    answer = search_over(MEMBER, views, Fts5Index, [CUPS])._library.said(["tea-cups"]).lacking
    views.close()

    assert answer == {"tea-cups": "A view is not in the database yet, or of another version; run 'epex views rebuild'."}


THINGS = st.sampled_from([NORTH, SOUTH, "element-pot", "theme-warm", "reflection-alone", "element-nowhere"])
SAID = st.builds(Saying, THINGS, st.sampled_from(["short", "long", "Long"]), st.integers(0, 2))
HIDDEN = st.builds(
    Saying,
    THINGS,
    st.sampled_from(["short", "long", "secret"]),
    st.integers(0, 3),
    st.just("private"),
    st.just(Actor("person-zoe")),
)
ASKED = st.lists(
    st.sampled_from(
        ["tea", "warm", "tea-pace:short", "-tea-pace:long", "tea-pace:secret", "tea-cups:2,3", "-tea-cups:1", "tea-x:y"]
    ),
    min_size=1,
    max_size=3,
).map(" ".join)


def answers(begun: Path, sayings: Sequence[Saying], queries: Sequence[str]) -> list[dict[str, Any]]:
    with TemporaryDirectory() as folder:
        shutil.copytree(begun, Path(folder) / "network")
        with opened(Path(folder) / "network") as network:
            kept = view()
            network.views.plugins = lambda: (kept,)
            for number, saying in enumerate(sayings):
                saying.record(network, number)
            search = search_over(MEMBER, network.views, Fts5Index)
            return [{**search.search(query), "took_ms": 0} for query in queries]


@pytest.mark.slow
def test_rows_that_are_hidden_change_no_answer(tmp_path: Path) -> None:
    with opened(tmp_path / "begun") as network:
        tell(network)
        search_over(MEMBER, network.views, Fts5Index, ()).search("tea")

    @examples(50)
    @given(st.lists(st.one_of(SAID, HIDDEN), max_size=6), HIDDEN, st.lists(ASKED, min_size=1, max_size=3))
    def law(among: Sequence[Saying], hidden: Saying, queries: Sequence[str]) -> None:
        alone = [saying for saying in among if saying.visibility == "network"]

        seen = answers(tmp_path / "begun", alone, queries)

        assert answers(tmp_path / "begun", [hidden, *among], queries) == seen

    law()
