"""Views are rebuilt beside those that serve, by several processes, and by programs of several versions."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import sleep
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa

from epex.core.decision import Refused
from epex.core.theme import ThemeParked, ThemeProposed
from epex.projections import positions, rebuilding
from epex.projections.follow import Follower
from epex.projections.positions import POSITIONS
from epex.projections.projection import Projection
from epex.projections.rebuilding import Rebuilding
from epex.projections.runner import Views
from epex.projections.store import BUILDING
from epex.projections.table import Batch, Table
from tests.projections.bases import Base, digests
from tests.projections.society import tell

ONE = Table("labels", ("id",), {"id": str, "label": str})
TWO = Table("labels", ("id",), {"id": str, "labels": dict})
NOTES = Table("label_notes", ("id",), {"id": str})


def first() -> Projection:
    """Make the view of an older program: one label of each theme, and a table that was given up later."""
    projection = Projection("labels", version=1, tables=[ONE, NOTES])

    @projection.on(ThemeProposed)
    def proposed(rows: Batch, fact: Any, event: ThemeProposed) -> None:
        rows[ONE].put({"id": fact.stream, "label": event.labels.get("en", "")})
        rows[NOTES].put({"id": fact.stream})

    return projection


def second(table: Table = TWO) -> Projection:
    """Make the view of a newer program: all labels of each theme that was not parked."""
    projection = Projection("labels", version=2, tables=[table])

    @projection.on(ThemeProposed)
    def proposed(rows: Batch, fact: Any, event: ThemeProposed) -> None:
        rows[table].put({"id": fact.stream, "labels": event.labels})

    @projection.on(ThemeParked)
    def parked(rows: Batch, fact: Any, _event: ThemeParked) -> None:
        rows[table].remove(fact.stream)

    return projection


@pytest.fixture
def base(unseen: Base) -> Base:
    """Give a base with a story, and no views yet."""
    return unseen


@pytest.fixture(params=["sqlite", "postgres"])
def address(base: Base, request: pytest.FixtureRequest) -> str:
    """Give the place of the views, in both databases."""
    if request.param == "sqlite":
        return base.address
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def opened(base: Base, address: str) -> Iterator["Programs"]:
    """Open views as programs of several versions do."""
    programs = Programs(base, address)
    yield programs
    programs.close()


class Programs:
    """Programs of several versions, on the same base."""

    def __init__(self, base: Base, address: str) -> None:
        """Know where."""
        self.base, self.address = base, address
        self._opened: list[Views] = []

    def __call__(self, *plugins: Projection, upto: int | None = None, address: str = "") -> Views:
        """Start one more."""
        self.base.plugins = plugins
        views = self.base.opened(address or self.address, upto)
        self._opened.append(views)
        return views

    def close(self) -> None:
        """End them all."""
        for views in self._opened:
            views.close()


def work(views: Views, *names: str) -> Rebuilding:
    """Begin a rebuild by hand."""
    return views._rebuilding([views.projection(name) for name in names or views.names])


def replacing(views: Views, *names: str) -> Rebuilding:
    """Begin by hand to build anew what was made from another state of keys."""
    wanted = [views.projection(name) for name in names or views.names]
    return Rebuilding(views.store, views._log, wanted, views._state, views._upto, replaces=True)


def told(views: Views, name: str = "labels") -> dict[str, Any]:
    """Tell where a view stands."""
    return next(row for row in views.status() if row["name"] == name)


def ids(views: Views, table: Table = ONE) -> list[str]:
    """List what a view holds, as a program that asks."""
    views.catch_up(["labels"])
    return sorted(row["id"] for row in views.read(sa.select(views.table(table))))


def tables(views: Views) -> list[str]:
    """List the tables about labels."""
    return sorted(name for name in sa.inspect(views.store.engine).get_table_names() if "label" in name)


def fresh(opened: Programs, *plugins: Projection) -> list[Any]:
    """Hash what a rebuild elsewhere holds."""
    views = opened(*plugins, address=":memory:")
    views.rebuild()
    return digests(views)


def test_a_rebuild_that_was_broken_off_goes_on(base: Base, opened: Programs) -> None:
    work(opened(upto=5)).build()

    views = opened()
    answer = views.rebuild()

    assert (answer["events"], answer["views"]) == (base.log.head() - 5, fresh(opened))
    assert tables(views) == []


def test_a_view_that_counts_by_year_is_the_same_in_both_databases(base: Base, opened: Programs) -> None:
    table = Table("counts", ("year",), {"year": int, "count": int})
    counting = Projection("counts", version=1, tables=[table])

    @counting.on(ThemeProposed)
    def proposed(rows: Batch, _fact: Any, _event: ThemeProposed) -> None:
        before = rows[table].get(2016) or {"count": 0}
        rows[table].put({"year": 2016, "count": before["count"] + 1})

    views = opened(counting)
    views.rebuild(["counts"])
    base.record("theme-new", ThemeProposed(labels={"en": "New"}))

    assert views.rebuild(["counts"])["stopped"] == {}
    views.catch_up(["counts"])
    assert (told(views, "counts")["fault"], views.digest("counts")["rows"]) == ("", 1)


def test_a_rebuild_begins_anew_when_something_was_destroyed_since(base: Base, opened: Programs) -> None:
    work(opened(upto=5)).build()
    views = opened()
    views._destroyed = lambda: "1 key"

    assert views.rebuild()["events"] == base.log.head()


def test_a_rebuild_by_other_code_begins_anew(base: Base, opened: Programs, tmp_path: Path) -> None:
    file = tmp_path / "folds.py"
    file.write_text("def proposed(rows, fact, event): raise ValueError")
    work(opened(of_file(file), upto=5)).build()
    file.write_text("def proposed(rows, fact, event): rows[TABLE].put({'id': fact.stream, 'label': 'x'})")

    answers = [opened(of_file(file)).rebuild()["events"] for _ in range(2)]

    assert answers == [base.log.head()] * 2
    work(opened(of_file(file), upto=5)).build()
    assert opened(of_file(file)).rebuild()["events"] == base.log.head() - 5


def rivals(tmp_path: Path) -> tuple[Projection, Projection]:
    """Make a view as two programs of one version fold it."""
    found = []
    for label in ("one", "other"):
        file = tmp_path / f"folds_{label}.py"
        file.write_text(f"def proposed(rows, fact, event): rows[TABLE].put({{'id': fact.stream, 'label': '{label}'}})")
        found.append(of_file(file))
    return found[0], found[1]


def labels(views: Views) -> set[str]:
    """List what serves, as it is."""
    return {row["label"] for row in views.read(sa.select(views.table(ONE)))}


def test_a_build_that_another_program_began_anew_takes_nothing_of_this_one(opened: Programs, tmp_path: Path) -> None:
    one, other = rivals(tmp_path)
    views = opened(one)
    broken = work(opened(one, upto=5), "labels")
    broken.build()
    work(opened(other, upto=5), "labels").build()

    read = Follower(views.store, views._log, BUILDING, None, broken._builds).follow([one])

    assert (read, told(views)["building"]["position"]) == (0, 5)


def test_a_build_that_another_program_began_anew_is_left_to_it(opened: Programs, tmp_path: Path) -> None:
    one, other = rivals(tmp_path)
    views = opened(one)
    views.rebuild(["labels"])
    building = views._rebuilding([one], yields=True)
    building.build()
    rival = work(opened(other), "labels")
    opened_elsewhere = work(opened(other, upto=5), "labels")
    opened_elsewhere.build()

    left = building.serve()

    assert (left, building.yielded, labels(views), [*building.compared()]) == (True, ["labels"], {"one"}, [])
    rival.build()
    assert (rival.serve(), labels(views)) == (True, {"other"})


def test_a_rebuild_says_what_it_left_to_another_program(
    opened: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = rivals(tmp_path)
    views = opened(one)
    views.rebuild(["labels"])
    compared = Rebuilding.compared

    def beside(work_of_one: Rebuilding) -> Any:
        work(opened(other, upto=5), "labels").build()
        return compared(work_of_one)

    monkeypatch.setattr(Rebuilding, "compared", beside)

    answer = views.rebuild(["labels"])

    assert (answer["left"], answer["stopped"]) == (["labels"], {})
    assert labels(views) == {"one"}


def test_what_was_destroyed_is_gone_whoever_builds_meanwhile(opened: Programs, tmp_path: Path) -> None:
    one, other = rivals(tmp_path)
    views = opened(one)
    building = replacing(views, "labels")
    building.build()
    work(opened(other, upto=5), "labels").build()

    served = [building.serve(stopped_too=True)]
    building.build()
    served.append(building.serve(stopped_too=True))

    assert (served, labels(views)) == ([False, True], {"one"})


def of_file(file: Path) -> Projection:
    """Make the projection of a plugin whose folds a file holds."""
    module = ModuleType(file.stem)
    module.__file__ = str(file)
    vars(module)["TABLE"] = ONE
    exec(compile(file.read_text(), file, "exec"), vars(module))  # noqa: S102 - the test wrote it
    sys.modules[file.stem] = module
    projection = Projection("labels", version=1, tables=[ONE])
    projection.on(ThemeProposed)(module.proposed)
    return projection


def test_a_rebuild_of_another_log_begins_anew(base: Base, opened: Programs, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Base(tmp_path / "other", opened.address)
    tell(other)
    work(other.views).build()
    other.close()

    assert opened().rebuild()["events"] == base.log.head()


def test_a_rebuild_that_lost_a_table_begins_anew(base: Base, opened: Programs) -> None:
    views = opened()
    work(views).build()
    with views.store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE view_themes__building")

    assert views.rebuild()["views"] == fresh(opened)
    assert base.log.head() == told(views, "themes")["position"]


def test_a_rebuild_of_an_older_version_begins_anew(base: Base, opened: Programs) -> None:
    work(opened(first(), upto=5), "labels").build()
    views = opened(second())

    answer = views.rebuild(["labels"])

    assert (answer["events"], tables(views)) == (base.log.head(), ["view_labels"])


def test_a_rebuild_tells_what_is_the_same_and_what_is_not(opened: Programs) -> None:
    views = opened()
    views.create()
    first = views.rebuild(["people"])
    views.catch_up(["themes", "evidence", "timeline"])
    before = {name: views.digest(name)["digest"] for name in ("themes", "timeline")}
    with views.store.writing() as connection:
        connection.exec_driver_sql("UPDATE view_timeline SET actor = 'somebody'")
    tampered = views.digest("timeline")["digest"]

    answer = views.rebuild(["themes", "timeline"])

    after = {view["name"]: view["digest"] for view in answer["views"]}
    assert first["before"] | answer["before"] == {"people": None, "themes": before["themes"], "timeline": tampered}
    assert (after["themes"], after["timeline"]) == (before["themes"], before["timeline"])


def test_what_serves_is_compared_where_the_rebuild_ends(base: Base, opened: Programs) -> None:
    views = opened()
    views.create()
    views.catch_up(["themes"])
    base.record("theme-new", ThemeProposed(labels={"en": "New"}))

    answer = views.rebuild(["themes"])

    assert answer["before"] == {"themes": answer["views"][0]["digest"]}


def test_another_version_is_not_compared(opened: Programs) -> None:
    opened(first()).create()
    opened(first()).catch_up(["labels"])

    assert opened(second()).rebuild(["labels"])["before"] == {"labels": None}


def test_an_unknown_view_is_refused(opened: Programs) -> None:
    with pytest.raises(Refused, match="'thmes' is not a known view; choose one of: board, "):
        opened().rebuild(["thmes"])


def test_an_older_program_goes_on_while_a_newer_one_builds(base: Base, opened: Programs) -> None:
    old = opened(first())
    old.create()
    before = ids(old)
    building = work(opened(second()), "labels")
    building.build()
    base.record("theme-new", ThemeProposed(labels={"en": "New"}))

    during = ids(old)

    assert during == sorted([*before, "theme-new"])
    assert (told(old)["version"], told(old)["building"]["version"]) == (1, 2)


def test_an_older_program_says_that_it_is_older_once_the_newer_one_is_done(opened: Programs) -> None:
    old = opened(first())
    old.create()
    ids(old)
    new = opened(second())
    new.rebuild(["labels"])

    for _ in range(2):
        with pytest.raises(Refused, match=r"^This program is older than the views \('labels' is of .+\.$"):
            ids(old)

    assert (ids(new, TWO), told(new)["version"]) == (["theme-tea", "theme-trust"], 2)
    assert len(old.read(sa.select(sa.text("1")))) == 1


def test_an_older_program_that_asks_what_is_no_more_throws_nothing_away(opened: Programs) -> None:
    old = opened(first())
    old.create()
    old.catch_up(["labels"])
    new = opened(second())
    new.rebuild(["labels"])

    with pytest.raises(Refused, match="older than the views"):
        old.read(sa.select(old.table(ONE)))

    assert ids(new, TWO) == ["theme-tea", "theme-trust"]


@pytest.mark.parametrize("act", [Views.create, Views.renew, lambda views: views.heed(lambda: "1 key")])
def test_an_older_program_replaces_nothing_by_itself(opened: Programs, act: Any) -> None:
    opened(second()).rebuild()
    old = opened(first())

    with pytest.raises(Refused, match="older than the views"):
        act(old)

    assert told(old)["version"] == 2


def test_an_older_program_goes_back_when_it_is_told_to(opened: Programs) -> None:
    opened(second()).rebuild(["labels"])
    old = opened(first())

    old.rebuild(["labels"])

    assert (ids(old), told(old)["version"], tables(old)) == (
        ["theme-tea", "theme-trust"],
        1,
        ["view_label_notes", "view_labels"],
    )


def test_an_older_program_does_not_replace_what_became_newer_while_it_built(opened: Programs) -> None:
    old = opened(first())
    old.create()
    building = work(old, "labels")
    building.build()
    opened(second()).rebuild(["labels"])

    with pytest.raises(Refused, match="older than the views"):
        building.serve()

    assert told(old)["version"] == 2


def test_a_newer_program_takes_over_what_an_older_one_builds(base: Base, opened: Programs) -> None:
    old, new = work(opened(first()), "labels"), work(opened(second()), "labels")
    old.build()
    new.build()

    served = new.serve()

    with pytest.raises(Refused, match="older than the views"):
        old.serve()
    assert (served, told(opened(second()))["position"]) == (True, base.log.head())


def test_what_an_older_program_took_over_is_begun_anew(opened: Programs) -> None:
    new, old = opened(second()), opened(first())
    building = work(new, "labels")
    building.build()
    work(old, "labels").build()

    served = [building.serve()]
    building.build()
    served.append(building.serve())

    assert (served, ids(new, TWO)) == ([False, True], ["theme-tea", "theme-trust"])


def test_the_tables_that_a_view_gave_up_go_with_its_older_version(opened: Programs) -> None:
    old = opened(first())
    old.create()
    old.catch_up(["labels"])
    before = tables(old)

    opened(second()).create()

    assert (before, tables(old)) == (["view_label_notes", "view_labels"], ["view_labels"])


def test_a_question_brings_an_older_view_up_to_date_beside_what_serves(base: Base, opened: Programs) -> None:
    old = opened(first())
    old.create()
    old.catch_up(["labels", "themes"])
    new = opened(second())
    if new.store.is_shared:
        with pytest.raises(Refused, match="'epex views rebuild'"):
            ids(new, TWO)
        assert ids(old) == ["theme-tea", "theme-trust"]
        return

    found = ids(new, TWO)

    assert (found, told(new)["position"], tables(new)) == (
        ["theme-tea", "theme-trust"],
        base.log.head(),
        ["view_labels"],
    )


def broken() -> Projection:
    """Make the newer view with a fault."""
    projection = second()

    @projection.on(ThemeProposed)
    def proposed(rows: Batch, fact: Any, event: ThemeProposed) -> None:
        rows[TWO].put({"id": fact.stream, "labels": event.labels["none"]})

    return projection


def test_a_newer_view_that_stops_leaves_the_older_one_in_its_place(opened: Programs) -> None:
    old = opened(first())
    old.create()
    ids(old)

    answer = opened(broken()).rebuild(["labels"])

    assert list(answer["stopped"]) == ["labels"]
    assert (ids(old), told(old)["version"]) == (["theme-tea", "theme-trust"], 1)
    assert told(old)["building"]["fault"] == answer["stopped"]["labels"]


def test_a_question_for_a_newer_view_that_stops_is_refused(base: Base) -> None:
    opened = Programs(base, base.address)
    old, new = opened(first()), opened(broken())
    ids(old)

    with pytest.raises(
        Refused, match=r"stopped at event \d+ \(theme.proposed\): KeyError in .*\. An older version goes on serving"
    ):
        ids(new, TWO)

    assert [stand.name for stand in new.catch_up() if stand.fault] == ["labels__building"]
    assert ids(old) == ["theme-tea", "theme-trust"]
    opened.close()


def test_a_newer_view_that_stopped_serves_once_it_is_mended(base: Base, opened: Programs) -> None:
    opened(first()).create()
    ids(opened(first()))
    opened(broken()).rebuild(["labels"])
    mended = opened(second())

    answer = mended.rebuild(["labels"])

    assert (answer["stopped"], told(mended)["version"], answer["events"] < base.log.head()) == ({}, 2, True)


def test_a_view_that_stops_is_shown_as_far_as_it_came_where_nothing_better_serves(opened: Programs) -> None:
    views = opened(broken())

    answer = views.rebuild(["labels"])

    assert (told(views)["fault"], told(views)["building"]) == (answer["stopped"]["labels"], None)


def test_who_comes_too_late_to_serve_sees_it_done(base: Base, opened: Programs) -> None:
    one, other = work(opened(), "themes"), work(opened(), "themes")
    read = one.build() + other.build()

    served = [one.serve(), other.serve()]

    assert (read, served) == (base.log.head(), [True, True])


def test_a_build_that_was_thrown_away_is_begun_anew(opened: Programs) -> None:
    views = opened()
    building = work(views, "themes")
    building.build()
    with views.store.changing() as connection:
        positions.forget(connection, "themes" + BUILDING)

    served = [building.serve()]
    building.build()
    served.append(building.serve())

    assert served == [False, True]


def test_what_follows_goes_not_on_with_what_it_knew_of_replaced_tables(base: Base, opened: Programs) -> None:
    views, names = opened(), ("themes", "evidence")
    views.create()
    projections = [views.projection(name) for name in names]
    follower = Follower(views.store, base.log)
    follower.follow(projections)
    known = follower._stands({projection.name: projection for projection in projections})
    base.record("theme-trust", ThemeParked(rationale="Later"))
    building = work(opened(upto=base.log.head() - 1), *names)
    building.build()
    building.serve()

    with views.store.writing() as connection:
        moved = [positions.move(connection, stand, stand.at(stand.position + 1)) for stand in known.values()]

    assert moved == [False, False]


def test_a_reader_is_not_ended_by_those_who_replace_what_it_reads(base: Base, postgres_url: str) -> None:
    views = base.opened(postgres_url)
    views.rebuild()
    building = work(views, "themes")
    building.build()
    with views.store.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM view_themes")
        served: list[bool] = []
        switching = threading.Thread(target=lambda: served.append(building.serve()))
        switching.start()
        sleep(1.5)
        still = reader.exec_driver_sql("SELECT count(*) FROM view_themes").scalar()
    switching.join()

    assert (still, served) == (2, [True])
    views.close()


def test_readers_that_leave_no_moment_are_told_of(
    base: Base, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "TRIES", 1)
    views = base.opened(postgres_url)
    views.rebuild()
    building = work(views, "themes")
    building.build()

    with views.store.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM view_themes")
        with pytest.raises(Refused, match="run 'epex views rebuild'"):
            building.serve()

    assert building.serve()
    views.close()


def aged(views: Views) -> None:
    """Make the list of positions as it was before it knew builds."""
    with views.store.writing() as connection:
        for name in positions.LATER:
            connection.exec_driver_sql(f"ALTER TABLE {POSITIONS.name} DROP COLUMN {name}")


def test_an_older_list_of_positions_is_extended(opened: Programs) -> None:
    views = opened()
    views.rebuild()
    before = digests(views)
    aged(views)

    later = opened()
    if later.store.is_shared:
        with pytest.raises(Refused, match="'epex views rebuild'"):
            later.catch_up()
        later.rebuild()

    later.catch_up()
    assert digests(later) == before


def test_what_was_destroyed_is_heeded_with_an_older_list_of_positions(base: Base) -> None:
    base.views.heed(base.log.vault.destroyed)
    base.views.catch_up()
    aged(base.views)
    base.views.close()
    base.log.vault.destroy("person-bea", "reflection-guest")

    views = base.opened()
    views.heed(base.log.vault.destroyed)
    views.catch_up()

    assert digests(views) == fresh(Programs(base, ":memory:"))
    views.close()


COUNTED = """
import os, sys
from pathlib import Path
from epex.core.theme import ThemeProposed
from epex.projections import follow
from epex.projections.projection import Projection
from tests.projections.bases import Base
from tests.projections.test_rebuilding import TWO
follow.BATCH = 7
projection = Projection("labels", version=2, tables=[TWO])
heard = os.open(sys.argv[3], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

@projection.on_every
def every(rows, fact, event):
    os.write(heard, b"%d\\n" % fact.position)
    if isinstance(event, ThemeProposed):
        rows[TWO].put({"id": fact.stream, "labels": event.labels})

base = Base(Path(sys.argv[1]), sys.argv[2], [projection])
base.views.heed(lambda: "0")
begun = base.views._rebuilding([base.views.projection("labels")])
begun.build()
print(begun.serve())
base.close()
"""


def run(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a process."""
    command = [sys.executable, "-W", "error", "-c", script, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)


def ended(processes: Sequence["subprocess.Popen[str]"]) -> list[tuple[str, str]]:
    """Wait for processes, and give what they said."""
    return [process.communicate(timeout=60) for process in processes]


@pytest.mark.slow
def test_processes_that_rebuild_at_once_share_the_work(base: Base, opened: Programs, tmp_path: Path) -> None:
    old = opened(first())
    old.create()
    ids(old)
    new = opened(second())
    heard = tmp_path / "heard"

    said = ended([run(COUNTED, str(base.folder), opened.address, str(heard)) for _ in range(3)])

    assert [errors for _, errors in said] == ["", "", ""]
    positions_heard = [int(line) for line in heard.read_text().split()]
    rounds, left = divmod(len(positions_heard), base.log.head())
    assert (left, sorted(positions_heard)) == (0, sorted([*range(1, base.log.head() + 1)] * rounds))
    assert ids(new, TWO) == ["theme-tea", "theme-trust"]


ASKING = """
import sys, time
from pathlib import Path
from epex.core.decision import Refused
from tests.projections.bases import Base
from tests.projections.test_rebuilding import first, ids
base = Base(Path(sys.argv[1]), sys.argv[2], [first()])
base.views.create()
base.views.catch_up(["labels"])
print("ready", flush=True)
while True:
    try:
        found = ids(base.views)
    except Refused as refused:
        print(refused, flush=True)
        break
    if len(found) < 2:
        print("holes", found, flush=True)
base.close()
"""


@pytest.mark.slow
def test_a_process_of_an_older_version_answers_until_the_newer_one_is_done(base: Base, opened: Programs) -> None:
    asking = run(ASKING, str(base.folder), opened.address)
    assert asking.stdout is not None
    ready = asking.stdout.readline()
    new = opened(second())

    building = work(new, "labels")
    for _ in range(3):
        building.build()
        base.record("theme-trust", ThemeProposed(labels={"en": "Trust"}))
    building.serve()
    said, errors = asking.communicate(timeout=60)

    assert (ready, errors) == ("ready\n", "")
    assert said.startswith("This program is older than the views ('labels' is of version 2, and it makes 1); ")
    assert (said.count("\n"), ids(new, TWO)) == (1, ["theme-tea", "theme-trust"])
