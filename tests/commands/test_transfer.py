"""`epex transfer`: from a thought to what came of it."""

import pytest

from tests.commands.running import HOST, VISITING, VISITOR, Epex


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
