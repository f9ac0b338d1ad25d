"""The ways in which a word of a question may stand in a text: in another inflection, or as another country spells it.

Stemmers leave them apart. The rules are those of grammars, made for what people ask; what they bring about by mistake
stands nowhere, and what stands nowhere is not looked up.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain, product

from epex.search.irregular import forms, lemma

# Adjectives whose degrees are written with an ending; most words that end so are no degrees.
DEGREES: Mapping[str, tuple[str, ...]] = {
    "en": tuple(
        "young hard strong high long short small great deep near dark light slow fast quick weak cheap".split()
    ),
    "nl": tuple("jong oud klein nieuw sterk kort lang snel vroeg mooi goedkoop slecht zwak".split()),
}
# Ways in which words end, any for any other, or only for those beyond "/"; then what may follow each of them, "-" for
# nothing. As many letters stand before the ending as the figure says, three where there is none.
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "is iz | e ed es er ers ing ation ations ational",
        "lys lyz | e ed es er ers ing",
        # Who does something ends in -tor everywhere.
        *(f"{at}our {at}or | - s ed ing ite ites able al hood hoods ly er ers | 2" for at in "bcdgilmnpv"),
        "entre enter | - s d | 1",
        "etre eter | - s | 1",
        "itre iter | - s | 1",
        "eatre eater | - s | 1",
        "ibre iber | - s | 1",
        "ence ense | - s d less",
        "actice actise | - d s | 1",
        "ogue og | - s",
        "ogramme ogram | - s | 2",
        "ogrammed ogramed | - | 2",
        "dgement dgment | - s al | 2",
        "ell el | ed ing er ers or ors",
        "fill fil | - s ment | 2",
        "old older oldest elder eldest | - | =0",
        *(f"{each} {each}er {each}est | - | =0" for each in DEGREES["en"]),
        *(f"{each}e {each}er {each}est | - | =0" for each in ("clos", "fin", "larg", "lat", "saf", "simpl", "wid")),
        *(f"{each}y {each}ier {each}iest | - | =0" for each in ("earl", "eas", "happ", "health", "heav")),
        "enrol enroll | - s ment | 0",
    ),
    "de": (
        "au aus | -",
        "o os | -",
        "y ys | -",
        "em eme emen emes | -",
        "ern erne ernen erner ernes | -",
        "stehlen stiehlt stahl stahlen gestohlen | - | =0",
        "empfinden empfand empfanden empfunden | - | =0",
        "verschieben verschob verschoben | - | =0",
        "hoch hohe hohen hoher hohes hohem höher höhere höheren höchste höchsten | - | =0",
    ),
    "fr": (
        "if ive | - s",
        "teur trice teuse | - s | 2",
        "eur euse | - s",
        "al aux | -",
        "ail aux | -",
        "u us ux | - | 2",
        "ion ions | -",
        "ai ais | - | 2",
        "er ers ent | - | 3",
        "ir irs | - | 3",
        "ee ée | - s | 2",
        "ir it issent | - | 3",
        "agir agit agissent agissait agissant | - | =0",
        "eler ellent | - | 2",
        "eter ettent | - | 2",
        "ndre ndu nds ndent ndons ndez ndait ndaient | - | 1",
        "rdre rdu rds rdent rdons rdez rdait rdaient | - | 2",
        "ger geons | - | 2",
        "cer çons | - | 2",
    ),
    "nl": (
        "is ises | - | 3",
        "ig iger igere igste | -",
        "ijk ijker ijkere ijkste | -",
        "groot groter grotere grootste | - | =0",
        "hoog hoger hogere hoogste | - | =0",
        "laag lager lagere laagste | - | =0",
        *(f"{each} {each}er {each}ere {each}eren {each}ste {each}sten | - | =0" for each in DEGREES["nl"]),
    ),
    "da": (
        "e ede | -",
        "e te | -",
        "- en et er ene erne | - | =2",
        "m mmen mmer mmet mmene mme | - | 2",
        "ces cessen cesser cesserne | - | 2",
        "lle lt lte | - | 2",
        "mme mt mte | - | 2",
        "tryg trygt trygge tryggere tryggest | - | =0",
        "el elt | - | 4",
        "el len ler lerne | - | 3",
        "al alt | - | 3",
        "om omt | - | 3",
        "rk rkt rkere rkeste | - | 2",
        "ig igere igst igste | -",
        "sk skt skere skeste | - | 2",
    ),
    "no": (
        "e te de | -",
        "gge gde gd | - | 2",
        "te tte tt | - | 2",
        "o odde odd | - | 1",
        "å ådde ådd | - | 1",
        "y ydde ydd | - | 1",
        "- en et er ene | - | =2",
        "m mmen mmer mmet mmene mme | - | 2",
        *(f"{at}er {at}ere {at}eren {at}erne | - | 2" for at in "dklnpst"),
        "trygg tryggere | - | =0",
        "flat flatt | - | =0",
        "par paret | - | 3",
        "lle lt lte | - | 2",
        "mme mt mte | - | 2",
        "gg gt gge ggere ggeste | - | 2",
        "ell elt | - | 3",
        "al alt | - | 3",
        "om omt | - | 3",
        "rk rkt rkere rkeste | - | 2",
        "ig igere igst igste | -",
        "sk skt skere skeste | - | 2",
        "er ar | - | 4",
        "erne arane | - | 3",
        "ene ane | - | 3",
        "het heit | - en er ene | 2",
        "lig leg | - e | 2",
    ),
    "sr": (
        "- ovi ova ove ovima | -",
        "j jevi jeva jeve jevima | - | 2",
        "nt nata | -",
        "iti eti / i iš im imo ite eći | -",
        "eti eo ela eli elo | -",
        "ovati uje uju | - | 2",
        "ati / a aju | - | 4",
        "em ema emu eme emi emima | - | 3",
        "at ata atu ati ate atima | - | 3",
        "nivo nivoa nivou | - | =0",
        "srbin srbi srba srbima | - | =0",
        "težak teška teško teške teški teških | - | =0",
        "kratak kratka kratko kratke kratki kratkih | - | =0",
        "blizak bliska blisko bliske bliski bliskih | - | =0",
        "k ci | - ma",
        "k če | -",
        "log lozi | - ma | 2",
        "ost osti ošću | - | 2",
        "ati amo ate am aš aju ao ala ali alo | -",
        "i ih im ima | -",
        "e em | -",
    ),
}
BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("paed ped", "archae arche", "anaesth anesth", "orthopaed orthoped", "gynaec gynec", "haem hem"),
        *("encyclopaed encycloped", "foet fet", "sceptic skeptic", "grey gray", "mould mold", "artefact artifact"),
    ),
    "no": ("frem fram",),
}
# What stands before a verb: its participle and its infinitive stand in the middle of the word.
BEFORE: Mapping[str, str] = {
    "en": "fore mis out over re un under",
    "de": "ab an auf aus bei durch ein fest fort frei heim her hin los mit nach statt teil um vor weg weiter wieder zu "
    "heraus hinaus voran vorbei zurück zusammen",
    "nl": "aan af bij binnen deel door in mee na om onder op over samen tegen terug toe uit voor weg",
    "da": "af an bi bort del for frem gen ind med mod ned om op over på sam til ud under",
    "no": "av an bi bort del for fram frem gjen inn med mot ned om opp over på sam til ut under",
}
FEWEST = 3
SHORTEST_REST = 4
VOWELS = "aeiouyáéíóúäëïöü"
LETTER = rf"[^\W\d_{VOWELS}]"


@lru_cache(maxsize=16384)
def inflected(word: str, language: str) -> tuple[str, ...]:
    """List the other ways in which a normal word may stand in texts of its language."""
    own = OWN.get(language, _nothing)
    # Endings of an irregular form are those of another word.
    regular = chain(_ended(word, language), own(word)) if language == "ar" or lemma(word, language) == word else ()
    found = chain(regular, _begun(word, language), _joined(word, language))
    return tuple(dict.fromkeys(each for each in found if each != word))


def _ended(word: str, language: str) -> Iterator[str]:
    endings, longest = _endings(language)
    for length in range(min(longest, len(word)) + 1):
        rest = word[: len(word) - length]
        for other, fewest, exactly in endings.get(word[len(rest) :], ()):
            if len(rest) == fewest or (len(rest) > fewest and not exactly):
                yield rest + other


@cache
def _endings(language: str) -> tuple[Mapping[str, list[tuple[str, int, bool]]], int]:
    """Read the rules of a language: for each ending the others, and how many letters stand before them."""
    found: defaultdict[str, list[tuple[str, int, bool]]] = defaultdict(list)
    for rule in ENDINGS.get(language, ()):
        ways, tails, before = (*rule.split("|"), str(FEWEST))[:3]
        fewest, exactly = int(before.strip(" =")), "=" in before
        here, _, there = ways.partition("/")
        for pair in product(here.split(), (there or here).split()):
            for tail in tails.split():
                one, other = (way.strip("-") + tail.strip("-") for way in pair)
                found[one].append((other, fewest, exactly))
                found[other].append((one, fewest, exactly))
    return found, max(map(len, found), default=0)


def _begun(word: str, language: str) -> Iterator[str]:
    for one, other in (rule.split() for rule in BEGINNINGS.get(language, ())):
        for start, way in ((one, other), (other, one)):
            if word.startswith(start):
                yield way + word.removeprefix(start)


def _joined(word: str, language: str) -> Iterator[str]:
    """Give the forms of a verb with something before it: `ausgestiegen` and `auszusteigen` of `aussteigen`."""
    for before in BEFORE.get(language, "").split():
        rest = word.removeprefix(before)
        if len(word) > len(rest) >= FEWEST:
            for verb in dict.fromkeys(_verbs(rest, language)):
                yield from (before + form for form in (verb, *_said(verb, language)))


def _verbs(rest: str, language: str) -> Iterator[str]:
    """Give the verbs that a rest may be, or may be a form of; German nouns look like forms that have no `ge`."""
    is_joined = rest.startswith(("ge", "zu")) and (language != "de" or bool(JOINED.match(rest)))
    if language != "de" or is_joined or rest.endswith("n"):
        yield lemma(rest, language) if language != "de" or is_joined else rest
    if language == "de" and is_joined:
        yield from (rest[2:], f"{rest[2:].removesuffix('t').removesuffix('e')}en")
    if language == "nl" and rest.startswith("ge") and rest[-1] in "td":
        yield from (f"{base}en" for base in _opened(rest[2:-1]))


def _said(verb: str, language: str) -> Iterator[str]:
    """Give the forms of a verb behind what is before it."""
    if language == "de" and verb.endswith("n"):
        base = verb.removesuffix("n").removesuffix("e")
        yield from (f"zu{verb}", f"ge{base}{'et' if base[-1:] in ('t', 'd') else 't'}")
        yield from (form for form in forms(verb, language) if form.startswith("ge"))
        return
    yield from forms(verb, language)
    if language == "nl" and verb.endswith("en"):
        yield from (f"ge{base}{ending}" for base in _closed(verb.removesuffix("en")) for ending in "td")


# A participle or an infinitive, and no noun: not `Angehörige`, `Angelegenheit`.
JOINED = re.compile(r"zu\w+n$|ge\w+(?:t(?<!heit|keit)|n(?<!igen)(?<!ungen))$")
# Those who are of a kind, and the women among them.
OF_A_KIND = re.compile(r"(?<=\w{4})(?:en|e|(?<=r)n|)$")
FEMININE = re.compile(r"(?<=\w{4})in(?:nen)?$")


# How German verbs end in the present; the past and the participle have the same stem.
INFINITIVE = re.compile(r"(?<=\w{3})(?<!ung)(?<!ion)(?:(?<=el|er)n|(?<!ier)en|(?<=ier)en)$")
PRESENT_IN_T = re.compile(r"(?<=\w\w)(?:[gbmz]|[aeiouäöü]h[lnr]?|au|eu|ier)(t)$")


def _german(word: str) -> Iterator[str]:
    if found := INFINITIVE.search(word):
        base = word[: found.start()]
        yield base + ("et" if base[-1] in "td" else "t")
    if found := PRESENT_IN_T.search(word):
        yield f"{word[: found.start(1)]}en"
    if found := FEMININE.search(word):
        yield word[: found.start()]
    if found := found or OF_A_KIND.search(word):
        base = word[: found.start()]
        yield from (f"{base}in", f"{base}innen")


# "We" of French verbs, unlike the plural of nouns: not `portions` of `portier`, nor `saisons`.
WE = re.compile(r"(?<=\w{2}[^\Wisnç])(?<!tr)ons$")
TO = re.compile(r"(?<=\w{2}[^\Wi])er$")


def _french(word: str) -> Iterator[str]:
    yield from (WE.sub("er", word), TO.sub("ons", word))


# Dutch writes a long vowel once where its syllable is open, and f and s for v and z where a word ends.
OPEN = re.compile(rf"^(.*{LETTER}|.*i(?!e))?([aeou])({LETTER})$")
CLOSED = re.compile(rf"^(.*)(aa|ee|oo|uu)({LETTER})$")
SHORT = re.compile(rf"^(.*{LETTER})?[aeiou]({LETTER})$")
# A word of one syllable, which is long or short and never both.
SYLLABLE = re.compile(rf"(?:ge)?(?:{LETTER})*[aeiou](?:{LETTER})$")
PRESENT = re.compile(rf"\w{{3}}{LETTER}t$|\w{{2}}{LETTER}{LETTER}t$")
SOFTER = {"f": "v", "s": "z"}
HARDER = {soft: hard for hard, soft in SOFTER.items()}


def _closed(base: str) -> Iterator[str]:
    """Write what stands before a Dutch ending as a syllable that nothing follows."""
    if base[-2:-1] == base[-1:]:
        yield base[:-1]
        return
    longer = [f"{found[1] or ''}{found[2] * 2}{found[3]}"] if (found := OPEN.match(base)) else []
    ways = longer if longer and SYLLABLE.match(base) else (*longer, base)
    yield from (way[:-1] + HARDER.get(way[-1:], way[-1:]) for way in ways)


def _opened(base: str) -> Iterator[str]:
    """Write a Dutch syllable as it stands before an ending."""
    if found := CLOSED.match(base):
        base = f"{found[1] or ''}{found[2][0]}{found[3]}"
    elif SHORT.match(base):
        yield base + base[-1]
        if SYLLABLE.match(base):
            return
    yield base
    if base[-1:] in SOFTER:
        yield base[:-1] + SOFTER[base[-1]]


def _dutch(word: str) -> Iterator[str]:
    """Give the forms of adjectives and of verbs in the present: `grote`, `vertrouwt`."""
    for ending in ("en", "e"):
        base = word.removesuffix(ending)
        if FEWEST <= len(base) < len(word):
            for closed in _closed(base):
                yield from (closed, closed + "t") if ending == "en" else (closed,)
            break
    else:
        if PRESENT.search(word):
            yield from (base + "en" for base in _opened(word[:-1]))
        for base in _opened(word) if len(word) > FEWEST else ():
            yield from (base + "e", base + "en")


# A vowel that comes and goes in Serbian: `dobar`, `dobri`; `sestra`, `sestara`.
FLEETING = re.compile(rf"(?<=\w{{2}}{LETTER})a(?=[nrlkmvc]$)|(?<=\w{{2}}{LETTER})a(?=[nrlkmvcst]a$)")
CLUSTER = re.compile(rf"(?<=\w{LETTER})(?<!z)(?=(?:nj|lj|[nrlkmvc])(?:a|e|i|o|u|og|om|oj|im|ih|ima|em)$)")
CASE = re.compile("(?:a|e|i|o|u|og|om|oj|im|ih|ima|em)$")


def _serbian(word: str) -> Iterator[str]:
    rest = FLEETING.sub("", word)
    if rest != word:
        yield from (rest, f"{rest}i", f"{rest}a")
    if (filled := CLUSTER.sub("a", word)) != word:
        yield from (CASE.sub("", filled), CASE.sub("a", filled))


# Hamza has a seat of its own in every country, and the present of a verb its person in front.
SEATS = (("ؤ", "ئ"), ("ئ", "ؤ"), ("وو", "ؤو"), ("ؤو", "وو"))
PERSONS = "يتن"
LONGEST_VERB = 5
AHEAD = ("س", "ل")


def _arabic(word: str) -> Iterator[str]:
    yield from (word.replace(one, other) for one, other in SEATS if one in word)
    person, rest = word[:1], word[1:]
    if person in AHEAD and rest.startswith("ي") and len(rest) > FEWEST:
        yield rest
    if person == "ت" and len(rest) >= FEWEST:
        yield "ن" + word
    if person == "ي" and rest.endswith("ون") and len(rest) > FEWEST + 1:
        yield rest.removesuffix("ون")
    if person == "ي" and len(rest) >= FEWEST:
        yield from (rest, *(other + rest for other in PERSONS), *(ahead + word for ahead in AHEAD))
    elif person == "ن" and len(rest) >= FEWEST:
        yield from ("ي" + rest, rest)[: 1 if len(rest) == FEWEST else 2]
    if FEWEST <= len(word) <= LONGEST_VERB and not word.startswith(("ال", "ي")) and not word.endswith("ة"):
        yield "ي" + word


def _nothing(_: str) -> Iterator[str]:
    return iter(())


OWN: Mapping[str, Callable[[str], Iterator[str]]] = {
    "de": _german,
    "fr": _french,
    "nl": _dutch,
    "sr": _serbian,
    "ar": _arabic,
}


def parted(word: str) -> Iterator[tuple[str, str]]:
    """Give the two words that a long one may be written as: `youth work`."""
    return ((word[:at], word[at:]) for at in range(SHORTEST_REST, len(word) - SHORTEST_REST + 1))
