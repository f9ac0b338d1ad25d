"""Imports: every row counted once, recorded once."""

from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epex.app.base import KnowledgeBase
from epex.app.importing import run
from epex.app.importing.mapping import ColumnMap, read_mapping
from epex.app.importing.outcome import Outcome
from epex.app.importing.rows import read_sheet
from epex.app.importing.run import Import
from epex.core import person, reflection
from epex.core.decision import Refused
from epex.core.organisation import Organisation
from epex.core.reflection import ReflectionRevised
from tests.app.importing.bases import (
    HOME,
    MAPPING,
    TONE,
    brought,
    copied,
    counts,
    founded,
    imported,
    reflections,
    refused,
    row,
    taken_in,
    whys,
)


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(founded, tmp_path / "base")


def test_import_records_fit_rows_and_refuses_the_others(base: KnowledgeBase) -> None:
    outcome = imported(
        base,
        row("1", "We opened\nthe window because it was late."),
        row("2", " "),
        '" ","","","","","","",""',
        row("3", start="2016-13-40"),
        row("4", more=("Nowhere", "", "")),
        row("5", more=("", "Nobody", "")),
        row("6", more=("", "", "xx")),
        row("7", more=("hh", "TONE DAHL", "nn")),
        row("8", "Vi lyttet først, og så spurte vi hva de hadde lært av det.", more=(HOME, TONE, "")),
        row("9") + ",x",
    )

    assert (outcome.recorded, outcome.skipped) == (3, 0)
    assert refused(outcome) == [
        (3, "text"),
        (5, "occurred_on"),
        (6, "organisation"),
        (7, "person"),
        (8, "language"),
        (11, "row"),
    ]
    plain, named, detected = reflections(base)
    assert (plain.answers, plain.author, plain.organisation, plain.source) == (
        {"text": "We opened\nthe window because it was late."},
        "",
        "",
        "reports",
    )
    assert (plain.visibility, plain.title, plain.language, plain.detected_language) == ("pair", "Door", "", "en")
    assert (named.author, named.organisation, named.language, named.detected_language) == (TONE, HOME, "no", "")
    assert (detected.author, detected.language, detected.detected_language) == (TONE, "", "no")


def test_import_keeps_who_imported_and_when_it_happened(base: KnowledgeBase) -> None:
    imported(base, row("1"))

    envelope = base.log.facts()[-1].envelope
    assert (envelope.actor, envelope.occurred_on, envelope.visibility) == (base.person, "2016-05-02", "pair")


def test_import_twice_records_once(base: KnowledgeBase) -> None:
    rows = [row("1"), row("2"), row("", "Without an id."), row("", "Without an id.")]

    first, head = imported(base, *rows), base.log.head()
    second = imported(base, *rows, revises=True)

    assert counts(first) == (3, 1, [])
    assert counts(second) == (0, 4, [])
    assert base.log.head() == head


def test_import_skips_a_row_whose_line_ends_differ(base: KnowledgeBase) -> None:
    imported(base, row("", "One.\nTwo."))

    assert counts(imported(base, row("", "One.\r\nTwo."))) == (0, 1, [])


