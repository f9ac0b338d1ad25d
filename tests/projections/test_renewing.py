"""Views are built anew when keys were destroyed: once, however many processes see to it, and none of it from before."""

import os
import signal
import threading
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from subprocess import Popen
from time import monotonic, sleep

import pytest

from epex.core.theme import ThemeProposed
from epex.projections import positions, rebuilding
from epex.projections.projection import Projection
from epex.projections.rebuilding import DESTROYED
from epex.projections.runner import Views
from epex.projections.store import BUILDING
from tests.projections.bases import Base, digests
from tests.projections.test_rebuilding import (
    ONE,
    Programs,
    address,
    ended,
    first,
    fresh,
    ids,
    labels,
    opened,
    replacing,
    rivals,
    run,
    second,
    told,
    work,
)

__all__ = ["address", "opened"]
BEFORE, AFTER, AFTER_ALL = "1 key", "2 keys", "3 keys"


@pytest.fixture
def base(unseen: Base) -> Base:
    """Give a base with a story, and no views yet."""
    return unseen


def after(views: Views, state: str) -> Views:
    """Let views know what is destroyed."""
    views._destroyed = lambda: state
    return views


def noted(views: Views) -> str:
    """Say what is noted as destroyed."""
    there = views._stands().get(DESTROYED)
    return there.event_id if there else ""


def test_those_who_build_anew_share_a_build(base: Base, opened: Programs) -> None:
    after(opened(), BEFORE).rebuild()
    one, other = (replacing(after(opened(upto=upto), AFTER)) for upto in (5, None))

    read = [one.build(), other.build()]
    served = [other.serve(stopped_too=True), one.serve(stopped_too=True)]

    assert (read, served) == ([5, base.log.head() - 5], [True, True])


def test_a_build_from_before_keys_were_destroyed_is_not_joined(base: Base, opened: Programs) -> None:
    replacing(after(opened(upto=5), BEFORE)).build()
    views = after(opened(), AFTER)
    anew = replacing(views)

    assert (anew.build(), anew.serve(stopped_too=True)) == (base.log.head(), True)
    assert digests(views) == fresh(opened)


def test_who_began_before_more_was_destroyed_joins_those_who_began_after(base: Base, opened: Programs) -> None:
    states = [BEFORE]
    views = opened()
    views._destroyed = lambda: states[-1]
    late = replacing(views)
    late.build()
    states.append(AFTER)
    anew = replacing(after(opened(), AFTER))

    read = anew.build()
    served = [late.serve(stopped_too=True)]
    again = late.build()
    served.append(late.serve(stopped_too=True))

    assert (read, again, served) == (base.log.head(), 0, [False, True])


def test_what_was_thrown_away_leaves_nothing_of_before_in_its_place(base: Base, opened: Programs) -> None:
    after(opened(), BEFORE).rebuild()
    views = after(opened(), AFTER)
    anew = replacing(views, "themes")
    anew.build()
    with views.store.changing() as connection:
        positions.forget(connection, "themes" + BUILDING)

    served = [anew.serve(stopped_too=True)]

    assert (served, anew.build(), anew.serve(stopped_too=True)) == ([False], base.log.head(), True)


def test_what_serves_since_keys_were_destroyed_is_not_built_twice(opened: Programs) -> None:
    after(opened(), BEFORE).rebuild()
    one, views = replacing(after(opened(), AFTER)), after(opened(), AFTER)
    one.build()
    one.serve(stopped_too=True)

    other = replacing(views)

    assert (other.build(), other.serve(stopped_too=True)) == (0, True)
    views.renew()
    assert (noted(views), digests(views)) == (AFTER, fresh(opened))


def test_who_builds_anew_for_another_reason_joins_nobody(opened: Programs) -> None:
    views, other = opened(), opened()
    for one in (views, other):
        one.create()
        one.heed(lambda: AFTER)
    builds = [views._stands()["themes"].build]

    views.renew()
    builds.append(views._stands()["themes"].build)
    other.heed(lambda: AFTER_ALL)
    views._destroyed = lambda: AFTER_ALL
    builds.append(views._stands()["themes"].build)
    views.renew()
    builds.append(views._stands()["themes"].build)

    assert [before == after for before, after in pairwise(builds)] == [False, False, True]


