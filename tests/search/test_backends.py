"""One contract for every index: which stem stands where, whatever happens; and every question answered alike."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.decision import Actor
from epex.core.reader import Reader, grants_for
from epex.core.reflection import ReflectionReleased, ReflectionRevised, ReflectionTranslated
from epex.core.reflection import ReflectionWithdrawalRequested as Withdrawn
from epex.projections.queries import Queries
from epex.projections.runner import Views
from epex.projections.statistics import Statistics
from epex.projections.table import Row
from epex.search.analysis import NetworkAnalysis
from epex.search.backend import Answer, Backend, State
from epex.search.following import FollowingIndex
from epex.search.fts5 import Fts5Index
from epex.search.postgres import PostgresIndex
from epex.search.ranking import Postings
from epex.search.search import Options, Search
from tests.laws import examples
from tests.postgres import Server
from tests.search.networks import ANNA, MEMBER, SECRET, STRANGER, Network, opened

LANGUAGES = ("en", "ar")
# Each index by its name: over which views and statistics, and in which folder.
BACKENDS: Mapping[str, Callable[[Views, Statistics, Path], Backend]] = {
    "whoosh": lambda _, statistics, folder: FollowingIndex(folder / "index", SECRET, statistics),
    "sqlite-fts5": lambda views, statistics, _: Fts5Index(views, statistics),
    "postgres": lambda views, statistics, _: PostgresIndex(views, statistics),
}
# Those whose views are kept in a server's database.
ON_A_SERVER = frozenset({"postgres"})


# What damages an index that is kept in a database of views, and how it no longer is what this program makes.
DAMAGE: Mapping[str, Sequence[str]] = {
    "sqlite-fts5": (
        "UPDATE section_index_data SET block = zeroblob(30) WHERE id > 1",
        "UPDATE section_index_data SET block = x'0011' WHERE id > 10",
        "DELETE FROM section_index_data",
        "DELETE FROM section_index WHERE rowid = 1",
        "UPDATE section_index SET stems = 'fig' WHERE rowid = 1",
        "INSERT INTO section_index (rowid, stems) VALUES (99, 'oak')",
        "DROP TABLE section_index_data",
        "DROP TABLE section_index_config",
        "DROP TABLE section_index_places",
        "DROP TABLE section_index",
    ),
    "postgres": (
        "DROP TABLE view_section_postings",
        "ALTER TABLE view_section_postings DROP COLUMN places",
        "TRUNCATE view_section_postings",
        "DELETE FROM view_section_postings WHERE section = 1",
        "UPDATE view_section_postings SET stem = 'fig' WHERE section = 1",
        "INSERT INTO view_section_postings VALUES ('oak', 99, '{0}')",
    ),
}
IN_COUNTS = ("UPDATE view_section_stems SET sections = 7", "DELETE FROM view_section_stems")
OUTDATED = (
    "UPDATE view_positions SET version = 0 WHERE name = '{}'",
    "UPDATE view_positions SET build = 'another' WHERE name = '{}'",
    "DELETE FROM view_positions WHERE name = '{}'",
)


def spoil_files(indexed: "Indexed") -> None:
    for path in (indexed.network.folder / "index").rglob("*.seg"):
        path.write_bytes(path.read_bytes()[:-100] + b"\0" * 100)


def in_views(indexed: "Indexed", statement: str) -> None:
    """Change the views behind everybody's back."""
    if indexed.address:
        with psycopg.connect(indexed.address) as connection:
            connection.execute(statement.encode())
    else:
        with closing(sqlite3.connect(indexed.network.folder / "views.db")) as connection:
            connection.executescript(statement)


