"""What a funder asks: whom the exchange reached, what it was worth, what was followed up and what was carried over."""

from collections.abc import Mapping, Sequence

from epex.plugins import Document, Option, Queries, Refused, Report, Sentence, hookimpl, with_events
from epex.plugins.audience import AUDIENCE, INSIDE, OUTSIDE, is_outside
from epex.plugins.builtin.funder_indicators.columns import Column, columns
from epex.plugins.builtin.funder_indicators.page import page
from epex.plugins.builtin.year_review.gathering import Archive
from epex.plugins.builtin.year_review.words import EVALUATORS
from epex.plugins.saying import say

NAME = "funder-indicators"


@hookimpl
def epex_reports() -> Sequence[Report]:
    """Add the report."""
    options = (Option(name="year", value="N", summary="only this programme year, such as 2"), AUDIENCE)
    summary = "Tell a funder what was reached: people, value cycles, follow-ups and transfers, failures included."
    return [Report(name=NAME, summary=summary, build=build, options=options)]


def build(queries: Queries, options: Mapping[str, str]) -> Document:
    """Build the indicators of one year, or of each year and of all."""
    outside = is_outside(queries, options.get("audience", ""))
    number = _number(options.get("year", ""))
    found = columns(Archive(queries, shared=outside), queries.listing("person"), number, outside=outside)
    document = Document(
        report=NAME,
        title=say(f"Indicators of year {number}" if number else "Indicators of the programme"),
        subtitle=(say("What each programme year reached, and what is not known."),),
        handling=_handling(found[-1], outside=outside),
        page=page(found, outside=outside),
    )
    return document if outside else with_events(document, queries)


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.strip().isdecimal():
        raise Refused(f"'{text}' is not the number of a programme year; give one such as 2.")
    return int(text)


def _handling(column: Column, *, outside: bool) -> Sentence:
    if outside:
        return say(OUTSIDE)
    confided = [row["position"] for row in column.material.stories if row["visibility"] == "evaluation"]
    return say(EVALUATORS, confided) if confided else say(INSIDE)
