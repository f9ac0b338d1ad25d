"""The archive of a project: made the same way each time, and read with care, for others have packed it."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - it is named like no class

from epex.plugins import Refused

PROJECT = "project.qde"
FOLDER = "sources/"
MOST = 256_000_000
MANY = 100_000


def packed(files: Mapping[str, bytes]) -> bytes:
    """Pack files; the same files give the same bytes."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, written in files.items():
            made = ZipInfo(name)
            made.compress_type = ZIP_DEFLATED
            archive.writestr(made, written)
    return content.getvalue()


class Archive:
    """A project that somebody packed; no more of it is unpacked than is asked for, and never much."""

    def __init__(self, content: bytes, most: int = MOST) -> None:
        """Open it; no more than `most` bytes are unpacked.

        Raises Refused when it is damaged, or names files outside itself.
        """
        try:
            self._archive = ZipFile(BytesIO(content))
        except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise _damaged(error) from error
        names = self._archive.namelist()
        if len(names) > MANY:
            raise Refused(f"The project holds {len(names)} files, more than any program reads; save it in parts.")
        for name in names:
            _require_inside(name)
        self._names = {name.replace("\\", "/").casefold(): name for name in names}
        self._most = self._left = most

    def read(self, name: str) -> bytes | None:
        """Unpack a file by its name, however its letters are written; None when there is none.

        Raises Refused when it is damaged, or all that was unpacked would be too much.
        """
        if (found := self._names.get(name.casefold())) is None:
            return None
        try:
            with self._archive.open(found) as file:
                content = file.read(self._left + 1)
        except (BadZipFile, ZlibError, RuntimeError, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise _damaged(error) from error
        self._left -= len(content)
        if self._left < 0:
            raise Refused(f"The texts of the project unpack to more than {self._most} bytes; save it in parts.")
        return content


def _require_inside(name: str) -> None:
    parts = name.replace("\\", "/").split("/")
    if parts[0] == "" or ".." in parts or ":" in parts[0]:
        raise Refused(f"The project names the file '{name[:80]}' outside itself; save it anew where it comes from.")


def _damaged(error: Exception) -> Refused:
    return Refused(f"The project is damaged ({error}); save it anew in the program that it comes from.")
