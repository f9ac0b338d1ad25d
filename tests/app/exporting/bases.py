"""A base with words and names that not everybody may see."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from epex.app.base import KnowledgeBase
from epex.core import challenge, meeting, person, reflection, theme, visit
from epex.core.decision import On, new_id
from epex.core.evidence import locate
from epex.core.log.command import Command
from epex.core.organisation import Organisation
from epex.core.reflection import AboutVisit, ReflectionRecorded
from epex.core.sealed import Sealed
from epex.core.visit import VisitPlanned
from tests.app.importing.bases import HOME, TONE, founded

HIDDEN = "The key is under the third stone."
WORDS = "under the third stone"
PLACE = "Behind the mill"
OUTSIDER = "person-0b9a6d5c-1111-4222-8333-77778888bbbb"
ELSEWHERE = "organisation-0b9a6d5c-1111-4222-8333-44445555bbbb"


@dataclass(frozen=True, kw_only=True)
class StrangerCame:
    """What a plugin that is not here has recorded."""

    type: ClassVar[str] = "stranger.came"
    sentence: ClassVar[str] = "came"
    word: Annotated[str, Sealed()]
    about: str
    count: int = 3


def told(folder: Path) -> KnowledgeBase:
    """Found a base with a finished visit, of which the place is withheld, and a theme that rests on hidden words."""
    base = founded(folder)
    act = base.begin()
    at = base.reader.organisation or ""
    act.record(person.register(OUTSIDER, "Nora Vik", Organisation(at), by=act.by))
    stream, host = new_id("visit"), new_id("person")
    base.begin().record(person.register(host, "Hana Host", Organisation(at), by=act.by))
    planned = VisitPlanned(
        title="Doors",
        year=1,
        purpose="getting_to_know",
        host=at,
        host_people=(host,),
        visitors=(TONE,),
        visiting_organisations=(HOME,),
        place=PLACE,
        place_precision="withheld",
    )
    homes = {host: at, TONE: HOME}
    base.begin(Command(occurred_on="2017-03")).record(visit.plan(stream, planned, by=act.by, homes=homes))
    for step in (
        visit.agree,
        lambda state, by: visit.prepare(state, by=by, confidentiality_briefing=True),
        visit.start,
    ):
        act = base.begin()
        act.record(step(act.load(stream), by=act.by))
    act = base.begin()
    act.record(visit.complete(act.load(stream), by=act.by))
    propose(base, reflect(base, stream))
    return base


def reflect(base: KnowledgeBase, stream: str) -> str:
    """Let the visitor write something for the two sides of the visit."""
    act, written = base.begin(Command(visibility="pair")), new_id("reflection")
    state = act.load(stream)
    about = AboutVisit(stream, state.status, state.host_people, state.visitors)
    recorded = ReflectionRecorded(title="Stones", answers={"how": HIDDEN}, author=TONE)
    act.record(reflection.record(written, recorded, about, by=act.by))
    return written


def propose(base: KnowledgeBase, written: str) -> None:
    """Propose a theme that rests on the reflection, and on a challenge that begins like a formula."""
    act, proposed, stated = base.begin(), new_id("theme"), new_id("challenge")
    home = act.load(act.by.organisation or "")
    act.record(challenge.state(stated, "=How do we count?", home, by=act.by))
    act = base.begin()
    act.record(theme.propose(proposed, {"en": "Trust"}, by=act.by, challenges=(stated,)))
    act = base.begin()
    passage = locate(written, 1, HIDDEN, WORDS)
    act.record(theme.link(act.load(proposed), written, "supports", by=act.by, passage=passage))


def hold(base: KnowledgeBase, title: str, visibility: str) -> None:
    """Hold a meeting, for some readers."""
    act = base.begin(Command(visibility=visibility))
    act.record(meeting.hold(new_id("meeting"), title, kind="working", held_on="2017-03-14", by=act.by))


def come(base: KnowledgeBase, about: str) -> None:
    """Let a stranger's event happen."""
    act = base.begin()
    act.record([On("stranger-0b9a6d5c-1111-4222-8333-44445555cccc", StrangerCame(word="Psst", about=about))])
