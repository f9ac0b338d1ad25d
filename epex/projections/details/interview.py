"""The page of an interview: who spoke, what was said, and what rests on it; opened from the log."""

from epex.projections.confided import newest, texts, with_passages, with_people
from epex.projections.lineage import Lineage
from epex.projections.reading import Reading
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """Tell the person, the newest text, where it is cited and every version."""
    (named,) = with_people(reading, [row])
    versions = texts(reading, row["id"])
    return {
        **{name: named[name] for name in ("person", "person_name")},
        "text": newest(versions)["text"] if row["status"] == "recorded" else "",
        "used_in": with_passages(reading, Lineage(reading).rests_on_it(row["id"])),
        "history": [{name: value for name, value in version.items() if name != "text"} for version in versions],
    }
