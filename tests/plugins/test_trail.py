"""The events behind a document."""

from msgspec import structs

from epex.app.base import KnowledgeBase
from epex.plugins import Document, Paragraph, Section, Sentence, Trail, positions, with_events
from epex.plugins.reports import render
from epex.plugins.trail import WITHHELD

SAYING = Document(report="tea", title=Sentence(text="Tea"), handling=Sentence(text="Public"), page=())


def saying(*positions: int) -> Document:
    return structs.replace(SAYING, page=(Paragraph(text="So it was.", positions=positions),))


def trail(document: Document) -> Trail:
    section = document.appendix[-1]
    assert isinstance(section, Section)
    (found,) = [block for block in section.blocks if isinstance(block, Trail)]
    return found


def explained(document: Document) -> str:
    section = document.appendix[-1]
    assert isinstance(section, Section)
    paragraph = section.blocks[0]
    assert isinstance(paragraph, Paragraph)
    return paragraph.text


def test_with_events_lists_each_event_once_in_order(demo: KnowledgeBase) -> None:
    document = with_events(saying(7, 1, 7), demo.queries())

    assert [step.position for step in trail(document).steps] == [1, 7]


def test_with_events_counts_them(demo: KnowledgeBase) -> None:
    told = [explained(with_events(saying(*positions), demo.queries())) for positions in ((1,), (1, 7))]

    assert [text.split(". ")[1].partition(" recorded on ")[0] for text in told] == [
        "This report rests on 1 event,",
        "This report rests on 2 events, the last",
    ]


def test_with_events_names_people_by_their_role(demo: KnowledgeBase) -> None:
    (founded,) = [event for event in demo.queries().audit_log() if event["type"] == "network.founded"]
    name = demo.queries().titles([founded["actor"]])[founded["actor"]]

    (step,) = trail(with_events(saying(founded["position"]), demo.queries())).steps

    assert founded["summary"].startswith(name)
    assert step.summary.startswith("Coordinator, data protection officer: founded the network '")


def test_with_events_keeps_back_what_is_withheld(demo: KnowledgeBase) -> None:
    document = with_events(saying(1, 2), demo.queries(), withheld=[2])

    assert [step.position for step in trail(document).steps] == [1]
    assert positions(document) == (1,)
    assert f"Not listed: {WITHHELD} (1 of 2016)." in render(document, "text")
    assert explained(document) == explained(with_events(saying(1), demo.queries()))


def test_with_events_lists_nothing_where_all_is_withheld(demo: KnowledgeBase) -> None:
    document = with_events(saying(2), demo.queries(), withheld=[2])

    assert (positions(document), explained(document)) == ((), f"Not listed: {WITHHELD} (1 of 2016).")


def test_with_events_leaves_a_document_alone_that_rests_on_none(demo: KnowledgeBase) -> None:
    assert with_events(saying(), demo.queries()) == saying()


def test_with_events_says_nothing_of_events_that_are_not_there(demo: KnowledgeBase) -> None:
    assert with_events(saying(10_000_000), demo.queries()) == saying(10_000_000)
