"""Searching from end to end: what is found, shown, counted and suggested."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epex.core.challenge import ChallengeStated
from epex.core.decision import Refused
from epex.core.element import ElementIdentified, ElementLabelled
from epex.core.organisation import OrganisationJoined
from epex.core.theme import ThemeEvidenceLinked, ThemeProposed
from epex.core.visit import VisitPlanned
from epex.core.vocabulary import LANGUAGES
from epex.projections.document_queries import Documents
from epex.search.passing import PassingIndex
from epex.search.query import NOTHING_ASKED
from epex.search.search import RANKED, Search
from tests.search.networks import MEMBER, STRANGER, Network, ids, opened

NORTH = OrganisationJoined(name="North", country="NO", kind="ngo")
VISIT = VisitPlanned(
    title="A week at North",
    year=2,
    purpose="practice_transfer",
    host="organisation-north",
    visitors=("person-bo",),
    visiting_organisations=("organisation-south",),
    starts_on="2017-03-13",
    setting="prison",
    objectives="Learn how officers build trust before release.",
)


@pytest.fixture
def filled(network: Network) -> Network:
    """Record one thing of every kind about trust."""
    network.record("organisation-north", NORTH)
    network.record("organisation-south", OrganisationJoined(name="South", country="XK", kind="ngo"))
    network.record("visit-1", VISIT, occurred_on="2017-01-10")
    network.reflect("visit", "The officers build trust by waiting.", about="visit-1", side="visitor", title="Waiting")
    network.reflect("german", "Sie bauen Vertrauen auf, indem sie im Gefängnis warten.", language="de")
    network.record(
        "challenge-1",
        ChallengeStated(
            text="How do we win the trust of fathers?",
            language="en",
            organisation="organisation-south",
            setting="community",
        ),
        occurred_on="2016-05",
    )
    network.record(
        "element-1",
        ElementIdentified(
            name="The threshold meeting", core="Trust is built before release.", organisation="organisation-north"
        ),
        occurred_on="2017-06",
    )
    network.record("element-1", ElementLabelled(label="inspiring"))
    network.record(
        "theme-1", ThemeProposed(labels={"en": "Trust first", "de": "Vertrauen zuerst"}), occurred_on="2017-09-01"
    )
    network.record("theme-1", ThemeEvidenceLinked(source="reflection-visit", stance="supports"))
    return network


def test_search_answers_in_the_agreed_shape(filled: Network) -> None:
    answer = filled.search().search("building trust", kind="element")

    assert {**answer, "took_ms": 0} == {
        "query": "building trust",
        "total": 1,
        "hits": [
            {
                "kind": "element",
                "id": "element-1",
                "title": "The threshold meeting",
                "snippet": "[[Trust]] is built before release.",
                "score": answer["hits"][0]["score"],
                "language": "en",
                "occurred_on": "2017-06",
                "visibility": "network",
                "organisation": "organisation-north",
                "country": "NO",
                "setting": "",
                "year": None,
                "label": "inspiring",
            }
        ],
        "facets": {
            "kind": {"element": 1},
            "language": {"en": 1},
            "organisation": {"organisation-north": 1},
            "country": {"NO": 1},
            "setting": {},
            "year": {},
        },
        "suggestion": None,
        "hint": None,
        "took_ms": 0,
    }
    assert answer["took_ms"] >= 0


def test_every_kind_is_found(filled: Network) -> None:
    answer = filled.search().search("trust")

    assert answer["facets"]["kind"] == {"challenge": 1, "element": 1, "reflection": 1, "theme": 1, "visit": 1}


def test_a_natural_question_is_answered_by_any_of_its_words(filled: Network) -> None:
    answer = filled.search().search("how did somebody build trust with a family behind the moon")

    assert answer["total"] == 5


def test_documents_are_found_in_their_own_language(filled: Network) -> None:
    found = [ids(filled.search().search(word)) for word in ("vertrauen", "Gefaengnisse", "gefangnis")]

    assert [set(each) for each in found] == [{"german", "theme-1"}, {"german"}, {"german"}]


def test_titles_come_in_the_reader_s_language(filled: Network) -> None:
    answer = filled.search(language="de").search("vertrauen", kind="theme")

    assert [hit["title"] for hit in answer["hits"]] == ["Vertrauen zuerst"]


def test_an_unwanted_word_takes_documents_out(filled: Network) -> None:
    answer = filled.search().search("trust -officers -fathers")

    assert sorted(ids(answer)) == ["element-1", "theme-1"]


def test_a_phrase_must_be_there(filled: Network) -> None:
    assert ids(filled.search().search('waiting "build trust"')) == ["visit", "visit-1"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"country": "XK"}, ["challenge-1", "visit-1"]),
        ({"country": ["XK", "NO"]}, ["challenge-1", "element-1", "theme-1", "visit", "visit-1"]),
        ({"setting": "prison"}, ["theme-1", "visit", "visit-1"]),
        ({"year": 2}, ["theme-1", "visit", "visit-1"]),
        ({"year": 2016}, ["challenge-1"]),
        ({"theme": "theme-1"}, ["theme-1", "visit", "visit-1"]),
        ({"label": "inspiring"}, ["element-1"]),
        ({"organisation": "organisation-south"}, ["challenge-1", "visit-1"]),
        ({"language": "en", "kind": ["visit", "challenge"]}, ["challenge-1", "visit-1"]),
        ({"since": "2017-05"}, ["element-1", "theme-1"]),
        ({"until": "2016"}, ["challenge-1"]),
    ],
)
def test_filters_narrow_hits_total_and_facets(filled: Network, options: dict[str, object], found: list[str]) -> None:
    answer = filled.search().search("trust", **options)  # type: ignore[arg-type]

    assert (sorted(ids(answer)), answer["total"]) == (found, len(found))
    assert sum(answer["facets"]["kind"].values()) == len(found)


@pytest.mark.parametrize("facet", ["kind", "language", "organisation", "country", "setting", "year"])
def test_a_facet_counts_what_its_filter_finds(filled: Network, facet: str) -> None:
    search = filled.search()

    counts = search.search("trust vertrauen")["facets"][facet]

    assert {value: search.search("trust vertrauen", **{facet: value})["total"] for value in counts} == counts


def test_hits_are_sorted_by_date_the_newest_first(filled: Network) -> None:
    answer = filled.search().search("trust", sort="date")

    assert [hit["occurred_on"] for hit in answer["hits"]] == [
        "2017-09-01",
        "2017-06",
        "2017-03-14",
        "2017-03-13",
        "2016-05",
    ]


def test_pages_follow_one_another(filled: Network) -> None:
    search = filled.search()

    pages = [ids(search.search("trust", limit=2, offset=offset)) for offset in (0, 2, 4, 6)]

    assert pages[0] + pages[1] + pages[2] == ids(search.search("trust"))
    assert pages[3] == []


def test_no_more_than_a_hundred_are_ranked_and_all_are_counted(network: Network) -> None:
    for number in range(RANKED + 5):
        network.reflect(f"{number}", "Trust grows slowly.")

    answer = network.search().search("trust", limit=1000)

    assert (len(answer["hits"]), answer["total"]) == (RANKED, RANKED + 5)
    assert answer["facets"]["kind"] == {"reflection": RANKED + 5}
    assert ids(answer) == sorted(ids(answer))


def test_no_hit_suggests_a_word_that_is_used(filled: Network) -> None:
    answer = filled.search().search("Vertraun")

    assert (answer["total"], answer["suggestion"]) == (0, "vertrauen")


def test_no_suggestion_where_filters_left_nothing(filled: Network) -> None:
    answer = filled.search().search("trust", country="FR")

    assert (answer["total"], answer["suggestion"], answer["hint"]) == (0, None, None)


def test_nothing_asked_gets_a_hint(filled: Network) -> None:
    answer = filled.search().search("  ")

    assert (answer["total"], answer["hits"], answer["hint"]) == (0, [], NOTHING_ASKED)


@pytest.mark.parametrize(
    "options", [{"sort": "size"}, {"limit": -1}, {"offset": -1}, {"kind": "person"}, {"since": "2017-13-40"}]
)
def test_options_that_mean_nothing_are_refused(filled: Network, options: dict[str, object]) -> None:
    with pytest.raises(Refused):
        filled.search().search("trust", **options)  # type: ignore[arg-type]


def test_a_question_may_be_in_another_language_than_the_reader_s(filled: Network) -> None:
    answer = filled.search().search("sie warten", query_language="de")

    assert ids(answer) == ["german"]


def test_status_and_rebuild_tell_how_far_the_index_is(filled: Network) -> None:
    search = filled.search()
    missing = search.status()
    rebuilt = search.rebuild()
    current = search.status()
    filled.reflect("new", "Trust.")
    behind = search.status()

    assert missing == {"state": "missing", "documents": 0, "position": 0, "head": 9}
    assert (rebuilt["documents"], sorted(rebuilt)) == (6, ["documents", "documents_per_second", "seconds"])
    assert current == {"state": "current", "documents": 6, "position": 9, "head": 9}
    assert (behind["state"], behind["head"]) == ("behind", 11)


def test_without_a_folder_the_index_is_in_memory_alone(
    filled: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    search = Search(filled.views, None, b"passing", MEMBER)

    before = search.search("trust")["total"]
    filled.reflect("late", "Trust came late.")
    after = search.search("trust")["total"]
    status = search.status()
    search.close()

    assert (before, after, status["state"], search.status()["state"]) == (5, 6, "current", "missing")
    assert (list(temporary.iterdir()), filled.index.exists()) == ([], False)


def test_an_index_that_is_lent_stays_open(filled: Network) -> None:
    lent = PassingIndex(Documents(filled.views, STRANGER), LANGUAGES)
    first, second = (Search(filled.views, None, b"", reader, index=lent) for reader in (MEMBER, STRANGER))

    found = first.search("trust")["total"]
    first.close()

    assert (lent.manifest() is not None, found, second.search("trust")["total"] <= found) == (True, 5, True)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> object:
    """Give a small network that stays the same."""
    with opened(tmp_path_factory.mktemp("standing")) as network:
        network.reflect("one", 'Trust grows slowly, -not- in a prison\'s "kitchen table".')
        network.reflect("two", "الثقة تنمو ببطء", language="ar")
        yield network


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text(alphabet='"-trust prison üß\u200f\U0001f642'))
def test_whatever_is_typed_gets_an_answer(standing: Network, text: str) -> None:
    answer = standing.search().search(text)

    assert answer["total"] >= len(answer["hits"])


@pytest.mark.parametrize(
    "text", ["trust " * 200_000, '"' * 100_000, "-" * 100_000, "x" * 1_000_000, "\udcff trust \x00"]
)
def test_a_million_signs_get_an_answer(standing: Network, text: str) -> None:
    assert standing.search().search(text)["total"] <= 1


def test_only_searching_imports_whoosh_and_the_stemmer() -> None:
    script = (
        "import sys, epex.search.search; print(sorted({'whoosh', 'Stemmer', 'numpy', 'py3langid'} & set(sys.modules)))"
    )

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert loaded == "[]\n"


@pytest.mark.slow
def test_searching_needs_neither_whoosh_s_query_language_nor_its_matching_of_queries(tmp_path: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from tests.search.networks import opened
with opened(Path({str(tmp_path / "lean")!r})) as network:
    network.reflect("one", "Trust grows slowly.")
    network.search().search('trust "grows slowly" -prison')
    network.search().search("trst")
print(sorted({{"whoosh.qparser", "whoosh.query", "whoosh.spelling", "whoosh.collectors"}} & set(sys.modules)))
"""

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert loaded == "[]\n"
