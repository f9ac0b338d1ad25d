"""The order of threads: what is bound together lies side by side, and few lines are crossed."""

from collections.abc import Mapping, Sequence
from datetime import date

Life = tuple[date, date]
Bound = tuple[str, str, date]
ROUNDS = 20


def ordered(lives: Mapping[str, Life], bonds: Sequence[Bound]) -> list[str]:
    """Order threads by when they began, families together, and each family so that its bonds cross little."""
    return [key for family in families(lives, bonds) for key in _untangled(family, lives, bonds)]


def families(lives: Mapping[str, Life], bonds: Sequence[Bound]) -> list[list[str]]:
    """Put together what is bound, however far; the first to begin comes first."""
    home = {key: [key] for key in lives}
    for source, target, _ in bonds:
        one, other = home[source], home[target]
        if one is not other:
            one += other
            home |= dict.fromkeys(other, one)
    unique = {id(family): family for family in home.values()}.values()
    aged = [sorted(family, key=lambda key: (lives[key], key)) for family in unique]
    return sorted(aged, key=lambda family: (lives[family[0]], family))


def crossed(order: Sequence[str], lives: Mapping[str, Life], bonds: Sequence[Bound]) -> tuple[int, int]:
    """Count the threads that bonds cross while they are alive, and how far the bonds reach."""
    place = {key: number for number, key in enumerate(order)}
    crossings = reach = 0
    for source, target, day in bonds:
        if source in place:
            low, high = sorted((place[source], place[target]))
            reach += high - low
            crossings += sum(lives[key][0] <= day <= lives[key][1] for key in order[low + 1 : high])
    return crossings, reach


def _untangled(family: list[str], lives: Mapping[str, Life], bonds: Sequence[Bound]) -> list[str]:
    """Move one thread at a time to where it serves best, until none does better elsewhere."""
    own = [bond for bond in bonds if bond[0] in set(family)]
    best, cost = family, crossed(family, lives, own)
    for _ in range(ROUNDS):
        before = cost
        for key in family:
            rest = [other for other in best if other != key]
            for place in range(len(rest) + 1):
                tried = [*rest[:place], key, *rest[place:]]
                if (found := crossed(tried, lives, own)) < cost:
                    best, cost = tried, found
        if cost == before:
            break
    return best
