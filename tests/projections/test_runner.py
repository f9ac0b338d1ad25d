"""Views come and go as the log demands: made, caught up, rebuilt, thrown away."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from epex.core.decision import Refused
from epex.core.log.envelope import Fact
from epex.core.theme import ThemeParked, ThemeProposed
from epex.projections.projection import Projection
from epex.projections.runner import Views
from epex.projections.table import Batch, Table
from epex.projections.themes import THEMES_TABLE
from tests.projections.bases import Base, digests
from tests.projections.society import settle, tell

LABELS = Table("labels", ("id",), {"id": str, "labels": dict})


@pytest.fixture
def base(unseen: Base) -> Base:
    """Give a base with a story, and no views yet."""
    return unseen


def labels(version: int = 1) -> Projection:
    """Make a plugin's projection that cannot take a theme without a label."""
    projection = Projection("labels", version=version, tables=[LABELS])

    @projection.on(ThemeProposed)
    def proposed(rows: Batch, fact: Fact, event: ThemeProposed) -> None:
        rows[LABELS].put({"id": fact.stream, "labels": {"en": event.labels["en"]}})

    return projection


# Where its function fails, as a stopped view tells it.
FAILS = f"proposed, test_runner.py, line {labels.__code__.co_firstlineno + 6}"


def stood(views: Views, name: str) -> dict[str, Any]:
    """Tell where a view stands."""
    return next(stand for stand in views.status() if stand["name"] == name)


def ids(views: Views) -> list[str]:
    """List the themes that a view holds."""
    return sorted(row["id"] for row in views.read(sa.select(views.table(THEMES_TABLE).c.id)))


def test_views_are_made_on_demand_for_their_owner_alone(base: Base) -> None:
    base.views.catch_up(["themes"])

    path = Path(base.address)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_views_keep_the_pragmas_of_a_disposable_database(base: Base) -> None:
    with base.views.store.engine.connect() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete")
        ]

    assert settings == ["wal", 1, 1]


def test_the_first_question_builds_every_view_in_one_pass(base: Base) -> None:
    base.views.catch_up(["themes"])

    assert {stand["position"] for stand in base.views.status()} == {base.log.head()}


def test_catch_up_follows_only_what_is_read(base: Base) -> None:
    base.views.catch_up(["themes"])
    position = base.record("theme-new", ThemeProposed(labels={"en": "New"}))

    base.views.catch_up(["themes"])

    assert [stand["name"] for stand in base.views.status() if stand["position"] == position] == ["themes"]


def test_a_view_that_is_missing_brings_no_other_along_that_is_there(base: Base) -> None:
    base.views.catch_up()
    with base.views.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM view_positions WHERE name IN ('themes', 'quotes')")
        connection.exec_driver_sql("DROP TABLE view_themes")
    position = base.record("theme-new", ThemeProposed(labels={"en": "New"}))

    base.views.catch_up(["themes"])

    there = [stand["name"] for stand in base.views.status() if stand["position"] == position]
    assert there == ["themes", "quotes"]


def test_status_tells_how_far_a_view_is_behind(base: Base) -> None:
    base.views.catch_up(["themes"])
    position = base.record("theme-new", ThemeProposed(labels={"en": "New"}))

    told = stood(base.views, "themes")

    assert {name: told[name] for name in ("version", "makes", "position", "head", "behind", "building", "fault")} == {
        "version": base.views.projection("themes").version,
        "makes": base.views.projection("themes").version,
        "position": position - 1,
        "head": position,
        "behind": 1,
        "building": None,
        "fault": "",
    }


def test_catch_up_reads_on_from_where_it_stood(base: Base) -> None:
    base.views.catch_up(["themes"])
    position = base.record("theme-new", ThemeProposed(labels={"en": "New"}))

    base.views.catch_up(["themes"])

    assert (stood(base.views, "themes")["position"], ids(base.views)) == (
        position,
        ["theme-new", "theme-tea", "theme-trust"],
    )


@pytest.mark.slow
def test_a_view_that_lags_behind_joins_the_others_in_one_pass(base: Base) -> None:
    base.views.catch_up(["themes"])
    base.record("theme-new", ThemeProposed(labels={"en": "New"}))
    names = ["themes", "evidence", "timeline"]

    base.views.catch_up(names)

    assert [base.views.digest(name) for name in names] == [rebuilt(base).digest(name) for name in names]


def rebuilt(base: Base) -> Views:
    """Build every view anew elsewhere."""
    views = base.opened(":memory:")
    views.rebuild()
    return views


