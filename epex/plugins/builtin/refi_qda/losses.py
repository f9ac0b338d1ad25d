"""What of a project has no place here: counted, and told in a sentence each."""

from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

# What an element is called, one and several.
LOST: Mapping[str, tuple[str, str]] = {
    "PictureSource": ("picture", "pictures"),
    "PDFSource": ("PDF document", "PDF documents"),
    "AudioSource": ("audio recording", "audio recordings"),
    "VideoSource": ("video", "videos"),
    "Transcript": ("transcript", "transcripts"),
    "Case": ("case", "cases"),
    "Variable": ("variable", "variables"),
    "VariableValue": ("value of a variable", "values of variables"),
    "Set": ("set", "sets"),
    "Graph": ("graph", "graphs"),
    "Link": ("link", "links"),
}


def set_aside(root: Element) -> list[str]:
    """Count what is left out of a file wherever it stands."""
    found = Counter(each.tag for each in root.iter() if each.tag in LOST)
    return list(told({LOST[tag]: found[tag] for tag in LOST if found[tag]}))


def told(counts: Mapping[tuple[str, str], int]) -> Iterator[str]:
    """Say of each how many are left out."""
    for (one, several), number in counts.items():
        if number:
            yield f"1 {one} is left out." if number == 1 else f"{number} {several} are left out."