@dataclass
class Indexed:
    """An index of a network, with the views and statistics that it rests on, as one process has them."""

    network: Network
    name: str
    address: str = ""

    def __post_init__(self) -> None:
        """Open them."""
        self.views = Views.open(self.address or self.network.folder / "views.db", self.network.log)
        if self.address:
            self.views.create()
        self.statistics = Statistics(self.views, NetworkAnalysis(LANGUAGES))
        self.index = BACKENDS[self.name](self.views, self.statistics, self.network.folder)

    def again(self) -> "Indexed":
        """Open them once more, as another process would."""
        return Indexed(self.network, self.name, self.address)

    def search(self, reader: Reader = MEMBER, index: Backend | None = None) -> Search:
        """Search by the index, or by another one over it."""
        find = Queries(self.views, reader).resolve
        return Search(self.views, reader, index or self.index, self.statistics, find)

    def close(self) -> None:
        """Let go of every file."""
        self.index.close()
        self.views.close()

    def frequencies(self, stem: str) -> dict[str, int]:
        """Tell how often a stem stands in each document that has it."""
        counted = self.index.ask(lambda postings: dict(postings.frequencies(stem)))
        return {self._document(number): count for number, count in counted.items()}

    def places(self, stem: str) -> dict[str, list[int]]:
        """Tell where a stem stands in each document that has it."""
        found = self.index.ask(lambda postings: {number: sorted(where) for number, where in postings.places(stem)})
        return {self._document(number): where for number, where in found.items()}

    def _document(self, number: int) -> str:
        (document,) = (row["document"] for row in self.statistics.documents() if row["number"] == number)
        return str(document).removeprefix("reflection-")


@pytest.fixture(params=BACKENDS)
def indexed(network: Network, request: pytest.FixtureRequest) -> Iterator[Indexed]:
    """Give an index of each kind."""
    address = request.getfixturevalue("postgres_url") if request.param in ON_A_SERVER else ""
    made = Indexed(network, request.param, address)
    yield made
    made.close()


def revise(network: Network, name: str, text: str, version: int = 2) -> None:
    network.record(f"reflection-{name}", ReflectionRevised(answers={"how": text}, reason="", version=version))


def withdraw(network: Network, name: str) -> None:
    network.record(f"reflection-{name}", Withdrawn())


def translate(network: Network, name: str, text: str) -> None:
    event = ReflectionTranslated(answers={"how": text}, language="ar", version=1, translator=ANNA.person, reviewed=True)
    network.record(f"reflection-{name}", event)


