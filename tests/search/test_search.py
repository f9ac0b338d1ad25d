"""Searching from end to end: what is found, shown, counted and suggested."""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from epex.core.challenge import ChallengeStated
from epex.core.decision import Refused
from epex.core.element import ElementIdentified, ElementLabelled
from epex.core.organisation import OrganisationJoined
from epex.core.theme import ThemeEvidenceLinked, ThemeProposed
from epex.core.visit import VisitPlanned
from epex.core.vocabulary import LANGUAGES
from epex.projections.past import PastViews
from epex.projections.queries import Queries
from epex.projections.statistics import Statistics
from epex.search.analysis import NetworkAnalysis
from epex.search.fts5 import Fts5Index
from epex.search.narrowing import MOST_HINTS
from epex.search.query import MOST_WORDS, NOTHING_ASKED, ONLY_SMALL, TOO_LONG, parse
from epex.search.rescoring import RANKED
from epex.search.search import LAST, Search
from epex.search.typed import FIELDS
from tests.laws import examples
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
                "snippet": "[[Trust]] is [[built]] before release.",
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
        "thesaurus": [],
        "suggestion": None,
        "hint": None,
        "took_ms": 0,
    }
    assert answer["took_ms"] >= 0


def test_every_kind_is_found(filled: Network) -> None:
    answer = filled.search().search("trust", thesaurus=False)

    assert answer["facets"]["kind"] == {"challenge": 1, "element": 1, "reflection": 1, "theme": 1, "visit": 1}


def test_the_thesaurus_finds_a_word_in_other_languages_and_says_so(filled: Network) -> None:
    plain, wider = (filled.search().search("trust", thesaurus=thesaurus) for thesaurus in (False, True))

    assert set(ids(wider)) - set(ids(plain)) == {"german"}
    assert plain["thesaurus"] == []
    assert {"language": "de", "text": "Vertrauen"} in [term for each in wider["thesaurus"] for term in each["terms"]]


def test_a_natural_question_is_answered_by_any_of_its_words(filled: Network) -> None:
    answer = filled.search().search("how did somebody build trust with a family behind the moon", thesaurus=False)

    assert answer["total"] == 5


def test_documents_are_found_in_their_own_language(filled: Network) -> None:
    words = ("vertrauen", "Gefaengnisse", "gefangnis")

    found = [ids(filled.search().search(word, thesaurus=False)) for word in words]

    assert [set(each) for each in found] == [{"german", "theme-1"}, {"german"}, {"german"}]


def test_titles_come_in_the_reader_s_language(filled: Network) -> None:
    answer = filled.search(language="de").search("vertrauen", kind="theme")

    assert [hit["title"] for hit in answer["hits"]] == ["Vertrauen zuerst"]


def test_an_unwanted_word_takes_documents_out(filled: Network) -> None:
    answer = filled.search().search("trust -officers -fathers", thesaurus=False)

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
    answer = filled.search().search("trust", thesaurus=False, **options)  # type: ignore[arg-type]

    assert (sorted(ids(answer)), answer["total"]) == (found, len(found))
    assert sum(answer["facets"]["kind"].values()) == len(found)


@pytest.mark.parametrize("facet", ["kind", "language", "organisation", "country", "setting", "year"])
def test_a_facet_counts_what_its_filter_finds(filled: Network, facet: str) -> None:
    search = filled.search()

    counts = search.search("trust vertrauen")["facets"][facet]

    assert {value: search.search("trust vertrauen", **{facet: value})["total"] for value in counts} == counts


def test_fields_in_a_question_narrow_it_as_options_do(filled: Network) -> None:
    search = filled.search()
    fields = ("kind:element,theme", "country:xk -kind:visit", "year:2 -theme:theme-1", "organisation:South")

    found = [sorted(ids(search.search(f"trust {field}", thesaurus=False))) for field in fields]

    assert found == [["element-1", "theme-1"], ["challenge-1"], [], ["challenge-1", "visit-1"]]


def test_hits_are_sorted_by_date_the_newest_first(filled: Network) -> None:
    answer = filled.search().search("trust", sort="date", thesaurus=False)

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


def test_a_word_that_nobody_used_finds_what_looks_like_it_and_suggests_it(filled: Network) -> None:
    asked = [filled.search().search("Vertraun", query_language=language) for language in ("de", "en")]

    assert [sorted(ids(answer)) for answer in asked] == [["german", "theme-1"]] * 2
    assert [answer["suggestion"] for answer in asked] == ["vertrauen", None]


