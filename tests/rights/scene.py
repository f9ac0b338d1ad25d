"""One base with a person of each role, in which every recording command is possible for somebody."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from epex.core.vocabulary import TRANSFER_LEVELS
from tests.app.test_forms import filled
from tests.commands.running import Epex
from tests.rights.world import as_in_older_logs

# Each is of an organisation of their own; what happens is between the host and the visitor.
PEOPLE = {
    "coordinator": "Clara Winter",
    "host": "Hanna Vik",
    "visitor": "Ben Okafor",
    "elsewhere": "Emil Roth",
    "evaluator": "Eva Lind",
    "editor": "Ida Blom",
    "reviewer": "Rita Moreau",
    "officer": "Olaf Berg",
}
ROLES = {**dict.fromkeys(("host", "visitor", "elsewhere"), "practitioner"), "officer": "data_protection_officer"}
HOMES = {
    "coordinator": ("Coordination Office", "AT", "de"),
    "host": ("Youth House North", "NO", "no"),
    "visitor": ("Prison Service South", "XK", "sq"),
    "elsewhere": ("Street Work West", "DK", "no"),
    "evaluator": ("University East", "DE", "de"),
    "editor": ("Press House", "FR", "fr"),
    "reviewer": ("Peer Institute", "NL", "nl"),
    "officer": ("Trust Office", "BE", "nl"),
}
SIDES = ("--year", "1", "--host", "{host_home}", "--host-person", "{host}", "--visitor", "{visitor}")
WORDS = "They listen first, and they say so."
TRANSLATED = ("--translated", "Sie hören zuerst zu.", "--language", "de")
THESAURUS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/shelter> a skos:Concept ; skos:prefLabel "night shelter"@en .
"""
STREET = """
name = "street"
title = "Street work"
original = "en"

[[questions]]
key = "begin"
en = "How do you begin?"
"""
TEXTS = "id,text,language\n1,Nobody tells the officers why.,en\n"
CHALLENGES = f"id,text,organisation\n1,How do we keep in touch after release?,{HOMES['visitor'][0]}\n"


INTERVIEWS = "id,text,year\n1,We tried tea.,1\n"
TABLES = {
    "texts.csv": TEXTS,
    "challenges.csv": CHALLENGES,
    "interviews.csv": INTERVIEWS,
    "street.toml": STREET,
    "thesaurus.ttl": THESAURUS,
}
# Who records it, and what they type.
PRIVATE: dict[str, tuple[str, ...]] = {
    "offer": ("", "match", "offer", "What is hidden", "--organisation", "{host_home}"),
    "need": ("", "match", "need", "What is needed", "--organisation", "{visitor_home}"),
    "match": ("", "match", "propose", "--host", "{host_home}", "--visitor", "{visitor_home}", "--year", "1"),
    "visit": ("", "visit", "plan", "Hidden", *SIDES),
    "meeting": ("", "meeting", "hold", "Hidden", "--kind", "working", "--held-on", "2017-05"),
    "challenge": ("", "challenge", "state", "How do we hide?", "--organisation", "{host_home}"),
    "element": ("", "element", "identify", "Hidden", "--core", "Nobody sees.", "--organisation", "{host_home}"),
    "theme": ("", "theme", "propose", "Hidden"),
    "transfer": ("", "transfer", "consider", "{element_hidden}", "--to", "{visitor_home}"),
    "finding": ("evaluator", "finding", "state", "Hidden", "--kind", "change", "--year", "1"),
    "publication": ("", "publication", "open", "Hidden"),
    "chapter": ("", "chapter", "outline", "{publication_hidden}", "Hidden", "--theme", "{theme}"),
    "viewpoint": ("", "viewpoint", "write", "{chapter_hidden}", "I saw it fail.", "--signed-by", "{visitor}"),
}
# Few read these as they are.
NARROW = {"reflection": "closed", **{name: name for name in ("interview", "story", "request", "incident")}}
HIDDEN = frozenset({*PRIVATE, *NARROW, "quote", "consent", "search"})


