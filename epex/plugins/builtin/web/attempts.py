"""Limits on trying: wrong passwords and codes are counted in the file of accounts, by all workers together."""

import ipaddress
import logging
from typing import NamedTuple

from epex.plugins import Refused
from epex.plugins.builtin.web.accounts import Accounts, plain_login
from epex.plugins.builtin.web.wording import N_

LOG = logging.getLogger("epex.serving")
MINUTE = 60
LONGEST = 60 * MINUTE
# Providers give a household a whole network of IPv6.
HOUSEHOLD = 64
WAIT = N_("Too many wrong tries; wait a quarter of an hour and try again, or ask a coordinator for a new invitation.")
WAIT_CODE = N_("Too many wrong codes; wait a quarter of an hour and try again.")
WAIT_LONGER = N_("Too many wrong tries; wait an hour and try again, or ask a coordinator for a new invitation.")


class Limit(NamedTuple):
    """How often something may go wrong within a time."""

    name: str
    times: int
    seconds: int


Marks = dict[Limit, tuple[str, ...]]

# Whoever guesses somebody's password elsewhere stops nobody who signs in where they did before.
HERE = Limit("login at address", 5, 15 * MINUTE)
ADDRESS = Limit("address", 40, 15 * MINUTE)
LOGIN = Limit("login", 30, 60 * MINUTE)
CODE = Limit("code", 5, 15 * MINUTE)
PASSWORD = Limit("password", 5, 15 * MINUTE)
# A new invitation keeps the second step.
SAID = {HERE: WAIT, ADDRESS: WAIT, LOGIN: WAIT_LONGER, CODE: WAIT_CODE, PASSWORD: WAIT}


class Attempts:
    """What was tried and went wrong, or is being tried."""

    def __init__(self, accounts: Accounts) -> None:
        """Count in the file of accounts."""
        self._accounts = accounts

    def try_login(self, login: str, address: str) -> None:
        """Count a try to sign in, before it is looked at.

        Raises Refused when there were too many.
        """
        plain, near = plain_login(login), household(address)
        here: Marks = {HERE: (plain, near)}
        self._try(here if self._is_familiar(login, near) else here | {ADDRESS: (near,), LOGIN: (plain,)})

    def try_code(self, person: str) -> None:
        """Count a try of a code, before it is looked at.

        Raises Refused when there were too many.
        """
        self._try({CODE: (person,)})

    def try_password(self, person: str) -> None:
        """Count a try of one's password within a session; whoever knows that gets no more tries of a code by it.

        Raises Refused when there were too many.
        """
        self._try({PASSWORD: (person,)})

    def _try(self, limits: Marks) -> None:
        now = self._accounts.now()
        marks = {limit: self._accounts.mark(limit.name, *words) for limit, words in limits.items()}
        with self._accounts.writing() as connection:
            connection.execute("DELETE FROM attempts WHERE at <= ?", (now - LONGEST,))
            count = "SELECT count(*) FROM attempts WHERE mark = ? AND at > ?"
            for limit, mark in marks.items():
                if connection.execute(count, (mark, now - limit.seconds)).fetchone()[0] >= limit.times:
                    LOG.warning("too many wrong tries: %s", limit.name)
                    raise Refused(SAID[limit])
            connection.executemany("INSERT INTO attempts VALUES (?, ?)", [(mark, now) for mark in marks.values()])

    def succeed(self, login: str, person: str, address: str) -> None:
        """Take back what was counted for somebody who signed in rightly, and know their address from now on."""
        plain, near = plain_login(login), household(address)
        # Where somebody signed in before, only the first was counted; the others are tries of somebody else.
        counted = () if self._is_familiar(login, near) else ((ADDRESS, near), (LOGIN, plain))
        with self._accounts.writing() as connection:
            connection.execute("DELETE FROM attempts WHERE mark = ?", (self._accounts.mark(HERE.name, plain, near),))
            one = "DELETE FROM attempts WHERE rowid = (SELECT max(rowid) FROM attempts WHERE mark = ?)"
            for limit, word in counted:
                connection.execute(one, (self._accounts.mark(limit.name, word),))
            connection.execute("INSERT OR IGNORE INTO familiar VALUES (?, ?)", (person, self._place(near)))

    def succeed_code(self, person: str) -> None:
        """Take back what was counted for somebody whose code was right."""
        self._take_back(CODE, person)

    def succeed_password(self, person: str) -> None:
        """Take back what was counted for somebody whose password was right."""
        self._take_back(PASSWORD, person)

    def _take_back(self, limit: Limit, person: str) -> None:
        with self._accounts.connected() as connection:
            connection.execute("DELETE FROM attempts WHERE mark = ?", (self._accounts.mark(limit.name, person),))

    def _is_familiar(self, login: str, near: str) -> bool:
        account = self._accounts.account(login)
        query = "SELECT 1 FROM familiar WHERE person = ? AND address = ?"
        with self._accounts.connected() as connection:
            place = (account.person if account else "", self._place(near))
            return connection.execute(query, place).fetchone() is not None

    def _place(self, near: str) -> bytes:
        return self._accounts.mark("place", near)


def household(address: str) -> str:
    """Give what the addresses of one household share: all of IPv4, half of IPv6."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, HOUSEHOLD), strict=False))
