"""Requests as bytes to a server in a process of its own: whatever a stranger may send, and what comes back."""

import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import NamedTuple

from tests.commands.serving import Server, serving

PATIENCE = 60
FAILED = re.compile(r"Traceback| \w+ at (\S+:\d+|\?)$")
Headers = Sequence[tuple[str, str]]


class Sent(NamedTuple):
    """One request, as it goes over the wire; a member's name says whose cookie goes with it."""

    method: str
    target: str
    headers: Headers = ()
    body: bytes = b""
    name: str = ""


class Got(NamedTuple):
    """What came back; the status is 0 where the server hung up."""

    status: int
    headers: dict[str, str]
    body: bytes


def exchange(port: int, sent: Sent) -> Got:
    """Send a request on a connection of its own, and read the answer."""
    head = "".join(f"{name}: {value}\r\n" for name, value in (*sent.headers, ("Connection", "close")))
    raw = f"{sent.method} {sent.target} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + sent.body
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as wire:
        # A server that has read enough answers, and hangs up before everything is sent.
        with suppress(ConnectionError):
            wire.sendall(raw)
        try:
            answer = HTTPResponse(wire, method=sent.method)
            answer.begin()
            return Got(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        except (ConnectionError, HTTPException):
            return Got(0, {}, b"")


class Listening(NamedTuple):
    """A server whose words are read while it serves."""

    server: Server
    told: list[str]

    @property
    def failures(self) -> list[str]:
        """List where it told that something failed."""
        return [line for line in self.told if FAILED.search(line.rstrip())]


@contextmanager
def listened_to(folder: Path, *options: str) -> Iterator[Listening]:
    """Serve a base; what the server tells is read, so that it never waits for a reader."""
    with serving(folder, *options) as server:
        told: list[str] = []
        assert server.process.stderr
        reader = threading.Thread(target=told.extend, args=(server.process.stderr,))
        reader.start()
        try:
            yield Listening(server, told)
        finally:
            server.process.terminate()
            server.process.wait(PATIENCE)
            reader.join(PATIENCE)
