"""`epex transfer`: from a thought to what came of it."""

from pathlib import Path

import pytest

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex

LAW = ("--rate", "environment.law=fits")


@pytest.fixture
def transfer(epex: Epex) -> str:
    epex.record("element", "identify", "Evening round", "--core", "The same two walk every Friday.")
    return epex.record("transfer", "consider", "Evening round", "--to", VISITING, "--reason", "They asked")


@pytest.fixture
def anticipated(epex: Epex, transfer: str) -> str:
    compare = ("transfer", "compare", transfer, "--side")
    epex.record(*compare, "source", "--rate", "environment.law=fits")
    epex.record(*compare, "receiving", "--rate", "environment.law=blocks", "--note", "environment.law=No walk-ins")
    decision = ("--decision", "try_adapted", "--reason", "Two want to", "--barrier", "Shifts", "--facilitator", "Trust")
    epex.record("transfer", "anticipate", transfer, *decision)
    return transfer


def status(epex: Epex, transfer: str) -> str:
    return str(epex.answer("transfer", "show", transfer)["status"])


def test_consider_names_both_sides(epex: Epex, transfer: str) -> None:
    row = epex.answer("transfer", "show", transfer)

    assert (row["title"], row["source_title"], row["receiving_title"], row["level"]) == (
        *(f"Evening round → {VISITING}", HOST, VISITING),
        "organisation",
    )


@pytest.mark.usefixtures("transfer")
def test_consider_defaults_to_ones_own_organisation(epex: Epex) -> None:
    own = epex.record("transfer", "consider", "Evening round", "--level", "team", acting_as=VISITOR)

    row = epex.answer("transfer", "show", own)
    assert (row["receiving_title"], row["level"]) == (VISITING, "team")


def test_compare_keeps_both_grids(epex: Epex, anticipated: str) -> None:
    grids = epex.answer("transfer", "show", anticipated)["grids"]

    assert grids == {
        "source": {"ratings": {"environment.law": "fits"}, "notes": {}},
        "receiving": {"ratings": {"environment.law": "blocks"}, "notes": {"environment.law": "No walk-ins"}},
    }


def test_a_rating_without_a_value_is_refused(epex: Epex, transfer: str) -> None:
    sentence = epex.refusal("transfer", "compare", transfer, "--side", "source", "--rate", "environment.law")

    assert sentence == "'environment.law' is no rating; write it as KEY=TEXT."


@pytest.mark.slow
def test_a_transfer_goes_to_its_end(epex: Epex, anticipated: str) -> None:
    steps = [
        ("adapt", "On Saturdays", "With a social worker"),
        ("pilot", "--starts-on", "2017-09", "--ends-on", "2017-12", "--fidelity", "Mostly"),
        ("evaluate", "Nine came back", "--value-cycle", "applied", "--next-review", "2018-06"),
        ("sustain", "--reason", "It pays"),
    ]

    statuses = []
    for name, *given in steps:
        epex.record("transfer", name, anticipated, *given)
        statuses.append(status(epex, anticipated))

    row = epex.answer("transfer", "show", anticipated)
    assert statuses == ["adapted", "piloted", "evaluated", "sustained"]
    assert (row["value_cycle"], row["determined"]) == ("applied", True)


def test_a_transfer_is_kept_in_a_changed_form(epex: Epex, anticipated: str) -> None:
    epex.record("transfer", "pilot", anticipated)
    epex.record("transfer", "evaluate", anticipated, "-", given="Only the talk helped")

    epex.record("transfer", "change", anticipated, "--reason", "Only the talk is kept")

    assert status(epex, anticipated) == "changed"


def test_a_failure_is_recorded_with_its_reason(epex: Epex, transfer: str) -> None:
    epex.record("transfer", "abandon", transfer, "--reason", "The law allows no walk-ins")

    row = epex.answer("transfer", "show", transfer)
    assert (row["status"], row["steps"][-1]["reason"]) == ("abandoned", "The law allows no walk-ins")


def test_nothing_is_proven_before_an_evaluation(epex: Epex, anticipated: str) -> None:
    sentence = epex.refusal("transfer", "sustain", anticipated)

    assert sentence.startswith("The transfer is anticipated, so nobody can sustain it now;")
    assert epex.answer("transfer", "show", anticipated)["determined"] is False


