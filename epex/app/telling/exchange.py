"""What happens in the demo's story, as steps to record: members, visits, reflections and meetings."""

from collections.abc import Iterator, Sequence
from typing import Any

from epex.app.acting import Act
from epex.app.telling.story import Step, Story
from epex.core import challenge, meeting, organisation, person, reflection, visit, visit_correction, year
from epex.core.decision import On
from epex.core.reflection import AboutVisit, ReflectionRecorded
from epex.core.visit import VisitCorrected, VisitPlanned

Text = dict[str, Any]


def members(story: Story) -> Iterator[Step]:
    """Let organisations join and register their people; the founder's are there already."""
    home = story.person(story.coordinator)["organisation"]
    for text in story.texts["organisation"]:
        decide = _describe if text["key"] == home else _join
        yield Step(text["joined_on"], story.coordinator, _bound(decide, story, text))
    joined = {text["key"]: text["joined_on"] for text in story.texts["organisation"]}
    for text in story.texts["person"]:
        if text["key"] != story.coordinator:
            yield Step(joined[text["organisation"]], story.coordinator, _bound(_register, story, text))


def years(story: Story) -> Iterator[Step]:
    """Open the programme years."""
    opened: frozenset[int] = frozenset()
    for text in story.texts["year"]:
        yield Step(text["opened_on"], story.coordinator, _bound(_open_year, story, {**text, "open": opened}))
        opened |= {text["number"]}


def challenges(story: Story) -> Iterator[Step]:
    """State challenges and share them."""
    for text in story.texts["challenge"]:
        yield Step(text["stated_on"], text["by"], _bound(_state, story, text))
        for shared in text.get("shared", ()):
            yield Step(shared["on"], shared["by"], _bound(_share, story, {**shared, "key": text["key"]}))


def visits(story: Story) -> Iterator[Step]:
    """Plan visits and carry them out, or not."""
    for text in story.texts["visit"]:
        yield Step(text["planned_on"], story.coordinator, _bound(_plan, story, text))
        for act, (side, decide) in VISIT_ACTS.items():
            if day := text.get(f"{act}_on") or (act == "agreed_again" and _new_date(text)):
                yield Step(day, text[side][0], _bound(decide, story, text))
                if decide is _agree:
                    other = "visitors" if side == "host_people" else "host_people"
                    yield Step(day, text[other][0], _bound(_sign, story, text))
        if corrected := text.get("corrected"):
            yield Step(corrected["on"], corrected["by"], _bound(_correct, story, {**text, **corrected}))


def reflections(story: Story) -> Iterator[Step]:
    """Let hosts and visitors reflect."""
    for key, text in story.texts["reflection"].items():
        audience = story.id("visit", text["visit"])
        decide = _bound(_reflect, story, {**text, "key": key})
        yield Step(text["recorded_on"], text["by"], decide, text["visibility"], audience)


def meetings(story: Story) -> Iterator[Step]:
    """Hold the plenary meetings."""
    for text in story.texts["meeting"]:
        yield Step(text["held_on"], story.coordinator, _bound(_hold, story, text))


def _new_date(text: Text) -> str:
    # A postponed visit is agreed on again; the story tells it on the day of preparation.
    return text["prepared_on"] if "postponed_on" in text else ""


def _bound(decide: Any, story: Story, text: Text) -> Any:
    return lambda act: decide(story, text, act)


def _profile(text: Text) -> Text:
    names = ("name", "short_name", "country", "kind", "settings", "languages", "shows", "constraints")
    profile = {name: _tuple(text[name]) for name in names if name in text}
    return {**profile, "wants": _tuple(text.get("learns", ()))}


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _join(story: Story, text: Text, act: Act) -> list[On]:
    profile = _profile(text)
    return organisation.join(story.id("organisation", text["key"]), profile.pop("name"), by=act.by, **profile)


def _describe(story: Story, text: Text, act: Act) -> list[On]:
    return organisation.revise(act.load(story.id("organisation", text["key"])), by=act.by, **_profile(text))


def _register(story: Story, text: Text, act: Act) -> list[On]:
    home = act.load(story.id("organisation", text["organisation"]))
    return person.register(story.id("person", text["key"]), text["name"], home, by=act.by, roles=tuple(text["roles"]))


def _open_year(story: Story, text: Text, act: Act) -> list[On]:
    stream = story.id("year", f"year-{text['number']}")
    return year.open(stream, text["number"], text["purpose"], text["open"], by=act.by)


def _state(story: Story, text: Text, act: Act) -> list[On]:
    home = act.load(story.id("organisation", text["organisation"]))
    stream = story.id("challenge", text["key"])
    return challenge.state(
        stream, text["text"], home, by=act.by, language=text["language"], setting=text.get("setting", "")
    )


def _share(story: Story, text: Text, act: Act) -> list[On]:
    home = act.load(story.id("organisation", text["organisation"]))
    return challenge.share(act.load(story.id("challenge", text["key"])), home, by=act.by)


