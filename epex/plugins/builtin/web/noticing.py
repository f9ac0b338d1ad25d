"""What the base remarks beside a recording, such as that a text seems to hold a telephone number, as readers speak."""

from collections.abc import Callable, Mapping
from functools import cache

from markupsafe import Markup, escape

from epex.plugins.builtin.web.recounting import things
from epex.plugins.builtin.web.rewording import Message, filled, message
from epex.plugins.builtin.web.rewording import term as part
from epex.plugins.builtin.web.wording import N_, day, gettext, term, tongue

# What the base says, and what the site says in its place.
NOTICES: Mapping[str, str] = {
    "It reads like '%(read)s', and says '%(stated)s'; both are kept. --language puts it right.": N_(
        "It reads like %(read)s, but was recorded as %(stated)s; both are kept. Say the right language if it is wrong."
    ),
    "The %(thing)s rests on it; look whether it still repeats its words.": N_(
        "This rests on it: %(thing)s. Look whether it still repeats its words."
    ),
    "Note: this seems to hold %(what)s; unless it may stand there, the book cannot be frozen.": N_(
        "Note: this seems to hold %(what)s; unless it may stand there, the book cannot be frozen."
    ),
    "Note: this seems to hold %(what)s; nothing here may tell who a client is.": N_(
        "Note: this seems to hold %(what)s; nothing here may tell who a client is."
    ),
    "Note: '%(name)s' is also what somebody here is called.": N_(
        "Note: “%(name)s” is also what somebody here is called."
    ),
    "Note: '%(name)s' is also what somebody here is called; whoever freezes the book is asked.": N_(
        "Note: “%(name)s” is also what somebody here is called; whoever freezes the book is asked."
    ),
    "Note: Somebody here is called '%(name)s' already; --as NAME cannot tell them apart, so use their ids for it.": N_(
        "Note: somebody here is called “%(name)s” already; make sure that you do not mix them up."
    ),
    (
        "Note: the %(shown)s fits fewer than three members, so readers could guess who is quoted; drafts leave it out, "
        "and the edition cannot be frozen with it."
    ): N_(
        "Note: what is shown of the author (%(shown)s) fits fewer than three members, so readers could guess who is "
        "quoted; drafts leave it out, and the edition cannot be frozen with it."
    ),
    (
        "Note: %(name)s is not noted as having attended the meeting; put the list right with 'epex meeting correct' if "
        "they were there."
    ): N_(
        "Note: %(name)s is not noted as having attended the meeting; put the list right on the page of the meeting if "
        "that is wrong."
    ),
    "Note: from %(since)s to %(until)s is more than %(number)s days; mend it if it is a slip.": N_(
        "Note: from %(since)s to %(until)s is more than %(number)s days; mend it if it is a slip."
    ),
}
# What stands in a place is said as the site says it; all else is as somebody wrote it.
PLACES: Mapping[str, Callable[[str, str], str]] = {
    "read": tongue,
    "stated": tongue,
    "since": day,
    "until": day,
    "what": part,
    "thing": lambda text, language: things(f"the {text}", language),
    "shown": lambda text, language: ", ".join(term(one, language) for one in text.split(" and the ")),
}


def noticed(sentence: str, language: str = "en") -> Markup:
    """Write what the base remarked; nothing when it is none of its remarks."""
    for known, said in frames():
        if (values := filled(known.words, sentence)) is not None:
            put = dict(zip(known.places, values, strict=True))
            told = {name: PLACES[name](text, language) if name in PLACES else text for name, text in put.items()}
            return escape(gettext(said, language)) % told
    return Markup("")


@cache
def frames() -> tuple[tuple[Message, str], ...]:
    """List the remarks, the most literal first."""
    known = [(message(base, base), said) for base, said in NOTICES.items()]
    return tuple(sorted(known, key=lambda pair: -pair[0].literal))
