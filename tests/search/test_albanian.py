"""Albanian words in their cases, with and without their article, in the singular and the plural."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.letters import fold
from epex.search.albanian import Albanian
from epex.search.languages import stem

DECLINED = [
    "besim besimi besimin besimit besime besimet besimeve besimesh",
    "burg burgu burgun burgut burgje burgjet burgjeve burgjesh",
    "familje familja familjen familjes familjet familjeve familjesh",
    "shkollë shkolla shkollën shkollës shkollat shkollave shkollash",
    "shtëpi shtëpia shtëpinë shtëpisë shtëpitë shtëpive",
    "mësues mësuesi mësuesin mësuesit mësuesve mësuese mësuesja mësueses",
    "nxënës nxënësi nxënësin nxënësit nxënësve nxënëse nxënësja",
    "komunitet komuniteti komunitetin komunitetit komunitete komunitetet komuniteteve",
    "komunë komuna komunën komunës komunat komunave",
    "qytet qyteti qytetin qytetit qytete qytetet qyteteve",
    "projekt projekti projektin projektit projekte projektet projekteve",
    "institut instituti institutin institutit institute institutet",
    "ekstremizëm ekstremizmi ekstremizmin ekstremizmit",
    "qendër qendra qendrën qendrës qendrat qendrave",
    "trajner trajneri trajnerin trajnerë trajnerët trajnerëve",
    "bashki bashkia bashkinë bashkisë bashkitë bashkive",
    "polici policia policinë policisë",
    "çështje çështja çështjen çështjes çështjet çështjeve",
    "bisedë biseda bisedën bisedës bisedat bisedave",
    "dhunë dhuna dhunën dhunës",
    "rini rinia rininë rinisë",
    "mentor mentori mentorin mentorit mentorë mentorët mentorëve",
    "rezultat rezultati rezultatin rezultate rezultatet rezultateve",
    "burgosur burgosuri burgosurit burgosurve burgosura burgosurat",
    "grup grupi grupin grupit grupe grupet grupeve",
    "lagje lagjja lagjes lagjet lagjeve",
    "aktiv aktive aktivë",
    "huaj huaji huajt huajve huaja",
    "student studenti studentja studente studentë studentet studentëve",
    "iniciativë iniciativa iniciativën iniciativave",
    "marrëdhënie marrëdhënia marrëdhënien marrëdhënieve",
    "person personi personin persona personat personave",
    "refugjat refugjati refugjatë refugjatët refugjatëve",
    "përkrahje përkrahja përkrahjen përkrahjes",
    "ndërhyrje ndërhyrja ndërhyrjet ndërhyrjeve",
    "rrezik rreziku rrezikun rreziqe rreziqet rreziqeve",
    "shembull shembulli shembuj shembujt shembujve",
    "fe feja fenë fesë fetë feve",
]


@pytest.mark.parametrize("declined", DECLINED)
def test_all_forms_of_a_word_have_one_stem(declined: str) -> None:
    forms = declined.split()

    assert {stem(form, "sq") for form in forms} == {stem(forms[0], "sq")}


@pytest.mark.parametrize("declined", DECLINED)
def test_all_forms_have_it_without_the_letters_of_the_language_too(declined: str) -> None:
    forms = declined.split()
    # What is left of "faith" without its letters is too short to tell.
    plain = [fold(form) for form in forms if len(forms[0]) > 2]

    assert {stem(form, "sq") for form in plain} <= {stem(forms[0], "sq")}


def test_words_keep_stems_of_their_own() -> None:
    stems = [stem(declined.split()[0], "sq") for declined in DECLINED]

    assert sorted(set(stems)) == sorted(stems)


@pytest.mark.parametrize(
    ("one", "other"),
    [("komunë", "komunitet"), ("burg", "burgim"), ("familje", "familjar"), ("besim", "besë"), ("mentor", "mentorim")],
)
def test_derived_words_are_other_words(one: str, other: str) -> None:
    assert stem(one, "sq") != stem(other, "sq")


@pytest.mark.parametrize("word", ["", "x", "dy", "tre", "fis", "prn", "1999", "në", "ve"])
def test_short_words_stay_as_they_are(word: str) -> None:
    assert Albanian().stemWord(word) == fold(word)


@given(st.text(alphabet="aeëiuyoçbdfgjklmnprstvz", max_size=14))
def test_a_stem_is_its_own_stem_and_begins_as_its_word(word: str) -> None:
    found = Albanian().stemWord(word)

    assert Albanian().stemWord(found) == found
    assert fold(word).startswith(found[:-2])
    assert len(found) >= min(len(fold(word)), 3)
