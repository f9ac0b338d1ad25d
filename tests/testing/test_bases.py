"""Bases to try a plugin in: with the plugin enabled, and events recorded."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.founding import Founding, init
from epex.core.decision import On, Refused
from epex.testing import enabled, record
from tests.plugins.conftest import Install
from tests.testing.test_rules import SOURCE, installed

FOUNDING = Founding(network="A trial", person="Orla Quist", organisation="Lighthouse", country="NO")
ID = "vetting_times-1"


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    init(tmp_path / "base", FOUNDING)
    return KnowledgeBase.open(tmp_path / "base")


def test_events_are_recorded_on_what_is_there(base: KnowledgeBase, install: Install) -> None:
    plugin = installed(install, "vetting-times", SOURCE)
    tried = enabled(base, "vetting-times")

    record(tried, On(ID, plugin.VettingNoted(organisation="organisation-1", weeks=9)))
    record(tried, On(ID, plugin.VettingMended(weeks=8)))

    assert [row["weeks"] for row in tried.queries().rows("vetting_times")] == [8]


def test_only_what_is_installed_is_enabled(base: KnowledgeBase) -> None:
    with pytest.raises(Refused, match="No installed package offers a plugin 'nowhere'"):
        enabled(base, "nowhere")
