"""A PROV-JSON document that is being written: each name once, and each relation under a number of its own."""

from collections.abc import Mapping
from typing import Any

from epex.plugins import UNNAMED

Row = Mapping[str, Any]
# A date is as precise as it is known; XML Schema has a type for each.
DATES = {len("2017"): "xsd:gYear", len("2017-03"): "xsd:gYearMonth", len("2017-03-14"): "xsd:date"}


class Provenance:
    """Collect entities, activities, agents and their relations."""

    def __init__(self, base_id: str) -> None:
        """Name everything within one base."""
        self._prefix = {"epex": f"urn:epex:{base_id}:"}
        self._records: dict[str, dict[str, dict[str, Any]]] = {}
        self._known: set[tuple[str, ...]] = set()

    def document(self) -> dict[str, Any]:
        """Give the document."""
        return {"prefix": self._prefix, **self._records}

    def entity(self, identity: str, kind: str, title: str, more: Row) -> None:
        """Tell of a thing."""
        self._record("entity", name_of(identity), {"prov:type": qualified(kind), "prov:label": title, **more})

    def activity(self, identity: str, kind: str, title: str, more: Row) -> None:
        """Tell of something that was done."""
        self._record("activity", name_of(identity), {"prov:type": qualified(kind), "prov:label": title, **more})

    def days(self, identity: str, thing: Row) -> None:
        """Tell on which days something was done."""
        self.describe(
            identity, {"epex:startedOn": _dated(thing["occurred_on"]), "epex:endedOn": _dated(thing["ended_on"])}
        )

    def event(self, position: int, kind: str = "", row: Row | None = None) -> str:
        """Tell of an event of the log by its position, with what one more row knows of it, and give its id."""
        identity = f"event-{position}"
        self._record("activity", name_of(identity), {"epex:position": position})
        if row:
            at = row["recorded_at"]
            told = {"prov:type": qualified(kind), "prov:startTime": at, "prov:endTime": at}
            self.describe(identity, {**told, "epex:occurredOn": _dated(row["occurred_on"])})
        return identity

    def describe(self, activity: str, more: Row) -> None:
        """Tell more of an activity."""
        self._record("activity", name_of(activity), more)

    def version(self, identity: str, position: int) -> str:
        """Tell of a thing as it was after an event, and give the id of that version."""
        version = f"{identity}.{position}"
        self._record("entity", name_of(version), {"epex:position": position})
        self._relate("specializationOf", ("prov:specificEntity", version), ("prov:generalEntity", identity))
        return version

    def organisation(self, row: Row) -> str:
        """Tell of an organisation that the reader may see, and give its id."""
        told = {"prov:type": qualified("Organization", "prov"), "prov:label": row["organisation_title"]}
        self._record("agent", name_of(row["organisation"]), told)
        return str(row["organisation"])

    def person(self, row: Row) -> str:
        """Tell of a person whom the reader may see, and give the id; empty for anybody else."""
        if not row.get("actor") or row["actor_name"] in ("", UNNAMED):
            return ""
        told = {"prov:type": qualified("Person", "prov"), "prov:label": row["actor_name"]}
        self._record("agent", name_of(row["actor"]), told)
        return str(row["actor"])

    def nameless(self, identity: str, called: str) -> str:
        """Tell of the author of something by what authors want to be called, and by no id."""
        agent = f"author-of-{identity}"
        self._record("agent", name_of(agent), {"prov:type": qualified("Person", "prov"), "prov:label": called})
        return agent

    def generated(self, entity: str, activity: str) -> None:
        """Say which activity made an entity."""
        self._relate("wasGeneratedBy", ("prov:entity", entity), ("prov:activity", activity), timed=activity)

    def invalidated(self, entity: str, activity: str) -> None:
        """Say which activity ended an entity."""
        self._relate("wasInvalidatedBy", ("prov:entity", entity), ("prov:activity", activity), timed=activity)

    def used(self, activity: str, entity: str) -> None:
        """Say what an activity used."""
        self._relate("used", ("prov:activity", activity), ("prov:entity", entity))

    def derived(self, entity: str, source: str, activity: str, more: Row) -> None:
        """Say what an entity was made from."""
        ends = (("prov:generatedEntity", entity), ("prov:usedEntity", source), ("prov:activity", activity))
        self._relate("wasDerivedFrom", *ends, more=more)

    def informed(self, activity: str, by: str, more: Row) -> None:
        """Say which activity led to another one."""
        self._relate("wasInformedBy", ("prov:informed", activity), ("prov:informant", by), more=more)

    def influenced(self, influencee: str, by: str, more: Row) -> None:
        """Say that something had to do with something else."""
        self._relate("wasInfluencedBy", ("prov:influencee", influencee), ("prov:influencer", by), more=more)

    def associated(self, activity: str, agent: str) -> None:
        """Say who did something."""
        self._relate("wasAssociatedWith", ("prov:activity", activity), ("prov:agent", agent))

    def attributed(self, entity: str, agent: str) -> None:
        """Say whose something is."""
        self._relate("wasAttributedTo", ("prov:entity", entity), ("prov:agent", agent))

    def acted_for(self, person: str, organisation: str) -> None:
        """Say for whom somebody acted."""
        self._relate("actedOnBehalfOf", ("prov:delegate", person), ("prov:responsible", organisation))

    def _relate(self, relation: str, *ends: tuple[str, str], more: Row | None = None, timed: str = "") -> None:
        told = {name: name_of(end) for name, end in ends}
        if timed:
            at = self._records["activity"][name_of(timed)].get("prov:startTime")
            told |= {"prov:time": at} if at else {}
        told |= {name: value for name, value in (more or {}).items() if value not in ("", None)}
        known = (relation, *map(str, told.items()))
        if known not in self._known:
            self._known.add(known)
            self._records.setdefault(relation, {})[f"_:{relation}{len(self._records.get(relation, {})) + 1}"] = told

    def _record(self, kind: str, name: str, told: Row) -> None:
        known = self._records.setdefault(kind, {}).setdefault(name, {})
        for key, value in told.items():
            if not value and value != 0:
                continue
            before = known.get(key)
            if before is None or key in ("prov:startTime", "prov:endTime"):
                known[key] = value
            elif value not in (values := before if isinstance(before, list) else [before]):
                known[key] = [*values, value]


def name_of(identity: str) -> str:
    """Write an id as a qualified name; the number of a paragraph stands behind a point."""
    return f"epex:{identity.replace(':', '.paragraph-')}"


def qualified(kind: str, prefix: str = "epex") -> Row:
    """Write a type as a qualified name."""
    return {"$": f"{prefix}:{kind.replace(' ', '_')}", "type": "prov:QUALIFIED_NAME"} if kind else {}


def _dated(day: str | None) -> Row | str:
    return {"$": day, "type": DATES[len(day)]} if day else ""
