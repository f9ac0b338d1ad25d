"""The course of all things of a subject, and their places, as one reader may see them."""

from epex.core.element import ElementIdentified, ElementLabelled
from epex.core.theme import ThemeEvidenceLinked, ThemeProposed, ThemeRenamed, ThemeRetired
from tests.projections.bases import ANNA, CLEO, Base


def test_steps_tell_what_was_noted_on_every_thing(base: Base) -> None:
    themes = [(row["id"], row["step"], row["into"]) for row in base.queries(ANNA).steps("theme")]

    assert themes == [
        ("theme-trust", "discussed", []),
        ("theme-tea", "merged", ["theme-trust"]),
        ("theme-trust", "adopted", []),
    ]
    assert [row["label"] for row in base.queries(ANNA).steps("element") if row["step"] == "labelled"] == ["shared"]
    assert next(row["step"] for row in base.queries(ANNA).steps("transfer")) == "considered"


def test_steps_that_a_reader_may_not_see_are_not_there(base: Base) -> None:
    before = {subject: base.queries(CLEO).steps(subject) for subject in ("theme", "element")}
    base.record("theme-trust", ThemeRenamed(labels={"en": "Hidden"}, rationale="x"), visibility="private")
    base.record("theme-dark", ThemeProposed(labels={"en": "Dark"}), visibility="private")
    base.record("theme-dark", ThemeRetired(rationale="No."))
    base.record("element-tea", ElementLabelled(label="inspiring"), visibility="private")

    after = {subject: base.queries(CLEO).steps(subject) for subject in ("theme", "element")}
    own = [(row["id"], row["step"], row["name"]) for row in base.queries(ANNA).steps("theme")][-2:]

    assert after == before
    assert own == [("theme-trust", "renamed", "Hidden"), ("theme-dark", "retired", "")]


def test_places_are_those_that_the_reader_may_see(base: Base) -> None:
    places = base.queries(ANNA).places(["visit-week", "theme-gone"])

    assert places["visit-week"] == {
        "organisations": ["organisation-north", "organisation-south"],
        "countries": ["AT", "XK"],
        "settings": ["school"],
        "pairs": [("AT", "school"), ("XK", "school")],
    }
    assert list(places) == ["visit-week"]


def linked(source: str) -> ThemeEvidenceLinked:
    return ThemeEvidenceLinked(source=source, stance="supports")


def test_a_country_and_a_setting_are_a_pair_only_in_one_piece_of_evidence(base: Base) -> None:
    for element, organisation, setting in (
        ("element-cell", "organisation-north", "prison"),
        ("element-screen", "organisation-south", "online"),
        ("element-walk", "organisation-far", ""),
    ):
        found = ElementIdentified(name=element, core="x", organisation=organisation, setting=setting)
        base.record(element, found)
        base.record("theme-tea", linked(element))
    base.record("theme-bare", ThemeProposed(labels={"en": "Bare"}), linked("meeting-spring"))
    base.record("theme-whole", ThemeProposed(labels={"en": "Whole"}), linked("theme-tea"))
    wanted = [("AT", ""), ("AT", "prison"), ("DE", ""), ("XK", "online")]

    places = base.queries(ANNA).places(["theme-tea", "theme-bare", "theme-whole"])

    assert places["theme-tea"]["pairs"] == wanted
    assert places["theme-whole"]["pairs"] == wanted
    assert places["theme-bare"]["pairs"] == [("", "")]
    assert {"AT", "XK"} <= set(places["theme-tea"]["countries"])


def test_steps_tell_every_name_that_a_theme_had(base: Base) -> None:
    base.record("theme-trust", ThemeRenamed(labels={"en": "Trust at the door", "de": "An der Tür"}, rationale="x"))
    base.record("theme-trust", ThemeRenamed(labels={"en": "At the door"}, rationale="x"))

    names = [(row["before"], row["name"]) for row in base.queries(ANNA).steps("theme") if row["step"] == "renamed"]
    kept = [row["labels_before"] for row in base.queries(ANNA).decisions("theme-trust") if row["decision"] == "renamed"]

    assert names == [("Trust", "Trust at the door"), ("Trust at the door", "At the door")]
    assert kept == [{"en": "Trust", "de": "Vertrauen"}, {"en": "Trust at the door", "de": "An der Tür"}]
