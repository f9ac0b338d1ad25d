"""Statistics over what can be searched: they follow the documents, and each reader counts only what this reader reads.

Sections, counts and the position that they hold for are written in one transaction. Counts are kept for each audience,
the readers of an access and an author, and added up for a reader.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import Any

import sqlalchemy as sa

from epex.core.log.database import driven
from epex.core.reader import Reader
from epex.core.watching import Progress, watched
from epex.projections import positions
from epex.projections.columns import label_of
from epex.projections.counting import Analysis, Changes
from epex.projections.document_rows import DOCUMENTS_TABLE
from epex.projections.documents import DOCUMENTS
from epex.projections.positions import Stand
from epex.projections.runner import Views
from epex.projections.section_rows import (
    AUDIENCES_TABLE,
    GONE_TABLE,
    GRAMS_TABLE,
    SECTIONS_TABLE,
    STATISTICS,
    STEMS_TABLE,
)
from epex.projections.table import Row, Table

PAGE = 2000
ADD_UP = (
    "INSERT INTO {0} (term, audience, sections) VALUES (?, ?, ?)"
    " ON CONFLICT (term, audience) DO UPDATE SET sections = {0}.sections + excluded.sections"
)
EMPTY = "DELETE FROM {0} WHERE term = ? AND audience = ? AND sections = 0"
MANY = 500
BEGUN = ", begun "
# Whoever wrote a text reads it, whatever its label but these, which depend on no author.
AUTHORED = ("private", "pair", "organisation")


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a reader reads: sections, and the stems and grams in them."""

    sections: int = 0
    stems: int = 0
    grams: int = 0