def test_a_word_that_is_used_and_one_that_looks_like_nothing_suggest_nothing(filled: Network) -> None:
    used, strange = filled.search().search("vertrauen"), filled.search().search("xyzzyplugh")

    assert (used["suggestion"], strange["total"], strange["suggestion"]) == (None, 0, None)


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
    filled.reflect("dice", "She threw the die.")

    found = [ids(filled.search().search("die Gefängnisse", query_language=language)) for language in ("de", "en")]

    assert (found[0], sorted(found[1])) == (["german"], ["dice", "german"])


@pytest.mark.parametrize(("folder", "backend"), [(True, "whoosh"), (False, "sqlite-fts5")])
def test_status_and_rebuild_tell_how_far_the_index_is(filled: Network, folder: bool, backend: str) -> None:  # noqa: FBT001 - a parameter
    search = filled.search(folder=folder)
    missing = search.status()
    rebuilt = search.rebuild()
    current = search.status()
    filled.reflect("new", "Trust.")
    behind = search.status()

    assert missing == {"state": "missing", "backend": backend, "documents": 0, "position": 0, "head": 9}
    assert (rebuilt["documents"], sorted(rebuilt)) == (6, ["documents", "documents_per_second", "seconds"])
    assert current == {"state": "current", "backend": backend, "documents": 6, "position": 9, "head": 9}
    assert (behind["state"], behind["head"]) == ("behind", 11)


def test_the_past_is_searched_in_memory_alone(filled: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    past = PastViews(filled.log, filled.views, filled.log.head())
    statistics = Statistics(past, NetworkAnalysis(LANGUAGES))
    search = Search(past, MEMBER, Fts5Index(past, statistics), statistics, Queries(past, MEMBER).resolve)

    missing = search.status()
    before = search.search("trust")
    filled.reflect("late", "Trust came late.")
    after, current = search.search("trust"), search.status()

    assert (missing["state"], current["state"], current["documents"]) == ("missing", "current", 6)
    assert (before["total"], {**after, "took_ms": 0}) == (6, {**before, "took_ms": 0})
    assert (list(temporary.iterdir()), filled.index.exists()) == ([], False)


@pytest.mark.parametrize("folder", [True, False])
def test_closing_one_search_leaves_the_others_open(filled: Network, folder: bool) -> None:  # noqa: FBT001 - a parameter
    first, second = filled.search(folder=folder), filled.search(STRANGER, folder=folder)
    found = first.search("trust")["total"]
    before = second.search("trust")["total"]

    first.close()

    assert (found, second.search("trust")["total"], first.search("trust")["total"]) == (6, before, 6)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> object:
    """Give a small network that stays the same."""
    with opened(tmp_path_factory.mktemp("standing")) as network:
        network.reflect("one", 'Trust grows slowly, -not- in a prison\'s "kitchen table".')
        network.reflect("two", "الثقة تنمو ببطء", language="ar")
        yield network


PIECES = (
    *(f"{field}:" for field in FIELDS),
    *(
        "trust",
        "prison",
        "الثقة",
        "آُلثِقَة",
        "üß",
        "the",
        "or",
        "OR",
        "🙂",
        "\u200f",
        "\u202e",
        "\x00",
        "\x1b[2J",
        "\udcff",
    ),
    *('"', "“", "«", "-", "*", "~", "~9", ":", ",", " ", "\n", "'", "[[", "]]", "%", "_", "\\", "2017-03", "٢", "NO"),
)
TYPED = st.text(st.characters()) | st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map("".join)
PATIENCE = 5.0
LONGEST_HINT = 1000


def answered(network: Network, text: str, **options: Any) -> dict[str, Any]:
    """Ask, and see that what comes is whole and comes soon."""
    begun = process_time()
    answer = network.search().search(text, explain=True, **options)
    assert process_time() - begun < PATIENCE
    assert len(answer["hits"]) == answer["total"] == sum(answer["facets"]["kind"].values())
    assert all(hit["explanation"]["text"] for hit in answer["hits"])
    assert len(answer["hint"] or "") < LONGEST_HINT
    return answer


@pytest.mark.slow
@examples(300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED, st.booleans(), st.sampled_from(("", "de", "ar", "sq")))
def test_whatever_is_typed_gets_an_answer_or_a_hint(
    standing: Network,
    text: str,
    fuzzy: bool,  # noqa: FBT001 - drawn
    query_language: str,
) -> None:
    answer = answered(standing, text, fuzzy=fuzzy, query_language=query_language)

    asked = parse(text, query_language or "en", LANGUAGES)
    assert answer["query"] == text
    assert bool(answer["hint"]) or not asked.is_empty


@pytest.mark.slow
@examples(100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FIELDS), st.text(st.characters(), min_size=1))
def test_a_field_with_anything_behind_it_gets_an_answer_or_a_hint(standing: Network, field: str, value: str) -> None:
    assert answered(standing, f'trust {field}:{value} -{field}:"{value}"')["query"].startswith("trust")


