"""The closed table of subjects."""

import subprocess
import sys
from types import ModuleType

import pytest

from epex.core import catalogue, theme, year
from epex.core.decision import Refused, new_id


def test_subject_of_is_the_part_before_the_uuid() -> None:
    assert [catalogue.subject_of(new_id(subject)) for subject in catalogue.SUBJECTS] == list(catalogue.SUBJECTS)


@pytest.mark.parametrize("subject", catalogue.SUBJECTS)
def test_module_imports_the_subject_it_names(subject: str) -> None:
    found = catalogue.module(subject)

    assert (type(found), found.__name__) == (ModuleType, f"epex.core.{subject}")


@pytest.mark.parametrize("subject", ["", "banana", "decision", "log", "os", "theme.os", "../theme"])
def test_module_refuses_to_import_a_word_from_outside_the_table(subject: str) -> None:
    with pytest.raises(Refused, match="is not a subject of this log; an id begins with one of: network, organisation"):
        catalogue.module(subject)


def test_event_classes_are_the_members_of_the_union() -> None:
    found = catalogue.event_classes("theme")

    assert (found[0], found[-1], len(found)) == (theme.ThemeProposed, theme.ThemeRetired, 13)


def test_event_classes_of_a_single_event_are_that_event() -> None:
    assert catalogue.event_classes("year") == (year.YearOpened,)


def test_event_class_finds_a_class_by_its_stable_type() -> None:
    assert catalogue.event_class("theme.evidence_linked") is theme.ThemeEvidenceLinked


@pytest.mark.parametrize("name", ["", "theme", "theme.", "theme.sung", "banana.peeled", "epex.core.theme", "os.system"])
def test_event_class_is_none_for_a_type_that_nobody_here_knows(name: str) -> None:
    assert catalogue.event_class(name) is None


def test_upcasters_are_those_of_the_subject() -> None:
    assert (catalogue.upcasters("theme"), catalogue.upcasters("network")) == (theme.UPCASTERS, {})


def test_upcasters_of_a_strangers_subject_are_none() -> None:
    assert catalogue.upcasters("banana") == {}


def test_evolve_is_that_of_the_subject() -> None:
    assert catalogue.evolve("theme") is theme.evolve


def test_catalogue_imports_no_subject_before_it_is_asked_for() -> None:
    script = "import sys, epex.core.catalogue; print(*sorted(m for m in sys.modules if m.startswith('epex.core.')))"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert loaded.split() == ["epex.core.catalogue", "epex.core.decision"]


def test_every_recorded_decision_has_a_place_for_its_reason() -> None:
    events = [event for subject in catalogue.SUBJECTS for event in catalogue.event_classes(subject)]

    without = {event.type for event in events if not {"reason", "rationale"} & set(event.__dataclass_fields__)}

    # The founding, what mirrors a merge, what has a ground instead, and what says that something was done.
    mirrored, erasing = {"theme.absorbed", "element.absorbed"}, {"person.erasure_requested", "person.erased"}
    assert without == {"network.founded", "reflection.withdrawn", "search.seen", *mirrored, *erasing}
