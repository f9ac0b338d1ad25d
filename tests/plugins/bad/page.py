"""Where the table of what happened stands."""

from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "plugins.md"
HEAD = "| plugin | the others' answers |"


def kept(text: str) -> str:
    """Give the table of a page."""
    return HEAD + text.partition(HEAD)[2].partition("\n\n")[0].rstrip()


def with_table(text: str, table: str) -> str:
    """Put a table in the place of the one that a page has."""
    before, _, rest = text.partition(HEAD)
    _, _, after = rest.partition("\n\n")
    return f"{before}{table}\n\n{after}" if after else f"{before}{table}\n"
