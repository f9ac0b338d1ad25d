"""A reflection in another language: said by its author, or by somebody else and then confirmed."""

from collections.abc import Collection, Mapping

from epex.core.answers import tidied
from epex.core.decision import Actor, On, Refused, require_one_of, require_role
from epex.core.reflection import (
    Reflection,
    ReflectionTranslated,
    ReflectionTranslationConfirmed,
    require_present,
)
from epex.core.vocabulary import LANGUAGES

TRANSLATORS = ("practitioner", "coordinator", "editor")


def translate(
    reflection: Reflection, answers: Mapping[str, str], language: str, present: Collection[str], *, by: Actor
) -> list[On]:
    """Say the answers in another language; `present` are the questions that are answered.

    Only the author's own translation needs no second pair of eyes.
    """
    if reflection.author != by.person:
        require_role(by, *TRANSLATORS, act="translate somebody else's reflection")
    require_present(reflection)
    require_one_of(language, LANGUAGES, "language")
    if language == reflection.language:
        raise Refused(f"It is written in '{language}'; choose another language, or revise it.")
    kept = tidied(answers)
    if strange := sorted(set(kept).difference(present)):
        known = ", ".join(sorted(present))
        raise Refused(f"'{strange[0]}' is not answered in the reflection; translate one of: {known}.")
    event = ReflectionTranslated(
        answers=kept,
        language=language,
        version=reflection.version,
        translator=by.person,
        reviewed=by.person == reflection.author,
    )
    return [On(reflection.id, event)]


def confirm(reflection: Reflection, language: str, spoken: Collection[str], *, by: Actor) -> list[On]:
    """Vouch for somebody's translation; `spoken` are the languages that the actor's organisation works in."""
    require_present(reflection)
    translator, version = reflection.translations.get(language, ("", 0))
    if not version:
        raise Refused(f"There is no translation into '{language}' yet; write one: 'epex reflection translate'.")
    if language in reflection.reviewed:
        raise Refused(f"The translation into '{language}' was reviewed already; there is nothing to do.")
    if version != reflection.version:
        raise Refused("The reflection was revised since it was translated; translate it again.")
    if by.person != reflection.author and (by.person == translator or language not in spoken):
        raise Refused(
            f"Only the author confirms it, or somebody else whose organisation works in '{language}'; ask one of them."
        )
    return [On(reflection.id, ReflectionTranslationConfirmed(language=language))]
