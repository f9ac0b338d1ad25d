"""The practice-transfer report, on the illustrative three years and on what is recorded beside them."""

import re
from collections.abc import Callable, Iterator

import msgspec
import pytest

from epex.app.base import KnowledgeBase
from epex.core import element, person, reflection, review, transfer
from epex.core import organisation as organisation_core
from epex.core.decision import Actor, On, Refused, new_id
from epex.core.element import ElementDescribed, ElementIdentified
from epex.core.evidence import locate
from epex.core.log.command import Command
from epex.core.meeting import MeetingHeld
from epex.core.reflection import AboutVisit, ReflectionRecorded
from epex.core.transfer import Transfer, TransferConsidered, TransferEvaluated, TransferPiloted
from epex.plugins import (
    Block,
    Document,
    Facts,
    Notice,
    Paragraph,
    Row,
    Section,
    Sentence,
    Step,
    Table,
    Trail,
    positions,
    sentences,
)
from epex.plugins.builtin.practice_transfer.words import HANDLING, METHOD, VISITS_LEFT_OUT, spoken
from epex.plugins.loader import Plugins
from epex.plugins.reports import render, run_report
from tests.plugins.documents import WHOLE
from tests.projections.bases import ANNA, Base

pytestmark = pytest.mark.slow

MAIN = "Trust before content: three meetings before talking about risk"
UNTRIED = "The tea round"
# Who is not to be named is told by the side and the year alone, and by no event.
UNNAMED = re.compile(r"^(Supports|Nuances|Contradicts)\. An? \w+, \d{4}(; not to be named)?\.")
LEFT = "which left the network on 20 December 2018"
READ_WHY = "Read above why it was abandoned by De Tussenkamer,"
WORDS = "We listened first, and said nothing of risk."


def report(base: KnowledgeBase, **options: str) -> Document:
    return run_report(Plugins(), "practice-transfer", base.queries(), options)


def judgement(document: Document) -> tuple[str, list[str]]:
    (notice,) = [block for block in document.page if isinstance(block, Notice)]
    return notice.heading.text, [sentence.text for sentence in notice.sentences]


def section(blocks: tuple[Block, ...], title: str) -> Section:
    (found,) = [block for block in blocks if isinstance(block, Section) and block.title == title]
    return found


def said(block: Section) -> str:
    whole = msgspec.structs.replace(WHOLE, subtitle=(), page=(block,), appendix=())
    _, _, *inside = (sentence.text for sentence in sentences(whole))
    return " ".join(inside)


def tables(document: Document) -> Iterator[Table]:
    for block in (*document.page, *document.appendix):
        if isinstance(block, Section):
            yield from (inner for inner in block.blocks if isinstance(inner, Table))


def trail(document: Document) -> tuple[Step, ...]:
    blocks = section(document.appendix, "The events behind this report").blocks
    (found,) = [block for block in blocks if isinstance(block, Trail)]
    return found.steps


def organisation(base: KnowledgeBase, short_name: str) -> Row:
    (found,) = [row for row in base.queries().listing("organisation") if row["short_name"] == short_name]
    return found


def held_visit(base: KnowledgeBase, host: str) -> Row:
    visits = base.queries().listing("visit")
    return next(row for row in visits if row["host"] == host and row["status"] == "monitored")


def identify(base: KnowledgeBase, owner: str, evidence_level: str = "told") -> str:
    """Record an element with as little as may be said of it."""
    act = base.begin()
    identified = ElementIdentified(
        name="Silence", core="Say nothing.", organisation=owner, evidence_level=evidence_level
    )
    return act.record(element.identify(new_id("element"), identified, by=act.by)).id


