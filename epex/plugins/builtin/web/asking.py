"""Who asks for a page, in which language and as of which day; and how they ask the base."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from epex.plugins import Refused
from epex.plugins.builtin.web.wording import best_language

if TYPE_CHECKING:
    from epex.plugins.serving import Member, Served

# What the base answers alike whether something is hidden or was never there.
UNKNOWN = "There is no "
UNRIGHTED = "Only "


class Visitor:
    """One request: the person that the session names, and all that they asked the base meanwhile."""

    def __init__(self, served: "Served", person: str, *, as_of: str = "", accepted: str = "") -> None:
        """Take what the site reaches, who is signed in, the day looked back to, and the browser's languages."""
        self.served = served
        self.person = person
        self.as_of = as_of
        self.notices: list[str] = []
        self._accepted = accepted

    @cached_property
    def member(self) -> "Member":
        """Read who the person is now.

        Raises Refused when there is nobody any more.
        """
        return self.served.member(self.person)

    @cached_property
    def language(self) -> str:
        """Choose the language of dates, numbers and words: the browser's first, else the member's."""
        return best_language(self._accepted, self.member.language if self.person else "")

    def ask(self, *line: str, text: str = "") -> Any:
        """Ask or record as the person, at the day looked back to; what is told beside it goes to the notices.

        Raises Refused with the sentence of the command line.
        """
        answer = self.served.call(line, person=self.person, as_of=self.as_of, text=text)
        self.notices.extend(answer.notices)
        return answer.value

    def print(self, *line: str) -> str:
        """Ask for what the command line would print, such as a report in a format of its own.

        Raises Refused with the sentence of the command line.
        """
        answer = self.served.call(line, person=self.person, as_of=self.as_of, plain=True)
        self.notices.extend(answer.notices)
        return bytes(answer.value).decode()


def visitor(request: Request) -> Visitor:
    """Give the visitor of a request, the same one all through it: `request.state.person` says who is signed in."""
    state = request.state
    if not hasattr(state, "visitor"):
        state.visitor = Visitor(
            request.app.state.served,
            getattr(state, "person", ""),
            as_of=request.query_params.get("as_of", "").strip(),
            accepted=request.headers.get("accept-language", ""),
        )
        if getattr(state, "member", None):
            # Whoever let the request in has asked already.
            state.visitor.member = state.member
    visiting: Visitor = state.visitor
    return visiting


def status_of(refused: Refused) -> int:
    """Tell which status a refusal has: what is hidden and what was never there have the same."""
    sentence = str(refused)
    if sentence.startswith(UNKNOWN):
        return 404
    return 403 if sentence.startswith(UNRIGHTED) else 422


def options(given: dict[str, str]) -> Iterator[str]:
    """Write fields that were filled in as options of a command line; one that says nothing is left out."""
    for name, value in given.items():
        if value.strip():
            yield f"--{name.replace('_', '-')}={value.strip()}"
