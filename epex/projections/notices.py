"""What those concerned by an incident may read of it, once they were told."""

from epex.projections.incidents import NOTICES_TABLE
from epex.projections.reading import Reading
from epex.projections.table import Row

SHOWN = ("title", "noticed_on", "told_on", "what", "told", "measures")


def notices(reading: Reading) -> list[Row]:
    """List the incidents that concern the reader, as far as the people concerned were told."""
    reading.need("incidents")
    person = reading.reader.person
    rows = reading.among(NOTICES_TABLE, [person], key="person") if person else []
    return [{"id": row["incident"], **{name: row[name] for name in SHOWN}} for row in rows]
