"""CloudEvents as a format of a built-in plugin: the lines of `epex export`, in portions of the log."""

import json

import pytest

from epex.app.base import KnowledgeBase
from epex.app.exporting.events import cloud_events
from epex.plugins.exchanges import exported
from epex.plugins.loader import Plugins
from epex.projections import outgoing


def written(demo: KnowledgeBase, subject: str = "") -> list[str]:
    portions = exported(Plugins(), "cloudevents", demo.queries(), {"subject": subject})
    return [portion.decode() for portion in portions]


def test_each_event_is_a_line_and_a_portion(demo: KnowledgeBase) -> None:
    assert written(demo) == [f"{line}\n" for line in cloud_events(demo)]
    assert written(demo, "visit; theme") == [f"{line}\n" for line in cloud_events(demo, ("theme", "visit"))]
    assert {json.loads(line)["type"].partition(".")[0] for line in written(demo, "visit")} == {"visit"}


@pytest.mark.parametrize("portion", [1, 7])
def test_portions_of_any_size_give_the_same_lines(
    demo: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    whole = written(demo, "theme")

    monkeypatch.setattr(outgoing, "PORTION", portion)

    assert written(demo, "theme") == whole