def test_the_views_stop_at_a_position_that_is_given(base: Base) -> None:
    position = base.record("theme-new", ThemeProposed(labels={"en": "New"}))
    past = base.opened(":memory:", upto=position - 1)

    past.catch_up(["themes"])

    assert (stood(past, "themes")["position"], ids(past)) == (position - 1, ["theme-tea", "theme-trust"])


def test_rebuild_tells_what_it_did(base: Base) -> None:
    told = base.views.rebuild()

    assert (told["events"], [view["name"] for view in told["views"]]) == (base.log.head(), list(base.views.names))
    assert told["views"] == digests(base.views)


@pytest.mark.slow
def test_rebuild_works_when_the_views_are_gone(base: Base) -> None:
    before = base.views.rebuild()["views"]
    base.views.close()
    Path(base.address).unlink()
    Path(base.address).parent.rmdir()

    assert base.opened().rebuild()["views"] == before


@pytest.mark.slow
def test_rebuild_leaves_no_second_set_of_tables(base: Base) -> None:
    base.views.rebuild()
    base.views.rebuild()

    assert [name for name in sa.inspect(base.views.store.engine).get_table_names() if "building" in name] == []


@pytest.mark.slow
def test_rebuild_repairs_a_row_that_was_tampered_with(base: Base) -> None:
    before = base.views.rebuild()["views"]
    with base.views.store.writing() as connection:
        connection.exec_driver_sql("UPDATE view_themes SET status = 'retired'")

    tampered = digests(base.views)
    after = base.views.rebuild()["views"]

    assert (tampered == before, after == before) == (False, True)


def test_rebuild_makes_the_indexes_of_its_tables(base: Base) -> None:
    base.views.rebuild()

    found = sa.inspect(base.views.store.engine).get_indexes("view_timeline")
    assert sorted(index["name"] or "" for index in found) == ["view_timeline_by_event_id", "view_timeline_by_stream_id"]


@pytest.mark.slow
def test_rebuild_leaves_nothing_of_the_old_rows_in_the_files(base: Base) -> None:
    base.views.rebuild()
    with base.views.store.writing() as connection:
        connection.exec_driver_sql("UPDATE view_themes SET scope_note = 'MARMALADE'")

    base.views.rebuild()

    assert [path.name for path in Path(base.address).parent.iterdir() if b"MARMALADE" in path.read_bytes()] == []


def scribble(path: Path) -> None:
    """Overwrite the beginning of the file."""
    path.write_bytes(b"This is no database at all. " * 200)


def truncate(path: Path) -> None:
    """Cut the file short."""
    os.truncate(path, 5000)


def swap(path: Path) -> None:
    """Put somebody else's database in its place."""
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (id TEXT)")
    connection.commit()
    connection.close()


