"""The shield and the door: requests that no page of ours makes are refused in one sentence."""

from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers
from starlette.types import Message

from epex.plugins.builtin.web import guarding
from epex.plugins.builtin.web.guarding import HEADERS, POLICY, TRICKS
from epex.plugins.serving import Address
from tests.plugins.web.doors import PRACTITIONER, Browser, Place
from tests.plugins.web.loops import looped

OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
SECURE = Address(("kb.example.org",), is_secure=True)


@pytest.fixture(scope="module")
def place(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(demo_folder, tmp_path_factory.mktemp("guarding") / "web")


@pytest.fixture(scope="module")
def cookie(place: Place) -> str:
    return place.account(PRACTITIONER, "henrik").cookie()


@pytest.fixture
def secure(demo_folder: Path, tmp_path: Path) -> Place:
    return Place(demo_folder, tmp_path / "web", SECURE)


@pytest.fixture
def signed_in(place: Place, cookie: str) -> Browser:
    browser = place.browser()
    browser.client.cookies.set("epex", cookie, domain="localhost.local", path="/")
    browser.get("/account")
    return browser


def test_every_answer_has_the_headers(place: Place) -> None:
    browser = place.browser()
    answers = [browser.get("/sign-in"), browser.get("/none"), browser.client.request("TRACE", "/")]

    assert [answer.status_code for answer in answers] == [200, 200, 405]
    for answer in answers:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in answer.headers


def test_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    allowed = {"'self'", "'none'", "data:"}

    assert {word for part in POLICY.split("; ") for word in part.split()[1:]} == allowed
    assert POLICY.startswith("default-src 'none'; ")
    assert "script-src 'self';" in POLICY
    assert "frame-ancestors 'none'" in POLICY


def test_https_is_asked_for_ever_where_it_is_there(secure: Place) -> None:
    browser = Browser(secure.app, "https://kb.example.org")

    assert browser.get("/sign-in").headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_https_of_a_host_is_left_to_its_proxy_below_a_path(demo_folder: Path, tmp_path: Path) -> None:
    below = Place(demo_folder, tmp_path / "web", SECURE._replace(path="/exchange"))
    answer = Browser(below.app, "https://kb.example.org").get("/exchange/sign-in")

    assert (answer.status_code, "strict-transport-security" in answer.headers) == (200, False)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "local host", "", "localhost:x", "a@localhost"]
)
def test_other_hosts_are_refused(place: Place, host: str) -> None:
    answer = place.browser().get("/sign-in", host=host)

    assert (answer.status_code, answer.text) == (400, guarding.ELSEWHERE)


def test_plain_http_is_refused_beside_loopback(demo_folder: Path, tmp_path: Path) -> None:
    place = Place(demo_folder, tmp_path / "web", Address(("kb.example.org",)))
    answer = Browser(place.app, "http://kb.example.org").get("/sign-in")

    assert (answer.status_code, answer.text) == (400, guarding.UNSEALED)
    assert [name for name, _ in answer.headers.items() if name == "set-cookie"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/visits/%2e%2e/x",
        "/a//b",
        "//evil.example/",
        "/a%2fb",
        "/a%5cb",
        "/a%00",
        "/a%0d%0ab",
        "/a%252e",
        "/" + "a" * 1200,
    ],
)
def test_tricks_in_paths_are_refused(place: Place, path: str) -> None:
    answer = place.browser().client.get(f"http://localhost{path}")

    assert (answer.status_code, answer.text) == (400, guarding.UNUSUAL)


@given(st.text(alphabet="/.%2eEfF5cC0\\a\n ", max_size=30))
def test_paths_that_pass_stay_where_they_are(path: str) -> None:
    if not TRICKS.search(path):
        parts = path.replace("%2e", ".").replace("%2E", ".").replace("%2F", "/").split("/")
        assert {"..", "."} & set(parts) == set()
        assert "\\" not in path
        assert not path.startswith("//")


def test_unusual_requests_are_refused(place: Place) -> None:
    client = place.browser().client
    twice = [("Host", "localhost"), ("Host", "evil.example")]
    both = [("Content-Length", "3"), ("Transfer-Encoding", "chunked"), *OURS.items()]
    answers = [
        client.get("/sign-in", headers=twice),
        client.post("/sign-in", content=b"a=b", headers=both),
        client.get("/sign-in", headers={f"X-{number}": "x" for number in range(80)}),
        client.get("/sign-in", params={"q": "x" * 5000}),
        client.get("/sign-in?next=%00"),
    ]

    assert [(answer.status_code, answer.text) for answer in answers] == [(400, guarding.UNUSUAL)] * 5


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "EVIL"])
def test_other_methods_are_refused(signed_in: Browser, method: str) -> None:
    answer = signed_in.client.request(method, "/", headers={**OURS, "X-HTTP-Method-Override": "GET"})

    assert (answer.status_code, answer.text) == (405, guarding.NO_METHOD)