@examples(100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED)
def test_whatever_is_begun_gets_suggestions_or_none(standing: Network, text: str) -> None:
    assert standing.search().suggest(text) == {"query": text, "suggestions": []}


@pytest.mark.parametrize(
    ("text", "found", "hint"),
    [
        ("trust " * 200_000, 1, TOO_LONG),
        ('"' * 1_000_000, 0, NOTHING_ASKED),
        ("-" * 1_000_000, 0, NOTHING_ASKED),
        ("x" * 1_000_000, 0, TOO_LONG),
        ("\U0001f642" * 1_000_000, 0, NOTHING_ASKED),
        ("\u202e" * 1_000_000, 0, NOTHING_ASKED),
        ("the of and " * 100_000, 0, f"{TOO_LONG} {ONLY_SMALL}"),
        ("x*" * 500_000, 0, TOO_LONG),
        ("trust~ " * 150_000, 1, TOO_LONG),
        ('trust "grows slowly" ' + "kind:reflection " * 60_000, 1, TOO_LONG),
        ("\udcff trust \x00", 1, None),
    ],
)
def test_a_million_signs_get_an_answer(standing: Network, text: str, found: int, hint: str | None) -> None:
    answer = answered(standing, text, thesaurus=False)

    assert (answer["total"], answer["hint"]) == (found, hint)


@pytest.mark.parametrize("field", ["organisation", "theme", "kind", "year"])
def test_many_values_of_a_field_are_cut_like_many_words(standing: Network, field: str) -> None:
    values = ",".join(f"a{number}" for number in range(5000))

    answer = standing.search().search(f"trust {field}:{values}", thesaurus=False)

    assert (answer["total"], answer["hint"].startswith(TOO_LONG)) == (1, True)
    assert answer["hint"].count(" was left out. ") == MOST_HINTS
    assert answer["hint"].endswith(f" So were {MOST_WORDS - MOST_HINTS} more fields.")


def test_of_a_question_that_is_too_long_what_was_read_is_told_and_nothing_is_suggested(standing: Network) -> None:
    many = " ".join(["trst", *(f"qx{number}" for number in range(5000))])

    answer = standing.search().search(many)

    assert answer["query"] == " ".join(["trst", *(f"qx{number}" for number in range(MOST_WORDS - 1))])
    assert (answer["total"], answer["suggestion"]) == (1, None)


def test_many_words_that_nobody_wrote_are_not_all_told(network: Network) -> None:
    network.reflect("one", "Trustful mentors garden kitchens families prisons waiting.")

    hint = network.search().search("trustfuk mentorx gardenx kitchenx familix prisonx waitinx")["hint"]

    assert hint == (
        "Nothing that you may read says trustfuk, mentorx, gardenx, kitchenx, familix and 2 more; words that look alike"
        " count for a little."
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("søster", "soester"), ("år", "aar"), ("østre", "oestre"), ("Straße", "Strasse"), ("åbent", "aabent")],
)
def test_every_spelling_of_a_word_finds_the_same_in_the_same_order(network: Network, one: str, other: str) -> None:
    for number, (word, language) in enumerate((word, lang) for word in (one, other) for lang in ("da", "de", "en")):
        network.reflect(f"{number}", f"{word} {'noget andet ' * (number % 3)}", language=language)
    search = network.search()

    left, right = (search.search(word)["hits"] for word in (one, other))

    assert ([(hit["id"], hit["score"]) for hit in left], len(left)) == ([(hit["id"], hit["score"]) for hit in right], 6)


def test_serbian_is_found_as_keyboards_without_its_letters_write_it(network: Network) -> None:
    network.reflect("one", "Razgovor sa đacima u školi.", language="sr")
    search = network.search()

    found = [search.search(word, query_language="sr") for word in ("đacima", "dacima", "djacima", "ђацима")]

    assert [(ids(each), each["hint"]) for each in found] == [(["one"], None)] * 4


def test_what_was_typed_stands_above_what_only_the_thesaurus_knows(network: Network) -> None:
    network.reflect("dutch", "Het vertrouwen.", language="nl")
    network.reflect("french", "La confiance.", language="fr")
    network.reflect("german", "Das Vertrauen.", language="de")

    first = {
        word: ids(network.search().search(word, query_language=language))[0]
        for word, language in (("confiance", "fr"), ("Vertrauen", "de"), ("vertrouwen", "nl"))
    }

    assert first == {"confiance": "french", "Vertrauen": "german", "vertrouwen": "dutch"}


