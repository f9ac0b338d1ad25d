"""What is said beside the answers: in options, or in the front matter of a file; what is typed counts."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from epex.commands.frame import was_typed
from epex.core.decision import Refused

if TYPE_CHECKING:
    from epex.commands.desk import Desk

LINKS = ("visit", "meeting")
MANNER = ("visibility", "occurred_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reflection is about and how it is to be recorded; `line` is that of the text's first in its file."""

    about: str = ""
    text: str = ""
    line: int = 0
    author: str = ""
    side: str = ""
    language: str = ""
    title: str = ""
    quotation: str = "none"
    question_set: str = ""
    follow_up: int = 0

    @property
    def is_file(self) -> bool:
        """Tell whether the text came with front matter."""
        return self.line > 0


def wanted(desk: "Desk", about: str, text: str, given: dict[str, Any]) -> Wanted:
    """Join what was typed and what the front matter says.

    Raises Refused when the file is broken, or speaks of another visit, or none is named.
    """
    from epex.app.reflection_file import has_front_matter, read_file  # noqa: PLC0415 - start-up: --help reads nothing

    fields: dict[str, Any] = {"about": about, "text": text}
    if has_front_matter(text):
        file = read_file(text)
        _require_one_occasion(desk, about, file.fields.get("about", ""))
        _settle(desk, file.fields)
        said = {name: value for name, value in file.fields.items() if name not in MANNER}
        fields = {**said, **({"about": about} if about else {}), "text": file.body, "line": file.line}
    fields |= given
    if not fields.get("about"):
        raise Refused("Say which visit or meeting it is about; 'epex visit list' shows them.")
    return Wanted(**{**fields, "follow_up": int(fields.get("follow_up") or 0)})


def occasion(desk: "Desk", text: str) -> str:
    """Find the visit or the meeting that a text means."""
    named = [subject for subject in LINKS if text.startswith(f"{subject}-")]
    if named:
        return desk.find(text, named[0])
    try:
        return desk.find(text, "visit")
    except Refused as unknown:
        try:
            return desk.find(text, "meeting")
        except Refused:
            raise unknown from None


def as_open_as(desk: "Desk", present: dict[str, Any], what: str) -> None:
    """Record a step for those who read the reflection; refuse another label."""
    label = present["visibility"]
    if was_typed("visibility") and desk.command.visibility != label:
        raise Refused(f"{what} has the readers of the reflection, whose label stays '{label}'; leave out --visibility.")
    desk.command = replace(desk.command, visibility=label)
    desk.speak_of(present["about"])


def _require_one_occasion(desk: "Desk", typed: str, read: str) -> None:
    if typed and read and desk.find(typed) != desk.find(read):
        raise Refused(f"The file is about '{read}', and you named '{typed}'; name one of them.")


def _settle(desk: "Desk", fields: dict[str, str]) -> None:
    """Take over who may read it and when it was said, unless that was typed."""
    if "visibility" in fields and not was_typed("visibility"):
        desk.command = replace(desk.command, visibility=fields["visibility"])
    if "occurred_on" in fields and not desk.command.occurred_on:
        desk.command = replace(desk.command, occurred_on=fields["occurred_on"])