CROSS_SITE = [
    {},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "https://localhost"},
    {"Origin": "http://localhost:8000"},
    {"Origin": "http://localhost.evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
]


@pytest.mark.parametrize("headers", CROSS_SITE)
def test_forms_of_other_sites_are_refused(signed_in: Browser, headers: dict[str, str]) -> None:
    data = {"token": signed_in.token, "words": "hello"}
    answer = signed_in.client.post("/visits/1", data=data, headers=headers)

    assert (answer.status_code, answer.text) == (403, guarding.FOREIGN)


@pytest.mark.parametrize("headers", [OURS, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}])
def test_forms_of_ours_are_taken(signed_in: Browser, headers: dict[str, str]) -> None:
    data = {"token": signed_in.token, "words": "hello"}
    answer = signed_in.client.post("/visits/1", data=data, headers=headers)

    assert (answer.status_code, answer.text) == (200, f"{PRACTITIONER}: hello")


def test_forms_in_parts_are_taken(signed_in: Browser) -> None:
    files = {"token": (None, signed_in.token), "words": (None, "žltá")}
    answer = signed_in.client.post("/visits/1", files=files, headers=OURS)

    assert answer.text == f"{PRACTITIONER}: žltá"


def test_other_bodies_are_refused(signed_in: Browser) -> None:
    answers = [
        signed_in.client.post("/", json={"token": signed_in.token}, headers=OURS),
        signed_in.client.post("/", content=b"words=1", headers={**OURS, "Content-Type": "text/plain"}),
        signed_in.client.post("/", headers=OURS),
    ]

    assert [(answer.status_code, answer.text) for answer in answers] == [(415, guarding.NO_FORM)] * 3


def test_forms_without_the_token_of_their_session_are_not_taken(place: Place, signed_in: Browser) -> None:
    other = place.browser()
    other.get("/sign-in")
    tokens = [None, "", "00", "zz" * 44, other.token, signed_in.token[:-2], "é"]
    for token in tokens:
        data = {"words": "only mine", **({} if token is None else {"token": token})}
        answer = signed_in.client.post("/visits/1", data=data, headers=OURS)
        assert answer.status_code == 403
        assert guarding.OLD_FORM in answer.text


def test_broken_forms_are_not_taken(signed_in: Browser) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    many = "&".join(["words=1"] * 2000)
    answers = [
        signed_in.client.post("/", content=b"--y\r\nbroken", headers={**OURS, **kind}),
        signed_in.client.post("/", content=b"broken", headers={**OURS, "Content-Type": "multipart/form-data"}),
        signed_in.client.post("/", content=many, headers={**OURS, "Content-Type": "application/x-www-form-urlencoded"}),
        signed_in.client.post("/", files={"file": ("a.txt", b"x")}, data={"token": signed_in.token}, headers=OURS),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4


def test_large_bodies_are_refused_unread(signed_in: Browser) -> None:
    kind = {**OURS, "Content-Type": "application/x-www-form-urlencoded"}
    announced = signed_in.client.post("/", content=b"x" * 2_000_000, headers=kind)
    lying = signed_in.client.post("/", content=b"x" * 2_000_000, headers={**kind, "Content-Length": "1e3"})
    boasting = signed_in.client.post("/", content=b"x", headers={**kind, "Content-Length": "9" * 5000})

    answers = [(one.status_code, one.text) for one in (announced, lying, boasting)]
    assert answers == [(413, guarding.TOO_LARGE)] * 3


async def body(*parts: bytes, last: str = "http.request") -> AsyncIterator[Message]:
    for part in parts:
        yield {"type": "http.request", "body": part, "more_body": True}
    yield {"type": last, "body": b""}


def read(messages: AsyncIterator[Message]) -> bytes:
    return looped(guarding.whole, messages.__anext__)


def test_bodies_are_read_whole_or_not_at_all() -> None:
    assert read(body(b"a", b"", b"b")) == b"ab"
    with pytest.raises(OverflowError):
        read(body(*[b"x" * 10_000] * 101))
    with pytest.raises(EOFError):
        read(body(b"a", last="http.disconnect"))


def test_endless_bodies_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "SLOWEST", 0.05)

    async def never() -> Message:
        await anyio.sleep(0.01)
        return {"type": "http.request", "body": b"x", "more_body": True}

    with pytest.raises(TimeoutError):
        looped(guarding.whole, never)


