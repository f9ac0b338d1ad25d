"""Views of an earlier position: never more open than those of today."""

from pathlib import Path

import pytest

from epex.core.consent import ConsentAsked, ConsentGiven, ConsentWithdrawn
from epex.core.person import PersonErasureRequested, PersonRevised
from epex.core.quote import QuoteProposed
from epex.core.reader import Reader
from epex.core.sealed import ERASED
from epex.core.viewpoint import ViewpointWithdrawn, ViewpointWritten
from epex.core.visit import VisitCorrected
from epex.projections.naming import shown_names
from epex.projections.past import PastViews, as_today, narrowed
from epex.projections.queries import Queries
from epex.projections.quotes import QUOTES_TABLE
from epex.projections.readers import reader_of
from epex.projections.reading import Reading
from epex.projections.visits import VISITS_TABLE
from tests.projections.bases import ANNA, BEA, CLEO, Base, copied

QUOTED = QuoteProposed(
    document="reflection-host",
    document_version=1,
    start=0,
    end=9,
    quote="They keep",
    chapter="chapter-old",
    use="anonymous",
    giver="person-anna",
)
GIVEN = ConsentGiven(giver="person-anna", scope="anonymous_quote")
WITHDRAWN = ConsentWithdrawn(giver="person-anna", scope="anonymous_quote")


@pytest.fixture
def consented(base: Base) -> tuple[Base, int]:
    """Let the network read a quote of what only two sides read; give the base and this position."""
    base.record("quote-keep", QUOTED, by=BEA, visibility="pair", audience="visit-week")
    asked = ConsentAsked(giver="person-anna", scope="anonymous_quote", quoted="quote-keep")
    base.record("consent-keep", asked, by=BEA)
    given = base.record("consent-keep", GIVEN, by=ANNA)
    return base, given


def seen(past: PastViews, reader: Reader) -> list[str]:
    return [row["id"] for row in Queries(past, reader).listing("quote") if row["id"] == "quote-keep"]


@pytest.mark.parametrize(
    ("then", "today", "access"),
    [
        ("network", "pair:visit-1", "pair:visit-1"),
        ("pair:visit-1", "network", "pair:visit-1"),
        ("public", "network", "network"),
        ("network", "network", "network"),
        ("organisation:visit-1", "pair:visit-1", "pair:visit-1"),
        ("organisation:organisation-1", "organisation:organisation-2", "private"),
        ("organisation:visit-1", "pair:visit-2", "private"),
        ("network", "evaluation", "evaluation"),
        ("evaluation", "network", "evaluation"),
    ],
)
def test_those_read_it_who_could_then_and_can_today(then: str, today: str, access: str) -> None:
    row = narrowed({"access": then, "author": "person-anna"}, {"access": today, "author": "person-anna"})

    assert row == {"access": access, "author": "person-anna"}


def test_an_author_who_is_another_one_today_reads_nothing_by_that() -> None:
    then, today = ({"access": "network", "author": person} for person in ("person-anna", "person-bea"))

    assert (narrowed(then, today)["author"], as_today(then, today)) == ("", today)


@pytest.mark.parametrize(
    ("then", "today", "precision"),
    [("city", "withheld", "withheld"), ("country", "city", "country"), ("city", "city", "city"), ("", "", "")],
)
def test_a_place_is_told_no_more_precisely_than_today(then: str, today: str, precision: str) -> None:
    rows = ({"access": "network", "place_precision": known} for known in (then, today))

    assert narrowed(*rows) == {"access": "network", "place_precision": precision}


@pytest.mark.parametrize(
    ("then", "today", "preference"),
    [
        ("full_name", "anonymous", "anonymous"),
        ("full_name", "first_name", "first_name"),
        ("role_only", "full_name", "role_only"),
        ("first_name", "first_name", "first_name"),
        ("full_name", "", ""),
    ],
)
def test_a_person_is_named_no_more_precisely_than_today(then: str, today: str, preference: str) -> None:
    rows = ({"access": "network", "name_preference": chosen} for chosen in (then, today))

    assert narrowed(*rows) == {"access": "network", "name_preference": preference}


def test_who_wants_no_name_today_has_none_on_any_day(base: Base) -> None:
    base.record("person-anna", PersonRevised(name_preference="full_name"))
    full = base.log.head()
    past = PastViews(base.log, base.views, full)
    cleo = reader_of(base.views, CLEO.person)
    before = shown_names(Reading(past, cleo), ["person-anna"])

    base.record("person-anna", PersonRevised(name_preference="anonymous"))
    after = shown_names(Reading(past, cleo), ["person-anna"])
    base.record("person-anna", PersonRevised(name_preference="full_name"))

    assert after == {"person-anna": "anonymous"} != before
    assert shown_names(Reading(past, cleo), ["person-anna"]) == before