def witness(
    base: KnowledgeBase,
    target: str,
    visit: Row,
    *,
    quotation: str = "attributed",
    side: str = "visitor",
    stance: str = "supports",
    visibility: str = "network",
) -> None:
    """Record somebody's reflection on a visit, and link a passage of it."""
    people = {"host": visit["host_people"], "visitor": visit["visitors"]}[side]
    act = base.begin(Command(visibility=visibility, audience=visit["id"]))
    seen = act.load(visit["id"])
    recorded = ReflectionRecorded(
        answers={"how": WORDS}, author=people[0], language="en", quotation=quotation, visibility=visibility
    )
    about = AboutVisit(seen.id, seen.status, seen.host_people, seen.visitors)
    told = act.record(reflection.record(new_id("reflection"), recorded, about, by=act.by)).id
    act = base.begin()
    passage = locate(told, 1, WORDS, WORDS)
    act.record(element.link(act.load(target), told, stance, by=act.by, passage=passage))


def consider(base: KnowledgeBase, target: str, receiver: str) -> str:
    act = base.begin()
    return act.record(
        transfer.consider(new_id("transfer"), act.load(target), receiver, by=act.by, reason="It may help.")
    ).id


def test_report_has_all_its_parts_with_the_judgement_first(demo: KnowledgeBase) -> None:
    document = report(demo, element=MAIN)

    titles = [block.title for block in document.page if isinstance(block, Section)]
    assert isinstance(document.page[0], Notice)
    assert titles == [
        "The element",
        "Where it comes from",
        "Source (Lindenhof) and receiving context",
        "Who has tried it, and what happened",
        "What to check next",
        "Consent and confidentiality",
    ]
    assert [block.title for block in document.appendix if isinstance(block, Section)] == [
        "The element in full",
        "The evidence in full",
        "The transfer to Pragu (Kosovo)",
        "The transfer to De Tussenkamer (Netherlands)",
        "The transfer to Gelber Hof (Austria)",
        "The events behind this report",
    ]


def test_report_is_determined_once_a_transfer_was_evaluated(demo: KnowledgeBase) -> None:
    heading, why = judgement(report(demo, element=MAIN))

    assert heading == "Determined"
    assert why[:3] == [
        "2 of 3 transfers evaluated: 1 sustained, 1 abandoned and 1 anticipated.",
        "It worked in part at Pragu and failed at De Tussenkamer.",
        "Latest evaluation: 19 March 2018, by a practitioner of Pragu.",
    ]
    assert why[3].startswith('Latest judgement beforehand: 18 June 2018, by a practitioner of Gelber Hof: not now. "')


def test_report_is_anticipated_without_any_transfer(demo: KnowledgeBase) -> None:
    heading, why = judgement(report(demo, element=UNTRIED))

    assert (heading, why) == ("Anticipated", ["No transfer is recorded: what follows is expected, not known."])


def test_report_for_one_receiver_is_anticipated_although_others_evaluated(demo: KnowledgeBase) -> None:
    document = report(demo, element=MAIN, to=organisation(demo, "Gelber Hof")["id"])

    heading, why = judgement(document)
    assert heading == "Anticipated"
    assert (
        why[0] == "1 transfer to Gelber Hof (Austria), without an evaluation yet: what follows is expected, not known."
    )
    assert why[1] == "2 of 2 transfers elsewhere evaluated: 1 sustained and 1 abandoned."
    (table,) = section(document.page, "Who has tried it, and what happened").blocks
    assert isinstance(table, Table)
    assert [row[0].text.partition(" (")[0] for row in table.rows] == ["Gelber Hof", "Pragu", "De Tussenkamer"]
    assert f"{READ_WHY} which left the network on 20 December 2018." in said(
        section(document.page, "What to check next")
    )


def test_report_says_that_its_receiver_left_and_asks_nothing_of_it(demo: KnowledgeBase) -> None:
    left = organisation(demo, "De Tussenkamer")["id"]

    document = report(demo, element=MAIN, to=left)
    before = report(KnowledgeBase.open(demo.config.folder, as_of="2018-12-01"), element=MAIN, to=left)

    assert document.subtitle[0].text.startswith(
        f"Practice-transfer report, for De Tussenkamer (Netherlands), {LEFT}. From Lindenhof"
    )
    checks = said(section(document.page, "What to check next"))
    assert checks.startswith("De Tussenkamer (Netherlands) has left: name a member of the network with --option to=")
    assert [
        word for word in ("In place at De Tussenkamer", "Ask De Tussenkamer", "De Tussenkamer: ") if word in checks
    ] == []
    assert LEFT not in render(before, "text")
    assert "De Tussenkamer: before trying again, answer why it was abandoned." in said(
        section(before.page, "What to check next")
    )


