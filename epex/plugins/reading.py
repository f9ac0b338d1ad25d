"""What a report may read: a read-only object that answers for one reader, in plain values."""

from collections.abc import Iterable
from typing import Any, Protocol, TypeAlias

Row: TypeAlias = dict[str, Any]


class Queries(Protocol):
    """Every answer holds only what its reader may see, and today's state or that of the day asked for.

    A subject is one of network, organisation, person, year, visit, reflection, meeting, challenge, element, theme,
    transfer, interview, finding and story. Every row carries `id`, `title`, `visibility` and the `position` of its
    first event; wherever it names another thing, the title of that thing stands beside it, as in `organisation` and
    `organisation_title`.
    """

    def listing(self, subject: str, /) -> list[Row]:
        """List all of a subject, in the order of their first events."""

    def show(self, identity: str, /) -> Row:
        """Show one thing by its id with its steps, evidence and what belongs to it.

        Raises Refused when there is no such thing for this reader.
        """

    def pages(self, subject: str, /) -> list[Row]:
        """Show everything of a subject with the `evidence` that it rests on, and without what else `show` tells."""

    def resolve(self, text: str, subject: str, /) -> str:
        """Find the id that an id, a unique beginning of it or an exact title means.

        Raises Refused when it means nothing, or several things.
        """

    def titles(self, ids: Iterable[str], /) -> dict[str, str]:
        """Give titles by id; what the reader may not see is missing."""

    def why(self, identity: str, /) -> Row:
        """Gather what led to a theme, element or transfer."""

    def trace(self, identity: str, /) -> Row:
        """Gather what came of a visit or reflection."""

    def decisions(self, theme: str, /) -> list[Row]:
        """List the decisions about a theme, with forum, votes, rationale, alternatives and dissent."""

    def steps(self, subject: str, /) -> list[Row]:
        """List what was noted on all elements, themes or transfers, in the order of its events.

        Each row has the `id` of what it is about, its `step`, `occurred_on` and `position`; of an element the `label`
        that it got, of a theme the `name` that it got, the one `before` and the themes that it went `into`.
        """

    def places(self, ids: Iterable[str], /) -> dict[str, Row]:
        """Give the `organisations`, `countries` and `settings` that things touch or rest on, by their ids.

        `pairs` are those countries and settings that stand together, in one piece of evidence of a theme or in the
        thing itself; an empty one is not stated.
        """

    def answers(self, reflections: Iterable[str], /) -> dict[str, dict[str, str]]:
        """Give the answers of reflections by id and question; what the reader may not read is missing."""

    def worded(self, reflections: Iterable[str], /) -> dict[str, list[Row]]:
        """Give the answers of reflections in the order in which passages count their places.

        Each row has the `key` of its question, the `question` in words and the `answer`; a passage's `start` and `end`
        count codepoints in the answers with two line ends between them.
        """

    def thesaurus(self) -> list[Row]:
        """List the concepts of the thesaurus, those of the program too, with their labels and notes by language.

        Each row has its `note` in the reader's language, and `broader`, `narrower` and `related` concepts.
        """

    def vocabulary(self) -> list[Row]:
        """List the concepts of the thesaurus with the ids of what is `broader` and `related`, removed ones too.

        Each row has its `id`, its `status`, whether it is `of_the_program`, its `preferred` label and `notes` by
        language, and its `alternatives`.
        """

    def presences(self) -> list[Row]:
        """List that somebody reflected on a visit, and never what: visit, side, organisation, and months after it.

        The months are in `follow_up`, 0 for the reflection after the visit. `position` is None where the reader may
        know that a reflection is there, and not read it.
        """

    def knows_presences(self) -> bool:
        """Tell whether the reader may know of every visit who has reflected on it."""

    def calendar(self, year: int, /) -> list[Row]:
        """List the visits and meetings with their days, places as agreed, and without people.

        With 0 as `year` they are all of them, else those of one programme year, with the meetings between its visits.
        """

    def base(self) -> Row:
        """Give the `id` of the base, of which names outside it are made, and the name of its `network`."""

    def rows(self, table: str, /) -> list[Row]:
        """List the rows of a plugin's own table that the reader may see, with the `visibility` of each.

        They come in the order of their `position`, if they have one, else of their key. Raises Refused when no plugin
        that is enabled has such a table.
        """

    def is_member(self) -> bool:
        """Tell whether somebody of the network reads; anybody else is outside, whatever is open to them."""

    def figures(self) -> Row:
        """Count the years in numbers."""

    def days(self) -> dict[int, str]:
        """Give the day of every event by its position: when it happened, else when it was recorded."""

    def events(self, after: int, subjects: Iterable[str], /) -> list[Row]:
        """List the next events after a position, 0 for the first, with what each says to this reader.

        Without `subjects` they are of all of them. They come in portions; there are no more once one is empty. Each row
        has the `id`, `type`, `stream` and `position` of the event, `recorded_at`, `occurred_on` where it was stated,
        the `base` that recorded it first, `actor`, `organisation`, `visibility`, `recorded_by`, `correlation_id`,
        `causation_id`, and in `said` its fields, without what is hidden from the reader.
        """

    def audit_log(self) -> list[Row]:
        """List every event as a sentence, with position, dates and the person who acted."""
