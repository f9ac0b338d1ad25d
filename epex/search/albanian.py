"""Albanian nouns and adjectives without their endings.

The endings are those of the declensions, definite and indefinite, in the chapter on nouns of Newmark, Hubbard and
Prifti, "Standard Albanian: A Reference Grammar for Students" (Stanford, 1982). They are taken away one after the other
for as long as there is one, so that all forms of a word end alike, even where its own last letters look like an ending.
"""

import re

from epex.core.letters import fold

# As many letters have to stay, with a vowel among them.
FEWEST = 3
VOWEL = re.compile("[aeiouy]")
# In plain letters: cases (familjeve, familjesh, familjet, familjen, familjes), then the article, the plural and the
# last letter of the dictionary's form. Adjectives in -tiv keep their last letter, and short words in -un theirs.
ENDING = re.compile(r"(?:(?<=\w{3})(?<!ti)ve|[ae]sh|[aeiou]t|(?<=j)t|[ei]n|(?<=\w{4})un|[ei]s|[aeiu])$")
# They end like a form and are none: mësues, komunitet, institut.
WHOLE = re.compile(r"(?:[uy]es|\w{2}(?:itet|itut))$")
# What stands between a word and its ending: burg, burgje; mësues, mësuesja.
GLIDE = re.compile(r"(?<=[gkrst])j+$")
# Where a vowel comes and goes: qendër, qendra; ekstremizëm, ekstremizmi.
FLEETING = re.compile(r"(?<=[bcdfgkptv])(?=r$)|(?<=z)(?=m$)")


class Albanian:
    """Takes endings away."""

    def stemWord(self, word: str) -> str:  # noqa: N802 - as other stemmers name it
        """Reduce one word to what all its forms have in common, in plain letters."""
        rest = fold(word)
        while not WHOLE.search(rest) and _is_enough(shorter := _shorter(rest)) and shorter != rest:
            rest = shorter
        return FLEETING.sub("e", rest)


def _shorter(word: str) -> str:
    return GLIDE.sub("", ENDING.sub("", word))


def _is_enough(word: str) -> bool:
    return len(word) >= FEWEST and VOWEL.search(word) is not None
