"""Comparing: the two grids of a transfer, each filled by its own side."""

from collections.abc import Callable, Iterator

from starlette.routing import Route

from epex.plugins.builtin.web.filling import steps
from epex.plugins.builtin.web.forms import Field, Form, Row, When
from epex.plugins.builtin.web.pages.recording import WHY
from epex.plugins.builtin.web.wording import N_

OPEN = ("considered", "compared", "anticipated", "adapted", "piloted", "evaluated")
RATINGS = (
    ("fits", N_("fits")),
    ("adapt", N_("to be adapted")),
    ("blocks", N_("blocks it")),
    ("unknown", N_("unknown")),
)
QUESTIONS = (
    ("population.needs", N_("Do the people there need what the element answers?")),
    ("population.characteristics", N_("Are they like those it was made for: age, families, histories?")),
    ("population.acceptance", N_("Will they, and those around them, accept it?")),
    ("environment.law", N_("Do law and duties of reporting allow it?")),
    ("environment.partners", N_("Are the partners there who have to take part?")),
    ("environment.setting", N_("Is there a place and a moment for it?")),
    ("implementation.method", N_("Can the method be kept as it is?")),
    ("implementation.skills", N_("Are there people with the skills it takes?")),
    ("implementation.resources", N_("Are there time, money and staff?")),
    ("support.training", N_("Who trains and supervises those who do it?")),
    ("support.documentation", N_("Is it written down well enough to start from?")),
    ("support.steering", N_("Does whoever leads the house stand behind it?")),
)


def speaks_for(side: str) -> When:
    """Offer something to one side of a transfer that goes on, and to coordinators."""
    return lambda member, row: (
        row.get("status") in OPEN and (member.organisation == row.get(side) or "coordinator" in member.roles)
    )


def filled(side: str, part: str, criterion: str) -> Callable[[Row], str]:
    """Find what a side has said of a criterion already."""
    return lambda row: str(row["grids"].get(side, {}).get(part, {}).get(criterion, ""))


def criteria(side: str) -> Iterator[Field]:
    """Ask one side for a rating and a note on each criterion."""
    for criterion, question in QUESTIONS:
        yield Field(
            name=f"rate-{criterion}",
            label=question,
            kind="choice",
            option=f"rate={criterion}",
            choices=RATINGS,
            known=filled(side, "ratings", criterion),
        )
        yield Field(
            name=f"note-{criterion}",
            label=N_("In a few words"),
            option=f"note={criterion}",
            known=filled(side, "notes", criterion),
        )


def grid(side: str, title: str) -> Form:
    """Make the form of one side's grid."""
    return Form(
        title=title,
        intro=N_("Say what you know; what is unknown is worth saying too. Nothing is added up to a score."),
        line=("transfer", "compare", f"--side={side}"),
        fields=(*criteria(side), WHY),
        button=N_("Record it"),
        template="practice/grid.html",
        when=speaks_for(side),
    )


TRANSFERS = {
    "compare-source": grid("source", N_("Compare the contexts: how it is where it comes from")),
    "compare-receiving": grid("receiving", N_("Compare the contexts: how it is where it goes")),
}
ROUTES: list[Route] = [*steps("transfer", TRANSFERS)]
