"""REFI-QDA: codebooks and projects of programs for qualitative analysis, written and read; see qdasoftware.org."""

from collections.abc import Iterable, Mapping, Sequence

from epex.plugins import Exporter, Importer, Option, Queries, Taken, hookimpl

AS = Option(name="as", value="themes|concepts", summary="what codes become")
LANGUAGE = Option(name="language", value="CODE", summary="the language that the codes are named in; else en")
VISIBILITY = Option(name="visibility", value="LABEL", summary="who may read the sources; else the two sides alone")


def write_codebook(queries: Queries, options: Mapping[str, str]) -> Iterable[bytes]:
    """Write the themes and the thesaurus as a codebook."""
    from epex.plugins.builtin.refi_qda.codebook import written  # noqa: PLC0415 - start-up: most commands write no XML

    return written(queries, options)


def read_codebook(content: bytes, options: Mapping[str, str]) -> Taken:
    """Read the codes of a codebook."""
    from epex.plugins.builtin.refi_qda.codebook import read  # noqa: PLC0415 - start-up: as above

    return read(content, options)


def write_project(queries: Queries, options: Mapping[str, str]) -> Iterable[bytes]:
    """Write reflections with the passages that themes and elements rest on as a project."""
    from epex.plugins.builtin.refi_qda.writing import written  # noqa: PLC0415 - start-up: as above

    return written(queries, options)


def read_project(content: bytes, options: Mapping[str, str]) -> Taken:
    """Read the codes, sources and codings of a project."""
    from epex.plugins.builtin.refi_qda.reading import read  # noqa: PLC0415 - start-up: as above

    return read(content, options)


@hookimpl
def epex_exporters() -> Sequence[Exporter]:
    """List the formats that are written."""
    return (
        Exporter(
            name="qdc",
            summary="REFI-QDA codebook: themes and the thesaurus as codes",
            ending=".qdc",
            write=write_codebook,
        ),
        Exporter(
            name="qdpx",
            summary="REFI-QDA project: reflections, coded with themes and elements",
            ending=".qdpx",
            write=write_project,
        ),
    )


@hookimpl
def epex_importers() -> Sequence[Importer]:
    """List the formats that are read."""
    return (
        Importer(
            name="qdc",
            summary="REFI-QDA codebook: codes become concepts of the thesaurus, or themes",
            endings=(".qdc",),
            read=read_codebook,
            options=(AS, LANGUAGE),
        ),
        Importer(
            name="qdpx",
            summary="REFI-QDA project: codes become themes, sources reflections, and codings evidence",
            endings=(".qdpx",),
            read=read_project,
            options=(AS, LANGUAGE, VISIBILITY),
        ),
    )