def test_nothing_is_noted_that_was_destroyed_after_a_build_began(opened: Programs) -> None:
    states = [BEFORE]
    views = opened(destroying(states))
    views.create()
    views.heed(lambda: states[-1])
    other = opened()
    other.catch_up()
    seen = [noted(other)]

    states.append(AFTER)
    views.renew()
    seen.append(noted(other))
    views.renew()

    assert [*seen, noted(other)] == [BEFORE, BEFORE, AFTER_ALL]


def destroying(states: list[str]) -> Projection:
    """Make a view while which is built a key is destroyed."""
    projection = Projection("labels", version=1, tables=[ONE])

    @projection.on(ThemeProposed)
    def proposed(_rows: object, _fact: object, _event: ThemeProposed) -> None:
        if states[-1] == AFTER:
            states.append(AFTER_ALL)

    return projection


def test_who_begins_anew_waits_for_those_who_follow(base: Base, postgres_url: str) -> None:
    views = after(base.opened(postgres_url), BEFORE)
    names = ("themes", "evidence")
    building = work(views, *names)
    building.build()
    anew = replacing(after(base.opened(postgres_url), AFTER), *names)
    read: list[int] = []
    beginning = threading.Thread(target=lambda: read.append(anew.build()))
    with views.store.writing() as follower:
        for number, (name, table) in enumerate((("evidence", "links"), ("themes", "themes"))):
            positions.hold(follower, [name + BUILDING])
            follower.exec_driver_sql(f"DELETE FROM view_{table}{BUILDING}")
            if not number:
                beginning.start()
                sleep(2)
    beginning.join()

    assert read == [base.log.head()]
    views.close()
    anew._store.engine.dispose()


def test_who_lost_a_build_to_other_code_waits_for_it(
    opened: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "PATIENCE", 60)
    one, other = rivals(tmp_path)
    views = opened(one)
    lost = replacing(after(views, AFTER), "labels")
    lost.build()
    rival = replacing(after(opened(other), AFTER), "labels")
    rival.build()
    served = [lost.serve(stopped_too=True)]

    going_on = threading.Timer(1, lambda: rival.serve(stopped_too=True))
    going_on.start()
    lost.await_others()
    going_on.join()

    assert (served, lost.build(), lost.serve(stopped_too=True), labels(views)) == ([False], 0, True, {"other"})


def test_who_lost_a_build_to_a_program_that_ended_takes_it_back(
    base: Base, opened: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "PATIENCE", 0.5)
    one, other = rivals(tmp_path)
    views = after(opened(one), AFTER)
    lost = replacing(views, "labels")
    lost.build()
    replacing(after(opened(other, upto=5), AFTER), "labels").build()

    begun = monotonic()
    lost.await_others()
    waited = monotonic() - begun

    assert (lost.build(), lost.serve(stopped_too=True), labels(views)) == (base.log.head(), True, {"one"})
    assert waited >= 0.5


COUNTED = """
import os, sys
from pathlib import Path
from time import sleep
from epex.core.theme import ThemeProposed
from epex.projections import follow, rebuilding
from epex.projections.projection import Projection
from tests.projections.bases import Base
from tests.projections.test_rebuilding import TWO
folder, address, heard, ready, act, label, pause = sys.argv[1:]
follow.BATCH, rebuilding.PATIENCE = 7, 5
follow.Follower.follow.__defaults__ = (7,)
file = Path(ready).with_suffix("." + label)
file.write_text(f"label = {label!r}")
projection = Projection("labels", version=2, tables=[TWO])
told = os.open(heard, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

@projection.on_every
def every(rows, fact, event):
    os.write(told, b"%d\\n" % fact.position)
    sleep(float(pause))
    if isinstance(event, ThemeProposed):
        rows[TWO].put({"id": fact.stream, "labels": event.labels})

if label != "same":
    from epex.projections import code
    code._of_plugin = lambda _projection: [file]
base = Base(Path(folder), address, [projection])
os.write(os.open(ready, os.O_WRONLY | os.O_APPEND | os.O_CREAT), b".")
while len(Path(ready).read_bytes()) < 2:
    sleep(0.01)
destroyed = lambda: "2 keys"
if act == "erase":
    base.views._destroyed = destroyed
    base.views.renew()
elif act == "read":
    base.views.heed(destroyed)
else:
    base.views.heed(lambda: "0")
base.views.catch_up(["labels"])
print(base.views.digest("labels")["rows"])
base.close()
"""


