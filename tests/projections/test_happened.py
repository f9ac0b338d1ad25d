"""What had happened by a day: events in the order of their own dates."""

from epex.core.element import ElementIdentified, ElementLabelled
from epex.core.meeting import MeetingCorrected, MeetingHeld
from epex.core.theme import ThemeProposed
from epex.core.visit import VisitAgreed, VisitCompleted, VisitCorrected, VisitPlanned, VisitStarted
from epex.projections.happened import Happened, in_order
from epex.projections.history import AuditFilters
from epex.projections.past import PastViews, as_today
from epex.projections.queries import Queries
from epex.projections.readers import reader_of
from tests.projections.bases import ANNA, CLEO, Base

PLANNED = VisitPlanned(
    title="Night walk",
    year=2,
    purpose="practice_transfer",
    host="organisation-north",
    visitors=("person-bea",),
    visiting_organisations=("organisation-south",),
)
HELD = MeetingHeld(title="Plenary", kind="plenary", held_on="2018-05-10")
TEA = ElementIdentified(name="Tea", core="A cup.", organisation="organisation-north")


def test_events_lie_in_the_order_of_their_days(empty: Base) -> None:
    empty.record("theme-late", ThemeProposed(labels={"en": "Late"}), occurred_on="2017-05-02")
    empty.record("theme-early", ThemeProposed(labels={"en": "Early"}), occurred_on="2017-03")
    empty.record("theme-vague", ThemeProposed(labels={"en": "Vague"}), occurred_on="2017")

    dated = [(day, fact.stream) for day, fact in in_order(empty.log)]

    assert dated == [("2017-03-31", "theme-early"), ("2017-05-02", "theme-late"), ("2017-12-31", "theme-vague")]
    assert in_order(empty.log, 1) == in_order(empty.log)[1:2]


def test_the_newest_event_is_that_of_the_last_day(empty: Base) -> None:
    empty.record("theme-late", ThemeProposed(labels={"en": "Late"}), occurred_on="2017-05-02")
    empty.record("theme-early", ThemeProposed(labels={"en": "Early"}), occurred_on="2017-03")

    log = Happened([fact for _, fact in in_order(empty.log)], empty.log)

    assert (log.newest(), Happened([], empty.log).newest()) == ((2, empty.log.facts()[0].envelope.event_id), (0, ""))


def test_what_happened_to_something_finds_it_there(empty: Base) -> None:
    empty.record("element-tea", TEA, occurred_on="2017-05")
    empty.record("element-tea", ElementLabelled(label="shared"), occurred_on="2017-03-14")

    assert [day for day, _ in in_order(empty.log)] == ["2017-03-14", "2017-03-14"]
    assert [fact.envelope.type for _, fact in in_order(empty.log)] == ["element.identified", "element.labelled"]


def test_a_step_that_others_may_not_read_moves_nothing(empty: Base) -> None:
    empty.record("element-tea", TEA, occurred_on="2017-05")
    empty.record("element-tea", ElementLabelled(label="shared"), occurred_on="2017-03-14", visibility="private")

    assert [day for day, _ in in_order(empty.log)] == ["2017-05-31", "2017-05-31"]


def test_a_step_that_was_recorded_late_counts_on_its_day(base: Base) -> None:
    base.record("element-new", TEA, occurred_on="2017-01")
    base.record("element-new", ElementLabelled(label="inspiring"), occurred_on="2017-05")
    base.record("element-new", ElementLabelled(label="shared"), occurred_on="2017-03")
    log = Happened([fact for _, fact in in_order(base.log)], base.log)

    past = PastViews(log, base.views, rule=as_today)
    rows = {row["id"]: row["label"] for row in Queries(past, reader_of(base.views, ANNA.person)).listing("element")}

    assert rows["element-new"] == "inspiring"
    assert (log.head(), log.here(None, [3])) == (base.log.head(), [3])