@pytest.fixture
def members(network: Network) -> Network:
    """Let four organisations join, one of them hidden, and three texts say what the name of one says."""
    for number in range(3):
        network.reflect(f"{number}", "Youth trust their mentors.")
    for name in ("Mentorkorpset Østre Havn", "Youth and Trust", "Tarn Lane Centre"):
        joined = OrganisationJoined(name=name, country="NO", kind="ngo")
        network.record(f"organisation-{name.split()[0].lower()}", joined)
    secret = OrganisationJoined(name="Zebra Crossing", country="NO", kind="ngo")
    network.record("organisation-secret", secret, visibility="private")
    return network


def named_in(hint: str | None) -> str:
    return hint.partition("for a little. ")[2] or hint if hint else ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mentorkorpset", "Mentorkorpset Østre Havn"),
        ("mentorkorpset oestre", "Mentorkorpset Østre Havn"),
        ('"Tarn Lane"', "Tarn Lane Centre"),
        ("tarn lane centre", "Tarn Lane Centre"),
        ("Youth and Trust", "Youth and Trust"),
        ("and trust", "Youth and Trust"),
        *((text, "") for text in ("trust", "mentor", "youth trust", "Tarn Lane -centre", "tarn or lane kind:visit")),
        *((text, "") for text in ("zebra crossing", "Zebra", "centre of excellence", "Tarn Lane " * 20)),
    ],
)
def test_the_name_of_an_organisation_is_told_to_be_one(members: Network, text: str, name: str) -> None:
    answer = members.search().search(text, thesaurus=False)

    told = f'{name} is an organisation; organisation:"{name}" shows what comes from it.' if name else ""
    assert named_in(answer["hint"]) == told or (not name and "organisation" not in (answer["hint"] or ""))
    assert not name or answer["suggestion"] is None


def test_a_name_that_several_organisations_share_names_them(members: Network) -> None:
    members.record("organisation-other", OrganisationJoined(name="Tarn Lane School", country="NO", kind="ngo"))

    hint = members.search().search('"tarn lane"')["hint"]

    assert hint == (
        'Tarn Lane Centre and Tarn Lane School are organisations; organisation:"Tarn Lane Centre" shows what comes'
        " from it."
    )


def test_a_question_that_never_finds_anything_is_refused(standing: Network) -> None:
    search = standing.search()
    search.require_asking("trust -prison")
    search.require_asking("kind:theme")

    for text in ("-trust", "", "-kind:theme", "?"):
        with pytest.raises(Refused, match=r"^Such a search never finds anything[.] "):
            search.require_asking(text)


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


def test_a_setting_is_read_by_its_name_in_any_language_of_the_thesaurus(filled: Network) -> None:
    search = filled.search(folder=False)

    found = [search.search(f"trust setting:{typed}") for typed in ("prison", "Prisons", "Gefängnis", "السجن")]

    assert found[0]["total"] > 0
    assert [(ids(answer), answer["hint"]) for answer in found] == [(ids(found[0]), None)] * 4


def test_a_page_beyond_those_that_are_ever_shown_says_so(network: Network) -> None:
    for number in range(101):
        network.reflect(f"one-{number}", "Trust.")

    first, last, beyond = (network.search().search("trust", offset=offset) for offset in (0, 99, 100))

    assert [(len(each["hits"]), each["total"]) for each in (first, last, beyond)] == [(10, 101), (1, 101), (0, 101)]
    assert [each["hint"] for each in (first, last)] == [None, None]
    assert beyond["hint"] == "Only the 100 best are shown; add a word or a field to see others."


def test_what_only_looks_like_a_word_stands_behind_what_says_it_and_is_told(network: Network) -> None:
    network.reflect("alike", "Rust, rust, rust.")
    network.reflect("said", "A long walk along the quiet harbour brought some trust at last to all of us.")

    answer = network.search().search("trust", thesaurus=False)

    assert (ids(answer), answer["hint"]) == (["said", "alike"], LAST)


def test_a_text_with_the_word_as_it_was_typed_stands_before_one_with_another_form(network: Network) -> None:
    network.reflect("form", "Eine Kollegin kam.", language="de")
    network.reflect("typed", "Ein Kollege kam.", language="de")

    assert ids(network.search().search("Kollege", query_language="de")) == ["typed", "form"]