def behead(path: Path) -> None:
    """Take a table away."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE view_themes")
    connection.commit()
    connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("damage", [scribble, truncate, swap, behead, Path.unlink])
def test_damaged_or_foreign_views_are_made_anew(base: Base, damage: Callable[[Path], None]) -> None:
    before = base.views.rebuild()["views"]
    base.views.close()
    damage(Path(base.address))

    views = base.opened()
    views.catch_up()
    ids(views)

    assert (ids(views), digests(views)) == (["theme-tea", "theme-trust"], before)
    views.close()


@pytest.mark.slow
def test_views_that_are_damaged_while_they_are_open_are_made_anew(base: Base) -> None:
    base.views.catch_up()
    base.views.close()
    behead(Path(base.address))

    assert ids(base.views) == ["theme-tea", "theme-trust"]


def test_views_of_another_log_are_made_anew(base: Base, tmp_path: Path) -> None:
    base.views.catch_up()
    (tmp_path / "other").mkdir()
    other = Base(tmp_path / "other", base.address)
    settle(other)
    other.record("theme-other", *[ThemeProposed(labels={"en": "Other"})] * base.log.head())

    other.views.catch_up(["themes"])

    assert (ids(other.views), stood(other.views, "timeline")["position"]) == (["theme-other"], other.log.head())
    other.close()


def test_views_ahead_of_a_restored_log_are_made_anew(base: Base, tmp_path: Path) -> None:
    base.record("theme-late", ThemeProposed(labels={"en": "Late"}))
    base.views.catch_up(["themes"])
    (tmp_path / "other").mkdir()
    restored = Base(tmp_path / "other", base.address)
    restored.record("theme-early", ThemeProposed(labels={"en": "Early"}))

    restored.views.catch_up(["themes"])

    assert ids(restored.views) == ["theme-early"]
    restored.close()


def test_an_unwritable_place_is_refused_with_what_to_do(base: Base, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(Refused, match="make the folder writable"):
        base.opened(str(tmp_path / "file" / "views.db"))


def test_a_new_version_of_a_view_is_built_from_the_beginning(base: Base) -> None:
    base.plugins = [labels(1)]
    base.opened().catch_up(["labels"])
    base.plugins = [labels(2)]

    views = base.opened()
    views.catch_up(["labels"])

    assert (stood(views, "labels")["version"], views.digest("labels")["rows"]) == (2, 2)


def test_a_failing_view_is_parked_alone_before_the_event(base: Base) -> None:
    base.plugins = [labels()]
    position = base.record("theme-german", ThemeProposed(labels={"de": "Geheim"}))
    base.record("theme-english", ThemeProposed(labels={"en": "Known"}))
    views = base.opened()

    stopped = views.catch_up()

    fault = f"The view 'labels' stopped at event {position} (theme.proposed): KeyError in {FAILS}."
    assert [(stand.name, stand.fault) for stand in stopped] == [("labels", fault)]
    assert (views.digest("labels")["rows"], stood(views, "themes")["position"]) == (2, base.log.head())


def test_a_parked_view_goes_on_after_it_was_mended(base: Base) -> None:
    base.plugins = [labels()]
    base.record("theme-german", ThemeProposed(labels={"de": "Geheim"}))
    base.opened().catch_up(["labels"])
    mended = Projection("labels", version=1, tables=[LABELS])
    base.plugins = [mended]

    views = base.opened()
    stopped = views.catch_up(["labels"])

    assert (stopped, stood(views, "labels")["fault"], stood(views, "labels")["position"]) == ([], "", base.log.head())


def test_a_parked_view_is_told_once_and_costs_the_others_nothing(base: Base, caplog: pytest.LogCaptureFixture) -> None:
    base.plugins = [labels()]
    position = base.record("theme-german", ThemeProposed(labels={"de": "Geheim"}))
    views = base.opened()

    stopped = [views.catch_up(["labels", "themes"]) for _ in range(2)]

    fault = f"The view 'labels' stopped at event {position} (theme.proposed): KeyError in {FAILS}."
    assert [[stand.fault for stand in each] for each in stopped] == [[fault], [fault]]
    assert [record.getMessage() for record in caplog.records] == [
        f"{fault} What it shows ends there; see 'epex views status'."
    ]


def test_a_view_that_writes_what_no_column_takes_is_parked_alone(base: Base) -> None:
    wrong = Projection("labels", version=1, tables=[LABELS])

    @wrong.on(ThemeParked)
    def parked(rows: Batch, _fact: Fact, event: ThemeParked) -> None:
        rows[LABELS].put({"id": event, "labels": {}})

    base.plugins = [wrong]
    base.record("theme-trust", ThemeProposed(labels={}))
    position = base.record("theme-trust", ThemeParked(rationale="Later"))
    base.record("theme-trust", ThemeProposed(labels={}), ThemeProposed(labels={}))
    views = base.opened()

    stopped = views.catch_up(["labels", "themes"])

    stands = [(stand.name, stand.position, stand.fault.partition(":")[0]) for stand in stopped]
    assert stands == [("labels", position - 1, f"The view 'labels' stopped at event {position} (theme.parked)")]
    assert stood(views, "themes")["position"] == base.log.head()


def test_status_counts_what_was_skipped(base: Base) -> None:
    base.views.catch_up(["themes", "timeline"])
    base.record("theme-x", ThemeProposed(labels={"en": "X"}))
    with base.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET type = 'tea.poured' WHERE stream_id = 'theme-x'")

    base.views.catch_up(["themes", "timeline"])

    assert [stood(base.views, name)["skipped"] for name in ("themes", "timeline")] == [1, 0]


def test_a_shared_database_needs_its_tables_first(empty: Base, postgres_url: str) -> None:
    views = empty.opened(postgres_url)

    with pytest.raises(Refused, match="'epex views rebuild'"):
        views.catch_up(["themes"])
    views.close()


def test_create_makes_the_tables_of_a_shared_database(base: Base, postgres_url: str) -> None:
    views = base.opened(postgres_url)

    views.create()
    views.create()
    views.catch_up()

    assert digests(views) == digests(rebuilt(base))
    views.close()


def test_views_of_another_log_in_a_shared_database_are_refused(base: Base, postgres_url: str, tmp_path: Path) -> None:
    first = base.opened(postgres_url)
    first.rebuild()
    (tmp_path / "other").mkdir()
    other = Base(tmp_path / "other", postgres_url)
    tell(other)

    with pytest.raises(Refused, match="'epex views rebuild'"):
        other.views.catch_up()
    first.close()
    other.close()


def test_a_lost_table_in_a_shared_database_is_refused(base: Base, postgres_url: str) -> None:
    views = base.opened(postgres_url)
    views.rebuild()
    with views.store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE view_themes")

    with pytest.raises(Refused, match="'epex views rebuild'"):
        ids(views)
    views.close()


FOLLOW = """
import sys
from pathlib import Path
from tests.projections.bases import Base
base = Base(Path(sys.argv[1]), sys.argv[2])
base.views.catch_up()
base.close()
"""


@pytest.mark.slow
@pytest.mark.parametrize("place", ["sqlite", "postgres"])
def test_several_processes_apply_every_event_once(base: Base, place: str, request: pytest.FixtureRequest) -> None:
    address = base.address if place == "sqlite" else request.getfixturevalue("postgres_url")
    if place == "postgres":
        base.opened(address).create()
    command = [sys.executable, "-W", "error", "-c", FOLLOW, str(base.folder), address]

    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    errors = [process.communicate()[1] for process in running]

    assert errors == [""] * 4
    assert digests(base.opened(address)) == digests(rebuilt(base))


@pytest.mark.slow
def test_two_followers_in_turn_apply_every_event_once(base: Base) -> None:
    first, second = base.opened(), base.opened()
    first.catch_up(["themes"])
    for number in range(3):
        base.record(f"theme-{number}", ThemeProposed(labels={"en": "New"}))
        second.catch_up(["themes", "evidence"])
        first.catch_up(["evidence", "themes"])

    assert [first.digest(name) for name in ("themes", "evidence")] == [
        rebuilt(base).digest(name) for name in ("themes", "evidence")
    ]


def test_a_text_that_postgresql_cannot_keep_does_not_stop_the_view(base: Base, postgres_url: str) -> None:
    base.record("theme-nul", ThemeProposed(labels={"en": "N\0UL"}, scope_note="N\0UL"))
    shared = base.opened(postgres_url)
    shared.rebuild()

    assert digests(shared) == digests(rebuilt(base))
    shared.close()


READ = """
import sys
from pathlib import Path
from tests.projections.bases import ANNA, Base
base = Base(Path(sys.argv[1]))
print([row["id"] for row in base.queries(ANNA).listing("theme")])
heavy = {"eventsourcing", "whoosh", "click", "pluggy", "sqlalchemy.orm", "psycopg"}
print(sorted(heavy & set(sys.modules)))
base.close()
"""


@pytest.mark.slow
def test_reading_imports_nothing_heavy(base: Base) -> None:
    base.views.catch_up()

    command = [sys.executable, "-c", READ, str(base.folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    assert told == ["['theme-trust', 'theme-tea']", "[]"]


def words_in(base: Base, words: str) -> list[str]:
    """List the files of the views that hold some words in plain bytes."""
    folder = Path(base.address).parent
    return sorted(path.name for path in folder.iterdir() if words.encode() in path.read_bytes())


@pytest.mark.slow
def test_renewed_views_hold_the_same_in_the_emptied_file(base: Base) -> None:
    base.views.catch_up()
    file = Path(base.address)
    before = (digests(base.views), file.stat().st_ino)

    base.views.renew()

    assert (digests(base.views), file.stat().st_ino) == before


@pytest.mark.slow
@pytest.mark.parametrize("watched", [False, True])
def test_renewed_views_keep_no_byte_of_what_was_erased(base: Base, *, watched: bool) -> None:
    other = base.opened()
    base.views.catch_up()
    if watched:
        assert len(ids(other)) == 2
    base.log.vault.destroy("person-bea", "reflection-guest")

    base.views.renew()

    other.close()
    base.views.close()
    assert (words_in(base, "Nobody mentioned risk"), words_in(base, "A week in the north")) == ([], ["views.db"])


def test_views_in_memory_are_renewed_too(base: Base) -> None:
    views = base.opened(":memory:")
    views.catch_up()
    before = digests(views)

    views.renew()

    assert digests(views) == before


@pytest.mark.slow
def test_damaged_views_are_renewed(base: Base) -> None:
    base.views.catch_up()
    before = digests(base.views)
    base.views.close()
    Path(base.address).write_bytes(b"no database" * 1000)

    base.views.renew()

    assert digests(base.views) == before


def test_renewed_views_on_a_server_hold_the_same(base: Base, postgres_url: str) -> None:
    shared = base.opened(postgres_url)
    shared.create()
    shared.catch_up()
    before = digests(shared)

    shared.renew()

    assert digests(shared) == before
    shared.close()


def test_tables_with_indexes_are_made_again_by_the_same_program(base: Base) -> None:
    store, tables = base.views.store, base.views.projection("themes").tables

    with store.changing() as connection:
        for _ in range(3):
            store.create(connection, tables)
            store.index(connection, tables)
        found = [index["name"] for index in sa.inspect(connection).get_indexes("view_decisions")]

    assert found == ["view_decisions_by_forum"]
