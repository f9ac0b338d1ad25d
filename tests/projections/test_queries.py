"""Lists and their filters, titles, names and figures."""

from collections.abc import Iterator
from typing import Any

import pytest

from epex.core.challenge import ChallengeStated
from epex.core.concept import ConceptAdded
from epex.core.decision import Actor, Refused
from epex.core.element import ElementEvidenceLinked
from epex.core.log.log import EventLog
from epex.core.log.registry import Registry
from epex.core.log.vault import Vault
from epex.core.person import PersonRevised
from epex.core.theme import ThemeProposed
from epex.projections.reading import VIEWS
from tests.projections.bases import ANNA, BEA, CLEO, DORA, EVE, Base
from tests.projections.society import evaluate, reflect, tell


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """Give the small network with its evaluation, and a concept of its own."""
    base = Base(tmp_path_factory.mktemp("evaluated"))
    tell(base)
    evaluate(base)
    base.record("concept-tea", ConceptAdded(preferred={"en": "tea"}))
    yield base
    base.close()


@pytest.mark.parametrize("subject", VIEWS)
def test_every_list_gives_an_id_a_title_and_a_label(evaluated: Base, subject: str) -> None:
    who = {"interview": EVE, "story": EVE, "finding": EVE, "retention": DORA}.get(subject, ANNA)
    rows = evaluated.queries(who).listing(subject)

    assert [list(row)[:2] for row in rows] == [["id", "title"]] * len(rows)
    labels = ("network", "pair", "organisation", "private", "evaluation")
    assert [bool(row["title"]) and row["visibility"] in labels for row in rows] == [True] * len(rows)
    assert len(rows) > 0


@pytest.mark.parametrize("subject", VIEWS)
def test_everything_that_is_listed_is_shown(told: Base, subject: str) -> None:
    queries = told.queries(ANNA)

    titles = [(row["id"], row["title"]) for row in queries.listing(subject)]

    assert [(queries.show(identity)["id"], queries.show(identity)["title"]) for identity, _ in titles] == titles


@pytest.mark.parametrize("subject", VIEWS)
def test_an_empty_base_lists_nothing(empty: Base, subject: str) -> None:
    assert empty.ids(subject) == []


@pytest.mark.parametrize(
    ("subject", "filters", "ids"),
    [
        ("visit", {"country": ["XK"]}, ["visit-week", "visit-other"]),
        ("visit", {"country": ["DE"]}, []),
        ("visit", {"since": "2016-03", "until": "2016-04"}, ["visit-week", "visit-other"]),
        ("visit", {"until": "2015"}, []),
        ("visit", {"theme": ["theme-trust"]}, ["visit-week"]),
        ("visit", {"year": [1]}, ["visit-week", "visit-other"]),
        ("visit", {"year": [2016]}, ["visit-week", "visit-other"]),
        ("visit", {"year": [2]}, []),
        ("visit", {"limit": 1}, ["visit-week"]),
        ("visit", {"limit": 1, "offset": 1}, ["visit-other"]),
        ("visit", {"offset": 1}, ["visit-other"]),
        ("reflection", {"organisation": ["organisation-south"]}, ["reflection-guest"]),
        ("reflection", {"setting": ["school"], "year": [1]}, ["reflection-host", "reflection-guest"]),
        ("reflection", {"setting": ["prison"]}, []),
        ("reflection", {"theme": ["theme-trust"]}, ["reflection-host", "reflection-guest"]),
        ("challenge", {"country": ["XK"]}, ["challenge-trust"]),
        ("element", {"organisation": ["organisation-north"], "year": [1]}, ["element-tea"]),
        ("element", {"theme": ["theme-trust"]}, ["element-tea"]),
        ("theme", {"country": ["XK"]}, ["theme-trust"]),
        ("theme", {"country": ["AT"]}, ["theme-trust", "theme-tea"]),
        ("theme", {"setting": ["prison"]}, []),
        ("theme", {"year": [1]}, ["theme-trust", "theme-tea"]),
        ("transfer", {"organisation": ["organisation-far"], "year": [1]}, ["transfer-tea"]),
        ("transfer", {"theme": ["theme-trust"]}, ["transfer-tea"]),
        ("transfer", {"theme": ["theme-nobody"]}, []),
        ("organisation", {"country": ["AT", "XK"]}, ["organisation-north", "organisation-south"]),
        ("organisation", {"setting": ["school"], "organisation": ["organisation-far"]}, ["organisation-far"]),
        ("person", {"country": ["AT"]}, ["person-anna"]),
        ("year", {"year": [1]}, ["year-one"]),
        ("meeting", {"since": "2016-05-31"}, ["meeting-spring"]),
        ("meeting", {"since": "2016-06"}, []),
        ("meeting", {"country": ["AT"]}, []),
    ],
)
def test_lists_keep_within_their_filters(told: Base, subject: str, filters: dict[str, Any], ids: list[str]) -> None:
    assert told.ids(subject, **filters) == ids


