"""How many inflected and spelling variants the search finds: `python -m tests.search.variants [keep]`.

Each pair's query is asked in its language in one base that holds the texts of all pairs; it is found when its text is
among the first ten. It is asked again where ten texts more say the word itself, so that nothing need look like it: then
the pair is found when its text is a hit among those of its language. Typos are left out there, for whoever types a word
ten times means it. With `keep`, the lists of what is missed are written into the repository.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.search.networks import Network, ids, opened

PAIRS = Path(__file__).with_name("variants.toml")
MISSED = Path(__file__).with_name("variants_missed.txt")
MISSED_IF_COMMON = Path(__file__).with_name("variants_missed_if_common.txt")
FIRST, SAID, ALL = 10, 10, 100


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A word that is asked for, and a sentence in which another form of it stands."""

    language: str
    kind: str
    query: str
    form: str
    text: str

    def __str__(self) -> str:
        """Name the pair on one line."""
        return f"{self.language} {self.kind}: {self.query} -> {self.form}"


def pairs() -> list[Pair]:
    """Read the set."""
    return [Pair(**told) for told in tomllib.loads(PAIRS.read_text("utf-8"))["pair"]]


def missed() -> list[Pair]:
    """Ask every query and list the pairs that are not found, in their order."""
    with TemporaryDirectory() as folder, opened(Path(folder) / "network") as network:
        return list(_missed(network, pairs()))


def missed_if_common() -> list[Pair]:
    """Ask where many texts say what is asked for, and list the pairs that are not found."""
    with TemporaryDirectory() as folder, opened(Path(folder) / "network") as network:
        return list(_missed_if_common(network, correct()))


def correct() -> list[Pair]:
    """Read the set without its typos."""
    return [pair for pair in pairs() if pair.kind != "typo"]


def share(among: Sequence[Pair], lost: Sequence[Pair]) -> float:
    """Give the part of some pairs that is found."""
    return 1 - sum(pair in lost for pair in among) / len(among)


def table(everything: Sequence[Pair], lost: Sequence[Pair]) -> Iterator[str]:
    """Tell what is found of each language and each kind, and of all."""
    for part in ("language", "kind"):
        for name in dict.fromkeys(getattr(pair, part) for pair in everything):
            yield _line(name, [pair for pair in everything if getattr(pair, part) == name], lost)
        yield ""
    yield _line("all", everything, lost)


def listed(lost: Sequence[Pair]) -> str:
    """Write down what is missed."""
    return "".join(f"{pair}\n" for pair in lost)


def _missed(network: Network, asked: Sequence[Pair]) -> Iterator[Pair]:
    _written(network, asked)
    search = network.search()
    for number, pair in enumerate(asked):
        answer = search.search(pair.query, query_language=pair.language, limit=FIRST)
        if f"pair-{number}" not in ids(answer):
            yield pair


def _missed_if_common(network: Network, asked: Sequence[Pair]) -> Iterator[Pair]:
    _written(network, asked)
    for number, pair in enumerate(asked):
        for time in range(SAID):
            network.reflect(f"said-{number}-{time}", pair.query, language=pair.language)
    search = network.search()
    for number, pair in enumerate(asked):
        answer = search.search(pair.query, query_language=pair.language, language=pair.language, limit=ALL)
        if f"pair-{number}" not in ids(answer):
            yield pair


def _written(network: Network, asked: Sequence[Pair]) -> None:
    for number, pair in enumerate(asked):
        network.reflect(f"pair-{number}", pair.text, language=pair.language)


def _line(name: str, among: Sequence[Pair], lost: Sequence[Pair]) -> str:
    found = len(among) - sum(pair in lost for pair in among)
    kinds = Counter(pair.kind for pair in among if pair in lost)
    names = ", ".join(f"{count} {kind}" for kind, count in kinds.items()) if name not in kinds else ""
    return f"{name:<11} {found:>3} of {len(among):>3}  {share(among, lost):6.1%}  {names}".rstrip()


def main() -> None:
    """Print what is found and list what is missed."""
    for heading, asked, lost, place in (
        ("As they stand", pairs(), missed(), MISSED),
        ("If ten texts say the word that is asked for", correct(), missed_if_common(), MISSED_IF_COMMON),
    ):
        print(f"{heading}\n")
        print("\n".join(table(asked, lost)))
        print(f"\nMissed:\n{listed(lost)}")
        if sys.argv[1:] == ["keep"]:
            place.write_text(listed(lost), "utf-8")


if __name__ == "__main__":
    main()