@dataclass
class Scene:
    """The base, files to hand to commands beside it, and the ids of what there is."""

    folder: Path
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> Path:
        """Give the base's folder."""
        return self.folder / "base"

    @property
    def files(self) -> Path:
        """Give the folder of what commands read."""
        return self.folder / "files"

    @property
    def epex(self) -> Epex:
        """Give the program in this base."""
        return Epex(self.base)

    def record(self, name: str, by: str, *words: str) -> str:
        """Record something that the table speaks of by a name."""
        self.ids[name] = self.epex.record(*(word.format_map(self.ids) for word in words), acting_as=PEOPLE.get(by, ""))
        return self.ids[name]

    def steps(self, by: str, which: str, *steps: tuple[str, ...]) -> None:
        """Take something through several steps of its subject."""
        for step in steps:
            self.record("step", by, which.partition("_")[0], step[0], f"{{{which}}}", *step[1:])

    def save(self) -> Self:
        """Write the ids down, for another process to read."""
        (self.folder / "ids.json").write_text(json.dumps(self.ids), "utf-8")
        return self


def read(folder: Path) -> Scene:
    """Read a scene that was built before."""
    return Scene(folder, json.loads((folder / "ids.json").read_text("utf-8")))


def build(folder: Path) -> Scene:
    """Build the whole scene with the commands that people type."""
    scene = Scene(folder)
    scene.files.mkdir(parents=True)
    for part in (
        found,
        exchange,
        travel,
        learn,
        carry_over,
        evaluate,
        write_a_book,
        protect,
        hide,
        part_ways,
        write_files,
    ):
        part(scene)
    return scene.save()


def found(scene: Scene) -> None:
    """Let eight organisations join, with a person each, and two that only something is done about."""
    founding = ("--network", "Exchange", "--person", "Mira Holm", "--organisation", "Founders", "--country", "NO")
    assert scene.epex("init", str(scene.base), *founding).exit_code == 0
    for key, (name, country, language) in HOMES.items():
        profile = ("--country", country, "--kind", "ngo", "--language", language)
        scene.record(f"{key}_home", "", "organisation", "add", "--name", name, *profile)
        role = ("--organisation", name, "--role", ROLES.get(key, key))
        scene.record(key, "", "person", "add", "--name", PEOPLE[key], *role)
    scene.record("leaving", "", "organisation", "add", "--name", "Harbour", "--country", "IE", "--kind", "ngo")
    scene.record("leaver", "", "person", "add", "--name", "Lea Gone", "--organisation", "Harbour")
    scene.record("year", "", "year", "open", "--purpose", "getting_to_know")


def exchange(scene: Scene) -> None:
    """Offer, need and match; hold a meeting."""
    scene.record("offer", "host", "match", "offer", "How a street team works at night", "--capacity", "2")
    scene.record("need", "visitor", "match", "need", "How others end an accompaniment")
    scene.record("match", "", "match", "propose", "--host", "{host_home}", "--visitor", "{visitor_home}")
    attended = ("--attended", "{host}", "--attended", "{visitor}", "--minutes", "Much was said.")
    scene.record("meeting", "", "meeting", "hold", "Plenary", "--kind", "plenary", "--held-on", "2017-03", *attended)


def travel(scene: Scene) -> None:
    """Leave a visit at each stage, and let both sides look back on the last one."""
    stages = (("agree", "--signed-for", "host"), ("prepare",), ("start", "--on", "2017-03-13"), ("complete",))
    names = ("planned", "agreed", "prepared", "started", "completed", "told")
    for number, name in enumerate(names):
        scene.record(f"visit_{name}", "", "visit", "plan", f"Night shift {number}", *SIDES)
        scene.steps("", f"visit_{name}", *stages[:number])
    said = ("reflection", "record", "{visit_told}", "--answer")
    scene.record("closed", "host", *said, "how=We ask nobody twice.", "--language", "en")
    scene.record("reflection", "visitor", *said, f"how={WORDS}", "--language", "en")
    scene.steps("visitor", "reflection", ("release", "--visibility", "network"))
    typed = ("reflection", "record", "{meeting}", "--author", "{visitor}", "--answer", "how=Much was said.")
    scene.record("reflection_typed", "coordinator", *typed)
    scene.steps("visitor", "reflection_typed", ("release", "--visibility", "network"))
    translated = "how=De lytter først."
    scene.steps("host", "reflection", ("translate", "--language", "no", "--answer", translated))


