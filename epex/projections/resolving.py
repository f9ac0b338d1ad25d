"""Find what somebody means: an id, a unique beginning of one, or an exact title."""

import re
from collections import Counter
from collections.abc import Iterable
from unicodedata import normalize

from epex.core.decision import Refused
from epex.projections.reading import VIEWS, Reading, listed_by, subject_of, title_columns, unknown
from epex.projections.table import Row

WHOLE = re.compile(r"[a-z_]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SHOWN = 8
WHOSE = ("person", "organisation", "host")
# They are called what only their owners call them.
OWN = ("search",)
DAYS = ("started_on", "starts_on", "held_on", "occurred_on")


def resolve(reading: Reading, text: str, subject: str | None = None) -> str:
    """Find the id of what a text means.

    Raises Refused when it means nothing that the reader may see, or several things.
    """
    wanted = normalize("NFC", text.strip())
    if WHOLE.fullmatch(wanted):
        return _whole(reading, wanted, subject)
    subjects = [subject] if subject else list(VIEWS)
    reading.need(*(VIEWS[name] for name in subjects))
    called = [name for name in subjects if subject or name not in OWN]
    found = wanted and (_beginning(reading, subjects, wanted) or _titled(reading, called, wanted))
    if not found:
        raise Refused(f"There is no {subject or 'id or title'} '{text}' that you may read; {_hint(subject)}.")
    if len(found) > 1:
        raise Refused(_ambiguous(text, _told_apart(reading, found)))
    return next(iter(found))


def _whole(reading: Reading, identity: str, subject: str | None) -> str:
    if subject and subject_of(identity) != subject:
        raise Refused(f"'{identity}' is not the id of a {subject}; {_hint(subject)}.")
    # What has no view, such as what a plugin records on, is known by its events alone.
    if subject_of(identity) in VIEWS and not reading.is_there(identity):
        raise unknown(identity)
    return identity


def _beginning(reading: Reading, subjects: Iterable[str], text: str) -> dict[str, str]:
    fitting = [name for name in subjects if text.startswith(f"{name}-")]
    found: dict[str, str] = {}
    for name in fitting:
        table = reading.table(name)
        starts = reading.views.table(table).c.id.startswith(text, autoescape=True)
        rows = reading.rows(table, starts, columns=title_columns(table))
        found |= {text: ""} if any(row["id"] == text for row in rows) else reading.titles_of(name, rows)
    return found


def _titled(reading: Reading, subjects: Iterable[str], text: str) -> dict[str, str]:
    titles: dict[str, str] = {}
    for name in subjects:
        table = reading.table(name)
        titles |= _every_title(reading, name, reading.rows(table, columns=title_columns(table)))
    for same in (str, str.casefold):
        found = {key.partition(" ")[0]: title for key, title in titles.items() if same(title) == same(text)}
        if found:
            return found
    return {}


def _every_title(reading: Reading, subject: str, rows: list[dict[str, object]]) -> dict[str, str]:
    if subject not in ("theme", "concept"):
        return reading.titles_of(subject, rows)
    # Themes and concepts are known by their label in every language.
    labels = ((row["id"], row["titles"]) for row in rows)
    return {f"{identity} {code}": label for identity, texts in labels for code, label in dict(texts).items()}  # type: ignore[call-overload]


def _told_apart(reading: Reading, found: dict[str, str]) -> dict[str, str]:
    """Add to titles that several things share whose each is, of which day, and how it stands."""
    shared = Counter(map(str.casefold, found.values()))
    alike = [identity for identity, title in sorted(found.items())[:SHOWN] if title and shared[title.casefold()] > 1]
    rows = {identity: _marked(reading, identity) for identity in alike}
    titles = reading.titles(row[name] for row in rows.values() for name in WHOSE if row.get(name))
    marks = {identity: (_whose(row, titles), _first(row, DAYS), row.get("status")) for identity, row in rows.items()}
    return found | {each: ", ".join(filter(None, (found[each], *told))) for each, told in marks.items()}


def _marked(reading: Reading, identity: str) -> Row:
    table = reading.table(subject_of(identity))
    names = [name for name in ("id", *WHOSE, *DAYS, "status") if name in table.columns]
    return reading.among(table, [identity], names)[0]


def _whose(row: Row, titles: dict[str, str]) -> str:
    return next((titles[row[name]] for name in WHOSE if row.get(name) in titles), "")


def _first(row: Row, names: Iterable[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _ambiguous(text: str, found: dict[str, str]) -> str:
    some = [f"{identity} ({title})" for identity, title in sorted(found.items())[:SHOWN]]
    rest = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return f"'{text}' means several things: {', '.join(some)}{rest}; give more of the id."


def _hint(subject: str | None) -> str:
    return f"{listed_by(subject)} shows what there is" if subject else "'epex search' finds what there is"