def _plan(story: Story, text: Text, act: Act) -> list[On]:
    names = ("title", "year", "purpose", "setting", "level", "place", "place_precision", "objectives", "work_plan")
    visitors: Any = text.get("visitors_planned", text["visitors"])
    planned = VisitPlanned(
        host=story.id("organisation", text["host"]),
        host_people=story.ids_of("person", text["host_people"]),
        visitors=story.ids_of("person", visitors),
        visiting_organisations=_homes(story, visitors),
        starts_on=text.get("started_on", ""),
        ends_on=text.get("completed_on", ""),
        matched_on=story.ids_of("challenge", text["matched_on"]),
        region=text.get("region", ""),
        **{name: text[name] for name in names},
    )
    matched = act.load(story.id("match", text["match"])) if "match" in text else None
    homes = _belonging(story, (*text["host_people"], *visitors))
    return visit.plan(story.id("visit", text["key"]), planned, by=act.by, match=matched, homes=homes)


def _belonging(story: Story, people: Sequence[str]) -> dict[str, str]:
    homes = {key: story.person(key)["organisation"] for key in people}
    return {story.id("person", key): story.id("organisation", home) for key, home in homes.items()}


def _homes(story: Story, people: Sequence[str]) -> tuple[str, ...]:
    homes = dict.fromkeys(story.person(key)["organisation"] for key in people)
    return story.ids_of("organisation", tuple(homes))


def _visit(story: Story, text: Text, act: Act) -> visit.Visit:
    loaded: visit.Visit = act.load(story.id("visit", text["key"]))
    return loaded


def _agree(story: Story, text: Text, act: Act) -> list[On]:
    return visit.agree(_visit(story, text, act), by=act.by)


def _sign(story: Story, text: Text, act: Act) -> list[On]:
    return visit.sign(_visit(story, text, act), by=act.by)


def _correct(story: Story, text: Text, act: Act) -> list[On]:
    right: Text = {name: text["corrected"][name] for name in ("completed_on",) if name in text["corrected"]}
    if guests := text["corrected"].get("visitors"):
        right["visitors"] = story.ids_of("person", guests)
        right["visiting_organisations"] = _homes(story, guests)
    corrected, homes = VisitCorrected(reason=text["reason"], **right), _belonging(story, guests or ())
    return visit_correction.correct(_visit(story, text, act), corrected, by=act.by, is_written=False, homes=homes)


def _prepare(story: Story, text: Text, act: Act) -> list[On]:
    return visit.prepare(_visit(story, text, act), by=act.by, confidentiality_briefing=True)


def _start(story: Story, text: Text, act: Act) -> list[On]:
    return visit.start(_visit(story, text, act), by=act.by, on=text["started_on"])


def _complete(story: Story, text: Text, act: Act) -> list[On]:
    on: Any = text.get("completed_wrongly_on", text["completed_on"])
    return visit.complete(_visit(story, text, act), by=act.by, on=on)


def _monitor(story: Story, text: Text, act: Act) -> list[On]:
    return visit.monitor(_visit(story, text, act), text["attained"], by=act.by, unexpected=text.get("unexpected", ""))


def _postpone(story: Story, text: Text, act: Act) -> list[On]:
    return visit.postpone(_visit(story, text, act), text["reason"], by=act.by)


def _cancel(story: Story, text: Text, act: Act) -> list[On]:
    return visit.cancel(_visit(story, text, act), text["reason"], by=act.by)


VISIT_ACTS = {
    "agreed": ("host_people", _agree),
    "postponed": ("host_people", _postpone),
    "agreed_again": ("visitors", _agree),
    "prepared": ("visitors", _prepare),
    "started": ("visitors", _start),
    "completed": ("host_people", _complete),
    "monitored": ("host_people", _monitor),
    "cancelled": ("visitors", _cancel),
}


def _reflect(story: Story, text: Text, act: Act) -> list[On]:
    seen = act.load(story.id("visit", text["visit"]))
    about = AboutVisit(seen.id, seen.status, seen.host_people, seen.visitors)
    recorded = ReflectionRecorded(
        answers=text["answers"],
        side=text["side"],
        author=act.by.person,
        question_set="epex",
        language=text["language"],
        quotation=_permission(text),
        visibility=text["visibility"],
    )
    return reflection.record(story.id("reflection", text["key"]), recorded, about, by=act.by)


def _permission(text: Text) -> str:
    if text["visibility"] != "network":
        return "none"
    return "attributed" if text["side"] == "host" else "anonymous"


def _hold(story: Story, text: Text, act: Act) -> list[On]:
    return meeting.hold(
        story.id("meeting", text["key"]),
        text["title"],
        kind=text["kind"],
        held_on=text["held_on"],
        by=act.by,
        place=text["place"],
        attended=story.ids_of("person", text["attended"]),
        agenda=tuple(text["agenda"]),
        minutes=text["minutes"],
    )
