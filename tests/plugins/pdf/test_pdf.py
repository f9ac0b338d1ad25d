"""Documents as tagged PDF, read again as a browser and as a screen reader read them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from msgspec import structs
from pdfua import validate

from epex.core.decision import Refused
from epex.plugins import Block, Bullets, Document, Paragraph, ReportFormat, Section, Sentence, Step, Table, Trail
from epex.plugins.builtin import pdf
from epex.plugins.builtin.pdf.setting import NO_TYPST, render
from epex.plugins.loader import Plugins
from tests.plugins.documents import DOCUMENTS, WHOLE

GERMAN = "Straßensozialarbeiterinnen hören zuerst zu; Bewährungshilfe fragt später."
ARABIC = "نستمع أولا قبل أن نتحدث عن المخاطر، ثم نسأل الأسرة ثلاث مرات."
MIXED = "تعمل منظمة Lindenhof في Berlin منذ 2011 مع الأسر."
# What is read of a file is gone with it.
OPENED: list[pikepdf.Pdf] = []
NINE = "ßÄÖÜ éèêàùçœŒ ëï æøåÆØÅ ŠšĐđČčĆćŽž ЂђЉљЊњЋћЏџ ëËçÇ „“”’–— €→✓"


def document(*blocks: Block, language: str = "en", title: str = "Sample", appendix: tuple[Block, ...] = ()) -> Document:
    return Document(
        report="sample",
        title=Sentence(text=title),
        handling=Sentence(text=""),
        page=blocks,
        appendix=appendix,
        language=language,
    )


def pages(written: bytes) -> list[str]:
    """Read the text of each page, in reading order; what marks a direction is no part of it."""
    found = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(written))
    return ["".join(sign for sign in text if sign not in "\u202a\u202b\u202c") for text in found]


def words(written: bytes) -> str:
    """Read all words; one that was divided at the end of a line is whole again."""
    return " ".join(re.sub("\ufffe(\r\n)?", "", " ".join(pages(written))).split())


def elements(written: bytes) -> list[Any]:
    """List the elements of the structure tree, in reading order."""
    opened = pikepdf.open(BytesIO(written))
    OPENED.append(opened)
    return list(_below(opened.Root.StructTreeRoot))


def about(written: bytes) -> dict[str, str]:
    """Read what a file says about itself."""
    with pikepdf.open(BytesIO(written)) as opened:
        return {str(name): str(value) for name, value in opened.docinfo.items()}


def _below(node: Any) -> Iterator[Any]:
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _below(child)


def tags(written: bytes) -> list[str]:
    return [str(element.S).removeprefix("/") for element in elements(written)]


def refusal(written: Document) -> str:
    with pytest.raises(Refused) as caught:
        render(written)
    return str(caught.value)


def test_every_block_finds_its_place_in_reading_order() -> None:
    first, second = pages(render(WHOLE))

    said = ["Trust comes first", "Practice of a house by the sea", "Anticipated", "The element", "Zuhören zuerst"]
    said += ["In their words", "نستمع أولا", "That is all.", "Side by side", "Criterion", "A box for each criterion."]
    places = [first.index(words) for words in said]
    assert places == sorted(places)
    assert "Trust comes first [3]" in first
    assert second.index("Appendix") < second.index("2017-03-04") < second.index("It was compared")


@pytest.mark.parametrize(
    ("language", "text"), [("en", "We listened first."), ("de", GERMAN), ("ar", ARABIC), ("ar", MIXED), ("sq", NINE)]
)
def test_words_read_out_as_they_were_written(language: str, text: str) -> None:
    assert text in words(render(document(Paragraph(text=text), language=language)))


def test_a_word_too_long_for_its_line_is_divided_and_stays_whole() -> None:
    word = "Jugendgerichtshilfeverwaltungsvorschrift"
    rows = (tuple(Sentence(text=word) for _ in range(7)),)
    columns = tuple(Sentence(text=str(number)) for number in range(7))

    written = render(document(Table(caption="", columns=columns, rows=rows), language="de"))

    assert words(written).count(word) == 7


def test_nothing_runs_off_the_paper() -> None:
    long = [Sentence(text=text) for text in ("x" * 400, "https://example.org/" + "a1b2/" * 60, "ن" * 300)]
    columns = tuple(Sentence(text="head") for _ in long)

    written = render(document(Bullets(points=tuple(long)), Table(caption="", columns=columns, rows=(tuple(long),))))

    for page in pypdfium2.PdfDocument(written):
        text = page.get_textpage()
        boxes = [text.get_charbox(number) for number in range(text.count_chars())]
        assert (min(box[0] for box in boxes) > 20, max(box[2] for box in boxes) < 575) == (True, True)


def test_the_tags_name_headings_tables_lists_quotes_and_pictures() -> None:
    found = tags(render(WHOLE))

    assert [tag for tag in found if tag in ("H1", "H2", "H3")] == ["H1", "H2", "H2", "H2", "H2", "H3"]
    assert [found.count(tag) for tag in ("Table", "Caption", "THead", "TR", "TH", "TD")] == [3, 2, 3, 6, 9, 9]
    assert [found.count(tag) for tag in ("L", "LI", "BlockQuote", "Figure")] == [2, 3, 1, 1]


def test_heads_of_columns_are_heads_and_a_picture_says_what_it_shows() -> None:
    found = elements(render(WHOLE))

    scopes = {
        str(element.A[0].Scope if isinstance(element.A, pikepdf.Array) else element.A.Scope)
        for element in found
        if element.S == "/TH"
    }
    assert scopes == {"/Column"}
    assert [str(element.Alt) for element in found if element.S == "/Figure"] == [
        "Both grids, drawn. A box for each criterion."
    ]


def test_no_level_of_headings_is_left_out() -> None:
    inner = Section(title="Inner", blocks=(Paragraph(text="x"),))
    nested = Section(title="Outer", blocks=(Section(title="", blocks=(inner,)),))

    assert [tag for tag in tags(render(document(nested))) if tag.startswith("H")] == ["H1", "H2", "H3"]


def test_a_file_says_its_title_and_language_and_that_it_is_accessible() -> None:
    with (
        pikepdf.open(BytesIO(render(structs.replace(WHOLE, language="ar-TN")))) as opened,
        opened.open_metadata() as told,
    ):
        assert (str(opened.Root.Lang), told["dc:title"], told["pdfuaid:part"]) == ("ar-TN", "Trust comes first", "1")
        assert (bool(opened.Root.MarkInfo.Marked), bool(opened.Root.ViewerPreferences.DisplayDocTitle)) == (True, True)
        assert "/Author" not in opened.docinfo


def test_words_in_another_language_say_so() -> None:
    spoken = [str(element.Lang) for element in elements(render(WHOLE)) if "/Lang" in element]

    assert {"de", "ar"} <= set(spoken)


def test_a_checker_of_pdf_ua_finds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "whole.pdf"
    file.write_bytes(render(WHOLE))

    assert validate(str(file)).findings == ()


def test_pages_are_a4_and_numbered_and_carry_the_handling_line() -> None:
    written = render(WHOLE)

    opened = pypdfium2.PdfDocument(written)
    assert [tuple(map(round, page.get_size())) for page in opened] == [(595, 842)] * 2
    assert ["1 / 2" in pages(written)[0], "2 / 2" in pages(written)[1]] == [True, True]
    assert "For the network only" in pages(written)[1]


def test_a_page_with_halves_is_set_on_one_page_before_its_appendix() -> None:
    text = Bullets(points=tuple(Sentence(text=f"{number}. {GERMAN}") for number in range(75)))
    halves = tuple(Section(title=title, half=True, blocks=(Paragraph(text=GERMAN),)) for title in ("Left", "Right"))
    appendix = (Paragraph(text="More."),)

    assert len(pages(render(document(*halves, text, language="de", appendix=appendix)))) == 2
    assert len(pages(render(document(text, language="de", appendix=appendix)))) == 3


def test_a_table_repeats_its_head_on_every_page() -> None:
    rows = tuple((Sentence(text=f"row {number}"), Sentence(text="x")) for number in range(150))
    table = Table(
        caption="Many", columns=(Sentence(text="Whence", positions=(1,)), Sentence(text="Whither")), rows=rows
    )

    found = pages(render(document(table)))

    assert len(found) > 2
    assert ["Whither" in page for page in found] == [True] * len(found)


def test_the_same_document_is_the_same_bytes_in_every_process() -> None:
    program = (
        "from tests.plugins.documents import WHOLE; from epex.plugins.builtin.pdf.setting import render; import sys;"
        "sys.stdout.buffer.write(render(WHOLE))"
    )

    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout

    assert other == render(WHOLE)
    assert about(other)["/CreationDate"].startswith("D:20170304")


def test_a_sentence_leads_to_its_event() -> None:
    steps = (Step(position=4, recorded_on="2017-03-04", summary="It was compared"),) * 2
    trail = Trail(steps=steps)

    written = render(document(Paragraph(text="Said.", positions=(4, 9)), trail))

    assert tags(written).count("Link") == 1


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        "#panic()",
        "*strong* _emph_ $x^2$ `raw` @ref <label> \\ \\u{41} // no comment /* none */",
        "= heading\n- point\n+ number",
        '"quoted" \\" #sys.inputs ]] )) }}',
        "-- --- ... ~ 'a' \"b\"",
    ],
)
def test_what_people_wrote_is_never_read_as_markup(text: str) -> None:
    table = Table(caption=text, columns=(Sentence(text=text),), rows=((Sentence(text=text),),))
    blocks = (Paragraph(text=text), table, Section(title=text, blocks=()))

    written = render(document(*blocks, title=text))

    assert words(written).count(" ".join(text.split())) == 7
    assert about(written)["/Title"] == " ".join(text.split())


def test_what_turns_a_line_round_is_left_out() -> None:
    assert "one two" in words(render(document(Paragraph(text="one \u202etwo\u2067 \x07"))))


def test_an_empty_document_has_a_title() -> None:
    empty = Document(report="", title=Sentence(text=""), handling=Sentence(text=""), page=())

    assert about(render(empty))["/Title"] == "Report"


def test_a_sign_without_a_letterform_is_named() -> None:
    assert refusal(document(Paragraph(text="Well done 😀 and 日"))) == (
        "No font that comes with epex can show U+1F600 (GRINNING FACE), U+65E5 (CJK UNIFIED IDEOGRAPH-65E5); "
        "take it out of the text, or write html instead."
    )


def test_a_document_that_is_too_long_is_refused() -> None:
    assert refusal(document(Paragraph(text="x " * 1_000_000))) == (
        "The document is too long for a PDF; write it as html and print that."
    )


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    assert refusal(WHOLE) == NO_TYPST


def test_typst_is_loaded_only_when_a_pdf_is_made() -> None:
    program = "import sys; import epex.plugins.builtin.pdf; print('typst' in sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout

    assert loaded.strip() == "False"


def test_the_fonts_are_those_that_come_with_the_program_and_their_licences() -> None:
    held = sorted(file.name for file in Path(pdf.__file__).parent.joinpath("fonts").iterdir())

    assert held == [
        "Amiri-OFL.txt",
        "Amiri_400Regular.ttf",
        "Amiri_700Bold.ttf",
        "SourceSans3-OFL.txt",
        "SourceSans3_400Regular.ttf",
        "SourceSans3_600SemiBold.ttf",
    ]


@settings(max_examples=25, deadline=None)
@given(DOCUMENTS)
def test_any_document_is_set_or_the_sign_is_named(document: Document) -> None:
    try:
        told = f"{len(pages(render(document)))} pages"
    except Refused as refused:
        told = str(refused)

    assert re.fullmatch(r"[1-9]\d* pages|No font that comes with epex can show U\+.*", told)


def test_the_format_is_that_of_a_built_in_plugin() -> None:
    ((plugin, form),) = Plugins().gather("epex_report_formats", ReportFormat)

    assert (plugin, form.name, form.ending) == ("pdf", "pdf", ".pdf")
    assert form.render(WHOLE) == render(WHOLE)
