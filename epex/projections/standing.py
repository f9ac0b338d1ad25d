"""How each visit stands: who has signed, which side reflected, which follow-ups are due, and what comes next."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from epex.core.dates import days_after, earliest, latest, months_after
from epex.core.follow_up import AHEAD
from epex.core.reflection import FOLLOW_UPS
from epex.core.visit import OVER
from epex.core.vocabulary import MATCH_SIDES
from epex.projections.board import knows_all, presences
from epex.projections.people import PEOPLE_TABLE
from epex.projections.reading import Reading
from epex.projections.table import Row
from epex.projections.visits import VISITS_TABLE

STEPS = {
    "planned": "agree",
    "postponed": "agree",
    "agreed": "prepare",
    "prepared": "start",
    "started": "complete",
    "completed": "monitor",
}
SIGNING = ("agreed", "prepared", "started")
PEOPLE = {"host": "host_people", "visitor": "visitors"}
NAMED = {"host": "host-person", "visitor": "visitor"}
# The board speaks of a follow-up for so many months after it was due.
RECENT = 12
Known = Mapping[tuple[str, str, int], set[str]]


class Standing:
    """The visits that a reader may see, on a day."""

    def __init__(self, reading: Reading, today: str) -> None:
        """Read the visits, and who has reflected on them as far as the reader may know."""
        reading.need("visits", "people")
        self.today = today
        self.visits = reading.rows(VISITS_TABLE)
        self._knows_all = knows_all(reading)
        self._person = reading.reader.person
        self._gone = {row["id"] for row in reading.rows(PEOPLE_TABLE, columns=("id", "status")) if row["status"]}
        known: dict[tuple[str, str, int], set[str]] = defaultdict(set)
        for row in presences(reading):
            known[row["visit"], row["side"], row["follow_up"]].add(row["person"])
        self._known: Known = known

    def reflected(self, visit: Row, side: str, months: int = 0) -> bool | None:
        """Tell whether somebody of a side has reflected, of the reader's own side whether the reader may read it.

        None when the reader may not know.
        """
        if self._known.get((visit["id"], side, months)):
            return True
        return False if self._knows_all or self._own(visit) == side else None

    def follow_ups(self, visit: Row) -> list[Row]:
        """List the follow-ups of a visit that is over, with the day on which each is due."""
        day = over_on(visit)
        if visit["status"] not in OVER or not day:
            return []
        return [
            {
                "months": months,
                "due_on": months_after(day, months),
                **{side: self.reflected(visit, side, months) for side in MATCH_SIDES},
            }
            for months in FOLLOW_UPS
        ]

    def follow_up_due(self, visit: Row, side: str) -> Row | None:
        """Find the follow-up that a side has to write now: the last that is due, or will be within a month."""
        if not self.is_owed(visit, side):
            return None
        asked = [row for row in self.follow_ups(visit) if row["due_on"] <= days_after(self.today, AHEAD)]
        return asked[-1] if asked and not asked[-1][side] else None

    def missed(self, visit: Row, side: str, months: int) -> list[int]:
        """Name the follow-ups before one that a side has not written."""
        return [row["months"] for row in self.follow_ups(visit) if row["months"] < months and not row[side]]

    def there(self, visit: Row, side: str) -> list[str]:
        """Name those of a side who were not erased."""
        return [person for person in visit[PEOPLE[side]] if person not in self._gone]

    def is_owed(self, visit: Row, side: str) -> bool:
        """Tell whether a side can still write: nobody asks for the words of people who were erased."""
        return not visit[PEOPLE[side]] or bool(self.there(visit, side))

    def signing(self, visit: Row, side: str) -> str:
        """Give the command that gets a side's signature: where all who would sign were erased, others are named."""
        if self.is_owed(visit, side):
            return f"visit sign {visit['id']} --signed-for {side}"
        return f"visit correct {visit['id']} --{NAMED[side]} PERSON --reason WHY"

    def _own(self, visit: Row) -> str:
        return side_of(visit, self._person)

    def steps(self, visit: Row) -> Iterator[Row]:
        """Name what comes next, for anybody."""
        for side in unsigned(visit):
            yield {**_step("sign", visit, side, due=visit["starts_on"]), "command": self.signing(visit, side)}
        if visit["status"] in OVER:
            for side in MATCH_SIDES:
                if self.reflected(visit, side) is False and self.is_owed(visit, side):
                    asked = self.there(visit, side)
                    yield _step("reflect", visit, side, asked, due=over_on(visit), own=not self._knows_all)
        if visit["status"] in STEPS:
            yield _step(STEPS[visit["status"]], visit, due=due_on(visit))
        for side in MATCH_SIDES:
            due = self.follow_up_due(visit, side)
            if due and due[side] is False and due["due_on"] >= months_after(self.today, -RECENT):
                yield _step("follow up", visit, side, due=due["due_on"], months=due["months"])

    def missing(self, visit: Row) -> list[str]:
        """Name those who take part on a side from which nothing was written, to those who know of all that was."""
        if visit["status"] not in OVER or not self._knows_all:
            return []
        return [
            person for side in MATCH_SIDES if self.reflected(visit, side) is False for person in self.there(visit, side)
        ]


