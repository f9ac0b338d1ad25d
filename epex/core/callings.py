"""What people are called by what they do in a network, in each of its languages; a hyphen ends what others begin with.

Practitioners are left out: every reader knows more of them than there are here.
"""

from functools import cache

from epex.core.nations import words_of

ROLES = {
    "coordinator": {
        "en": "coordinator-|co-ordinator-",
        "de": "Koordinator-",
        "fr": "coordinateur-|coordinatrice-|coordonnateur-|coordonnatrice-",
        "nl": "coördinator-|coördinatrice-",
        "da": "koordinator-",
        "no": "koordinator-",
        "sr": "koordinator-",
        "sq": "koordinator-|bashkërendues-",
        "ar": "منسق-",
    },
    # In Arabic who evaluates is written as who resides.
    "evaluator": {
        "en": "evaluator-",
        "de": "Evaluator-",
        "fr": "évaluateur-|évaluatrice-",
        "nl": "evaluator-|evaluatrice-",
        "da": "evaluator-|evaluatør-",
        "no": "evaluator-|evaluatør-",
        "sr": "evaluator-|ocenjivač-",
        "sq": "vlerësues-",
        "ar": "مسؤول التقييم|مسؤولة التقييم|مسؤولو التقييم|خبير التقييم|خبيرة التقييم|خبراء التقييم",
    },
    "editor": {
        "en": "editor|editors",
        "de": "Herausgeber|Herausgebern|Herausgeberin-|Redakteur-|Redaktor|Redaktorin-",
        "fr": "éditeur-|éditrice-|rédacteur-|rédactrice-",
        "nl": "redacteur-|redactrice-|eindredacteur-|eindredactrice-",
        "da": "redaktør-|redaktrice-",
        "no": "redaktør-",
        "sr": "urednik-|urednica|urednice|urednici|urednicu|urednicom|urednicima|urednicama",
        "sq": "redaktor-|editor|editori|editorit|editorin|editorë|editorët|editore|editorja|editores",
        "ar": "محرر|محررة|محررو|محررون|محررين|محرري|رئيس التحرير|رئيسة التحرير",
    },
    # In Danish and Norwegian who reviews is called as who reports to the police.
    "reviewer": {
        "en": "reviewer-",
        "de": "Gutachter-|Begutachter-|Rezensent-",
        "fr": "relecteur-|relectrice-",
        "nl": "beoordelaar-|recensent-|reviewer-",
        "da": "fagfællebedømmer-|bedømmeren|bedømmerne|reviewer-",
        "no": "fagfellevurderer-|bedømmeren|bedømmerne|reviewer-",
        "sr": "recenzent-",
        "sq": "recensues-|recenzues-|recensent-|shqyrtues-",
        "ar": "مدقق-|مراجع الكتاب|مراجعو الكتاب|مراجعي الكتاب|مراجع النص|مراجعو النص|مراجع الفصل|مراجعو الفصل",
    },
    "data_protection_officer": {
        "en": "data protection officer-",
        "de": "Datenschutz-Beauftragte-",
        "fr": "délégué à la protection des données|déléguée à la protection des données"
        "|délégués à la protection des données|déléguées à la protection des données",
        "nl": "functionaris gegevensbescherming|functionaris voor gegevensbescherming"
        "|functionarissen gegevensbescherming|functionarissen voor gegevensbescherming",
        "da": "databeskyttelsesrådgiver-|databeskyttelsesansvarlig-",
        "no": "personvernombud-|personvernrådgiver-",
        "sr": "lice za zaštitu podataka|lica za zaštitu podataka|licu za zaštitu podataka|licem za zaštitu podataka"
        "|službenik za zaštitu podataka|službenica za zaštitu podataka",
        "sq": "nëpunës për mbrojtjen e të dhënave|nëpunësi për mbrojtjen e të dhënave"
        "|nëpunësja për mbrojtjen e të dhënave|nëpunëse për mbrojtjen e të dhënave"
        "|zyrtar për mbrojtjen e të dhënave|zyrtari për mbrojtjen e të dhënave"
        "|zyrtarja për mbrojtjen e të dhënave|zyrtare për mbrojtjen e të dhënave",
        "ar": "مسؤول حماية البيانات|مسؤولة حماية البيانات|مسؤولو حماية البيانات|مسؤولي حماية البيانات",
    },
}


@cache
def called(role: str) -> tuple[str, ...]:
    """List the words for people who have a role."""
    return words_of(ROLES.get(role, {}).values())