@pytest.mark.slow
def test_compare_adds_to_what_a_side_said_before(epex: Epex, anticipated: str) -> None:
    compare = ("transfer", "compare", anticipated, "--side", "receiving")
    epex.record(*compare, "--rate", "population.needs=fits", "--note", "environment.law=A court decides")
    epex.record(*compare, "--rate", "environment.law=unknown")

    assert epex.answer("transfer", "show", anticipated)["grids"]["receiving"] == {
        "ratings": {"environment.law": "unknown", "population.needs": "fits"},
        "notes": {"environment.law": "A court decides"},
    }


def test_compare_means_ones_own_side(epex: Epex, transfer: str) -> None:
    epex.record("transfer", "compare", transfer, "--rate", "environment.law=fits")
    epex.record("transfer", "compare", transfer, "--rate", "environment.law=blocks", acting_as=VISITOR)

    grids = epex.answer("transfer", "show", transfer)["grids"]
    assert {side: grid["ratings"] for side, grid in grids.items()} == {
        "source": {"environment.law": "fits"},
        "receiving": {"environment.law": "blocks"},
    }


def test_compare_does_not_repeat_to_all_what_only_some_may_read(epex: Epex, transfer: str) -> None:
    compare = ("transfer", "compare", transfer, "--side", "source")
    closed = ("--rate", "environment.law=blocks", "--note", "environment.law=A secret ruling")
    epex.record(*compare, "--rate", "environment.law=unknown")
    epex.record(*compare, *closed, "--visibility", "organisation")
    epex.record(*compare, "--rate", "population.needs=fits")

    shown = epex("transfer", "show", transfer, "--json", acting_as=VISITOR).stdout
    assert "A secret ruling" not in shown
    assert '"population.needs": "fits"' in shown


@pytest.mark.slow
def test_a_sheet_is_printed_filled_and_read_back(epex: Epex, transfer: str, tmp_path: Path) -> None:
    epex.record("transfer", "compare", transfer, "--side", "source", "--note", 'environment.law=Say "no"', *LAW)
    printed = epex("transfer", "grid", transfer, "--side", "receiving", acting_as=VISITOR).stdout
    filled = tmp_path / "grid.toml"
    filled.write_text(
        printed.replace('rating = ""', 'rating = "adapt"', 1).replace('note = ""', 'note = "Ask \u00e9"', 1)
    )

    epex.record("transfer", "compare", transfer, "--file", str(filled), acting_as=VISITOR)

    assert '# The other side says: fits. Say "no"' in printed
    assert epex.answer("transfer", "grid", transfer)["grids"]["receiving"] == {
        "ratings": {"population.needs": "adapt"},
        "notes": {"population.needs": "Ask \u00e9"},
    }
    again = epex("transfer", "grid", transfer, "--side", "source").stdout
    assert "[environment.law]\n# Do law and duties" in again
    assert 'rating = "fits"\nnote = "Say \\"no\\""' in again


def test_an_empty_sheet_is_refused(epex: Epex, transfer: str) -> None:
    printed = epex("transfer", "grid", transfer, "--side", "source").stdout

    sentence = epex.refusal("transfer", "compare", transfer, "--file", "-", given=printed)

    assert sentence == "The grid is empty; rate at least one criterion, such as --rate environment.law=adapt."


def test_grid_prints_both_sides_beside_each_other(epex: Epex, anticipated: str) -> None:
    lines = epex("transfer", "grid", anticipated).stdout.splitlines()

    assert [line.split() for line in lines if "law" in line] == [["environment:", "law", "fits", "blocks"]]
    assert [line.split() for line in lines if "needs" in line] == [["population:", "needs", "unknown", "unknown"]]
    assert f"    {VISITING}: No walk-ins" in lines


def test_show_prints_the_standing_and_the_grids_but_no_yes_or_no(epex: Epex, anticipated: str) -> None:
    shown = epex("transfer", "show", anticipated).stdout

    assert "Standing" in shown
    assert "environment: law" in shown
    assert {"Determined", "Evaluated", "Compared   "}.isdisjoint(shown.split("\n"))
    assert "etermined" not in shown


@pytest.mark.slow
def test_several_pilots_are_kept_apart(epex: Epex, anticipated: str) -> None:
    pilot = ("transfer", "pilot", anticipated)
    epex.record(*pilot, "--starts-on", "2017-09")
    epex.record(*pilot, "--ends-on", "2017-12", "--fidelity", "Mostly")
    epex.record(*pilot, "--another", "--starts-on", "2018-01")

    row = epex.answer("transfer", "show", anticipated)
    assert (row["pilots"], row["tried"]) == (
        2,
        [
            {"pilot": 1, "starts_on": "2017-09", "ends_on": "2017-12", "fidelity": "Mostly"},
            {"pilot": 2, "starts_on": "2018-01"},
        ],
    )


