"""Print the table of what happened, `python -m tests.plugins.bad`, and keep it in the page about plugins."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.plugins.bad.page import PAGE, with_table
from tests.plugins.bad.trying import happenings, table

if __name__ == "__main__":
    with TemporaryDirectory(prefix="epex-bad-") as folder:
        written = table(happenings(Path(folder)))
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), written), "utf-8")
    print(written)