def learn(scene: Scene) -> None:
    """Save a search; state a challenge, identify elements at several stages of a review, and decide on themes."""
    saved = scene.epex.answer("search", "evening", "round", "--save", "Evenings", acting_as=PEOPLE["host"])["saved"]
    scene.ids |= {"search": saved["id"], "search_hidden": saved["id"]}
    scene.record("challenge", "host", "challenge", "state", "How do we involve parents?")
    scene.steps("host", "challenge", ("link", "{reflection}"))
    for name in ("element", "element_asked", "element_reviewed", "element_twin"):
        scene.record(name, "host", "element", "identify", f"Round {name[8:]}", "--core", "The same two walk.")
        scene.steps("host", name, ("label", "shared"))
    scene.steps("host", "element", ("link", "{reflection}"))
    scene.steps("coordinator", "element_asked", ("request-review", "--reviewer", "{reviewer}"))
    scene.steps("host", "element_reviewed", ("request-review", "--reviewer", "{reviewer}"))
    for name in ("theme", "theme_discussed", "theme_adopted", "theme_parked", "theme_other", "theme_torn"):
        scene.record(name, "elsewhere", "theme", "propose", f"Trust {name[6:]}")
        scene.steps("elsewhere", name, ("link", "{challenge}"))
    judged = ("--reason", "We spoke of it.")
    scene.steps("", "theme_discussed", ("discuss", *judged))
    scene.steps("", "theme_adopted", ("discuss", *judged), ("adopt", *judged))
    scene.steps("", "theme_parked", ("park", *judged))


def carry_over(scene: Scene) -> None:
    """Leave a transfer at each stage."""
    grids = tuple(("compare", "--side", side, "--rate", "environment.law=fits") for side in ("source", "receiving"))
    stages = (
        *grids,
        ("anticipate", "--decision", "try", "--reason", "Two want to."),
        ("pilot",),
        ("evaluate", "It worked.", "--result", "worked"),
    )
    # The same is on its way to an organisation once at each level.
    reached_by_level = zip(TRANSFER_LEVELS, (0, 2, 3, 4, 5), strict=True)
    names = ("considered", "compared", "anticipated", "piloted", "evaluated")
    for name, (level, reached) in zip(names, reached_by_level, strict=True):
        to = ("--to", "{visitor_home}", "--level", level)
        scene.record(f"transfer_{name}", "", "transfer", "consider", "{element}", *to)
        scene.steps("", f"transfer_{name}", *stages[:reached])


def evaluate(scene: Scene) -> None:
    """Interview, find and choose."""
    scene.record("interview", "evaluator", "interview", "record", "Nobody tells us why.", "--year", "1")
    stated = ("finding", "state", "Officers are left out", "--kind", "change", "--year", "1")
    scene.record("finding", "evaluator", *stated)
    scene.steps("evaluator", "finding", ("link", "{element}"))
    chosen = ("--about", "{element}", "--year", "1", "--teller", "{visitor}", "--reason", "It is small.")
    scene.record("story", "evaluator", "story", "choose", "The first cup", "He stayed for a cup.", *chosen)
    scene.steps("evaluator", "story", ("consent", "She read it and said yes."))


