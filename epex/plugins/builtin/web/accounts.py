"""Accounts: how people sign in, in a private file beside the keys that holds person ids, times and hashes, no words."""

import hmac
import os
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes, token_urlsafe
from typing import NamedTuple

from epex.plugins import Refused
from epex.plugins.builtin.web.wording import N_

FILE_NAME, TURN = "accounts.db", "turn.lock"
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
BUSY_SECONDS = 60
DAY = 24 * 60 * 60
INVITED_FOR = 7 * DAY
SHORTEST_LOGIN, LONGEST_LOGIN = 3, 64
IN_LOGINS = frozenset(".-_@+")
TABLES = {"secrets", "accounts", "recovery", "invitations", "sessions", "attempts", "familiar", "sent"}

SCHEMA = """
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, secret BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS accounts (
    person TEXT PRIMARY KEY,
    login BLOB NOT NULL UNIQUE,
    password TEXT NOT NULL,
    code TEXT NOT NULL DEFAULT '',
    step INTEGER NOT NULL DEFAULT 0,
    invited_by TEXT NOT NULL,
    since REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS recovery (
    code BLOB PRIMARY KEY,
    person TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE
) STRICT;
CREATE TABLE IF NOT EXISTS invitations (
    token BLOB PRIMARY KEY,
    person TEXT NOT NULL UNIQUE,
    invited_by TEXT NOT NULL,
    ends REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
    id BLOB PRIMARY KEY,
    person TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    standing BLOB NOT NULL,
    whole INTEGER NOT NULL,
    pending TEXT NOT NULL DEFAULT '',
    began REAL NOT NULL,
    seen REAL NOT NULL,
    browser TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS attempts (mark BLOB NOT NULL, at REAL NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS attempts_by_mark ON attempts (mark, at);
CREATE TABLE IF NOT EXISTS familiar (
    person TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    address BLOB NOT NULL,
    PRIMARY KEY (person, address)
) STRICT;
CREATE TABLE IF NOT EXISTS sent (name BLOB PRIMARY KEY, content BLOB NOT NULL, at REAL NOT NULL) STRICT;
"""


class Account(NamedTuple):
    """How one person signs in: the hash of a password, and the secret of the codes if there is a second step."""

    person: str
    password: str
    code: str
    step: int
    invited_by: str
    since: float


class Invitation(NamedTuple):
    """An invitation that is open: for whom, and who invites; nobody when it was made at the machine itself."""

    person: str
    invited_by: str


