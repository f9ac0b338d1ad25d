"""What everybody in the small network reads, and some of what only a few do: one of every subject, in order."""

from tests.rights.world import (
    BEN,
    CORA,
    DORA,
    EAST,
    EDDA,
    EVA,
    FAR,
    HANNA,
    MIRA,
    NORA,
    NORTH,
    RAFA,
    SOUTH,
    WEST,
    WIM,
    XENIA,
    YURI,
    Step,
)

QUESTIONS = """
name = "doors"
title = "Two questions about doors"
original = "en"
[[questions]]
key = "open"
en = "Which door was open?"
de = "Welche Tür stand offen?"
[[questions]]
key = "shut"
en = "Which door was shut?"
de = "Welche Tür blieb zu?"
"""
LISTENING = "They listen first, and they say so."
# It stands in a chapter as plain text, and is to be quoted from what is hidden.
YEARS = "It takes years until somebody talks."
DRAFT = """# Opening

Many began with **trust**.
^ {trust}, {round}

[[{quote}]]
"""
ROLES = ("coordinator", "practitioner", "editor", "reviewer", "evaluator", "data_protection_officer")
ALL_ROLES = " ".join(f"--role {role}" for role in ROLES)
WALKING = "--starts-on 2017-03-13 --ends-on 2017-03-15 --setting youth_work --place Oslo --place-precision city"
RATINGS = ("--rate", "environment.law=fits", "--rate", "population.needs=adapt", "--note", "environment.law=Walk in")