def write_a_book(scene: Scene) -> None:
    """Leave one edition open, one ready to be frozen and one frozen; quote, and ask for consent."""
    for name in ("publication", "publication_ready", "publication_frozen"):
        scene.record(name, "editor", "publication", "open", f"What travels {name[12:]}")
        chapter = f"chapter{name[11:]}"
        more = ("--theme", "{theme}", "--writer", "{visitor}")
        scene.record(chapter, "editor", "chapter", "outline", f"{{{name}}}", f"Trust {chapter}", *more)
        scene.steps("visitor", chapter, ("draft", "Many began with trust."))
    accept = ("review", "--outcome", "accept")
    scene.record("chapter_accepted", "editor", "chapter", "outline", "{publication}", "Tea", *more)
    scene.steps("visitor", "chapter_accepted", ("draft", "Tea comes first."))
    scene.steps("host", "chapter_accepted", accept)
    for name in ("ready", "frozen"):
        scene.steps("editor", f"chapter_{name}", accept, ("approve",))
    scene.steps("editor", "publication_frozen", ("freeze",))
    written = ("viewpoint", "write", "{chapter}", "I saw it fail twice.", "--signed-by", "{visitor}")
    scene.record("viewpoint", "editor", *written)
    # The same words are proposed once for each use.
    uses = {"quote": ("attributed",), "quote_asked": ("anonymous",), "quote_given": ("translation", *TRANSLATED)}
    for name, use in uses.items():
        where = ("--chapter", "{chapter}", "--use", *use)
        scene.record(name, "editor", "quote", "propose", "{reflection}", "--quote", WORDS, *where)
    for name in ("asked", "given"):
        scene.record(f"consent_{name}", "editor", "consent", "ask", f"{{quote_{name}}}")
    scene.steps("visitor", "consent_given", ("give",))


def protect(scene: Scene) -> None:
    """Leave a request open, an incident at each stage, and a rule in force."""
    scene.record("request", "visitor", "request", "receive", "All of it", "--kind", "access")
    for name in ("incident", "incident_assessed", "incident_told"):
        scene.record(name, "visitor", "incident", "report", f"A notebook was lost {name[8:]}")
    low = ("assess", "--risk", "low", "--reason", "It held no names")
    scene.steps("officer", "incident_assessed", (*low, "--tell", "people"))
    scene.steps("officer", "incident_told", low)
    kept = ("retention", "set", "reflection", "--months", "36", "--reason", "Three years")
    scene.record("retention", "officer", *kept)


def hide(scene: Scene) -> None:
    """Record one of each subject for few to read: for the founder, who is none of the eight, and the officer."""
    with as_in_older_logs():
        for subject, (by, *words) in PRIVATE.items():
            scene.record(f"{subject}_hidden", by, *words, "--visibility", "private")
    quoting = ("--quote", "We ask nobody twice.", "--chapter", "{chapter}", "--use", "anonymous")
    scene.record("quote_hidden", "host", "quote", "propose", "{closed}", *quoting)
    scene.record("consent_hidden", "host", "consent", "ask", "{quote_hidden}")
    for subject, name in NARROW.items():
        scene.ids[f"{subject}_hidden"] = scene.ids[name]


def part_ways(scene: Scene) -> None:
    """Branch, let both sides decide otherwise, merge; leave a second bundle for somebody to take in."""
    road = Epex(scene.folder / "road")
    assert scene.epex("branch", str(road.folder)).exit_code == 0
    judged = ("--reason", "We spoke of it.")
    road.record("theme", "reject", scene.ids["theme_torn"], *judged)
    scene.steps("", "theme_torn", ("park", *judged), ("retire", *judged))
    first, second = scene.files / "first.zip", scene.files / "second.zip"
    key = scene.epex.answer("merge", "key")["key"]
    assert road("export", "--bundle", str(first), "--to", key).exit_code == 0
    assert scene.epex("import", str(first)).exit_code == 0
    road.record("theme", "propose", "Found on the road")
    assert road("export", "--bundle", str(second), "--to", key).exit_code == 0
    scene.ids["held"] = scene.epex.answer("merge", "list")[0]["id"]
    scene.ids["key"] = road.answer("merge", "key")["key"]


def write_files(scene: Scene) -> None:
    """Write what commands read: tables, a question set, an answered form, keys."""
    for name, text in TABLES.items():
        (scene.files / name).write_text(text, "utf-8")
    form = scene.epex.answer("form", "export", scene.ids["visitor"])["text"]
    (scene.files / "form.txt").write_text(filled(form, "Because they come back.", *["-"] * 4), "utf-8")
    assert scene.epex("keys", "backup", str(scene.files / "keys.zip")).exit_code == 0
