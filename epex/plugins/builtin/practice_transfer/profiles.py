"""What the source and the receiver say of themselves, side by side; nothing is added up."""

from collections.abc import Callable

from epex.plugins import Row, Sentence, Table, country_name, language_name
from epex.plugins.builtin.practice_transfer.findings import Findings
from epex.plugins.builtin.practice_transfer.words import name_of, say, spoken

PROFILE: dict[str, Callable[[str], str]] = {
    "country": country_name,
    "kind": spoken,
    "settings": spoken,
    "languages": language_name,
    "constraints": str,
}


def profiles(findings: Findings) -> list[Table]:
    """Compare both organisations where the report is made for one receiver."""
    receiver = findings.receiver
    if receiver is None:
        return []
    sides = (findings.owner, receiver)
    heads = (say("Profile"), *(say(name_of(side), [side["position"]]) for side in sides), say("Compared"))
    rows = tuple(
        (say(spoken(field).capitalize()), *(_profile(side, field) for side in sides), _compared(*sides, field))
        for field in PROFILE
    )
    return [Table(caption="What both organisations say of themselves", columns=heads, rows=rows)]


def _profile(organisation: Row, field: str) -> Sentence:
    words = ", ".join(map(PROFILE[field], _values(organisation, field)))
    return say(words) if words else say("not recorded", tone="missing")


def _compared(source: Row, receiver: Row, field: str) -> Sentence:
    ours, theirs = set(_values(source, field)), set(_values(receiver, field))
    if not ours or not theirs:
        return say("unknown", tone="unknown")
    if ours == theirs:
        return say("the same")
    if field == "constraints":
        return say("read both", tone="adapt")
    return say("in part the same" if ours & theirs else "different", tone="adapt")


def _values(organisation: Row, field: str) -> list[str]:
    value = organisation[field]
    return [each for each in (value if isinstance(value, list) else [value]) if each]
