"""What every query shares: who reads, in which language, and never more than this reader may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from epex.core.decision import Refused
from epex.core.reader import EVALUATION, Reader
from epex.core.sealed import ERASED, SEALED, UNNAMED
from epex.projections.positions import POSITIONS
from epex.projections.runner import Views
from epex.projections.shades import SHADES, shaded
from epex.projections.table import Row, Table

VIEWS = {
    "network": "networks",
    "organisation": "organisations",
    "person": "people",
    "year": "years",
    "offer": "offers",
    "need": "needs",
    "match": "matches",
    "visit": "visits",
    "reflection": "reflections",
    "questions": "question_sets",
    "concept": "thesaurus",
    "meeting": "meetings",
    "challenge": "challenges",
    "element": "elements",
    "review": "reviews",
    "theme": "themes",
    "transfer": "transfers",
    "interview": "interviews",
    "finding": "findings",
    "story": "stories",
    "request": "requests",
    "incident": "incidents",
    "retention": "retentions",
    "publication": "publications",
    "chapter": "chapters",
    "viewpoint": "viewpoints",
    "quote": "quotes",
    "consent": "consents",
    "search": "searches",
}
# Subjects that are listed by the commands of another one.
LISTS = {"offer": "match offers", "need": "match needs", "concept": "thesaurus list", "search": "searches list"}
MANY = 500
OPENING = 60


class Reading:
    """The views as one reader sees them."""

    def __init__(self, views: Views, reader: Reader, language: str = "en") -> None:
        """Read in a language where there is a choice."""
        self.views = views
        self.reader = reader
        self.language = language
        self._ready: set[str] = set()

    def need(self, *names: str) -> None:
        """Let views catch up, each once and all in one pass."""
        missing = [name for name in dict.fromkeys(names) if name not in self._ready]
        if missing:
            self.views.catch_up(missing)
            self._ready.update(missing)

    def stand(self, name: str) -> list[Row]:
        """Tell where a view stands; what was read of it holds for as long as it stands there."""
        return self.views.read(sa.select(POSITIONS).where(POSITIONS.c.name == name))

    def table(self, subject: str) -> Table:
        """Give the table of a subject."""
        found: Table = self.views.projection(VIEWS[subject]).tables[0]
        return found

    def may_read(self, there: sa.Table | sa.Subquery) -> sa.ColumnElement[bool]:
        """Say in SQL what `Reader.may_read` says; whoever asked for something of others sees that they did."""
        seen = self.opens(there.c.access, there.c.author)
        if not self.reader.person or "asker" not in there.c:
            return seen
        return seen | ((there.c.asker == self.reader.person) & (there.c.access != EVALUATION))

    def opens(self, access: sa.ColumnElement[str], author: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
        """Say in SQL what `Reader.may_read` says of two columns."""
        granted = access.in_(sorted(self.reader.grants))
        if self.reader.oversees:
            return granted | (access != EVALUATION)
        if self.reader.person:
            return granted | ((author == self.reader.person) & (access != EVALUATION))
        return granted

    def rows(self, table: Table, *where: sa.ColumnElement[bool], columns: Sequence[str] = ()) -> list[Row]:
        """List the visible rows of a table in the order of their events."""
        there = self.views.table(table)
        beside = (SHADES,) if SHADES in table.columns else ()
        chosen = [there.c[name] for name in dict.fromkeys((*(columns or table.columns), *beside))]
        query = sa.select(*chosen).where(self.may_read(there), *where)
        order = [there.c[name] for name in ("position", table.key[0]) if name in there.c]
        found = self.views.read(query.order_by(*order))
        return self.as_seen(found) if beside else found

    def as_seen(self, rows: Iterable[Row]) -> list[Row]:
        """Show rows with what the reader may know of how they changed."""
        return [row for each in rows if (row := shaded(each, self.reader.may_read)) is not None]

    def among(self, table: Table, ids: Collection[str], columns: Sequence[str] = (), key: str = "") -> list[Row]:
        """List the visible rows that have one of the ids."""
        column = self.views.table(table).c[key or table.key[0]]
        wanted = sorted(set(ids))
        chunks = [wanted[start : start + MANY] for start in range(0, len(wanted), MANY)]
        return [row for chunk in chunks for row in self.rows(table, column.in_(chunk), columns=columns)]

    def words(self, texts: Mapping[str, str]) -> str:
        """Choose a text in the reader's language, else in English, else in any."""
        found = texts.get(self.language) or texts.get("en") or next(iter(texts.values()), "")
        return found or ERASED

    def is_there(self, identity: str) -> bool:
        """Tell whether the reader may see what has an id."""
        subject = subject_of(identity)
        self.need(VIEWS[subject])
        return bool(self.among(self.table(subject), [identity], ("id",)))

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """Give the titles of what the reader may see; what is hidden is missing."""
        by_subject: dict[str, list[str]] = defaultdict(list)
        for identity in ids:
            if (subject := subject_of(identity)) in VIEWS:
                by_subject[subject].append(identity)
        found: dict[str, str] = {}
        for subject, members in by_subject.items():
            self.need(VIEWS[subject])
            table = self.table(subject)
            found |= self.titles_of(subject, self.among(table, members, title_columns(table)))
        return found

    def titles_of(self, subject: str, rows: Sequence[Row]) -> dict[str, str]:
        """Give the titles of rows of one subject."""
        if subject == "reflection":
            return self._reflection_titles(rows)
        if subject == "transfer":
            return self._transfer_titles(rows)
        if subject == "match":
            return self._match_titles(rows)
        if subject == "story":
            from epex.projections.confided import story_titles  # noqa: PLC0415 - start-up: most bases are read without

            return story_titles(self, rows)
        return {row["id"]: self._title(subject, row) for row in rows}

    def names(self, people: Iterable[str]) -> dict[str, str]:
        """Give the names of people for display."""
        wanted = {person for person in people if person}
        found = self.titles(wanted)
        return {person: displayed(found.get(person, "")) for person in wanted}

    def _title(self, subject: str, row: Row) -> str:
        if subject in ("theme", "concept"):
            return self.words(row["titles"])
        if subject == "year":
            return f"Year {row['number']}"
        if subject == "person":
            return displayed(row["title"])
        return row["title"] or ERASED

    def _reflection_titles(self, rows: Sequence[Row]) -> dict[str, str]:
        untitled = [row for row in rows if not row["title"]]
        about = self.titles({row["about"] for row in untitled if row["about"]})
        found = {row["id"]: row["title"] or looking_back(row, about.get(row["about"], "")) for row in rows}
        bare = [identity for identity, title in found.items() if not title]
        for row in self.among(self.table("reflection"), bare, ("id", "answers")) if bare else ():
            found[row["id"]] = opening(next(iter(row["answers"].values()), "")) or ERASED
        return found

    def _match_titles(self, rows: Sequence[Row]) -> dict[str, str]:
        titles = self.titles({row[name] for row in rows for name in ("host", "visitor")})
        named = ((row["id"], titles.get(row["visitor"]), titles.get(row["host"])) for row in rows)
        return {match: f"{who or 'An organisation'} visits {host or 'an organisation'}" for match, who, host in named}

    def _transfer_titles(self, rows: Sequence[Row]) -> dict[str, str]:
        ends = {row[name] for row in rows for name in ("element", "receiving")}
        titles = self.titles(ends)
        return {
            row["id"]: f"{titles.get(row['element'], 'an element')} → {titles.get(row['receiving'], 'an organisation')}"
            for row in rows
        }