def test_report_as_of_an_earlier_day_is_anticipated(demo: KnowledgeBase) -> None:
    earlier = KnowledgeBase.open(demo.config.folder, as_of="2017-07-01")

    heading, why = judgement(report(earlier, element=MAIN))

    assert heading == "Anticipated"
    assert why[0] == "2 transfers, without an evaluation yet: what follows is expected, not known."


def test_report_sets_both_grids_side_by_side_with_every_criterion(demo: KnowledgeBase) -> None:
    (grid,) = section(
        report(demo, element=MAIN, to=organisation(demo, "Pragu")["id"]).page,
        "Source (Lindenhof) and receiving context",
    ).blocks[:1]

    assert isinstance(grid, Table)
    assert [head.text for head in grid.columns] == ["Criterion", "Source for Pragu", "Pragu"]
    assert [tuple(cell.text for cell in row) for row in grid.rows] == [
        ("Population: needs", "fits", "fits"),
        ("Population: characteristics", "fits", "adapt"),
        ("Population: acceptance", "fits", "unknown"),
        ("Environment: law", "fits", "unknown"),
        ("Environment: partners", "fits", "adapt"),
        ("Environment: setting", "fits", "adapt"),
        ("Implementation: method", "unknown", "unknown"),
        ("Implementation: skills", "fits", "adapt"),
        ("Implementation: resources", "adapt", "fits"),
        ("Support: training", "fits", "unknown"),
        ("Support: documentation", "unknown", "adapt"),
        ("Support: steering", "unknown", "unknown"),
    ]


def test_report_shows_failure_in_its_place(demo: KnowledgeBase) -> None:
    (table,) = section(report(demo, element=MAIN).page, "Who has tried it, and what happened").blocks

    assert isinstance(table, Table)
    (failed,) = [row for row in table.rows if row[0].text == f"De Tussenkamer (Netherlands), {LEFT}"]
    assert failed[3].text.startswith("ABANDONED, 8 November 2017. It failed. Four of six families broke off")
    assert "left out the signature that holds it up" in failed[3].text
    assert failed[4].text == "potential"


def test_report_lists_what_to_check_next(demo: KnowledgeBase) -> None:
    checks = said(section(report(demo, element=MAIN).page, "What to check next"))

    assert "Look first at what blocked it so far: partners (De Tussenkamer) and law (Gelber Hof)." in checks
    assert "Answer 1 contradiction in the evidence before relying on it." in checks
    assert f"{READ_WHY} which left the network on 20 December 2018." in checks
    assert "De Tussenkamer: " not in checks
    assert "Gelber Hof: when the open points are settled, decide again or pilot it." in checks


def test_report_for_a_new_receiver_compares_contexts(demo: KnowledgeBase) -> None:
    receiver = organisation(demo, "Østre Havn")

    document = report(demo, element=MAIN, to=receiver["id"])

    checks = said(section(document.page, "What to check next"))
    assert "Østre Havn: consider the transfer, then fill both grids ('epex transfer consider')." in checks
    assert "Law and authorities differ between Germany and Denmark: ask who has to agree." in checks
    assert "Østre Havn does not list family counselling among its settings: ask where it would take place." in checks
    assert "In place at Østre Havn? A client authority that can wait four weeks and says so in writing;" in checks
    unfilled, table = section(document.page, "Source (Lindenhof) and receiving context").blocks
    assert isinstance(unfilled, Paragraph)
    assert unfilled.text == "No grid has been filled by Østre Havn for it yet: every criterion is unknown."
    assert isinstance(table, Table)
    assert [head.text for head in table.columns] == ["Profile", "Lindenhof", "Østre Havn", "Compared"]
    assert [(row[0].text, row[3].text, row[3].tone) for row in table.rows] == [
        ("Country", "different", "adapt"),
        ("Kind", "different", "adapt"),
        ("Settings", "different", "adapt"),
        ("Languages", "in part the same", "adapt"),
        ("Constraints", "read both", "adapt"),
    ]
    tried = said(section(document.page, "Who has tried it, and what happened"))
    assert tried.startswith("Nothing is recorded of Østre Havn; this is what happened elsewhere.")
    assert "ABANDONED" in tried


