"""The one way to read: what one reader may see, as plain values, caught up and read-only."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from epex.core.reader import Reader
from epex.core.watching import Progress
from epex.projections.filters import Filters
from epex.projections.listing import listing
from epex.projections.reading import Reading
from epex.projections.resolving import resolve
from epex.projections.runner import Views
from epex.projections.showing import pages, show
from epex.projections.table import Row

if TYPE_CHECKING:
    from epex.core.match import MatchProposed
    from epex.core.thesaurus import KnownConcept
    from epex.projections.asking import Asking
    from epex.projections.concepts import Concepts
    from epex.projections.duties.duty import Duty
    from epex.projections.history import AuditFilters
    from epex.projections.matching import Weigh
    from epex.projections.sight import Sight

EVERYTHING = Filters()


class Queries:
    """Every answer is filtered by what the reader may see before anything is counted."""

    def __init__(
        self, views: Views, reader: Reader, language: str = "en", *, base_id: str = "", network: str = ""
    ) -> None:
        """Read as somebody, in a language where there is a choice; the base is called as its own file calls it."""
        self.reader = reader
        self._base = {"id": base_id, "network": network}
        # Told how far an answer is that reads the log.
        self.progress: Progress | None = None
        self._reading = Reading(views, reader, language)

    def listing(self, subject: str, filters: Filters = EVERYTHING) -> list[Row]:
        """List a subject, such as `theme`, within filters."""
        rows = listing(self._reading, subject, filters)
        if subject != "interview":
            return rows
        from epex.projections.confided import with_people  # noqa: PLC0415 - start-up: only evaluators need it

        return with_people(self._reading, rows)

    def interview_texts(self, interview: str) -> dict[int, str]:
        """Give the texts of an interview by version, to evaluators alone."""
        from epex.projections.confided import SAYING, texts  # noqa: PLC0415 - start-up: only evaluators need it

        versions = texts(self._reading, interview)
        return {version["version"]: version["text"] for version in versions if version["step"] in SAYING}

    def steps(self, subject: str) -> list[Row]:
        """List what was noted on all elements, themes or transfers."""
        from epex.projections.courses import steps  # noqa: PLC0415 - start-up: only pictures need it

        return steps(self._reading, subject)

    def places(self, ids: Iterable[str]) -> dict[str, Row]:
        """Give the organisations, countries and settings that things touch or rest on."""
        from epex.projections.courses import places  # noqa: PLC0415 - start-up: only pictures need it

        return places(self._reading, ids)

    def answers(self, reflections: Iterable[str]) -> dict[str, dict[str, str]]:
        """Give the answers of reflections by id and question; what the reader may not read is missing."""
        self._reading.need("reflections")
        rows = self._reading.among(self._reading.table("reflection"), set(reflections), ("id", "answers"))
        return {row["id"]: row["answers"] for row in rows}

    def worded(self, reflections: Iterable[str]) -> dict[str, list[Row]]:
        """Give the answers of reflections below their questions, in the order in which passages count their places."""
        from epex.projections.asking import answers_in_order  # noqa: PLC0415 - start-up: only exports need it

        return answers_in_order(self._reading, reflections)

    def thesaurus(self) -> list[Row]:
        """List the concepts of the thesaurus with their labels and notes."""
        return [self._concept(concept) for concept in self.concepts.known.values()]

    def _concept(self, concept: "KnownConcept") -> Row:
        note = self._reading.words(concept.notes) if concept.notes else ""
        return {**self.concepts.page(concept), "note": note}

    def vocabulary(self) -> list[Row]:
        """List every concept as the network keeps it, those that were removed too."""
        from epex.projections.concepts import as_kept  # noqa: PLC0415 - start-up: only a thesaurus needs it

        return [as_kept(each) for each in self.concepts.every.values()]

    def conflicts(self, *, settled: bool = False) -> list[Row]:
        """List what merges hold back and waits for a decision, or with `settled` also what was decided on."""
        from epex.projections.conflicts import conflicts  # noqa: PLC0415 - start-up: only a merge needs it

        return conflicts(self._reading, settled=settled)

    def conflict(self, event: str) -> Row:
        """Find one event that a merge holds back.

        Raises Refused when there is none that the reader may see.
        """
        from epex.projections.conflicts import conflict  # noqa: PLC0415 - start-up: as above

        return conflict(self._reading, event)

    def presences(self) -> list[Row]:
        """List that somebody reflected on a visit, as far as the reader may know, and never what."""
        from epex.projections.board import presences  # noqa: PLC0415 - start-up: only reports need it

        rows = presences(self._reading)
        open_to_all = self._reading.titles(row["reflection"] for row in rows)
        shown = ("visit", "side", "organisation", "follow_up")
        return [
            {
                **{name: row[name] for name in shown},
                "position": row["position"] if row["reflection"] in open_to_all else None,
            }
            for row in rows
        ]

    def knows_presences(self) -> bool:
        """Tell whether the reader knows of every visit who has reflected on it."""
        from epex.projections.board import knows_all  # noqa: PLC0415 - start-up: only reports need it

        return knows_all(self._reading)

    def is_member(self) -> bool:
        """Tell whether somebody of the network reads."""
        return bool(self.reader.person)

    def show(self, identity: str) -> Row:
        """Show one thing by its id.

        Raises Refused when there is nothing that the reader may see.
        """
        return show(self._reading, identity)

    def pages(self, subject: str) -> list[Row]:
        """Show everything of a subject with what it rests on, and without what else its own page tells."""
        return pages(self._reading, subject)

    def resolve(self, text: str, subject: str | None = None) -> str:
        """Find the id that an id, a unique beginning or an exact title means.

        Raises Refused when it means nothing, or several things.
        """
        return resolve(self._reading, text, subject)

    def alone(self, people: Iterable[str]) -> frozenset[str]:
        """Name the roles that nobody holds but some people."""
        from epex.projections.holders import alone  # noqa: PLC0415 - start-up: few commands take a role away

        return alone(self._reading, frozenset(people))

    def names(self, people: Iterable[str]) -> dict[str, str]:
        """Give people's names for display."""
        return self._reading.names(people)

    @cached_property
    def asking(self) -> "Asking":
        """Give the question sets that there are for the reader."""
        from epex.projections.asking import Asking  # noqa: PLC0415 - start-up: most commands ask no question

        return Asking(self._reading)

    @cached_property
    def concepts(self) -> "Concepts":
        """Give the thesaurus as there is for the reader."""
        from epex.projections.concepts import Concepts  # noqa: PLC0415 - start-up: most commands look no word up

        return Concepts(self._reading)

    def pair(self, visit: str, follow_up: int = 0, language: str = "") -> Row:
        """Put what both sides wrote about a visit next to each other."""
        from epex.projections.pairing import paired  # noqa: PLC0415 - start-up: only one command pairs

        return paired(self._reading, visit, follow_up, language)

    def uses(self) -> list[Row]:
        """List where the reader's own reflections were used."""
        from epex.projections.uses import own_uses  # noqa: PLC0415 - start-up: only one command asks

        return own_uses(self._reading)

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """Give the titles of things; what the reader may not see is missing."""
        return self._reading.titles(ids)

    def why(self, identity: str) -> Row:
        """Gather everything that led to something, or to a paragraph of a chapter."""
        from epex.projections.tracing import Tracing  # noqa: PLC0415 - start-up: most answers follow no link

        return Tracing(self._reading).why(identity)

    def trace(self, identity: str) -> Row:
        """Gather everything that came of something."""
        from epex.projections.tracing import Tracing  # noqa: PLC0415 - start-up: most answers follow no link

        return Tracing(self._reading).trace(identity)

    def resolve_paragraph(self, text: str) -> str:
        """Find the id of what a text means, be it a paragraph: CHAPTER:NUMBER.

        Raises Refused when it means nothing, or several things.
        """
        from epex.projections.paragraphs import resolve_paragraph  # noqa: PLC0415 - start-up: one command asks

        return resolve_paragraph(self._reading, text)

    def decisions(self, theme: str) -> list[Row]:
        """List every decision about a theme, with forum, votes, rationale, alternatives and dissent."""
        from epex.projections.decisions import decisions  # noqa: PLC0415 - start-up: most answers follow no link

        return decisions(self._reading, [theme])

    def history(self, theme: str) -> list[Row]:
        """List how a theme was proposed, and every decision on it after that."""
        from epex.projections.decisions import history  # noqa: PLC0415 - start-up: only one command asks

        return history(self._reading, theme)

    def kin(self, theme: str) -> Row:
        """Tell how a theme began, and which themes it comes from or went on in."""
        from epex.projections.kin import kin  # noqa: PLC0415 - start-up: only one command asks

        return kin(self._reading, theme)

    def audit_log(self, filters: "AuditFilters | None" = None) -> list[Row]:
        """List events as sentences."""
        from epex.projections.history import AuditFilters, audit_log  # noqa: PLC0415 - start-up: few answers tell of events

        return audit_log(self._reading, filters or AuditFilters())

    def events(self, after: int, subjects: Iterable[str]) -> list[Row]:
        """List the next events after a position that the reader may see, with what each says to this reader."""
        from epex.projections.outgoing import outgoing  # noqa: PLC0415 - start-up: only an export needs it

        rows = outgoing(self._reading.views, self._sight, after, frozenset(subjects), self.progress)
        return [{**row, "base": row["base"] or self._base["id"]} for row in rows]

    @cached_property
    def _sight(self) -> "Sight":
        from epex.projections.sight import Sight  # noqa: PLC0415 - start-up: only an export needs it

        return Sight(self._reading.views, self.reader)

    def rows(self, table: str) -> list[Row]:
        """List the rows of a plugin's own table.

        Raises Refused when no plugin that is enabled has such a table.
        """
        from epex.projections.foreign import foreign_rows  # noqa: PLC0415 - start-up: only plugins need it

        return foreign_rows(self._reading, table)

    def is_readable_from_its_beginning(self, stream: str) -> bool:
        """Tell whether the reader may see what a stream began with."""
        from epex.projections.history import traces  # noqa: PLC0415 - start-up: only plugins need it

        return any(row["version"] == 1 for row in traces(self._reading, [stream]))

    def days(self) -> dict[int, str]:
        """Give the day of every event by its position: when it happened, else when it was recorded."""
        from epex.projections.history import occurrences  # noqa: PLC0415 - start-up: as above

        rows = occurrences(self._reading, ())
        return {row["position"]: row["occurred_on"] or row["recorded_at"][:10] for row in rows}

    def event(self, identity: str) -> Row:
        """Show one event by its id or position.

        Raises Refused when there is none that the reader may see.
        """
        from epex.projections.history import event  # noqa: PLC0415 - start-up: as above

        return event(self._reading, identity)

    def figures(self) -> Row:
        """Count the years in numbers."""
        from epex.projections.figures import figures  # noqa: PLC0415 - start-up: only one report counts

        return figures(self._reading)

    def notices(self) -> list[Row]:
        """List the incidents that concern the reader, as far as the people concerned were told."""
        from epex.projections.notices import notices  # noqa: PLC0415 - start-up: only one command asks

        return notices(self._reading)

    def due(self, today: str) -> list[Row]:
        """List what was kept long enough by a day, as far as the reader may see it."""
        from epex.projections.due import due  # noqa: PLC0415 - start-up: only one command asks

        return due(self._reading, today)

    def board(self, today: str, year: int = 0) -> list[Row]:
        """List how each visit stands on a day, perhaps only those of one programme year."""
        from epex.projections.standing import board  # noqa: PLC0415 - start-up: only one command shows it

        return board(self._reading, today, year)

    def over_on(self, visit: str) -> str:
        """Give the day on which a visit was over, as precisely as it is known."""
        from epex.projections.standing import over_on  # noqa: PLC0415 - start-up: only one command asks

        return over_on(self.show(visit))

    def open_years(self) -> frozenset[int]:
        """Give the numbers of the programme years that are open."""
        return frozenset(row["number"] for row in self.listing("year"))

    def is_reflected_on(self, visit: str) -> bool:
        """Tell whether anybody has reflected on a visit, as far as the reader may know."""
        from epex.projections.board import presences  # noqa: PLC0415 - start-up: few commands ask

        return any(row["visit"] == visit for row in presences(self._reading))

    def visit_from(self, match: str) -> str:
        """Find the visit that was planned from a match and was not cancelled."""
        from epex.projections.matching import visit_from  # noqa: PLC0415 - start-up: few commands ask

        return visit_from(self._reading, match)

    def calendar(self, year: int = 0) -> list[Row]:
        """List the visits and meetings with their days, perhaps only those of one programme year."""
        from epex.projections.days import calendar  # noqa: PLC0415 - start-up: only one command writes it

        return calendar(self._reading, year)

    def base(self) -> Row:
        """Give the id of the base and the name of its network."""
        return dict(self._base)

    def suggestions(self, host: str = "", visitor: str = "", year: int = 0, weigh: "Weigh | None" = None) -> list[Row]:
        """Rank who could visit whom, with reasons, perhaps only for one host or visitor."""
        from epex.projections.matching import suggestions  # noqa: PLC0415 - start-up: only one command ranks

        return suggestions(self._reading, host, visitor, year, weigh)

    def suggestion(self, host: str, visitor: str, year: int = 0, weigh: "Weigh | None" = None) -> Row:
        """Say what speaks for one pair of organisations and against it."""
        from epex.projections.matching import suggestion  # noqa: PLC0415 - start-up: only one command ranks

        return suggestion(self._reading, host, visitor, year, weigh)

    def grounds(self, host: str, visitor: str, year: int = 0, weigh: "Weigh | None" = None) -> "MatchProposed":
        """Give the reasons for a pair that may be recorded: only what the whole network reads."""
        from epex.projections.matching import grounds  # noqa: PLC0415 - start-up: only one command ranks

        return grounds(self._reading, host, visitor, year, weigh)

    def standing_match(self, proposed: "MatchProposed") -> str:
        """Find the same match where it waits for an answer or for its visit."""
        from epex.projections.matching import standing_match  # noqa: PLC0415 - start-up: only one command ranks

        return standing_match(self._reading, proposed)

    def waiting(self, today: str) -> "list[Duty]":
        """List what waits for the reader on a day."""
        from epex.projections.duties.waiting import waiting  # noqa: PLC0415 - start-up: only `epex` alone tells it

        return waiting(self._reading, today)
