"""Write an export into a file or a folder, whole or not at all."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from secrets import token_hex
from typing import TypedDict

from epex.app.base import KnowledgeBase
from epex.app.exporting.events import cloud_events
from epex.app.exporting.tables import SUBJECTS, Tables
from epex.app.importing.kinds import kind_of_subject
from epex.app.keeping.archive import naming_a_full_disk, sync
from epex.app.keeping.building import built_beside, require_free
from epex.app.keys import PRIVATE_FILE
from epex.core.decision import Refused
from epex.core.watching import watched
from epex.projections.reading import VIEWS

EVENTS = "events.ndjson"
README = """\
This folder is an export of an epex base{as_of}: what one of its readers may see, and nothing else.

{files}
Every CSV file is in UTF-8 with a comma between cells; its first line names the columns. Several values in one cell have
"; " between them, or are a JSON list where one of them holds a semicolon. Dates are 2017, 2017-03 or 2017-03-14. A cell
that a spreadsheet could take for a formula, as it begins with = + - @ a tab or a line end, has an apostrophe before it;
so has one that begins with an apostrophe. 'epex import FILE --kind KIND' takes the apostrophe away again.

[erased] stands for words whose key was destroyed, [sealed] for words whose key is not in the base that was exported.

"""


class Written(TypedDict):
    """What was written: the place, how many events, and how many rows of each subject."""

    output: str
    events: int
    tables: dict[str, int]


def write_file(path: Path, lines: Iterable[str | bytes]) -> int:
    """Write lines or other portions into a new file and count them.

    Raises Refused when something is there already, or nothing can be written there.
    """
    if path.exists():
        raise Refused(f"{path} is there already; name another file with --output.")
    draft = path.with_name(f".{path.name}.{token_hex(4)}.part")
    try:
        with naming_a_full_disk(path.parent):
            count = _write(draft, lines)
            draft.replace(path)
            sync(path.parent)
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}); name another place with --output.") from error
    finally:
        draft.unlink(missing_ok=True)
    return count


def write_folder(
    base: KnowledgeBase,
    folder: Path,
    subjects: Sequence[str] = (),
    *,
    with_events: bool = True,
) -> Written:
    """Write the events and a table of each subject into a new folder, with a text that explains them.

    Raises Refused when something is in the folder already.
    """
    require_free(folder)
    tables, wanted = Tables(base), subjects or SUBJECTS
    written = Written(output=str(folder), events=0, tables={})
    with built_beside(folder) as workplace:
        for subject in wanted:
            # The first line is the header.
            with watched(f"Writing {file_of(subject)}", "rows") as progress:
                lines = tables.lines(subject, progress)
                written["tables"][subject] = _write(workplace / file_of(subject), lines) - 1
        if with_events:
            with watched(f"Writing {EVENTS}", "events") as progress:
                lines = (f"{line}\n" for line in cloud_events(base, subjects, progress))
                written["events"] = _write(workplace / EVENTS, lines)
        _write(workplace / "README.txt", _explained(base, tables, written, with_events=with_events))
    return written


def file_of(subject: str) -> str:
    """Name the file of a subject."""
    return f"{VIEWS[subject]}.csv"


def _explained(base: KnowledgeBase, tables: Tables, written: Written, *, with_events: bool) -> Iterable[str]:
    files = [f"{file_of(subject):<22}{count:>7} rows" for subject, count in written["tables"].items()]
    if with_events:
        files.append(f"{EVENTS:<22}{written['events']:>7} events, each a CloudEvent 1.0 on a line of its own")
    as_of = f" as it was known at the end of {base.day}" if base.as_of else f", made on {base.day}"
    yield README.format(as_of=as_of, files="".join(f"{line}\n" for line in files))
    for subject in written["tables"]:
        yield f"{file_of(subject)}\n"
        kind = kind_of_subject(subject)
        takes = {column.name: column.takes for column in kind.columns} if kind else {}
        for name in tables.columns(subject):
            yield f"    {name}{': ' + takes[name] if name in takes else ''}\n"
        yield "\n"


def _write(path: Path, lines: Iterable[str | bytes]) -> int:
    count = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
        for line in lines:
            file.write(line.encode() if isinstance(line, str) else line)
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return count
