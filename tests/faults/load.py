"""Many at once at the site: those who read, and those who record and look at once at what they recorded."""

import re
import threading
from collections import Counter
from collections.abc import Sequence
from html import unescape
from http.client import HTTPConnection, HTTPException
from random import Random
from statistics import quantiles
from time import monotonic
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.plugins.web.crawling import FORM
from tests.plugins.web.doors import TOKEN

PATIENCE = 60
NEXT = re.compile(r'rel="next" href="([^"]+)"')
READ = ("/", "/visits", "/search?q=trust", "/elements", "/themes", "/challenges", "/audit", "/meetings", "/reports")
TWICE = 3


class Member:
    """Somebody at work in a thread: what went wrong for them, and how long answers took."""

    def __init__(self, port: int, cookie: str, until: float) -> None:
        """Take where the server is, whose cookie it gets, and until when it goes on."""
        self._port, self._cookie, self._until = port, cookie, until
        self._origin = f"http://localhost:{port}"
        self.spent: list[float] = []
        self.errors: list[str] = []
        self.recorded: list[str] = []
        self.unseen: list[str] = []

    def ask(self, method: str, path: str, fields: Sequence[tuple[str, str]] = ()) -> tuple[int, str, str]:
        """Ask on a connection of its own; give the status, where it leads, and the page."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Host": f"localhost:{self._port}", "Cookie": self._cookie, "Content-Type": FORM}
        begun = monotonic()
        try:
            body = urlencode(fields) if fields else None
            connection.request(method, path, body, {**headers, "Origin": self._origin})
            answer = connection.getresponse()
            got = answer.status, answer.headers.get("Location", ""), answer.read().decode()
        except (OSError, HTTPException) as error:
            got = 0, "", type(error).__name__
        finally:
            connection.close()
        self.spent.append(monotonic() - begun)
        if got[0] not in (200, 303) or "/sign-in" in got[1]:
            self.errors.append(f"{method} {path} {got[0]} {got[1] or got[2][:40]}")
        return got

    def read(self, seed: int) -> None:
        """Read one page after the other."""
        draw = Random(seed)  # noqa: S311 - a repeatable test needs no secrets
        while monotonic() < self._until:
            self.ask("GET", draw.choice(READ))

    def record(self, mark: str) -> None:
        """Record one challenge after the other, some of them sent twice, and look at each."""
        number = 0
        while monotonic() < self._until:
            number += 1
            self._record(f"{mark} {number}", times=2 if number % TWICE == 0 else 1)

    def lists(self, text: str) -> bool:
        """Tell whether a text stands on a page of the list of challenges."""
        page = self.ask("GET", "/challenges")[2]
        while text not in page and (further := NEXT.search(page)):
            page = self.ask("GET", unescape(further[1]))[2]
        return text in page

    def _record(self, text: str, times: int) -> None:
        token = TOKEN.search(self.ask("GET", "/new/challenge")[2])
        fields = [("token", token[1] if token else ""), ("command_id", str(uuid4())), ("text", text)]
        status, place, _ = [self.ask("POST", "/new/challenge", fields) for _ in range(times)][-1]
        if status == 303:
            self.recorded.append(text)
            seen = text in self.ask("GET", place)[2] and self.lists(text)
            self.unseen += [] if seen else [text]


def together(works: Sequence[Any]) -> None:
    """Do several works at once, to their end."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def reckoned(members: Sequence[Member], there: Sequence[str]) -> dict[str, int]:
    """Count what was asked and recorded, and what went wrong, against what is there in the end."""
    recorded = [text for member in members for text in member.recorded]
    counts = Counter(there)
    spent = [seconds * 1000 for member in members for seconds in member.spent]
    cuts = quantiles(spent, n=20)
    return {
        "requests": len(spent),
        "recorded": len(recorded),
        "errors": sum(len(member.errors) for member in members),
        "lost": sum(not counts[text] for text in recorded),
        "double": sum(number > 1 for number in counts.values()),
        "unseen": sum(len(member.unseen) for member in members),
        "median": round(cuts[9]),
        "slowest": round(cuts[18]),
    }
