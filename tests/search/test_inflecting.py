"""The other ways in which a word may stand: inflections that no stemmer knows, and spellings of other countries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.letters import normal
from epex.core.vocabulary import LANGUAGES
from epex.search.inflecting import SHORTEST_REST, inflected, parted
from epex.search.languages import stem

PAIRS = {
    "en": "organise organize|radicalisation radicalization|behaviour behavior|labour labor|neighbourhood neighborhood|"
    "centre center|programme program|defence defense|licence license|practise practice|analyse analyze|"
    "dialogue dialog|judgement judgment|counselling counseling|paediatric pediatric|sceptical skeptical|grey gray",
    "de": "Kollege Kollegin|Klienten Klientinnen|Psychologe Psychologin|Lehrern Lehrerin|Schülerin Schülerinnen|"
    "aussteigen auszusteigen|aussteigen ausgestiegen|teilnehmen teilgenommen|aufbauen aufgebaut|"
    "teilnehmen teilzunehmen|mitarbeiten mitgearbeitet|Aufbau Aufbaus",
    "fr": "actif active|sportives sportifs|travailleur travailleuse|formateur formatrice|familial familiaux|"
    "travail travaux|détenu détenus|perdre perdu|répondre répondu|parler parlons|manger mangeons|"
    "commencer commençons|appeler appellent",
    "nl": "vertrouwen vertrouwt|luisteren luistert|leren leert|stappen stapt|groot grote|lief lieve|boos boze|"
    "klein kleine|sociaal sociale|terugkeer terugkeren|deelnemen deelgenomen|uitstappen uitgestapt|crisis crises",
    "da": "arbejde arbejdede|lytte lyttede|møde mødte|tale talte|år året|år årene|by byer|deltage deltog",
    "no": "ungdom ungdommen|program programmet|medlem medlemmer|rom rommet|hjem hjemme|møte møtte|tenke tenkte|"
    "bygge bygde|tro trodde|by byer|fremtid framtid|vanlig vanleg|lærer lærar|frihet friheit|uke veke",
    "sr": "mogućnost mogućnosti|odgovornost odgovornošću|povratnik povratnici|psiholog psiholozi|slobodan slobodna|"
    "važan važna|dobar dobri|sestra sestara|razgovarati razgovaramo|mladi mladih|nasilje nasiljem|posao poslovi",
    "sq": "ditë ditët|javë java",
    "ar": "مسؤول مسئول|شؤون شئون|مسوول مسؤول|امرأة المرأة|عمل يعمل|يعمل نعمل|تحدث نتحدث|يعملون عمل|سيعمل يعمل",
}
# Words that look like forms of each other and are none.
OTHERS = {
    "en": "doctor doctrine|mentor mentour|size side|story store|call cal|prise price|promise premise",
    "de": "Aufgabe aufgeben|Ausgabe ausgeben",
    "fr": "prison prendre|prison prise|nuit nuire|portion portier|mention mentir|raison rayer|plaine plaindre",
    "nl": "wees wijzen|rook ruiken|gas gast|kas kast",
    "da": "hus huske|and anden",
    "no": "hus huske|and annen",
    "sr": "grad gradina|sestra sistem",
    "ar": "طرف تطرف|فهم هم|حديث تحديث|مدني مدينة|أصولي أصل|مرآة امرأة",
}


def told(table: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(language, *pair.split()) for language, pairs in table.items() for pair in pairs.split("|")]  # type: ignore[misc]


def asked(word: str, language: str) -> set[str]:
    plain = normal(word)
    return {stem(way, language) for way in (plain, *inflected(plain, language))}


@pytest.mark.parametrize(("language", "one", "other"), told(PAIRS))
def test_a_word_is_found_in_its_other_form_and_that_form_by_the_word(language: str, one: str, other: str) -> None:
    found = [stem(normal(form), language) in asked(word, language) for word, form in ((one, other), (other, one))]

    assert found == [True, True]


@pytest.mark.parametrize(("language", "one", "other"), told(OTHERS))
def test_another_word_is_no_form(language: str, one: str, other: str) -> None:
    found = [stem(normal(form), language) in asked(word, language) for word, form in ((one, other), (other, one))]

    assert found == [False, False]


@given(st.text(max_size=12).map(normal), st.sampled_from([*LANGUAGES, "xx", ""]))
def test_every_text_has_forms_that_differ_from_it(word: str, language: str) -> None:
    found = inflected(word, language)

    assert (word in found, len(set(found))) == (False, len(found))


def test_a_long_word_may_be_two() -> None:
    assert list(parted("youthwork")) == [("yout", "hwork"), ("youth", "work")]
    assert list(parted("a" * (2 * SHORTEST_REST - 1))) == []
