"""What is hidden from a reader: something of every subject, on things of its own and on things that everybody reads."""

from collections.abc import Sequence

from tests.rights.reading_scene import YEARS
from tests.rights.world import BEN, CORA, DORA, EAST, EVA, FAR, HANNA, MIRA, NORTH, SOUTH, WEST, WIM, XENIA, YURI, Step

# Words that stand in hidden texts and nowhere else; a search for them finds nothing.
UNHEARD = "quicksilver"
WORDS = f"The {UNHEARD} confessed in Kufstein to {WIM}, {BEN}, {HANNA} and {MIRA}."
DRAFT = f"The {UNHEARD} wrote this.\n^ {{trust}}, {{cave}}\n"
STALE = "--review-by 2017-01-01 --occurred-on 2016-12-01"
GRID = ("--rate", "environment.law=blocks", "--note", f"environment.law={WORDS}")

# What is about somebody's own words, request or report is told to them, whatever its label.
TOLD = {
    BEN: ("{visited} --chapter", "{asked}", "{lost}", "anonymous_quote"),
    HANNA: ("anonymous_quote",),
    DORA: ("anonymous_quote",),
}
# On what only its own people see.
NEW: tuple[Step, ...] = (
    ("house", CORA, "organisation add --country AT --kind ngo --setting prison --name", f"House {UNHEARD}"),
    ("twin", CORA, "organisation add --country FR --kind ngo --name", WEST),
    ("ghost", CORA, "person add --role editor --organisation", FAR, "--name", f"Gus {UNHEARD}"),
    ("namesake", CORA, "person add --organisation", NORTH, "--name", WIM),
    ("three", CORA, "year open 3 --purpose publication"),
    ("tour", CORA, "match offer --setting youth_work --speak en --capacity 1 --year 1 --organisation", NORTH, WORDS),
    ("lack", CORA, "match need --speak en --year 1 --organisation", SOUTH, "--task", WORDS, "Street walks at night"),
    ("couple", CORA, "match propose --year 2 --host", NORTH, "--visitor", "{west}", "--reason", WORDS),
    ("", CORA, "match accept {couple} --side host"),
    ("outing", CORA, "visit plan --year 2 --host", EAST, "--visitor", XENIA, "--place", UNHEARD, "Night shift"),
    ("", CORA, "visit plan --visibility private --year 2 --host", NORTH, "--visitor", BEN, f"Outing {UNHEARD}"),
    ("worry", CORA, "challenge state --setting youth_work --organisation", NORTH, "How do we involve parents?"),
    ("cave", CORA, "challenge state --organisation", SOUTH, WORDS),
    ("", CORA, "challenge share {cave} --organisation", NORTH),
    (
        "camp",
        CORA,
        "meeting hold --visibility private --held-on 2018-01-10 --attended",
        CORA,
        "--minutes",
        WORDS,
        "Plenary in Oslo",
    ),
    ("stroll", CORA, "element identify --organisation", NORTH, "--core", WORDS, "Evening round"),
    ("", CORA, "element link {stroll} {visited}"),
    ("", CORA, "element link {stroll} {walk}"),
    ("kettle", CORA, "element identify --organisation", SOUTH, "--core", WORDS, f"Kettle {UNHEARD}"),
    ("doubt", CORA, "theme propose --challenge {parents} --definition", WORDS, "Trust"),
    ("", CORA, "theme link {doubt} {visited} --quote", "They listen first"),
    ("", CORA, "theme link {doubt} {round}"),
    ("", CORA, "theme discuss {doubt} --forum {plenary} --reason", WORDS),
    ("", CORA, "theme adopt {doubt} --forum {plenary} --for 1 --against 0 --reason", WORDS),
    ("carried", CORA, "transfer consider {round} --to {west} --reason", WORDS),
    ("brought", CORA, "transfer consider {kettle} --to", NORTH, "--reason", WORDS),
    ("verdict", CORA, "finding state --year 1 --kind change --evidence {trust}", WORDS),
    ("cabin", CORA, "publication open --language en --number 3 --editor", CORA, f"Book {UNHEARD}"),
    ("crypt", CORA, "chapter outline {second} --theme {trust}", "Trust comes first"),
    ("vault", CORA, "chapter outline {cabin} --theme {doubt} --writer", HANNA, f"Chapter {UNHEARD}"),
    ("", CORA, "chapter draft {vault}", DRAFT),
    ("", CORA, "chapter message {vault} --for practitioners", WORDS),
    ("mine", CORA, "chapter viewpoint {vault} --title", f"View {UNHEARD}", WORDS),
    ("plea", CORA, "consent ask --scope training_reuse", XENIA),
    # Words of hers stand in a chapter, and nobody else is to know whose they are.
    ("nod", CORA, "consent ask --visibility private --scope anonymous_quote", HANNA),
    ("", HANNA, "consent refuse --visibility private {nod}"),
    ("leak", CORA, "incident report --noticed-on 2017-03-14 --affects", HANNA, f"Lost {UNHEARD}", WORDS),
    ("", CORA, "incident assess {leak} --risk high --tell people --tell authority --reason", WORDS),
    ("claim", CORA, "request receive --kind erasure --person", XENIA, WORDS),
    ("den", CORA, "thesaurus add --broader {shelter} --related prison --note", WORDS, f"den of {UNHEARD}"),
    ("rule", CORA, "retention set story --months 1 --reason", WORDS),
)
# On what others see as well. Left out is what by its nature takes effect for all, whatever its label: a release,
# consent given or taken back, the outcome of a peer review, words withdrawn or erased, and what is kept longer.
ON_WHAT_IS_SEEN: tuple[Step, ...] = (
    ("", CORA, "organisation revise --country DE --short-name", UNHEARD, "--shows", "Cold water", SOUTH),
    ("", CORA, "organisation revise --wants", "Street walks at night", "{west}"),
    ("", CORA, "person revise --name", f"Yuri {UNHEARD}", "--contact", WORDS, "--role", "editor", YURI),
    ("", CORA, "person move --organisation", EAST, XENIA),
    ("", CORA, "match accept {waiting} --side host"),
    ("", CORA, "match decline {waiting} --side visitor --reason", WORDS),
    ("", CORA, "match withdraw {offer} --reason", WORDS),
    ("", CORA, "challenge share {parents} --organisation", FAR),
    ("", CORA, "challenge link {parents} {walk} --note", WORDS),
    ("", CORA, "challenge unlink {parents} {visited} --reason", WORDS),
    ("", CORA, "visit agree {night} --starts-on 2018-02-05 --ends-on 2018-02-07 --objectives", WORDS),
    ("", CORA, "visit prepare {night}"),
    ("", CORA, "visit start {night} --on 2018-02-05"),
    ("", CORA, "visit complete {night} --on 2018-02-07"),
    ("", CORA, "visit monitor {night} --unexpected", WORDS, "It held"),
    ("", CORA, "visit correct {night} --setting prison --title", f"Night {UNHEARD}", "--reason", WORDS),
    ("", CORA, "visit correct --visibility private {walk} --year 2 --place", UNHEARD, "--reason", WORDS),
    ("", CORA, "meeting correct {plenary} --held-on 2017-06-02 --attended", XENIA, "--minutes", WORDS, "--reason", "A"),
    ("", CORA, f"element describe {{round}} --setting prison {STALE} --core", WORDS),
    ("", CORA, "element note-condition {round}", WORDS),
    ("", CORA, "element link {round} {night} --note", WORDS),
    ("", CORA, "element unlink {round} {visited} --reason", WORDS),
    ("", CORA, f"element label {{tea}} shared {STALE} --reason", WORDS),
    ("", CORA, "element merge {stroll} --into {tea} --reason", WORDS),
    ("", CORA, "element retire {round} --reason", WORDS),
    ("", CORA, "theme link {patience} {visited} --note", WORDS),
    ("", CORA, "theme unlink {patience} {tea} --reason", WORDS),
    ("", CORA, "theme discuss {patience} --forum {plenary} --reason", WORDS),
    ("", CORA, "theme rename {trust} --forum {plenary} --reason", WORDS, f"Trust {UNHEARD}"),
    ("", CORA, "theme merge {patience} --into {trust} --forum {plenary} --reason", WORDS),
    ("", CORA, "theme unlink {trust} {round} --reason", WORDS),
    ("", CORA, "theme split {trust} --into", f"Half {UNHEARD}", "--into", "Patience", "--reason", WORDS),
    ("", CORA, "transfer compare {poured} --side source", *GRID),
    ("", CORA, "transfer compare {poured} --side receiving", *GRID),
    ("", CORA, "transfer anticipate {poured} --decision try --next-review 2017 --reason", WORDS, "--barrier", WORDS),
    ("", CORA, "transfer adapt {poured}", WORDS),
    ("", CORA, "transfer pilot {poured} --starts-on 2017-09 --ends-on 2017-10 --fidelity", WORDS),
    ("", CORA, "transfer evaluate {poured} --value-cycle applied --next-review 2017-12", WORDS),
    ("", CORA, "transfer sustain {poured} --reason", WORDS),
    ("", CORA, "transfer abandon {moved} --failure", WORDS, "--reason", WORDS),
    ("", CORA, "finding link {found} {trust} --note", WORDS),
    ("", CORA, "finding revise {found} --reason", "Why", WORDS),
    ("", CORA, "finding unlink {found} {round} --reason", WORDS),
    ("", CORA, "finding retract {found} --reason", WORDS),
    ("", CORA, "publication publish {book} --on 2018-02 --place", UNHEARD),
    ("", CORA, "publication erratum {book}", WORDS),
    ("", CORA, "incident assess {lost} --risk low --tell people --reason", WORDS),
    ("", CORA, "request extend {asked} --reason", WORDS),
    ("", CORA, "retention lift person --reason", WORDS),
    ("", CORA, "retention set incident --months 240 --reason", WORDS),
    ("", CORA, "organisation leave", EAST, "--reason", WORDS),
)
# What is confided to the evaluation has its own label.
CONFIDED: tuple[Step, ...] = (
    ("secret", CORA, "interview record --occurred-on 2017-05-02 --year 1 --language en --person", HANNA, WORDS),
    ("", CORA, "interview revise {heard} --reason", "A name", WORDS),
    ("", CORA, "finding link {found} {secret} --quote", WORDS),
    (
        "tale",
        CORA,
        "story choose --about {tea} --year 1 --chosen-by Us --teller",
        HANNA,
        "--reason",
        WORDS,
        f"A tale of {UNHEARD}",
        WORDS,
    ),
)
# Reflections, quotes of them and reviews have readers of their own.
REFLECTED: tuple[Step, ...] = (
    (
        "diary",
        CORA,
        "reflection record {camp} --visibility private --language en --answer",
        f"how={WORDS}",
        "--answer",
        f"why={YEARS}",
    ),
    ("echo", CORA, "quote propose --visibility private {diary} --chapter {closing} --use anonymous --quote", YEARS),
    ("", CORA, "reflection translate {diary} --language fr --answer", f"how=Le {UNHEARD} avoua."),
    ("", CORA, "element link --visibility private {tea} {diary} --quote", f"The {UNHEARD} confessed"),
    ("", CORA, "theme link --visibility private {patience} {diary}"),
    ("mantle", CORA, "quote propose --visibility private {visited} --chapter {closing} --use anonymous --quote Tea."),
    ("inquiry", CORA, "element request-review {call} --reviewer", XENIA),
    ("", HANNA, "reflection record --visibility private {plenary} --language en --answer", f"why={WORDS}"),
    ("", CORA, f"search {UNHEARD} tea --save", f"Watch {UNHEARD}"),
)
ON_VISITS: tuple[Step, ...] = (
    (
        "felt",
        HANNA,
        "reflection record --visibility private {walk} --follow-up 3 --language en --answer",
        f"why={WORDS}",
    ),
    (
        "noted",
        BEN,
        "reflection record --visibility private {walk} --follow-up 3 --language en --answer",
        f"why={WORDS}",
    ),
    ("dark", XENIA, "reflection record {night} --language en --answer", f"how={WORDS}"),
    ("late", YURI, "reflection record {night} --language en --answer", f"how={WORDS}"),
    ("", XENIA, "reflection revise {dark} --reason More --answer", f"how={WORDS} Twice."),
    ("whisper", XENIA, "quote propose {dark} --chapter {closing} --use anonymous --quote", WORDS),
    ("", XENIA, "consent ask {whisper}"),
    ("", XENIA, "element link --visibility pair {tea} {late} --quote", WORDS),
)
# What is taken back leaves no trace either.
GONE: tuple[Step, ...] = (
    ("", YURI, "reflection withdraw {late}"),
    ("", CORA, "interview withdraw {secret} --reason", WORDS),
    ("", CORA, "story withdraw {tale} --reason", WORDS),
    ("", CORA, "person erase {ghost} --ground", "Asked for it"),
)