def subject_of(identity: str) -> str:
    """Name the subject that an id belongs to."""
    return identity.partition("-")[0]


def title_columns(table: Table) -> tuple[str, ...]:
    """Name the columns that a title is made from."""
    told = ("id", "title", "titles", "number", "about", "side", "follow_up")
    wanted = (*told, "element", "receiving", "host", "visitor")
    return tuple(name for name in wanted if name in table.columns)


def unknown(identity: str) -> Refused:
    """Say that something is not there for this reader, without telling whether it is there for others."""
    subject = subject_of(identity)
    listing = f"{listed_by(subject)} shows what there is" if subject in VIEWS else "look it up with 'epex search'"
    return Refused(f"There is no '{identity}' that you may read; {listing}.")


def listed_by(subject: str) -> str:
    """Name the command that lists a subject."""
    return f"'epex {LISTS.get(subject, f'{subject} list')}'"


def displayed(name: str) -> str:
    """Show a name, or that it is not to be shown."""
    if name == ERASED:
        return "an erased person"
    return name if name and name != SEALED else UNNAMED


def opening(text: str) -> str:
    """Give the first words of a text."""
    line = " ".join(text.split())
    return line if len(line) <= OPENING else f"{line[:OPENING].rsplit(' ', 1)[0]} …"


def merged(row: Mapping[str, Any], **more: Any) -> Row:
    """Put what a reader is shown together, id and title first."""
    hidden = ("access", "author", "titles")
    shown = {name: value for name, value in {**row, **more}.items() if name not in hidden}
    return {"id": shown.pop("id"), "title": shown.pop("title", ""), **shown}


def looking_back(row: Row, title: str) -> str:
    """Name a reflection by what it looks back on, and after how long."""
    later = f" after {row['follow_up']} months" if row["follow_up"] else ""
    side = f"{row['side']} reflection{later}".strip().capitalize()
    return f"{side}: {title}" if title else ""