def side_of(visit: Row, person: str) -> str:
    """Name the side that somebody takes part on, if any."""
    return next((side for side, column in PEOPLE.items() if person in visit[column]), "")


def unsigned(visit: Row) -> list[str]:
    """Name the sides whose signature is missing on an agreement."""
    return [side for side in MATCH_SIDES if visit["status"] in SIGNING and side not in visit["signed"]]


def over_on(visit: Row) -> str:
    """Give the day on which a visit was over, as precisely as it is known."""
    return str(visit["completed_on"] or visit["ends_on"] or visit["started_on"] or visit["starts_on"])


def due_on(visit: Row) -> str:
    """Give the day by which a visit's next step is due: its end once it has started, before that its start."""
    if visit["status"] in OVER:
        return ""
    return str(visit["ends_on"] if visit["status"] == "started" else visit["starts_on"])


def is_time(visit: Row, today: str) -> bool:
    """Tell whether a visit's next step can be taken: nobody starts or ends one before its day."""
    day = due_on(visit) if visit["status"] in ("prepared", "started") else ""
    return not day or earliest(day) <= today


def board(reading: Reading, today: str, year: int = 0) -> list[Row]:
    """List the visits with how each stands, in the order of their days."""
    standing = Standing(reading, today)
    visits = [visit for visit in standing.visits if year in (0, visit["year"])]
    titles = reading.titles({one for visit in visits for one in (visit["host"], *visit["visiting_organisations"])})
    names = reading.names(person for visit in visits for person in standing.missing(visit))
    rows = [_row(standing, visit, titles, names) for visit in visits]
    return sorted(rows, key=lambda row: (_day(row), row["title"]))


def _row(standing: Standing, visit: Row, titles: Mapping[str, str], names: Mapping[str, str]) -> Row:
    plain = ("id", "title", "year", "status", "starts_on", "ends_on", "started_on", "completed_on")
    guests = [guest for guest in visit["visiting_organisations"] if guest in titles]
    missing = standing.missing(visit)
    over = visit["status"] in OVER
    return {
        **{name: visit[name] for name in plain},
        "host": visit["host"] if visit["host"] in titles else "",
        "host_title": titles.get(visit["host"], ""),
        "visiting_organisations": guests,
        "visiting_organisations_titles": [titles[guest] for guest in guests],
        "signed": {side: side in visit["signed"] for side in MATCH_SIDES},
        "reflections": {side: standing.reflected(visit, side) if over else None for side in MATCH_SIDES},
        "missing": missing,
        "missing_names": [names[person] for person in missing],
        "follow_ups": standing.follow_ups(visit),
        "next": list(standing.steps(visit)),
    }


def _step(
    step: str,
    visit: Row,
    side: str = "",
    asked: Sequence[str] = (),
    *,
    due: str = "",
    months: int = 0,
    own: bool = False,
) -> Row:
    commands = {
        "reflect": f"form export {asked[0]}" if asked else f"visit correct {visit['id']}",
        "follow up": f"reflection record {visit['id']} --follow-up {months}",
    }
    command = commands.get(step, f"visit {step} {visit['id']}")
    if step == "reflect" and own:
        command = f"reflection record {visit['id']}"
    return {"step": step, "side": side, "months": months, "due_on": due, "command": command}


def _day(row: Row) -> str:
    day = row["started_on"] or row["starts_on"]
    return latest(day) if day else "9999"
