"""The year review: the figures that an evaluation report needs, each with its whole and with what is missing."""

from collections.abc import Mapping, Sequence

from epex.plugins import Document, Option, Queries, Refused, Report, Sentence, hookimpl, readable_date, with_events
from epex.plugins.audience import AUDIENCE, INSIDE, OUTSIDE, is_outside
from epex.plugins.builtin.year_review.figures import breakdowns
from epex.plugins.builtin.year_review.gathering import Archive, Material
from epex.plugins.builtin.year_review.page import page
from epex.plugins.builtin.year_review.words import EVALUATORS
from epex.plugins.cells import as_they_are, protected
from epex.plugins.saying import say, spoken

NAME = "year-review"


@hookimpl
def epex_reports() -> Sequence[Report]:
    """Add the report."""
    options = (
        Option(name="year", value="N", summary="the number of the programme year, such as 2", required=True),
        AUDIENCE,
    )
    summary = "Review a programme year in figures, each with its whole and with what is missing."
    return [Report(name=NAME, summary=summary, build=build, options=options)]


def build(queries: Queries, options: Mapping[str, str]) -> Document:
    """Build the review of one year, beside the year before it."""
    outside = is_outside(queries, options.get("audience", ""))
    number = _number(options["year"])
    archive = Archive(queries, shared=outside)
    years = [archive.gather(each) for each in (number - 1, number) if each == number or each in archive.years]
    show = protected if outside else as_they_are
    found = [show(breakdowns(each)) for each in years]
    document = Document(
        report=NAME,
        title=say(f"Year {number} in review", () if outside else [years[-1].year["position"]]),
        subtitle=(say(_period(years[-1])),),
        handling=_handling(years[-1], outside=outside),
        page=page(years, found, outside=outside),
    )
    withheld = frozenset[int]().union(*(each.withheld for each in years))
    return document if outside else with_events(document, queries, withheld)


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise Refused(f"'{text}' is not the number of a programme year; give one such as 2.")
    return int(text)


def _period(material: Material) -> str:
    opened = material.year["occurred_on"]
    begun = readable_date(opened)
    until = f"to before {readable_date(material.until)}" if material.until else "and still open"
    newest = f" The newest event is of {readable_date(material.today)}." if material.today else ""
    is_late = any(visit["occurred_on"] < opened[: len(visit["occurred_on"])] for visit in material.held)
    since = f"Opened on {begun}, after its first visit," if is_late else f"From {begun}"
    return f"{since} {until}; purpose: {spoken(material.year['purpose'])}.{newest}"


def _handling(material: Material, *, outside: bool) -> Sentence:
    if outside:
        return say(OUTSIDE)
    confided = [row for row in (*material.findings, *material.stories) if row["visibility"] == "evaluation"]
    return say(EVALUATORS, [row["position"] for row in confided]) if confided else say(INSIDE)
