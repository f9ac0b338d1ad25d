"""Which words two short texts share: simply, by their beginnings, in any language."""

import re
from collections.abc import Iterable

SHORTEST = 4
LONGER = 3
ENDINGS = ("ings", "ing", "ed", "es", "s")
WORD = re.compile(r"[^\W\d_]+")
# Words that say nothing about practice, in the languages in which offers and needs are written most.
EMPTY = frozenset(
    """about after again against alone also another anything because been before being beside between both could does
    doing done down each even every first from have here into itself just keep know like little made make many more
    most much must nothing only other others ours over people rather room same second several shall should show
    since some somebody somehow something still such than that their theirs them then there these they thing things
    this those through under until upon very want wants well were what when where whether which while whole will
    with within without work worked working works would years your aber alle auch dass denn dieser doch durch eine
    einem einen einer eines etwas gegen haben hier immer kann keine machen mehr menschen muss nach nicht noch oder
    ohne schon sein seine sich sind soll über unsere unter viele wenn werden wird wurde zwischen alors aussi autre
    autres avant avec cela cette comme comment dans depuis deux elle elles encore entre être faire leur leurs mais
    même moins notre nous parce pendant plus pour quand quelque sans selon sont sous tous tout toute très votre vous
    alle andre blir både denne deres dette efter etter eller fordi første hvad hvem hvor hvordan hvis ikke kunne
    mange mere mens også siden skal skulle uden uten vores være våre deze door geen hebben heeft hier hoe hun kunnen
    maar meer moet naar niet omdat onder onze over tegen tussen voor waar waarom wanneer wat wij worden wordt zijn
    zonder""".split()
)


def shared_words(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    """List the words of the first texts that the second ones use as well, in whatever form."""
    theirs = words(second)
    return tuple(sorted(word for word in words(first) if any(alike(word, other) for other in theirs)))


def words(texts: Iterable[str]) -> frozenset[str]:
    """List the words that say something."""
    found = (word for text in texts for word in WORD.findall(text.casefold()))
    return frozenset(word for word in found if len(word) >= SHORTEST and word not in EMPTY)


def alike(one: str, other: str) -> bool:
    """Tell whether two words are forms of one: without endings they begin alike, up to the last letter."""
    short, long = sorted((stem(one), stem(other)), key=len)
    begins = max(SHORTEST, len(short) - 1)
    return len(long) - len(short) <= LONGER and short[:begins] == long[:begins]


def stem(word: str) -> str:
    """Take off an ending where enough of the word remains."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word