def test_report_for_a_receiver_without_a_common_language_says_so(base: KnowledgeBase) -> None:
    act, owner = base.begin(), organisation(base, "Klintholt")
    joined = organisation_core.join(
        new_id("organisation"), "Odë", by=act.by, country="AL", kind="ngo", languages=("sq",)
    )
    receiver = act.record(joined).id
    target = identify(base, owner["id"])

    document = report(base, element=target, to=receiver)

    checks = said(section(document.page, "What to check next"))
    _, compared = section(document.page, "Source (Klintholt) and receiving context").blocks
    assert isinstance(compared, Table)
    assert [(row[0].text, row[3].text) for row in compared.rows][-2:] == [
        ("Languages", "different"),
        ("Constraints", "unknown"),
    ]
    assert "Klintholt (Denmark) and Odë (Albania) list no language in common: settle who interprets." in checks


def test_report_names_the_independent_observers_and_their_countries(base: KnowledgeBase) -> None:
    owner = organisation(base, "Lindenhof")
    target = identify(base, owner["id"])
    visit = held_visit(base, owner["id"])
    witness(base, target, visit, quotation="attributed")
    witness(base, target, visit, side="host", quotation="attributed")

    text = said(section(report(base, element=target).page, "Where it comes from"))

    country = {"GB": "United Kingdom", "FR": "France", "XK": "Kosovo", "AT": "Austria"}
    (home,) = [
        row["country"] for row in base.queries().listing("organisation") if row["id"] in visit["visiting_organisations"]
    ]
    assert f"Seen by 1 independent observer from 1 country: {country.get(home, home)}" in text
    assert "2 supporting, 0 nuancing and 0 contradicting" in text
    assert text.count(WORDS) == 2


@pytest.mark.parametrize(
    ("quotation", "quoted", "named"), [("attributed", True, True), ("anonymous", True, False), ("none", False, False)]
)
def test_report_quotes_as_far_as_permitted(base: KnowledgeBase, quotation: str, quoted: bool, named: bool) -> None:  # noqa: FBT001 - a table of cases
    owner = organisation(base, "Lindenhof")
    target = identify(base, owner["id"])
    visit = held_visit(base, owner["id"])
    witness(base, target, visit, stance="contradicts", quotation=quotation)
    (visitors,) = visit["visiting_organisations"]
    (name,) = [row["short_name"] for row in base.queries().listing("organisation") if row["id"] == visitors]

    document = report(base, element=target)

    text = " ".join(sentence.text for sentence in sentences(document))
    assert (WORDS in text) == quoted
    assert (f"Contradicts. Visitor, {name}, " in text) == named
    assert (name in text) == named


def test_report_hides_who_is_not_to_be_named_from_its_events_too(base: KnowledgeBase) -> None:
    owner = organisation(base, "Lindenhof")
    target = identify(base, owner["id"])
    visit = held_visit(base, owner["id"])
    witness(base, target, visit, quotation="anonymous")
    seen = base.queries().show(target)["evidence"][0]

    document = report(base, element=target)

    text = render(document, "text")
    hidden = {seen["position"], base.queries().show(seen["id"])["position"], visit["position"]}
    assert [step.summary for step in trail(document) if "reflection" in step.summary] == []
    assert hidden & {*positions(document), *(step.position for step in trail(document))} == set()
    assert visit["title"] not in text
    assert VISITS_LEFT_OUT in said(section(document.page, "Where it comes from"))
    assert re.findall(r"Not listed: words of somebody who is not to be named \((\d) of \d{4}\)\.", text) == ["2"]


