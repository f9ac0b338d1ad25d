"""Templates: an empty table for a kind of rows, and what each column takes."""

import csv
from io import StringIO
from typing import TypedDict

from epex.app.importing.kind import ID, Kind


class Takes(TypedDict):
    """One column of a template."""

    name: str
    takes: str
    required: bool


def takes(kind: Kind) -> list[Takes]:
    """List the columns of a kind of rows, the id first."""
    columns = (ID, *kind.columns)
    return [Takes(name=column.name, takes=column.takes, required=column.required) for column in columns]


def header(kind: Kind) -> str:
    """Write the first line of a CSV file."""
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow([column["name"] for column in takes(kind)])
    return line.getvalue()
