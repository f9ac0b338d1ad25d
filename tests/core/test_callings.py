"""What people are called by what they do, in nine languages."""

import pytest

from epex.core.callings import ROLES, called
from epex.core.screening import Term, telling
from epex.core.vocabulary import ROLES as ALL_ROLES

LANGUAGES = ("en", "de", "fr", "nl", "da", "no", "sr", "sq", "ar")
TEXTS = {
    "coordinator": """
        en coordinator, Co-ordinators
        de Koordinatoren, Koordinatorinnen
        fr coordinateurs, coordinatrices, coordonnatrice
        nl coördinator, coördinatoren, coordinatoren, coördinatrice
        da koordinatorerne
        no koordinatorene
        sr koordinatori, koordinatorka, координаторима, координаторку
        sq koordinatorja, koordinatorët, bashkërenduesi
        ar المنسق, منسقة, والمنسقون
    """,
    "evaluator": """
        en evaluator, evaluators
        de Evaluatoren, Evaluatorinnen
        fr évaluateurs, évaluatrices
        nl evaluatoren, evaluatrice
        da evaluatoren, evaluatørerne
        no evaluatoren, evaluatører
        sr evaluatorka, evaluatori, ocenjivačica, евалуатор
        sq vlerësuesja, vlerësuesit
        ar مسؤول التقييم, لمسؤولة التقييم
    """,
    "editor": """
        en editor, editors, editor's
        de Herausgeberinnen, Herausgebern, Redakteur, Redakteurinnen
        fr éditeurs, éditrices, rédactrice
        nl redacteur, redacteuren, redactrice, redactrices, eindredacteur
        da redaktøren, redaktørerne
        no redaktører, redaktørene
        sr urednik, urednici, urednicama, уредница, уредника
        sq redaktori, redaktorja, editorët
        ar المحرر, محررة, محررون
    """,
    "reviewer": """
        en reviewer, reviewers
        de Gutachterinnen, Rezensent
        fr relecteurs, relectrices
        nl beoordelaars, recensenten
        da fagfællebedømmere, bedømmeren
        no fagfellevurdereren, bedømmerne
        sr recenzenti, recenzentkinja, рецензент
        sq recensuesi, recensueset
        ar المدقق, مراجع الكتاب
    """,
    "data_protection_officer": """
        en data protection officer, Data-Protection Officers
        de Datenschutzbeauftragten, Datenschutz-Beauftragter
        fr délégué à la protection des données, déléguées à la protection des données
        nl functionaris gegevensbescherming, functionaris voor gegevensbescherming
        da databeskyttelsesrådgiveren
        no personvernombudet, personvernrådgiver
        sr lice za zaštitu podataka, лицу за заштиту података
        sq nëpunësi për mbrojtjen e të dhënave, zyrtarja për mbrojtjen e të dhënave
        ar مسؤول حماية البيانات, لمسؤولة حماية البيانات
    """,
}
INNOCENT = {
    "en": "The editorial board coordinates and evaluates; its review protects data in a coordinated edition.",
    "de": "Die Koordination und die Evaluation, das Gutachten, die Redaktion, die Herausgabe und der Datenschutz.",
    "fr": "La coordination, l'évaluation, l'édition, la rédaction, la relecture et la protection des données.",
    "nl": "De coördinatie, de evaluatie, de redactie, de beoordeling en de gegevensbescherming.",
    "da": "Hun anmelder det og bedømmer det; koordinering, evaluering, redaktion og databeskyttelse.",
    "no": "Hun anmelder det og bedømmer det; fagfeller, koordinering, evaluering, redaksjon og personvern.",
    "sr": "Koordinacija, evaluacija, uređivanje, urednički odbor, uredno, recenzija i zaštita podataka.",
    "sq": "Koordinimi, vlerësimi, redaktimi, recensimi dhe mbrojtja e të dhënave.",
    "ar": "المقيمون في السجن، والتنسيق والتقييم والتحرير، والمراجع في آخر الكتاب، وحماية البيانات.",
}


def terms(role: str) -> list[Term]:
    here = frozenset({"person-1"})
    return [Term(word.removesuffix("-"), here, is_beginning=word.endswith("-")) for word in called(role)]


def said(role: str) -> list[tuple[str, str]]:
    lines = (line.split(maxsplit=1) for line in TEXTS[role].strip().splitlines())
    return [(language, word) for language, words in lines for word in words.split(", ")]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_known_in_every_language(role: str) -> None:
    known = terms(role)

    assert tuple(ROLES[role]) == tuple(dict.fromkeys(language for language, _ in said(role))) == LANGUAGES
    assert [word for _, word in said(role) if not telling([f"Als {word}, so"], known)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_begin_alike_tell_of_no_role(language: str) -> None:
    assert telling([INNOCENT[language]], [term for role in ROLES for term in terms(role)]) == []


def test_roles_are_those_that_there_are_but_practitioners() -> None:
    assert {*ROLES, "practitioner"} == set(ALL_ROLES)
    assert called("practitioner") == ()


def test_a_role_in_two_spellings_is_told_once() -> None:
    assert telling(["The coordinator and a co-ordinator"], terms("coordinator")) == ["coordinator…"]