# What begins something of its own, although it names something hidden.
BEGINNING = ("transfer consider", "chapter outline", "theme propose")
GOING_ON = tuple(key for key, *_ in (*NEW, *REFLECTED) if key)


def hidden_from(reader: str) -> list[tuple[Step, ...]]:
    """List what to record so that a reader sees none of it, each step with the labels that can be tried in turn."""
    labels = {DORA: ("evaluation",), EVA: ("private", "organisation")}.get(
        reader, ("private", "evaluation", "organisation")
    )
    new, seen = labelled(NEW, labels), labelled(ON_WHAT_IS_SEEN, labels)
    if reader == DORA:
        return [*new, *_as_they_are(CONFIDED), *seen]
    others = () if reader == EVA else CONFIDED
    gone = GONE[:1] if reader == EVA else GONE
    steps = [*new, *_as_they_are((*others, *REFLECTED)), *seen, *_as_they_are((*ON_VISITS, *gone))]
    return [tried for tried in steps if tried[0][1] != reader and not _tells(tried[0], reader)]


def labelled(steps: Sequence[Step], labels: Sequence[str]) -> list[tuple[Step, ...]]:
    """Give each step the labels in turn; what goes on with something hidden has its readers."""
    found = []
    for number, (key, who, text, *rest) in enumerate(steps):
        turned = [*labels[number % len(labels) :], *labels[: number % len(labels)]]
        # Some steps of a visit are for both of its sides at least.
        wider = [] if labels == ("evaluation",) else ["pair"]
        texts = dict.fromkeys(_with_label(text, label) for label in (*turned, *wider))
        found.append(tuple((key, who, each, *rest) for each in texts))
    return found


def _tells(step: Step, reader: str) -> bool:
    return any(thing in step[2] for thing in TOLD.get(reader, ()))


def _as_they_are(steps: Sequence[Step]) -> list[tuple[Step, ...]]:
    return [(step,) for step in steps]


def _with_label(text: str, label: str) -> str:
    if any(f"{{{name}}}" in text for name in GOING_ON if not text.startswith(BEGINNING)):
        return text
    if "--visibility" in text:
        return text.replace("private", label) if label == "evaluation" else text
    subject, act, *rest = text.split()
    return " ".join((subject, act, "--visibility", label, *rest))
