"""Reasons as a W3C PROV-JSON document: versions of things, the events that made them, and who did.

Times are those of the log, which only goes forward, so that what came first is never told as later; when something
happened is told beside it, as precisely as it is known.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from epex.plugins.builtin.prov.provenance import Provenance, qualified

Row = Mapping[str, Any]
# What is done, and so is no thing that is made.
DONE = ("visit", "meeting")
# Decisions after which something is no longer in force, as long as nothing else is decided on it.
ENDING = ("merged", "split", "retired", "rejected", "withdrawn", "abandoned", "retracted", "cancelled")
REVISION = {"prov:type": qualified("Revision", "prov")}
QUOTATION = {"prov:type": qualified("Quotation", "prov")}


def document(answer: Row, base_id: str) -> dict[str, Any]:
    """Write what led to something, or what came of it, as the document of one base."""
    return Chain(answer, Provenance(base_id)).written()


class Chain:
    """One answer, told as PROV."""

    def __init__(self, answer: Row, provenance: Provenance) -> None:
        """Order what is known of each thing by the positions of its events."""
        self._answer = answer
        self._told = provenance
        self._things = {thing["id"]: thing for thing in answer["things"]}
        self._versions: dict[str, list[int]] = defaultdict(list)
        for thing in answer["things"]:
            self._versions[thing["id"]].append(thing["position"])
        for row in answer["evidence"]:
            self._versions[self._ends(row)[1]].append(row["position"])
        for row in (*answer["taken_back"], *answer["decisions"], *answer["steps"]):
            self._versions[self._changed(row)].append(row["position"])
        self._versions = defaultdict(list, {each: sorted(set(known)) for each, known in self._versions.items()})
        self._titles = {answer["id"]: answer["title"]}
        for row in (*answer["taken_back"], *answer["decisions"], *answer["steps"]):
            self._titles.setdefault(row["of"], row.get("of_title") or row["title"])
        for row in answer["taken_back"]:
            self._titles.setdefault(row["id"], row["title"])

    def written(self) -> dict[str, Any]:
        """Write the document."""
        for thing in self._answer["things"]:
            # A visit took place on other days than the one on which it was planned.
            day = "" if self._is_done(thing["id"]) else thing["occurred_on"]
            self._told.event(thing["position"], "recording", {**thing, "occurred_on": day})
        for kind in ("evidence", "taken_back", "decisions", "steps"):
            for row in self._answer[kind]:
                self._told.event(row["position"], row.get("relation") or "decision", row)
        for identity in dict.fromkeys((*self._versions, *self._titles)):
            self._thing(identity)
        for row in self._answer["evidence"]:
            self._link(row)
        for row in self._answer["taken_back"]:
            self._take_back(row)
        for row in (*self._answer["decisions"], *self._answer["steps"]):
            self._decide(row)
        return self._told.document()

    def _thing(self, identity: str) -> None:
        thing = self._things.get(identity) or {}
        kind = self._answer["kind"] if identity == self._answer["id"] else identity.partition("-")[0]
        title = thing.get("title") or self._titles[identity]
        more = {"epex:status": thing.get("status") or ""}
        if kind in DONE:
            self._told.activity(identity, kind, title, more)
            if thing:
                self._told.days(identity, thing)
            if thing.get("organisation"):
                self._told.associated(identity, self._told.organisation(thing))
            return
        self._told.entity(identity, kind, title, more)
        if thing:
            self._whose(identity, thing)
        for number, position in enumerate(self._versions[identity]):
            self._version(identity, position, number)

    def _whose(self, identity: str, thing: Row) -> None:
        if thing["organisation"]:
            self._told.attributed(identity, self._told.organisation(thing))
        if thing["person_name"]:
            self._told.attributed(identity, self._told.nameless(identity, thing["person_name"]))

    def _version(self, identity: str, position: int, number: int) -> None:
        version = self._told.version(identity, position)
        event = self._told.event(position)
        self._told.generated(version, event)
        if number:
            before = self._told.version(identity, self._versions[identity][number - 1])
            self._told.used(event, before)
            self._told.derived(version, before, event, REVISION)

    def _link(self, row: Row) -> None:
        source, target = self._ends(row)
        event = self._told.event(row["position"])
        told = {"epex:relation": row["relation"], "epex:stance": row["stance"] or "", "epex:note": row["note"]}
        told |= {"epex:passage": row["passage"] or ""}
        if self._is_done(target):
            self._told.influenced(target, source, told)
        elif self._is_done(source):
            self._told.informed(event, source, told)
        elif before := self._before(source, row["position"]):
            self._told.used(event, before)
            version = self._told.version(target, row["position"])
            quotation = QUOTATION if row["relation"] == "quoted_from" else {}
            self._told.derived(version, before, event, {**told, **quotation})
        else:
            self._told.influenced(target, source, told)
        self._by(event, row)

    def _take_back(self, row: Row) -> None:
        source, target = self._ends(row)
        event = self._told.event(row["position"])
        told = {"epex:relation": "taken_back", "epex:stance": row["stance"] or "", "epex:reason": row["reason"]}
        self._told.influenced(event, source, told)
        self._told.influenced(event, target, told)
        self._by(event, row)

    def _decide(self, row: Row) -> None:
        event = self._told.event(row["position"])
        names = (
            "decision",
            "method",
            "votes_for",
            "votes_against",
            "abstained",
            "rationale",
            "alternatives",
            "dissent",
        )
        self._told.describe(event, {f"epex:{name}": row[name] for name in names if row.get(name) not in ("", None)})
        for dissent in row.get("dissents", ()):
            self._told.describe(event, {"epex:dissent": dissent["text"]})
        if row.get("forum"):
            self._told.activity(row["forum"], "meeting", row["forum_title"], {})
            self._told.informed(event, row["forum"], {"epex:relation": "forum"})
        for other in row["into"]:
            self._told.influenced(other if other in self._versions else self._named(other, row), row["of"], {})
        is_last = row["position"] == self._versions[row["of"]][-1]
        if row["decision"] in ENDING and is_last and not self._is_done(row["of"]):
            self._told.invalidated(row["of"], event)
        self._by(event, row)

    def _named(self, identity: str, row: Row) -> str:
        title = dict(zip(row["into"], row["into_titles"], strict=True))[identity]
        self._told.entity(identity, identity.partition("-")[0], title, {})
        return identity

    def _by(self, event: str, row: Row) -> None:
        """Say who did it, as far as the reader may know."""
        if agent := self._told.person(row):
            self._told.associated(event, agent)
            if row.get("organisation") and "decision" in row:
                self._told.acted_for(agent, self._told.organisation(row))

    def _before(self, identity: str, position: int) -> str:
        """Name the version of something that stood before an event; empty where there was none."""
        known = self._versions[identity]
        place = bisect_left(known, position)
        return self._told.version(identity, known[place - 1]) if place else ""

    def _is_done(self, identity: str) -> bool:
        return identity.partition("-")[0] in DONE

    def _changed(self, row: Row) -> str:
        return str(row["of"]) if "decision" in row else self._ends(row)[1]

    def _ends(self, row: Row) -> tuple[str, str]:
        """Give what a link rests on, and what rests on it."""
        return (row["id"], row["of"]) if self._answer["direction"] == "back" else (row["of"], row["id"])
