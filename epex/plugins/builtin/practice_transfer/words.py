"""The words of the practice-transfer report."""

from collections.abc import Iterable

from epex.plugins import Row, Sentence, Tone, country_name, readable_date

# TIDieR's order. Each field with the words that introduce it.
TIDIER = {
    "core": "In one sentence",
    "rationale": "Why it is thought to work",
    "materials": "With what",
    "steps": "Step by step",
    "providers": "Who provides it",
    "mode": "How",
    "place": "Where",
    "frequency": "When and how often",
    "core_parts": "Core: keep this",
    "adaptable_parts": "Adaptable: may change",
    "preconditions": "What has to be in place",
    "target_group": "For whom",
    "scope": "Reach",
    "since": "Since",
    "evidence_level": "Level of evidence",
    "risks": "Known failures and risks",
}
FIRST_PAGE = ("core", "core_parts", "adaptable_parts", "preconditions", "evidence_level", "risks")
CODED = ("since", "evidence_level")

CRITERIA = {
    "population.needs": "Population: needs",
    "population.characteristics": "Population: characteristics",
    "population.acceptance": "Population: acceptance",
    "environment.law": "Environment: law",
    "environment.partners": "Environment: partners",
    "environment.setting": "Environment: setting",
    "implementation.method": "Implementation: method",
    "implementation.skills": "Implementation: skills",
    "implementation.resources": "Implementation: resources",
    "support.training": "Support: training",
    "support.documentation": "Support: documentation",
    "support.steering": "Support: steering",
}
RATINGS: dict[str, Tone] = {"fits": "fits", "adapt": "adapt", "blocks": "blocks", "unknown": "unknown"}
STANCES: dict[str, Tone] = {"supports": "supports", "nuances": "nuances", "contradicts": "contradicts"}
DECISIONS = {"try": "try it", "try_adapted": "try it, adapted", "not_now": "not now", "no": "no"}
STANDS = {
    "considered": "Considered; contexts not yet compared",
    "compared": "Contexts compared; not yet judged",
    "anticipated": "Judged beforehand; not tried yet",
    "adapted": "Adapted; not tried yet",
    "piloted": "Piloted; nobody has said yet what came of it",
    "evaluated": "Evaluated",
    "sustained": "Sustained",
    "changed": "Goes on, changed",
    "abandoned": "ABANDONED",
}
# From the narrowest circle to the widest.
HANDLING = {
    "private": "For your eyes only: part of it is readable for you alone. Do not pass it on.",
    "evaluation": "For evaluators only: part of it comes from the sealed evaluation. Do not pass it on.",
    "pair": "For the hosts and visitors of the visits it speaks of only. Do not pass it on.",
    "organisation": "For the organisations that it speaks of only. Do not pass it on.",
    "network": "For members of the network only. Not for publication.",
    "public": "May be passed on: everything in it is public.",
}
BY_ROLE = "People appear by their role and organisation, never by name; what you may not read is left out."
RESULTS = {"worked": "It worked.", "partly": "It worked in part.", "failed": "It failed."}
ENDED = {"worked": "worked", "partly": "worked in part", "failed": "failed"}
OUTCOMES = {
    "confirmed": "confirmed what is described",
    "revise": "asked that the description be revised",
    "not_ready": "found it not ready to be taken up",
}
VISITS_LEFT_OUT = "Where somebody is not to be named who was on a visit, the visit is not named here."
NO_SCORE = "Ratings are never added up into a score: one criterion that blocks can outweigh all that fit."
METHOD = (BY_ROLE, NO_SCORE)


def say(text: str, positions: Iterable[int] = (), tone: Tone = "", language: str = "") -> Sentence:
    """Make a sentence that rests on events."""
    return Sentence(text=text, positions=tuple(sorted(set(positions))), tone=tone, language=language)


def spoken(code: str) -> str:
    """Turn a code into words."""
    return code.replace("_", " ")


def name_of(organisation: Row) -> str:
    """Give the short name of an organisation, or its whole one."""
    return str(organisation["short_name"] or organisation["title"])


def placed(organisation: Row) -> str:
    """Name an organisation with its country."""
    country = organisation["country"]
    return f"{name_of(organisation)} ({country_name(country)})" if country else name_of(organisation)


def standing(organisation: Row) -> str:
    """Name an organisation with its country, and say when it left the network."""
    return f"{placed(organisation)}{left(organisation)}"


def left(organisation: Row) -> str:
    """Say when an organisation left the network; nothing of one that is a member."""
    day = organisation["left_on"]
    return f", which left the network on {readable_date(day)}" if day else ""


def listed(words: Iterable[str]) -> str:
    """Put words into a sentence: one, two and three."""
    *others, last = [*words] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def counted(number: int, one: str, many: str = "") -> str:
    """Count things in words."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def a(noun: str) -> str:
    """Put the article before a noun."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
