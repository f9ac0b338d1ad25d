"""The published schema of reports as JSON. `python -m tests.plugins.formats.schema_file` writes it anew."""

import json
from pathlib import Path

from epex.plugins.formats.json import schema

FILE = Path(__file__).parents[3] / "docs" / "reference" / "report.schema.json"


def written() -> str:
    """Write the schema as it is published."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
