"""What people type beside words: the names of fields, and quotes of every kind."""

import re
from functools import cache

FIELDS = (
    *("kind", "language", "country", "organisation", "setting", "year", "theme", "label"),
    *("since", "until", "date"),
)
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))


@cache
def of_fields(pattern: str, fields: tuple[str, ...]) -> re.Pattern[str]:
    """Compile a pattern in which {} stands for the names of fields."""
    return re.compile(pattern.replace("{}", "|".join(fields)))
