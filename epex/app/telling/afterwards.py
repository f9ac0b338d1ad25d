"""What changed afterwards in the demo's story, as steps to record: moves, revisions, and what was taken back."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, cast

from epex.app.acting import Act
from epex.app.telling.story import Step, Story
from epex.core import challenge, finding, interview, organisation, person, quote, reflection, viewpoint
from epex.core.decision import On
from epex.core.evidence import locate
from epex.core.person import PersonMoved
from epex.core.reader import EVALUATION

Text = dict[str, Any]


def departures(story: Story) -> Iterator[Step]:
    """Let people move, and an organisation leave."""
    for text in story.texts["moving"]:
        yield Step(text["on"], story.coordinator, partial(_move, story, text))
    for text in story.texts["leaving"]:
        yield Step(text["on"], story.coordinator, partial(_leave, story, text))


def second_words(story: Story) -> Iterator[Step]:
    """Let authors revise what they wrote, open it to more people, and agree that it stays."""
    for name, decide in {"revision": _revise, "release": _release, "keeping": _keep}.items():
        for text in story.texts[name]:
            told = story.texts["reflection"][text["reflection"]]
            seen = text.get("visibility", told["visibility"])
            audience = story.id("visit", told["visit"])
            yield Step(text["on"], told["by"], partial(decide, story, text), seen, audience)


def conclusions(story: Story) -> Iterator[Step]:
    """Let the evaluator word a finding anew, and take back what it does not rest on."""
    for text in story.texts["finding_revision"]:
        yield Step(text["on"], text["by"], partial(_reword, story, text))
    for text in story.texts["finding_evidence_taken_back"]:
        yield Step(text["on"], text["by"], partial(_link, story, text))
        yield Step(text["unlinked_on"], text["by"], partial(_unlink, story, text))
    for text in story.texts["interview_taken_back"]:
        yield Step(text["on"], text["by"], partial(_cite, story, text), EVALUATION)
        yield Step(text["unlinked_on"], text["by"], partial(_uncite, story, text), EVALUATION)


def taken_back(story: Story) -> Iterator[Step]:
    """Take back what a challenge was said to rest on, a quote and a viewpoint."""
    for text in story.texts["challenge_evidence_taken_back"]:
        yield Step(text["on"], text["by"], partial(_unlink_challenge, story, text))
    for text in story.texts["quote_taken_back"]:
        yield Step(text["on"], text["by"], partial(_withdraw_quote, story, text))
    signers = {text["key"]: text["signer"] for text in story.texts["viewpoint"]}
    for text in story.texts["viewpoint_taken_back"]:
        yield Step(text["on"], signers[text["viewpoint"]], partial(_withdraw_viewpoint, story, text))


def _move(story: Story, text: Text, act: Act) -> list[On]:
    home = act.load(story.id("organisation", text["to"]))
    (on,) = person.move(act.load(story.id("person", text["person"])), home, by=act.by)
    return [On(on.stream, replace(cast("PersonMoved", on.event), reason=text["reason"]))]


def _leave(story: Story, text: Text, act: Act) -> list[On]:
    leaving = act.load(story.id("organisation", text["organisation"]))
    return organisation.leave(leaving, by=act.by, reason=text["reason"])


def _reflection(story: Story, text: Text, act: Act) -> reflection.Reflection:
    loaded: reflection.Reflection = act.load(story.id("reflection", text["reflection"]))
    return loaded


def _revise(story: Story, text: Text, act: Act) -> list[On]:
    answers = {**story.texts["reflection"][text["reflection"]]["answers"], **text["answers"]}
    return reflection.revise(_reflection(story, text, act), answers, text["reason"], by=act.by)


def _release(story: Story, text: Text, act: Act) -> list[On]:
    return reflection.release(_reflection(story, text, act), text["visibility"], by=act.by)


def _keep(story: Story, text: Text, act: Act) -> list[On]:
    return reflection.agree_to_keep(_reflection(story, text, act), by=act.by)


def _finding(story: Story, text: Text, act: Act) -> finding.Finding:
    loaded: finding.Finding = act.load(story.id("finding", text["finding"]))
    return loaded


def _reword(story: Story, text: Text, act: Act) -> list[On]:
    return finding.revise(_finding(story, text, act), text["statement"], text["reason"], by=act.by)


def _link(story: Story, text: Text, act: Act) -> list[On]:
    source = story.id(text["kind"], text["source"])
    return finding.link(_finding(story, text, act), source, text["stance"], by=act.by, note=text["note"])


def _unlink(story: Story, text: Text, act: Act) -> list[On]:
    source = story.id(text["kind"], text["source"])
    return finding.unlink(_finding(story, text, act), source, text["reason"], by=act.by)


def _cite(story: Story, text: Text, act: Act) -> list[On]:
    heard = act.load(story.id("interview", text["interview"]))
    words = next(told["text"].strip() for told in story.texts["interview"] if told["key"] == text["interview"])
    passage = locate(heard.id, heard.version, words, text["quote"])
    return interview.cite(heard, story.id("finding", text["finding"]), text["stance"], by=act.by, passage=passage)


def _uncite(story: Story, text: Text, act: Act) -> list[On]:
    heard = act.load(story.id("interview", text["interview"]))
    return interview.uncite(heard, story.id("finding", text["finding"]), text["reason"], by=act.by)


def _unlink_challenge(story: Story, text: Text, act: Act) -> list[On]:
    stated = act.load(story.id("challenge", text["challenge"]))
    source = story.id(text["kind"], text["ref"])
    place = story.passage(act, text["ref"], text["quote"]).place
    return challenge.unlink(stated, source, by=act.by, reason=text["reason"], place=place)


def _withdraw_quote(story: Story, text: Text, act: Act) -> list[On]:
    return quote.withdraw(act.load(story.id("quote", text["quote"])), by=act.by, reason=text["reason"])


def _withdraw_viewpoint(story: Story, text: Text, act: Act) -> list[On]:
    return viewpoint.withdraw(act.load(story.id("viewpoint", text["viewpoint"])), by=act.by, reason=text["reason"])
