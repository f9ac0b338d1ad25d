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
    Picture,
    Quote,
    Section,
    Sentence,
    Step,
    Table,
    Trail,
)
from epex.plugins.drawing import Box, Drawing, Line, Mark, Words

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
DRAWN = Picture(
    title="Both grids, drawn",
    about=Sentence(text="A box for each criterion.", positions=(5, 6)),
    table=GRID,
    drawing=Drawing(
        width=120,
        height=40,
        shapes=(
            Box(x=10, y=10, width=100, height=20, ink="heat-2", says="Law: fits"),
            Box(x=10, y=10, width=100, height=20, ink="rule", is_outline=True),
            Words(x=14.25, y=24, text="Law", ink="on-2", is_strong=True, has_halo=True, turn=-60, says="The law"),
            Line(points=((10, 30), (60, 35), (110, 30)), ink="blue", width=2, is_dashed=True, is_bent=True),
            Line(
                points=((10, 30), (20, 5), (80, 5), (110, 30)), ink="green", is_bent=True, says="from fits to unknown"
            ),
            Line(points=((10, 35), (110, 35)), ink="soft"),
            Mark(points=((60, 20),), radius=4, ink="red", is_hollow=True),
            Mark(points=((60, 20), (64, 24), (56, 24)), ink="amber", says="an arrow"),
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
        Section(title="Side by side", blocks=(GRID, DRAWN)),
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


PICTURES = st.builds(
    Picture,
    title=TEXTS,
    about=SENTENCES,
    table=tables(),
    drawing=st.none()
    | st.builds(
        Drawing,
        width=st.just(100.0),
        height=st.just(50.0),
        shapes=st.lists(st.builds(Words, x=st.just(3.0), y=st.just(20.0), text=TEXTS, says=TEXTS), max_size=2).map(
            tuple
        ),
    ),
)
LEAVES = st.one_of(
    st.builds(Paragraph, text=TEXTS, positions=st.lists(st.integers(1, 500), max_size=4).map(tuple)),
    st.builds(Bullets, points=MANY, ordered=st.booleans()),
    st.builds(Facts, facts=st.lists(st.builds(Fact, label=TEXTS, sentences=MANY), max_size=3).map(tuple)),
    tables(),
    PICTURES,
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
