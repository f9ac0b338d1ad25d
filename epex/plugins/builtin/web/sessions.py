"""Sessions: a signed cookie that names one, and what is known of it, which ends with roles, time or a word."""

import hmac
import json
import logging
from hashlib import sha256
from secrets import token_bytes, token_urlsafe
from typing import NamedTuple

from itsdangerous import BadSignature, Signer

from epex.plugins import Refused
from epex.plugins.builtin.web.accounts import Accounts, hashed_token
from epex.plugins.builtin.web.attempts import Attempts
from epex.plugins.serving import Member, NoMember, Served

LOG = logging.getLogger("epex.serving")
HOUR, MINUTE = 60 * 60, 60
LASTS, HALF_LASTS, IDLE, TOUCHED_EVERY = 12 * HOUR, 15 * MINUTE, 30 * MINUTE, 30
SWEPT_EVERY = HOUR
TWO_STEPS = frozenset({"coordinator", "evaluator", "data_protection_officer"})
SALT_BYTES, MARK_SIGNS = 12, 16


class Session(NamedTuple):
    """Who is signed in; not `whole` while a second step is missing. `pending` is a secret that is being set up."""

    person: str
    is_whole: bool
    pending: str


class Device(NamedTuple):
    """A session that is open, as its owner sees it; by `mark` it can be ended, and nobody can sign in with that."""

    mark: str
    browser: str
    began: float
    seen: float


class Sessions:
    """The sessions of a site."""

    def __init__(self, accounts: Accounts, served: Served) -> None:
        """Take the file of accounts, and what tells who somebody is now."""
        self.accounts = accounts
        self.served = served
        self.attempts = Attempts(accounts)
        self._signer = Signer(accounts.secret, salt="epex.web.session", digest_method=sha256)
        self._swept = 0.0

    def fresh(self) -> str:
        """Make the id of a session that nothing is known of yet."""
        return token_urlsafe(32)

    def signed(self, session: str) -> str:
        """Write a session's id as it stands in the cookie."""
        return self._signer.sign(session).decode()

    def named_by(self, cookie: str) -> str:
        """Read the id out of a cookie; empty when we did not write it."""
        try:
            return self._signer.unsign(cookie).decode()
        except (BadSignature, UnicodeError):
            return ""

    def token(self, session: str) -> str:
        """Make a token for the forms of a session; each is written differently, so that none can be guessed by size."""
        salt = token_bytes(SALT_BYTES)
        return (salt + self.accounts.mark("form", session, salt.hex())).hex()

    def is_token(self, session: str, token: str) -> bool:
        """Tell whether a form's token was made for the session."""
        try:
            given = bytes.fromhex(token)
        except ValueError:
            return False
        salt, proof = given[:SALT_BYTES], given[SALT_BYTES:]
        return hmac.compare_digest(self.accounts.mark("form", session, salt.hex()), proof)

    def begin(self, member: Member, *, is_whole: bool, browser: str = "") -> str:
        """Begin a session in a browser, and give its id; those that are over are cleared away."""
        session, now = self.fresh(), self.accounts.now()
        row = (hashed_token(session), member.person, standing(member), is_whole, now, now, browser)
        columns = "id, person, standing, whole, began, seen, browser"
        with self.accounts.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE began <= ?", (now - LASTS,))
            connection.execute(f"INSERT INTO sessions ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608 - ours
        return session

    def look(self, session: str) -> tuple[Session, Member] | None:
        """Find a session and its member as they stand now; it ends when it is over, or they stand differently."""
        query = "SELECT person, whole, pending, standing, began, seen FROM sessions WHERE id = ?"
        with self.accounts.connected() as connection:
            found = connection.execute(query, (hashed_token(session),)).fetchone() if session else None
        if not found:
            return None
        person, is_whole, pending, stood, began, seen = found
        member = self.member(person)
        if not member or stood != standing(member) or self._is_over(member, bool(is_whole), began, seen):
            self.end(session)
            return None
        self._touch(session, seen)
        return Session(person, bool(is_whole), pending), member

    def _is_over(self, member: Member, is_whole: bool, began: float, seen: float) -> bool:  # noqa: FBT001 - as stored
        now = self.accounts.now()
        lasts = LASTS if is_whole else HALF_LASTS
        return now >= began + lasts or (takes_two_steps(member) and now >= seen + IDLE)

    def _touch(self, session: str, seen: float) -> None:
        now = self.accounts.now()
        if now >= seen + TOUCHED_EVERY:
            with self.accounts.connected() as connection:
                connection.execute("UPDATE sessions SET seen = ? WHERE id = ?", (now, hashed_token(session)))

    def member(self, person: str) -> Member | None:
        """Tell who somebody is now; none when there is nobody any more.

        Raises Refused when the base cannot be read.
        """
        try:
            return self.served.member(person)
        except NoMember:
            return None

    def set_up(self, session: str, secret: str) -> None:
        """Keep the secret that a phone is being given in a session."""
        with self.accounts.connected() as connection:
            connection.execute("UPDATE sessions SET pending = ? WHERE id = ?", (secret, hashed_token(session)))

    def end(self, session: str) -> None:
        """End a session."""
        with self.accounts.connected() as connection:
            connection.execute("DELETE FROM sessions WHERE id = ?", (hashed_token(session),))

    def end_all(self, person: str) -> None:
        """End all sessions of a person."""
        with self.accounts.connected() as connection:
            connection.execute("DELETE FROM sessions WHERE person = ?", (person,))

    def devices(self, member: Member) -> list[Device]:
        """List the sessions of a member that have not ended, the last used first."""
        columns = "id, browser, began, seen, standing, whole"
        query = f"SELECT {columns} FROM sessions WHERE person = ? AND whole ORDER BY seen DESC"  # noqa: S608 - ours
        with self.accounts.connected() as connection:
            found = connection.execute(query, (member.person,)).fetchall()
        return [
            Device(_mark(identity), browser, began, seen)
            for identity, browser, began, seen, stood, is_whole in found
            if stood == standing(member) and not self._is_over(member, bool(is_whole), began, seen)
        ]

    def mark_of(self, session: str) -> str:
        """Give the mark by which a session is listed."""
        return _mark(hashed_token(session))

    def end_device(self, member: Member, mark: str) -> None:
        """End one of the sessions of a member, and no one else's."""
        query = "SELECT id FROM sessions WHERE person = ?"
        with self.accounts.connected() as connection:
            own = [identity for (identity,) in connection.execute(query, (member.person,)) if _mark(identity) == mark]
            connection.executemany("DELETE FROM sessions WHERE id = ?", [(identity,) for identity in own])

    def sweep(self) -> None:
        """Forget, once an hour, who is not in the network any more."""
        now = self.accounts.now()
        if now < self._swept + SWEPT_EVERY:
            return
        # A base that cannot be opened tells of nobody, and nobody is forgotten for that.
        try:
            self.served.network()
        except Refused:
            return
        self._swept = now
        for person in sorted(self.accounts.people()):
            if not self.member(person):
                LOG.info("an account was forgotten with its person")
                self.accounts.forget(person)


def _mark(identity: bytes) -> str:
    return identity.hex()[:MARK_SIGNS]


def standing(member: Member) -> bytes:
    """Write what a session ends with when it changes: the roles, and where somebody belongs."""
    return sha256(json.dumps([sorted(member.roles), member.organisation]).encode()).digest()


def takes_two_steps(member: Member) -> bool:
    """Tell whether somebody's roles ask for a second step."""
    return not TWO_STEPS.isdisjoint(member.roles)
