"""Who may record what about members, visits and reflections."""

from tests.rights.recording_right import (
    COORDINATOR,
    EDITORIAL,
    EVERYBODY,
    HOST,
    PROPOSERS,
    VISITOR,
    Right,
    right,
)

ELSEWHERE = frozenset({"elsewhere"})
NOBODY = frozenset[str]()
BOTH = "--visitor {visitor} --visitor {elsewhere}"
SIDES = HOST | VISITOR
PLAN = '"Day shift" --year 1 --host {host_home} --host-person {host} --visitor {visitor}'
SHORTER = '--answer "how=They listen." --reason "Shorter"'
ANSWER = '--answer "how=With tea, and with time." --language en'

MEMBERS: tuple[Right, ...] = (
    right("organisation add", COORDINATOR, '--name "Night School" --country SE --kind ngo'),
    right("organisation revise", EVERYBODY, "{own_home} --short-name Own", "one's own"),
    right("organisation revise", COORDINATOR | HOST, "{host_home} --short-name North", "the host's"),
    right("organisation leave", COORDINATOR, "{leaving}"),
    right("person add", COORDINATOR, '--name "Nils Ek" --organisation {host_home}'),
    right("person revise", EVERYBODY, "{own} --contact own@example.org", "oneself"),
    right("person revise", COORDINATOR | VISITOR, "{visitor} --contact ben@example.org", "the visitor"),
    right("person revise", COORDINATOR, "{visitor} --role practitioner --role editor", "the visitor's roles"),
    right("person move", COORDINATOR, "{leaver} --organisation {host_home}"),
    right("year open", COORDINATOR, "--purpose practice_transfer"),
)

MATCHES: tuple[Right, ...] = (
    right("match offer", EVERYBODY, '"What we do by day"', "for one's own organisation"),
    right("match offer", COORDINATOR | HOST, '"What we do by day" --organisation {host_home}', "for the host's"),
    right("match need", EVERYBODY, '"How others do it"', "for one's own organisation"),
    right("match need", COORDINATOR | VISITOR, '"How others do it" --organisation {visitor_home}', "for the visitor's"),
    right("match withdraw", COORDINATOR | HOST, "{offer}", "the host's offer"),
    right("match withdraw", COORDINATOR | VISITOR, "{need}", "the visitor's need"),
    right("match propose", COORDINATOR | SIDES, "--host {host_home} --visitor {visitor_home} --year 1"),
    right("match accept", COORDINATOR | SIDES, "{match}"),
    right("match accept", COORDINATOR | HOST, "{match} --side host", "for the host"),
    right("match decline", COORDINATOR | SIDES, '{match} --reason "No vetting in time"'),
)

VISITS: tuple[Right, ...] = (
    right("visit plan", COORDINATOR | SIDES, PLAN),
    right("visit agree", COORDINATOR | SIDES, "{visit_planned}"),
    right("visit agree", COORDINATOR | HOST, "{visit_planned} --signed-for host", "signed for the host"),
    right("visit sign", COORDINATOR | VISITOR, "{visit_agreed} --signed-for visitor", "for the visitor"),
    right("visit prepare", COORDINATOR | SIDES, "{visit_agreed}"),
    right("visit start", COORDINATOR | SIDES, "{visit_prepared} --on 2017-03-13"),
    right("visit complete", COORDINATOR | SIDES, "{visit_started} --on 2017-03-17"),
    right("visit monitor", COORDINATOR | SIDES, '{visit_completed} "Two now work with parents"'),
    right("visit postpone", COORDINATOR | SIDES, '{visit_planned} --reason "The host is ill"'),
    right("visit cancel", COORDINATOR | SIDES, '{visit_planned} --reason "No access"'),
    right("visit correct", COORDINATOR | SIDES, '{visit_planned} --starts-on 2017-03 --reason "A slip"'),
    right("visit correct", NOBODY, "{visit_planned} --host-person {elsewhere} --reason Slip", "with a host of no side"),
    right("visit correct", NOBODY, f"{{visit_told}} {BOTH} --reason Slip", "with another visitor, after a reflection"),
    right("meeting hold", EDITORIAL, '"Steering" --kind steering --held-on 2017-04'),
    right("meeting correct", EDITORIAL, '{meeting} --held-on 2017-04 --reason "A slip"'),
)

REFLECTIONS: tuple[Right, ...] = (
    right("reflection record", SIDES, f"{{visit_completed}} {ANSWER}", "one's own"),
    right(
        "reflection record",
        COORDINATOR | VISITOR,
        f"{{visit_completed}} {ANSWER} --author {{visitor}}",
        "the visitor's",
    ),
    right("reflection revise", VISITOR, f"{{reflection}} {SHORTER}", "the author's own"),
    right(
        "reflection revise", COORDINATOR | VISITOR, f"{{reflection_typed}} {SHORTER}", "that the coordinator typed in"
    ),
    right("reflection translate", PROPOSERS, '{reflection} --language de --answer "how=Zuerst hören sie zu."'),
    right("reflection translate", VISITOR | ELSEWHERE, "{reflection} --language no --confirm", "vouched for"),
    right("reflection release", VISITOR, "{reflection} --visibility public"),
    right("reflection keep", VISITOR, "{reflection}"),
    right("reflection withdraw", VISITOR, "{reflection}"),
    right("reflection withdraw", HOST, "{closed}", "one that few may read"),
    right("questions add", COORDINATOR, "{files}/street.toml"),
    right("questions adopt", COORDINATOR, "gibbs"),
    right("questions sign", COORDINATOR | HOST | ELSEWHERE, "epex --language no", "in a language that one works in"),
    right("form import", COORDINATOR | VISITOR, "{files}/form.txt", "the visitor's"),
)
