"""PDF/UA, set by typst, which the extra `publish` brings."""

from collections.abc import Sequence

from epex.plugins import Document, ReportFormat, hookimpl


def render(document: Document) -> bytes:
    """Write a document as a tagged PDF."""
    from epex.plugins.builtin.pdf.setting import render as set_by_typst  # noqa: PLC0415 - start-up: most set no PDF

    return set_by_typst(document)


@hookimpl
def epex_report_formats() -> Sequence[ReportFormat]:
    """Add PDF."""
    return [ReportFormat(name="pdf", summary="PDF/UA on A4, to print and pass on", ending=".pdf", render=render)]