def test_report_names_a_visit_by_a_witness_who_may_be_named_alone(base: KnowledgeBase) -> None:
    owner = organisation(base, "Lindenhof")
    target, visit = identify(base, owner["id"]), held_visit(base, owner["id"])
    for side, quotation in (("host", "attributed"), ("visitor", "anonymous")):
        witness(base, target, visit, side=side, quotation=quotation)

    document = report(base, element=target)

    text = said(section(document.page, "Where it comes from"))
    assert f"1 visit: {visit['title']} (" in text
    assert VISITS_LEFT_OUT in text
    assert visit["position"] in positions(document)


def test_report_prints_no_note_beside_somebody_who_is_not_to_be_named(base: KnowledgeBase) -> None:
    owner = organisation(base, "Lindenhof")
    target, visit = identify(base, owner["id"]), held_visit(base, owner["id"])
    witness(base, target, visit, quotation="anonymous")
    told = base.queries().show(target)["evidence"][0]["id"]
    act = base.begin()
    act.record(element.link(act.load(target), told, "nuances", by=act.by, note="Said at the far house."))

    assert "far house" not in render(report(base, element=target), "text")


def test_report_never_shows_what_its_reader_may_not_read(base: KnowledgeBase) -> None:
    owner = organisation(base, "Lindenhof")
    target = identify(base, owner["id"])
    visit = held_visit(base, owner["id"])
    witness(base, target, visit, quotation="attributed", visibility="pair")
    outsider = next(
        row
        for row in base.queries().listing("person")
        if row["roles"] == ["practitioner"]
        and row["organisation"] not in (visit["host"], *visit["visiting_organisations"])
    )
    theirs = KnowledgeBase.open(base.config.folder, acting_as=outsider["id"])

    ours, hidden = report(base, element=target), report(theirs, element=target)

    assert WORDS in render(ours, "text")
    assert ours.handling.text == HANDLING["pair"]
    assert WORDS not in render(hidden, "text")
    assert hidden.handling.text == HANDLING["network"]
    assert "Evidence: 0 supporting" in said(section(hidden.page, "Where it comes from"))


def test_report_names_nobody(demo: KnowledgeBase) -> None:
    queries = demo.queries()
    homes = " ".join(row["title"] for row in queries.listing("organisation"))
    people = [row["title"] for row in queries.listing("person") if row["title"] not in homes]

    texts = [render(report(demo, element=row["id"]), "json") for row in queries.listing("element")]

    assert len(people) > 20
    assert [name for name in people if any(name in text for text in texts)] == []


def test_report_leads_every_sentence_back_to_events(demo: KnowledgeBase) -> None:
    for row in demo.queries().listing("element"):
        document = report(demo, element=row["id"])

        assert [sentence.text for sentence in sentences(document) if not leads_back(sentence, document)] == []
        assert set(positions(document)) == {step.position for step in trail(document)}


def leads_back(sentence: Sentence, document: Document) -> bool:
    """Tell whether a sentence rests on events or may tell none, is a fixed one, or its column rests on some."""
    if sentence.positions or sentence.text in METHOD or sentence.tone == "missing" or UNNAMED.search(sentence.text):
        return True
    heads = [sentence in table.columns or sentence in [row[0] for row in table.rows] for table in tables(document)]
    quoted = sentence.language != "" and any(sentence.text in step for step in _evidence(document))
    return any(heads) or quoted or sentence.tone in ("fits", "adapt", "blocks", "unknown")


def _evidence(document: Document) -> list[str]:
    return [said(block) for block in document.appendix if isinstance(block, Section) and "evidence" in block.title]


def test_report_marks_what_is_not_recorded(base: KnowledgeBase) -> None:
    target = identify(base, organisation(base, "Lindenhof")["id"])

    document = report(base, element=target)

    assert (
        said(section(document.page, "The element"))
        == "Say nothing. not recorded not recorded not recorded told not recorded"
    )
    assert said(section(document.page, "Where it comes from")) == (
        "Nobody from outside Lindenhof has described it from sight. No visit stands behind it. "
        "Evidence: 0 supporting, 0 nuancing and 0 contradicting. "
        "No words of the host side or the visitor side are quoted."
    )
    assert said(section(document.page, "What to check next")) == (
        "Find somebody from outside Lindenhof who has seen it. It has only been told so far: observe it on a visit."
    )


