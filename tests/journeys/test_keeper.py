"""The journey of whoever keeps the machine: looks after the base, saves it, brings it back, has its log watched."""

from pathlib import Path

import pytest

from tests.journeys.living import HOUSE, NETWORK, OFFICER, VISIT, VISITOR, Exchange, visited

pytestmark = pytest.mark.slow

WORDS = "They walk before they ask."


def look_after(exchange: Exchange) -> None:
    """See that all is well, and make anew what is made of the log."""
    told = exchange.answer("doctor", acting_as=OFFICER)
    warned = [check["name"] for check in told["checks"] if check["state"] != "ok"]
    assert (told["ok"], warned) == (True, ["keys backup"])
    assert exchange.sees(OFFICER, "migrate") == ["Nothing was missing."]
    assert exchange.sees(OFFICER, "merge", "look") == ["No merge waits for a look."]
    before = exchange.answer("views", "rebuild", acting_as=OFFICER)["views"]
    assert exchange.answer("views", "rebuild", acting_as=OFFICER)["views"] == before
    assert exchange.answer("index", "rebuild", acting_as=OFFICER)["documents"] == 2
    assert exchange.answer("index", "switch", "sqlite-fts5", acting_as=OFFICER)["documents"] == 2
    assert exchange.answer("search", "ask", acting_as=VISITOR)["total"] == 1
    states = (exchange.answer("views", "status"), exchange.answer("index", "status"))
    assert ({view["position"] == view["head"] for view in states[0]}, states[1]["state"]) == ({True}, "current")


def extend(exchange: Exchange, folder: Path) -> None:
    """See which plugins there are, and begin one."""
    builtin = [
        *("cloudevents", "dissent-in-print", "funder-indicators", "icalendar", "pdf", "pictures", "practice-transfer"),
        *("prov", "question-sets", "refi-qda", "skos", "theme-book", "web", "year-review"),
    ]
    assert [row["id"] for row in exchange.answer("plugin", "list")] == builtin
    begun = folder / "epex-tea-breaks"
    told, how = exchange.sees(OFFICER, "plugin", "new", "tea-breaks", str(begun))
    assert told.startswith(f"{begun} holds a plugin 'tea-breaks' now, in ")
    assert (how, (begun / "pyproject.toml").is_file()) == (f"Go on with: cd {begun}; pip install -e .; pytest", True)


def have_it_watched(exchange: Exchange, folder: Path) -> None:
    """Let a partner cosign the log, prove one event, and hand out what an outsider can check."""
    exchange.sees(OFFICER, "audit", "checkpoint")
    (folder / "partner").mkdir()
    partner = ("--folder", str(folder / "partner"), "--name", "harbour")
    exchange.sees(OFFICER, "audit", "witness", str(exchange.folder), *partner)
    proof = exchange.sees(OFFICER, "audit", "prove", "3")
    assert proof[:2] == ["c2sp.org/tlog-proof@v1", "index 2"]
    assert HOUSE in "\n".join(exchange.sees(OFFICER, "audit", "show", "3"))
    bundle = folder / "proof.zip"
    exchange.sees(OFFICER, "audit", "bundle", str(bundle))
    assert bundle.stat().st_mode & 0o777 == 0o600
    assert exchange.answer("audit", "verify", acting_as=OFFICER)["uncovered_events"] == 0


def save(exchange: Exchange, folder: Path) -> None:
    """Change the wrapping key, and save log and keys apart from each other."""
    exchange.program(OFFICER, "keys", "rotate")
    exchange.program(OFFICER, "backup", str(folder / "log.backup"))
    exchange.program(OFFICER, "keys", "backup", str(folder / "keys.backup"))
    assert exchange.is_refused(OFFICER, "backup", str(folder / "log.backup")) == (
        f"{folder / 'log.backup'} is there already; name a new file, so that nothing is written over."
    )


def bring_back(exchange: Exchange, folder: Path) -> None:
    """Make a base of what was saved, which reads nothing without its keys and all with them."""
    exchange.program(OFFICER, "restore", str(folder / "log.backup"), str(folder / "back"))
    back = Exchange(folder / "back")
    assert back("waiting", acting_as=VISITOR).exit_code == 1
    back.program(OFFICER, "keys", "restore", str(folder / "keys.backup"))
    assert back.answer("search", "ask", acting_as=VISITOR)["total"] == 1
    assert back.program(VISITOR, "waiting") == exchange.program(VISITOR, "waiting")
    [newest] = (exchange.folder / "checkpoints").glob("*.txt")
    back.sees(OFFICER, "audit", "checkpoint", "--kept", str(newest))
    assert back.answer("audit", "verify", acting_as=OFFICER)["ok"] is True
    assert back.program(OFFICER).startswith(f"{NETWORK}, as {OFFICER}\n")


def test_a_base_is_looked_after_saved_and_brought_back(exchange: Exchange, tmp_path: Path) -> None:
    visited(exchange)
    answers = ("--answer", f"how={WORDS}", "--language", "en", "--visibility", "network")
    exchange.types(VISITOR, "reflection", "record", VISIT, *answers)

    look_after(exchange)
    extend(exchange, tmp_path)
    have_it_watched(exchange, tmp_path)
    save(exchange, tmp_path)
    bring_back(exchange, tmp_path)
