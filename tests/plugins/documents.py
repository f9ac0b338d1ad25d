"""A document that holds every block once, and strategies for any document."""

from hypothesis import strategies as st

from epex.plugins import (
    Block,
    Bullets,
    Document,
    Fact,
    Facts,
    Notice,
    Paragraph,
    Quote,
    Section,
    Sentence,
    Step,
    Table,
    Trail,
)

HEADS = (Sentence(text="Criterion"), Sentence(text="Source", positions=(5,)), Sentence(text="Receiving"))
GRID = Table(
    caption="Both grids",
    columns=HEADS,
    rows=(
        (
            Sentence(text="Law"),
            Sentence(text="fits", tone="fits"),
            Sentence(text="unknown", tone="unknown", positions=(6,)),
        ),
    ),
)
WHOLE = Document(
    report="sample",
    title=Sentence(text="Trust comes first", positions=(3,)),
    subtitle=(Sentence(text="Practice of a house by the sea", positions=(3,)),),
    handling=Sentence(text="For the network only", positions=(3, 4)),
    page=(
        Notice(
            heading=Sentence(text="Anticipated", tone="anticipated", positions=(4,)),
            sentences=(Sentence(text="Nobody has evaluated it.", positions=(4, 5, 6, 9)),),
        ),
        Section(
            title="The element",
            half=True,
            blocks=(Facts(facts=(Fact(label="Core", sentences=(Sentence(text="Zuhören zuerst", language="de"),)),)),),
        ),
        Section(
            title="In their words",
            half=True,
            blocks=(
                Quote(
                    words=Sentence(text="نستمع أولا", language="ar", positions=(7,)),
                    source=Sentence(text="Visitor", tone="contradicts"),
                ),
                Bullets(points=(Sentence(text="one", positions=(1,)), Sentence(text="two")), ordered=True),
                Paragraph(text="That is all.", positions=(8,)),
            ),
        ),
        Section(title="Side by side", blocks=(GRID,)),
    ),
    appendix=(
        Section(
            title="Events",
            blocks=(Trail(steps=(Step(position=4, recorded_on="2017-03-04", summary="It was compared"),)),),
        ),
    ),
)

TEXTS = st.text(max_size=60)
SENTENCES = st.builds(
    Sentence,
    text=TEXTS,
    positions=st.lists(st.integers(1, 500), max_size=4).map(tuple),
    language=st.sampled_from(["", "en", "de", "ar"]),
    tone=st.sampled_from(["", "fits", "unknown", "contradicts"]),
)
MANY = st.lists(SENTENCES, min_size=1, max_size=3).map(tuple)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a table whose rows are as long as its head."""
    columns = draw(st.integers(1, 7))
    row = st.tuples(*[SENTENCES] * columns)
    return Table(caption=draw(TEXTS), columns=draw(row), rows=tuple(draw(st.lists(row, max_size=3))))


LEAVES = st.one_of(
    st.builds(Paragraph, text=TEXTS, positions=st.lists(st.integers(1, 500), max_size=4).map(tuple)),
    st.builds(Bullets, points=MANY, ordered=st.booleans()),
    st.builds(Facts, facts=st.lists(st.builds(Fact, label=TEXTS, sentences=MANY), max_size=3).map(tuple)),
    tables(),
    st.builds(Quote, words=SENTENCES, source=SENTENCES),
    st.builds(Notice, heading=SENTENCES, sentences=MANY),
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    LEAVES, st.builds(Section, title=TEXTS, blocks=st.lists(LEAVES, max_size=3).map(tuple), half=st.booleans())
)
DOCUMENTS = st.builds(
    Document,
    report=TEXTS,
    title=SENTENCES,
    handling=SENTENCES,
    subtitle=MANY,
    page=st.lists(BLOCKS, max_size=4).map(tuple),
    appendix=st.lists(BLOCKS, max_size=2).map(tuple),
    footer=SENTENCES,
)
