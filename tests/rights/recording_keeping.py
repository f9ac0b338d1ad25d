"""Who may record what about publications and personal data, and who looks after the base."""

from tests.rights.recording_right import (
    COORDINATOR,
    EDITOR,
    EDITORIAL,
    EVALUATOR,
    EVERYBODY,
    HOST,
    OFFICER,
    PROPOSERS,
    REVIEWER,
    VISITOR,
    Right,
    right,
)

ELSEWHERE = frozenset({"elsewhere"})
WHY = '--reason "We spoke of it."'
ON_PAPER = '--on-paper --reason "In the blue folder."'
QUOTE = '{reflection} --quote "They listen first" --chapter {chapter} --use anonymous'

PUBLICATIONS: tuple[Right, ...] = (
    right("publication open", EDITORIAL, '"What stays"'),
    right("publication freeze", EDITOR, "{publication_ready}"),
    right("publication publish", EDITOR, "{publication_frozen} --on 2018-06-01"),
    right("publication erratum", EDITOR, '{publication_frozen} "A slip."'),
    right("chapter outline", EDITORIAL, '{publication} "Tea" --theme {theme}'),
    right("chapter draft", EDITOR | VISITOR, '{chapter} "Tea comes first."', "that names the visitor as writer"),
    right(
        "chapter message",
        EDITORIAL | VISITOR,
        '{chapter} "Fund it." --for ministries',
        "that names the visitor as writer",
    ),
    right(
        "chapter review",
        EDITORIAL | REVIEWER | HOST | ELSEWHERE,
        "{chapter} --outcome accept",
        "that the visitor drafted",
    ),
    right("chapter approve", EDITORIAL, "{chapter_accepted}", "that somebody else drafted"),
    *(
        row
        for command in ("chapter viewpoint", "viewpoint write")
        for row in (
            right(command, PROPOSERS, '{chapter} "I saw it fail."', "one's own"),
            right(command, EDITORIAL | VISITOR, '{chapter} "I saw it fail." --signed-by {visitor}', "the visitor's"),
        )
    ),
    right("viewpoint sign", VISITOR, "{viewpoint}", "the visitor's"),
    right("viewpoint withdraw", VISITOR, "{viewpoint}", "the visitor's"),
    right("quote propose", PROPOSERS, QUOTE, "the visitor's words"),
    right("quote withdraw", EDITORIAL | VISITOR, f"{{quote}} {WHY}", "the visitor's words"),
    right("consent ask", PROPOSERS | OFFICER | EVALUATOR, "{quote}", "for the visitor's words"),
    right("consent give", VISITOR, "{consent_asked}", "by the visitor"),
    right("consent refuse", VISITOR, "{consent_asked}", "by the visitor"),
    right("consent withdraw", VISITOR, "{consent_given}", "by the visitor"),
    *(
        right(f"consent {answer}", OFFICER | VISITOR, f"{which} {ON_PAPER}", "by the visitor, on paper")
        for answer, which in {
            "give": "{consent_asked}",
            "refuse": "{consent_asked}",
            "withdraw": "{consent_given}",
        }.items()
    ),
)

PROTECTION: tuple[Right, ...] = (
    right("request receive", EVERYBODY, '"All of it" --kind access', "one's own"),
    right("request receive", COORDINATOR | OFFICER | VISITOR, "--kind access --person {visitor}", "the visitor's"),
    right("request extend", OFFICER, f"{{request}} {WHY}"),
    right("request answer", OFFICER, '{request} "Sent on paper."'),
    right("request refuse", OFFICER, f"{{request}} {WHY}"),
    right("incident report", EVERYBODY, '"A notebook was left on a train"'),
    right("incident assess", OFFICER, f"{{incident}} --risk low {WHY}"),
    right("incident notify", OFFICER, "{incident_assessed} --told people"),
    right("incident close", OFFICER, '{incident_told} "Notebooks are encrypted."'),
    right("retention set", OFFICER, f"interview --months 36 {WHY}"),
    right("retention extend", OFFICER, f"{{reflection}} --until 2999 {WHY}"),
    right("retention lift", OFFICER, f"reflection {WHY}"),
    right("person erase", OFFICER, '{leaver} --ground "On request."'),
)

KEEPING: tuple[Right, ...] = (
    right("import", COORDINATOR, "{files}/texts.csv --kind reflections", "texts"),
    right("import", COORDINATOR | VISITOR, "{files}/challenges.csv --kind challenges", "the visitor's challenges"),
    right("import", EVALUATOR, "{files}/interviews.csv --kind interviews", "interviews"),
    right("import", COORDINATOR | OFFICER, "{files}/second.zip", "a bundle of another branch"),
    right("export", COORDINATOR | OFFICER, "--bundle {out}/bundle.zip --to {key}", "a bundle for another branch"),
    right("branch", COORDINATOR | OFFICER, "{out}/branch"),
    right("merge settle", COORDINATOR | OFFICER, f"{{held}} --drop {WHY}"),
    right("audit checkpoint", EVERYBODY, before="year open --purpose publication"),
    right("backup", EVERYBODY, "{out}/backup.zip"),
    right("keys backup", EVERYBODY, "{out}/keys.zip"),
    right("keys restore", EVERYBODY, "{files}/keys.zip", lost="keys/signing.key"),
    right("keys rotate", EVERYBODY),
    right("plugin enable", COORDINATOR, "weather"),
    right("plugin disable", COORDINATOR, "weather", before="plugin enable weather"),
)
