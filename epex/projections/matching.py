"""Who could visit whom: what a reader knows of the members, ranked by `core/pairing.py`, and told in sentences."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from epex.core.likeness import shared_words
from epex.core.match import OPEN, MatchProposed, same_people
from epex.core.pairing import (
    Further,
    Member,
    Offered,
    Pair,
    Past,
    Suggestion,
    Wanted,
    rank,
    suggest,
    usage_among,
    weighed,
)
from epex.core.reader import Reader
from epex.projections.reading import Reading
from epex.projections.table import Row

NEEDED = ("organisations", "challenges", "offers", "needs", "matches", "visits")
# What everybody in the network reads: the reasons of a recorded match rest on nothing else.
OPEN_TO_ALL = Reader(grants=frozenset({"public", "network"}))
# Says what else speaks for pairs of a year and against them, as far as one reader may know.
Weigh = Callable[[Reader, int, Sequence[Pair]], Mapping[Pair, Sequence[Further]]]


class Matching:
    """The members as one reader knows them, for one programme year or for any."""

    def __init__(self, reading: Reading, year: int = 0) -> None:
        """Read what there is."""
        reading.need(*NEEDED)
        self._reading = reading
        self._year = year
        self._visits = [row for row in self._rows("visit") if row["status"] != "cancelled"]
        self._matches = self._rows("match")
        self._open_offers = [row for row in self._rows("offer") if row["status"] == "open"]
        self._open_needs = [row for row in self._rows("need") if row["status"] == "open"]
        self.members = {member.id: member for member in self._members()}

    def ranked(self, host: str = "", visitor: str = "") -> list[Suggestion]:
        """Rank the pairs, perhaps only those of one host or one visitor."""
        found = rank(self.members.values(), self._past(), self._under_way())
        return [one for one in found if host in ("", one.host) and visitor in ("", one.visitor)]

    def suggestion(self, host: str, visitor: str) -> Suggestion:
        """Say what speaks for one pair and against it; of strangers nothing is known."""
        hosting, visiting = (self.members.get(member) or Member(id=member, name="") for member in (host, visitor))
        return suggest(hosting, visiting, self._past(), usage_among(self.members.values()))

    def _rows(self, subject: str) -> list[Row]:
        return self._reading.rows(self._reading.table(subject))

    def _members(self) -> Iterable[Member]:
        challenges: dict[str, set[str]] = defaultdict(set)
        for row in self._rows("challenge"):
            for organisation in (row["organisation"], *row["shared_by"]):
                challenges[organisation].add(row["id"])
        offers, needs = self._offers(), self._needs()
        for row in self._rows("organisation"):
            if not row["left_on"]:
                yield Member(
                    id=row["id"],
                    name=row["title"],
                    country=row["country"],
                    settings=frozenset(row["settings"]),
                    languages=frozenset(row["languages"]),
                    shows=tuple(row["shows"]),
                    wants=tuple(row["wants"]),
                    challenges=frozenset(challenges[row["id"]]),
                    offers=tuple(offers[row["id"]]),
                    needs=tuple(needs[row["id"]]),
                )

    def _offers(self) -> dict[str, list[Offered]]:
        found: dict[str, list[Offered]] = defaultdict(list)
        taken = self._taken()
        for row in self._of_year(self._open_offers):
            settings, languages = frozenset(row["settings"]), frozenset(row["languages"])
            left = row["capacity"] - taken[row["id"]]
            offered = Offered(id=row["id"], text=row["title"], settings=settings, languages=languages, left=left)
            found[row["organisation"]].append(offered)
        return found

    def _needs(self) -> dict[str, list[Wanted]]:
        found: dict[str, list[Wanted]] = defaultdict(list)
        for row in self._of_year(self._open_needs):
            text, languages = f"{row['title']} {row['task']}", frozenset(row["languages"])
            wanted = Wanted(id=row["id"], text=text, setting=row["setting"], languages=languages)
            found[row["organisation"]].append(wanted)
        return found

    def _of_year(self, rows: Sequence[Row]) -> list[Row]:
        return [row for row in rows if not self._year or row["year"] in (None, self._year)]

    def _taken(self) -> Counter[str]:
        """Count what each offer gave away: to matches that stand, and to visits that came without one.

        A host's first offer for a visit's year stands for a visit without a match.
        """
        called_off = {row["match"] for row in self._rows("visit") if row["match"] and row["status"] == "cancelled"}
        planned = {row["match"] for row in self._visits}
        standing = [
            row
            for row in self._matches
            if row["status"] in OPEN and (row["id"] in planned or row["id"] not in called_off)
        ]
        taken = Counter(offer for row in standing for offer in row["offers"][:1])
        for visit in self._visits:
            if not visit["match"]:
                taken.update(self._offered(visit)[:1])
        return taken

    def _offered(self, visit: Row) -> list[str]:
        return [
            row["id"]
            for row in self._open_offers
            if row["organisation"] == visit["host"] and row["year"] == visit["year"]
        ]

    def _past(self) -> Past:
        visited = {
            frozenset((visit["host"], guest)) for visit in self._visits for guest in visit["visiting_organisations"]
        }
        declined = {(row["host"], row["visitor"]) for row in self._matches if row["status"] == "declined"}
        return Past(paired=frozenset(visited), declined=frozenset(declined))

    def _under_way(self) -> frozenset[tuple[str, str]]:
        planned = {visit["match"] for visit in self._visits}
        waiting = (row for row in self._matches if row["status"] in OPEN and row["id"] not in planned)
        return frozenset((row["host"], row["visitor"]) for row in waiting)


def suggestions(
    reading: Reading, host: str = "", visitor: str = "", year: int = 0, weigh: Weigh | None = None
) -> list[Row]:
    """Rank the pairs that a reader could propose, each with its reasons in words."""
    matching = Matching(reading, year)
    ranked = _weighed(matching.ranked(host, visitor), weigh, reading.reader, year)
    titles = reading.titles({identity for one in ranked for identity in _named(one)})
    return [_shown(matching, one, titles) for one in ranked]


def suggestion(reading: Reading, host: str, visitor: str, year: int = 0, weigh: Weigh | None = None) -> Row:
    """Say what speaks for one pair and against it."""
    matching = Matching(reading, year)
    (one,) = _weighed([matching.suggestion(host, visitor)], weigh, reading.reader, year)
    return _shown(matching, one, reading.titles(_named(one)))


def grounds(reading: Reading, host: str, visitor: str, year: int = 0, weigh: Weigh | None = None) -> MatchProposed:
    """Give the reasons to be recorded with a match: only what the whole network may read."""
    matching = Matching(Reading(reading.views, OPEN_TO_ALL, reading.language), year)
    (one,) = _weighed([matching.suggestion(host, visitor)], weigh, OPEN_TO_ALL, year)
    offers, further = _with_room_first(matching.members.get(host), one.offers), _further(one)
    return MatchProposed(
        host=host,
        visitor=visitor,
        year=year,
        reasons=one.reasons,
        against=one.against,
        challenges=one.challenges,
        offers=offers,
        needs=one.needs,
        settings=one.settings,
        languages=one.languages,
        plugin_reasons=further["plugin_reasons"],
        plugin_against=further["plugin_against"],
    )


def standing_match(reading: Reading, proposed: MatchProposed) -> str:
    """Find a match of the same two and year that may be of the same people, and waits for an answer or its visit."""
    reading.need("matches", "visits")
    planned = {row["match"] for row in reading.rows(reading.table("visit")) if row["status"] != "cancelled"}
    wanted = (proposed.host, proposed.visitor, proposed.year or None)
    for row in reading.rows(reading.table("match")):
        same = (row["host"], row["visitor"], row["year"]) == wanted and same_people(row["people"], proposed.people)
        if same and row["status"] in OPEN and row["id"] not in planned:
            return str(row["id"])
    return ""


def visit_from(reading: Reading, match: str) -> str:
    """Find the visit that was planned from a match and was not cancelled."""
    reading.need("visits")
    planned = (row for row in reading.rows(reading.table("visit")) if match and row["match"] == match)
    return next((str(row["id"]) for row in planned if row["status"] != "cancelled"), "")


def sentences(
    row: Row, titles: Mapping[str, str], words: Sequence[str], countries: Sequence[str]
) -> dict[str, list[Row]]:
    """Tell in sentences what speaks for a pair and what against it; what the reader may not see is not named."""
    challenges = _quoted(titles[one] for one in row["challenges"] if one in titles)
    told = {
        "shared_challenge": challenges and f"Both have the challenge {challenges}.",
        "task": words and f"What one wants to learn, the other can show: {', '.join(words)}.",
        "setting": f"Both work in: {_listed(row['settings'])}.",
        "language": f"Both speak: {_listed(row['languages'])}.",
        "different_country": all(countries) and f"They work in different countries: {' and '.join(countries)}.",
        "not_paired": "They have not visited each other before.",
        "capacity": "The host's offer has room for a visit.",
        "no_language": "No language is recorded that both speak.",
        "same_country": all(countries) and f"Both work in one country: {countries[0]}.",
        "paired_before": "They have visited each other before.",
        "no_capacity": "The host's offers are all taken.",
        "no_offer": "The host has made no offer.",
        "no_need": "The visitor has stated no learning need.",
        "declined": "This pair was declined before.",
    }
    return {
        name: [
            *({"code": code, "text": told[code]} for code in row[name] if told[code]),
            *({"code": code, "text": _from_plugin(code, text)} for code, text in row[f"plugin_{name}"].items()),
        ]
        for name in ("reasons", "against")
    }


def words_shared(reading: Reading, row: Row) -> tuple[str, ...]:
    """List the words that a match's offers and needs share, or the two profiles where it names none."""
    reading.need("offers", "needs", "organisations")
    profiles = {one["id"]: one for one in reading.among(reading.table("organisation"), [row["host"], row["visitor"]])}
    offers = [one["title"] for one in reading.among(reading.table("offer"), row["offers"])]
    needs = [f"{one['title']} {one['task']}" for one in reading.among(reading.table("need"), row["needs"])]
    shows = offers or profiles.get(row["host"], {}).get("shows", [])
    return shared_words(shows, needs or profiles.get(row["visitor"], {}).get("wants", []))