class Accounts:
    """The file of accounts, invitations, sessions and attempts, which the workers of a site share."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        """Open the file in the site's private folder, or make it.

        Raises Refused when it cannot be read.
        """
        self._path = folder / FILE_NAME
        self.now = now
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if not self._path.exists():
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
        try:
            self.secret = self._prepared()
        except sqlite3.DatabaseError as error:
            instead = "move the file away, and invite people anew"
            raise Refused(f"The accounts in {self._path} cannot be read ({error}); {instead}.") from error

    def _prepared(self) -> bytes:
        with self.connected() as connection:
            if not {name for (name,) in connection.execute("SELECT name FROM sqlite_master")} >= TABLES:
                connection.executescript(SCHEMA)
            if "browser" not in _columns(connection):
                self._add_browser()
            connection.execute("INSERT OR IGNORE INTO secrets VALUES ('site', ?)", (token_bytes(32),))
            return bytes(connection.execute("SELECT secret FROM secrets WHERE name = 'site'").fetchone()[0])

    def _add_browser(self) -> None:
        """Bring a file up to date that was made before sessions named their browser."""
        with self.writing() as connection:
            # Another worker may have been first.
            if "browser" not in _columns(connection):
                connection.execute("ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT ''")

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that commits each statement, and overwrites what it deletes."""
        with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection in one transaction; whatever is raised in it leaves all as it was."""
        with self.connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until no other worker records: nothing comes between what a form is held against and its recording."""
        with os.fdopen(os.open(self._path.with_name(TURN), os.O_RDWR | os.O_CREAT, PRIVATE_FILE), "rb") as file:
            flock(file, LOCK_EX)
            yield

    def mark(self, *words: str) -> bytes:
        """Write words so that they can be found again and not read."""
        return hmac.digest(self.secret, "\0".join(words).encode(), "sha256")

    def sent(self, name: bytes, content: bytes, lasts: float) -> bool | None:
        """Keep what is sent under a name, and tell whether it is new; None when something else was sent under it."""
        with self.writing() as connection:
            connection.execute("DELETE FROM sent WHERE at <= ?", (self.now() - lasts,))
            row = (name, content, self.now())
            is_new = connection.execute("INSERT OR IGNORE INTO sent VALUES (?, ?, ?)", row).rowcount > 0
            (kept,) = connection.execute("SELECT content FROM sent WHERE name = ?", (name,)).fetchone()
        return is_new if kept == content else None

    def unsent(self, name: bytes) -> None:
        """Forget what was sent under a name, for it was refused."""
        with self.connected() as connection:
            connection.execute("DELETE FROM sent WHERE name = ?", (name,))

    def invite(self, person: str, by: str) -> str:
        """Make the token of an invitation, which replaces an earlier one of that person."""
        token = token_urlsafe(32)
        row = (hashed_token(token), person, by, self.now() + INVITED_FOR)
        with self.connected() as connection:
            connection.execute("INSERT OR REPLACE INTO invitations VALUES (?, ?, ?, ?)", row)
        return token

    def invitation(self, token: str) -> Invitation | None:
        """Find an open invitation; none when it was used, replaced or is too old."""
        with self.connected() as connection:
            return self._invitation(connection, token)

    def _invitation(self, connection: sqlite3.Connection, token: str) -> Invitation | None:
        query = "SELECT person, invited_by FROM invitations WHERE token = ? AND ends > ?"
        found = connection.execute(query, (hashed_token(token), self.now())).fetchone()
        return Invitation(*found) if found else None

    def accept(self, token: str, login: str, password: str) -> Account:
        """Use an invitation up: the account signs in with this login and hashed password from now on.

        Whoever had an account keeps the second step, unless the invitation was made at the machine itself.
        Raises Refused when the login is somebody else's, or the invitation is not open any more.
        """
        with self.writing() as connection:
            invitation = self._invitation(connection, token)
            if not invitation:
                raise Refused(N_("This invitation was used or is too old; ask a coordinator for a new one."))
            self._require_free(connection, login, invitation.person)
            kept = _found(connection, "person", invitation.person) if invitation.invited_by else None
            codes = _recovery(connection, invitation.person) if kept else []
            _forget(connection, invitation.person)
            account = Account(
                invitation.person,
                password,
                kept.code if kept else "",
                kept.step if kept else 0,
                invitation.invited_by,
                self.now(),
            )
            self._insert(connection, account, login, codes)
        return account

    def _require_free(self, connection: sqlite3.Connection, login: str, person: str) -> None:
        other = _found(connection, "login", self._login(login))
        if other and other.person != person:
            raise Refused(N_("Somebody else signs in with that name; choose another one."))

    def _insert(self, connection: sqlite3.Connection, account: Account, login: str, codes: list[bytes]) -> None:
        person, password, code, step, invited_by, since = account
        row = (person, self._login(login), password, code, step, invited_by, since)
        connection.execute("INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        connection.executemany("INSERT INTO recovery VALUES (?, ?)", [(each, person) for each in codes])

    def _login(self, login: str) -> bytes:
        return self.mark("login", plain_login(login))

    def account(self, login: str) -> Account | None:
        """Find the account that signs in with a login name."""
        with self.connected() as connection:
            return _found(connection, "login", self._login(login))

    def of(self, person: str) -> Account | None:
        """Find a person's account."""
        with self.connected() as connection:
            return _found(connection, "person", person)

    def people(self) -> frozenset[str]:
        """List everybody of whom the file holds anything: an account or an invitation."""
        with self.connected() as connection:
            found = connection.execute("SELECT person FROM accounts UNION SELECT person FROM invitations")
            return frozenset(person for (person,) in found)

    def change_password(self, person: str, password: str) -> None:
        """Keep the hash of a new password, and end all sessions of the person."""
        with self.writing() as connection:
            connection.execute("UPDATE accounts SET password = ? WHERE person = ?", (password, person))
            connection.execute("DELETE FROM sessions WHERE person = ?", (person,))

    def renew_hash(self, person: str, password: str) -> None:
        """Keep the same password hashed in today's way."""
        with self.connected() as connection:
            connection.execute("UPDATE accounts SET password = ? WHERE person = ?", (password, person))

    def begin_codes(self, person: str, secret: str, step: int, recovery: list[str]) -> None:
        """Ask for codes of this secret from now on; `recovery` are the codes that stand in for a lost phone."""
        with self.writing() as connection:
            connection.execute("UPDATE accounts SET code = ?, step = ? WHERE person = ?", (secret, step, person))
            connection.execute("DELETE FROM recovery WHERE person = ?", (person,))
            rows = [(hashed_token(code), person) for code in recovery]
            connection.executemany("INSERT INTO recovery VALUES (?, ?)", rows)

    def use_step(self, person: str, step: int) -> bool:
        """Note the time step of a code, and tell whether it is later than all before: each code counts once."""
        query = "UPDATE accounts SET step = ? WHERE person = ? AND step < ?"
        with self.connected() as connection:
            return connection.execute(query, (step, person, step)).rowcount == 1

    def use_recovery(self, person: str, code: str) -> bool:
        """Use a recovery code up, and tell whether it was one."""
        with self.connected() as connection:
            query = "DELETE FROM recovery WHERE person = ? AND code = ?"
            return connection.execute(query, (person, hashed_token(code))).rowcount == 1

    def recovery_left(self, person: str) -> int:
        """Count the recovery codes that are left."""
        with self.connected() as connection:
            return len(_recovery(connection, person))

    def forget(self, person: str) -> None:
        """Leave nothing of a person in the file."""
        with self.writing() as connection:
            _forget(connection, person)


def invite(folder: Path, person: str, by: str) -> str:
    """Invite somebody, and give the token of `/invitations/TOKEN`; `by` is empty at the machine itself."""
    return Accounts(folder).invite(person, by)


def hashed_token(token: str) -> bytes:
    """Hash a long random token: there is nothing to guess, so once is enough."""
    return sha256(token.encode()).digest()


def plain_login(login: str) -> str:
    """Write a login name as it is compared: however its letters were typed."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def require_login(login: str) -> None:
    """Refuse a login name that is too short or long, or has unusual signs."""
    plain = plain_login(login)
    if not SHORTEST_LOGIN <= len(plain) <= LONGEST_LOGIN:
        raise Refused(f"A login name has {SHORTEST_LOGIN} to {LONGEST_LOGIN} signs; choose another one.")
    if not all(sign.isalnum() or sign in IN_LOGINS for sign in plain):
        raise Refused(N_("A login name has letters, digits and . - _ @ + only; choose another one."))


def _columns(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM pragma_table_info('sessions')")}


def _found(connection: sqlite3.Connection, column: str, value: str | bytes) -> Account | None:
    query = f"SELECT person, password, code, step, invited_by, since FROM accounts WHERE {column} = ?"  # noqa: S608 - ours
    found = connection.execute(query, (value,)).fetchone()
    return Account(*found) if found else None


def _recovery(connection: sqlite3.Connection, person: str) -> list[bytes]:
    return [code for (code,) in connection.execute("SELECT code FROM recovery WHERE person = ?", (person,))]


def _forget(connection: sqlite3.Connection, person: str) -> None:
    for table in ("accounts", "invitations"):
        connection.execute(f"DELETE FROM {table} WHERE person = ?", (person,))  # noqa: S608 - our own names
