"""The mapping: which column of a file means which field of ours."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from unicodedata import normalize

from epex.app.importing.columns import Unfit
from epex.app.importing.kind import Kind
from epex.app.importing.kinds.reflections import KIND as REFLECTIONS
from epex.app.importing.rows import EXPORTED
from epex.core.dates import parse_date
from epex.core.decision import Refused, require_one_of
from epex.core.vocabulary import VISIBILITIES

SECTIONS = ("columns", "values", "dates")
CONSTANTS = ("source", "visibility")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Our fields by the file's columns; several columns of one field are joined by blank lines."""

    kind: Kind = REFLECTIONS
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    given: bool = False

    def fitted(self, there: Iterable[str]) -> Self:
        """Fit the mapping to a file's columns; without one, they have the names of the fields.

        Raises Refused when the file lacks columns that are needed.
        """
        known = set(there)
        if not self.given:
            self._require_fields(known)
            return replace(self, columns={name: (name,) for name in self._own(known)})
        missing = sorted({column for columns in self.columns.values() for column in columns} - known)
        if missing:
            raise Refused(f"The file has no column '{missing[0]}'; it has: {_listed(known)}. Mend the mapping.")
        return self

    def strangers(self, there: Iterable[str]) -> list[str]:
        """List the columns that nothing is taken from; a mapping or an export of ours leaves them out on purpose."""
        known = set(there)
        if self.given or EXPORTED in known:
            return []
        return sorted(name for name in known.difference(self._own(known)) if name)

    def fields(self, row: Row) -> dict[str, str]:
        """Translate a row into our fields; blank ones and the constants are left out.

        Raises Unfit on a date that has none of the given forms.
        """
        found: dict[str, str] = {}
        for name, columns in self.columns.items():
            texts = [text for column in columns if (text := plain(name, row.get(column, "")))]
            if texts:
                found[name] = "\n\n".join(texts)
        for name in self.kind.dates & found.keys():
            found[name] = self._date(name, found[name])
        return found

    def _own(self, there: set[str]) -> list[str]:
        return [name for name in self.kind.fields if name in there]

    def _require_fields(self, there: set[str]) -> None:
        needed = [column.name for column in self.kind.columns if column.required and column.name not in self.values]
        missing = [name for name in needed if name not in there]
        if self.kind.one_of and not there & set(self.kind.one_of):
            missing.append(self.kind.one_of[0])
        if missing:
            raise Refused(
                f"The file has no column '{missing[0]}'; it has: {_listed(there)}. Name them with --map FILE."
            )

    def _date(self, name: str, text: str) -> str:
        for form in self.date_formats:
            try:
                return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - only the day is taken
            except ValueError:
                continue
        try:
            return parse_date(text)
        except Refused as refused:
            raise Unfit(name, self._expected(text, str(refused))) from refused

    def _expected(self, text: str, expected: str) -> str:
        if not self.date_formats:
            return f"{expected} Other forms are named in the mapping's [dates] formats."
        return f"'{text}' has none of the date formats {', '.join(self.date_formats)}."


def plain(name: str, text: str) -> str:
    """Bring a cell into NFC, with plain line ends and no blanks around; raises Unfit on what is no text."""
    # Line ends differ between two exports of the same row.
    found = normalize("NFC", "\n".join(text.splitlines())).strip()
    try:
        found.encode()
    except UnicodeEncodeError as error:
        raise Unfit(name, "It holds characters that are no text; save the file anew as UTF-8.") from error
    return found


def read_mapping(path: Path, kind: Kind = REFLECTIONS) -> ColumnMap:
    """Read a mapping file for a kind of rows.

    Raises Refused when it cannot be read or names fields that nobody knows.
    """
    columns, values, dates = _sections(path)
    _require_known("field", columns, kind.fields)
    _require_known("field", values, (*kind.fields, *CONSTANTS))
    _require_known("setting of date", dates, ("formats",))
    _require_columns(kind, columns, values)
    constants = {name: plain(name, str(value)) for name, value in values.items()}
    for name in kind.dates & constants.keys():
        parse_date(constants[name])
    require_one_of(constants.get("visibility", kind.visibility), VISIBILITIES, "visibility")
    return ColumnMap(
        kind=kind,
        columns={name: _several(name, column) for name, column in columns.items()},
        values=constants,
        date_formats=tuple(map(_date_format, _several("formats", dates.get("formats", [])))),
        given=True,
    )


def _sections(path: Path) -> list[dict[str, Any]]:
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise Refused(f"There is no mapping {path}; name the file that --map reads.") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"The mapping {path} cannot be read ({error}); mend it.") from error
    _require_known("section", found, SECTIONS)
    return [found.get(section, {}) for section in SECTIONS]


def _require_columns(kind: Kind, columns: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    if kind.one_of and not set(kind.one_of) & set(columns):
        raise Refused(f'The mapping names no column of texts; give at least {kind.one_of[0]} = "..." under [columns].')
    missing = [one.name for one in kind.columns if one.required and one.name not in {*columns, *values}]
    if missing:
        raise Refused(f'The mapping names no column of {missing[0]}; give {missing[0]} = "..." under [columns].')


def _date_format(text: str) -> str:
    try:
        datetime.strptime("", text)  # noqa: DTZ007 - only the format is tried
    except ValueError as error:
        if "does not match" not in str(error):
            raise Refused(
                f"The mapping's date format '{text}' is not in strptime's notation ({error}); write one like %d.%m.%Y."
            ) from error
    return text


def _several(name: str, value: Any) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Refused(f"The mapping's '{name}' must be a text or a list of texts; mend it.")
    return tuple(texts)


def _require_known(what: str, found: Any, known: Iterable[str]) -> None:
    names = tuple(known)
    if not isinstance(found, dict):
        raise Refused(f"The mapping's {what}s must be a TOML table with one of: {', '.join(names)}.")
    strangers = sorted(set(found) - set(names))
    if strangers:
        raise Refused(f"The mapping names the {what} '{strangers[0]}'; it can name: {', '.join(names)}.")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(filter(None, names)))
