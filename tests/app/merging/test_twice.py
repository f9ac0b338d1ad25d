"""One table that both branches import: every row is there once, and two versions of one wait for a person."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from epex.app.keeping.doctor import examine
from epex.app.merging.settling import settle_conflict
from epex.app.merging.twice import versions
from epex.core.challenge import ChallengeStated
from epex.core.log.holding import Held, Holding
from tests.app.importing.bases import taken_in
from tests.app.merging.branches import Branches, ids, propose, untold

pytestmark = pytest.mark.slow

TABLE = "id,text,organisation\n1,{},Lighthouse\n2,How do we end?,Lighthouse\n"


def load(branches: Branches, name: str, text: str = "How do we begin?") -> None:
    """Import the table in a branch."""
    outcome = taken_in(branches.open(name), "challenges", TABLE.format(text))
    assert (outcome.recorded, outcome.refused) == (2, [])


def challenges(branches: Branches, name: str) -> list[str]:
    """List the challenges of a branch."""
    return sorted(row["title"] for row in branches.open(name).queries().listing("challenge"))


def waiting(branches: Branches, name: str) -> list[str]:
    """List what waits for a decision in a branch."""
    return [row["id"] for row in branches.open(name).queries().conflicts()]


def both_verify(branches: Branches) -> bool:
    """Tell whether both ledgers are sound, and so is all else."""
    return all(
        base.verify()["ok"] and examine(base.config, tell=untold)["ok"] for base in (branches.home, branches.road)
    )


def test_the_same_table_in_both_branches_is_one(branches: Branches) -> None:
    propose(branches.home, "At home")
    load(branches, "home")
    load(branches, "road")

    answer = branches.send("road", "home")
    branches.send("home", "road")

    assert (answer["recorded"], answer["skipped"], answer["held"]) == (1, 2, [])
    assert challenges(branches, "home") == challenges(branches, "road") == ["How do we begin?", "How do we end?"]
    assert ids(branches.home) == ids(branches.road)
    assert both_verify(branches)


def test_the_same_table_at_the_same_places_is_one(branches: Branches) -> None:
    branches.part("home", "boat")
    propose(branches.home, "At home")
    load(branches, "home")
    load(branches, "boat")

    branches.send("home", "boat")
    branches.send("boat", "road")

    assert challenges(branches, "boat") == challenges(branches, "road") == ["How do we begin?", "How do we end?"]
    assert all(branches.open(name).verify()["ok"] for name in ("home", "road", "boat"))


def test_a_table_that_comes_over_a_third_branch_is_one(branches: Branches) -> None:
    branches.part("home", "boat")
    for name in ("home", "road", "boat"):
        load(branches, name)

    for origin, target in (("road", "boat"), ("boat", "home"), ("road", "home"), ("home", "boat"), ("home", "road")):
        branches.send(origin, target)

    assert ids(branches.home) == ids(branches.open("boat"))
    assert challenges(branches, "road") == ["How do we begin?", "How do we end?"]
    assert all(branches.open(name).verify()["ok"] for name in ("home", "road", "boat"))


@pytest.fixture(scope="module")
def differing_folder(branched_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """Let a row say something else on the road, and merge into home; give what is held."""
    folder = tmp_path_factory.mktemp("differing") / "both"
    branches = Branches(Path(shutil.copytree(branched_folder, folder)))
    load(branches, "home")
    load(branches, "road", "How do we start?")
    dry = branches.dry("road", "home")
    (held,) = branches.send("road", "home")["held"]
    assert (held["why"], dry["held"]) == ("differs", [held])
    return folder, held["event_id"]


@pytest.fixture
def differing(branches: Branches, differing_folder: tuple[Path, Any]) -> Any:
    """Bring the branches there."""
    folder, held = differing_folder
    shutil.rmtree(branches.folder)
    shutil.copytree(folder, branches.folder)
    branches.bundles.extend(branches.folder.glob("*.zip"))
    return held


def test_another_row_of_the_same_identity_is_listed(branches: Branches, differing: str) -> None:
    (row,) = branches.home.queries().conflicts()

    assert (row["id"], row["why"], row["because"]) == (
        differing,
        "differs",
        "both branches recorded the same thing, in different words",
    )
    assert row["title"].startswith("Anna Berg stated the challenge 'How do we begin?'")
    said = [version["said"]["text"] for version in versions(branches.home, row["position"])]
    assert said == ["How do we begin?", "How do we start?"]
    assert both_verify(branches)


def test_what_was_recorded_first_counts_in_both_until_somebody_decides(branches: Branches, differing: str) -> None:
    branches.send("home", "road")

    assert challenges(branches, "home") == challenges(branches, "road") == ["How do we begin?", "How do we end?"]
    assert waiting(branches, "home") == waiting(branches, "road") == [differing]
    assert ids(branches.home) == ids(branches.road)
    assert both_verify(branches)


def test_merges_that_cross_find_the_same_difference(branches: Branches) -> None:
    load(branches, "home")
    load(branches, "road", "How do we start?")
    crossing = branches.bundle("home", "road"), branches.bundle("road", "home")

    branches.take("road", crossing[0])
    branches.take("home", crossing[1])
    branches.send("road", "home")
    branches.send("home", "road")

    assert waiting(branches, "home") == waiting(branches, "road") != []
    assert challenges(branches, "home") == challenges(branches, "road") == ["How do we begin?", "How do we end?"]
    assert ids(branches.home) == ids(branches.road)
    assert both_verify(branches)


@pytest.mark.parametrize(
    ("applied", "title"), [(True, "How do we start?"), (False, "How do we begin?")], ids=["apply", "drop"]
)
def test_a_person_chooses_for_both_branches(
    branches: Branches,
    differing: str,
    applied: bool,  # noqa: FBT001 - a parameter of the test
    title: str,
) -> None:
    settle_conflict(branches.home, differing, applied=applied, reason="We asked them.")
    branches.send("home", "road")
    branches.send("road", "home")

    assert challenges(branches, "home") == challenges(branches, "road") == sorted([title, "How do we end?"])
    assert waiting(branches, "home") == waiting(branches, "road") == []
    assert both_verify(branches)
    for base in (branches.home, branches.road):
        standing = [base.today.digest(name) for name in base.today.names]
        assert base.today.rebuild()["views"] == standing


def test_of_two_choices_the_first_counts_in_both(branches: Branches, differing: str) -> None:
    branches.send("home", "road")
    settle_conflict(branches.road, differing, applied=True, reason="We asked them.")
    settle_conflict(branches.home, differing, applied=False, reason="We did not.")

    branches.send("road", "home")
    branches.send("home", "road")

    assert challenges(branches, "home") == challenges(branches, "road") == ["How do we end?", "How do we start?"]
    rows = [base.queries().conflicts(settled=True) for base in (branches.home, branches.road)]
    assert [[row["status"] for row in found] for found in rows] == [["applied"], ["applied"]]


def test_what_was_known_before_a_choice_stays_as_it_was_known(branches: Branches, differing: str) -> None:
    holding, before = Holding(branches.home.log.engine), branches.home.log.head()
    settle_conflict(branches.home, differing, applied=True, reason="We asked them.")

    def texts(upto: int | None) -> list[str]:
        return [
            fact.event.text for fact in branches.home.log.facts(upto=upto) if isinstance(fact.event, ChallengeStated)
        ]

    assert [texts(before), texts(None)] == [
        ["How do we begin?", "How do we end?"],
        ["How do we start?", "How do we end?"],
    ]
    assert holding.at(1) == Held()
