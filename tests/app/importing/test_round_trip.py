"""Out and in again: every table of the demo comes into another base, and is held against the first, cell by cell."""

import csv
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.exporting.folder import write_folder
from epex.app.founding import Founding, init
from epex.app.importing.columns import parts
from epex.app.importing.identity import stream_id
from epex.app.importing.kinds import NAMES, kind_of
from epex.app.importing.mapping import ColumnMap
from epex.app.importing.outcome import Outcome
from epex.app.importing.rows import read_sheet
from epex.app.importing.run import Import
from epex.core import person
from epex.core.decision import new_id

Row = dict[str, str]
ID = re.compile(r"[a-z]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ROLES = ("coordinator", "data_protection_officer", "evaluator", "editor")
# What belongs to a base, not to what is recorded in it.
EVERYWHERE = {
    "id": "a row gets an id of its own; it is compared through that of its source",
    "position": "it lies elsewhere in another log",
    "recorded_at": "it is recorded now",
    "exported_from": "the other base",
}
MAY_DIFFER: dict[str, dict[str, str]] = {
    "question_sets": {"adopted": "a position in the log"},
    "visits": {
        "changed_at": "it is recorded now",
        "host_people": "an erased person is nobody here, and who moved since hosts no more; both are told",
    },
    "meetings": {"version": "how it was before a correction is in no table; it is told"},
    "reflections": {
        "about": "whose visit they hosted before they moved; taken out by hand",
        "side": "as above",
        "source": "as above: without a visit it comes from this import",
        "detected_language": "it is guessed again",
    },
    "elements": {
        "label": "a review is made here; it is told",
        "review_outcome": "as above; it is told",
        "reviewed_on": "as above; it is told",
        "status": "one that was merged comes in as one of its own",
        "merged_into": "as above; it is told",
        "absorbed": "as above; it is told",
    },
    "reviews": {
        "status": "others than who imports it write a review; taken out by hand",
        "outcome": "as above",
        "text": "as above",
        "written_on": "as above",
        "asker": "whoever imports it asks",
        "answered_on": "that the owner agreed is a step of its own when others import it",
    },
    "transfers": {"pilots": "a row tells the last one; it is told"},
    "interviews": {"version": "earlier texts are in no table; it is told"},
    "stories": {
        "status": "it is released here, with its teller's consent; it is told",
        "visibility": "as above",
    },
    "themes": {
        "status": "what was merged, split or retired is so here; mended by hand",
        "merged_into": "as above; it is told",
        "absorbed": "as above; it is told",
        "split_into": "as above; it is told",
        "split_from": "as above; it is told",
    },
    "publications": {
        "status": "an edition is frozen and published here; mended by hand",
        "content_hash": "as above; it is told",
        "published_on": "as above; it is told",
        "place": "as above; it is told",
        "frozen_at": "as above",
        "chapters": "as above, and how far they came",
        "versions": "as above",
        "quotes": "as above",
        "viewpoints": "as above",
    },
    "chapters": {
        "status": "it is reviewed and approved here; mended by hand",
        "text": "a draft that places the words of somebody who was erased is refused",
        "version": "as above, and earlier drafts are in no table; it is told",
        "language": "as above: that of the draft",
        "drafter": "the draft counts as whose who imports it; it is told",
    },
    "viewpoints": {"status": "whose it is signs it here; mended by hand"},
    "consents": {
        "on_paper": "others answer for themselves, or on paper; mended by hand",
        "reason": "as above",
        "recorded_for": "as above",
    },
}
TOLD = {name: {column for column, why in columns.items() if "told" in why} for name, columns in MAY_DIFFER.items()}
# Rows that do not come in, by the column that says why.
REFUSED = {
    "people": {"status": "somebody was erased"},
    "reflections": {"text": "one was withdrawn, and the author of one erased"},
    "interviews": {"text": "it was withdrawn"},
    "stories": {"title": "it was withdrawn"},
    "chapters": {"row": "it places the words of somebody who was erased"},
    "viewpoints": {"text": "it was withdrawn"},
    "quotes": {"words": "whose words they are was erased"},
    "consents": {"quote": "as above"},
    "requests": {"person": "they were erased"},
}


@pytest.mark.slow
def test_every_table_of_the_demo_comes_back(demo_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(demo_folder, tmp_path / "one")
    init(tmp_path / "two", Founding(network="South", person="Orla Keaveney", organisation="Founders", country="AT"))
    first, second = _endowed(tmp_path / "one"), _endowed(tmp_path / "two")
    write_folder(first, tmp_path / "out", with_events=False)

    outcomes, again = _brought(second, tmp_path), _brought(second, tmp_path)

    write_folder(KnowledgeBase.open(second.config.folder), tmp_path / "back", with_events=False)
    differing = _differing(tmp_path, second.config.network_id)
    refused = {name: {one.field for one in outcome.refused} for name, outcome in outcomes.items() if outcome.refused}
    lost = {name: {column for column, _ in outcome.lost} for name, outcome in outcomes.items() if outcome.lost}
    assert {name: outcome.recorded for name, outcome in again.items() if outcome.recorded} == {}
    assert differing == {name: set(columns) for name, columns in MAY_DIFFER.items()}
    assert lost == {name: columns for name, columns in TOLD.items() if columns}
    assert refused == {name: set(columns) for name, columns in REFUSED.items()}


def _endowed(folder: Path) -> KnowledgeBase:
    """Let the coordinator of a base hold every role that exports and imports tables."""
    base, other = KnowledgeBase.open(folder), new_id("person")
    act = base.begin()
    home = act.load(act.by.organisation or "")
    act.record(person.register(other, "Vera Sund", home, by=act.by, roles=("coordinator",)))
    act = KnowledgeBase.open(folder, acting_as=other).begin()
    act.record(person.revise(act.load(base.begin().by.person), by=act.by, roles=ROLES))
    return KnowledgeBase.open(folder)


def _brought(base: KnowledgeBase, folder: Path) -> dict[str, Outcome]:
    """Import every table, mended as the guide says.

    Chapters come once more after the quotes that they place, and stories after the themes that they tell of.
    """
    told = {name: _rows(folder / "out" / f"{name}.csv") for name in NAMES}
    # Where everybody belongs now, and whose every visit was.
    homes = {row["id"]: row.get("organisation") or row["host"] for row in told["people"] + told["visits"]}
    mended = {name: [{**row, **_mended(name, row, homes)} for row in rows] for name, rows in told.items()}
    found = {}
    for name, rows in mended.items():
        given = [{**row, "text": ""} for row in rows] if name == "chapters" else rows
        found[name] = _import(base, name, given, folder)
    for name in ("chapters", "stories"):
        found[name].refused = _import(base, name, mended[name], folder, revises=True).refused
    return found


def _mended(name: str, row: Row, homes: Mapping[str, str]) -> Row:
    """Say otherwise what is only done here, or by others."""
    match name, row.get("status", ""):
        case "visits", _:
            there = [one for one in parts(row["host_people"]) if homes[one] == row["host"]]
            titles = zip(parts(row["host_people"]), parts(row["host_people_titles"]), strict=True)
            named = [title for one, title in titles if one in there]
            return {"host_people": "; ".join(there), "host_people_titles": "; ".join(named)}
        case "reflections", "" if row["side"] == "host" and homes[row["person"]] != homes[row["about"]]:
            return {"about": "", "side": ""}
        case "reviews", "written":
            return {"status": "agreed", "outcome": "", "text": "", "review_by": ""}
        case "themes", "merged" | "split" | "retired":
            return {"status": "candidate"}
        case "publications", "frozen" | "published":
            return {"status": "open"}
        case "chapters", "reviewed" | "approved" | "frozen":
            return {"status": "drafted"}
        case "viewpoints", "signed":
            return {"status": ""}
        case "consents", _:
            return {"on_paper": "yes", "reason": "In the folder of the network."}
        case _:
            return {}


def _import(base: KnowledgeBase, name: str, rows: Sequence[Row], folder: Path, *, revises: bool = False) -> Outcome:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    kind = kind_of(name)
    again = KnowledgeBase.open(base.config.folder)
    return Import(again, ColumnMap(kind=kind), revises=revises).run(read_sheet(path, kind.body))


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _differing(folder: Path, source: str) -> dict[str, set[str]]:
    """Name the columns of each table in which a row that came in says something else than the first base did."""
    before = {name: _rows(folder / "out" / f"{name}.csv") for name in NAMES}
    ids = {row["id"]: _id_of(name, row["id"], source) for name, rows in before.items() for row in rows}
    found: dict[str, set[str]] = defaultdict(set)
    for name, rows in before.items():
        now = {row["id"]: row for row in _rows(folder / "back" / f"{name}.csv")}
        for row in (one for one in rows if ids[one["id"]] in now):
            found[name].update(_columns(row, now[ids[row["id"]]], ids))
    return {name: columns for name, columns in found.items() if columns}


def _columns(row: Row, now: Row, ids: Mapping[str, str]) -> Iterator[str]:
    for name in row.keys() - EVERYWHERE.keys():
        said = ID.sub(lambda found: ids.get(found[0], found[0]), row[name])
        # The order of those who were briefed is that of their ids.
        if sorted(parts(said)) != sorted(parts(now[name])):
            yield name.removesuffix("_titles").removesuffix("_title")


def _id_of(name: str, identity: str, source: str) -> str:
    subject = kind_of(name).subject
    return identity if subject == "questions" else stream_id(subject, source, name, identity)