ELSEWHERE = [
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
    ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
    ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, 200),
    ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200),
    ({}, 200),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, 403),
    ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, 403),
]


@pytest.mark.parametrize(("headers", "status"), ELSEWHERE)
def test_other_sites_may_lead_here_and_take_nothing(signed_in: Browser, headers: dict[str, str], status: int) -> None:
    assert signed_in.client.get("/visits/1", headers=headers).status_code == status


def test_cookie_is_closed_to_scripts_and_other_sites(place: Place, secure: Place) -> None:
    here = place.browser().client.get("/sign-in").headers["set-cookie"]
    there = Browser(secure.app, "https://kb.example.org").client.get("/sign-in").headers["set-cookie"]

    assert here.partition("=")[0] == "epex"
    assert here.partition("; ")[2] == "Path=/; Max-Age=43200; HttpOnly; SameSite=Lax"
    assert there.partition("=")[0] == "__Host-epex"
    assert there.partition("; ")[2] == "Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure"


def test_cookie_below_a_path_stays_there(demo_folder: Path, tmp_path: Path) -> None:
    place = Place(demo_folder, tmp_path / "web", Address(("kb.example.org",), is_secure=True, path="/knowledge"))
    browser = Browser(place.app, "https://kb.example.org")
    cookie = browser.client.get("/knowledge/sign-in").headers["set-cookie"]

    assert cookie.partition("=")[0] == "__Secure-epex"
    assert cookie.partition("; ")[2] == "Path=/knowledge/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure"
    away = browser.client.get("/knowledge/visits/1?a=b", follow_redirects=False)
    assert (away.status_code, away.headers["location"]) == (303, "/knowledge/sign-in?next=/visits/1%3Fa%3Db")


def test_two_cookies_of_one_name_are_none(signed_in: Browser) -> None:
    own = signed_in.cookie()
    signed_in.client.cookies.clear()
    answer = signed_in.client.get("/", headers={"Cookie": f"epex={own}; epex=planted"}, follow_redirects=False)

    assert answer.status_code == 303
    assert signed_in.client.get("/", headers={"Cookie": f"epex={own}"}).text == f"{PRACTITIONER}: "


@pytest.mark.parametrize("cookie", ["", "x", "x.y", "{cookie}x", "x" * 3000, '"'])
def test_made_up_cookies_are_nobodys(signed_in: Browser, cookie: str) -> None:
    made = cookie.replace("{cookie}", signed_in.cookie())
    signed_in.client.cookies.clear()
    answer = signed_in.client.get("/", headers={"Cookie": f"epex={made}"})

    assert answer.url.path == "/sign-in"


def test_nobody_gets_beyond_the_open_pages(place: Place) -> None:
    browser = place.browser()
    where = {path: browser.get(path).url.path for path in ("/", "/visits/1", "/account", "/invitations", "/health")}

    assert where == {
        "/": "/sign-in",
        "/visits/1": "/sign-in",
        "/account": "/sign-in",
        "/invitations": "/sign-in",
        "/health": "/health",
    }
    browser.get("/sign-in")
    answer = browser.post("/visits/1", words="mine")
    assert answer.status_code == 403
    assert guarding.SIGNED_OUT in answer.text


def test_parts_of_pages_are_led_to_sign_in_as_a_whole(place: Place) -> None:
    answer = place.browser().client.get("/visits/1", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"], answer.text) == (401, "/sign-in?next=/visits/1", "")


def test_health_gets_no_cookie(place: Place) -> None:
    assert "set-cookie" not in place.browser().get("/health").headers


def test_logs_hold_no_words(place: Place, signed_in: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "epex"):
        signed_in.client.post("/visits/secret-1", data={"words": "secret-2"}, headers=OURS)
        signed_in.get("/visits/secret-3?q=secret-4", host="secret-5.example")
        place.browser().sign_in("secret-6", "secret-7")

    assert caplog.messages == [
        "a form came without the token of its session",
        "a request was refused: 400",
        "a wrong name or password",
    ]


def test_where_pages_may_be_fetched_is_told_by_headers_alone() -> None:
    assert guarding.may_fetch(Headers({}))
    assert not guarding.may_fetch(Headers({"sec-fetch-site": "cross-site"}))