class Statistics:
    """The statistics of one base, kept beside its views."""

    def __init__(self, views: Views, analysis: Analysis) -> None:
        """Count what an analysis makes of the documents; nothing is read yet."""
        self._views = views
        self._analysis = analysis

    @property
    def languages(self) -> Sequence[str]:
        """Name the languages that a text may be in."""
        return self._analysis.languages

    def stand(self) -> Stand | None:
        """Tell where the statistics stand."""
        with self._views.store.engine.connect() as connection:
            return positions.stands(connection).get(STATISTICS.name)

    def is_whole(self, stand: Stand | None) -> bool:
        """Tell whether the statistics still stand there, and every document that there is was counted."""
        with self._views.store.engine.connect() as connection:
            there, wanted = self._stands(connection)
        return there is not None and there == stand and _holds(there, wanted) and there.position == wanted.position

    def catch_up(self) -> Stand:
        """Let the statistics hold what the documents hold; whoever comes second finds it done."""
        return self._views.healing(self._follow)

    def rebuild(self) -> Stand:
        """Count everything anew."""
        return self._views.healing(self._anew)

    def audiences(self, reader: Reader) -> list[int]:
        """Number the audiences that a reader belongs to."""
        rows = self._all(AUDIENCES_TABLE, "audience", "access", "author")
        return [row["audience"] for row in rows if reader.may_read(row["access"], row["author"])]

    def totals(self, audiences: Collection[int]) -> Totals:
        """Add up how much some audiences read."""
        rows = [row for row in self._all(AUDIENCES_TABLE) if row["audience"] in audiences]
        return Totals(*(sum(row[name] for row in rows) for name in ("sections", "stems", "grams")))

    def stems(self, terms: Iterable[str], audiences: Collection[int]) -> dict[str, int]:
        """Tell in how many sections of some audiences each stem stands; what stands in none is left out."""
        return self._frequencies(STEMS_TABLE, terms, audiences)

    def grams(self, terms: Iterable[str], audiences: Collection[int]) -> dict[str, int]:
        """Tell in how many sections of some audiences each gram stands; what stands in none is left out."""
        return self._frequencies(GRAMS_TABLE, terms, audiences)

    def vocabulary(self, audiences: Collection[int]) -> list[str]:
        """List the stems that stand in a section of some audiences, in the order of the alphabet."""
        there = self._views.table(STEMS_TABLE)
        chosen = sa.select(there.c.term).distinct().where(there.c.audience.in_(sorted(audiences))).subquery()
        # As one text, which takes a third of the time that so many rows would.
        (row,) = self._views.read(sa.select(sa.func.aggregate_strings(chosen.c.term, "\n").label("terms")))
        return sorted((row["terms"] or "").split())

    def held(self, connection: sa.Connection) -> int:
        """Count the documents that have words, whoever may read them."""
        there = self._views.table(SECTIONS_TABLE)
        return int(connection.execute(sa.select(sa.func.count(there.c.document.distinct()))).scalar() or 0)

    def documents(self, audiences: Collection[int] | None = None) -> list[Row]:
        """List the number, document, audience, language and length of sections, of all or of some audiences."""
        there = self._views.table(SECTIONS_TABLE)
        names = ("number", "document", "audience", "language", "length")
        chosen = sa.select(*(there.c[name] for name in names)).order_by(there.c.number)
        return self._views.read(chosen if audiences is None else chosen.where(there.c.audience.in_(sorted(audiences))))

    def sections(self, numbers: Collection[int]) -> dict[int, Row]:
        """Give sections by their numbers."""
        there = self._views.table(SECTIONS_TABLE)
        chosen = sa.select(*(there.c[name] for name in ("number", "spread", "stems", "words", "language")))
        rows = (
            row
            for chunk in _chunks(sorted(numbers))
            for row in self._views.read(chosen.where(there.c.number.in_(chunk)))
        )
        return {row["number"]: row for row in rows}

    def begun(self, beginnings: Iterable[str], audiences: Collection[int]) -> list[int]:
        """List the sections of some audiences in which a word begins in one of these ways."""
        there = self._views.table(SECTIONS_TABLE)
        spoken = sa.literal(" ") + there.c.words
        begins = sa.or_(*(spoken.contains(f" {each}", autoescape=True) for each in beginnings))
        chosen = sa.select(there.c.number).where(begins, there.c.audience.in_(sorted(audiences)))
        return [row["number"] for row in self._views.read(chosen)]

    def newer(self, connection: sa.Connection, after: int) -> int:
        """Count the sections that were made after a position."""
        there = self._views.table(SECTIONS_TABLE)
        counted = sa.select(sa.func.count()).select_from(there).where(there.c.position > after)
        return int(connection.execute(counted).scalar() or 0)

    @contextmanager
    def standing_still(self) -> Iterator[sa.Connection]:
        """Give a connection to which the sections stay as they are."""
        with self._views.store.standing_still() as connection:
            yield connection

    def changed(self, connection: sa.Connection, after: int, upto: int) -> Iterator[Row]:
        """Give the sections that were made between two positions, in the order of their numbers, for an index."""
        there = self._views.table(SECTIONS_TABLE)
        chosen = sa.select(*(there.c[name] for name in ("number", "document", "stems")))
        query = chosen.where(there.c.position > after, there.c.position <= upto).order_by(there.c.number)
        last = 0
        while page := _rows(connection, query.where(there.c.number > last).limit(PAGE)):
            yield from page
            last = page[-1]["number"]

    def gone(self, connection: sa.Connection, after: int, upto: int) -> list[int]:
        """List the numbers that were taken back between two positions."""
        there = self._views.table(GONE_TABLE)
        found = sa.select(there.c.number).where(there.c.position > after, there.c.position <= upto)
        return [row["number"] for row in _rows(connection, found)]

    def _anew(self) -> Stand:
        self._views.catch_up((DOCUMENTS.name,))
        with self._views.store.changing() as connection:
            self._empty(connection, self._stands(connection)[1])
        return self._follow()

    def _follow(self) -> Stand:
        # Views that are mended begin anew, the documents too.
        self._views.catch_up((DOCUMENTS.name,))
        with self._views.store.engine.connect() as connection:
            stand, wanted = self._stands(connection)
            if stand is not None and _holds(stand, wanted) and stand.position == wanted.position:
                return stand
        if stand is None or not _holds(stand, wanted):
            stand = self._begin()
        done, counted = 0, PAGE
        with watched("Counting words", "documents") as tell:
            total = self._left(stand)
            # A page that is not full was the last.
            while stand is not None and counted >= PAGE:
                counted, stand = self._page(partial(_tell_on, tell, done, total))
                done += counted
        # Somebody who erased meanwhile took away what was counted.
        return stand or self._follow()

    def _stands(self, connection: sa.Connection) -> tuple[Stand | None, Stand]:
        """Tell where the statistics stand, and where they would if they held every document."""
        there = positions.stands(connection)
        documents = there[DOCUMENTS.name]
        build = f"{self._analysis.name}, documents {documents.version} {documents.build}"
        newest = self._views.table(DOCUMENTS_TABLE).c.position
        last = connection.execute(sa.select(sa.func.max(newest))).scalar() or 0
        return there.get(STATISTICS.name), Stand(STATISTICS.name, STATISTICS.version, last, build=build)

    def _begin(self) -> Stand:
        with self._views.store.changing() as connection:
            stand, wanted = self._stands(connection)
            if stand is not None and _holds(stand, wanted):
                return stand
            return self._empty(connection, wanted)

    def _empty(self, connection: sa.Connection, wanted: Stand) -> Stand:
        """Begin anew with empty tables, so that at no moment there are none."""
        # Sections are numbered anew, and whoever knows them by their numbers has to notice.
        begun = wanted._replace(position=0, build=f"{wanted.build}{BEGUN}{token_hex(8)}")
        # The position first, as those who count hold it.
        positions.start(connection, begun)
        self._views.store.create(connection, STATISTICS.tables)
        self._views.store.index(connection, STATISTICS.tables)
        return begun

    def _left(self, stand: Stand) -> int:
        documents = self._views.table(DOCUMENTS_TABLE)
        newer = sa.select(sa.func.count()).select_from(documents).where(documents.c.position > stand.position)
        with self._views.store.engine.connect() as connection:
            return connection.execute(newer).scalar() or 0

    def _page(self, tell: Callable[[int], None]) -> tuple[int, Stand | None]:
        """Count a page of documents; tell how many, and where the statistics stand, if they are there."""
        with self._views.store.writing() as connection:
            stand = positions.hold(connection, [STATISTICS.name]).get(STATISTICS.name)
            rows = self._newer(connection, stand) if stand else []
            if not rows or stand is None:
                return 0, stand
            self._count(connection, rows, tell)
            moved = stand.at(rows[-1]["position"])
            positions.move(connection, stand, moved)
            return len(rows), moved

    def _newer(self, connection: sa.Connection, stand: Stand) -> list[Row]:
        """Give the next documents whose words or readers changed; those of one position stay together."""
        there = self._views.table(DOCUMENTS_TABLE)
        names = ("position", "id", "language", "titles", "texts", "access", "author")
        query = sa.select(*(there.c[name] for name in names)).order_by(there.c.position, there.c.id)
        newer = query.where(there.c.position > stand.position)
        page = _rows(connection, newer.limit(PAGE))
        if len(page) == PAGE:
            last = there.c.position == page[-1]["position"]
            page = [row for row in page if row["position"] != page[-1]["position"]] + _rows(
                connection, query.where(last)
            )
        return page

    def _count(self, connection: sa.Connection, rows: Sequence[Row], tell: Callable[[int], None]) -> None:
        changes = Changes(self._analysis)
        self._take_back(connection, rows, changes)
        self._add(connection, rows, changes, tell)
        self._write(connection, changes)

    def _take_back(self, connection: sa.Connection, rows: Sequence[Row], changes: Changes) -> None:
        there, position_of = self._views.table(SECTIONS_TABLE), {row["id"]: row["position"] for row in rows}
        known = [
            row
            for chunk in _chunks(list(position_of))
            for row in _rows(connection, sa.select(there).where(there.c.document.in_(chunk)))
        ]
        for row in known:
            changes.take_back(row["audience"], row["stems"].split(), row["words"].split())
        if known:
            gone = [{"number": row["number"], "position": position_of[row["document"]]} for row in known]
            connection.execute(sa.insert(self._views.table(GONE_TABLE)), gone)
            connection.execute(
                sa.delete(there).where(there.c.number == sa.bindparam("old")),
                [{"old": row["number"]} for row in known],
            )

    def _add(
        self, connection: sa.Connection, rows: Sequence[Row], changes: Changes, tell: Callable[[int], None]
    ) -> None:
        numbers, audiences = self._next_number(connection), self._audiences(connection)
        made: list[Row] = []
        for place, row in enumerate(rows, 1):
            audience = audiences(row)
            for section in self._analysis.sections(row):
                spread = changes.add(audience, section.stems, section.words)
                made.append(
                    {
                        "number": numbers + len(made),
                        "document": row["id"],
                        "language": section.language,
                        "audience": audience,
                        "position": row["position"],
                        "length": len(section.stems),
                        "spread": spread,
                        "stems": " ".join(section.stems),
                        "words": " ".join(section.words),
                    }
                )
            tell(place)
        if made:
            connection.execute(sa.insert(self._views.table(SECTIONS_TABLE)), made)

    def _next_number(self, connection: sa.Connection) -> int:
        """Give a number that no section has or had."""
        highest = (sa.select(sa.func.max(self._views.table(table).c.number)) for table in (SECTIONS_TABLE, GONE_TABLE))
        return max(connection.execute(query).scalar() or 0 for query in highest) + 1

    def _audiences(self, connection: sa.Connection) -> Callable[[Row], int]:
        """Number the readers of rows, those that are new as well."""
        there = self._views.table(AUDIENCES_TABLE)
        known = {(row["access"], row["author"]): row["audience"] for row in _rows(connection, sa.select(there))}

        def number(row: Row) -> int:
            circle = (row["access"], row["author"] if label_of(row["access"]) in AUTHORED else "")
            if circle not in known:
                known[circle] = max(known.values(), default=0) + 1
                blank = {**AUDIENCES_TABLE.blank, "audience": known[circle], "access": circle[0], "author": circle[1]}
                connection.execute(sa.insert(there), [blank])
            return int(known[circle])

        return number

    def _write(self, connection: sa.Connection, changes: Changes) -> None:
        for table, counted in ((STEMS_TABLE, changes.stems), (GRAMS_TABLE, changes.grams)):
            self._add_up(connection, self._views.table(table), counted)
        there = self._views.table(AUDIENCES_TABLE)
        names = ("sections", "stems", "grams")
        more = sa.update(there).where(there.c.audience == sa.bindparam("whose"))
        changed = [
            {"whose": audience, **{f"more_{name}": counted[name] for name in names}}
            for audience, counted in changes.totals.items()
        ]
        if changed:
            connection.execute(
                more.values({name: there.c[name] + sa.bindparam(f"more_{name}") for name in names}), changed
            )
        connection.execute(sa.delete(there).where(there.c.sections == 0))

    def _add_up(self, connection: sa.Connection, there: sa.Table, counted: Mapping[int, Mapping[str, int]]) -> None:
        for audience, terms in counted.items():
            # In the order of the alphabet neighbours share a page of the database.
            rows = [(term, audience, terms[term]) for term in sorted(terms) if terms[term]]
            if rows:
                connection.exec_driver_sql(driven(ADD_UP.format(there.name), connection.engine), rows)
            gone = [(term, audience) for term, more in terms.items() if more < 0]
            if gone:
                connection.exec_driver_sql(driven(EMPTY.format(there.name), connection.engine), gone)

    def _frequencies(self, table: Table, terms: Iterable[str], audiences: Collection[int]) -> dict[str, int]:
        there = self._views.table(table)
        found: dict[str, int] = {}
        for chunk in _chunks(sorted(set(terms))):
            found |= self._counted(there, audiences, there.c.term.in_(chunk))
        return found

    def _counted(self, there: sa.Table, audiences: Collection[int], *where: sa.ColumnElement[bool]) -> dict[str, int]:
        summed = sa.select(there.c.term, sa.func.sum(there.c.sections).label("sections"))
        query = summed.where(*where, there.c.audience.in_(sorted(audiences))).group_by(there.c.term)
        with self._views.store.engine.connect() as connection:
            return {term: int(sections) for term, sections in connection.execute(query)}

    def _all(self, table: Table, *names: str) -> list[Row]:
        there = self._views.table(table)
        return self._views.read(sa.select(*(there.c[name] for name in names or table.columns)))


def _holds(stand: Stand | None, wanted: Stand) -> bool:
    """Tell whether statistics were made of the documents that are there, and as they would be today."""
    made = stand and (stand.version, stand.build.partition(BEGUN)[0])
    return made == (wanted.version, wanted.build)


def _tell_on(tell: Progress, done: int, total: int, more: int) -> None:
    tell(done + more, total)


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> list[Row]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _chunks(wanted: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (wanted[start : start + MANY] for start in range(0, len(wanted), MANY))
