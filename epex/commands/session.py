"""What the root options say: which base, as whom, as of when. It opens the base when a command asks for it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase


class Session:
    """One run of the program."""

    def __init__(
        self, base: str | None = None, acting_as: str = "", as_of: str | None = None, *, plugins: bool = True
    ) -> None:
        """Keep the options; nothing is opened yet."""
        self.base = base
        self.acting_as = acting_as
        self.as_of = as_of
        self.plugins = plugins

    def open(self) -> "KnowledgeBase":
        """Open the base.

        Raises Refused when there is none, or it cannot be read.
        """
        from pathlib import Path  # noqa: PLC0415 - start-up: --version and --help open nothing

        from epex.app.base import KnowledgeBase  # noqa: PLC0415 - start-up: as above
        from epex.app.config import find_folder  # noqa: PLC0415 - start-up: as above

        folder = find_folder(self.base, Path.cwd())
        return KnowledgeBase.open(folder, self.acting_as, self.as_of, plugins=self.plugins)
