"""The whole site over a base, and members who are signed in to it, each with a browser."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

from epex.cli import cli
from epex.commands.calling import Service
from epex.plugins.builtin.web.accounts import Accounts
from epex.plugins.builtin.web.attempts import Limit
from epex.plugins.builtin.web.pacing import LIMITS, Pace
from epex.plugins.builtin.web.sessions import Sessions
from epex.plugins.builtin.web.site import application
from epex.plugins.serving import Address
from tests.plugins.web.doors import Browser

FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]*)".*?</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
AREA = re.compile(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', re.DOTALL)
ALERT = re.compile(r'role="alert"[^>]*>(.*?)</p>', re.DOTALL)
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
# Tests ask faster than anybody does; those of the pace itself set their own.
UNHURRIED = dict.fromkeys(LIMITS, (Limit("any", 10**9, 1),))


class Site:
    """The site as it is served."""

    def __init__(self, folder: Path, address: Address | None = None) -> None:
        """Serve the base in a folder."""
        self.folder = folder
        self.served = Service(cli, folder, address or Address(), "web")
        self.app = application(self.served, Pace(limits=UNHURRIED))
        self.sessions = Sessions(Accounts(self.served.folder), self.served)
        everybody = self.served.call(["person", "list"], person=self._somebody(folder)).value
        self.people = {row["title"]: str(row["id"]) for row in everybody}

    def _somebody(self, folder: Path) -> str:
        from epex.app.config import read_config  # noqa: PLC0415 - only here

        return read_config(folder).acting_as

    def ask(self, name: str, *line: str) -> Any:
        """Ask the base itself as somebody."""
        return self.served.call(line, person=self.people[name]).value

    def member(self, name: str) -> "Visit":
        """Give the browser of a member who is signed in."""
        person = self.people[name]
        self.sessions.accounts.accept(self.sessions.accounts.invite(person, ""), f"login-{person[-12:]}", "a-hash")
        session = self.sessions.begin(self.served.member(person), is_whole=True)
        browser = Visit(self.app)
        browser.client.cookies.set("epex", self.sessions.signed(session))
        return browser


class Visit(Browser):
    """A browser that fills in the forms of the page that it shows."""

    def fill(self, **fields: Any) -> Any:
        """Send the first form of the page, as it stands but for some fields."""
        assert self.page is not None
        return self._send(next(form for form in FORM.finditer(self.page.text) if "sign-out" not in form[1]), fields)

    def sign_out(self) -> Any:
        """Press the button of the page that signs out."""
        assert self.page is not None
        return self._send(next(form for form in FORM.finditer(self.page.text) if "sign-out" in form[1]), {})

    def _send(self, found: re.Match[str], fields: Mapping[str, Any]) -> Any:
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(found[0])}
        written = {name: unescape(words) for name, words in AREA.findall(found[0])}
        self.page = self.client.post(
            unescape(found[1]),
            data={**hidden, **written, **fields},
            headers={"Origin": self.origin, "Sec-Fetch-Site": "same-origin"},
        )
        return self.page

    @property
    def path(self) -> str:
        """Give the path that is shown."""
        assert self.page is not None
        return str(self.page.url.path)

    @property
    def alert(self) -> str:
        """Give the sentence of a refusal."""
        assert self.page is not None
        found = ALERT.search(self.page.text)
        return unescape(found[1]) if found else ""

    @property
    def main(self) -> str:
        """Give the words of what is shown, without what is around it."""
        assert self.page is not None
        found = MAIN.search(self.page.text)
        assert found
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", found[0]))).strip()