MEMBERS: tuple[Step, ...] = (
    ("south", MIRA, "organisation add --country XK --kind public_service --setting prison --name", SOUTH),
    ("west", MIRA, "organisation add --country BE --kind ngo --setting family_counselling --name", WEST),
    ("east", MIRA, "organisation add --country AT --kind ngo --setting exit_programme --name", EAST),
    ("far", MIRA, "organisation add --country TN --kind grassroots_volunteer --setting youth_work --name", FAR),
    ("", MIRA, "organisation revise --setting youth_work --language en --language no --shows", "Street walks", NORTH),
    ("", MIRA, "organisation revise --language en --language sq --wants", "Street walks at night", SOUTH),
    ("hanna", MIRA, "person add --organisation", NORTH, "--name-preference", "full_name", "--name", HANNA),
    ("nora", MIRA, "person add --organisation", NORTH, "--name", NORA),
    ("dora", MIRA, "person add --role data_protection_officer --organisation", NORTH, "--name", DORA),
    ("ben", MIRA, "person add --organisation", SOUTH, "--name-preference", "full_name", "--name", BEN),
    ("rafa", MIRA, "person add --role reviewer --organisation", SOUTH, "--name", RAFA),
    ("wim", MIRA, "person add --organisation", WEST, "--name", WIM),
    ("eva", MIRA, "person add --role evaluator --organisation", WEST, "--name", EVA),
    ("edda", MIRA, "person add --role editor --organisation", WEST, "--name", EDDA),
    ("yuri", MIRA, "person add --organisation", EAST, "--name", YURI),
    ("xenia", MIRA, "person add --organisation", FAR, "--name", XENIA),
    (
        "cora",
        MIRA,
        f"person add {ALL_ROLES} --organisation",
        FAR,
        "--name",
        CORA,
    ),
    ("", MIRA, "person revise --role coordinator", MIRA),
    ("one", MIRA, "year open 1 --purpose getting_to_know"),
    ("two", MIRA, "year open 2 --purpose practice_transfer"),
)
EXCHANGE: tuple[Step, ...] = (
    ("offer", HANNA, "match offer --setting youth_work --speak en --capacity 2 --year 1", "Street walks on Fridays"),
    ("need", BEN, "match need --speak en --year 1 --task", "Street walks at night", "Reaching young people"),
    ("match", MIRA, "match propose --year 1 --host", NORTH, "--visitor", SOUTH, "--reason", "Both walk"),
    ("", HANNA, "match accept", "{match}"),
    ("", BEN, "match accept", "{match}"),
    ("waiting", MIRA, "match propose --year 2 --host", SOUTH, "--visitor", WEST, "--reason", "They asked"),
    ("parents", HANNA, "challenge state --setting youth_work --language en", "How do we involve parents?"),
    ("", BEN, "challenge share", "{parents}"),
    (
        "walk",
        MIRA,
        f"visit plan --match {{match}} {WALKING} --matched-on {{parents}} --objectives",
        "Learn how trust begins",
        "--visitor",
        BEN,
        "--host-person",
        HANNA,
        "Street work",
    ),
    ("", MIRA, "visit agree {walk} --work-plan", "Three evenings"),
    ("", MIRA, "visit prepare {walk}"),
    ("", MIRA, "visit start {walk} --on 2017-03-13"),
    ("", MIRA, "visit complete {walk} --on 2017-03-15"),
    ("", MIRA, "visit monitor {walk} --unexpected", "Nobody slept", "They know each other"),
    (
        "night",
        MIRA,
        "visit plan --year 2 --starts-on 2018-03-05 --ends-on 2018-03-07 --setting exit_programme --host",
        EAST,
        "--visitor",
        XENIA,
        "--host-person",
        YURI,
        "Night shift",
    ),
    ("plenary", MIRA, "meeting hold --held-on 2017-06-01 --place Oslo --attended", HANNA, "Plenary in Oslo"),
    ("doors", MIRA, "questions add -", QUESTIONS),
    ("shelter", MIRA, "thesaurus add --broader community", "night shelter"),
    ("", WIM, "search trust tea evening --save", "Evenings"),
    ("", HANNA, "search trust tea evening --save", "Beginnings"),
    (
        "visited",
        BEN,
        "reflection record {walk} --occurred-on 2017-03-20 --language en --visibility network --answer",
        f"how={LISTENING} Tea.",
    ),
    (
        "hosted",
        HANNA,
        "reflection record {walk} --occurred-on 2017-03-21 --language no --answer",
        "how=Vi lytter først.",
    ),
    ("", MIRA, "reflection translate {visited} --language de --answer", "how=Sie hören zuerst zu. Tee."),
)
LEARNING: tuple[Step, ...] = (
    (
        "round",
        HANNA,
        "element identify --setting youth_work --language en --risks",
        "It stops when one falls ill",
        "--core",
        "The same two walk every Friday.",
        "Evening round",
    ),
    ("tea", BEN, "element identify --language en --core", "A cup before a word.", "Tea first"),
    ("pot", BEN, "element identify --language en --core", "A pot on the table.", "Tea pot"),
    ("call", YURI, "element identify --language en --core", "Somebody answers at night.", "Night call"),
    ("", YURI, "element label {call} shared"),
    ("", HANNA, "element link {round} {visited} --quote", LISTENING),
    ("", HANNA, "element note-condition {round}", "Two who stay"),
    ("", HANNA, "element label {round} shared"),
    ("", HANNA, "element request-review {round} --reviewer", RAFA),
    ("", RAFA, "element review {round} --outcome confirmed", "Clear and honest"),
    ("", BEN, "element merge {pot} --into {tea} --reason", "The same"),
    ("", BEN, "challenge link {parents} {visited} --stance nuances"),
    ("trust", MIRA, "theme propose --challenge {parents} --definition", "Trust comes before content", "Trust"),
    ("", MIRA, "theme link {trust} {visited} --quote", LISTENING),
    ("", MIRA, "theme link {trust} {round} --stance nuances"),
    ("", MIRA, "theme discuss {trust} --forum {plenary} --reason", "Many said so"),
    ("", MIRA, "theme adopt {trust} --forum {plenary} --for 1 --against 0 --reason", "Four visits"),
    ("patience", MIRA, "theme propose --definition", "It takes years", "Patience"),
    ("", MIRA, "theme link {patience} {tea}"),
    ("moved", BEN, "transfer consider {round} --to", SOUTH, "--reason", "They asked"),
    ("", HANNA, "transfer compare {moved} --side source", *RATINGS),
    ("", BEN, "transfer compare {moved} --side receiving", *RATINGS),
    ("", BEN, "transfer anticipate {moved} --decision try --reason", "Two want to", "--barrier", "Shifts"),
    ("", BEN, "transfer pilot {moved} --starts-on 2017-09 --ends-on 2017-12"),
    ("poured", WIM, "transfer consider {tea} --to", WEST, "--reason", "It is cheap"),
)
EVALUATION: tuple[Step, ...] = (
    (
        "heard",
        EVA,
        "interview record --occurred-on 2017-05-02 --year 1 --language en --person",
        BEN,
        "Nobody tells the officers why.",
    ),
    ("found", EVA, "finding state --year 1 --kind what_does_not --evidence {round}", "Officers are left out"),
    ("", EVA, "finding link {found} {heard} --quote", "Nobody tells the officers why."),
    (
        "cup",
        EVA,
        "story choose --about {round} --year 1 --considered 9 --teller",
        BEN,
        "--chosen-by",
        "Six of us",
        "--reason",
        "It is small",
        "The first cup",
        "He stayed for a cup.",
    ),
    ("", EVA, "story consent {cup}", "On paper"),
    ("", EVA, "story release {cup}"),
)
BOOK: tuple[Step, ...] = (
    ("book", EDDA, "publication open --language en --editor", EDDA, "What travels"),
    ("opening", EDDA, "chapter outline {book} --theme {trust} --writer", BEN, "Trust comes first"),
    ("quote", BEN, "quote propose {visited} --chapter {opening} --use attributed --quote", LISTENING),
    ("agreed", BEN, "consent ask {quote}"),
    ("", BEN, "consent give {agreed}"),
    ("", BEN, "chapter draft {opening}", DRAFT),
    ("", BEN, "chapter message {opening} --for practitioners", "Listen first"),
    ("fails", BEN, "chapter viewpoint {opening} --dissenting --title", "Twice it failed", "I saw it fail twice."),
    ("", EDDA, "chapter review {opening} --outcome accept"),
    ("", EDDA, "chapter approve {opening}"),
    ("", EDDA, "publication freeze {book}"),
    ("second", EDDA, "publication open --language en --number 2 --editor", EDDA, "What travels on"),
    ("closing", EDDA, "chapter outline {second} --theme {patience} --writer", BEN, "Patience last"),
    (
        "hers",
        BEN,
        "quote propose --visibility pair {hosted} --chapter {closing} --use anonymous --quote",
        "Vi lytter først.",
    ),
    ("", BEN, "chapter draft {closing}", f"{YEARS}\n^ {{patience}}, {{tea}}\n\n[[{{hers}}]]\n"),
    ("reuse", EDDA, "consent ask --scope training_reuse", BEN),
)
DESK: tuple[Step, ...] = (
    ("asked", BEN, "request receive --kind access", "All of it"),
    ("lost", BEN, "incident report --noticed-on 2017-03-14 --affects", HANNA, "A notebook was lost"),
    ("kept", DORA, "retention set incident --months 6 --reason", "By law"),
    ("", DORA, "retention set interview --months 6 --reason", "By law"),
    ("", DORA, "retention set reflection --months 6 --reason", "By law"),
    ("", DORA, "retention set person --months 6 --reason", "By law"),
)
SCENE = (*MEMBERS, *EXCHANGE, *LEARNING, *EVALUATION, *BOOK, *DESK)
