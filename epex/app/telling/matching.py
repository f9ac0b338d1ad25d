"""How the demo's second year was matched, as steps to record: offers, needs, proposals and answers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from epex.app.acting import Act
from epex.app.telling.story import Decide, Step, Story
from epex.core import match
from epex.core.decision import On
from epex.core.match import MatchProposed, Replacement
from epex.core.need import NeedStated
from epex.core.need import state as state_need
from epex.core.need import withdraw as withdraw_need
from epex.core.offer import OfferMade
from epex.core.offer import make as make_offer
from epex.core.offer import withdraw as withdraw_offer
from epex.core.pairing import Member, Offered, Wanted, suggest

Text = dict[str, Any]
YEAR = 2


def offers(story: Story) -> Iterator[Step]:
    """Offer to host, and withdraw some."""
    for text in story.texts["offer"]:
        yield Step(text["on"], text["by"], _bound(_offer, story, text))
        if "withdrawn_on" in text:
            yield Step(text["withdrawn_on"], text["by"], _bound(_withdraw, story, {**text, "subject": "offer"}))


def needs(story: Story) -> Iterator[Step]:
    """State what organisations want to learn, and withdraw some of it."""
    for text in story.texts["need"]:
        yield Step(text["on"], text["by"], _bound(_need, story, text))
        if "withdrawn_on" in text:
            yield Step(text["withdrawn_on"], text["by"], _bound(_withdraw, story, {**text, "subject": "need"}))


def matches(story: Story) -> Iterator[Step]:
    """Propose matches with their reasons, and let both sides answer."""
    for text in story.texts["match"]:
        if "on" in text:
            yield Step(text["on"], story.coordinator, _bound(_propose, story, text))
        for answer in text.get("accepted", ()):
            yield Step(answer["on"], answer["by"], _bound(_accept, story, {**text, **answer}))
        if declined := text.get("declined"):
            yield Step(declined["on"], declined["by"], _bound(_decline, story, {**text, **declined}))


def _bound(decide: Any, story: Story, text: Text) -> Decide:
    return lambda act: decide(story, text, act)


def _offer(story: Story, text: Text, act: Act) -> list[On]:
    home = act.load(story.id("organisation", text["organisation"]))
    lists: Text = {name: tuple(text.get(name, ())) for name in ("settings", "languages")}
    plain = {name: text[name] for name in ("text", "capacity", "starts_on", "ends_on", "constraints") if name in text}
    made = OfferMade(organisation=home.id, year=YEAR, **plain, **lists)
    return make_offer(story.id("offer", text["key"]), made, home, by=act.by)


def _need(story: Story, text: Text, act: Act) -> list[On]:
    home = act.load(story.id("organisation", text["organisation"]))
    plain = {name: text[name] for name in ("text", "task", "setting") if name in text}
    stated = NeedStated(organisation=home.id, year=YEAR, **plain)
    return state_need(story.id("need", text["key"]), stated, home, by=act.by)


def _withdraw(story: Story, text: Text, act: Act) -> list[On]:
    known = act.load(story.id(text["subject"], text["key"]))
    home = act.load(story.id("organisation", text["organisation"]))
    withdraw = withdraw_offer if text["subject"] == "offer" else withdraw_need
    return withdraw(known, home, by=act.by, reason=text["withdrawn_because"])


def _propose(story: Story, text: Text, act: Act) -> list[On]:
    proposed = replace(_grounds(story, text["host"], text["visitor"]), reason=text.get("reason", ""))
    host, visitor = (act.load(story.id("organisation", text[side])) for side in ("host", "visitor"))
    return match.propose(story.id("match", text["key"]), proposed, host, visitor, by=act.by)


def _accept(story: Story, text: Text, act: Act) -> list[On]:
    return match.accept(act.load(story.id("match", text["key"])), by=act.by, side=text["side"])


def _decline(story: Story, text: Text, act: Act) -> list[On]:
    known = act.load(story.id("match", text["key"]))
    instead = None
    if "instead" in text:
        comes = act.load(story.id("organisation", text["organisation"]))
        proposed = _grounds(story, text["organisation"], text["visitor"])
        instead = Replacement(story.id("match", text["instead"]), comes, proposed=proposed)
    return match.decline(known, text["because"], by=act.by, side=text["side"], replacement=instead)


def _grounds(story: Story, host: str, visitor: str) -> MatchProposed:
    """Find the reasons for a pair as 'epex match propose' does."""
    found = suggest(_member(story, host), _member(story, visitor))
    named = ("reasons", "against", "challenges", "offers", "needs", "settings", "languages")
    ends: Text = {"host": found.host, "visitor": found.visitor}
    return MatchProposed(**ends, year=YEAR, **{name: getattr(found, name) for name in named})


def _member(story: Story, key: str) -> Member:
    profile = next(text for text in story.texts["organisation"] if text["key"] == key)
    return Member(
        id=story.id("organisation", key),
        name=profile["name"],
        country=profile["country"],
        settings=frozenset(profile["settings"]),
        languages=frozenset(profile["languages"]),
        challenges=frozenset(_challenges(story, key)),
        offers=tuple(_offered(story, text) for text in _standing(story, "offer", key)),
        needs=tuple(_wanted(story, text) for text in _standing(story, "need", key)),
    )


def _challenges(story: Story, key: str) -> Iterator[str]:
    for text in story.texts["challenge"]:
        if key in (text["organisation"], *(shared["organisation"] for shared in text.get("shared", ()))):
            yield story.id("challenge", text["key"])


def _standing(story: Story, subject: str, key: str) -> Iterator[Text]:
    yield from (text for text in story.texts[subject] if text["organisation"] == key and "withdrawn_on" not in text)


def _offered(story: Story, text: Text) -> Offered:
    settings, languages = frozenset(text["settings"]), frozenset(text.get("languages", ()))
    return Offered(id=story.id("offer", text["key"]), text=text["text"], settings=settings, languages=languages)


def _wanted(story: Story, text: Text) -> Wanted:
    words = f"{text['text']} {text.get('task', '')}"
    return Wanted(id=story.id("need", text["key"]), text=words, setting=text.get("setting", ""))