def test_a_hidden_reflection_counts_for_no_filter(base: Base) -> None:
    element = ElementEvidenceLinked(source="reflection-secret", stance="supports")
    reflect(base, "reflection-secret", "visitor", "person-bea", "private", "Hush")
    base.record("theme-x", ThemeProposed(labels={"en": "X"}))
    base.record("element-tea", element)

    assert ("reflection-secret" in base.ids("reflection", DORA), base.ids("reflection", CLEO)) == (
        True,
        ["reflection-guest"],
    )


def test_what_a_row_refers_to_is_left_out_when_it_is_hidden(base: Base) -> None:
    stated = ChallengeStated(text="Public?", language="en", organisation="organisation-north")
    base.record("challenge-open", stated, visibility="public")

    row = base.queries(None).show("challenge-open")

    assert (row["organisation"], row["organisation_title"], row["title"]) == ("", "", "Public?")


@pytest.mark.parametrize("identity", ["theme-nobody", "recipe-1", ""])
def test_what_is_not_there_is_refused(told: Base, identity: str) -> None:
    queries = told.queries(ANNA)

    for ask in (queries.show, queries.why, queries.trace):
        with pytest.raises(Refused, match="that you may read"):
            ask(identity)


def test_what_is_hidden_is_refused_like_what_is_not_there(told: Base) -> None:
    queries = told.queries(CLEO)

    for ask in (queries.show, queries.why, queries.trace):
        with pytest.raises(Refused, match="There is no 'reflection-host' that you may read; 'epex reflection list'"):
            ask("reflection-host")


def test_names_are_those_that_the_reader_may_see(told: Base) -> None:
    people = ["person-anna", "person-nobody", ""]

    seen = [told.queries(actor).names(people) for actor in (BEA, None)]

    assert seen == [
        {"person-anna": "Anna", "person-nobody": "somebody"},
        {"person-anna": "somebody", "person-nobody": "somebody"},
    ]


@pytest.mark.slow
def test_an_erased_person_is_named_as_one(base: Base) -> None:
    base.log.vault.destroy("person-bea")
    base.views.rebuild()
    queries = base.queries(ANNA)

    named = (queries.names(["person-bea"]), queries.show("person-bea")["title"])

    assert named == ({"person-bea": "an erased person"}, "an erased person")


@pytest.mark.slow
def test_what_is_sealed_here_shows_no_words(base: Base) -> None:
    vault = Vault(base.folder / "keys.db", {})
    base.log = EventLog(base.engine, vault, Registry(vault))
    base.views = base.opened()
    base.views.rebuild()
    queries = base.queries(DORA)

    assert (queries.names(["person-bea"]), queries.show("theme-trust")["title"]) == (
        {"person-bea": "somebody"},
        "[erased]",
    )


def test_a_revised_name_is_the_one_that_is_shown(base: Base) -> None:
    base.record("person-bea", PersonRevised(name="Beatrice"))

    assert base.queries(ANNA).names(["person-bea"]) == {"person-bea": "Beatrice"}


@pytest.mark.parametrize(
    ("text", "subject", "found"),
    [
        ("theme-trust", None, "theme-trust"),
        ("theme-tr", None, "theme-trust"),
        ("Trust", "theme", "theme-trust"),
        ("Vertrauen", "theme", "theme-trust"),
        ("trust", None, "theme-trust"),
        (" Anna ", "person", "person-anna"),
        ("Year 1", "year", "year-one"),
        ("Tea first → The far house", None, "transfer-tea"),
        ("Host reflection: A week in the north", "reflection", "reflection-host"),
    ],
)
def test_a_text_is_resolved(told: Base, text: str, subject: str | None, found: str) -> None:
    assert told.queries(ANNA).resolve(text, subject) == found


