"""What changed between two positions, in sentences."""

from epex.core.challenge import ChallengeShared
from epex.core.element import ElementDescribed, ElementMerged
from epex.core.person import PersonErased, PersonErasureRequested, PersonMoved
from epex.core.reflection import ReflectionReleased, ReflectionWithdrawalRequested
from epex.core.theme import ThemeParked, ThemeProposed, ThemeRenamed, ThemeReopened, ThemeSplit
from epex.core.visit import VisitCompleted, VisitMonitored
from epex.projections.differences import Ends, differences
from epex.projections.past import PastViews
from epex.projections.readers import reader_of
from epex.projections.reading import Reading
from epex.projections.table import Row
from tests.projections.bases import ANNA, BEA, CLEO, DORA, Base
from tests.projections.society import VOTED, WEEK

NAMES = ("kind", "id", "change", "before", "after")


def between(base: Base, first: int, last: int, by: str = ANNA.person) -> list[Row]:
    reader = reader_of(base.views, by)
    before, after = (Reading(PastViews(base.log, base.views, place), reader) for place in (first, last))
    log = Reading(base.views, reader)
    return differences(Ends(before, after, after, log, lambda row: first < row["position"] <= last))


def since(base: Base, first: int, by: str = ANNA.person) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in NAMES) for row in between(base, first, base.log.head(), by)]


def sentences(base: Base, first: int, by: str = ANNA.person) -> list[str]:
    return [row["sentence"] for row in between(base, first, base.log.head(), by)]


def test_everything_is_new_at_first(base: Base) -> None:
    told = sentences(base, 0, BEA.person)

    assert told[:4] == [
        "The theme 'Trust' was proposed and adopted.",
        "The theme 'Tea' was proposed and merged into the theme 'Trust'.",
        "The element 'Tea first' was identified and is labelled shared.",
        "The transfer 'Tea first → The far house' was considered and abandoned.",
    ]
    assert "The visit 'A week in the north' was planned, carried out and monitored." in told
    assert "The challenge 'How do we win trust?' was stated and is shared by The south house as well." in told
    assert (
        "2 reflections that you may read were recorded (1 by hosts and 1 by visitors); you may read 2 in all." in told
    )
    assert told[-6:-4] == ["The far house joined the network.", "Anna joined."]


def test_a_change_names_its_events(base: Base) -> None:
    first = base.log.head()
    base.record("theme-trust", ThemeParked(rationale="Later."))
    parked = base.log.head()
    base.record("theme-trust", ThemeReopened(rationale="Now."))
    base.record("theme-trust", ThemeRenamed(labels={"en": "Trust first"}, rationale="It says more."))

    rows = between(base, first, base.log.head())

    assert [(row["sentence"], row["positions"]) for row in rows] == [
        ("The theme 'Trust first' was discussed (before: adopted).", [parked, parked + 1]),
        ("The theme 'Trust' is now called 'Trust first'.", [parked + 2]),
    ]
    assert [row["sentence"] for row in between(base, parked, parked + 1)] == [
        "The theme 'Trust' was taken up again (before: parked)."
    ]
    assert between(base, parked, parked) == []


def test_what_becomes_of_things_is_told(base: Base) -> None:
    first = base.log.head()
    base.record("theme-half", ThemeProposed(labels={"en": "Half"}, split_from="theme-trust"))
    base.record("theme-trust", ThemeSplit(into=("theme-half",), rationale="There are two."))
    base.record("element-tea", ElementDescribed(name="Tea before talk"))
    base.record("element-tea", ElementMerged(into="element-other", reason="The same"))
    base.record("challenge-trust", ChallengeShared(organisation="organisation-far"))
    base.record("person-cleo", PersonMoved(organisation="organisation-south"))

    assert sentences(base, first) == [
        "The theme 'Half' was proposed.",
        "The theme 'Trust' was split into the theme 'Half' (before: adopted).",
        "The element 'Tea first' is now called 'Tea before talk'.",
        "The element 'Tea before talk' was merged into an element (before: shared).",
        "The challenge 'How do we win trust?' is shared by The far house as well.",
        "Cleo moved from The far house to The south house.",
    ]


def test_a_visit_that_was_monitored_was_carried_out(base: Base) -> None:
    first = base.log.head()
    base.record("visit-new", WEEK)
    planned = base.log.head()
    base.record("visit-new", VisitCompleted(on="2016-05-01"))
    completed = base.log.head()
    base.record("visit-new", VisitMonitored(attained="A lot", unexpected=""))

    told = [between(base, place, base.log.head())[0]["sentence"] for place in (first, planned, completed)]

    assert [sentence.removeprefix("The visit 'A week in the north' ") for sentence in told] == [
        "was planned, carried out and monitored.",
        "was carried out and monitored (before: planned).",
        "was monitored (before: completed).",
    ]


def test_somebody_who_was_erased_is_told_of_without_a_name(base: Base) -> None:
    first = base.log.head()
    base.record("person-cleo", PersonErasureRequested(ground="Asked for it", documents=()))

    assert since(base, first) == [("person", "person-cleo", "status", "", "erased")]
    assert sentences(base, first) == ["Somebody was erased."]


def test_reflections_are_counted_as_far_as_one_may_read_them(base: Base) -> None:
    first = base.log.head()
    base.record("reflection-host", ReflectionReleased(visibility="network"))
    released = base.log.head()
    base.record("reflection-guest", ReflectionWithdrawalRequested(reason=""), by=BEA)

    cleo, anna = ([row["sentence"] for row in between(base, first, released, who.person)] for who in (CLEO, ANNA))

    assert cleo == ["1 reflection that you may read was opened to you; you may read 2 now."]
    assert anna == []
    assert sentences(base, released) == ["1 reflection that you may read was withdrawn or erased."]


def test_what_no_longer_counts_is_told(base: Base) -> None:
    first = base.log.head()
    base.record("theme-held", ThemeProposed(labels={"en": "Held"}))

    (row,) = between(base, base.log.head(), first)

    assert row["sentence"] == "The theme 'Held' no longer counts, for a merge holds it back."
    assert (row["change"], row["before"], row["after"]) == ("disappeared", "candidate", "")


def test_what_one_may_not_read_is_no_difference(base: Base) -> None:
    first = base.log.head()
    base.record(
        "theme-own", ThemeProposed(labels={"en": "Ours"}), visibility="organisation", audience="organisation-north"
    )
    base.record("theme-own", VOTED, visibility="organisation", audience="organisation-north")
    base.record("challenge-trust", ChallengeShared(organisation="organisation-far"), visibility="private")

    assert since(base, first, CLEO.person) == []
    assert since(base, first)[0] == ("theme", "theme-own", "appeared", "", "adopted")


def test_the_erasure_of_an_author_is_named_to_those_who_may_read_whose_words_they_were(base: Base) -> None:
    first = base.log.head()
    asked = PersonErasureRequested(ground="Asked for it", documents=("reflection-guest",))
    position = base.record("person-bea", asked, by=DORA, visibility="private")
    base.record("person-cleo", PersonErasureRequested(ground="As well", documents=()), by=DORA)
    base.record("person-bea", PersonErased(digest="0" * 64, looked_for=1, files=2, bytes=3), by=DORA)

    dora, anna = (
        [
            (row["change"], row["positions"])
            for row in between(base, first, base.log.head(), who.person)
            if not row["id"]
        ]
        for who in (DORA, ANNA)
    )

    assert dora == [("withdrawn", [position, position + 2])]
    assert anna == [("withdrawn", [])]