def test_report_on_a_considered_transfer_asks_for_the_grids(base: KnowledgeBase) -> None:
    target = identify(base, organisation(base, "Lindenhof")["id"], evidence_level="observed")
    consider(base, target, organisation(base, "Klintholt")["id"])

    document = report(base, element=target)

    assert judgement(document)[0] == "Anticipated"
    assert "Klintholt: fill both grids ('epex transfer compare')." in said(section(document.page, "What to check next"))
    assert "Considered; contexts not yet compared" in said(
        section(document.page, "Who has tried it, and what happened")
    )


def test_report_shows_a_visit_that_was_linked_without_words(base: KnowledgeBase) -> None:
    owner = organisation(base, "Lindenhof")
    target, visit = identify(base, owner["id"]), held_visit(base, owner["id"])
    act = base.begin()
    act.record(element.link(act.load(target), visit["id"], "nuances", by=act.by, note="Only on the second day."))

    text = said(section(report(base, element=target).page, "Where it comes from"))

    assert f"Nuances. {visit['title']}. Only on the second day." in text


def test_report_keeps_older_grids_for_the_appendix(base: KnowledgeBase) -> None:
    target = identify(base, organisation(base, "Lindenhof")["id"])
    for name in ("Klintholt", "Pragu", "Nakhla", "Millrace"):
        compared = consider(base, target, organisation(base, name)["id"])
        act = base.begin()
        act.record(transfer.compare(act.load(compared), "receiving", {"environment.law": "adapt"}, by=act.by))

    context = section(report(base, element=target).page, "Source (Lindenhof) and receiving context")

    table, more, _ = context.blocks
    assert isinstance(table, Table)
    assert [head.text for head in table.columns[1:]] == [
        "Source for Pragu (not filled)",
        "Pragu",
        "Source for Nakhla (not filled)",
        "Nakhla",
        "Source for Millrace (not filled)",
        "Millrace",
    ]
    assert isinstance(more, Paragraph)
    assert more.text == "1 earlier comparison in the appendix."


def test_report_tells_of_somebody_whom_its_reader_may_not_see(base: KnowledgeBase) -> None:
    home = organisation(base, "Klintholt")["id"]
    target = identify(base, organisation(base, "Lindenhof")["id"])
    hidden, act = new_id("person"), base.begin()
    registered = person.register(hidden, "Astrid Holm", act.load(home), by=act.by, roles=("practitioner",))
    # As logs hold it from before members were for the whole network.
    base.log.append(registered, Command(visibility="private"), act.by, {})
    consider(KnowledgeBase.open(base.config.folder, acting_as=hidden), target, home)
    other = next(row for row in base.queries().listing("person") if row["roles"] == ["practitioner"])

    ours = report(base, element=target)
    theirs = report(KnowledgeBase.open(base.config.folder, acting_as=other["id"]), element=target)

    assert "by a practitioner of Klintholt." in said(section(ours.appendix, "The transfer to Klintholt (Denmark)"))
    assert "by somebody." in said(section(theirs.appendix, "The transfer to Klintholt (Denmark)"))
    assert trail(theirs)[-1].summary == "Somebody considered the element 'Silence' for Fængselsdialogen Klintholt"


def test_report_on_a_retired_element_says_why(demo: KnowledgeBase) -> None:
    retired = next(row for row in demo.queries().listing("element") if row["status"] == "retired")

    _, why = judgement(report(demo, element=retired["id"]))

    assert why[-1].startswith("The element was retired on ")


def test_report_on_a_merged_element_leads_to_the_one_that_goes_on(demo: KnowledgeBase) -> None:
    (heir,) = [row for row in demo.queries().listing("element") if row["title"] == MAIN]

    document = report(demo, element="Drei Küchen")

    _, why = judgement(document)
    checks = section(document.page, "What to check next")
    assert why[-1].startswith(f"The element was merged into '{MAIN}' on 18 September 2017: ")
    assert said(checks) == f"It was merged: read the report on '{MAIN}' instead."
    assert heir["position"] in positions(document)


