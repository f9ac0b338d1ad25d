"""Run commands in this process, against one base."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from epex.cli import cli

FOUNDER = "Mira Holm"
HOST = "Youth House North"
VISITING = "Prison Service South"
VISITOR = "Ben Okafor"


class Epex:
    """The program, as somebody uses it in one base."""

    def __init__(self, folder: Path) -> None:
        """Name the base's folder."""
        self.folder = folder

    def __call__(self, *args: str, given: str | None = None, acting_as: str = "") -> Result:
        """Run a command line."""
        options = ["--as", acting_as] if acting_as else []
        return CliRunner().invoke(
            cli, ["--base", str(self.folder), *options, *args], input=given, env={"EPEX_TRACE": "1"}, prog_name="epex"
        )

    def answer(self, *args: str, given: str | None = None, acting_as: str = "") -> Any:
        """Run a command that succeeds, and read its JSON."""
        done = self(*args, "--json", given=given, acting_as=acting_as)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    def record(self, *args: str, given: str | None = None, acting_as: str = "") -> str:
        """Run a recording command that succeeds, and give the id it answers."""
        return str(self.answer(*args, given=given, acting_as=acting_as)["id"])

    def refusal(self, *args: str, given: str | None = None, acting_as: str = "") -> str:
        """Run a command that is refused, and give its sentence."""
        done = self(*args, given=given, acting_as=acting_as)
        assert (done.exit_code, done.stdout) == (1, ""), done.output
        return done.stderr.strip()

    def person(self, name: str) -> str:
        """Give the id of somebody by their name."""
        return str(next(row["id"] for row in self.answer("person", "list") if row["title"] == name))

    def events(self) -> list[str]:
        """List the types of all events."""
        return [event["type"] for event in self.answer("audit", "log")]

    def said(self) -> dict[str, Any]:
        """Give what the last event says."""
        last = self.answer("audit", "log")[-1]["position"]
        return dict(self.answer("audit", "show", str(last))["said"])