def test_a_failed_evaluation_is_kept_and_cannot_be_sustained(epex: Epex, anticipated: str) -> None:
    epex.record("transfer", "pilot", anticipated)
    failed = ("--result", "failed", "--failure", "Nobody had asked them")
    epex.record("transfer", "evaluate", anticipated, "Nobody came", *failed)

    sentence = epex.refusal("transfer", "sustain", anticipated)
    epex.record("transfer", "abandon", anticipated, "--reason", "It was not theirs", "--failure", "We brought our own")

    row = epex.answer("transfer", "show", anticipated)
    assert sentence == "The last evaluation says that it failed; change it, abandon it, or evaluate it again."
    assert (row["result"], row["status"], [step["failure"] for step in row["steps"][-2:]]) == (
        *("failed", "abandoned"),
        ["Nobody had asked them", "We brought our own"],
    )


@pytest.mark.slow
def test_a_sustained_transfer_is_looked_at_again_and_can_be_given_up(epex: Epex, anticipated: str) -> None:
    epex.record("transfer", "pilot", anticipated)
    epex.record("transfer", "evaluate", anticipated, "Nine came back")
    epex.record("transfer", "sustain", anticipated, "--next-review", "2018-06")
    due = epex(acting_as=VISITOR).stdout
    epex.record("transfer", "evaluate", anticipated, "Three came back", "--next-review", "2999")

    assert "Transfers to look at again" in due
    assert "Transfers to look at again" not in epex(acting_as=VISITOR).stdout
    epex.record("transfer", "abandon", anticipated, "--reason", "The colleague left")
    assert status(epex, anticipated) == "abandoned"


def test_plain_epex_asks_each_side_for_its_grid(epex: Epex, transfer: str) -> None:
    sides = {person: " ".join(epex(acting_as=person).stdout.split()) for person in (FOUNDER, VISITOR)}

    assert f"epex transfer grid {transfer[:17]} --side source" in sides[FOUNDER]
    assert f"epex transfer grid {transfer[:17]} --side receiving" in sides[VISITOR]


def test_what_decides_the_status_is_read_by_all_who_read_the_transfer(epex: Epex, anticipated: str) -> None:
    decision = ("--decision", "not_now", "--reason", "Two are ill")

    sentences = [
        epex.refusal("transfer", "pilot", anticipated, "--visibility", "private"),
        epex.refusal("transfer", "anticipate", anticipated, *decision, "--visibility", "organisation"),
    ]

    why = "What changes the transfer is as open as the transfer itself; leave --visibility out."
    assert sentences == [why, why]
    assert status(epex, anticipated) == "anticipated"


def test_a_step_is_not_dated_before_the_one_before(epex: Epex) -> None:
    epex.record("element", "identify", "Evening round", "--core", "The same two walk every Friday.")
    consider = ("transfer", "consider", "Evening round", "--to", VISITING, "--occurred-on")
    transfer = epex.record(*consider, "2018-03-14")
    undated = epex.record("transfer", "consider", "Evening round", "--to", VISITING, "--level", "team")
    abandon = ("transfer", "abandon", "--reason", "No staff", "--occurred-on")

    early = epex.refusal(*abandon, "2017", transfer)
    epex.record(*abandon, "2018-03", transfer)
    epex.record(*abandon, "2017", undated)

    assert early == "2017 lies before the step of 2018-03-14; give a day from then on with --occurred-on."
    assert [status(epex, which) for which in (transfer, undated)] == ["abandoned", "abandoned"]


def test_an_element_is_considered_once_at_a_time_for_the_same_organisation(epex: Epex, transfer: str) -> None:
    again = ("transfer", "consider", "Evening round", "--to", VISITING)

    sentence = epex.refusal(*again)
    epex.record("transfer", "abandon", transfer, "--reason", "No staff")
    second = epex.record(*again)

    assert sentence == (
        f"This is considered for that organisation already; go on with {transfer}, or abandon that first."
    )
    assert status(epex, second) == "considered"


def test_nothing_is_evaluated_before_its_pilot_begins(epex: Epex, anticipated: str) -> None:
    epex.record("transfer", "pilot", anticipated, "--starts-on", "2099-09")

    sentence = epex.refusal("transfer", "evaluate", anticipated, "Nobody came")

    assert sentence.startswith("It begins on 2099-09, after ")
    assert sentence.endswith("; wait for it, or mend its day with --starts-on first.")
    epex.record("transfer", "pilot", anticipated, "--starts-on", "2017-09")
    epex.record("transfer", "evaluate", anticipated, "Nobody came", "--occurred-on", "2017-12")
