"""Erased subjects: a second scanner looks at every byte below the base for their words, in every form it knows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from random import Random

import pytest

from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import PersonCase
from epex.app.erasing.erasure import Erasure
from epex.app.founding import Founding, init
from epex.app.keeping.backup import back_up
from epex.core import element, person, reflection
from epex.core.answers import document_text
from epex.core.decision import On, Refused
from epex.core.element import ElementIdentified
from epex.core.evidence import locate
from epex.core.log.command import Command
from epex.core.organisation import Organisation
from epex.core.reflection import Imported, ReflectionRecorded
from tests.app.erasing.plaintext import residues
from tests.app.keeping.conftest import untold
from tests.faults.bases import opened
from tests.faults.figures import note
from tests.faults.sizes import shares, size_of

pytestmark = pytest.mark.slow
SHARE = 10
SYLLABLES = ("qua", "xim", "zor", "phel", "wrig", "yost", "kvæ", "bröd", "jhun", "tszo")
ID = "0b9a6d5c-1111-4222-8333-{:012}"


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody with words that stand nowhere else."""

    number: int
    first: str
    last: str
    rare: str

    @property
    def id(self) -> str:
        """Name them."""
        return f"person-{ID.format(self.number)}"

    @property
    def document(self) -> str:
        """Name what they wrote."""
        return f"reflection-{ID.format(self.number)}"

    @property
    def words(self) -> list[str]:
        """List what may stand nowhere afterwards."""
        return [self.first, self.last, self.rare]

    @property
    def sentence(self) -> str:
        """Give what they wrote."""
        return f"We put the {self.rare} on the table before anybody spoke of the hearing."


def subjects(numbers: range) -> list[Subject]:
    """Invent people, the same every time."""
    return [Subject(number, *(WORDS[3 * number + place] for place in range(3))) for number in numbers]


def _words() -> list[str]:
    words = ["".join(syllables) for syllables in permutations(SYLLABLES, 4)]
    Random(2016).shuffle(words)  # noqa: S311 - a repeatable test needs no secrets
    return words


WORDS = _words()


def tell(base: KnowledgeBase, subject: Subject) -> None:
    """Let somebody join, write, be quoted, and be read and searched."""
    act = base.begin()
    home = Organisation(act.by.organisation or "")
    contact = f"{subject.first}@{subject.last}.example".lower()
    _record(base, person.register(subject.id, f"{subject.first} {subject.last}", home, contact=contact, by=act.by))
    answers = {"how": subject.sentence}
    told = ReflectionRecorded(answers=answers, author=subject.id, language="en", visibility="network")
    _record(base, reflection.record(subject.document, told, Imported("letters"), by=act.by))
    stream = f"element-{ID.format(subject.number)}"
    name = ElementIdentified(name="A way to begin", core="Tea first.", organisation=home.id, language="en")
    _record(base, element.identify(stream, name, by=act.by))
    act = base.begin()
    passage = locate(subject.document, 1, document_text(answers), f"the {subject.rare}")
    act.record(element.link(act.load(stream), subject.document, "supports", passage=passage, by=act.by))


@pytest.fixture
def peopled(tmp_path: Path, numbers: range) -> Iterator[KnowledgeBase]:
    """Give a base in which some people wrote, with views and index full of their words."""
    folder = tmp_path / "base"
    init(folder, Founding(network="Faults", person="Orla", organisation="A house", country="AT"))
    with opened(folder) as base:
        for subject in subjects(numbers):
            tell(base, subject)
        base.queries().listing("person")
        base.today.catch_up()
        search = base.search()
        search.search("table")
        search.close()
    with opened(folder) as base:
        yield base


def erase(base: KnowledgeBase, subject: Subject) -> None:
    """Erase somebody."""
    Erasure(base, PersonCase(base.log, subject.id, "Asked for it in a letter"), untold).run()


@pytest.mark.parametrize("numbers", shares("erased", SHARE), ids=str)
def test_erased_subjects_leave_no_word_behind(peopled: KnowledgeBase, numbers: range) -> None:
    folder = peopled.config.folder
    for subject in subjects(numbers):
        there = residues(folder, subject.words)
        erase(peopled, subject)
        back_up(peopled.config, folder / f"saved-{subject.number}.zip", tell=untold)
        with opened(folder) as base:
            base.search().search(subject.rare)
            base.queries().listing("reflection")

        left = residues(folder, subject.words)

        note("erasures", "erased", tried=1, left=len(left))
        assert left == []
        assert any("views.db" in place for place in there)
        assert any("index" in place for place in there)


@pytest.mark.parametrize("numbers", [range(1)])
def test_erasure_harness_finds_a_file_that_nobody_scanned(peopled: KnowledgeBase, numbers: range) -> None:
    (subject,) = subjects(numbers)
    elsewhere = peopled.config.folder / "log" / "notes.txt"
    elsewhere.write_text(f"Ask {subject.first} {subject.last} again.", "utf-16")

    with pytest.raises(Refused, match=r"log/notes\.txt"):
        erase(peopled, subject)

    assert {place.partition(":")[0] for place in residues(peopled.config.folder, subject.words)} == {"log/notes.txt"}


def test_subjects_have_words_of_their_own() -> None:
    words = [word for numbers in shares("erased", SHARE) for subject in subjects(numbers) for word in subject.words]

    assert len(set(words)) == len(words) == 3 * size_of("erased")


def _record(base: KnowledgeBase, ons: list[On]) -> None:
    base.begin(Command(visibility="network")).record(ons)
