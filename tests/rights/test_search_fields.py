"""What a plugin's rows say to others changes nothing of what somebody finds by its field, or sees counted."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import read_config
from epex.app.extending import Extensions
from epex.app.opening import open_log
from epex.projections.foreign import standing_rows
from epex.projections.reading import Reading
from epex.projections.table import Row
from epex.search import foreign
from tests.plugins.conftest import left_behind
from tests.plugins.test_own_events import EXAMPLE, NAME
from tests.rights.hidden import Reader, differences, kept, seen_world
from tests.rights.hidden_holes import SEES_ALL
from tests.rights.reading import Line
from tests.rights.test_reading import READERS
from tests.rights.world import CORA, DORA, EAST, MIRA, NORTH, SOUTH, WEST, WIM, Step, World, fixed

pytestmark = pytest.mark.slow

NOTE = "vetting-times note --weeks"
SEEN: Sequence[Step] = (
    ("", MIRA, f"plugin enable {NAME}"),
    *(("", MIRA, f"{NOTE} 9 --organisation", name) for name in (NORTH, SOUTH)),
)
# That a vetting was short is told to nobody else at all.
HIDDEN: Sequence[Step] = tuple(
    ("", CORA, f"{NOTE} {weeks} --visibility private --organisation", name)
    for name, weeks in ((NORTH, 2), (SOUTH, 2), (WEST, 9), (EAST, 1))
)
LINES = [
    Line("search", each)
    for each in (
        *("evening tea", "vetting-time:long", "vetting-time:short", "evening -vetting-time:long", "--like {round}"),
        *("tea vetting-time:short", "vetting-time:shrt", "'tea vetting-time:Long,short'", "vetting:short"),
        *("@2018-03-01 vetting-time:long", "@2018-03-01 'tea vetting-time:short'"),
    )
]


class Asking(Reader):
    """Somebody who reads a base with the plugins that it uses."""

    def opened(self, as_of: str | None) -> KnowledgeBase:
        """Open the base, once for each day."""
        if as_of not in self.bases:
            config = read_config(self.world.folder)
            config = replace(config, views=self.views, acting_as=config.acting_as if self.who else "")
            extensions = Extensions(config.plugins, fields=config.plugin_fields)
            log = open_log(config, self.world.clock.stopped, extensions.event_types)
            self.bases[as_of] = KnowledgeBase(config, log, self.who, as_of, extensions)
        return self.bases[as_of]


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, World]]:
    """Note vettings that everybody reads in one base, and in another one those of somebody alone as well."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root
    place = tmp_path_factory.mktemp("noted")
    with pytest.MonkeyPatch.context() as patch:
        module = left_behind(place, NAME, EXAMPLE.read_text("utf-8"), f"epex-{NAME}")
        patch.syspath_prepend(str(place))
        seen = kept(root, "seen", seen_world).copied(place / "seen")
        with fixed(seen.made, seen.clock):
            seen.tell(*SEEN)
        hidden = seen.copied(place / "hidden")
        with fixed(hidden.made, hidden.clock):
            hidden.tell(*HIDDEN)
        yield seen, hidden
    sys.modules.pop(module, None)


def parted(worlds: tuple[World, World], who: str) -> list[str]:
    """List the lines that somebody gets another answer to."""
    seen, hidden = (Asking(world, who) for world in worlds)
    return [str(difference) for difference in differences(seen, hidden, LINES)]


@pytest.mark.parametrize("who", [who for who in READERS.values() if who != DORA])
def test_what_rows_say_to_others_changes_no_search(noted: tuple[World, World], who: str) -> None:
    assert parted(noted, who) == []


@pytest.mark.parametrize("who", [DORA, CORA])
def test_who_may_read_the_rows_finds_by_them(noted: tuple[World, World], who: str) -> None:
    found = parted(noted, who)

    assert [line for line in found if line.startswith("epex search vetting-time:short --json\n")] != []


def test_a_planted_hole_is_found(noted: tuple[World, World], monkeypatch: pytest.MonkeyPatch) -> None:
    def to_everybody(reading: Reading, name: str, columns: Sequence[str]) -> list[Row]:
        return standing_rows(Reading(reading.views, SEES_ALL), name, columns)

    monkeypatch.setattr(foreign, "standing_rows", to_everybody)

    assert parted(noted, WIM) != []
