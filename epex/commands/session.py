"""What the root options say: which base, as whom, as of when. It opens the base when a command asks for it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.app.config import Config


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
        # How deep JSON is indented for people; a program that calls reads it without.
        self.indent: int | None = 2

    def open(self) -> "KnowledgeBase":
        """Open the base.

        Raises Refused when there is none, or it cannot be read.
        """
        from epex.app.base import KnowledgeBase  # noqa: PLC0415 - start-up: --version and --help open nothing

        base = KnowledgeBase.open(self._config().folder, self.acting_as, self.as_of, plugins=self.plugins)
        if self.as_of:
            from epex.commands.ahead import expected  # noqa: PLC0415 - start-up: what is kept needs no care

            base.expected = expected()
        return base

    def config(self) -> "Config":
        """Read the base's own file; for what is about the files that are stored now.

        Raises Refused when there is no base, or a day is given as of which to read.
        """
        if self.as_of:
            from epex.core.decision import Refused  # noqa: PLC0415 - start-up: --version and --help refuse nothing

            raise Refused("That is about what is stored now; leave out --as-of.")
        return self._config()

    def _config(self) -> "Config":
        from pathlib import Path  # noqa: PLC0415 - start-up: --version and --help read nothing

        from epex.app.config import find_folder, read_config  # noqa: PLC0415 - start-up: as above

        return read_config(find_folder(self.base, Path.cwd()))
