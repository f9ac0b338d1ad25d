"""What is hidden from a reader changes nothing that a search tells: no hit, figure, facet, hint, suggestion or news."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

from epex.core.reader import Reader
from epex.core.reflection import ReflectionRecorded
from epex.projections.queries import Queries
from epex.projections.runner import Views
from epex.projections.statistics import Statistics
from epex.search import expansion, rescoring
from epex.search.analysis import NetworkAnalysis
from epex.search.postgres import PostgresIndex
from epex.search.search import Search
from tests.faults.figures import note
from tests.faults.sizes import size_of
from tests.laws import examples
from tests.postgres import Server
from tests.search.networks import Network
from tests.search.pairs import ASKED, READERS, ZOE, Asked, Circle, Opens, Pair, Step, answers, pairs, prepared, told

pytestmark = pytest.mark.slow
IN_FILES: Opens = (
    lambda network, reader: network.search(reader),
    lambda network, reader: network.search(reader, folder=False),
)
# Whatever is cut to the best before it is asked who may read it would tell of what was cut.
LIMITS = ((rescoring, "CANDIDATES"), (rescoring, "RANKED"), (expansion, "MOST_ENDINGS"), (expansion, "MOST_ALIKE"))
# A pair is told as it was found: the shortest takes minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the base that every pair begins with."""
    folder = tmp_path_factory.mktemp("interference") / "begun"
    prepared(folder)
    return folder


def compared(begun: Path, pair: Pair, asked: Asked, opens: Opens = IN_FILES) -> tuple[Any, Any]:
    """Ask a base without and with what is hidden the same, by each index."""
    with TemporaryDirectory() as folder:
        found = []
        for name, one in (("alone", pair.seen()), ("among", pair)):
            with told(begun, Path(folder) / name, one, opens) as searches:
                found.append([answers(search, look, asked) for search, look in searches])
    return found[0], found[1]


@contextmanager
def cut_short(most: int | None) -> Iterator[None]:
    """Cut lists where small bases reach it."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in LIMITS if most else ():
            patch.setattr(module, name, most)
        yield


def hold(begun: Path, who: str, pair: Pair, asked: Asked, opens: Opens = IN_FILES) -> None:
    """Require that both bases answer alike."""
    differing = 1
    try:
        alone, among = compared(begun, pair, asked, opens)
        assert among == alone
        differing = 0
    finally:
        note("interference", who, tried=1, differing=differing)


@pytest.mark.parametrize("who", READERS)
def test_hidden_documents_change_no_answer(begun: Path, who: str) -> None:
    @examples(size_of("pairs") // len(READERS), phases=PHASES, suppress_health_check=list(HealthCheck))
    @given(pairs(READERS[who]), ASKED, st.sampled_from([None, 1, 2]))
    def law(pair: Pair, asked: Asked, most: int | None) -> None:
        with cut_short(most):
            hold(begun, who, pair, asked)

    law()


def test_hidden_documents_change_no_answer_of_a_server(begun: Path, postgres_server: Server) -> None:
    def opens(network: Network, reader: Reader) -> Search:
        address = postgres_server.database()
        views = Views.open(address, network.log)
        views.create()
        statistics = Statistics(views, NetworkAnalysis(("en", "de", "no")))
        made.append((views, address))
        return Search(views, reader, PostgresIndex(views, statistics), statistics, Queries(views, reader).resolve)

    made: list[tuple[Views, str]] = []

    @examples(size_of("pairs on a server"), phases=PHASES, suppress_health_check=list(HealthCheck))
    @given(st.data(), ASKED, st.sampled_from(sorted(READERS)))
    def law(data: st.DataObject, asked: Asked, who: str) -> None:
        hold(begun, f"{who}, on a server", data.draw(pairs(READERS[who])), asked, [opens])
        while made:
            views, address = made.pop()
            views.close()
            postgres_server.drop(address)

    law()


def reflection(name: str, text: str, visibility: str = "network") -> Step:
    """Let somebody write something."""
    event = ReflectionRecorded(answers={"how": text}, language="en", author=ZOE.person, visibility=visibility)
    return Step(f"reflection-{name}", event, Circle(visibility))


FIXED = Pair(
    READERS["a member"],
    [
        reflection("1", "The families walked slowly and had tea."),
        reflection("2", "Trust and tea: families talk, mentors walk."),
        reflection("3", "Trusted mentors walk on trunks.", "private"),
        reflection("4", "They were familiar with prisons, with tea and with trunks.", "private"),
    ],
    1,
)
QUERIES = Asked(
    [(query, {"explain": True}) for query in ("trust families", "familar", "tru*", "prisons tea", "mentors talk")],
    ["tr"],
    ["reflection-1"],
)


WHOEVER = Reader("person-whoever", roles=frozenset({"data_protection_officer"}), grants=frozenset({"evaluation"}))


def unfiltered(name: str) -> Any:
    """Give a method of the statistics that counts for everybody what it should count for one reader."""
    counted = getattr(Statistics, name)

    def method(statistics: Statistics, *given: Any) -> Any:
        return counted(statistics, *given[:-1], statistics.audiences(WHOEVER))

    return method


def differing(begun: Path) -> list[bool]:
    """Tell for each index whether a pair that shows every hole answers otherwise, be it where lists are cut short."""
    whole = compared(begun, FIXED, QUERIES)
    with cut_short(1):
        short = compared(begun, FIXED, QUERIES)
    return [one != other or few != fewer for one, other, few, fewer in zip(*whole, *short, strict=True)]


def test_the_comparison_finds_nothing_where_there_is_no_hole(begun: Path) -> None:
    assert differing(begun) == [False, False]


@pytest.mark.parametrize("hole", ["totals", "stems", "grams", "vocabulary", "documents"])
def test_the_comparison_finds_a_hole(begun: Path, hole: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Statistics, hole, unfiltered(hole))

    assert differing(begun) == [True, True]
