"""Why something is there, and what came of it: the links followed back and forward."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from epex.projections.evidence import LINKS_TABLE
from epex.projections.reading import VIEWS, Reading, merged, subject_of, unknown
from epex.projections.table import Row
from epex.projections.themes import DECISIONS_TABLE

BACK = ("target", "source")
FORWARD = ("source", "target")
WORDS = ("document", "document_version", "start", "end")


class Lineage:
    """Follow the links that a reader may see, between things that the reader may see."""

    def __init__(self, reading: Reading) -> None:
        """Look through one reader's eyes."""
        self._reading = reading
        reading.need("evidence")

    def why(self, identity: str) -> Row:
        """Gather everything that led to something, back to visits and reflections."""
        return self._answer(identity, BACK)

    def trace(self, identity: str) -> Row:
        """Gather everything that came of something."""
        return self._answer(identity, FORWARD)

    def behind(self, identity: str) -> set[str]:
        """Name everything that led to something, and itself."""
        links, _ = self._follow(identity, BACK)
        return {identity, *(link["source"] for link in links)}

    def direct(self, targets: Iterable[str]) -> dict[str, set[str]]:
        """Name what things rest on directly, what was merged into them included."""
        found: dict[str, set[str]] = {target: set() for target in targets}
        into = {target: {target} for target in found}
        seen = set(found)
        while into:
            further: dict[str, set[str]] = defaultdict(set)
            for link in self._visible(self._links("target", into)):
                heirs = into[link["target"]]
                if link["relation"] == "merged_into":
                    further[link["source"]] |= heirs
                for heir in heirs if link["relation"] != "merged_into" else ():
                    found[heir].add(link["source"])
            into = {source: heirs for source, heirs in further.items() if source not in seen}
            seen |= into.keys()
        return found

    def evidence_of(self, identity: str) -> list[Row]:
        """List what something rests on directly, with stance and passage."""
        links = [link for link in self._visible(self._links("target", [identity])) if link["relation"] == "evidence"]
        titles = self._reading.titles(link["source"] for link in links)
        return self._shown(links, BACK, titles)

    def rests_on_it(self, identity: str) -> list[Row]:
        """List what rests on something directly: where a lesson was used."""
        links = self._links("source", [identity])
        titles = self._reading.titles({link["target"] for link in links})
        return self._shown([link for link in links if link["target"] in titles], FORWARD, titles)

    def _answer(self, identity: str, way: tuple[str, str]) -> Row:
        links, titles = self._follow(identity, way)
        if identity not in titles:
            raise unknown(identity)
        decisions = self._decisions({identity, *(link[way[1]] for link in links)})
        evidence = self._shown(links, way, titles)
        made = self._reading_positions({identity, *titles})
        positions = {*made, *(link["position"] for link in links), *(decision["position"] for decision in decisions)}
        return {
            "id": identity,
            "kind": subject_of(identity),
            "title": titles[identity],
            "decisions": decisions,
            "evidence": evidence,
            "positions": sorted(positions),
        }

    def _follow(self, identity: str, way: tuple[str, str]) -> tuple[list[Row], dict[str, str]]:
        near, far = way
        titles = self._reading.titles([identity])
        found: list[Row] = []
        frontier: set[str] = set(titles)
        while frontier:
            links = self._links(near, frontier)
            fresh = {link[far] for link in links} - titles.keys()
            titles |= self._reading.titles(fresh)
            found += [link for link in links if link[far] in titles]
            frontier = fresh & titles.keys()
        return sorted(found, key=lambda link: (link["position"], link["target"], link["source"])), titles

    def _links(self, column: str, ids: Collection[str]) -> list[Row]:
        return self._reading.among(LINKS_TABLE, ids, key=column)

    def _visible(self, links: Sequence[Row]) -> list[Row]:
        seen = self._reading.titles({link["source"] for link in links})
        return [link for link in links if link["source"] in seen]

    def _shown(self, links: Sequence[Row], way: tuple[str, str], titles: dict[str, str]) -> list[Row]:
        near, far = way
        readable = self._reading.titles({link["document"] for link in links if link["document"]})
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
                **(_passage(link) if link["document"] in readable else {}),
            }
            for link in links
        ]

    def _decisions(self, ids: Iterable[str]) -> list[Row]:
        by_subject = defaultdict(list)
        for identity in ids:
            by_subject[subject_of(identity)].append(identity)
        taken = decisions(self._reading, by_subject["theme"]) if by_subject["theme"] else []
        held = decisions(self._reading, by_subject["meeting"], key="forum") if by_subject["meeting"] else []
        unique = {decision["id"]: decision for decision in (*taken, *held)}
        return sorted(unique.values(), key=lambda decision: int(decision["position"]))

    def _reading_positions(self, ids: Iterable[str]) -> list[int]:
        by_subject: dict[str, list[str]] = defaultdict(list)
        for identity in ids:
            by_subject[subject_of(identity)].append(identity)
        return [
            row["position"]
            for subject, members in by_subject.items()
            if subject in VIEWS
            for row in self._reading.among(self._reading.table(subject), members, ("id", "position"))
        ]


def decisions(reading: Reading, ids: Collection[str], key: str = "theme") -> list[Row]:
    """List the decisions about themes, or those of forums, in their order, with the people who made them by name."""
    reading.need("themes")
    rows = reading.among(DECISIONS_TABLE, ids, key=key)
    names = reading.names(row["actor"] for row in rows)
    titles = reading.titles({other for row in rows for other in (row["theme"], row["forum"], *row["into"]) if other})
    return [_decision(row, names, titles) for row in sorted(rows, key=lambda row: row["position"])]


def _passage(link: Row) -> Row:
    return {"passage": link["quote"] or None, **{name: link[name] for name in WORDS}}


def _decision(row: Row, names: dict[str, str], titles: dict[str, str]) -> dict[str, Any]:
    shown = merged({"id": row["event_id"], **row}, title=titles.get(row["theme"], ""))
    shown.pop("event_id")
    into = [other for other in row["into"] if other in titles]
    forum = row["forum"] if row["forum"] in titles else ""
    return {
        **shown,
        "actor_name": names.get(row["actor"], ""),
        "forum": forum,
        "forum_title": titles.get(forum, ""),
        "into": into,
        "into_titles": [titles[other] for other in into],
    }
