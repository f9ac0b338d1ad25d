"""Identity of rows: fixed for ever."""

from pathlib import Path

from epex.app.importing.identity import content_mark, event_id, form_command_id, form_stream_id, import_id, stream_id

GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "import-reflections.md"
ROW = ("safenet", "reflections", "4RWU9KSAFE")
FORM = "qef7b-tpb5e-bna4a-2bykt"
MARK = "04dcf0c233805687638aa4c4951ba02203a33ae23cd07ba8a4ebbfd836abc8ac"


def test_ids_keep_their_test_vectors() -> None:
    assert content_mark(b"secret", {"text": "We listened first."}) == MARK
    assert stream_id("reflection", *ROW) == "reflection-b2cf7024-9bcc-539d-970d-4a5a36ccfb94"
    assert event_id(*ROW, 0) == "0a16b3f8-5c8d-5a28-9c46-db20b5db3200"
    assert event_id(*ROW, 1, MARK) == "4e6822bf-e7cc-5e5b-acde-99628ebdcf59"
    assert import_id(*ROW[:2]) == "a066aaa5-415a-5495-9f3d-fa287492c913"
    assert form_stream_id(FORM) == "reflection-7382bdc6-78ac-5f73-a2dd-dcbbfb2004e4"
    assert form_command_id(FORM, MARK) == "1862fb8a-d834-59f6-a46a-95b039d2ddb9"


def test_the_guide_prints_the_test_vectors() -> None:
    guide = GUIDE.read_text("utf-8")

    vectors = [stream_id("", *ROW)[1:], event_id(*ROW, 0), event_id(*ROW, 1, MARK), MARK]
    assert [vector for vector in vectors if f"| `{vector}` |" not in guide] == []


def test_content_marks_ignore_the_order_of_fields() -> None:
    assert content_mark(b"s", {"a": "1", "b": "2"}) == content_mark(b"s", {"b": "2", "a": "1"})
    assert content_mark(b"s", {"a": "1"}) != content_mark(b"t", {"a": "1"})
