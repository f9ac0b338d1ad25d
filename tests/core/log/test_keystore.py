"""The file of the keys keeps its locks whoever else opens it."""

import subprocess
import sys
from pathlib import Path

from epex.core.log.keystore import KeyStore

ANOTHER = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
else:
    print("writes")
"""


def test_opening_the_keys_again_leaves_a_writer_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys.db"
    with KeyStore(path).writing():
        KeyStore(path)

        other = subprocess.run([sys.executable, "-c", ANOTHER, str(path)], capture_output=True, text=True, check=True)

    assert other.stdout == "database is locked\n"