def _shown(matching: Matching, one: Suggestion, titles: Mapping[str, str]) -> Row:
    row: Row = {name: list(value) if isinstance(value := getattr(one, name), tuple) else value for name in ORDER}
    ends = {name: row[name] for name in ("host", "visitor")}
    named = {f"{name}_title": titles.get(identity, "") for name, identity in ends.items()}
    known = [matching.members[identity] for identity in ends.values() if identity in matching.members]
    told = sentences({**row, **_further(one)}, titles, one.words, [member.country for member in known])
    told["challenges"] = [{"id": challenge, "title": titles[challenge]} for challenge in one.challenges]
    for name in ("offers", "needs"):
        told[name] = [{"id": identity, "title": titles[identity]} for identity in row[name] if identity in titles]
    return {"title": f"{named['visitor_title']} visits {named['host_title']}", **ends, **named, **row, **told}


ORDER = ("host", "visitor", "reasons", "against", "challenges", "offers", "needs", "settings", "languages", "words")


def _named(one: Suggestion) -> Collection[str]:
    return {one.host, one.visitor, *one.challenges, *one.offers, *one.needs}


def _with_room_first(host: Member | None, offers: Sequence[str]) -> tuple[str, ...]:
    left = {offer.id: offer.left for offer in host.offers} if host else {}
    return tuple(sorted(offers, key=lambda offer: left.get(offer, 0) <= 0))


def _weighed(found: Sequence[Suggestion], weigh: Weigh | None, reader: Reader, year: int) -> list[Suggestion]:
    return weighed(found, weigh(reader, year, [one.pair for one in found]) if weigh else {})


def _further(one: Suggestion) -> dict[str, dict[str, str]]:
    return {
        "plugin_reasons": {each.code: each.text for each in one.further if each.points > 0},
        "plugin_against": {each.code: each.text for each in one.further if each.points < 0},
    }


def _from_plugin(code: str, text: str) -> str:
    return f"{text} ({code.partition('/')[0]})"


def _quoted(titles: Iterable[str]) -> str:
    return " and ".join(f"'{title}'" for title in titles)


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(code.replace("_", " ") for code in codes)
