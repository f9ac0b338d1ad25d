"""A base with a few events, and what is done to it behind its back."""

import sqlite3
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.founding import Founding, init
from epex.core import theme
from epex.core.decision import new_id
from tests.app.auditing.bundles import Society
from tests.app.auditing.bundles import society as make_society


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    """Give a base of three events."""
    init(tmp_path / "base", Founding(network="Proofs", person="Orla", organisation="A house", country="AT"))
    return KnowledgeBase.open(tmp_path / "base")


@pytest.fixture(scope="session")
def society(tmp_path_factory: pytest.TempPathFactory) -> Society:
    """Give a base with something of every kind; read it only."""
    return make_society(tmp_path_factory.mktemp("society"))


def record(base: KnowledgeBase, count: int = 1) -> None:
    """Record some events."""
    for _ in range(count):
        act = base.begin()
        act.record(theme.propose(new_id("theme"), {"en": "Trust"}, by=act.by))


def tamper(base: KnowledgeBase, *statements: str) -> None:
    """Change the log behind the program's back."""
    connection = sqlite3.connect(base.config.address(base.config.log))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def rebuild_ledger(base: KnowledgeBase) -> None:
    """Compute all leaves anew, as somebody would who hides a change."""
    from epex.core.log.envelope import Envelope, leaf_hash  # noqa: PLC0415 - only an attack needs it
    from epex.core.log.rows import COLUMNS  # noqa: PLC0415 - as above

    connection = sqlite3.connect(base.config.address(base.config.log))
    rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM events ORDER BY position").fetchall()
    connection.execute("DELETE FROM leaves")
    for index, row in enumerate(rows):
        leaf = leaf_hash(Envelope(**dict(zip(COLUMNS[:-2], row, strict=False))), row[-1])
        connection.execute("INSERT INTO leaves VALUES (?, ?, ?)", (index, row[0], leaf))
    connection.commit()
    connection.close()