def test_report_is_for_members_of_the_network_alone(small: Base) -> None:
    with pytest.raises(Refused, match=r"for members of the network: name who reads with --as\.$"):
        run_report(Plugins(), "practice-transfer", small.queries(), {"element": "Tea first"})


@pytest.mark.parametrize("name", ["Gelber Hof", "gelber hof "])
def test_report_takes_the_short_name_of_a_receiver(demo: KnowledgeBase, name: str) -> None:
    document = report(demo, element=MAIN, to=name)

    assert document == report(demo, element=MAIN, to=organisation(demo, "Gelber Hof")["id"])


def test_report_tells_the_level_of_evidence_on_its_first_page(demo: KnowledgeBase) -> None:
    (facts,) = section(report(demo, element=MAIN).page, "The element").blocks

    assert isinstance(facts, Facts)
    told = {fact.label: [sentence.text for sentence in fact.sentences] for fact in facts.facts}
    assert told["Level of evidence"] == [spoken(demo.queries().show(demo.queries().resolve(MAIN))["evidence_level"])]


@pytest.mark.parametrize(
    ("newest", "due"),
    [
        ("2099-05-31", "its next look is due June 2099. The newest event is of 31 May 2099."),
        ("2099-06-30", "its next look is due June 2099. The newest event is of 30 June 2099."),
        ("2099-07-01", "its next look was due June 2099."),
    ],
)
def test_report_says_when_the_next_look_was_due(small: Base, newest: str, due: str) -> None:
    considered = TransferConsidered(element="element-tea", source="organisation-north", receiving="organisation-south")
    evaluated = TransferEvaluated(outcome="They talk.", result="worked", next_review="2099-06")
    small.record("transfer-two", considered, TransferPiloted(starts_on="2099-04"), evaluated, occurred_on="2099-05-01")
    small.record("meeting-late", MeetingHeld(title="Late", kind="plenary", held_on=newest), occurred_on=newest)

    document = run_report(Plugins(), "practice-transfer", small.queries(ANNA), {"element": "Tea first"})

    assert f"The south house: {due}" in said(section(document.page, "What to check next"))


def test_report_refuses_the_source_as_receiver(demo: KnowledgeBase) -> None:
    owner = organisation(demo, "Lindenhof")

    with pytest.raises(Refused) as caught:
        report(demo, element=MAIN, to=owner["id"])

    assert str(caught.value) == (
        "The element comes from Lindenhof itself; name another organisation with --option to=ID."
    )


@pytest.mark.parametrize("element_id", ["no such thing", "element-00000000-0000-4000-8000-000000000000"])
def test_report_refuses_an_element_that_is_not_there(demo: KnowledgeBase, element_id: str) -> None:
    with pytest.raises(Refused):
        report(demo, element=element_id)


def test_report_reads_back_from_json_and_keeps_to_the_width(demo: KnowledgeBase) -> None:
    document = report(demo, element=MAIN)

    assert msgspec.json.decode(render(document, "json"), type=Document) == document
    assert [line for line in render(document, "text").splitlines() if len(line) > 80] == []


def asked_for_review(base: KnowledgeBase, target: str, owner: str) -> KnowledgeBase:
    """Share an element, and let its owner ask somebody for a review; give the base as the reviewer sees it."""
    act = base.begin()
    act.record(element.label(act.load(target), "shared", by=act.by))
    reviewer = next(
        row
        for row in base.queries().listing("person")
        if row["roles"] == ["practitioner"] and row["organisation"] != owner
    )
    act = base.begin(Command(visibility="organisation", audience=owner))
    asked = review.request(act.load(target), new_id("review"), act.load(reviewer["id"]), by=act.by)
    act.record(asked)
    act = base.begin(Command(visibility="organisation", audience=owner))
    act.record(review.agree(act.load(target), by=act.by, reason="On the telephone"))
    return KnowledgeBase.open(base.config.folder, acting_as=reviewer["id"])


