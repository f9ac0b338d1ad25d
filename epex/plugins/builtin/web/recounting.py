"""What happened and what changed, as the base tells it: in the reader's language, with people's own words as they are.

The base tells each kind of event in a sentence with places. Here it is known again by its kind: titles stay as they
are, and terms, days and languages are said as everywhere on the site.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from markupsafe import Markup, escape

from epex.plugins.builtin.web import happenings, naming
from epex.plugins.builtin.web.happenings import CHANGES, COUNTED, ELSEWHERE, EVENTS, NAMELESS, THINGS
from epex.plugins.builtin.web.naming import AND
from epex.plugins.builtin.web.rewording import PLACE
from epex.plugins.builtin.web.wording import day, gettext, term, tongue, words_for

# So many sentences are kept as they are said; the same events come again on every page of the audit.
KEPT = 4096
TERMS = frozenset(
    "side signed_for visibility kind relation stance label result verdict decision use scope risk told purpose "
    "state".split()
)
DAYS = frozenset({"held_on", "due_on", "until"})
# What the base calls by its name alone, and how a message here says which it is.
BARE = {"person": "person", "organisation": "organisation", "year": "programme year"}
# What is said only where there is something to say.
GIVEN = {"forum": r"(?: at (?P<forum>.*?))?", "votes": r"(?: by (?P<votes>\d+ votes to \d+, \d+ abstaining))?"}
ROLE = r"(?:coordinator|practitioner|evaluator|editor|reviewer|data protection officer)"
ROLES = re.compile(ROLE)
WHO = re.compile(rf"(.*) \(({ROLE}(?:, {ROLE})*)\)")
THING = re.compile(r"the ([a-z]+) '(.*)'")
UNSEEN = re.compile(r"(?:an?|a set of) ([a-z]+)")
AMONG = re.compile(r"(?<=')(?:, | and )(?=the [a-z]+ ')")
VOTES = re.compile(r"(?P<for>\d+) votes to (?P<against>\d+), (?P<abstained>\d+) abstaining")
SIDE = re.compile(r"(?P<number>\d+) (by [a-z]+)")
EARLIER = re.compile(r" \(before: ([a-z ]+)\)$")
SPACES = re.compile(" +")


def happened(sentence: str, kind: str, language: str = "en") -> Markup:
    """Write the sentence of an event; one of a kind that nobody knows stays English, and is marked so."""
    return _written(_happened(sentence, kind, words_for(language)), sentence, language)


def changed(sentence: str, kind: str, language: str = "en") -> Markup:
    """Write how a thing of a kind changed."""
    return _written(_changed(sentence, kind, words_for(language)), sentence, language)


def _written(said: Markup, sentence: str, language: str) -> Markup:
    spoken = words_for(language) if said else "en"
    return Markup('<span lang="{}" dir="auto">{}</span>').format(spoken, said or sentence)


@lru_cache(KEPT)
def _happened(sentence: str, kind: str, language: str) -> Markup:
    for known in (kind, *ELSEWHERE) if language != "en" else ():
        if known in EVENTS and (found := pattern(known).fullmatch(sentence)):
            return filled_in(EVENTS[known], found.groupdict(), language)
    return Markup("")


@lru_cache(KEPT)
def _changed(sentence: str, kind: str, language: str) -> Markup:
    whole = sentence.removesuffix(".")
    was, before = EARLIER.sub("", whole), EARLIER.search(whole)
    for messages, known in changes(kind) if language != "en" else ():
        if found := known.fullmatch(was if kind in BARE else was[:1].lower() + was[1:]):
            values = [found.groupdict(), {**found.groupdict(), **({} if kind in BARE else {"it": ""})}]
            first, *more = map(filled_in, messages, values, (language, language))
            said = escape(gettext(happenings.THEN, language)) % {"first": first, "then": more[0]} if more else first
            state = " " + filled_in(happenings.BEFORE, {"state": before[1]}, language) if before else ""
            return said[:1].upper() + said[1:] + state + "."
    return Markup("")


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """Make the pattern of what the base says of a kind of event."""
    return re.compile(expected(EVENTS[kind], kind.partition(".")[0]))


@cache
def changes(kind: str) -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    """List the ways in which things of a kind change: each by itself, and after how they began."""
    if kind == "reflection":
        return tuple(((one,), re.compile(expected(one, kind))) for one in COUNTED)
    begun, *more = CHANGES.get(kind, ("",))
    both = [((begun, one), f"{expected(begun, kind)}(?:, | and )(?:was )?{_verb(one, kind)}") for one in more]
    alone = [((one,), expected(one, kind)) for one in (begun, *more) if one]
    return tuple((messages, re.compile(said)) for messages, said in (*both, *alone))


def _verb(message: str, kind: str) -> str:
    return expected(message.partition("%(it)s ")[2].removeprefix("was "), kind)


def expected(message: str, subject: str) -> str:
    """Write a message as the pattern of what the base says of a subject."""
    pieces, out = PLACE.split(message), ""
    for words, place in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        noun = f"the {BARE.get(subject, subject)} " if place == "it" else ""
        out += re.escape(words.removesuffix(noun)) + (_place(place, subject) if place else "")
    return out


def _place(place: str, subject: str) -> str:
    if place == "it" and subject not in BARE:
        return rf"(?:the {subject} '(?P<it>.*?)'|(?:an?|a set of) {subject})"
    return GIVEN.get(place, rf"(?P<{place}>.*?)")


def filled_in(message: str, values: Mapping[str, str | None], language: str) -> Markup:
    """Say a message with what is filled in put over."""
    said = {name: _value(name, text or "", language) for name, text in values.items()}
    if "it" in said:
        said["it"] = _it(message, values["it"] or "", language)
    # Where something has no title that the reader may see, its place is empty.
    return Markup(SPACES.sub(" ", escape(gettext(message, language)) % said).strip())  # noqa: S704 - escaped


def _it(message: str, title: str, language: str) -> Markup:
    if any(f"the {noun} %(it)s" in message for noun in BARE.values()):
        return _who(title, language)
    say = naming.match_told if "the match %(it)s" in message else naming.told
    named = Markup("<bdi>{}</bdi>").format(say(title, language))
    return escape(gettext(happenings.QUOTED, language)) % {"title": named} if title else Markup("")


def _value(name: str, text: str, language: str) -> Markup:
    match name:
        case "who":
            return _who(text, language)
        case "roles":
            return escape(", ".join(term(role, language) for role in ROLES.findall(text)))
        case "language":
            return escape(tongue(text, language))
        case "forum":
            return " " + filled_in(happenings.FORUM, {"place": text}, language) if text else Markup("")
        case "votes" | "by":
            return _numbers(text, language)
        case "words":
            told = term(text, language)
            return Markup(" ({})").format(told) if told != text else Markup("")
        case "more":
            return things(f" {gettext(AND, language)} ".join(text.rsplit(" and ", 1)), language)
        case _:
            return _code(name, text, language)


def _code(name: str, text: str, language: str) -> Markup:
    if name in DAYS:
        return escape(day(text, language))
    return escape(term(text, language)) if name in TERMS else things(text, language)


def _who(text: str, language: str) -> Markup:
    found = WHO.fullmatch(text)
    if not found:
        named = _named(text, language)
        return named if named.startswith("<") else named[:1].upper() + named[1:]
    roles = ", ".join(term(role, language) for role in found[2].split(", "))
    return Markup("{} ({})").format(_named(found[1], language), roles)


def _named(text: str, language: str) -> Markup:
    own = gettext(NAMELESS.get(text.lower(), ""), language)
    return escape(own) if own else _titled(text, naming.told(text, language))


def _titled(text: str, said: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(said) if said == text else escape(said)


def _numbers(text: str, language: str) -> Markup:
    if found := VOTES.fullmatch(text):
        return " " + filled_in(happenings.VOTES, found.groupdict(), language)
    sides = filter(None, map(SIDE.fullmatch, re.split(", | and ", text) if text else ()))
    return Markup(", ").join(filled_in(f"%(number)s {one[2]}", one.groupdict(), language) for one in sides)


def things(text: str, language: str) -> Markup:
    """Name what else a sentence tells of: each with its kind, and by its title where the reader may see it."""
    return Markup(", ").join(_thing(one, language) for one in AMONG.split(text))


def _thing(text: str, language: str) -> Markup:
    found, unseen = THING.fullmatch(text), UNSEEN.fullmatch(text)
    if found and found[1] in THINGS:
        return filled_in(THINGS[found[1]], {"it": found[2]}, language)
    if unseen and unseen[1] in THINGS:
        kind = filled_in(THINGS[unseen[1]], {"it": ""}, language)
        return escape(gettext(happenings.UNSEEN, language)) % {"kind": kind}
    return _named(text, language)
