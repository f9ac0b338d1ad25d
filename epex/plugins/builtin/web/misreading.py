"""What the command line says of a value that it cannot read: on the site, a sentence about the field."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from epex.plugins.builtin.web.rewording import Message, filled, message
from epex.plugins.builtin.web.wording import N_, gettext

# Before it stands which option it is about, and after it how to ask for help at a shell.
MISREAD = re.compile(r"(?:Error: )?(?:Invalid value(?: for '([^']*)')?: )?(.*?)\.? Try 'epex[^']* --help'\.", re.DOTALL)
OPTION = re.compile(r"'--([a-z-]+)'")
# What the parser of the command line says, and what the site says in its place.
SAID: Mapping[str, str] = {
    "'%(1)s' is not a valid integer": N_("'%(1)s' is not a whole number; write it in digits."),
    "'%(1)s' is not a valid integer range": N_("'%(1)s' is not a whole number; write it in digits."),
    "'%(1)s' is not a valid float": N_("'%(1)s' is not a number; write it in digits."),
    "%(1)s is not in the range %(2)s": N_("%(1)s is too small or too large; write another number."),
    "'%(1)s' is not one of %(2)s": N_("'%(1)s' cannot be chosen here; choose one of those that are offered."),
    "'%(1)s' is not a language of the network; choose one of: %(2)s": N_(
        "'%(1)s' is not a language of the network; choose one of those that are offered."
    ),
    "Missing option %(1)s": N_("This is still empty; fill it in."),
    "Missing argument %(1)s": N_("Something is still empty; fill it in."),
    "Got unexpected extra argument%(1)s": N_("More was sent than this form asks for; open it anew."),
    "No such option%(1)s": N_("More was sent than this form asks for; open it anew."),
}
NAMED = N_("“%(what)s”: %(why)s")


class Misread(NamedTuple):
    """Which option it is about, if any, and what is wrong with it, in the base's or in the site's own English."""

    option: str
    why: str


def misread(sentence: str) -> Misread | None:
    """Take apart what the command line says of a line that it cannot read; nothing of another sentence."""
    found = MISREAD.fullmatch(sentence)
    if not found:
        return None
    named, why = (found[1] or "").removeprefix("--"), found[2]
    missing = OPTION.search(why) if not named else None
    return Misread(missing[1] if missing else named, why)


def explained(why: str, language: str = "en") -> str:
    """Say what is wrong with a value; nothing where the base says it in a sentence of its own."""
    for known, said in frames():
        if (values := filled(known.words, why)) is not None:
            return gettext(said, language) % dict(zip(known.places, values, strict=True))
    return ""


@cache
def frames() -> tuple[tuple[Message, str], ...]:
    """List what the parser says, the most literal first."""
    known = [(message(one, one), said) for one, said in SAID.items()]
    return tuple(sorted(known, key=lambda pair: -pair[0].literal))