def test_report_tells_how_a_peer_review_came_out_and_none_of_its_words(base: KnowledgeBase) -> None:
    owner = organisation(base, "Lindenhof")["id"]
    target = identify(base, owner)
    reviewer = asked_for_review(base, target, owner)
    act = reviewer.begin(Command(visibility="organisation", audience=owner, occurred_on="2018-11-20"))
    act.record(review.write(act.load(target), "confirmed", "It held with us.", by=act.by, review_by="2019-11"))
    outsider = next(
        row
        for row in base.queries().listing("person")
        if row["roles"] == ["practitioner"] and row["organisation"] not in (owner, reviewer.reader.organisation)
    )

    documents = [report(base, element=target), report(reviewer, element=target)]
    hidden = report(KnowledgeBase.open(base.config.folder, acting_as=outsider["id"]), element=target)

    for document in (*documents, hidden):
        assert judgement(document)[1][1] == "Peer review, 20 November 2018: confirmed what is described."
        assert "label: peer reviewed" in document.subtitle[0].text
        checks = said(section(document.page, "What to check next"))
        assert "The owner wants to look at the element again by November 2019." in checks
        assert "It held with us." not in render(document, "json")
        assert set(positions(document)) == {step.position for step in trail(document)}
    assert {step.summary.partition(":")[0] for step in trail(hidden)}.isdisjoint({"Practitioner"})


def test_report_says_that_a_description_changed_after_its_review(base: KnowledgeBase) -> None:
    owner = organisation(base, "Lindenhof")["id"]
    target = identify(base, owner)
    reviewer = asked_for_review(base, target, owner)
    act = reviewer.begin(Command(visibility="organisation", audience=owner, occurred_on="2018-11-20"))
    act.record(review.write(act.load(target), "revise", "Say who pays.", by=act.by))
    act = base.begin(Command(occurred_on="2018-12-01"))
    act.record(element.describe(act.load(target), ElementDescribed(preconditions="Money"), by=act.by))

    _, why = judgement(report(base, element=target))

    assert why[1] == (
        "Peer review, 20 November 2018: asked that the description be revised. "
        "Described anew since, on 1 December 2018."
    )


def test_report_tells_of_every_pilot_and_of_what_failed(base: KnowledgeBase) -> None:
    target = identify(base, organisation(base, "Lindenhof")["id"])
    tried = consider(base, target, organisation(base, "Klintholt")["id"])
    steps: list[Callable[[Transfer, Actor], list[On]]] = [
        lambda state, by: transfer.compare(state, "source", {"environment.law": "fits"}, by=by),
        lambda state, by: transfer.compare(state, "receiving", {"environment.law": "adapt"}, by=by),
        lambda state, by: transfer.anticipate(state, "try", "It may help.", by=by),
        lambda state, by: transfer.pilot(state, by=by, starts_on="2018-01", ends_on="2018-02"),
        lambda state, by: transfer.pilot(state, by=by, starts_on="2018-03", another=True),
        lambda state, by: transfer.evaluate(
            state, "Nobody came.", by=by, result="failed", failure="We never asked them.", next_review="2030-01"
        ),
    ]
    for step in steps:
        act = base.begin()
        act.record(step(act.load(tried), act.by))

    document = report(base, element=target)

    assert judgement(document)[0] == "Determined"
    happened = said(section(document.page, "Who has tried it, and what happened"))
    assert "It failed. Nobody came. What did not work: We never asked them." in happened
    assert "Klintholt: its next look is due January 2030." in said(section(document.page, "What to check next"))
    (steps_told,) = [
        block
        for block in section(document.appendix, "The transfer to Klintholt (Denmark)").blocks
        if isinstance(block, Facts)
    ]
    assert [fact.label for fact in steps_told.facts][-3:] == ["Piloted", "Piloted (2)", "Evaluated"]


def test_report_follows_the_transfers_of_an_element_that_was_merged_into_it(base: KnowledgeBase) -> None:
    owner = organisation(base, "Lindenhof")["id"]
    target, double = identify(base, owner), identify(base, owner)
    consider(base, double, organisation(base, "Klintholt")["id"])
    act = base.begin()
    act.record(element.merge(act.load(double), act.load(target), "One thing under two names", by=act.by))

    document = report(base, element=target)

    told = said(section(document.appendix, "The transfer to Klintholt (Denmark)"))
    assert "It began from 'Silence', which was merged into this element." in told
