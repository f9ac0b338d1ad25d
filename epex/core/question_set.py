"""A question set: what a reflection answers, in its order, and worded in several languages."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One question; answers are kept by its key, so that wordings may improve."""

    key: str
    wordings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A version of a set of questions; another wording is a new version. In its original language nobody translated."""

    name: str
    version: int
    questions: tuple[Question, ...]
    title: str = ""
    original: str = "en"

    @property
    def keys(self) -> tuple[str, ...]:
        """List the keys of the questions, in their order."""
        return tuple(question.key for question in self.questions)

    @property
    def languages(self) -> tuple[str, ...]:
        """List the languages in which there is a wording, the original first."""
        found = dict.fromkeys(language for question in self.questions for language in question.wordings)
        return tuple(sorted(found, key=lambda language: language != self.original))

    def worded(self, language: str) -> dict[str, str]:
        """Word every question in a language, by its key; in the original when there is no wording."""
        return {question.key: wording(question, language, self.original) for question in self.questions}


def wording(question: Question, language: str, original: str = "en") -> str:
    """Word a question in a language, or in the original one when it has no wording there."""
    return question.wordings.get(language) or question.wordings[original]
