"""XML from elsewhere: no document types, so that no entity can do harm."""

from xml.etree.ElementTree import Element, tostring

import pytest

from epex.core.decision import Refused
from epex.plugins.builtin.refi_qda.markup import add, bare, document, guid, parsed

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
HARMFUL = {
    "billion laughs": f'<!DOCTYPE p [<!ENTITY l0 "lol">{LAUGHS}]><Project>&l8;</Project>',
    "a file of the machine": '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>',
    "a page elsewhere": '<!DOCTYPE p SYSTEM "http://localhost:1/x.dtd"><Project/>',
    "parameters": '<!DOCTYPE p [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]><Project/>',
}
DAMAGED = [
    "",
    "<Project>",
    "<Project></Code>",
    "<Project>&x;</Project>",
    "\x00",
    '<?xml version="1.0" encoding="no"?><a/>',
]


@pytest.mark.parametrize("content", HARMFUL.values(), ids=HARMFUL)
def test_parsed_refuses_document_types(content: str) -> None:
    with pytest.raises(Refused, match=r"^The file declares a document type, which may hold harmful entities; save it"):
        parsed(content.encode(), "Project", "project")


@pytest.mark.parametrize("content", DAMAGED)
def test_parsed_refuses_what_is_damaged(content: str) -> None:
    with pytest.raises(Refused, match=r"^The project is damaged"):
        parsed(content.encode(), "Project", "project")


def test_parsed_reads_names_of_any_space_and_deep_trees() -> None:
    deep = 50_000
    content = f'<q:Project xmlns:q="urn:x"><q:Code name="é"/>{"<a>" * deep}{"</a>" * deep}</q:Project>'

    root = parsed(content.encode(), "Project", "project")

    assert (root[0].tag, root[0].get("name"), sum(1 for _ in root.iter("a"))) == ("Code", "é", deep)


def test_document_leaves_out_signs_that_xml_has_no_place_for() -> None:
    root = Element("Project")
    add(root, "Code", "a\x0bb", name="x\x00y", color="")

    assert tostring(parsed(document(root, "urn:x", "y"), "Project", "project")[0]) == (
        b'<Code name="x&#65533;y">a&#65533;b</Code>'
    )


def test_ids_are_the_same_for_ever() -> None:
    assert guid("coding", "theme-1", 7) == "f420ff5d-a32f-53ec-89c3-94ddc1e4899e"
    assert bare(" {ABC-1} ") == "abc-1"
