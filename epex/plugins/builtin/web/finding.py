"""What the search tells beside an answer: why something was found, and what may have been meant, as readers speak."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from markupsafe import Markup

from epex.plugins.builtin.web.refusing import linked
from epex.plugins.builtin.web.rewording import Message, filled, message, reworded
from epex.plugins.builtin.web.wording import N_, gettext, number, tongue, words_for

# What the base says, and what the site says in its place; the same where nothing is said of options.
HINTS: Mapping[str, str] = {
    one: one
    for one in (
        N_("Type at least one word to look for."),
        N_("A search needs a word to look for beside the words to leave out."),
        N_("These words stand in nearly every text; add one that says what you look for."),
        N_("The question is long; only its first %(number)s words were used."),
        N_("In quotes a * cuts nothing off; take the quotes away, or the star."),
        N_("NOT is a word like others; type -%(word)s to leave %(again)s out."),
        N_('AND is a word like others; type "%(word)s" if it has to be there.'),
        N_('The + is not read; type "%(word)s" if it has to be there.'),
        N_("A field has no blank; type %(field)s:%(word)s for it."),
        N_("Nothing stands behind %(field)s:, so it is a word; type %(again)s:VALUE."),
        N_("There is no field %(field)s; did you mean %(close)s:?"),
        N_("Plugins add: %(fields)s."),
        N_("%(asked)s was left out."),
        N_("Perhaps %(found)s."),
        N_("Perhaps %(found)s and others."),
        N_("So were %(number)s more fields."),
        N_("Nothing can be from %(since)s on and up to %(until)s; change one of the two."),
        N_("%(field)s is not counted."),
        N_("No plugin adds this field; leave it out."),
        N_("No row that you may read says it; leave it out, or type what one says."),
        N_('%(found)s is an organisation; organisation:"%(first)s" shows what comes from it.'),
        N_('%(found)s are organisations; organisation:"%(first)s" shows what comes from it.'),
        N_("The last hits say no word that you typed, only words that look like one or are made with one."),
        N_("Nothing that you may read says %(words)s and %(number)s more; words that look alike count for a little."),
        N_("Nothing that you may read says %(words)s; words that look alike count for a little."),
        N_("Only the %(number)s best are shown; add a word or a field to see others."),
    )
} | {
    "Its small words are of another language; --query-language %(language)s reads it in that.": N_(
        "Its small words are of another language: %(language)s."
    ),
    "There is no field %(field)s; if a plugin adds it, 'epex plugin list' shows what that plugin lacks.": N_(
        "There is no field %(field)s; if a plugin adds it, the page of plugins shows what that plugin lacks."
    ),
}
# Why a document was found that no word ranks.
UNRANKED = (
    N_("It fits the fields that were asked for; no word ranks it."),
    N_("It matches, but is not among the %(number)s best, which alone are ranked."),
)
# What counts beside the words, and from which worth on it is told.
PARTS = {
    "pairs": N_("words stand near each other"),
    "grams": N_("spelt like the question"),
    "feedback": N_("says what the best hits say"),
}
LEAST = 0.005
AS, TOGETHER = N_("%(asked)s as %(found)s"), N_("Together %(total)s.")
END = re.compile(r"[.?](?= |$)")


def hinted(text: str, url: Callable[[str], str], language: str = "en") -> Markup:
    """Write what is told of a question; one that the site does not know stays as it is, and is English."""
    said = " ".join(_sentences(text, language))
    spoken = words_for(language) if said else "en"
    words = Markup("").join(linked(said or text, "", language, url))
    return Markup('<p class="told" lang="{}" dir="auto">{}</p>').format(spoken, words)


def _sentences(text: str, language: str) -> list[str]:
    """Say sentence after sentence; nothing when one of them is not known."""
    ends = [found.end() for found in END.finditer(text)]
    # What is said from each end on; what somebody typed may have full stops of its own.
    told: dict[int, list[str]] = {len(text): []}
    for start in reversed([0, *ends[:-1]]):
        for end in (end for end in ends if end > start and end in told):
            if said := _hint(text[start:end].strip(), language):
                told[start] = [said, *told[end]]
                break
    return told.get(0, [])


def _hint(sentence: str, language: str) -> str:
    for known, said in frames():
        if (values := filled(known.words, sentence)) is not None:
            put = dict(zip(known.places, values, strict=True))
            if put.get("language"):
                put["language"] = tongue(put["language"], language)
            return gettext(said, language) % put
    return reworded(sentence, language) if words_for(language) != "en" else sentence


@cache
def frames() -> tuple[tuple[Message, str], ...]:
    """List the sentences with what the site says in their place, the most literal first."""
    apart = ((message(base, base), said) for base, said in (*HINTS.items(), *zip(UNRANKED, UNRANKED, strict=True)))
    return tuple(sorted(apart, key=lambda pair: -pair[0].literal))


def reasons(explanation: Mapping[str, Any], language: str = "en") -> str:
    """Say why something was found: each word with how it was found and what that counts, and what else counts."""
    if "words" not in explanation:
        return _hint(explanation["text"], language)
    parts = (*(_word(one, language) for one in explanation["words"]), *_parts(explanation, language))
    total = sum(explanation[name] for name in ("stems", *PARTS))
    return f"{'; '.join(parts)}. {gettext(TOGETHER, language) % {'total': _worth(total, language)}}"


def _word(found: Mapping[str, Any], language: str) -> str:
    forms = ", ".join(f"{form} ({number(times, language)}×)" for form, times in found["found"].items())
    is_plain = not found["asked"] or list(found["found"]) == [found["asked"]]
    told = forms if is_plain else gettext(AS, language) % {"asked": found["asked"], "found": forms}
    return f"{told} {_worth(found['score'], language)}"


def _parts(explanation: Mapping[str, Any], language: str) -> Iterator[str]:
    for name, words in PARTS.items():
        if explanation[name] >= LEAST:
            yield f"{gettext(words, language)} {_worth(explanation[name], language)}"


def _worth(score: float, language: str) -> str:
    return number(round(score, 2), language)