def test_who_may_read_is_as_today_and_not_as_on_that_day(base: Base) -> None:
    log = Happened([fact for _, fact in in_order(base.log)], base.log)
    past = Queries(PastViews(log, base.views, rule=as_today), reader_of(base.views, CLEO.person))

    assert {row["id"] for row in past.listing("reflection")} == {
        row["id"] for row in base.queries(CLEO).listing("reflection")
    }


def test_the_day_that_an_event_tells_counts(empty: Base) -> None:
    empty.record("meeting-one", HELD)
    empty.record("meeting-two", HELD, occurred_on="2018-05-11")

    assert [day for day, _ in in_order(empty.log)] == ["2018-05-10", "2018-05-11"]


def test_what_was_recorded_without_a_day_came_before_what_was_recorded_after_it(empty: Base) -> None:
    empty.record("visit-walk", PLANNED, VisitAgreed())
    empty.record("visit-walk", VisitStarted(on="2017-03-13"), VisitCompleted(on="2017-03-17"))
    empty.record("visit-walk", VisitCorrected(reason="Too long", title="Walk"))

    *dated, (today, _) = in_order(empty.log)

    assert [(day, fact.event.type) for day, fact in dated] == [
        ("2017-03-13", "visit.planned"),
        ("2017-03-13", "visit.agreed"),
        ("2017-03-13", "visit.started"),
        ("2017-03-17", "visit.completed"),
    ]
    assert today > "2018"


def test_an_imprecise_day_lies_before_what_came_after_it(empty: Base) -> None:
    empty.record("visit-walk", PLANNED, occurred_on="2016")
    empty.record("visit-walk", VisitAgreed(), occurred_on="2017")
    empty.record("visit-walk", VisitStarted(on="2017-03-13"))

    assert [day for day, _ in in_order(empty.log)] == ["2016-12-31", "2017-03-13", "2017-03-13"]


def test_a_vague_day_has_happened_when_it_was_recorded(empty: Base) -> None:
    today = empty.log.today()
    empty.record("meeting-one", MeetingHeld(title="Plenary", kind="plenary", held_on=today[:4]))
    empty.record("theme-vague", ThemeProposed(labels={"en": "Vague"}), occurred_on=today[:7])

    assert [(day, fact.stream) for day, fact in in_order(empty.log)] == [(today, "meeting-one"), (today, "theme-vague")]


def test_the_log_lists_each_event_on_the_day_by_which_it_had_happened(base: Base) -> None:
    today = base.log.today()
    base.record("meeting-one", MeetingHeld(title="Plenary", kind="plenary", held_on=today[:4]))
    base.record("meeting-two", HELD)
    base.record("meeting-two", MeetingCorrected(reason="A slip", held_on=today[:4], version=2))
    base.record("meeting-three", MeetingHeld(title="Plenary", kind="plenary", held_on="2017"))

    def held(**filters: str) -> list[str]:
        sought = AuditFilters(type="meeting.held", by="occurred", **filters)  # type: ignore[arg-type]
        found = base.queries(ANNA).audit_log(sought)
        return [
            row["stream_id"]
            for row in found
            if row["stream_id"].startswith("meeting-t") or row["stream_id"] == "meeting-one"
        ]

    assert held(since=today, until=today) == ["meeting-one", "meeting-two"]
    assert held(until="2017-12-30") == []
    assert held(until="2017-12-31") == ["meeting-three"]
    assert held(since="2017-12-31", until="2018") == ["meeting-three"]


def test_a_day_that_was_corrected_counts_as_it_was_put_right(empty: Base) -> None:
    empty.record("meeting-one", HELD)
    empty.record("meeting-one", MeetingCorrected(reason="A slip", held_on="2017-05-10", version=2))
    empty.record("meeting-two", HELD)
    empty.record(
        "meeting-two", MeetingCorrected(reason="A slip", held_on="2017-05-10", version=2), visibility="private"
    )

    days = [(day, fact.stream) for day, fact in in_order(empty.log) if fact.event.type == "meeting.held"]

    assert days == [("2017-05-10", "meeting-one"), ("2018-05-10", "meeting-two")]
