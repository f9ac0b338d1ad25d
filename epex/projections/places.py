"""Where things come from: which organisations, countries, settings and years each of them touches."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from epex.projections.filters import Place
from epex.projections.lineage import Lineage
from epex.projections.reading import VIEWS, Reading, subject_of
from epex.projections.table import Row

COLUMNS = {
    "organisation": ("id", "settings"),
    "person": ("id", "organisation"),
    "year": ("id", "number"),
    "offer": ("id", "organisation", "settings", "year"),
    "need": ("id", "organisation", "setting", "year"),
    "match": ("id", "host", "visitor", "settings", "year"),
    "visit": ("id", "host", "visiting_organisations", "setting", "year"),
    "reflection": ("id", "organisation", "about"),
    "challenge": ("id", "organisation", "shared_by", "setting"),
    "element": ("id", "organisation", "setting"),
    "theme": ("id",),
    "transfer": ("id", "source", "receiving", "element"),
    **dict.fromkeys(("interview", "finding", "story"), ("id", "year")),
}


class Places:
    """Find the places of visible things; what the reader may not see touches nothing."""

    def __init__(self, reading: Reading) -> None:
        """Look through one reader's eyes."""
        self._reading = reading
        self._of: Mapping[str, Callable[[Sequence[Row]], dict[str, Place]]] = {
            "organisation": self._organisations,
            "person": lambda rows: {row["id"]: self._home(row["organisation"]) for row in rows},
            "year": lambda rows: {row["id"]: Place(year={row["number"]}) for row in rows},
            "offer": lambda rows: {row["id"]: self._matched(row, row["organisation"]) for row in rows},
            "need": lambda rows: {row["id"]: self._matched(row, row["organisation"]) for row in rows},
            "match": lambda rows: {row["id"]: self._matched(row, row["host"], row["visitor"]) for row in rows},
            "visit": lambda rows: {row["id"]: self._visit(row) for row in rows},
            "reflection": self._reflections,
            "challenge": lambda rows: {row["id"]: self._challenge(row) for row in rows},
            "element": self._elements,
            "theme": self._themes,
            "transfer": self._transfers,
            **dict.fromkeys(("interview", "finding", "story"), self._years),
        }

    def of(self, ids: Iterable[str]) -> dict[str, Place]:
        """Find the places of things by their ids."""
        by_subject: dict[str, list[str]] = defaultdict(list)
        for identity in ids:
            by_subject[subject_of(identity)].append(identity)
        found: dict[str, Place] = {}
        for subject, members in by_subject.items():
            if subject in COLUMNS:
                self._reading.need(VIEWS[subject])
                rows = self._reading.among(self._reading.table(subject), members, COLUMNS[subject])
                found |= self._of[subject](rows)
        return defaultdict(Place, found)

    @cached_property
    def countries(self) -> dict[str, str]:
        """Give the country of every organisation."""
        self._reading.need("organisations")
        rows = self._reading.rows(self._reading.table("organisation"), columns=("id", "country"))
        return {row["id"]: row["country"] for row in rows}

    def _home(self, *organisations: str, setting: str = "") -> Place:
        known = {organisation for organisation in organisations if organisation}
        countries = {self.countries[organisation] for organisation in known if organisation in self.countries}
        return Place(known, countries, {setting} if setting else set())

    def _organisations(self, rows: Sequence[Row]) -> dict[str, Place]:
        places = {row["id"]: self._home(row["id"]) for row in rows}
        for row in rows:
            places[row["id"]].setting.update(row["settings"])
        return places

    def _visit(self, row: Row) -> Place:
        place = self._home(row["host"], *row["visiting_organisations"], setting=row["setting"])
        place.year.add(row["year"])
        return place

    def _matched(self, row: Row, *organisations: str) -> Place:
        place = self._home(*organisations, setting=row.get("setting", ""))
        place.setting.update(row.get("settings", ()))
        place.year.update({row["year"]} - {None})
        return place

    def _challenge(self, row: Row) -> Place:
        return self._home(row["organisation"], *row["shared_by"], setting=row["setting"])

    def _reflections(self, rows: Sequence[Row]) -> dict[str, Place]:
        visits = self.of({row["about"] for row in rows if row["about"]})
        places = {row["id"]: self._home(row["organisation"]) for row in rows}
        for row in rows:
            places[row["id"]].setting |= visits[row["about"]].setting
            places[row["id"]].year |= visits[row["about"]].year
        return places

    def _elements(self, rows: Sequence[Row]) -> dict[str, Place]:
        places = {row["id"]: self._home(row["organisation"], setting=row["setting"]) for row in rows}
        for identity, sources in self._sources(places).items():
            places[identity].year |= {year for source in sources for year in source.year}
        return places

    def _themes(self, rows: Sequence[Row]) -> dict[str, Place]:
        places = {row["id"]: Place() for row in rows}
        for identity, sources in self._sources(places).items():
            for source in sources:
                places[identity].add(source)
                places[identity].evidenced |= source.pairs - {("", "")}
        return places

    def _years(self, rows: Sequence[Row]) -> dict[str, Place]:
        return {row["id"]: Place(year={row["year"]}) for row in rows}

    def _transfers(self, rows: Sequence[Row]) -> dict[str, Place]:
        elements = self.of({row["element"] for row in rows})
        places = {row["id"]: self._home(row["source"], row["receiving"]) for row in rows}
        for row in rows:
            places[row["id"]].setting |= elements[row["element"]].setting
            places[row["id"]].year |= elements[row["element"]].year
        return places

    def _sources(self, targets: Iterable[str]) -> dict[str, list[Place]]:
        rests_on = Lineage(self._reading).direct(targets)
        places = self.of({source for sources in rests_on.values() for source in sources})
        return {target: [places[source] for source in sources] for target, sources in rests_on.items()}
