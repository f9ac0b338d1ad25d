"""The questions that reflections answer, as they are worded in a language."""

from collections.abc import Mapping
from typing import Any

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import Visitor


def worded(asking: Visitor, name: str, version: int, language: str) -> list[tuple[str, str]]:
    """Give the keys and words of a set's questions in a language; else in English, or as they were written."""
    shown = asking.ask("questions", "show", f"--version={version}", "--", name)
    order = (language, "en", *shown["languages"])
    return [(row["key"], next(row[code] for code in order if row.get(code))) for row in shown["wordings"]]


def vouched(asking: Visitor, *written: Mapping[str, Any]) -> dict[str, str]:
    """Word the questions that reflections answer in the language of the page, by their keys.

    Those stay away whose wording in it nobody vouches for, and of sets that nobody here knows any more.
    """
    found: dict[str, str] = {}
    for name, version in dict.fromkeys((one["question_set"], one["question_set_version"]) for one in written):
        try:
            shown = asking.ask("questions", "show", f"--version={version}", "--", name)
        except Refused:
            continue
        if asking.language not in shown["unreviewed"]:
            wordings = [one for one in shown["wordings"] if one.get(asking.language)]
            found |= {one["key"]: one[asking.language] for one in wordings}
    return found
