"""What nobody may record on: things that they may not read."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from tests.rights.recording import RIGHTS, attempt, is_refusal
from tests.rights.recording_right import Right
from tests.rights.scene import HIDDEN, PEOPLE, Scene

NAMED = re.compile(r"\{([a-z]+)(?:_[a-z]+)?\}")
NEVER = str(UUID(int=4 << 76 | 2 << 62))
# Everything else that is hidden is so from all but the officer.
READERS = {
    **dict.fromkeys(("interview", "story"), frozenset({"evaluator"})),
    "finding": frozenset({"evaluator", "officer"}),
    "viewpoint": frozenset({"visitor", "officer"}),
    **dict.fromkeys(("request", "incident"), frozenset({"visitor", "officer"})),
    # Others have searches of their own, and see nobody else's.
    "search": frozenset({"host"}),
    **dict.fromkeys(("reflection", "quote", "consent"), frozenset({"host", "visitor", "officer"})),
}
OFFICERS = frozenset({"officer"})


def subject_of(right: Right) -> str:
    """Name the subject of what a right is about, if it can be hidden."""
    named = NAMED.fullmatch(right.arguments[0]) if right.arguments else None
    return named.group(1) if named and named.group(1) in HIDDEN else ""


def leaks(right: Right, scene: Scene, workplace: Path) -> list[str]:
    """Try a right on something hidden, and say who is answered otherwise than about what is not there."""
    base = workplace / "base"
    shutil.copytree(scene.base, base)
    (workplace / "out").mkdir()
    return list(_leaks(right, scene, base))


def _leaks(right: Right, scene: Scene, base: Path) -> Iterator[str]:
    subject = subject_of(right)
    hidden, never = scene.ids[f"{subject}_hidden"], f"{subject}-{NEVER}"
    for person in (each for each in PEOPLE if each not in READERS.get(subject, OFFICERS)):
        told, wanted = (
            attempt(replace(right, arguments=(which, *right.arguments[1:])), scene, base, person)
            for which in (hidden, never)
        )
        if told.changed:
            yield f"{person} may record on it"
            return
        if not is_refusal(told):
            yield f"{person} is refused in other words ({told.status}): {told.sentence}"
        if told.sentence.replace(hidden, never) != wanted.sentence:
            yield f"{person} learns that it is there: {told.sentence} | {wanted.sentence}"


ABOUT_HIDDEN = tuple(right for right in RIGHTS if subject_of(right))
