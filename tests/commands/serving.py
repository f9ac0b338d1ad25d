"""A server in a process of its own, asked over a socket as a browser would."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.plugins.conftest import left_behind

# A site of somebody else: it answers a command line in JSON, and has one slow answer.
PROBE = """
import asyncio, json, os
from urllib.parse import parse_qs
from epex.plugins import Refused, hookimpl
from epex.plugins.serving import Site

def made(served):
    async def app(scope, receive, send):
        asked = parse_qs(scope["query_string"].decode())
        if scope["path"] == "/slow":
            os.write(2, b"asked\\n")
            await asyncio.sleep(1)
        try:
            answer = await asyncio.to_thread(served.call, asked.get("word", ["waiting"]), person=asked["person"][0])
            status, found = 200, {"value": answer.value, "by": os.getpid(), "at": served.address}
        except Refused as refused:
            status, found = 422, {"refused": str(refused)}
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(found).encode()})
    return app

@hookimpl
def epex_sites():
    return [Site(name="probe", summary="Answer.", app=made, invite=lambda served, person: f"/in/{person}")]
"""


@dataclass
class Server:
    """A server that runs, and what it told."""

    process: subprocess.Popen[str]
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Wait until it serves."""
        assert self.process.stderr
        for line in self.process.stderr:
            self.told.append(line)
            if found := re.search(r"Serving at https?://([^ ]+) ", line):
                self.place = found[1]
                return
        raise AssertionError("".join(self.told))

    @property
    def port(self) -> int:
        """Give the port that it took."""
        return int(self.place.rpartition(":")[2])

    def wait_for(self, line: str, times: int) -> None:
        """Read what it tells until it told a line so many times."""
        assert self.process.stderr
        for told in self.process.stderr:
            self.told.append(told)
            if self.told.count(f"{line}\n") == times:
                return

    def ask(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Ask for a path."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def call(self, *line: str, person: str, path: str = "/") -> tuple[int, bytes]:
        """Run a command line through the probe."""
        return self.ask(f"{path}?" + urlencode({"word": line, "person": person}, doseq=True))

    def answer(self, *line: str, person: str) -> Any:
        """Give what a command line answers through the probe."""
        status, body = self.call(*line, person=person)
        assert status == 200, body
        return json.loads(body)

    def stop(self, by: int = signal.SIGTERM) -> int:
        """End it by a signal, and give its exit code."""
        self.process.send_signal(by)
        _, told = self.process.communicate(timeout=60)
        self.told.extend(told.splitlines(keepends=True))
        return self.process.returncode


def install_probe(folder: Path) -> dict[str, str]:
    """Install the probe in a folder, and give the environment in which it is found."""
    left_behind(folder, "probe", PROBE, "epex-probe")
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}


@contextmanager
def serving(folder: Path, *options: str, environment: dict[str, str] | None = None) -> Iterator[Server]:
    """Serve a base at a free port; it is ended in the end."""
    program = [sys.executable, "-c", "from epex.cli import main; main()"]
    line = [*program, "--base", str(folder), "serve", *options, "--port", "0"]
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield Server(process)
        finally:
            process.kill()
