"""A consent: what one person allows with their words, for one quote or all; only they decide."""

from dataclasses import dataclass, replace
from typing import ClassVar, Literal, assert_never

from epex.core.dates import latest, parse_date
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.sealed import Text

SCOPES = (
    "network_reading",
    "evaluator",
    "anonymous_quote",
    "attributed_quote",
    "translation",
    "training_reuse",
)
ASKING = ("coordinator", "editor", "evaluator", "data_protection_officer")
Standing = Literal["asked", "given", "refused", "withdrawn"]


@dataclass(frozen=True, kw_only=True)
class ConsentAsked:
    """`quoted` is a quote or empty for all words of the giver, `edition` a publication or empty for all editions."""

    type: ClassVar[str] = "consent.asked"
    sentence: ClassVar[str] = "asked {giver} for consent ({scope})"
    giver: str
    scope: str
    quoted: str = ""
    edition: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConsentGiven:
    """`recorded_for` names the giver when somebody else recorded what was given on paper."""

    type: ClassVar[str] = "consent.given"
    sentence: ClassVar[str] = "recorded that {giver} gave consent ({scope})"
    giver: str
    scope: str
    given_on: str = ""
    expires_on: str = ""
    recorded_for: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConsentRefused:
    type: ClassVar[str] = "consent.refused"
    sentence: ClassVar[str] = "recorded that {giver} refused consent ({scope})"
    giver: str
    scope: str
    recorded_for: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn:
    type: ClassVar[str] = "consent.withdrawn"
    sentence: ClassVar[str] = "recorded that {giver} withdrew consent ({scope})"
    giver: str
    scope: str
    recorded_for: str = ""
    reason: Text = ""


ConsentEvent = ConsentAsked | ConsentGiven | ConsentRefused | ConsentWithdrawn
Events = ConsentEvent


@dataclass(frozen=True, slots=True)
class Consent:
    """What decisions about a consent, and about what rests on it, need to know."""

    id: str
    giver: str = ""
    scope: str = ""
    quote: str = ""
    edition: str = ""
    standing: Standing = "asked"
    expires_on: str = ""

    def concerns(self, scope: str, quote: str, edition: str) -> bool:
        """Tell whether it speaks of a use of a quote in an edition, however it was answered."""
        return self.scope == scope and self.quote in ("", quote) and self.edition in ("", edition)

    def covers(self, scope: str, quote: str, edition: str, day: str) -> bool:
        """Tell whether it allows a use of a quote in an edition on a day."""
        lasts = not self.expires_on or latest(self.expires_on) >= day
        return self.standing == "given" and lasts and self.concerns(scope, quote, edition)


def evolve(consent: Consent | None, stream: str, event: ConsentEvent) -> Consent:
    """Apply one event; every event that decisions allow applies."""
    state = consent or Consent(stream)
    match event:
        case ConsentAsked(giver=giver, scope=scope, quoted=quote, edition=edition):
            return replace(state, giver=giver, scope=scope, quote=quote, edition=edition, standing="asked")
        case ConsentGiven(expires_on=expires_on):
            return replace(state, standing="given", expires_on=expires_on)
        case ConsentRefused():
            return replace(state, standing="refused")
        case ConsentWithdrawn():
            return replace(state, standing="withdrawn")
        case _:
            assert_never(event)


def ask(consent: str, giver: str, scope: str, *, by: Actor, quote: str = "", edition: str = "") -> list[On]:
    """Ask somebody for consent; everybody may for their own words, practitioners for a quote of others.

    `giver` is empty for whoever may not know whose words a quote holds: asking would tell.
    """
    if by.person != giver:
        require_role(by, *ASKING, *(["practitioner"] if quote else []), act=f"ask others for consent{_to(quote)}")
    if not giver:
        raise Refused(
            "Whose words these are is told to those alone who may read the reflection; let one of them ask, with"
            f" 'epex consent ask {quote[: len('quote-3f2a1b0c')]}'."
        )
    require_one_of(scope, SCOPES, "scope of consent")
    return [On(consent, ConsentAsked(giver=giver, scope=scope, quoted=quote, edition=edition))]


def give(
    consent: Consent, *, by: Actor, given_on: str = "", expires_on: str = "", on_paper: bool = False, reason: str = ""
) -> list[On]:
    """Give consent, also after a refusal; what was withdrawn is asked for anew."""
    recorded_for = _for_whom(consent, by, on_paper=on_paper, reason=reason)
    if consent.standing not in ("asked", "refused"):
        raise Refused(f"This consent is {consent.standing} already; ask for a new one with 'epex consent ask'.")
    given = ConsentGiven(
        giver=consent.giver,
        scope=consent.scope,
        given_on=parse_date(given_on) if given_on else "",
        expires_on=_expiry(given_on, expires_on),
        recorded_for=recorded_for,
        reason=reason,
    )
    return [On(consent.id, given)]


def refuse(consent: Consent, *, by: Actor, on_paper: bool = False, reason: str = "") -> list[On]:
    """Refuse consent that was asked for; nobody has to say why."""
    recorded_for = _for_whom(consent, by, on_paper=on_paper, reason=reason)
    if consent.standing != "asked":
        raise Refused(f"This consent is {consent.standing} already; 'epex consent withdraw' takes a given one back.")
    event = ConsentRefused(giver=consent.giver, scope=consent.scope, recorded_for=recorded_for, reason=reason)
    return [On(consent.id, event)]


def withdraw(consent: Consent, *, by: Actor, on_paper: bool = False, reason: str = "") -> list[On]:
    """Take a given consent back, at any time; nobody has to say why."""
    recorded_for = _for_whom(consent, by, on_paper=on_paper, reason=reason)
    if consent.standing != "given":
        raise Refused(f"This consent is {consent.standing}, so there is nothing to withdraw; answer it if it is asked.")
    event = ConsentWithdrawn(giver=consent.giver, scope=consent.scope, recorded_for=recorded_for, reason=reason)
    return [On(consent.id, event)]


def _to(quote: str) -> str:
    return "" if quote else " to a use of all their words"


def _for_whom(consent: Consent, by: Actor, *, on_paper: bool, reason: str) -> str:
    if by.person == consent.giver:
        return ""
    if not on_paper:
        raise Refused("Only the person whose words they are decides on this consent; ask them, or use --on-paper.")
    require_role(by, "coordinator", "data_protection_officer", act="record what somebody decided on paper")
    require_text(reason, "reason, which says where the paper is,")
    return consent.giver


def _expiry(given_on: str, expires_on: str) -> str:
    if not expires_on:
        return ""
    day = parse_date(expires_on)
    if given_on and latest(day) < given_on:
        raise Refused("The consent would end before it begins; give a later day with --expires.")
    return day
