"""A report that shows in which countries visits were held, and who went there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from epex.plugins import (
    Document,
    Option,
    Queries,
    Refused,
    Report,
    Row,
    Section,
    Sentence,
    Table,
    country_name,
    hookimpl,
    with_events,
)

HOOKS = "1.0"
HELD = ("completed", "monitored")
HEADS = ("Country", "Visits held", "Visitors came from")


@hookimpl
def epex_reports() -> Sequence[Report]:
    """Add the report."""
    options = (Option(name="year", value="NUMBER", summary="the programme year, such as 2"),)
    summary = "Count the visits held in each country, and where the visitors came from."
    return [Report(name="visits-by-country", summary=summary, build=build, options=options)]


def build(queries: Queries, options: Mapping[str, str]) -> Document:
    """Build the report for one programme year, or for all."""
    countries = {row["id"]: country_name(row["country"]) for row in queries.listing("organisation")}
    by_country: dict[str, list[Row]] = defaultdict(list)
    for visit in held(queries, options.get("year", "")):
        by_country[countries.get(visit["host"], "Unknown")].append(visit)
    table = Table(
        caption="Visits by the country of the host",
        columns=tuple(Sentence(text=head) for head in HEADS),
        rows=tuple(row(country, by_country[country], countries) for country in sorted(by_country)),
    )
    document = Document(
        report="visits-by-country",
        title=Sentence(text="Visits by country"),
        handling=Sentence(text="For members of the network only: a country alone can name an organisation."),
        page=(Section(title="Where visits were held", blocks=(table,)),),
    )
    return with_events(document, queries)


def held(queries: Queries, year: str) -> list[Row]:
    """List the visits that were held.

    Raises Refused when the year is not a number.
    """
    if year and not year.isdigit():
        raise Refused(f"'{year}' is not a programme year; give a number, such as --option year=2.")
    visits = [visit for visit in queries.listing("visit") if visit["status"] in HELD]
    return [visit for visit in visits if not year or visit["year"] == int(year)]


def row(country: str, visits: Sequence[Row], countries: Mapping[str, str]) -> tuple[Sentence, ...]:
    """Make a row of the table; every number leads back to the events behind it."""
    positions = tuple(visit["position"] for visit in visits)
    origins = {countries.get(home, "Unknown") for visit in visits for home in visit["visiting_organisations"]}
    return (
        Sentence(text=country),
        Sentence(text=str(len(visits)), positions=positions),
        Sentence(text=", ".join(sorted(origins)), positions=positions),
    )
