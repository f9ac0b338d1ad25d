"""The formats that a document can be written in."""

from collections.abc import Callable
from dataclasses import dataclass

from epex.plugins.document import Document
from epex.plugins.formats import docx, html, json, markdown, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: the ending of its files, its media type, and the function that writes it."""

    suffix: str
    media_type: str
    render: Callable[[Document], str]


FORMATS = {
    "text": Format(suffix=".txt", media_type="text/plain", render=text.render),
    "md": Format(suffix=".md", media_type="text/markdown", render=markdown.render),
    "html": Format(suffix=".html", media_type="text/html", render=html.render),
    "json": Format(suffix=".json", media_type="application/json", render=json.render),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """A format whose files are no text."""

    suffix: str
    media_type: str
    render: Callable[[Document], bytes]


FILE_FORMATS = {
    "docx": FileFormat(
        suffix=".docx",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        render=docx.render,
    ),
}
