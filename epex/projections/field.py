"""What a field of the search is that a plugin adds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchField:
    """A field of the search over a table of the plugin's own, such as `vetting-time:short`; its name has a hyphen.

    `of` is the column with the id of what a row is about, and `value` the column with what is asked for. A document is
    found that is the thing itself, or touches it as an organisation or a theme. A `facet` is counted as well.
    """

    name: str
    summary: str
    table: str
    of: str
    value: str
    facet: bool = False