def test_words_that_nobody_reads_any_more_are_gone_from_every_day(base: Base) -> None:
    written = ViewpointWritten(chapter="chapter-old", signer="person-anna", title="A doubt", text="It failed twice.")
    base.record("viewpoint-doubt", written, by=ANNA)
    upto, cleo = base.log.head(), reader_of(base.views, CLEO.person)
    past = PastViews(base.log, base.views, upto)

    def read() -> list[str]:
        (viewpoint,) = (row for row in Queries(past, cleo).listing("viewpoint") if row["id"] == "viewpoint-doubt")
        shown = Queries(past, cleo).show("viewpoint-doubt")
        return [
            viewpoint["title"],
            shown["text"],
            viewpoint["status"],
            shown_names(Reading(past, cleo), ["person-anna"])["person-anna"],
        ]

    before = read()
    base.record("viewpoint-doubt", ViewpointWithdrawn(), by=ANNA)
    withdrawn = read()
    # Its key is not destroyed yet.
    base.record("person-anna", PersonErasureRequested(ground="She asked", documents=("viewpoint-doubt",)))

    assert before[:3] == ["A doubt", "It failed twice.", "unsigned"]
    assert withdrawn == ["[withdrawn]", "", "unsigned", before[3]]
    assert read() == [ERASED, "", "unsigned", "an erased person"]


def test_consent_that_was_withdrawn_closes_the_past_as_well(consented: tuple[Base, int]) -> None:
    base, given = consented
    cleo, anna = (reader_of(base.views, actor.person) for actor in (CLEO, ANNA))
    past = PastViews(base.log, base.views, given)
    before = seen(past, cleo)

    base.record("consent-keep", WITHDRAWN, by=ANNA)

    assert (before, seen(past, cleo), seen(past, anna)) == (["quote-keep"], [], ["quote-keep"])
    assert seen(PastViews(base.log, base.views, given), cleo) == []


def test_consent_that_is_given_again_opens_the_past_again(consented: tuple[Base, int]) -> None:
    base, given = consented
    cleo, past = reader_of(base.views, CLEO.person), PastViews(base.log, base.views, given)
    base.record("consent-keep", WITHDRAWN, by=ANNA)
    closed = seen(past, cleo)

    base.record("consent-keep", GIVEN, by=ANNA)

    assert (closed, seen(past, cleo)) == ([], ["quote-keep"])


def test_what_nobody_took_back_is_as_it_was(base: Base) -> None:
    base.record("visit-week", VisitCorrected(place_precision="city", reason="They agreed"))
    base.views.catch_up()
    past, plain = PastViews(base.log, base.views, base.log.head() - 1), base.opened(":memory:", base.log.head() - 1)
    past.catch_up()
    plain.catch_up()

    differing = [name for name in plain.names if past.digest(name) != plain.digest(name)]

    assert differing == []
    assert past.read(past.table(VISITS_TABLE).select())[0]["place_precision"] == "withheld"


def test_another_opening_of_the_base_goes_on_with_it(consented: tuple[Base, int], tmp_path: Path) -> None:
    base, given = consented
    past = PastViews(base.log, base.views, given)
    past.catch_up(["people"])
    (tmp_path / "again").mkdir()
    again = copied(base, tmp_path / "again")
    again.record("consent-keep", WITHDRAWN, by=ANNA)

    past.read_through(again.log, again.views)

    assert seen(past, reader_of(again.views, CLEO.person)) == []
    assert [row["access"] for row in past.read(past.table(QUOTES_TABLE).select()) if row["id"] == "quote-keep"] == [
        "pair:visit-week"
    ]
    again.close()


def test_today_s_views_may_be_on_a_server(consented: tuple[Base, int], postgres_url: str) -> None:
    base, given = consented
    cleo, shared = reader_of(base.views, CLEO.person), base.opened(postgres_url)
    shared.rebuild()
    past = PastViews(base.log, shared, given)
    before = seen(past, cleo)

    base.record("consent-keep", WITHDRAWN, by=ANNA)

    assert (before, seen(past, cleo)) == (["quote-keep"], [])
    shared.close()


def test_what_is_expected_is_built_with_the_first_question_and_all_the_rest_with_another(base: Base) -> None:
    past = PastViews(base.log, base.views, base.log.head())
    past.expect(["evidence"])

    past.catch_up(["themes"])
    first = [stand["name"] for stand in past.status() if stand["position"]]
    past.catch_up(["people"])
    then = [stand["name"] for stand in past.status() if stand["position"]]
    past.close()

    assert (first, then) == (["themes", "evidence"], list(past.names))