def test_an_id_that_begins_another_one_means_itself(base: Base) -> None:
    base.record("theme-trust-again", ThemeProposed(labels={"en": "Again"}))

    assert base.queries(ANNA).resolve("theme-trust") == "theme-trust"


@pytest.mark.parametrize(
    ("text", "subject", "said"),
    [
        ("theme-t", None, "'theme-t' means several things: theme-tea (Tea), theme-trust (Trust); give more of the id."),
        (
            "A week in the north",
            None,
            "several things: visit-other (A week in the north, The north house, 2016-03-07, cancelled), visit-week (A",
        ),
        (
            "reflection-",
            "reflection",
            "reflection-guest (Visitor reflection: A week in the north), reflection-host (Host reflection: A week",
        ),
        ("Nothing", "theme", "There is no theme 'Nothing' that you may read; 'epex theme list' shows what there is."),
        ("Nothing", None, "There is no id or title 'Nothing' that you may read; 'epex search' finds what there is."),
        ("visit-0c0a6f6e-51a4-4f0b-9d49-0a4b5d0f4a11", "theme", "is not the id of a theme; 'epex theme list' shows"),
    ],
)
def test_what_a_text_does_not_mean_is_refused(told: Base, text: str, subject: str | None, said: str) -> None:
    with pytest.raises(Refused) as refused:
        told.queries(ANNA).resolve(text, subject)

    assert said in str(refused.value)


def test_many_things_of_one_title_are_not_all_listed(base: Base) -> None:
    for number in range(10):
        base.record(f"theme-{number}", ThemeProposed(labels={"en": "Same"}))

    with pytest.raises(Refused, match=r"theme-7 \(Same, 20[-0-9]{8}, candidate\) and 2 more; give more of the id"):
        base.queries(ANNA).resolve("Same", "theme")


def test_a_hidden_title_resolves_to_nothing(told: Base) -> None:
    with pytest.raises(Refused, match="that you may read"):
        told.queries(CLEO).resolve("Host reflection: A week in the north")


def test_figures_count_what_the_reader_may_see(told: Base) -> None:
    figures = told.queries(ANNA).figures()

    assert figures == {
        "years": [
            {
                "number": 1,
                "purpose": "getting_to_know",
                "visits": {
                    "total": 2,
                    "held": 1,
                    "cancelled": 1,
                    "planned": 0,
                    "by_status": {"cancelled": 1, "monitored": 1},
                },
            }
        ],
        "organisations": 3,
        "countries": 3,
        "visits": 2,
        "reflections": {"total": 2, "by_side": {"host": 1, "visitor": 1}, "by_language": {"en": 2}},
        "meetings": 1,
        "challenges": 1,
        "elements": {"total": 1, "by_label": {"shared": 1}},
        "transfers": {"total": 1, "by_state": {"abandoned": 1}},
        "themes": {"total": 2, "by_state": {"adopted": 1, "merged": 1}},
    }


def test_figures_leave_out_what_is_hidden(told: Base) -> None:
    counts = [told.queries(actor).figures()["reflections"]["total"] for actor in (ANNA, BEA, CLEO, EVE, DORA, None)]

    assert counts == [2, 2, 1, 1, 2, 0]


@pytest.mark.parametrize("person", [ANNA, BEA])
def test_all_pages_tell_what_each_page_tells_of_the_thing_and_its_evidence(told: Base, person: Actor) -> None:
    queries = told.queries(person)

    every = {subject: queries.pages(subject) for subject in ("element", "theme", "challenge")}

    shown = {subject: [queries.show(row["id"]) for row in queries.listing(subject)] for subject in every}
    assert all(row["evidence"] for row in every["theme"][:1])
    assert every == {
        subject: [{name: page[name] for name in row} for page, row in zip(pages, every[subject], strict=True)]
        for subject, pages in shown.items()
    }


def test_the_days_of_events_are_those_that_the_log_of_events_tells(told: Base) -> None:
    queries = told.queries(ANNA)

    days = queries.days()

    assert days == {row["position"]: row["occurred_on"] or row["recorded_at"][:10] for row in queries.audit_log()}
