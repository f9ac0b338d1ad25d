"""Drawings inside a page: named, described, without a link to anything, and the same each time."""

import re
from xml.etree import ElementTree as ET

from epex.plugins.drawing import Box, Drawing, Words
from epex.plugins.formats.svg import number, render
from tests.plugins.documents import DRAWN

assert DRAWN.drawing
SHEET = DRAWN.drawing


def test_render_names_and_describes_the_picture() -> None:
    picture = ET.fromstring(render(SHEET, "picture-1", "Both <grids>", "A box for each."))  # noqa: S314 - it is ours

    assert (picture.get("role"), picture.get("viewBox")) == ("img", "0 0 120 40")
    assert picture.get("aria-labelledby") == "picture-1-title picture-1-about"
    assert [(one.get("id"), one.text) for one in picture[:2]] == [
        ("picture-1-title", "Both <grids>"),
        ("picture-1-about", "A box for each."),
    ]


def test_render_writes_every_kind_of_shape() -> None:
    picture = ET.fromstring(render(SHEET, "p", "t", "d"))  # noqa: S314 - it is ours

    shapes = [(shape.tag, shape.get("class")) for shape in picture[2:]]

    assert shapes == [
        ("rect", "heat-2"),
        ("rect", "rule outline"),
        ("text", "on-2 strong halo"),
        ("path", "line blue dashed"),
        ("path", "line green"),
        ("path", "line soft"),
        ("circle", "red hollow"),
        ("polygon", "amber"),
    ]
    assert [path.get("d") for path in picture.iter("path")] == [
        "M10,30 Q60,35 110,30",
        "M10,30 C20,5 80,5 110,30",
        "M10,35 L110,35",
    ]
    assert picture.find("text").attrib["transform"] == "rotate(-60 14.2 24)"  # type: ignore[union-attr]
    assert [title.text for title in picture.iter("title")][1:] == [
        "Law: fits",
        "The law",
        "from fits to unknown",
        "an arrow",
    ]


def test_render_escapes_whatever_people_wrote_and_keeps_words_as_text() -> None:
    shapes = (Words(x=1, y=10, text="<b>\x07&", says='"><script>'), Box(x=0, y=0, width=1, height=1, ink="ink"))

    text = render(Drawing(width=50, height=20, shapes=shapes), "p", "t", "d")

    assert "&lt;b&gt;&amp;</text>" in text
    assert "<script" not in text
    assert not re.search(r"href|url\(|http|style=", text)


def test_numbers_are_written_shortly() -> None:
    assert [number(value) for value in (3, 2.04, 2.06, -0.01, 0.5, 123456)] == ["3", "2", "2.1", "0", "0.5", "123456"]
