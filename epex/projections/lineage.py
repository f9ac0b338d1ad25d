"""Why something is there, and what came of it: the links followed back and forward."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from epex.projections.evidence import LINKS_TABLE
from epex.projections.heirlooms import HEIRLOOMS, Path, Walk, hands_on, key_of
from epex.projections.passages import identity_of, passages
from epex.projections.reading import Reading, subject_of
from epex.projections.reflections import REFLECTIONS_TABLE
from epex.projections.table import Row

BACK = ("target", "source")
FORWARD = ("source", "target")
# Who takes over, where from, and the merges and splits between the two.
Inherited = tuple[str, str, tuple[Row, ...]]


class Lineage:
    """Follow the links that a reader may see, between things that the reader may see."""

    def __init__(self, reading: Reading) -> None:
        """Look through one reader's eyes."""
        self._reading = reading
        reading.need("evidence")

    def behind(self, identity: str) -> set[str]:
        """Name everything that led to something, and itself."""
        links, _ = self.follow([identity], BACK)
        return {identity, *(link["source"] for link in links)}

    def direct(self, targets: Iterable[str]) -> dict[str, set[str]]:
        """Name what things rest on directly, what they took over included, and nothing that was withdrawn."""
        grounds = self._grounds(targets)
        gone = withdrawn(self._reading, {link["source"] for links in grounds.values() for link in links})
        return {target: {link["source"] for link in links} - gone for target, links in grounds.items()}

    def evidence_of(self, identity: str) -> list[Row]:
        """List what something rests on directly, with stance and passage; what it took over says where it came from."""
        return self.evidence_of_each([identity])[identity]

    def evidence_of_each(self, ids: Collection[str]) -> dict[str, list[Row]]:
        """List what several things rest on, as `evidence_of` does for one."""
        grounds = {
            target: [link for link in links if link["relation"] == "evidence"]
            for target, links in self._grounds(ids).items()
        }
        heirs, every = self._heirs(ids), [link for links in grounds.values() for link in links]
        linked = (*every, *(heir for some in heirs.values() for heir in some))
        titles = self._reading.titles({link[end] for link in linked for end in BACK})
        shown = iter(self.shown(every, BACK, titles))
        return {
            target: [
                _moved(next(shown), target, [heir["target"] for heir in heirs[target] if hands_on(heir, link)], titles)
                | self._own(link, target)
                for link in links
            ]
            for target, links in grounds.items()
        }

    def _own(self, link: Row, target: str) -> Row:
        """Say of what the reader linked here that they did: they may take it back."""
        is_own = link["target"] == target and bool(link["author"]) and link["author"] == self._reading.reader.person
        return {"linked_by_you": True} if is_own else {}

    def rests_on_it(self, identity: str) -> list[Row]:
        """List what rests on something directly: where a lesson was used."""
        links = self._links("source", [identity])
        titles = self._reading.titles({link["target"] for link in links})
        return self.shown([link for link in links if link["target"] in titles], FORWARD, titles)

    def follow(self, starts: Iterable[str], way: tuple[str, str]) -> tuple[list[Row], dict[str, str]]:
        """Find every link on the way back or forward from some things, and the titles of what they lead to."""
        near, far = way
        titles = self._reading.titles(starts)
        walk = Walk(titles, back=way == BACK)
        frontier = set(titles)
        while frontier:
            links = self._links(near, frontier)
            titles |= self._reading.titles({link[far] for link in links} - titles.keys())
            frontier = {link[far] for link in links if link[far] in titles and walk.goes(link, link[near], link[far])}
        found = sorted(walk.links.values(), key=lambda link: (link["position"], link["target"], link["source"]))
        return found, titles

    def shown(self, links: Sequence[Row], way: tuple[str, str], titles: dict[str, str]) -> list[Row]:
        """Tell what links lead to, with stance and passage."""
        near, far = way
        quoted = passages(self._reading, links)
        return [
            {
                "kind": subject_of(link[far]),
                "id": link[far],
                "title": titles[link[far]],
                "position": link["position"],
                "relation": link["relation"],
                "stance": link["stance"] or None,
                "of": link[near],
                "note": link["note"],
                "passage": None,
                **quoted.get(identity_of(link), {}),
            }
            for link in links
        ]

    def _grounds(self, targets: Iterable[str]) -> dict[str, list[Row]]:
        """Find the links to what things rest on, those included that they took over from what was merged or split."""
        found: dict[str, dict[tuple[str, str, str], Row]] = {target: {} for target in targets}
        paths: list[Inherited] = [(target, target, ()) for target in found]
        seen = set(map(_path, paths))
        while paths:
            links: dict[str, list[Row]] = defaultdict(list)
            for link in self._visible(self._links("target", {here for _, here, _ in paths})):
                links[link["target"]].append(link)
            further: list[Inherited] = []
            for heir, here, heirlooms in paths:
                for link in links[here]:
                    if link["relation"] in HEIRLOOMS:
                        further.append((heir, link["source"], (*heirlooms, link)))
                    elif all(hands_on(heirloom, link) for heirloom in heirlooms):
                        found[heir].setdefault((link["relation"], link["stance"], key_of(link)), link)
            paths = [path for path in further if _path(path) not in seen]
            seen.update(map(_path, paths))
        return {target: list(links.values()) for target, links in found.items()}

    def _heirs(self, ids: Collection[str]) -> dict[str, list[Row]]:
        """Find the links to what took over from things."""
        links = [link for link in self._links("source", ids) if link["relation"] in HEIRLOOMS]
        seen = self._reading.titles({link["target"] for link in links})
        found: dict[str, list[Row]] = defaultdict(list)
        for link in links:
            if link["target"] in seen:
                found[link["source"]].append(link)
        return found

    def _links(self, column: str, ids: Collection[str]) -> list[Row]:
        return self._reading.among(LINKS_TABLE, ids, key=column)

    def _visible(self, links: Sequence[Row]) -> list[Row]:
        seen = self._reading.titles({link["source"] for link in links})
        return [link for link in links if link["source"] in seen]


def withdrawn(reading: Reading, ids: Iterable[str]) -> set[str]:
    """Name the reflections that were withdrawn, or whose author was erased."""
    said = [identity for identity in ids if subject_of(identity) == "reflection"]
    if not said:
        return set()
    reading.need("reflections")
    return {row["id"] for row in reading.among(REFLECTIONS_TABLE, said, ("id", "status")) if row["status"]}


def _path(inherited: Inherited) -> tuple[str, str, Path]:
    heir, here, heirlooms = inherited
    return (heir, here, frozenset(map(identity_of, heirlooms)))


def _moved(row: Row, identity: str, went: Sequence[str], titles: dict[str, str]) -> Row:
    """Say where a piece of evidence came from, and where it went."""
    came = row["of"] if row["of"] != identity else ""
    gone = [heir for heir in went if heir in titles]
    told = {"came_from": came, "came_from_title": titles.get(came, "")} if came else {}
    return {**row, **told, **({"went_to": gone, "went_to_titles": [titles[heir] for heir in gone]} if gone else {})}
