"""What the base itself says in English, such as the titles of reflections, in the reader's language."""

import re
from collections.abc import Callable, Mapping
from functools import cache

from markupsafe import Markup

from epex.plugins.builtin.web.happenings import QUOTED
from epex.plugins.builtin.web.rewording import Message, filled, message
from epex.plugins.builtin.web.wording import N_, country, gettext, term, tongue, words_for

# Each as the base says it; what people wrote stands in its places.
SAID = (
    N_("[erased]"),
    N_("an erased person"),
    N_("[another person]"),
    N_("[withdrawn]"),
    N_(
        "Interviews, and stories of change before their release, are sealed from all but evaluators, who answer for "
        "them."
    ),
    N_("Other people are masked: their names, ids and contacts do not belong to you."),
    N_(
        "Masking covers rather one word too many than one too few, but cannot know people who were never recorded here."
    ),
    N_("What you typed in for others is listed without the words that you may not read."),
    N_("What was erased or withdrawn cannot be read any more, by anybody."),
    N_(
        "Who tells a story of change cannot be read here, as the key for evaluation is elsewhere; the evaluators know "
        "which are this person's."
    ),
    N_("a coordinator"),
    N_("a data protection officer"),
    N_("a member"),
    N_("a practitioner"),
    N_("an editor"),
    N_("an evaluator"),
    N_("Host reflection: %(title)s"),
    N_("Host reflection after %(months)s months: %(title)s"),
    N_("Visitor reflection: %(title)s"),
    N_("Visitor reflection after %(months)s months: %(title)s"),
    N_("Interview %(number)s of year %(year)s"),
    N_("Year %(number)s"),
    N_("Review of %(title)s"),
    N_("Each %(kind)s: %(months)s months"),
    N_("Request for access"),
    N_("Request for correction"),
    N_("Request for erasure"),
    N_("Request for objection"),
    N_("Request for restriction"),
    N_("1 use of what you wrote"),
    N_("%(number)s uses of what you wrote"),
    N_("1 more use of what you wrote"),
    N_("%(number)s more uses of what you wrote"),
    N_("1 thing was kept long enough"),
    N_("%(number)s things were kept long enough"),
    N_("An erasure to finish"),
    N_("Attributed quote"),
    N_("Anonymous quote"),
    N_("Evaluator"),
    N_("Network reading"),
    N_("Training reuse"),
    N_("Translation"),
    N_("after %(months)s months"),
    N_("after %(months)s months; after %(missed)s months nothing was written"),
    N_("The wording of these questions in '%(language)s' is a translation that nobody has reviewed yet."),
    N_("not answered by the host"),
    N_("not answered by the visitor"),
    N_("not answered by the host or the visitor"),
    N_("not signed by the host"),
    N_("not signed by the visitor"),
    N_("in all editions"),
    N_("of all your words, in all editions"),
    N_("Nothing from the host that you may read."),
    N_("Nothing from the visitor that you may read."),
    N_("Both have the challenge %(challenges)s."),
    N_("What one wants to learn, the other can show: %(found)s."),
    N_("Both work in: %(settings)s."),
    N_("Both speak: %(languages)s."),
    N_("They work in different countries: %(countries)s."),
    N_("Both work in one country: %(countries)s."),
    N_("They have not visited each other before."),
    N_("They have visited each other before."),
    N_("The host's offer has room for a visit."),
    N_("The host's offers are all taken."),
    N_("The host has made no offer."),
    N_("The visitor has stated no learning need."),
    N_("No language is recorded that both speak."),
    N_("This pair was declined before."),
    N_("Decide on an element of practice: where it comes from, who tried it, what happened, what to check next."),
    N_("Review a programme year in figures, each with its whole and with what is missing."),
    N_("Draw what happened month by month: visits, reflections, themes, elements, transfers, publications."),
    N_("Draw who shadowed whom: an arrow leads from each host to the organisations that visited it."),
    N_("Draw the themes over time: proposed, discussed, adopted, merged, split, renamed, retired."),
    N_("Draw where there are elements of practice and themes, by country and setting, and where there are gaps."),
    N_("Gather the themes with their decisions, evidence and dissent: the raw material of the book."),
    N_("Tell a funder what was reached: people, value cycles, follow-ups and transfers, failures included."),
    N_("the element of practice"),
    N_("the one organisation that it may be transferred to"),
    N_("the number of the programme year"),
    N_("inside the network, or outside: small figures are withheld"),
    N_("only visits of this programme year"),
    N_("only what this element of practice rests on, and what it lacks"),
    N_("only what this theme rests on, and what it lacks"),
    N_("only this theme"),
    N_("only this programme year"),
)
# A visit's own title may sound like it, so it is looked for in the titles of matches alone.
MATCH = N_("%(visitor)s visits %(host)s")
AND = N_("and")
NUMBERS = frozenset({"months", "number", "year"})
# A place that holds codes says them in words, one by one.
CODES: Mapping[str, Callable[[str, str], str]] = {
    "kind": term,
    "settings": term,
    "language": tongue,
    "languages": tongue,
    "countries": country,
}
BETWEEN = re.compile(r"(, | and )")
# What only the command line needs: the command that does something, how an option is written.
COMMANDS = re.compile(
    r",? (?:with|mit|avec) 'epex [^']*'(?: (?:and|und|et) 'epex [^']*')*|, by its id or title|, such as [0-9]+"
)


@cache
def frames() -> tuple[Message, ...]:
    """List the sentences with places, the most literal first."""
    return tuple(sorted((message(one, one) for one in SAID if "%(" in one), key=lambda one: -one.literal))


def told(text: str, language: str = "en") -> str:
    """Say what the base says in a reader's language; what it does not say itself stays as it is."""
    if text in SAID:
        return gettext(text, language)
    return next((said for one in frames() if (said := _refilled(one, text, language))), text)


def match_told(text: str, language: str = "en") -> str:
    """Say the title of a match in a reader's language."""
    return _refilled(message(MATCH, MATCH), text, language) or text


def plain(text: str) -> str:
    """Leave out what only the command line needs."""
    return COMMANDS.sub("", text)


def foreign(text: str, language: str = "en") -> Markup:
    """Mark what stays English on a page that is not."""
    is_english = words_for(language) != "en" and told(text, language) == text
    return Markup(' lang="en"') if is_english else Markup("")


def _refilled(known: Message, text: str, language: str) -> str:
    """Say a text that a message was made of; nothing of another one."""
    values = dict(zip(known.places, filled(known.words, text) or (), strict=False))
    if len(values) < len(known.places) or not all(value.isdigit() for name, value in values.items() if name in NUMBERS):
        return ""
    said = {name: _said(name, value, language) for name, value in values.items()}
    return gettext(known.said, language) % said


def _said(name: str, value: str, language: str) -> str:
    if name == "missed":
        return value.replace(f" {AND} ", f" {gettext(AND, language)} ")
    if name == "challenges":
        return f" {gettext(AND, language)} ".join(_quoted(one, language) for one in value[1:-1].split(f"' {AND} '"))
    if name not in CODES:
        return value
    return ", ".join(CODES[name](one, language) for one in BETWEEN.split(value)[::2])


def _quoted(words: str, language: str) -> str:
    return gettext(QUOTED, language) % {"title": words}
