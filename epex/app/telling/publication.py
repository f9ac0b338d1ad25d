"""The book that the demo's members write: chapters, viewpoints, quotes with consent, an edition that is frozen."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from epex.app.acting import Act
from epex.app.publishing.assembling import Press
from epex.app.telling.story import Step, Story
from epex.core import chapter, consent, edition, erratum, person, publication, quote, viewpoint
from epex.core.decision import On
from epex.core.manuscript import Paragraph, Resting, parse, placing, quote_in

Text = dict[str, Any]
NAMED = ("element", "theme", "challenge", "transfer", "meeting", "visit")


def preferences(story: Story) -> Iterator[Step]:
    """Let people say how they want to be named."""
    for text in story.texts["preference"]:
        yield Step(text["on"], text["person"], partial(_prefer, story, text))


def publications(story: Story) -> Iterator[Step]:
    """Open the editions."""
    for text in story.texts["publication"]:
        yield Step(text["opened_on"], text["by"], partial(_open, story, text))


def chapters(story: Story) -> Iterator[Step]:
    """Outline chapters, draft and review them, state their messages, approve them."""
    for text in story.texts["chapter"]:
        yield Step(text["outlined_on"], text["by"], partial(_outline, story, text))
        for step, decide in CHAPTER_ACTS.items():
            for told in text.get(step, ()):
                yield Step(told["on"], told["by"], partial(decide, story, {**told, "key": text["key"]}))


def quotes(story: Story) -> Iterator[Step]:
    """Propose quotes, and let those answer whose words they are."""
    for text in story.texts["quoting"]:
        giver = story.texts["reflection"][text["reflection"]]["by"]
        yield Step(text["on"], text["by"], partial(_propose, story, text))
        for scope in quote.scopes_of(text["use"], translated="translated" in text):
            asked = {**text, "scope": scope, "consent": f"{text['key']}-{scope}", "giver": giver}
            yield Step(text["asked_on"], text["asked_by"], partial(_ask, story, asked), "private")
            for answer, decide in ANSWERS.items():
                if day := text.get(f"{answer}_on"):
                    yield Step(day, giver, partial(decide, story, asked), "private")


def viewpoints(story: Story) -> Iterator[Step]:
    """Let practitioners write and sign what they think."""
    for text in story.texts["viewpoint"]:
        yield Step(text["on"], text["by"], partial(_write, story, text))
        if day := text.get("signed_on"):
            yield Step(day, text["signer"], partial(_sign, story, text))


def closings(story: Story) -> Iterator[Step]:
    """Freeze and publish."""
    for text in story.texts["publication"]:
        if "frozen_on" in text:
            yield Step(text["frozen_on"], text["frozen_by"], partial(_freeze, story, text))
            yield Step(text["published_on"], text["published_by"], partial(_publish, story, text))


def errata(story: Story) -> Iterator[Step]:
    """Tell readers what no longer holds."""
    for text in story.texts["erratum"]:
        yield Step(text["on"], text["by"], partial(_issue, story, text))


def _prefer(story: Story, text: Text, act: Act) -> list[On]:
    who = act.load(story.id("person", text["person"]))
    (on,) = person.revise(who, by=act.by, name_preference=text["name_preference"])
    return [_because(on, text["reason"])]


def _open(story: Story, text: Text, act: Act) -> list[On]:
    return publication.open(
        story.id("publication", text["key"]),
        text["title"],
        by=act.by,
        number=text["number"],
        edition=text["edition"],
        language=text["language"],
        editors=story.ids_of("person", text["editors"]),
    )


def _outline(story: Story, text: Text, act: Act) -> list[On]:
    return chapter.outline(
        story.id("chapter", text["key"]),
        act.load(story.id("publication", text["publication"])),
        text["title"],
        by=act.by,
        number=text["number"],
        themes=story.ids_of("theme", text["themes"]),
        writers=story.ids_of("person", text.get("writers", [])),
    )


def _draft(story: Story, text: Text, act: Act) -> list[On]:
    written = parse(text["text"])
    resting = [_resting(story, act, paragraph) for paragraph in written]
    words = [placing(rests.quote) if rests.quote else one.words for one, rests in zip(written, resting, strict=True)]
    (on,) = chapter.draft(act.load(story.id("chapter", text["key"])), words, resting, by=act.by)
    return [_because(on, text.get("reason", ""))]


def _resting(story: Story, act: Act, paragraph: Paragraph) -> Resting:
    placed = quote_in(paragraph.words)
    sources = tuple(story.id(_subject(story, key), key) for key in paragraph.rests_on)
    quoted = story.id("quote", placed) if placed else ""
    positions = tuple(act.position(stream) for stream in (*sources, quoted) if stream)
    return Resting(sources, positions, quoted)


def _subject(story: Story, key: str) -> str:
    if key in story.texts["reflection"]:
        return "reflection"
    return next(name for name in NAMED if any(text["key"] == key for text in story.texts[name]))


def _state(story: Story, text: Text, act: Act) -> list[On]:
    told = act.load(story.id("chapter", text["key"]))
    return chapter.message(told, text["audience"], text["text"], by=act.by)


def _review(story: Story, text: Text, act: Act) -> list[On]:
    drafted = act.load(story.id("chapter", text["key"]))
    return chapter.review(drafted, text["outcome"], by=act.by, comment=text["comment"])


def _approve(story: Story, text: Text, act: Act) -> list[On]:
    return chapter.approve(act.load(story.id("chapter", text["key"])), by=act.by)


CHAPTER_ACTS = {"draft": _draft, "message": _state, "review": _review, "approval": _approve}


def _propose(story: Story, text: Text, act: Act) -> list[On]:
    return quote.propose(
        story.id("quote", text["key"]),
        story.passage(act, text["reflection"], text["quote"]),
        act.load(story.id("reflection", text["reflection"])),
        act.load(story.id("chapter", text["chapter"])),
        text["use"],
        by=act.by,
        translated=text.get("translated", ""),
        language=text.get("language", ""),
        shows=tuple(text.get("shows", ())),
    )


def _ask(story: Story, text: Text, act: Act) -> list[On]:
    return consent.ask(
        story.id("consent", text["consent"]),
        story.id("person", text["giver"]),
        text["scope"],
        by=act.by,
        quote=story.id("quote", text["key"]),
        edition=_edition(story, text["chapter"]) if text.get("only_edition") else "",
    )


def _edition(story: Story, key: str) -> str:
    told = next(text for text in story.texts["chapter"] if text["key"] == key)
    return story.id("publication", told["publication"])


def _give(story: Story, text: Text, act: Act) -> list[On]:
    asked = act.load(story.id("consent", text["consent"]))
    return consent.give(asked, by=act.by, given_on=text["given_on"], expires_on=text.get("expires_on", ""))


def _refuse(story: Story, text: Text, act: Act) -> list[On]:
    asked = act.load(story.id("consent", text["consent"]))
    return consent.refuse(asked, by=act.by, reason=text["refusing_reason"])


def _take_back(story: Story, text: Text, act: Act) -> list[On]:
    given = act.load(story.id("consent", text["consent"]))
    return consent.withdraw(given, by=act.by, reason=text["taking_back_reason"])


ANSWERS = {"given": _give, "refused": _refuse, "taken_back": _take_back}


def _write(story: Story, text: Text, act: Act) -> list[On]:
    return viewpoint.write(
        story.id("viewpoint", text["key"]),
        act.load(story.id("chapter", text["chapter"])),
        story.id("person", text["signer"]),
        text["text"].strip(),
        by=act.by,
        title=text["title"],
        language=text["language"],
        dissenting=text["dissenting"],
    )


def _sign(story: Story, text: Text, act: Act) -> list[On]:
    return viewpoint.sign(act.load(story.id("viewpoint", text["key"])), by=act.by)


def _freeze(story: Story, text: Text, act: Act) -> list[On]:
    book = act.load(story.id("publication", text["key"]))
    with story.opened(act) as base:
        press = Press.for_reader(base)
        parts = press.chapters(book.id)
        for part in parts:
            act.load(part)
        first, *rest = edition.freeze(book, press.edition(book.id, parts), by=act.by, day=text["frozen_on"])
    return [_because(first, text["freezing_reason"]), *rest]


def _publish(story: Story, text: Text, act: Act) -> list[On]:
    book = act.load(story.id("publication", text["key"]))
    return publication.publish(book, (), by=act.by, on=text["published_on"], place=text["place"])


def _issue(story: Story, text: Text, act: Act) -> list[On]:
    book = act.load(story.id("publication", text["publication"]))
    concerns = story.ids_of("quote", text["concerns"])
    with story.opened(act) as base:
        return erratum.issue(book, Press.for_reader(base).edition(book.id), text["text"], by=act.by, concerns=concerns)


def _because(on: On, reason: str) -> On:
    event: Any = on.event
    return On(on.stream, replace(event, reason=reason))
