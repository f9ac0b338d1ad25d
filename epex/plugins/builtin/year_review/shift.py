"""The shift from what to how: how much of what people wrote answers the question how the work is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from epex.plugins import Sentence, Table
from epex.plugins.audience import WITHHELD
from epex.plugins.builtin.year_review.gathering import Material
from epex.plugins.cells import Published, is_enough
from epex.plugins.saying import say

HOW = "how"
ASKED = (HOW, "why", "what_does_not_work", "need_to_learn", "add")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Part of a whole, with the organisations behind the whole, the part and the rest."""

    part: int
    whole: int
    circles: tuple[frozenset[str], ...]
    positions: tuple[int, ...]

    def told(self, *, in_words: bool, outside: bool) -> Sentence:
        """Write it as `n of m`, or as a percentage of words; outside only what enough organisations stand behind."""
        if not self.whole:
            return say("nothing to count", tone="missing")
        if outside and not all(map(is_enough, self.circles)):
            return say(WITHHELD, tone="missing")
        positions = () if outside else self.positions
        if in_words:
            return say(f"{round(100 * self.part / self.whole)} % of {self.whole} words", positions)
        return say(f"{self.part} of {self.whole} ({round(100 * self.part / self.whole)} %)", positions)


def shift(years: list[Material], figures: Sequence[Mapping[str, Published]], *, outside: bool) -> Table:
    """Set the years side by side, the earlier first; nothing is told from which a withheld figure follows."""
    heads = (say("Measure"), *(say(f"Year {material.number}") for material in years))
    rows = tuple(
        (
            say(name),
            *(
                measure(material).told(in_words=in_words, outside=outside)
                if tells_no_more(found)
                else say(WITHHELD, tone="missing")
                for material, found in zip(years, figures, strict=True)
            ),
        )
        for name, (measure, in_words, tells_no_more) in MEASURES.items()
    )
    return Table(
        caption=f"From what to how: shares of what {'the network reads' if outside else 'you may read'}",
        columns=heads,
        rows=rows,
    )


def _asked(material: Material) -> dict[str, dict[str, str]]:
    found = {
        identity: {key: words for key, words in answers.items() if key in ASKED and words.strip()}
        for identity, answers in material.answers.items()
    }
    return {identity: answers for identity, answers in found.items() if answers}


def _answering(material: Material) -> Share:
    asked = _asked(material)
    yes = [identity for identity, answers in asked.items() if HOW in answers]
    return _share(material, yes, [identity for identity in asked if identity not in yes])


def _words(material: Material) -> Share:
    asked = _asked(material)
    how = sum(len(answers.get(HOW, "").split()) for answers in asked.values())
    whole = sum(len(words.split()) for answers in asked.values() for words in answers.values())
    circle = frozenset(one for identity in asked for one in material.behind(identity))
    writing = frozenset(
        one for identity, answers in asked.items() if HOW in answers for one in material.behind(identity)
    )
    return Share(part=how, whole=whole, circles=(circle, writing), positions=_positions(material, asked))


def _stepwise(material: Material) -> Share:
    yes = [row["id"] for row in material.elements if row["steps"]]
    return _share(material, yes, [row["id"] for row in material.elements if not row["steps"]])


def _share(material: Material, yes: list[str], no: list[str]) -> Share:
    circles = tuple(
        frozenset(one for identity in some for one in material.behind(identity)) for some in (yes, no) if some
    )
    return Share(part=len(yes), whole=len(yes) + len(no), circles=circles, positions=_positions(material, {*yes, *no}))


def _positions(material: Material, ids: object) -> tuple[int, ...]:
    wanted = set(ids)  # type: ignore[call-overload]
    rows = (*material.reflections, *material.elements)
    return tuple(sorted(row["position"] for row in rows if row["id"] in wanted))


def _tells_no_reflections(figures: Mapping[str, Published]) -> bool:
    # All reflections are those of the two sides, and those that follow.
    return all(figures[key].is_whole for key in ("reflected_host", "reflected_visitor", "follow_ups"))


def _tells_no_elements(figures: Mapping[str, Published]) -> bool:
    return not figures["elements"].is_empty


MEASURES: dict[str, tuple[Callable[[Material], Share], bool, Callable[[Mapping[str, Published]], bool]]] = {
    "Reflections that answer 'How do we do it in practice?'": (_answering, False, _tells_no_reflections),
    "Words in those answers, among all words of the five answers": (_words, True, lambda _: True),
    "Elements found that are described step by step": (_stepwise, False, _tells_no_elements),
}
