"""The mapping: which column of a file means which field of ours."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize

from epex.core.dates import parse_date
from epex.core.decision import Refused, require_one_of
from epex.core.reader import WIDENING
from epex.core.vocabulary import QUESTIONS

TEXTS = ("text", *QUESTIONS)
FIELDS = (*TEXTS, "title", "occurred_on", "id", "organisation", "person", "language")
CONSTANTS = (*FIELDS, "source", "visibility")
PAIR = "pair"
SECTIONS = ("columns", "values", "dates")

Row = Mapping[str, str]


class Unfit(Exception):
    """Say which field of a row is not fit, and why."""

    def __init__(self, name: str, why: str) -> None:
        """Keep the field's name and the reason."""
        super().__init__(why)
        self.field = name
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Our fields by the file's columns; several columns of one field are joined by blank lines."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {name: (name,) for name in FIELDS})
    values: Mapping[str, str] = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    given: bool = False

    def require_columns(self, there: Iterable[str]) -> None:
        """Refuse a mapping that names columns which the file does not have."""
        known = set(there)
        missing = sorted({column for columns in self.columns.values() for column in columns} - known)
        if self.given and missing:
            raise Refused(
                f"The file has no column '{missing[0]}'; it has: {', '.join(sorted(known))}. Mend the mapping."
            )
        if not self.given and not known & set(TEXTS):
            raise Refused(
                f"The file has no column 'text'; it has: {', '.join(sorted(known))}. Name them with --map FILE."
            )

    def may_give(self, name: str) -> bool:
        """Tell whether rows may have a field."""
        return name in self.columns or name in self.values

    def fields(self, row: Row) -> dict[str, str]:
        """Translate a row into our fields; blank ones and the constants are left out.

        Raises Unfit on a date that has none of the given forms.
        """
        found: dict[str, str] = {}
        for name, columns in self.columns.items():
            texts = [text for column in columns if (text := _plain(name, row.get(column, "")))]
            if texts:
                found[name] = "\n\n".join(texts)
        if "occurred_on" in found:
            found["occurred_on"] = self._date(found["occurred_on"])
        return found

    def _date(self, text: str) -> str:
        for form in self.date_formats:
            try:
                return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - only the day is taken
            except ValueError:
                continue
        try:
            return parse_date(text)
        except Refused as refused:
            raise Unfit("occurred_on", self._expected(text, str(refused))) from refused

    def _expected(self, text: str, plain: str) -> str:
        if not self.date_formats:
            return f"{plain} Other forms are named in the mapping's [dates] formats."
        return f"'{text}' has none of the date formats {', '.join(self.date_formats)}."


def _plain(name: str, text: str) -> str:
    # Line ends differ between two exports of the same row.
    plain = normalize("NFC", "\n".join(text.splitlines())).strip()
    try:
        plain.encode()
    except UnicodeEncodeError as error:
        raise Unfit(name, "It holds characters that are no text; save the file anew as UTF-8.") from error
    return plain


def read_mapping(path: Path) -> ColumnMap:
    """Read a mapping file.

    Raises Refused when it cannot be read or names fields that nobody knows.
    """
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise Refused(f"There is no mapping {path}; name the file that --map reads.") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"The mapping {path} cannot be read ({error}); mend it.") from error
    _require_known("section", found, SECTIONS)
    columns, values, dates = (found.get(section, {}) for section in SECTIONS)
    _require_known("field", columns, FIELDS)
    _require_known("field", values, CONSTANTS)
    _require_known("setting of date", dates, ("formats",))
    if not set(TEXTS) & set(columns):
        raise Refused('The mapping names no column of texts; give at least text = "..." under [columns].')
    if "occurred_on" in values:
        parse_date(str(values["occurred_on"]))
    require_one_of(values.get("visibility", PAIR), WIDENING, "visibility")
    return ColumnMap(
        columns={name: _several(name, column) for name, column in columns.items()},
        values={name: _plain(name, str(value)) for name, value in values.items()},
        date_formats=tuple(map(_date_format, _several("formats", dates.get("formats", [])))),
        given=True,
    )


def _date_format(text: str) -> str:
    try:
        datetime.strptime("", text)  # noqa: DTZ007 - only the format is tried
    except ValueError as error:
        if "does not match" not in str(error):
            raise Refused(f"The mapping's date format '{text}' is not in strptime's notation ({error}).") from error
    return text


def _several(name: str, value: Any) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Refused(f"The mapping's '{name}' must be a text or a list of texts; mend it.")
    return tuple(texts)


def _require_known(what: str, found: Any, known: tuple[str, ...]) -> None:
    if not isinstance(found, dict):
        raise Refused(f"The mapping's {what}s must be a TOML table with one of: {', '.join(known)}.")
    strangers = sorted(set(found) - set(known))
    if strangers:
        raise Refused(f"The mapping names the {what} '{strangers[0]}'; it can name: {', '.join(known)}.")
