"""A stranger who asks for every page by every method, as everybody, with whatever comes to mind; all from one seed."""

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from html.parser import HTMLParser
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web.forms import WHERE
from tests.plugins.web.asking_at_the_wire import Got, Headers, Sent, exchange
from tests.plugins.web.visiting import Site

NAMES = (
    *("", "Orla Keaveney", "Gisela Trautwein-Haas", "Denise Hartley-Owusu", "Henrik Stuhlmacher"),
    *("Aylin Demirbaş-Koch", "Sunniva Pell", "Griet Vandermoere"),
)
KINDS = (
    *("visit", "reflection", "meeting", "element", "transfer", "challenge", "theme", "match", "publication", "chapter"),
    *("viewpoint", "consent", "request", "incident", "person", "organisation"),
)
MADE_UP = ("visit-00000000", "theme-3f2a", "person-0", "x", "--help", "-", "1", "0", "99999999999999999999", "-1", "٣")
HOSTILE: tuple[str | bytes, ...] = (
    *("", " ", "-", "--help", "--as=person-1", "'", '"><script>alert(1)</script>', "{{ 7*7 }}", "%s%n", "\u202eabc"),
    *("ثقة", "٣", "-1", "0", "1e309", "NaN", "99999999999999999999", "2017-02-30", "0001-01-01", "9999-12-31"),
    *("2017-01-01T00:00:00+25:00", "x" * 3000, "\0", "a\r\nX: y", "../../etc/passwd", "[]", '{"a": 1}', "\ufeff"),
    *("🦔" * 40, b"\xff\xfe", b"\xed\xa0\x80", "^ theme-0", "# A\n\n" * 50, "[a](javascript:1)", "a" * 60_000),
)
PLAIN = ("Some words", "2018-03-01", "2", "en", "practitioner", "1", "network", "3")
QUERY = (
    *("as_of", "q", "offset", "year", "mine", "follow_up", "in", "question", "since", "until", "by", "type", "subject"),
    *("actor", "organisation", "from", "to", "kind", "language", "setting", "why", "element", "theme", "visit", "next"),
    *("meeting", "host", "visitor", "recorded", "done", "limit", "format", "page", "sort", "text", "title", "status"),
)
ODD_HEADERS: tuple[tuple[str, str], ...] = (
    *(("Accept-Language", value) for value in ("de", "ar;q=0.9,*;q=x", "\xff\xfe", "x" * 900, "en-" * 300, ";q=", "")),
    *(("HX-Request", value) for value in ("true", "\xe9")),
    *(("Sec-Fetch-Site", value) for value in ("cross-site", "none", "same-origin")),
    *(("If-None-Match", "*"), ("Range", "bytes=0-0,9-1"), ("Accept-Encoding", "gzip;q=x, *"), ("Accept", "\xff")),
    *(("X-Forwarded-For", "a, b"), ("X-Forwarded-Prefix", "//evil.example"), ("Forwarded", 'for="_x"')),
    *(("Cookie", value) for value in ("epex=", "epex=x.y", "; ;=;", "epex=\xff", "a" * 4000)),
    *(("Expect", "100-continue"), ("Upgrade", "websocket"), ("TE", "trailers"), ("Host", "evil.example")),
)
KINDS_OF_BODY = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "", "\xff")
METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "HEAD")
BROKEN = 500
# How often an id is guessed, a page's form sent, something sent that no form would, an odd method or body taken.
GUESSED, FILLED, FORCED, ODD = 0.25, 0.6, 0.3, 0.15
# How often a field that may be empty is filled in; what of a form is kept as it stands.
GIVEN, KEPT = 0.85, ("token", "command_id")
FORM = "application/x-www-form-urlencoded"


class Written(NamedTuple):
    """A form of a page: where it goes, and for each of its fields what may stand in it."""

    action: str
    fields: list[tuple[str, list[str]]]


