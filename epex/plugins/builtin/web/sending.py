"""Sending a form once: what was sent under an id is told apart from what was not, by marks that nobody can read."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request

from epex.plugins import Refused
from epex.plugins.builtin.web.forms import COMMAND_ID, Overtaken, word
from epex.plugins.builtin.web.sessions import LASTS
from epex.plugins.builtin.web.wording import N_

ALREADY = N_("This form was recorded already; open it anew to record something else.")
# Of a command whose id was used outside the site, or by somebody else's form.
USED = "Somebody else used this command id"


@contextmanager
def once(request: Request) -> Iterator[bool]:
    """Record a form in here, and tell whether the same was sent before; what is refused may be sent again, changed.

    Raises Overtaken when something else was sent under its id.
    """
    accounts, given = request.state.sessions.accounts, request.state.form
    sent = word(given, "command_id")
    if not COMMAND_ID.fullmatch(sent):
        yield False
        return
    said = sorted((name, str(value)) for name, value in given.multi_items() if name != "token")
    whole = (request.state.person, request.url.path, *(text for pair in said for text in pair))
    name = accounts.mark("sent", sent)
    content = accounts.mark("content", *whole)
    is_new = accounts.sent(name, content, LASTS)
    if is_new is None:
        raise Overtaken(ALREADY)
    try:
        yield not is_new
    except Refused as refused:
        if is_new:
            accounts.unsent(name)
        if str(refused).startswith(USED):
            raise Overtaken(ALREADY) from refused
        raise
