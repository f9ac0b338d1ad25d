"""The page of a quote: the consents that it has or waits for, and every place where it stands."""

from epex.core.quote import scopes_of
from epex.projections.listing import with_titles
from epex.projections.publishing import consents_of, places
from epex.projections.quotes import ORIGINS_TABLE, PLACE
from epex.projections.reading import Reading
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """Tell what printing it takes, what was answered, and where it stands."""
    asked = consents_of(reading, row)
    origins = reading.among(ORIGINS_TABLE, [row["id"]], PLACE)
    (known,) = with_titles(reading, "quote", origins) or ({},)
    editions = reading.titles(consent["edition"] for consent in asked if consent["edition"])
    return {
        **known,
        "consents_needed": list(scopes_of(row["use"], translated=bool(row["language"]))),
        "consents": [
            {
                "id": consent["id"],
                "title": consent["title"],
                "status": consent["status"],
                "for_edition": editions.get(consent["edition"], "") if consent["edition"] else "all editions",
                "expires_on": consent["expires_on"],
            }
            for consent in asked
        ],
        "places": places(reading, [row["id"]]),
    }