class Forms(HTMLParser):
    """Reads the forms out of a page."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.found: list[Written] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, or one of its fields."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self.found.append(Written(given.get("action", ""), []))
        elif self.found and tag in ("input", "textarea", "select", "button") and given.get("name"):
            self.found[-1].fields.append((given["name"], [given["value"]] if "value" in given else []))
        elif self.found and tag == "option" and self.found[-1].fields:
            self.found[-1].fields[-1][1].append(given.get("value", ""))


class Crawler:
    """Asks a server for page after page; where there is a form, half of the time it is filled in and sent."""

    def __init__(self, site: Site, port: int, seed: int) -> None:
        """Take the site, over whose base the server at a port stands as well."""
        self._site, self._port = site, port
        self._random = Random(seed)  # noqa: S311 - what failed can be tried again
        app: Any = site.app
        self._routes = [route for route in app._app.routes if isinstance(route, Route)]
        self._ids = [str(row["id"]) for kind in KINDS for row in site.ask(NAMES[1], kind, "list")]
        self._reports = [str(row["id"]) for row in site.ask(NAMES[1], "report", "list")]
        self._cookies: dict[str, str] = {}
        self._last = Got(0, {}, b"")
        for name in NAMES:
            self._cookie(name)

    def failures(self, count: int) -> Iterator[tuple[Sent, int]]:
        """Send so many requests; give those that were answered by a failure, or by nothing."""
        sent = 0
        while sent < count:
            for one in self._steps():
                got = self._asked(one)
                sent += 1
                if got.status >= BROKEN or not got.status:
                    yield one, got.status
                if sent == count:
                    break

    def _steps(self) -> Iterator[Sent]:
        """Ask for a page as somebody; then perhaps send one of its forms, or what none of its forms would send."""
        name, route = self._random.choice(NAMES), self._random.choice(self._routes)
        path = self._path(route)
        methods = route.methods or set()
        if "GET" in methods:
            page = self._random.choices(["GET", "HEAD"], [20, 1])[0]
            yield Sent(page, self._target(path), self._headers(), name=name)
            # Every page has the form that signs out.
            written = [form for form in self._shown() if "sign-out" not in form.action or self._random.random() < ODD]
            if written and self._random.random() < FILLED:
                yield self._filled(self._random.choice(written), name)
        if "POST" in methods and self._random.random() < FORCED:
            yield self._forced(path, name)
        if self._random.random() < ODD:
            yield Sent(self._random.choice(METHODS), self._target(path), self._headers(), name=name)

    def _asked(self, sent: Sent) -> Got:
        got = exchange(self._port, sent._replace(headers=(*self._own(sent), *sent.headers)))
        self._last = got
        place = got.headers.get("location", "")
        if "/sign-in" in place:
            self._cookies.pop(sent.name, None)
        if recorded := place.partition("?")[0].rpartition("/")[2]:
            self._ids += [recorded] if "-" in recorded else []
        return got

    def _shown(self) -> list[Written]:
        return Forms(self._last.body.decode("utf-8", "replace")).found

    def _own(self, sent: Sent) -> Headers:
        odd = {name for name, _ in sent.headers}
        own = [("Host", f"localhost:{self._port}"), ("Cookie", self._cookie(sent.name))]
        return [(name, value) for name, value in own if value and name not in odd]

    def _cookie(self, name: str) -> str:
        if name and name not in self._cookies:
            # Whoever was erased meanwhile is nobody from then on.
            with suppress(Refused):
                self._cookies[name] = f"epex={self._site.member(name).cookie()}"
        return self._cookies.get(name, "")

    def _path(self, route: Route) -> str:
        path = route.path
        for part in re.findall(r"\{[^}]*\}", path):
            path = path.replace(part, quote(self._part(path, part), safe="%"), 1)
        return path

    def _part(self, path: str, part: str) -> str:
        draw = self._random
        if draw.random() < GUESSED:
            return draw.choice([*MADE_UP, *self._ids, str(draw.choice(HOSTILE))[:80]])
        if part == "{position:int}":
            return str(draw.randrange(1, 700))
        if part in ("{name}", "{months}", "{mark}", "{token}"):
            return draw.choice([*self._reports, *("3", "6", "12"), "site.css", "0"])
        kind = next((kind for kind, place in WHERE.items() if path.startswith(f"{place}/")), "")
        return draw.choice([one for one in self._ids if one.startswith(f"{kind}-")] or self._ids)

    def _target(self, path: str) -> str:
        draw = self._random
        asked = [(draw.choice(QUERY), self._value([])) for _ in range(draw.choice((0, 0, 1, 1, 2, 5)))]
        return f"{path}?{urlencode(asked)}" if asked else path

    def _headers(self) -> Headers:
        return self._random.sample(ODD_HEADERS, self._random.choices((0, 1, 3), (6, 2, 1))[0])

    def _value(self, offered: list[str]) -> str | bytes:
        """Draw what stands in a field: mostly what is offered, else what fits somewhere, or what fits nowhere."""
        draw = self._random
        fitting = draw.choice([*PLAIN, draw.choice(self._ids)])
        return draw.choices([draw.choice(offered or [fitting]), fitting, draw.choice(HOSTILE)], (5, 2, 2))[0]

    def _filled(self, form: Written, name: str) -> Sent:
        kept = [(field, known[0]) for field, known in form.fields if field in KEPT and known]
        asked = [(field, known) for field, known in form.fields if field not in KEPT and self._random.random() < GIVEN]
        typed = [(field, self._value(known)) for field, known in asked]
        return self._sent(unescape(form.action), [*kept, *typed], name)

    def _forced(self, path: str, name: str) -> Sent:
        """Send what none of the forms would send, with a token of the session or without."""
        draw = self._random
        known = [
            (field, value[0]) for form in self._shown() for field, value in form.fields if field == "token" and value
        ]
        fields = [(draw.choice((*QUERY, "sure", "role", "command_id")), self._value([])) for _ in range(6)]
        sent = self._sent(path, [*known[:1], *fields], name)
        if draw.random() < ODD:
            body = draw.choice((sent.body, b"", b"--x\r\nbroken", b"\xff" * 99, b"a=1&" * 2000, b"a" * 1_100_000))
            kinds = [("Content-Type", draw.choice(KINDS_OF_BODY)), ("Content-Length", str(len(body)))]
            return sent._replace(body=body, headers=[*sent.headers[:2], *kinds, *self._headers()])
        return sent

    def _sent(self, path: str, fields: list[tuple[str, Any]], name: str) -> Sent:
        body = urlencode(fields).encode()
        here = [("Origin", f"http://localhost:{self._port}"), ("Sec-Fetch-Site", "same-origin")]
        told = [*here, ("Content-Type", FORM), ("Content-Length", str(len(body)))]
        return Sent("POST", quote(path, safe="/?=&%"), told, body, name)
