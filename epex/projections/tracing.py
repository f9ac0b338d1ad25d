"""Why something is there, and what came of it: links, decisions, what was taken back, and the things on the way."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from epex.projections.decisions import decided, decisions
from epex.projections.evidence import UNLINKED_TABLE
from epex.projections.lineage import BACK, FORWARD, Lineage
from epex.projections.listing import dated
from epex.projections.naming import shown_names
from epex.projections.paragraphs import Origin, is_paragraph, paragraph, standing_in
from epex.projections.passages import identity_of
from epex.projections.reading import VIEWS, Reading, subject_of, unknown
from epex.projections.reviews import REVIEWS_TABLE
from epex.projections.table import Row

# Where something says whose it is.
WHOSE = ("organisation", "receiving", "host")
TOLD = ("label", "status", "person", *WHOSE, "started_on", "completed_on", "starts_on", "ends_on", "held_on")
IN_PRINT = ("rests_on", "quotes")


class Tracing:
    """Gather what one reader may see of the way back from something, or on."""

    def __init__(self, reading: Reading) -> None:
        """Look through one reader's eyes."""
        self._reading = reading
        self._lineage = Lineage(reading)

    def why(self, identity: str) -> Row:
        """Gather everything that led to something, back to visits and reflections."""
        origin = paragraph(self._reading, identity) if is_paragraph(identity) else self._origin(identity, BACK)
        return self._answer(origin, BACK)

    def trace(self, identity: str) -> Row:
        """Gather everything that came of something."""
        return self._answer(self._origin(identity, FORWARD), FORWARD)

    def _origin(self, identity: str, way: tuple[str, str]) -> Origin:
        titles = self._reading.titles([identity])
        if identity not in titles:
            raise unknown(identity)
        return Origin(identity, subject_of(identity), titles[identity], tuple(self._reviewed(identity, way)))

    def _reviewed(self, identity: str, way: tuple[str, str]) -> Iterator[Row]:
        """Link a review to what it is about, which led to it, and which it says something of."""
        if subject_of(identity) != "review":
            return
        columns = ("position", "occurred_on", "recorded_at", "author", "element")
        for row in self._reading.among(REVIEWS_TABLE, [identity], columns):
            if (element := row.pop("element")) in self._reading.titles([element]):
                bare = dict.fromkeys(("stance", "note", "document"), "")
                yield {**row, **bare, way[0]: identity, way[1]: element, "relation": "review_of"}

    def _answer(self, origin: Origin, way: tuple[str, str]) -> Row:
        starts = [link[way[1]] for link in origin.near] if origin.near or origin.made_of else [origin.id]
        followed, titles = self._lineage.follow(starts, way)
        links = [*origin.near, *followed]
        titles |= {origin.id: origin.title}
        chain = dict.fromkeys((origin.id, *(link[way[1]] for link in links)))
        back = self._taken_back(chain, way)
        things = self._things([*chain, *origin.made_of])
        taken = self._decisions(chain, origin.id if way == FORWARD else "")
        steps = decided(self._reading, [*chain, *origin.made_of])
        told = (*links, *taken, *steps, *back, *things)
        return {
            "id": origin.id,
            "kind": origin.kind,
            "title": origin.title,
            "direction": "back" if way == BACK else "forward",
            "decisions": taken,
            "steps": steps,
            "evidence": self._evidence(links, way, titles),
            "taken_back": back,
            "things": things,
            "positions": sorted({*origin.positions, *(row["position"] for row in told)}),
        }

    def _evidence(self, links: Sequence[Row], way: tuple[str, str], titles: dict[str, str]) -> list[Row]:
        printed = [link for link in links if link["relation"] in IN_PRINT]
        numbers = standing_in(self._reading, {link["target"] for link in printed if not is_paragraph(link["target"])})
        linkers = self._linkers(links)
        shown = self._lineage.shown(links, way, titles)
        return [
            {
                **row,
                **{name: link[name] for name in ("occurred_on", "recorded_at")},
                **linkers[identity_of(link)],
                "paragraphs": numbers.get((link["target"], link["source"]), []) if link["relation"] in IN_PRINT else [],
            }
            for row, link in zip(shown, links, strict=True)
        ]

    def _linkers(self, links: Sequence[Row]) -> dict[tuple[str, str, int], Row]:
        """Name who linked; of a reflection it is told apart whose it is, and not here."""
        who = {identity_of(link): link["author"] for link in links if link["relation"] != "about"}
        seen = self._reading.titles(set(who.values()))
        names = self._reading.names(seen)
        made = {identity: each if each in seen else "" for identity, each in who.items()}
        return {
            identity_of(link): {"actor": (one := made.get(identity_of(link), "")), "actor_name": names.get(one, "")}
            for link in links
        }

    def _taken_back(self, chain: Collection[str], way: tuple[str, str]) -> list[Row]:
        found = self._reading.among(UNLINKED_TABLE, chain, key=way[0])
        rows = [row for row in found if self._might_read(row["was"])]
        titles = self._reading.titles({row[name] for row in rows for name in (*way, "author")})
        seen = [row for row in rows if all(row[end] in titles for end in way)]
        words = self._lineage.shown([_as_link(row) for row in seen], way, titles)
        names = self._reading.names(row["author"] for row in seen)
        return [
            {
                **told,
                **{name: row[name] for name in ("position", "occurred_on", "recorded_at", "reason")},
                "linked_at": row["linked"] or None,
                "of_title": titles[told["of"]],
                "actor": row["author"] if row["author"] in titles else "",
                "actor_name": names.get(row["author"], ""),
            }
            for told, row in zip(words, seen, strict=True)
        ]

    def _might_read(self, link: Row) -> bool:
        return not link or self._reading.reader.may_read(link["access"], link["author"])

    def _decisions(self, chain: Iterable[str], held: str) -> list[Row]:
        """List the decisions on the themes of a chain; of a meeting they count only where it is what was asked for."""
        themes = [identity for identity in chain if subject_of(identity) == "theme"]
        taken = decisions(self._reading, themes) if themes else []
        there = decisions(self._reading, [held], key="forum") if subject_of(held) == "meeting" else []
        unique = {one["id"]: {**one, "of": one["theme"]} for one in (*taken, *there)}
        return sorted(unique.values(), key=lambda one: int(one["position"]))

    def _things(self, ids: Iterable[str]) -> list[Row]:
        """Tell of each thing on the way what it is, whose, of which day, and how it stands."""
        members: dict[str, list[str]] = defaultdict(list)
        for identity in ids:
            if subject_of(identity) in VIEWS and not is_paragraph(identity):
                members[subject_of(identity)].append(identity)
        rows = [(subject, row) for subject, each in members.items() for row in self._rows(subject, each)]
        titles = self._reading.titles({*(row["id"] for _, row in rows), *(_whose(row) for _, row in rows)} - {""})
        people = shown_names(self._reading, {row["person"] for _, row in rows if row.get("person")})
        return [_thing(subject, row, titles, people) for subject, row in rows]

    def _rows(self, subject: str, ids: Collection[str]) -> list[Row]:
        self._reading.need(VIEWS[subject])
        table = self._reading.table(subject)
        columns = [name for name in ("id", "position", "recorded_at", "occurred_on", *TOLD) if name in table.columns]
        return [dated(subject, row) for row in self._reading.among(table, ids, columns)]


def _thing(subject: str, row: Row, titles: dict[str, str], people: dict[str, str]) -> dict[str, Any]:
    whose, person = _whose(row), row.get("person") or ""
    return {
        "id": row["id"],
        "kind": subject,
        "title": titles[row["id"]],
        **{name: row[name] for name in ("position", "recorded_at", "occurred_on")},
        "ended_on": row.get("completed_on") or row.get("ends_on") or "",
        "status": _standing(row.get("status") or "", row.get("label") or ""),
        "organisation": whose if whose in titles else "",
        "organisation_title": titles.get(whose, ""),
        "person_name": people.get(person, ""),
    }


def _standing(status: str, label: str) -> str:
    """Tell how something stands: an element that is open by its label."""
    return label if label and status in ("", "open") else status


def _whose(row: Row) -> str:
    return next((str(row[name]) for name in WHOSE if row.get(name)), "")


def _as_link(row: Row) -> Row:
    """Give a link as it was; where it had been taken over, only its ends are known here."""
    bare = {**dict.fromkeys(("stance", "note", "document"), ""), "relation": "evidence"}
    return {**bare, **row["was"], "target": row["target"], "source": row["source"], "position": row["linked"]}
