"""A small base in which somebody with a rare name wrote, was quoted and was named by others."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import PersonCase, ReflectionCase
from epex.app.erasing.certificate import Row, certificate
from epex.app.erasing.erasure import Erasure, Tell
from epex.app.founding import Founding, init
from epex.core import element, organisation, person, reflection
from epex.core.answers import document_text
from epex.core.decision import On
from epex.core.element import ElementIdentified
from epex.core.evidence import locate
from epex.core.log.command import Command
from epex.core.organisation import Organisation
from epex.core.reflection import Imported, ReflectionRecorded

NAME = "Zephyrine Quillenbrook"
EARLIER = "Zephyrine Øvergård-Quist"
CONTACT = "zephyrine@quillenbrook.example, +47 555 01 234"
PRACTICE = "Quillenbrook Familieraadgivning"
SENTENCE = "We always put the marmalade kettle on before anybody mentions the tribunal."
KEPT = "The bicycle workshop opens at dawn, whatever the caretaker thinks about it."
OTHER = "Somebody else wrote this long sentence about gardening with careful neighbours."
RARE = ("quillenbrook", "zephyrine", "marmalade", "tribunal", "øvergård")
GROUND = "Asked for it in a letter of 3 May"
HOME = "organisation-0b9a6d5c-1111-4222-8333-444455556666"
OWN = "organisation-0b9a6d5c-1111-4222-8333-444455557777"
GONE = "person-0b9a6d5c-1111-4222-8333-777788889999"
COLLEAGUE = "person-0b9a6d5c-1111-4222-8333-777788880000"
WRITTEN = "reflection-0b9a6d5c-1111-4222-8333-000000000001"
STAYS = "reflection-0b9a6d5c-1111-4222-8333-000000000002"
OTHERS = "reflection-0b9a6d5c-1111-4222-8333-000000000003"
NAMING = "element-0b9a6d5c-1111-4222-8333-000000000004"
QUOTING = "element-0b9a6d5c-1111-4222-8333-000000000005"


@dataclass(frozen=True)
class Interrupted(Exception):
    """Stand for a crash before a step."""

    step: str


def founded(folder: Path) -> KnowledgeBase:
    """Found the base, and read and search it once, so that words are everywhere where words can be."""
    init(folder, Founding(network="North", person="Anna Berg", organisation="Lighthouse", country="XK"))
    base = KnowledgeBase.open(folder)
    _settle(base)
    _write(base)
    base.queries().listing("person")
    search = base.search()
    search.search("marmalade")
    search.close()
    base.today.catch_up()
    return base


def erase(base: KnowledgeBase, tell: Tell = lambda _: None, who: str = GONE, ground: str = GROUND) -> Row:
    """Erase a person, and give the certificate."""
    Erasure(base, PersonCase(base.log, who, ground), tell).run()
    return certificate(base, who)


def withdraw(base: KnowledgeBase, which: str = WRITTEN, reason: str = "", tell: Tell = lambda _: None) -> Row:
    """Withdraw a reflection, and give the certificate."""
    Erasure(base, ReflectionCase(base.log, which, reason), tell).run()
    return certificate(base, which)


def again(base: KnowledgeBase, who: str = "") -> KnowledgeBase:
    """Open a base as another process does, after this one is done."""
    base.log.engine.dispose()
    base.today.close()
    return KnowledgeBase.open(base.config.folder, who)


def name_in_element(base: KnowledgeBase, words: str, stream: str = NAMING, visibility: str = "network") -> int:
    """Let somebody else write about an element of practice."""
    act = base.begin(Command(visibility=visibility))
    told = ElementIdentified(name="A way to begin", core=words, organisation=act.by.organisation or "", language="en")
    return act.record(element.identify(stream, told, by=act.by)).position


def steps(base: KnowledgeBase) -> list[str]:
    """Erase, and list the steps."""
    heard: list[str] = []
    erase(base, heard.append)
    return heard


def stop_before(step: str) -> Tell:
    """Make a listener that breaks an erasure off before a step."""

    def tell(said: str) -> None:
        if said == step:
            raise Interrupted(step)

    return tell


def types(base: KnowledgeBase, stream: str = GONE) -> list[str]:
    """List the types of a stream's events."""
    return [fact.envelope.type for fact in base.log.stream(stream)]


def _settle(base: KnowledgeBase) -> None:
    by = base.begin().by
    own = organisation.join(OWN, PRACTICE, short_name="QF", country="DK", kind="individual", by=by)
    house = organisation.join(HOME, "Harbour House", short_name="HH", country="NO", kind="ngo", by=by)
    colleague = person.register(COLLEAGUE, "Tone Dahl", Organisation(HOME), by=by)
    gone = person.register(GONE, EARLIER, Organisation(OWN), contact=CONTACT, by=by)
    _record(base, own, house, colleague, gone)
    act = base.begin()
    act.record(person.revise(act.load(GONE), name=NAME, by=act.by))


def _write(base: KnowledgeBase) -> None:
    for stream, author, words in ((WRITTEN, GONE, SENTENCE), (STAYS, GONE, KEPT), (OTHERS, COLLEAGUE, OTHER)):
        told = ReflectionRecorded(answers={"how": words}, author=author, language="en", visibility="network")
        _record(base, reflection.record(stream, told, Imported("letters"), by=base.begin().by))
    writer = KnowledgeBase.open(base.config.folder, GONE).begin()
    writer.record(reflection.agree_to_keep(writer.load(STAYS), by=writer.by))
    name_in_element(base, "Tea first.", QUOTING)
    act = base.begin()
    passage = locate(WRITTEN, 1, document_text({"how": SENTENCE}), "the marmalade kettle")
    act.record(element.link(act.load(QUOTING), WRITTEN, "supports", passage=passage, by=act.by))


def _record(base: KnowledgeBase, *decisions: Iterable[On]) -> None:
    for ons in decisions:
        base.begin(Command(visibility="network")).record([*ons])
