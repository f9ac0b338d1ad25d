"""The statistics follow the documents, whatever happens to these, and each reader counts what this reader reads."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from epex.core.decision import Actor
from epex.core.reader import Reader, grants_for
from epex.core.reflection import (
    ReflectionReleased,
    ReflectionRevised,
    ReflectionTranslated,
    ReflectionWithdrawalRequested,
)
from epex.projections import positions, statistics
from epex.projections.counting import Analysed
from epex.projections.document_queries import Documents
from epex.projections.document_rows import DOCUMENTS_TABLE
from epex.projections.runner import Views
from epex.projections.section_rows import (
    AUDIENCES_TABLE,
    GONE_TABLE,
    GRAMS_TABLE,
    SECTIONS_TABLE,
    STATISTICS,
    STEMS_TABLE,
)
from epex.projections.statistics import Statistics, Totals
from epex.projections.table import Row, Table
from epex.search.analysis import NetworkAnalysis
from tests.laws import examples
from tests.search.networks import ANNA, MEMBER, STRANGER, Network, opened

BO = Actor("person-bo", "organisation-south", frozenset({"practitioner"}))
AUTHOR = Reader(ANNA.person, ANNA.organisation, frozenset(), grants_for(ANNA.person, ANNA.organisation, ()))
OVERSEER = Reader("person-dora", "", frozenset({"data_protection_officer"}), grants_for("person-dora", "", ()))
EVALUATOR = Reader("person-eve", "", frozenset({"evaluator"}), grants_for("person-eve", "", ("evaluator",)))
NOBODY = Reader()
READERS = (NOBODY, STRANGER, MEMBER, AUTHOR, OVERSEER, EVALUATOR)
VOCABULARY = ("abc", "bcd", "cab", "dd", "e")


class Plain:
    """Takes each text for a section and each word for its own stem; grams are pairs of letters."""

    def __init__(self, name: str = "plain") -> None:
        """Give the analysis a name."""
        self.name = name

    @property
    def languages(self) -> Sequence[str]:
        return ("en", "de")

    def sections(self, row: Row) -> Iterator[Analysed]:
        for language, _, text in row["texts"]:
            yield Analysed(language, text.split(), text.split())

    def grams(self, words: Iterable[str]) -> Iterator[str]:
        return (word[start : start + 2] for word in words for start in range(len(word) - 1))


class Broken(Plain):
    """Fails at a document with a word, as if the process was ended there."""

    def sections(self, row: Row) -> Iterator[Analysed]:
        if any("dd" in text for _, _, text in row["texts"]):
            raise KeyboardInterrupt
        return super().sections(row)


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    """Give a network in which nothing was recorded."""
    with opened(tmp_path / "network") as network:
        yield network


@pytest.fixture(params=["sqlite", "postgres"])
def views(network: Network, request: pytest.FixtureRequest) -> Iterator[Views]:
    """Give its views, in both databases."""
    if request.param == "sqlite":
        yield network.views
        return
    shared = Views.open(request.getfixturevalue("postgres_url"), network.log)
    shared.create()
    yield shared
    shared.close()


def plain(views: Views) -> Statistics:
    """Count plainly, and hold what the documents hold."""
    found = Statistics(views, Plain())
    found.catch_up()
    return found


def everybody(found: Statistics) -> list[int]:
    return [row["audience"] for row in found._all(AUDIENCES_TABLE)]


def totals(found: Statistics, reader: Reader = MEMBER) -> Totals:
    return found.totals(found.audiences(reader))


def stems(found: Statistics, reader: Reader = MEMBER) -> dict[str, int]:
    return found.stems(VOCABULARY, found.audiences(reader))


def rows(views: Views, table: Table) -> list[Row]:
    return views.read(sa.select(views.table(table)))


def content(views: Views) -> dict[str, Any]:
    """List all that the tables hold; numbers, which are given anew in a rebuild, stand for what they number."""
    whose = {row["audience"]: (row["access"], row["author"]) for row in rows(views, AUDIENCES_TABLE)}
    told = ("document", "language", "position", "length", "spread", "stems", "words")
    return {
        "sections": sorted(
            (*(row[name] for name in told), whose[row["audience"]]) for row in rows(views, SECTIONS_TABLE)
        ),
        # Of those who read no section any more only the number is left.
        "audiences": {
            whose[row["audience"]]: (row["sections"], row["stems"], row["grams"])
            for row in rows(views, AUDIENCES_TABLE)
            if (row["sections"], row["stems"], row["grams"]) != (0, 0, 0)
        },
        **{
            table.name: {(row["term"], whose[row["audience"]]): row["sections"] for row in rows(views, table)}
            for table in (STEMS_TABLE, GRAMS_TABLE)
        },
    }


def counted_by_hand(views: Views, reader: Reader) -> tuple[Totals, dict[str, int], dict[str, int]]:
    """Count what the views show a reader."""
    analysis, seen = Plain(), Documents(views, reader).permitted()
    sections = [each for row in rows(views, DOCUMENTS_TABLE) if row["id"] in seen for each in analysis.sections(row)]
    grams = [list(analysis.grams(each.words)) for each in sections]
    return (
        Totals(len(sections), sum(len(each.stems) for each in sections), sum(map(len, grams))),
        dict(Counter(stem for each in sections for stem in set(each.stems))),
        dict(Counter(gram for each in grams for gram in set(each))),
    )


def revise(network: Network, name: str, *texts: str, version: int = 2) -> None:
    answers = {f"question{number}": text for number, text in enumerate(texts)}
    network.record(f"reflection-{name}", ReflectionRevised(answers=answers, reason="", version=version))


def withdraw(network: Network, name: str) -> None:
    network.record(f"reflection-{name}", ReflectionWithdrawalRequested())


def test_words_are_counted_once_for_each_section(network: Network, views: Views) -> None:
    network.reflect("one", {"how": "abc abc bcd", "more": "abc"})
    network.reflect("two", "bcd")

    found = plain(views)

    assert (totals(found), stems(found)) == (Totals(3, 5, 10), {"abc": 2, "bcd": 2})
    assert found.grams(("ab", "bc", "cd", "zz"), found.audiences(MEMBER)) == {"ab": 2, "bc": 3, "cd": 2}


def test_nothing_recorded_is_nothing_counted(views: Views) -> None:
    found = plain(views)

    assert (totals(found), stems(found), found.documents(), found.audiences(OVERSEER)) == (Totals(), {}, [], [])


def test_a_revision_takes_back_the_words_before(network: Network, views: Views) -> None:
    network.reflect("one", {"how": "abc bcd", "more": "abc"})
    network.reflect("two", "abc")
    found = plain(views)

    revise(network, "one", "cab")
    found.catch_up()

    assert (totals(found), stems(found)) == (Totals(2, 2, 4), {"abc": 1, "cab": 1})
    assert {row["term"] for row in rows(views, STEMS_TABLE)} == {"abc", "cab"}
    assert {row["term"] for row in rows(views, GRAMS_TABLE)} == {"ab", "bc", "ca"}


def test_a_withdrawal_takes_back_every_word(network: Network, views: Views) -> None:
    network.reflect("one", {"how": "abc bcd", "more": "abc"})
    found = plain(views)

    withdraw(network, "one")
    found.catch_up()

    assert (totals(found), stems(found), found.documents()) == (Totals(), {}, [])
    assert [rows(views, table) for table in (SECTIONS_TABLE, STEMS_TABLE, GRAMS_TABLE)] == [[], [], []]


def test_a_translation_is_counted_with_its_language(network: Network, views: Views) -> None:
    network.reflect("one", "abc")
    found = plain(views)

    translation = ReflectionTranslated(answers={"how": "dd"}, language="de", version=1, translator=ANNA.person)
    network.record("reflection-one", translation)
    found.catch_up()

    assert sorted((row["language"], row["length"]) for row in found.documents()) == [("de", 1), ("en", 1)]
    assert stems(found) == {"abc": 1, "dd": 1}


def test_a_release_moves_the_words_to_the_new_readers(network: Network, views: Views) -> None:
    network.reflect("one", "abc bcd", visibility="private")
    found = plain(views)
    before = [totals(found, reader) for reader in (MEMBER, AUTHOR)]

    network.record("reflection-one", ReflectionReleased(visibility="network"))
    found.catch_up()

    assert before == [Totals(), Totals(1, 2, 4)]
    assert [totals(found, reader) for reader in (MEMBER, AUTHOR)] == [Totals(1, 2, 4)] * 2
    assert len(rows(views, STEMS_TABLE)) == 2


def test_counts_of_a_reader_have_nothing_of_what_others_read(network: Network, views: Views) -> None:
    network.reflect("open", "abc")
    network.reflect("private", "abc bcd", visibility="private")
    network.reflect("bo", "abc cab", visibility="private", by=BO)
    network.reflect("north", "abc dd", visibility="organisation")
    network.reflect("interview", "abc e", visibility="evaluation")

    found = plain(views)

    assert [stems(found, reader) for reader in READERS] == [
        {},
        {"abc": 1},
        {"abc": 2, "cab": 1},
        {"abc": 3, "bcd": 1, "dd": 1},
        {"abc": 4, "bcd": 1, "cab": 1, "dd": 1},
        {"abc": 2, "e": 1},
    ]


def test_a_vocabulary_tells_only_of_the_audiences_asked_for(network: Network, views: Views) -> None:
    network.reflect("open", "abc bcd")
    network.reflect("private", "abc abx cab", visibility="private")

    found = plain(views)

    assert [found.vocabulary(found.audiences(reader)) for reader in (NOBODY, MEMBER, AUTHOR)] == [
        [],
        ["abc", "bcd"],
        ["abc", "abx", "bcd", "cab"],
    ]


def test_more_terms_than_a_query_takes_are_counted(network: Network, views: Views) -> None:
    network.reflect("one", " ".join(f"word{number}" for number in range(1200)))

    found = plain(views)
    counted = found.stems([f"word{number}" for number in range(1500)], everybody(found))

    assert (len(counted), set(counted.values())) == (1200, {1})


def test_sections_are_given_by_their_numbers(network: Network, views: Views) -> None:
    network.reflect("one", {"how": "abc bcd", "more": "dd"})

    found = plain(views)
    (first, second) = sorted(row["number"] for row in found.documents())

    assert found.sections([second, 99]) == {
        second: {"number": second, "spread": 1, "stems": "dd", "words": "dd", "language": "en"}
    }
    assert found.sections([first])[first]["stems"] == "abc bcd"


def test_a_number_is_never_given_twice(network: Network, views: Views) -> None:
    network.reflect("one", {"how": "abc", "more": "bcd"})
    found = plain(views)
    known = {row["number"] for row in found.documents()}

    for version in range(2, 6):
        revise(network, "one", "abc", "bcd", version=version)
        found.catch_up()
        given = {row["number"] for row in found.documents()}
        assert (len(given), known & given) == (2, set())
        known |= given


def test_an_index_is_told_what_came_and_what_went_between_two_positions(network: Network, views: Views) -> None:
    network.reflect("one", "abc")
    network.reflect("two", "bcd")
    found = plain(views)
    before = found.catch_up().position
    number_of = {row["document"]: row["number"] for row in found.documents()}

    revise(network, "one", "cab")
    withdraw(network, "two")
    after = found.catch_up().position

    with found.standing_still() as connection:
        changed = [(row["document"], row["stems"]) for row in found.changed(connection, before, after)]
        gone = sorted(found.gone(connection, before, after))
        counted = (found.newer(connection, before), found.held(connection))
    assert changed == [("reflection-one", "cab")]
    assert gone == sorted(number_of.values())
    assert counted == (1, 1)


def test_changes_come_in_pages_in_the_order_of_numbers(
    network: Network, views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        network.reflect(f"{number}", {"how": "abc", "more": "bcd"})
    found = plain(views)
    monkeypatch.setattr(statistics, "PAGE", 3)

    with found.standing_still() as connection:
        numbers = [row["number"] for row in found.changed(connection, 0, 5)]

    assert numbers == list(range(1, 11))


@pytest.mark.parametrize("page", [1, 2, 3, 100])
def test_pages_of_any_length_count_the_same(
    network: Network, views: Views, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        network.reflect(f"{number}", {"how": "abc dd", "more": VOCABULARY[number]})
    plain(views)
    whole = content(views)

    monkeypatch.setattr(statistics, "PAGE", page)
    plain(views).rebuild()

    assert content(views) == whole


def test_documents_that_one_event_changed_stay_together(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        network.reflect(f"{number}", "abc")
    network.views.catch_up(["documents"])
    with network.views.store.writing() as connection:
        connection.execute(sa.update(network.views.table(DOCUMENTS_TABLE)).values(position=3))
    monkeypatch.setattr(statistics, "PAGE", 2)

    found = plain(network.views)

    assert (totals(found), len(found.documents())) == (Totals(3, 3, 6), 3)


def test_another_process_finds_it_done(network: Network, views: Views) -> None:
    network.reflect("one", "abc")
    plain(views)
    other = Views.open(views.store.address, network.log)

    second = Statistics(other, Broken())
    stand = second.catch_up()
    told = (stand.position, totals(second), [row["number"] for row in second.documents()])
    other.close()

    assert told == (1, Totals(1, 1, 2), [1])


def test_what_one_process_counts_another_goes_on_from(network: Network, views: Views) -> None:
    network.reflect("one", "abc")
    first = plain(views)
    other = Views.open(views.store.address, network.log)
    network.reflect("two", "bcd")
    second = plain(other)
    network.reflect("three", "cab")

    first.catch_up()
    told = [(stems(each), each.stand()) for each in (first, second)]
    other.close()

    assert told[0] == told[1]
    assert told[0][0] == {"abc": 1, "bcd": 1, "cab": 1}


@pytest.mark.slow
def test_two_processes_at_once_count_everything_once(network: Network) -> None:
    for number in range(30):
        network.reflect(f"{number}", {"how": "abc dd", "more": VOCABULARY[number % 5]})
    network.views.catch_up(["documents"])
    script = (
        "import sys; from pathlib import Path\n"
        "from epex.projections import statistics\n"
        "from tests.projections.test_statistics import Plain\n"
        "from tests.search.networks import opened\n"
        "statistics.PAGE = 1\n"
        "with opened(Path(sys.argv[1])) as network:\n"
        "    statistics.Statistics(network.views, Plain()).catch_up()\n"
    )

    running = [subprocess.Popen([sys.executable, "-c", script, str(network.folder)]) for _ in range(3)]
    ended = [process.wait(timeout=60) for process in running]
    together = content(network.views)
    Statistics(network.views, Plain()).rebuild()

    assert ended == [0, 0, 0]
    assert together == content(network.views)


def test_a_page_that_is_broken_off_leaves_the_pages_before(
    network: Network, views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "PAGE", 2)
    for number, text in enumerate(("abc", "bcd", "cab", "dd", "e")):
        network.reflect(f"{number}", text)

    with pytest.raises(KeyboardInterrupt):
        Statistics(views, Broken()).catch_up()
    found = Statistics(views, Plain())
    broken_off = (found.stand(), stems(found), totals(found))
    found.catch_up()

    # Whoever follows in pages of two leaves the second to the next page, for others of its position may come.
    position = broken_off[0] and broken_off[0].position
    assert (position, *broken_off[1:]) == (2, {"abc": 1, "bcd": 1}, Totals(2, 2, 4))
    assert stems(found) == dict.fromkeys(VOCABULARY, 1)
    assert len(found.documents()) == 5


def test_the_position_is_that_of_the_newest_words(network: Network, views: Views) -> None:
    network.reflect("one", "abc")
    found = plain(views)
    withdraw(network, "one")

    assert [found.catch_up().position, found.catch_up().position] == [2, 2]
    assert found.stand() == found.catch_up()


def test_another_analysis_counts_anew(network: Network, views: Views) -> None:
    class Backwards(Plain):
        def sections(self, row: Row) -> Iterator[Analysed]:
            for each in super().sections(row):
                yield Analysed(each.language, [stem[::-1] for stem in each.stems], each.words)

    network.reflect("one", "abc bcd")
    plain(views)

    other = Statistics(views, Backwards("backwards"))
    other.catch_up()

    assert other.stems(("abc", "cba", "dcb"), everybody(other)) == {"cba": 1, "dcb": 1}


def test_documents_that_were_built_anew_are_counted_anew(network: Network, views: Views) -> None:
    network.reflect("one", "abc")
    network.reflect("two", "bcd")
    found = plain(views)
    before, held = found.stand(), content(views)

    views.rebuild(["documents"])
    after = found.catch_up()

    assert before is not None
    assert (after.position, after.build == before.build, content(views)) == (before.position, False, held)


def test_another_version_of_the_tables_is_made_anew(
    network: Network, views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    network.reflect("one", "abc")
    found = plain(views)
    with views.store.writing() as connection:
        connection.execute(sa.delete(views.table(SECTIONS_TABLE)))
    monkeypatch.setattr(STATISTICS, "version", STATISTICS.version + 1)

    found.catch_up()

    assert (len(found.documents()), stems(found)) == (1, {"abc": 1})


def test_counting_anew_is_another_build(network: Network, views: Views) -> None:
    network.reflect("one", "abc")
    network.reflect("two", "bcd")
    found = plain(views)
    revise(network, "one", "cab")
    before, numbers = found.catch_up(), {row["number"] for row in found.documents()}

    after = found.rebuild()

    # Sections are numbered anew, so that an index of the old numbers may not be taken for one of the new.
    assert {row["number"] for row in found.documents()} != numbers
    assert (after.position, after.build == before.build) == (before.position, False)


def lose_a_table(network: Network) -> None:
    with network.views.store.writing() as connection:
        connection.exec_driver_sql(f"DROP TABLE {network.views.table(STEMS_TABLE).name}")


def overwrite(network: Network) -> None:
    network.views.close()
    (network.folder / "views.db").write_bytes(b"no database at all" * 500)


@pytest.mark.parametrize("spoil", [lose_a_table, overwrite])
def test_what_is_damaged_is_counted_anew(network: Network, spoil: Callable[[Network], None]) -> None:
    network.reflect("one", "abc")
    found = plain(network.views)
    spoil(network)
    network.reflect("two", "bcd")

    found.catch_up()

    assert stems(found) == {"abc": 1, "bcd": 1}


def test_views_that_were_made_anew_are_counted_anew(network: Network, views: Views) -> None:
    network.reflect("one", "abc")
    network.reflect("two", "abc bcd", visibility="private")
    found = plain(views)
    held = content(views)

    views.renew()
    found.catch_up()

    assert content(views) == held


def test_gone_numbers_are_kept_only_as_numbers(network: Network, views: Views) -> None:
    network.reflect("one", "abc")
    found = plain(views)
    withdraw(network, "one")
    found.catch_up()

    assert rows(views, GONE_TABLE) == [{"number": 1, "position": 2}]


NAMES = st.sampled_from("abc")
TEXT = st.lists(st.sampled_from(VOCABULARY), max_size=4).map(" ".join)
ANSWERS = st.lists(TEXT, min_size=1, max_size=2)
LABELS = ("private", "organisation", "network", "public", "evaluation")
STEPS = st.one_of(
    st.tuples(st.just("reflect"), NAMES, ANSWERS, st.sampled_from(LABELS), st.sampled_from([ANNA, BO])),
    st.tuples(st.just("revise"), NAMES, ANSWERS),
    st.tuples(st.just("translate"), NAMES, ANSWERS),
    st.tuples(st.just("release"), NAMES, st.sampled_from(("organisation", "network", "public"))),
    st.tuples(st.just("withdraw"), NAMES),
    st.tuples(st.just("follow")),
)
HISTORIES = st.lists(STEPS, max_size=12)


def live(network: Network, history: Iterable[Any], following: Statistics) -> None:
    """Let a history happen; the statistics follow whenever it says so."""
    versions: dict[str, int] = {}
    for kind, *told in history:
        if kind == "follow":
            following.catch_up()
            continue
        name, *rest = told
        if kind == "reflect" and name not in versions:
            versions[name] = 1
            answers = {f"question{number}": text for number, text in enumerate(rest[0])}
            network.reflect(name, answers, rest[1], rest[2])
        elif kind != "reflect" and name in versions:
            _change(network, name, kind, rest, versions)


def _change(network: Network, name: str, kind: str, rest: Sequence[Any], versions: dict[str, int]) -> None:
    if kind == "revise":
        versions[name] += 1
        revise(network, name, *rest[0], version=versions[name])
    elif kind == "translate":
        answers = {f"question{number}": text for number, text in enumerate(rest[0])}
        event = ReflectionTranslated(
            answers=answers, language="de", version=versions[name], translator=ANNA.person, reviewed=True
        )
        network.record(f"reflection-{name}", event)
    elif kind == "release":
        network.record(f"reflection-{name}", ReflectionReleased(visibility=rest[0]))
    else:
        withdraw(network, name)
        del versions[name]


@pytest.mark.slow
@examples(25)
@given(HISTORIES)
def test_whatever_happened_following_equals_counting_anew(
    tmp_path_factory: pytest.TempPathFactory, history: list[Any]
) -> None:
    with opened(tmp_path_factory.mktemp("history")) as network:
        found = Statistics(network.views, Plain())
        live(network, history, found)
        found.catch_up()
        followed = content(network.views)

        found.rebuild()

        assert followed == content(network.views)


@pytest.mark.slow
@examples(25)
@given(HISTORIES)
def test_whatever_happened_a_reader_counts_what_the_views_show(
    tmp_path_factory: pytest.TempPathFactory, history: list[Any]
) -> None:
    with opened(tmp_path_factory.mktemp("history")) as network:
        found = Statistics(network.views, Plain())
        live(network, history, found)
        found.catch_up()

        for reader in READERS:
            audiences = found.audiences(reader)
            told, in_sections, in_grams = counted_by_hand(network.views, reader)
            every_gram = {row["term"] for row in rows(network.views, GRAMS_TABLE)}
            assert found.totals(audiences) == told
            assert found.stems(VOCABULARY, audiences) == in_sections
            assert found.grams(every_gram, audiences) == in_grams


# Small words, two scripts, a hamza that folds to nothing, a figure in brackets and a space in the guise of a letter.
SPOKEN = st.lists(
    st.sampled_from(["Trust", "the", "Vertrauen", "مدرسة", "ء", "⑴", "\ufe70", "x²", "größe"]), max_size=5
).map(" ".join)


@pytest.mark.slow
@examples(20)
@given(st.lists(st.tuples(NAMES, SPOKEN | st.text(max_size=12)), min_size=1, max_size=5))
def test_whatever_was_written_is_taken_back_as_it_was_counted(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str]]
) -> None:
    with opened(tmp_path_factory.mktemp("said")) as network:
        found = Statistics(network.views, NetworkAnalysis(("en", "de", "ar")))
        versions: dict[str, int] = {}
        for name, text in said:
            if name in versions:
                revise(network, name, text, version=versions[name] + 1)
            else:
                network.reflect(name, text)
            versions[name] = versions.get(name, 0) + 1
            found.catch_up()
        followed = content(network.views)
        found.rebuild()
        anew = content(network.views)
        for name in versions:
            withdraw(network, name)
        found.catch_up()

        assert followed == anew
        assert content(network.views) == {"sections": [], "audiences": {}, "section_stems": {}, "section_grams": {}}


def test_sections_of_some_audiences_are_listed(network: Network, views: Views) -> None:
    network.reflect("open", "abc")
    network.reflect("private", "bcd cab", visibility="private")

    found = plain(views)

    assert [
        [(row["document"], row["length"]) for row in found.documents(found.audiences(reader))]
        for reader in (NOBODY, MEMBER, AUTHOR)
    ] == [[], [("reflection-open", 1)], [("reflection-open", 1), ("reflection-private", 2)]]


def test_where_they_stand_is_none_before_they_began(network: Network) -> None:
    network.views.catch_up(["documents"])

    assert Statistics(network.views, Plain()).stand() is None


def test_the_stand_names_the_analysis_and_the_build_of_the_documents(network: Network) -> None:
    network.reflect("one", "abc")
    stand = plain(network.views).stand()
    with network.views.store.engine.connect() as connection:
        documents = positions.stands(connection)["documents"]

    assert stand is not None
    assert (stand.version, stand.position) == (STATISTICS.version, 1)
    assert stand.build.startswith(f"plain, documents {documents.version} {documents.build}")