class Together:
    """Processes that begin at once, and what they fold."""

    def __init__(self, opened: Programs, folder: Path) -> None:
        """Know where they write what they do."""
        self._opened = opened
        self._heard, self._ready = folder / "heard", folder / "ready"

    def start(self, *acts: str, labels: Sequence[str] = (), pause: str = "0") -> list["Popen[str]"]:
        """Start a process for each act."""
        place = (str(self._opened.base.folder), self._opened.address, str(self._heard), str(self._ready))
        made = labels or ["same"] * len(acts)
        return [run(COUNTED, *place, act, label, pause) for act, label in zip(acts, made, strict=True)]

    def heard(self) -> list[int]:
        """List the events that were folded, by whomever."""
        return sorted(map(int, self._heard.read_text().split())) if self._heard.exists() else []


@pytest.fixture
def together(opened: Programs, tmp_path: Path) -> Together:
    """Let processes begin at once."""
    return Together(opened, tmp_path)


def served_before(opened: Programs) -> Views:
    """Make the views as they were before keys were destroyed, and keep them open."""
    views = opened(second())
    views.heed(lambda: "0")
    views.create()
    views.catch_up()
    return views


@pytest.mark.slow
@pytest.mark.parametrize("acts", [("read", "read"), ("erase", "read"), ("read", "read", "erase")])
@pytest.mark.parametrize("watched", [False, True])
def test_processes_that_build_anew_at_once_do_so_once(
    base: Base, opened: Programs, together: Together, acts: Sequence[str], *, watched: bool
) -> None:
    views = served_before(opened)
    if not watched:
        views.close()

    said = ended(together.start(*acts))

    assert said == [("2\n", "")] * len(acts)
    assert together.heard() == [*range(1, base.log.head() + 1)]
    assert (noted(opened(second())), digests(opened(second()))) == (AFTER, fresh(opened, second()))


@pytest.mark.slow
def test_who_is_killed_on_the_way_leaves_the_rest_to_the_others(
    base: Base, opened: Programs, together: Together
) -> None:
    served_before(opened)
    processes = together.start("erase", "read", pause="0.01")
    while len(together.heard()) < base.log.head() // 2:
        sleep(0.05)

    os.kill(processes[0].pid, signal.SIGKILL)

    assert ended(processes)[1] == ("2\n", "")
    folded = together.heard()
    assert set(folded) == {*range(1, base.log.head() + 1)}
    # No more than the batch in which it was killed is folded again.
    assert len(folded) <= base.log.head() + 7
    assert (noted(opened(second())), digests(opened(second()))) == (AFTER, fresh(opened, second()))


@pytest.mark.slow
# On a server only a command builds what is of an older version.
@pytest.mark.parametrize(
    ("act", "address"), [("read", "sqlite"), ("read", "postgres"), ("update", "sqlite")], indirect=["address"]
)
def test_programs_of_other_code_come_to_an_end(base: Base, opened: Programs, together: Together, act: str) -> None:
    old = opened(first())
    old.create()
    ids(old)

    said = ended(together.start(act, act, labels=("one", "other"), pause="0.005"))

    assert said == [("2\n", "")] * 2
    # Each begins once at most; who lost waits.
    assert len(together.heard()) <= 2 * base.log.head()
    assert told(opened(second()))["version"] == 2
