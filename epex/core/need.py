"""A learning need: what an organisation wants to see elsewhere, and the task that it is for."""

from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from epex.core.decision import LONGEST_SAYING, Actor, On, Refused, require_one_of, require_short
from epex.core.offer import require_year
from epex.core.organisation import Organisation, require_language_code, require_member, require_voice
from epex.core.sealed import Text
from epex.core.vocabulary import LANGUAGES, SETTINGS


@dataclass(frozen=True, kw_only=True)
class NeedStated:
    """No year means any; without languages those of the organisation's profile hold."""

    type: ClassVar[str] = "need.stated"
    sentence: ClassVar[str] = "stated {it} for {organisation}"
    text: Text
    language: str = "en"
    organisation: str
    task: Text = ""
    setting: str = ""
    languages: tuple[str, ...] = ()
    year: int = 0
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class NeedWithdrawn:
    type: ClassVar[str] = "need.withdrawn"
    sentence: ClassVar[str] = "withdrew {it}"
    reason: Text = ""


NeedEvent = NeedStated | NeedWithdrawn
Events = NeedEvent


@dataclass(frozen=True, slots=True)
class Need:
    """What decisions about a need need to know."""

    id: str
    organisation: str = ""
    withdrawn: bool = False


def evolve(need: Need | None, stream: str, event: NeedEvent) -> Need:
    """Apply one event; every event that decisions allow applies."""
    known = need or Need(stream)
    match event:
        case NeedStated(organisation=organisation):
            return replace(known, organisation=organisation)
        case NeedWithdrawn():
            return replace(known, withdrawn=True)
        case _:
            assert_never(event)


def state(need: str, stated: NeedStated, organisation: Organisation, *, by: Actor) -> list[On]:
    """State what an organisation wants to learn; its own people may, and a coordinator."""
    require_voice(organisation, by, "state what another organisation needs to learn")
    require_member(organisation)
    require_short(stated.text, "text that says what is to be learned", LONGEST_SAYING)
    require_one_of(stated.language, LANGUAGES, "language")
    if stated.setting:
        require_one_of(stated.setting, SETTINGS, "setting")
    for language in stated.languages:
        require_language_code(language)
    require_year(stated.year)
    return [On(need, replace(stated, organisation=organisation.id))]


def withdraw(need: Need, organisation: Organisation, *, by: Actor, reason: str = "") -> list[On]:
    """Take a need back; matches that rest on it stay as they are."""
    require_voice(organisation, by, "withdraw another organisation's learning need")
    if need.withdrawn:
        raise Refused("This need was withdrawn already; state another one with 'epex match need'.")
    return [On(need.id, NeedWithdrawn(reason=reason))]
