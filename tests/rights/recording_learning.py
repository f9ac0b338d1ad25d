"""Who may record what about challenges, elements, themes, transfers and the evaluation."""

from tests.rights.recording_right import (
    COORDINATOR,
    EDITORIAL,
    ELSEWHERE,
    EVALUATOR,
    EVERYBODY,
    HOST,
    PROPOSERS,
    REVIEWER,
    VISITOR,
    Right,
    right,
)

WHY = '--reason "We spoke of it."'
OWNERS = EDITORIAL | HOST
DECIDED = {
    "discuss": "{theme}",
    "adopt": "{theme_discussed}",
    "park": "{theme}",
    "reject": "{theme}",
    "reopen": "{theme_parked}",
    "retire": "{theme_adopted}",
    "rename": '{theme} "Trust first"',
    "merge": "{theme} --into {theme_other}",
    "split": '{theme} --into "In prison" --into "After release"',
}

CHALLENGES: tuple[Right, ...] = (
    right("challenge state", EVERYBODY, '"How do we end it well?"', "for one's own organisation"),
    right("challenge state", COORDINATOR | HOST, '"How do we end it?" --organisation {host_home}', "for the host's"),
    right("challenge state", EVALUATOR, '"How do we end it?" --visibility evaluation', "for evaluators to read"),
    right("challenge share", COORDINATOR | VISITOR, "{challenge} --organisation {visitor_home}", "for the visitor's"),
    right("challenge link", PROPOSERS, "{challenge} {visit_told}"),
    right("challenge unlink", OWNERS, f"{{challenge}} {{reflection}} {WHY}", "the host's"),
)

THESAURUS: tuple[Right, ...] = (
    right("thesaurus add", EDITORIAL, '"night shelter"'),
    right("thesaurus label", EDITORIAL, "prison Knast --language de"),
    right("thesaurus unlabel", EDITORIAL, "prison jail"),
    right("thesaurus note", EDITORIAL, 'exit "Leaving a group"'),
    right("thesaurus relate", EDITORIAL, "school community"),
    right("thesaurus unrelate", EDITORIAL, "prison probation"),
    right("thesaurus sign", COORDINATOR | HOST | ELSEWHERE, "prison --language no", "in a language that one works in"),
    right("thesaurus remove", EDITORIAL, 'coaching --reason "Nobody here does"'),
    right("thesaurus reopen", EDITORIAL, "coaching", before=f"thesaurus remove coaching {WHY}"),
    right("thesaurus import", EDITORIAL, "{files}/thesaurus.ttl"),
)

SEARCHES: tuple[Right, ...] = (
    right("search", EVERYBODY, "trust --save Beginnings", "that one saves"),
    right("search", HOST, "--saved Evenings", "that the host saved, when something is new"),
    right("searches remove", HOST, "{search}", "that the host saved"),
)

ELEMENTS: tuple[Right, ...] = (
    right("element identify", EVERYBODY, '"Tea" --core "Tea before talk."', "of one's own organisation"),
    right("element identify", OWNERS, '"Tea" --core "Tea before talk." --organisation {host_home}', "of the host's"),
    right("element describe", OWNERS, '{element} --risks "It stops when one is ill."', "of the host's"),
    right("element link", PROPOSERS, "{element} {visit_told}"),
    right("element unlink", EDITORIAL | HOST, f"{{element}} {{reflection}} {WHY}", "that the host linked"),
    right("element note-condition", PROPOSERS, '{element} "The police has to agree."'),
    right("element label", OWNERS, f"{{element}} inspiring {WHY}", "of the host's"),
    right("element request-review", OWNERS, "{element} --reviewer {reviewer}", "of the host's"),
    right("element agree-review", COORDINATOR | HOST, f"{{element_asked}} {WHY}", "of the host's"),
    right("element decline-review", COORDINATOR | HOST | REVIEWER, f"{{element_asked}} {WHY}", "of the host's"),
    right("element review", REVIEWER, '{element_reviewed} "It holds." --outcome confirmed', "by who was asked"),
    right("element merge", OWNERS, f"{{element}} --into {{element_twin}} {WHY}", "of the host's"),
    right("element retire", OWNERS, f"{{element}} {WHY}", "of the host's"),
    right(
        "element reopen",
        OWNERS,
        f"{{element_twin}} {WHY}",
        "of the host's",
        before=f'element retire "Round twin" {WHY}',
    ),
)

THEMES: tuple[Right, ...] = (
    right("theme propose", PROPOSERS, '"Tea before talk"'),
    right("theme link", PROPOSERS, "{theme} {element}"),
    right("theme unlink", EDITORIAL | ELSEWHERE, f"{{theme}} {{challenge}} {WHY}", "that somebody elsewhere linked"),
    *(right(f"theme {step}", EDITORIAL, f"{arguments} {WHY}") for step, arguments in DECIDED.items()),
)

RECEIVED = COORDINATOR | VISITOR
RECEIVING = "by the visitor's organisation"
TRANSFERS: tuple[Right, ...] = (
    right(
        "transfer consider",
        COORDINATOR | HOST | VISITOR,
        "{element_twin} --to {visitor_home}",
        "from the host to the visitor",
    ),
    right(
        "transfer compare",
        COORDINATOR | HOST,
        "{transfer_considered} --side source --rate environment.law=fits",
        "the host's grid",
    ),
    right(
        "transfer compare",
        RECEIVED,
        "{transfer_considered} --side receiving --rate environment.law=fits",
        "the visitor's grid",
    ),
    right("transfer anticipate", RECEIVED, f"{{transfer_compared}} --decision try {WHY}", RECEIVING),
    right("transfer adapt", RECEIVED, '{transfer_anticipated} "On Saturdays"', RECEIVING),
    right("transfer pilot", RECEIVED, "{transfer_anticipated}", RECEIVING),
    right("transfer evaluate", RECEIVED, '{transfer_piloted} "Nobody came." --result failed', RECEIVING),
    right("transfer sustain", RECEIVED, "{transfer_evaluated}", RECEIVING),
    right("transfer change", RECEIVED, f"{{transfer_evaluated}} {WHY}", RECEIVING),
    right("transfer abandon", RECEIVED, f"{{transfer_considered}} {WHY}", RECEIVING),
)

EVALUATION: tuple[Right, ...] = (
    right("interview record", EVALUATOR, '"We tried tea." --year 1'),
    right("interview revise", EVALUATOR, f'{{interview}} "We tried." {WHY}'),
    right("interview withdraw", EVALUATOR, "{interview}"),
    right("finding state", EVALUATOR, '"Tea helps" --kind what_works --year 1'),
    right("finding revise", EVALUATOR, f'{{finding}} "Some are left out" {WHY}'),
    right("finding link", EVALUATOR, "{finding} {challenge}"),
    right("finding unlink", EVALUATOR, f"{{finding}} {{element}} {WHY}"),
    right("finding retract", EVALUATOR, f"{{finding}} {WHY}"),
    right("story choose", EVALUATOR, f'"The second cup" "She stayed." --about {{element}} --year 1 {WHY}'),
    right("story consent", EVALUATOR, '{story} "On the phone." --refused'),
    right("story release", EVALUATOR, "{story}"),
    right("story withdraw", EVALUATOR, "{story}"),
)
