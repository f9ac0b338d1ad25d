"""XML as REFI-QDA writes it: elements by their local names, ids, and a reader that takes no document types."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, TreeBuilder, tostring
from xml.parsers import expat

from epex.plugins import Refused

# Ids of what has no id of its own here; fixed for ever, so that two exports name the same alike.
NAMESPACE = UUID("6d0b8a52-8f7e-5a0b-9c3d-2f4f6b1c7e10")
STRANGE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def guid(*parts: str | int) -> str:
    """Give the id of something by what it is."""
    return str(uuid5(NAMESPACE, "\n".join(map(str, parts))))


def own(identity: str) -> str:
    """Give the uuid of something that has an id."""
    return identity.partition("-")[2]


def add(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element; attributes without a value are left out, and signs that XML has no place for replaced."""
    given = {key: plain(value) for key, value in attributes.items() if value}
    made = SubElement(parent, tag, given)
    if text:
        made.text = plain(text)
    return made


def plain(text: str) -> str:
    """Replace signs that XML has no place for."""
    return STRANGE.sub("\ufffd", text)


def document(root: Element, namespace: str, schema: str) -> bytes:
    """Write a whole document."""
    root.set("xmlns", namespace)
    root.set("xmlns:xsi", INSTANCE)
    root.set("xsi:schemaLocation", f"{namespace} http://schema.qdasoftware.org/versions/{schema}")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def parsed(content: bytes, root: str, what: str) -> Element:
    """Read a document into elements by their local names.

    Raises Refused when it is not well-formed, is of another kind, or declares a document type with entities.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_type
    parser.StartElementHandler = lambda name, given: builder.start(_local(name), given)
    parser.EndElementHandler = lambda name: builder.end(_local(name))
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(content, True)  # noqa: FBT003 - that it is all there is
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Refused(f"The {what} is damaged ({error}); save it anew in the program that it comes from.") from error
    found = builder.close()
    if found.tag != root:
        raise Refused(f"This is no {what}, for it begins with '{found.tag}'; choose a file of that format.")
    return found


def text_of(element: Element, name: str) -> str:
    """Give the text of a child; empty when there is none."""
    return (element.findtext(name) or "").strip()


def ref(element: Element) -> str:
    """Give the id that something refers to."""
    return bare(element.get("targetGUID", ""))


def bare(text: str) -> str:
    """Give an id as ids are written here: in small letters and without braces."""
    return text.strip().strip("{}").lower()


def children(element: Element, *path: str) -> Iterator[Element]:
    """Go through the children below a path of names."""
    yield from element.iterfind("/".join(path))


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse_type(*declared: object) -> None:  # noqa: ARG001 - what it declares does not matter
    raise Refused("The file declares a document type, which may hold harmful entities; save it anew without one.")