def told(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {**answer, "took_ms": 0}


def test_frequencies_tell_how_often_a_stem_stands_in_each_section(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak elm oaks, and the oak.")
    indexed.network.reflect("two", "Elm.")

    assert [indexed.frequencies(stem) for stem in ("oak", "elm", "the", "fig", "")] == [
        {"one": 3},
        {"one": 1, "two": 1},
        {},
        {},
        {},
    ]


def test_places_tell_at_which_stems_a_stem_stands(indexed: Indexed) -> None:
    indexed.network.reflect("one", {"how": "Oak elm oaks, and the oak.", "more": "Elm."})
    indexed.network.reflect("two", "Elm.")

    assert [indexed.places(stem) for stem in ("oak", "elm", "the", "fig", "")] == [
        {"one": [0, 2, 3]},
        {"one": [1, 4], "two": [0]},
        {},
        {},
        {},
    ]


def test_an_index_of_nothing_has_nothing(indexed: Indexed) -> None:
    assert (indexed.frequencies("oak"), indexed.places("oak"), indexed.index.rebuild()) == ({}, {}, State(0, 0))


def test_a_revised_document_has_its_new_stems_only(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak elm.")
    indexed.network.reflect("two", "Oak.")
    before = indexed.frequencies("oak")

    revise(indexed.network, "one", "Elm fig.")

    assert (before, indexed.frequencies("oak")) == ({"one": 1, "two": 1}, {"two": 1})
    assert [indexed.places(stem) for stem in ("elm", "fig")] == [{"one": [0]}, {"one": [1]}]


def test_a_document_may_be_revised_again_and_again(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak.")
    for version in range(2, 12):
        revise(indexed.network, "one", "Oak " * version, version)
        assert indexed.frequencies("oak") == {"one": version}


def test_a_withdrawn_document_has_no_stems(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak elm.")
    indexed.network.reflect("two", "Oak.")
    indexed.frequencies("oak")

    withdraw(indexed.network, "one")

    assert [indexed.frequencies(stem) for stem in ("oak", "elm")] == [{"two": 1}, {}]


def test_everything_may_be_withdrawn(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak.")
    indexed.frequencies("oak")

    withdraw(indexed.network, "one")

    assert (indexed.frequencies("oak"), indexed.index.state()) == ({}, State(2, 0))


def test_what_came_and_went_between_two_questions_is_not_there(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak.")
    indexed.frequencies("oak")

    indexed.network.reflect("two", "Oak elm.")
    indexed.statistics.catch_up()
    withdraw(indexed.network, "two")
    indexed.network.reflect("three", "Oak fig.")

    assert [indexed.frequencies(stem) for stem in ("oak", "elm", "fig")] == [{"one": 1, "three": 1}, {}, {"three": 1}]


def test_a_translation_is_a_section_of_its_own(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak elm.")
    indexed.frequencies("oak")

    translate(indexed.network, "one", "المدرسة")

    assert [indexed.places(stem) for stem in ("elm", "مدرس")] == [{"one": [1]}, {"one": [0]}]


def test_rebuilding_gives_the_same_and_tells_how_much(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak elm oak.")
    indexed.network.reflect("two", "Oak.")
    revise(indexed.network, "one", "Fig oak.")
    before = [(indexed.frequencies(stem), indexed.places(stem)) for stem in ("oak", "elm", "fig")]

    state = indexed.index.rebuild()

    assert (state, indexed.index.state()) == (State(3, 2), State(3, 2))
    assert [(indexed.frequencies(stem), indexed.places(stem)) for stem in ("oak", "elm", "fig")] == before


def test_an_index_that_was_not_made_yet_has_no_state(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak.")
    indexed.statistics.catch_up()

    assert indexed.index.state() is None


def test_the_state_is_how_far_it_has_come(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak.")
    indexed.frequencies("oak")
    first = indexed.index.state()
    indexed.network.reflect("two", "Oak.")
    indexed.network.reflect("empty", "…")
    behind = indexed.index.state()
    indexed.frequencies("oak")

    assert (first, behind and behind.position, indexed.index.state()) == (State(1, 1), 1, State(3, 2))


def test_status_tells_what_is_missing_behind_and_current(indexed: Indexed) -> None:
    search = indexed.search()
    indexed.network.reflect("one", "Oak.")
    standings = [search.status()["state"]]
    search.search("oak")
    standings += [search.status()["state"]]
    indexed.network.reflect("two", "Oak.")
    standings += [search.status()["state"]]
    told = search.rebuild()

    assert standings == ["missing", "current", "behind"]
    assert told["documents"] == 2
    assert search.status() == {
        "state": "current",
        "backend": indexed.name,
        "documents": 2,
        "position": 2,
        "head": 2,
    }


def test_what_is_let_go_of_may_be_asked_again(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak.")
    before = indexed.frequencies("oak")

    indexed.index.close()
    indexed.index.close()

    assert (before, indexed.frequencies("oak")) == ({"one": 1}, {"one": 1})


def test_another_process_finds_it_there(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak.")
    indexed.frequencies("oak")

    other = indexed.again()
    found = (other.index.state(), other.frequencies("oak"))
    other.close()

    assert found == (State(1, 1), {"one": 1})


def test_each_of_two_processes_holds_what_the_other_wrote(indexed: Indexed) -> None:
    other, found = indexed.again(), []
    for number, each in enumerate((indexed, other, other, indexed, other)):
        indexed.network.reflect(f"{number}", "Oak.")
        found.append(sorted(each.frequencies("oak")))
    other.close()

    assert found == [list("01234"[: number + 1]) for number in range(5)]


def test_sections_that_another_process_numbered_anew_are_not_mixed_up(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak.")
    indexed.network.reflect("two", "Elm.")
    indexed.frequencies("oak")
    revise(indexed.network, "one", "Oak fig.")
    before = [indexed.frequencies(stem) for stem in ("oak", "elm", "fig")]

    other = indexed.again()
    other.statistics.rebuild()
    found = [[each.frequencies(stem) for stem in ("oak", "elm", "fig")] for each in (indexed, other)]
    other.close()

    assert before == [{"one": 1}, {"two": 1}, {"one": 1}]
    assert found == [before, before]


def test_documents_that_were_built_anew_are_indexed_anew(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak.")
    revise(indexed.network, "one", "Elm.")
    indexed.frequencies("oak")

    indexed.views.rebuild(["documents"])

    assert [indexed.frequencies(stem) for stem in ("oak", "elm")] == [{}, {"one": 1}]


def test_views_that_were_made_anew_are_indexed_anew(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak.")
    revise(indexed.network, "one", "Elm.")
    indexed.frequencies("oak")

    indexed.views.renew()

    assert [indexed.frequencies(stem) for stem in ("oak", "elm")] == [{}, {"one": 1}]


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Whoosh leaves a broken file open
@pytest.mark.parametrize("indexed", ["whoosh"], indirect=True)
def test_an_index_whose_files_are_damaged_is_built_anew(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak elm.")
    indexed.network.reflect("two", "Oak.")
    indexed.frequencies("oak")
    indexed.close()

    spoil_files(indexed)

    assert [indexed.frequencies(stem) for stem in ("oak", "elm")] == [{"one": 1, "two": 1}, {"one": 1}]


@pytest.mark.parametrize(
    ("indexed", "statement"),
    [(name, statement) for name, damage in DAMAGE.items() for statement in (*damage, *IN_COUNTS)],
    indirect=["indexed"],
)
def test_an_index_whose_tables_are_damaged_is_built_anew(indexed: Indexed, statement: str) -> None:
    indexed.network.reflect("one", "Oak elm.")
    indexed.network.reflect("two", "Oak.")
    indexed.frequencies("oak")
    indexed.close()

    in_views(indexed, statement)

    assert [indexed.frequencies(stem) for stem in ("oak", "elm", "fig")] == [{"one": 1, "two": 1}, {"one": 1}, {}]
    assert [indexed.places(stem) for stem in ("oak", "elm")] == [{"one": [0], "two": [0]}, {"one": [1]}]


def test_an_index_that_is_whole_is_asked_once(indexed: Indexed) -> None:
    asked = [f"stem{number}" for number in range(1200)]

    def question(postings: Postings) -> int:
        calls.append(1)
        return sum(len([*postings.frequencies(stem)]) for stem in (*asked, "oak", "elm"))

    found, calls = [], list[int]()
    for number in range(3):
        indexed.network.reflect(f"{number}", "Oak elm.")
        indexed.network.reflect(f"secret{number}", "Oak.", visibility="private")
        found.append(indexed.index.ask(question))
        revise(indexed.network, "0", "Oak elm." if number % 2 else "Elm.", number + 2)

    assert (found, len(calls)) == ([3, 5, 9], 3)


@pytest.mark.parametrize("statement", OUTDATED)
@pytest.mark.parametrize("indexed", list(DAMAGE), indirect=True)
def test_an_index_of_another_version_or_other_sections_is_built_anew(indexed: Indexed, statement: str) -> None:
    indexed.network.reflect("one", "Oak elm.")
    indexed.frequencies("oak")
    before = indexed.index.state()

    in_views(indexed, statement.format(indexed.name))

    assert (before, indexed.index.state()) == (State(1, 1), None)
    assert (indexed.frequencies("oak"), indexed.index.state()) == ({"one": 1}, State(1, 1))


def test_whoever_is_ended_while_writing_leaves_an_index_that_is_right(
    indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed.network.reflect("one", "Oak.")
    indexed.frequencies("oak")
    for number in range(4):
        indexed.network.reflect(f"{number}", "Oak elm.")
    whole = indexed.statistics.changed

    def broken_off(*told: Any) -> Iterator[Row]:
        for number, row in enumerate(whole(*told)):
            if number == 2:
                raise KeyboardInterrupt
            yield row

    with monkeypatch.context() as broken:
        broken.setattr(indexed.statistics, "changed", broken_off)
        with pytest.raises(KeyboardInterrupt):
            indexed.frequencies("elm")
    other = indexed.again()
    found = (other.frequencies("oak"), other.places("elm"), other.index.state())
    other.close()

    assert found == (
        dict.fromkeys(("one", "0", "1", "2", "3"), 1),
        {name: [1] for name in ("0", "1", "2", "3")},
        State(5, 5),
    )


def test_a_question_is_answered_from_one_state(indexed: Indexed) -> None:
    indexed.network.reflect("one", "Oak elm.")
    indexed.network.reflect("two", "Oak.")
    indexed.frequencies("oak")
    other = indexed.again()

    def question(postings: Postings) -> list[list[Any]]:
        before = sorted(postings.frequencies("oak"))
        revise(indexed.network, "one", "Fig.")
        indexed.network.reflect("three", "Oak.")
        other.frequencies("oak")
        return [before, sorted(postings.frequencies("oak")), sorted(postings.frequencies("fig"))]

    before, after, new = indexed.index.ask(question)
    now = indexed.frequencies("oak")
    other.close()

    assert (after, new, now) == (before, [], {"two": 1, "three": 1})


class Interrupted:
    """An index over another one, during whose questions something else happens."""

    def __init__(self, index: Backend, happening: Callable[[], object]) -> None:
        """Let something happen once, after the first stem was looked up."""
        self.name = index.name
        self._index = index
        self._happening: list[Callable[[], object]] = [happening]

    def ask(self, question: Callable[[Postings], Answer]) -> Answer:
        def interrupted(postings: Postings) -> Answer:
            self._postings = postings
            return question(self)

        return self._index.ask(interrupted)

    def frequencies(self, stem: str) -> Iterable[tuple[int, int]]:
        found = [*self._postings.frequencies(stem)]
        while self._happening:
            self._happening.pop()()
        return found

    def places(self, stem: str) -> Iterable[tuple[int, Any]]:
        return self._postings.places(stem)

    def rebuild(self) -> State:
        return self._index.rebuild()

    def state(self) -> State | None:
        return self._index.state()

    def close(self) -> None:
        self._index.close()


def test_a_search_during_which_another_process_writes_answers_as_before_or_after(indexed: Indexed) -> None:
    for number in range(3):
        indexed.network.reflect(f"{number}", f"Oak elm fig{number}.")
    other = indexed.again()
    before = other.search().search("oak elm")

    def happening() -> None:
        revise(indexed.network, "1", "Oak ash pine.")
        withdraw(indexed.network, "2")
        other.frequencies("oak")

    found = indexed.search(index=Interrupted(indexed.index, happening)).search("oak elm")
    after = other.search().search("oak elm")
    other.close()

    assert before["total"] != after["total"]
    assert told(found) in (told(before), told(after))


WRITING = """
import sys
from pathlib import Path
from tests.search.networks import opened
from tests.search.test_backends import Indexed, revise

with opened(Path(sys.argv[1])) as network:
    writing = Indexed(network, sys.argv[2], sys.argv[3])
    for number in range(15):
        network.reflect(f"{number}", "Oak elm.")
        writing.frequencies("oak")
        revise(network, f"{number}", "Oak fig.")
        writing.frequencies("oak")
    writing.close()
"""


@pytest.mark.slow
def test_a_process_reads_while_another_one_writes(indexed: Indexed) -> None:
    told = [str(indexed.network.folder), indexed.name, indexed.address]
    search, totals = indexed.search(), []

    with subprocess.Popen([sys.executable, "-c", WRITING, *told]) as writing:
        while writing.poll() is None:
            totals.append(search.search("oak")["total"])

    assert (writing.returncode, totals == sorted(totals), search.search("oak")["total"]) == (0, True, 15)
    assert [indexed.frequencies(stem) for stem in ("elm", "fig")] == [{}, {f"{number}": 1 for number in range(15)}]


REBUILDING = """
import sys
from pathlib import Path
from tests.search.networks import opened
from tests.search.test_backends import Indexed
with opened(Path(sys.argv[1])) as network:
    indexed = Indexed(network, sys.argv[2], sys.argv[3])
    for _ in range(15):
        indexed.search().rebuild()
    indexed.close()
"""


@pytest.mark.slow
def test_a_search_beside_a_process_that_rebuilds_answers_as_ever(indexed: Indexed) -> None:
    for number in range(10):
        indexed.network.reflect(f"{number}", "Oak " * number + "elm.")
    search = indexed.search()
    before, answers = told(search.search("oak elm")), []

    with subprocess.Popen(
        [sys.executable, "-c", REBUILDING, str(indexed.network.folder), indexed.name, indexed.address]
    ) as rebuilding:
        while rebuilding.poll() is None:
            answers.append(told(search.search("oak elm")))

    assert (rebuilding.returncode, [each for each in answers if each != before]) == (0, [])


@pytest.mark.slow
def test_processes_that_find_no_index_make_one(indexed: Indexed) -> None:
    for number in range(10):
        indexed.network.reflect(f"{number}", "Oak.")
    others = [indexed.again() for _ in range(4)]

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda other: other.frequencies("oak"), others))
    for other in others:
        other.close()

    assert found == [{f"{number}": 1 for number in range(10)}] * 4


SCRIPTS = {
    "latin": "Größe, naïve, œuvre, smørrebrød, đak",
    "cyrillic": "Породице су чекале Ђурђа",
    "arabic": "المدرسة، ثِقَة، ء، أُسْرَة",
    "greek": "Εμπιστοσύνη",
    "hebrew": "אמון",
    "chinese": "信任需要时间",
    "japanese": "信頼は時間がかかる サービス",
    "korean": "신뢰는 시간이 걸린다",
    "hindi": "विश्वास धीरे बढ़ता है",
    "thai": "ความไว้วางใจ",
    "figures": "2017, ⑴, ½, x², Ⅷ, ٣",
    "mathematical": "\U0001d552\U0001d553\U0001d554",
    "ligatures": "\ufdfa \ufb01n \ufe70",
    "emoji": "🙂 trust 👩\u200d👩\u200d👧",
    "apostrophes": "don't l'école rock'n'roll",
    "long": "a" * 300,
}


def mirrored(indexed: Indexed) -> None:
    """Require that the index holds exactly the stems of the sections, at their places."""
    rows = indexed.statistics.documents()
    sections = indexed.statistics.sections([row["number"] for row in rows])
    stems = {number: section["stems"].split() for number, section in sections.items()}
    everywhere = sorted({stem for some in stems.values() for stem in some})

    def question(postings: Postings) -> dict[str, tuple[dict[int, int], dict[int, list[int]]]]:
        return {
            stem: (
                dict(postings.frequencies(stem)),
                {number: sorted(where) for number, where in postings.places(stem)},
            )
            for stem in everywhere
        }

    expected = {
        stem: {number: [place for place, each in enumerate(some) if each == stem] for number, some in stems.items()}
        for stem in everywhere
    }
    assert indexed.index.ask(question) == {
        stem: (
            {number: len(places) for number, places in where.items() if places},
            {number: places for number, places in where.items() if places},
        )
        for stem, where in expected.items()
    }


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_text_of_any_script_is_indexed_stem_by_stem(indexed: Indexed, script: str) -> None:
    indexed.network.reflect("one", SCRIPTS[script], language="")
    indexed.network.reflect("two", f"{SCRIPTS[script]} {SCRIPTS[script]} oak", language="ar")
    indexed.frequencies("oak")

    mirrored(indexed)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(BACKENDS.keys() - ON_A_SERVER))
@examples(20)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_whatever_was_written_is_indexed_stem_by_stem(
    tmp_path_factory: pytest.TempPathFactory, name: str, texts: list[str]
) -> None:
    with opened(tmp_path_factory.mktemp("written")) as network:
        indexed = Indexed(network, name)
        for number, text in enumerate(texts):
            network.reflect(f"{number}", text)
            indexed.frequencies("oak")
        mirrored(indexed)
        indexed.close()


def test_a_long_text_is_one_document_of_several_sections(indexed: Indexed) -> None:
    indexed.network.reflect("long", "Oak fig elm. " * 500 + "Pine.")
    indexed.network.reflect("short", "Pine.")

    answer = indexed.search().search("oak pine")

    sections = [row["document"] for row in indexed.statistics.documents()]
    assert (sections.count("reflection-long"), answer["total"]) == (3, 2)
    assert sorted(hit["id"] for hit in answer["hits"]) == ["reflection-long", "reflection-short"]


# What no two words share: none looks like another. Forms of one word stand together.
FORMS: Mapping[str, Sequence[str]] = {
    "trust": ("trust", "trusted", "Trusts"),
    "prison": ("prison", "PRISONS"),
    "family": ("family", "families"),
    "garden": ("garden", "gardens"),
    "garlic": ("garlic",),
    "school": ("مدرسة", "المدرسة"),
    "letter": ("رسالة",),
    "child": ("child", "children", "Childrens"),
}
WORD_OF = {form: word for word, forms in FORMS.items() for form in forms}
ARABIC = ("school", "letter")
ENGLISH = tuple(word for word in FORMS if word not in ARABIC)
SMALL = ("the", "and")
# Each as it is typed, and how the words begin that begin so.
BEGINNINGS = {
    **{f"{each}*": (each,) for each in ("gar", "pris", "famil", "familie", "truste", "childr", "c", "th", "zeb")},
    "مدر*": ("مدر", "المدر"),
    "المدر*": ("المدر",),
}
AUTHOR = Reader(ANNA.person, ANNA.organisation, frozenset(), grants_for(ANNA.person, ANNA.organisation, ()))
OVERSEER = Reader("person-dora", "", frozenset({"data_protection_officer"}), grants_for("person-dora", "", ()))
READERS = (MEMBER, STRANGER, AUTHOR, OVERSEER, Reader())
BO = Actor("person-bo", "organisation-south")


@dataclass(frozen=True)
class Piece:
    """A piece of a question: how it is typed, and the words that stand there in a row, or how one of them begins."""

    typed: str
    run: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    is_phrase: bool = False

    def stands_in(self, document: "Written") -> bool:
        """Tell whether it stands in one of the document's sections."""
        return any(self._stands_in(section) for section in document.sections)

    def _stands_in(self, section: Sequence[str]) -> bool:
        written = [form for form in section if form not in SMALL]
        if not self.run:
            return any(form.lower().startswith(self.begun) for form in written)
        words = [WORD_OF[form] for form in written]
        length = len(self.run)
        return any(tuple(words[start : start + length]) == self.run for start in range(len(words) - length + 1))


@dataclass(frozen=True)
class Written:
    """A document as it stands in the end: the words of its sections as they are written, and who may read it."""

    sections: tuple[tuple[str, ...], ...]
    language: str
    visibility: str
    author: Actor


@dataclass(frozen=True)
class Question:
    """Groups that `or` joins, of which those with a phrase are needed; what is unwanted; and a language."""

    groups: tuple[tuple[Piece, ...], ...]
    unwanted: tuple[Piece, ...]
    language: str

    @property
    def typed(self) -> str:
        """Type it."""
        wanted = [" or ".join(piece.typed for piece in group) for group in self.groups]
        return " ".join([*wanted, *(f"-{piece.typed}" for piece in self.unwanted)])

    def answered_by(self, document: Written) -> bool:
        """Tell whether a document answers."""
        pieces = [piece for group in self.groups for piece in group]
        needed = [group for group in self.groups if any(piece.is_phrase for piece in group)]
        return (
            any(piece.stands_in(document) for piece in pieces)
            and all(any(piece.stands_in(document) for piece in group) for group in needed)
            and not any(piece.stands_in(document) for piece in self.unwanted)
            and self.language in ("", document.language)
        )


WORDS = st.sampled_from([Piece(form, (word,)) for word, forms in FORMS.items() for form in forms])
BEGUN = st.sampled_from([Piece(typed, begun=begun) for typed, begun in BEGINNINGS.items()])
RUNS = st.tuples(
    st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=3), st.sampled_from([" ", " the ", " and the "])
) | st.tuples(st.lists(st.sampled_from(ARABIC), min_size=1, max_size=2), st.just(" "))
PHRASES = RUNS.map(
    lambda said: Piece(f'"{said[1].join(FORMS[word][0] for word in said[0])}"', tuple(said[0]), is_phrase=True)
)
PIECES = st.one_of(WORDS, BEGUN, PHRASES)
QUESTIONS = st.builds(
    Question,
    st.lists(st.lists(PIECES, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple),
    st.lists(PIECES, max_size=1).map(tuple),
    st.sampled_from(["", "", "en", "ar"]),
)
IN_ENGLISH = st.lists(
    st.sampled_from([*ENGLISH, *SMALL]).flatmap(lambda word: st.sampled_from(FORMS.get(word, (word,)))),
    min_size=1,
    max_size=8,
).map(tuple)
IN_ARABIC = st.lists(st.sampled_from([form for word in ARABIC for form in FORMS[word]]), min_size=1, max_size=4).map(
    tuple
)
DOCUMENTS = st.builds(
    lambda language, english, arabic, visibility, author: Written(
        (english,) if language == "en" else (arabic,), language, visibility, author
    ),
    st.sampled_from(["en", "en", "ar"]),
    IN_ENGLISH,
    IN_ARABIC,
    st.sampled_from(["network", "network", "public", "private", "evaluation"]),
    st.sampled_from([ANNA, BO]),
)
LATER = st.lists(
    st.tuples(
        st.integers(0, 9), st.sampled_from(["revise", "withdraw", "translate", "release"]), IN_ENGLISH, IN_ARABIC
    ),
    max_size=4,
)


def change(network: Network, documents: dict[str, Written], step: tuple[Any, ...], random: Any) -> None:
    """Let one document become another, in the network and in our own account of it."""
    number, kind, english, arabic = step
    name = f"{number}"
    if name not in documents:
        return
    known = documents[name]
    words = english if known.language == "en" else arabic
    if kind == "revise":
        revise(network, name, " ".join(words), version=random.randrange(2, 99))
        documents[name] = Written((words,), known.language, known.visibility, known.author)
    elif kind == "withdraw":
        withdraw(network, name)
        del documents[name]
    elif kind == "translate" and known.language == "en":
        translate(network, name, " ".join(arabic))
        sections = (known.sections[0], arabic)
        documents[name] = Written(sections, known.language, known.visibility, known.author)
    elif kind == "release" and known.visibility == "private":
        network.record(f"reflection-{name}", ReflectionReleased(visibility="network"))
        documents[name] = Written(known.sections, known.language, "network", known.author)


# Random documents, what becomes of them, questions, and who asks.
drawn = given(
    st.lists(DOCUMENTS, max_size=10),
    LATER,
    st.lists(QUESTIONS, min_size=1, max_size=6),
    st.sampled_from(READERS),
    st.randoms(use_true_random=False),
)


@pytest.mark.slow
@examples(40)
@drawn
def test_every_index_finds_what_answers_and_ranks_it_alike(
    tmp_path_factory: pytest.TempPathFactory,
    written: list[Written],
    later: list[tuple[Any, ...]],
    questions: list[Question],
    reader: Reader,
    random: Any,
) -> None:
    with opened(tmp_path_factory.mktemp("differential")) as network:
        every = [Indexed(network, name) for name in sorted(BACKENDS.keys() - ON_A_SERVER)]
        compare(every, written, later, questions, reader, random)


@pytest.mark.slow
@examples(10)
@drawn
def test_an_index_on_a_server_finds_what_answers_and_ranks_it_alike(
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: Server,
    written: list[Written],
    later: list[tuple[Any, ...]],
    questions: list[Question],
    reader: Reader,
    random: Any,
) -> None:
    address = postgres_server.database()
    with opened(tmp_path_factory.mktemp("differential")) as network:
        every = [Indexed(network, name, address if name in ON_A_SERVER else "") for name in ("postgres", "sqlite-fts5")]
        compare(every, written, later, questions, reader, random)
    postgres_server.drop(address)


def compare(
    every: Sequence[Indexed],
    written: Sequence[Written],
    later: Iterable[tuple[Any, ...]],
    questions: Iterable[Question],
    reader: Reader,
    random: Any,
) -> None:
    """Require of indexes of one network that each finds what answers and nothing else, and ranks it as the others."""
    network = every[0].network
    documents = {f"{number}": each for number, each in enumerate(written)}
    for name, each in documents.items():
        network.reflect(name, " ".join(each.sections[0]), each.visibility, each.author, language=each.language)
    for indexed in every:
        indexed.frequencies("trust")
    for step in later:
        change(network, documents, step, random)
    seen = {name: each for name, each in documents.items() if reader.may_read(each.visibility, each.author.person)}

    for question in questions:
        shown = Options(limit=100, language=question.language or None)
        answers = [each.search(reader).search(question.typed, **shown) for each in every]
        wanted = {f"reflection-{name}" for name, each in seen.items() if question.answered_by(each)}

        assert [({hit["id"] for hit in answer["hits"]}, answer["total"]) for answer in answers] == [
            (wanted, len(wanted))
        ] * len(every), question.typed
        best = [[(hit["id"], hit["score"]) for hit in answer["hits"][:10]] for answer in answers]
        assert best == best[:1] * len(every)
        assert [told(answer) for answer in answers] == [told(answers[0])] * len(every)
    for indexed in every:
        indexed.close()


def test_an_index_that_is_not_named_here_is_not_tested(network: Network) -> None:
    assert {name: Indexed(network, name).index.name for name in BACKENDS} == {name: name for name in BACKENDS}
