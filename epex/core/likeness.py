"""Which words two short texts share, and which of them say something: simply, by their beginnings, in any language."""

import re
from collections import defaultdict
from collections.abc import Iterable

SHORTEST = 4
# One word that so few organisations use says enough; of others it takes two, which most of them do not use.
RARE = 3
MANY = 4
LONGER = 3
ENDINGS = ("ings", "ing", "ed", "es", "s")
WORD = re.compile(r"[^\W\d_]+")
# Words that say nothing about practice, in the languages in which offers and needs are written most: small words first,
# then those of time, measure and everybody.
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
    zonder
    afternoon afternoons around begin beginning begins better country countries daily days ever
    finally four full given good great half hard help helps hour hours hundred inside large last late later less long
    longer member members minute minutes moment month monthly months morning mornings near need needs never next night
    often open opened opening opens organisation organisations outside part parts person persons place places practice
    question questions quick quickly short show shows simple small soon staff start started starting starts take taken
    takes talk talking talks ten thirty three time times today together twenty twice week weekly weeks worker workers
    year years yearly young
    abend anfang beginn beginnen fragen ganz gute heute jahr jahre jahren jede jeden jeder jedes kurz lang lange land
    länder leute mitarbeiter mitarbeiterin mitarbeiterinnen mitglied mitglieder monat monate monaten offen offene
    person personen stunde stunden tage tagen woche wochen wöchentlich zeit zusammen
    année années ensemble heure heures jeune jeunes journée jour jours longtemps membre membres mois ouvert ouverte pays
    personne personnes petit petite premier première question semaine semaines temps travail
    åben altid dage dagen flere folk første gang gange hele land lande lang lenge måned måneder mennesker medlem
    medlemmer menneske nogle noen person personer samen sammen spørgsmål spørsmål tiden time timer ugen uger uken uker
    unge åpen året
    dagen eerste jaar jaren jonge kort landen leden maand maanden mensen open samen tijd uren vragen weken weinig
    werk werken""".split()
)


def shared_words(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    """List the words of the first texts that the second ones use as well, in whatever form."""
    theirs = words(second)
    return tuple(sorted(word for word in words(first) if any(alike(word, other) for other in theirs)))


def words(texts: Iterable[str]) -> frozenset[str]:
    """List the words that say something."""
    found = (word for text in texts for word in WORD.findall(text.casefold()))
    return frozenset(word for word in found if len(word) >= SHORTEST and word not in EMPTY)


class Usage:
    """How many organisations use a word, in whatever form, where they say what they show and want."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        """Gather the words of each organisation's texts."""
        self._known: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._size = 0
        for place, each in enumerate(texts):
            self._size += 1
            for word in words(each):
                self._known[stem(word)[:SHORTEST]].append((word, place))

    def of(self, word: str) -> int:
        """Count the organisations that use a word."""
        return len({place for other, place in self._known[stem(word)[:SHORTEST]] if alike(word, other)})

    def telling(self, one: str, other: str) -> tuple[str, ...]:
        """List the words by which two texts fit together: two that few use, or one that hardly anybody does."""
        uses = {word: self.of(word) for word in shared_words([one], [other])}
        few = tuple(word for word, count in uses.items() if count <= max(RARE, self._size // MANY))
        return few if len(few) > 1 or any(uses[word] <= RARE for word in few) else ()


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
