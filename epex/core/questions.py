"""Question sets: what a reflection answers, versioned, and worded in every language of the profile."""

from collections.abc import Mapping
from dataclasses import dataclass

from epex.core.decision import Refused


@dataclass(frozen=True, slots=True)
class Question:
    """One question; answers are kept by its key, so that wordings may improve."""

    key: str
    wordings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A version of a set of questions; another wording is a new version."""

    name: str
    version: int
    questions: tuple[Question, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """List the keys of the questions, in their order."""
        return tuple(question.key for question in self.questions)


WHY = Question(
    "why",
    {
        "en": "Why do we do what we do?",
        "de": "Warum tun wir, was wir tun?",
        "fr": "Pourquoi faisons-nous ce que nous faisons ?",
        "nl": "Waarom doen we wat we doen?",
        "da": "Hvorfor gør vi det, vi gør?",
        "no": "Hvorfor gjør vi det vi gjør?",
        "sr": "Zašto radimo ono što radimo?",
        "ar": "لماذا نقوم بما نقوم به؟",
        "sq": "Pse bëjmë atë që bëjmë?",
    },
)
HOW = Question(
    "how",
    {
        "en": "How do we do it in practice?",
        "de": "Wie machen wir es in der Praxis?",
        "fr": "Comment le faisons-nous dans la pratique ?",
        "nl": "Hoe doen we het in de praktijk?",
        "da": "Hvordan gør vi det i praksis?",
        "no": "Hvordan gjør vi det i praksis?",
        "sr": "Kako to radimo u praksi?",
        "ar": "كيف نقوم به في الممارسة العملية؟",
        "sq": "Si e bëjmë në praktikë?",
    },
)
WHAT_DOES_NOT_WORK = Question(
    "what_does_not_work",
    {
        "en": "What does not work, and why?",
        "de": "Was funktioniert nicht, und warum?",
        "fr": "Qu'est-ce qui ne marche pas, et pourquoi ?",
        "nl": "Wat werkt niet, en waarom?",
        "da": "Hvad virker ikke, og hvorfor?",
        "no": "Hva fungerer ikke, og hvorfor?",
        "sr": "Šta ne funkcioniše i zašto?",
        "ar": "ما الذي لا ينجح، ولماذا؟",
        "sq": "Çfarë nuk funksionon dhe pse?",
    },
)
NEED_TO_LEARN = Question(
    "need_to_learn",
    {
        "en": "What exactly do we need to learn to do our work at home better?",
        "de": "Was genau müssen wir lernen, um unsere Arbeit bei uns zu Hause besser zu machen?",
        "fr": "Qu'avons-nous précisément besoin d'apprendre pour mieux faire notre travail chez nous ?",
        "nl": "Wat moeten we precies leren om ons werk in onze eigen organisatie beter te doen?",
        "da": "Hvad skal vi helt præcist lære for at gøre vores arbejde derhjemme bedre?",
        "no": "Hva trenger vi helt konkret å lære for å gjøre arbeidet vårt bedre hjemme?",
        "sr": "Šta tačno treba da naučimo da bismo bolje radili svoj posao u svojoj sredini?",
        "ar": "ما الذي نحتاج تحديدًا إلى تعلّمه لكي نؤدي عملنا في مؤسساتنا بشكل أفضل؟",
        "sq": "Çfarë saktësisht duhet të mësojmë që ta bëjmë më mirë punën në organizatën tonë?",
    },
)
ADD = Question(
    "add",
    {
        "en": "What can we add to one another's work?",
        "de": "Was können wir zur Arbeit der jeweils anderen beitragen?",
        "fr": "Que pouvons-nous apporter au travail les uns des autres ?",
        "nl": "Wat kunnen we aan elkaars werk toevoegen?",
        "da": "Hvad kan vi bidrage med til hinandens arbejde?",
        "no": "Hva kan vi bidra med i hverandres arbeid?",
        "sr": "Čime možemo da doprinesemo radu jedni drugih?",
        "ar": "ماذا يمكننا أن نضيف إلى عمل بعضنا بعضًا؟",
        "sq": "Çfarë mund t'i shtojmë punës së njëri-tjetrit?",
    },
)

EPEX_SET = QuestionSet("epex", 1, (WHY, HOW, WHAT_DOES_NOT_WORK, NEED_TO_LEARN, ADD))
SETS = {EPEX_SET.name: EPEX_SET}


def question_set(name: str) -> QuestionSet:
    """Find a question set by its name."""
    if name not in SETS:
        raise Refused(f"'{name}' is not a known question set; choose one of: {', '.join(sorted(SETS))}.")
    return SETS[name]


def wording(question: Question, language: str) -> str:
    """Word a question in a language, or in English when it has no wording there."""
    return question.wordings.get(language, question.wordings["en"])
