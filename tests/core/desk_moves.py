"""Moves at the data protection officer's desk, and with searches that people save for themselves."""

from epex.core import incident, request, retention, search
from tests.core.life import DATES, WORDS, Move

REQUEST: list[Move] = [
    lambda life: request.receive(
        life.new("request"),
        life.any("person").id,
        life.one(request.KINDS),
        text=life.words(),
        received_on=life.one(DATES),
        by=life.actor(),
    ),
    lambda life: request.extend(life.any("request"), life.words(), by=life.actor()),
    lambda life: request.answer(life.any("request"), life.words(), by=life.actor()),
    lambda life: request.refuse(life.any("request"), life.words(), by=life.actor()),
]
INCIDENT: list[Move] = [
    lambda life: incident.report(
        life.new("incident"),
        life.words(),
        what=life.words(),
        noticed_on=life.one(DATES),
        happened_on=life.one(DATES),
        affected=life.some(life.ids("person")),
        by=life.actor(),
    ),
    lambda life: incident.assess(
        life.any("incident"),
        life.one(incident.RISKS),
        life.words(),
        to_tell=life.some(incident.TOLD),
        by=life.actor(),
    ),
    lambda life: incident.notify(
        life.any("incident"), life.one(incident.TOLD), life.one(DATES), note=life.words(), by=life.actor()
    ),
    lambda life: incident.close(life.any("incident"), life.words(), by=life.actor()),
]
RETENTION: list[Move] = [
    lambda life: retention.set(
        life.any("retention"), life.one(retention.KINDS), life.one([36, 0]), life.words(), by=life.actor()
    ),
    lambda life: retention.extend(
        life.any("retention"), life.any("reflection").id, life.one(DATES), life.words(), by=life.actor()
    ),
    lambda life: retention.lift(life.any("retention"), life.words(), by=life.actor()),
]
SEARCH: list[Move] = [
    lambda life: search.save(
        life.new("search"),
        life.words(),
        search.Question(query=life.words(), language="no", options={"kind": life.some(["theme", "visit"])}),
        search.Look(life.one([0, 7]), life.some(["network", "private:person-0"])),
        life.some(WORDS),
        by=life.actor(),
    ),
    lambda life: search.see(life.any("search"), search.Look(life.one([1, 9])), by=life.actor()),
    lambda life: search.remove(life.any("search"), by=life.actor()),
]