def test_import_does_not_depend_on_the_files_name(base: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,We listened.\n", "utf-8")
    (tmp_path / "b.ndjson").write_text('{"id": 1, "text": "We listened."}\n', "utf-8")

    outcomes = [Import(base, ColumnMap()).run(read_sheet(tmp_path / name)) for name in ("a.csv", "b.ndjson")]

    assert [counts(outcome) for outcome in outcomes] == [(1, 0, []), (0, 1, [])]
    assert [event.source for event in reflections(base)] == [base.config.network_id]


def test_import_refuses_changed_rows_unless_it_revises(base: KnowledgeBase) -> None:
    imported(base, row("1"))

    changed = imported(base, row("1", "We listened twice."))
    revised = imported(base, row("1", "We listened twice."), revises=True)
    again = imported(base, row("1", "We listened twice."), revises=True)
    back = imported(base, row("1"), revises=True)

    assert (changed.recorded, refused(changed)) == (0, [(2, "text")])
    assert [counts(outcome) for outcome in (revised, again, back)] == [(1, 0, []), (0, 1, []), (1, 0, [])]
    events = [fact.event for fact in base.log.facts()][-2:]
    assert [event.answers for event in events if isinstance(event, ReflectionRevised)] == [
        {"text": "We listened twice."},
        {"text": "We listened first."},
    ]


def test_import_revises_only_texts(base: KnowledgeBase) -> None:
    imported(base, row("1"), row("2"))

    moved = [row("1", start="05/03/2016 10:00"), row("2", more=("HH", "Tone Dahl", ""))]
    assert refused(imported(base, *moved)) == [(2, "occurred_on"), (3, "person")]
    assert refused(imported(base, *moved, revises=True)) == [(2, "occurred_on"), (3, "person")]


def test_import_leaves_what_people_revised_here(base: KnowledgeBase) -> None:
    imported(base, row("1"))
    act = base.begin()
    state = act.load(base.log.facts()[-1].stream)
    act.record(reflection.revise(state, {"text": "Ours."}, "A slip.", by=act.by))

    assert counts(imported(base, row("1"), revises=True)) == (0, 1, [])


@pytest.mark.parametrize("revises", [False, True])
def test_import_refuses_the_same_id_with_other_content_in_one_file(base: KnowledgeBase, *, revises: bool) -> None:
    outcome = imported(base, row("1"), row("1", "Something else."), row("1"), revises=revises)

    assert (outcome.recorded, outcome.skipped, refused(outcome)) == (1, 1, [(3, "id")])


def test_import_never_revives_what_was_erased(base: KnowledgeBase) -> None:
    imported(base, row("1"), row("2", more=("", "Tone Dahl", "")))
    base.log.vault.destroy(base.log.facts()[-2].stream)
    base.log.vault.destroy(TONE)
    head = base.log.head()

    outcome = imported(base, row("1"), row("1", "Anew."), row("3", more=("", TONE, "")), revises=True)

    assert refused(outcome) == [(2, "id"), (3, "id"), (4, "person")]
    assert {refusal.why.rpartition("was ")[2] for refusal in outcome.refused} == {
        "erased; it is not imported again.",
        "erased; leave the row out, as nothing is recorded about it again.",
    }
    assert base.log.head() == head


def test_import_says_that_a_name_means_several(base: KnowledgeBase) -> None:
    imported(base, row("1"))
    act = base.begin()
    twin = TONE.replace("9999", "9998")
    act.record(person.register(twin, "Tone Dahl", Organisation(HOME), by=act.by))

    outcome = imported(base, row("2", more=("", "Tone Dahl", "")))

    assert [(refusal.field, refusal.why.partition(";")[0]) for refusal in outcome.refused] == [
        ("person", "'Tone Dahl' means several")
    ]


def test_dry_run_counts_and_records_nothing(base: KnowledgeBase) -> None:
    head = base.log.head()

    outcome = imported(base, row("1"), row("2", ""), dry_run=True)

    assert (outcome.recorded, refused(outcome)) == (1, [(3, "text")])
    assert base.log.head() == head


def test_import_reads_question_keys(base: KnowledgeBase) -> None:
    mapping = MAPPING.replace('text = ["Story", "Measures"]', 'why = "Story"\nhow = "Name"').replace(
        'title = "Name"', ""
    )

    imported(base, row("1"), mapping=mapping)

    [recorded] = reflections(base)
    assert recorded.answers == {"why": "We listened first.", "how": "Door"}
    assert recorded.question_set == "epex"


def test_import_labels_by_the_mapping(base: KnowledgeBase) -> None:
    imported(base, row("1"), mapping=MAPPING.replace("[dates]", 'visibility = "organisation"\n[dates]'))

    [recorded], envelope = reflections(base), base.log.facts()[-1].envelope
    assert (recorded.visibility, envelope.visibility) == ("organisation", "organisation")
    assert envelope.audience == envelope.organisation


def test_import_records_batches_whole_and_goes_on_after_a_break(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", 2)
    rows = [row(str(number), f"Text {number}.") for number in range(5)]
    seen: list[tuple[int, int]] = []

    class Killed(BaseException):
        """What a kill is to the program."""

    def kill(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 4:
            raise Killed

    imported(base, *rows, dry_run=True)
    importing = Import(base, read_mapping(base.config.folder / "map.toml"))
    with pytest.raises(Killed):
        importing.run(read_sheet(base.config.folder / "rows.csv"), kill)
    rest = imported(base, *rows)

    assert seen == [(2, 5), (4, 5)]
    assert counts(rest) == (1, 4, [])
    commands = [fact.envelope.command_id for fact in base.log.facts()][-5:]
    assert [commands.count(command) for command in commands] == [2, 2, 2, 2, 1]


def test_only_coordinators_import(base: KnowledgeBase) -> None:
    practitioner = KnowledgeBase.open(base.config.folder, acting_as=TONE)

    with pytest.raises(Refused, match="Only a coordinator may import texts"):
        Import(practitioner, ColumnMap())


def test_outcome_has_the_agreed_shape(base: KnowledgeBase) -> None:
    outcome: Outcome = imported(base, row("1"), row("2", ""))

    assert outcome.as_json() == {
        "recorded": 1,
        "skipped": 0,
        "refused": [{"row": 3, "field": "text", "why": "The row has no text."}],
        "notes": [],
    }


def test_import_reads_its_secret_from_the_keys(base: KnowledgeBase) -> None:
    (base.config.keys_folder / "import.secret").unlink()

    with pytest.raises(Refused, match="bring it back from the backup"):
        imported(base, row("1"))


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    cells=st.lists(
        st.tuples(
            st.sampled_from(["", " ", "1", "2", "3"]),
            st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12),
            st.sampled_from(["05/02/2016 10:00", "2016", "2016-13-40", ""]),
            st.sampled_from(["", "HH", "Nowhere"]),
        ),
        max_size=12,
    ),
    revises=st.booleans(),
)
def test_every_row_counts_once_and_a_second_import_records_nothing(
    base_of_laws: KnowledgeBase, cells: list[tuple[str, str, str, str]], *, revises: bool
) -> None:
    source = f'source = "{uuid4()}"'
    rows = [row(ref, story, start, (unit, "", "")) for ref, story, start, unit in cells]
    mapping = MAPPING.replace('source = "reports"', source)

    first = imported(base_of_laws, *rows, mapping=mapping, revises=revises)
    head = base_of_laws.log.head()
    second = imported(base_of_laws, *rows, mapping=mapping, revises=revises)

    assert total(first) == total(second) == len(rows)
    assert (second.recorded, second.skipped) == (0, first.recorded + first.skipped)
    assert second.refused == first.refused
    assert base_of_laws.log.head() == head


@pytest.fixture(scope="module")
def base_of_laws(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return founded(tmp_path_factory.mktemp("laws") / "base")


def total(outcome: Outcome) -> int:
    """Count the rows that an outcome speaks of."""
    return outcome.recorded + outcome.skipped + len(outcome.refused)


def test_import_refuses_a_list_where_a_text_belongs(base: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_text('{"id": 1, "text": ["We", "listened."]}\n{"id": 2, "text": "Here."}\n', "utf-8")

    outcome = Import(base, ColumnMap()).run(read_sheet(tmp_path / "a.ndjson"))

    assert counts(outcome) == (1, 0, outcome.refused)
    assert refused(outcome) == [(1, "text")]


def test_import_says_that_a_row_leaves_out_its_day(base: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text,occurred_on\n1,We listened.,2016-05\n", "utf-8")
    (tmp_path / "b.csv").write_text("id,text\n1,We listened.\n", "utf-8")
    Import(base, ColumnMap()).run(read_sheet(tmp_path / "a.csv"))

    [refusal] = Import(base, ColumnMap()).run(read_sheet(tmp_path / "b.csv")).refused

    assert (refusal.field, refusal.why) == (
        "occurred_on",
        "The row leaves out its day, which was imported; put occurred_on back.",
    )


def test_a_later_step_is_read_by_no_more_people_than_what_it_belongs_to(base: KnowledgeBase) -> None:
    columns = "".join(f'{name} = "{name}"\n' for name in ("id", "title", "held_on", "minutes"))
    narrow = f'[columns]\n{columns}[values]\nvisibility = "private"\n'
    text = "id,title,held_on,minutes\nm1,Steering,2017-03,{}\n"
    taken_in(base, "meetings", text.format("We met."), mapping=narrow)

    revised = taken_in(base, "meetings", text.format("We talked."), revises=True)

    assert (revised.recorded, base.log.facts(limit=10_000)[-1].envelope.visibility) == (1, "private")


def test_rows_with_other_readers_are_recorded_beside_each_other(base: KnowledgeBase) -> None:
    plan = {"title": "Steering", "held_on": "2017-03", "minutes": "We met."}
    brought(base, "meetings", {"id": "m1", **plan}, {"id": "m2", **plan})
    narrow = '[columns]\nid = "id"\ntitle = "title"\nheld_on = "held_on"\n[values]\nvisibility = "private"\n'
    head = "id,title,held_on\n"
    taken_in(base, "meetings", f"{head}m3,Steering,2017-03\n", mapping=narrow)

    rows = f"{head}m1,Board,2017-03\nm3,Board,2017-03\nm2,Board,2017-03\nm4,Board,2017-03\n"
    outcome = taken_in(base, "meetings", rows, revises=True)

    labels = [fact.envelope.visibility for fact in base.log.facts(limit=10_000)[-4:]]
    assert (outcome.recorded, labels) == (4, ["network", "private", "network", "network"])


def test_an_import_that_was_broken_off_goes_on(base: KnowledgeBase) -> None:
    rows = [{"id": f"d{n}", "person": "Tone Dahl", "kind": "access", "received_on": "2017-05-02"} for n in range(3)]
    brought(base, "requests", *rows[:1])

    rest, again = brought(base, "requests", *rows), brought(base, "requests", *rows)

    assert [(outcome.recorded, outcome.skipped) for outcome in (rest, again)] == [(2, 1), (0, 3)]


def test_a_step_that_lies_in_the_future_is_refused_by_its_column(base: KnowledgeBase) -> None:
    outcome = brought(base, "meetings", {"id": "m1", "title": "Board", "held_on": "9999"})

    assert whys(outcome) == [("held_on", "9999 lies in the future; record things when they have happened.")]
