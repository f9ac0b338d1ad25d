"""Coming in by an invitation, signing in with one step or two, and out again; and those who try without."""

import re
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.plugins.builtin.web import guarding
from epex.plugins.builtin.web.accounts import FILE_NAME
from epex.plugins.builtin.web.attempts import CODE, HERE, WAIT, WAIT_CODE
from epex.plugins.builtin.web.entering import DIFFERENT, WRONG_CODE, WRONG_PASSWORD
from epex.plugins.builtin.web.pages.inviting import CLOSED, ONLY_COORDINATORS, OWN, UNKNOWN
from epex.plugins.builtin.web.pages.signing_in import WRONG
from tests.plugins.web.doors import (
    COORDINATOR,
    EVALUATOR,
    PASSWORD,
    PRACTITIONER,
    Browser,
    Place,
    code_at,
)

OTHER = "nine otters under a bridge"
COMMAND = "7f000000-0000-4000-8000-000000000000"
HERE_IS = f"{PRACTITIONER}: "
DEPARTING = "Magdalena Zwettler"
LEFT = "Your organisation has left the network, so you do not sign in any more"
DEVICE = re.compile(r'name="session" value="([0-9a-f]+)"')


@pytest.fixture
def place(demo_folder: Path, tmp_path: Path) -> Place:
    return Place(demo_folder, tmp_path / "web")


@pytest.fixture
def writable(base: KnowledgeBase, tmp_path: Path) -> Place:
    return Place(base.config.folder, tmp_path / "web")


def where(browser: Browser) -> str:
    """Tell which page is shown in the end."""
    assert browser.page is not None
    return browser.page.url.raw_path.decode()


def test_an_invitation_leads_in(place: Place) -> None:
    token = place.accounts.invite(place.person(PRACTITIONER), place.person(COORDINATOR))
    browser = place.browser()
    browser.get(f"/invitations/{token}")
    assert PRACTITIONER in browser.shown
    assert COORDINATOR in browser.shown

    assert browser.come_in(token, "henrik").text == HERE_IS
    assert browser.get("/visits/1").text == HERE_IS
    assert place.browser().get("/").url.path == "/sign-in"


def test_an_invitation_that_was_opened_is_still_open_until_it_is_used(place: Place) -> None:
    token = place.accounts.invite(place.person(PRACTITIONER), "")
    for _ in range(3):
        assert place.browser().get(f"/invitations/{token}").status_code == 200
    place.browser().come_in(token, "henrik")

    late = place.browser()
    assert late.get(f"/invitations/{token}").status_code == 404
    assert CLOSED in late.shown
    assert late.come_in(token, "other").status_code == 403
    late.get("/sign-in")
    assert late.post(f"/invitations/{token}", login="other", password=PASSWORD, again=PASSWORD).status_code == 404
    assert place.accounts.account("other") is None


@pytest.mark.parametrize("token", ["x", "a" * 43, "..", "%2e%2e", "a/b"])
def test_invitations_that_are_guessed_lead_nowhere(place: Place, token: str) -> None:
    answer = place.browser().get(f"/invitations/{token}")

    assert answer.url.path == "/sign-in" or answer.status_code in {400, 404}


def test_what_is_chosen_badly_is_said_and_the_invitation_stays(place: Place) -> None:
    token, browser = place.accounts.invite(place.person(PRACTITIONER), ""), place.browser()
    place.account(COORDINATOR, "taken")
    tried = [
        ("a b", PASSWORD, PASSWORD, "letters, digits"),
        ("henrik", "short", "short", "fewer than 12"),
        ("henrik", "henrik-stuhlmacher", "henrik-stuhlmacher", "easy to guess"),
        ("henrik", PASSWORD, OTHER, DIFFERENT),
        ("Taken", PASSWORD, PASSWORD, "choose another one"),
    ]
    for login, password, again, said in tried:
        browser.get(f"/invitations/{token}")
        answer = browser.post(f"/invitations/{token}", login=login, password=password, again=again)
        assert (answer.status_code, said in browser.shown, password in browser.shown) == (422, True, False)
        assert f'value="{login}"' in browser.shown

    assert browser.come_in(token, "henrik").text == HERE_IS


def test_name_and_password_sign_in(place: Place) -> None:
    place.account(PRACTITIONER, "henrik")
    browser = place.browser()

    assert browser.sign_in(" Henrik").text == HERE_IS
    assert browser.get("/sign-in").text == HERE_IS


def test_whoever_signs_in_gets_to_the_page_that_they_wanted(place: Place) -> None:
    place.account(PRACTITIONER, "henrik")
    browser = place.browser()
    browser.get("/visits/7?in=de&x=%26")
    assert where(browser) == "/sign-in?next=/visits/7%3Fin%3Dde%26x%3D%2526"

    browser.post(where(browser), login="henrik", password=PASSWORD)

    assert where(browser) == "/visits/7?in=de&x=%26"


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/%2Fevil", "javascript:1", "/a\r\nX: y"]
)
def test_nobody_is_led_to_another_site(place: Place, wanted: str) -> None:
    place.account(PRACTITIONER, "henrik")
    browser = place.browser()
    browser.client.follow_redirects = False
    browser.page = browser.client.get("/sign-in", params={"next": wanted})
    headers = {"Origin": "http://localhost"}
    data = {"token": browser.token, "login": "henrik", "password": PASSWORD}
    if browser.page.status_code == 200:
        answer = browser.client.post("/sign-in", params={"next": wanted}, data=data, headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_wrong_names_and_wrong_passwords_are_answered_alike(place: Place) -> None:
    place.account(PRACTITIONER, "henrik")
    answers = []
    for login, password in (("henrik", OTHER), ("nobody", OTHER), ("henrik", ""), ("", PASSWORD)):
        browser = place.browser()
        answer = browser.sign_in(login, password)
        assert WRONG in browser.shown
        answers.append((answer.status_code, browser.shown.replace(browser.token, "").replace(f'"{login}"', '""')))

    assert {status for status, _ in answers} == {422}
    assert answers[0] == answers[1]


def test_a_thousand_wrong_passwords_stop_early_and_lock_nobody_out(place: Place) -> None:
    home = place.account(PRACTITIONER, "henrik")
    home.sign_in("henrik")
    away = place.browser("198.51.100.1")
    away.get("/sign-in")
    answers = [
        away.post("/sign-in", login="henrik", password=f"{OTHER} {number}").status_code for number in range(1000)
    ]

    assert answers == [422] * HERE.times + [429] * (1000 - HERE.times)
    assert WAIT in away.shown
    assert away.sign_in("henrik").status_code == 429
    fresh = place.browser()
    assert fresh.sign_in("henrik").text == HERE_IS
    place.clock.move(16)
    assert away.sign_in("henrik").text == HERE_IS


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(place: Place) -> None:
    place.account(PRACTITIONER, "henrik")
    attacker, victim = place.browser(), place.browser()
    attacker.get("/sign-in")
    planted = attacker.cookie()
    victim.client.cookies.set("epex", planted, domain="localhost.local", path="/")
    victim.sign_in("henrik")

    assert victim.get("/").text == HERE_IS
    assert planted not in dict(victim.cookies()).values()
    assert attacker.get("/").url.path == "/sign-in"


@pytest.mark.parametrize("name", [COORDINATOR, EVALUATOR])
def test_roles_of_two_steps_set_codes_up_before_anything_else(place: Place, name: str) -> None:
    browser = place.account(name, "orla")
    assert where(browser) == "/sign-in/two-step"
    secret = browser.secret()
    assert "<svg" in browser.shown
    for path in ("/", "/account", "/visits/1", "/invitations"):
        assert browser.get(path).url.path == "/sign-in"

    browser.get("/sign-in/two-step")
    assert browser.secret() == secret
    assert browser.post("/sign-in/two-step", code="000000").status_code == 422
    assert WRONG_CODE in browser.shown
    before = browser.cookie()
    browser.post("/sign-in/two-step", code=code_at(secret, place.clock))
    assert len(set(browser.recovery())) == 10
    assert browser.cookie() != before
    assert browser.get("/").text == f"{name}: "
    assert browser.recovery() == []


def test_codes_are_asked_for_after_the_password(place: Place) -> None:
    _, secret, _ = place.with_codes(COORDINATOR, "orla")
    browser = place.browser()
    browser.get("/visits/1")
    browser.post(where(browser), login="orla", password=PASSWORD)
    assert where(browser) == "/sign-in/code?next=%2Fvisits%2F1"
    half = browser.cookie()
    assert browser.get("/").url.path == "/sign-in"
    assert browser.get("/sign-in/two-step").url.path == "/sign-in"

    browser.get("/sign-in/code?next=/visits/1")
    browser.post("/sign-in/code?next=/visits/1", code=code_at(secret, place.clock))
    assert where(browser) == "/visits/1"
    assert browser.shown == f"{COORDINATOR}: "
    assert browser.cookie() != half


def test_half_a_session_sends_no_forms(place: Place) -> None:
    place.with_codes(COORDINATOR, "orla")
    browser = place.browser()
    browser.sign_in("orla")
    secret = browser.token

    for path in ("/", "/account/password", "/account/recovery", "/invitations", "/sign-out"):
        assert browser.post(path, token=secret, password=OTHER, code="1").status_code == 403
    browser.get("/sign-in/code")
    assert browser.post("/sign-in/two-step", code="000000").url.path == "/sign-in"


def test_a_code_counts_once(place: Place) -> None:
    _, secret, _ = place.with_codes(COORDINATOR, "orla")
    first, second = place.browser(), place.browser()
    for browser in (first, second):
        browser.sign_in("orla")
    code = code_at(secret, place.clock)

    first.post("/sign-in/code", code=code)
    second.post("/sign-in/code", code=code)

    assert first.shown == f"{COORDINATOR}: "
    assert WRONG_CODE in second.shown


def test_codes_cannot_be_guessed(place: Place) -> None:
    _, secret, _ = place.with_codes(COORDINATOR, "orla")
    browser = place.browser()
    browser.sign_in("orla")
    right = code_at(secret, place.clock)
    wrong = [f"{number:06}" for number in range(30) if f"{number:06}" != right]
    answers = [browser.post("/sign-in/code", code=code).status_code for code in wrong[:20]]

    assert answers == [422] * CODE.times + [429] * (20 - CODE.times)
    assert browser.post("/sign-in/code", code=right).status_code == 429
    again = place.browser("198.51.100.1")
    again.sign_in("orla")
    assert again.post("/sign-in/code", code=right).status_code == 429


def test_a_recovery_code_stands_in_once(place: Place) -> None:
    _, _, recovery = place.with_codes(COORDINATOR, "orla")
    for number, typed in enumerate((recovery[0].lower().replace(" ", ""), recovery[0], recovery[1])):
        browser = place.browser()
        browser.sign_in("orla")
        browser.post("/sign-in/code", code=typed)
        assert (where(browser) == "/account") == (number != 1)

    assert place.accounts.recovery_left(place.person(COORDINATOR)) == 8


def test_new_recovery_codes_take_the_place_of_the_old(place: Place) -> None:
    browser, secret, old = place.with_codes(COORDINATOR, "orla")
    browser.get("/account")
    assert browser.post("/account/recovery", password=OTHER).status_code == 422
    assert WRONG_PASSWORD in browser.shown
    browser.post("/account/recovery", password=PASSWORD, own_code=code_at(secret, place.clock))
    fresh = browser.recovery()

    assert len(set(fresh) - set(old)) == 10
    assert not place.accounts.use_recovery(place.person(COORDINATOR), old[1])
    assert place.accounts.use_recovery(place.person(COORDINATOR), fresh[1])


def test_codes_may_be_asked_for_by_everybody(place: Place) -> None:
    browser = place.account(PRACTITIONER, "henrik")
    browser.get("/sign-in/two-step")
    secret = browser.secret()
    assert browser.post("/sign-in/two-step", code=code_at(secret, place.clock)).status_code == 422
    browser.post("/sign-in/two-step", code=code_at(secret, place.clock), password=PASSWORD)

    assert len(browser.recovery()) == 10
    other = place.browser()
    other.sign_in("henrik")
    assert where(other) == "/sign-in/code"


def test_signing_out_ends_the_session(place: Place) -> None:
    browser = place.account(PRACTITIONER, "henrik")
    kept = browser.cookie()
    browser.get("/account")
    browser.client.follow_redirects = False
    answer = browser.post("/sign-out")

    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert "Max-Age=0" in answer.headers["set-cookie"]
    late = place.browser()
    late.client.cookies.set("epex", kept, domain="localhost.local", path="/")
    assert late.get("/").url.path == "/sign-in"


def test_signing_out_everywhere_ends_all_sessions(place: Place) -> None:
    browsers = [place.account(PRACTITIONER, "henrik"), place.browser(), place.browser()]
    for browser in browsers[1:]:
        browser.sign_in("henrik")
    browsers[0].get("/account")
    assert "3 devices" in browsers[0].shown
    assert browsers[0].post("/account/sessions", password=OTHER).status_code == 422
    assert WRONG_PASSWORD in browsers[0].shown
    assert [browser.get("/").text for browser in browsers] == [HERE_IS] * 3
    browsers[0].get("/account")
    browsers[0].post("/account/sessions", password=PASSWORD)

    assert [browser.get("/").url.path for browser in browsers] == ["/sign-in"] * 3


def test_one_device_is_signed_out_after_the_password(place: Place) -> None:
    home, phone = place.account(PRACTITIONER, "henrik"), place.browser()
    phone.client.headers["User-Agent"] = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
    phone.sign_in("henrik")
    home.get("/account")
    assert "Firefox, Android" in home.shown
    member = place.served.member(place.person(PRACTITIONER))
    marks = {device.browser: device.mark for device in place.sessions.devices(member)}
    assert set(DEVICE.findall(home.shown)) == set(marks.values())

    assert home.post("/account/sessions", session=marks["Firefox, Android"], password=OTHER).status_code == 422
    assert phone.get("/").text == HERE_IS
    home.get("/account")
    home.post("/account/sessions", session=marks["Firefox, Android"], password=PASSWORD)

    assert where(home) == "/account?done=sessions"
    assert phone.get("/").url.path == "/sign-in"


def test_coordinators_end_the_sessions_of_somebody_and_others_do_not(place: Place) -> None:
    coordinator, _, _ = place.with_codes(COORDINATOR, "orla")
    somebody, other = place.account(PRACTITIONER, "henrik"), place.browser()
    other.sign_in("henrik")
    for person in (place.person(COORDINATOR), place.person(PRACTITIONER)):
        somebody.get("/account")
        assert somebody.post("/sessions", person=person).status_code == 403
        assert ONLY_COORDINATORS in somebody.shown
    coordinator.get("/invitations")
    assert coordinator.post("/sessions", person="person-0").status_code == 404
    assert [browser.get("/").text for browser in (somebody, other)] == [HERE_IS] * 2

    coordinator.get("/invitations")
    coordinator.post("/sessions", person=place.person(PRACTITIONER))

    assert f"Signed out everywhere: <bdi>{PRACTITIONER}</bdi>" in coordinator.shown
    assert [browser.get("/").url.path for browser in (somebody, other)] == ["/sign-in"] * 2
    assert coordinator.get("/").text == f"{COORDINATOR}: "
    assert other.sign_in("henrik").text == HERE_IS


def test_coordinators_close_an_account_until_its_person_is_invited_anew(place: Place) -> None:
    coordinator, _, _ = place.with_codes(COORDINATOR, "orla")
    somebody, person = place.account(PRACTITIONER, "henrik"), {"person": place.person(PRACTITIONER)}
    somebody.get("/account")
    assert somebody.post("/accounts/close", **person).status_code == 403
    coordinator.get("/invitations")
    coordinator.post("/accounts/close", **person)

    assert f"Has no account any more: <bdi>{PRACTITIONER}</bdi>" in coordinator.shown
    assert somebody.get("/").url.path == "/sign-in"
    somebody.sign_in("henrik")
    assert WRONG in somebody.shown
    coordinator.get("/invitations")
    coordinator.post("/invitations", **person)
    assert somebody.come_in(coordinator.link(), "henrik").text == HERE_IS


def test_coordinators_withdraw_an_invitation(place: Place) -> None:
    coordinator, _, _ = place.with_codes(COORDINATOR, "orla")
    token = place.accounts.invite(place.person(PRACTITIONER), place.person(COORDINATOR))
    coordinator.get("/invitations")
    assert "is invited" in coordinator.shown
    coordinator.post("/accounts/close", person=place.person(PRACTITIONER))

    assert "is invited" not in coordinator.shown
    assert place.browser().get(f"/invitations/{token}").status_code == 404


def test_coordinators_do_not_close_their_own_account(place: Place) -> None:
    coordinator, _, _ = place.with_codes(COORDINATOR, "orla")
    coordinator.get("/invitations")
    assert coordinator.post("/accounts/close", person=place.person(COORDINATOR)).status_code == 422

    assert OWN in coordinator.shown
    assert coordinator.get("/").text == f"{COORDINATOR}: "


def test_a_password_and_a_phone_change_with_the_password_and_the_code(place: Place) -> None:
    browser, secret, recovery = place.with_codes(COORDINATOR, "orla")
    changed = {"password": OTHER, "again": OTHER}
    browser.get("/account")
    for old, code, said in ((PASSWORD, "", WRONG_CODE), (PASSWORD, "000000", WRONG_CODE), (OTHER, "", WRONG_PASSWORD)):
        assert browser.post("/account/password", old=old, own_code=code, **changed).status_code == 422
        assert said in browser.shown
    assert browser.post("/account/recovery", password=PASSWORD).status_code == 422
    assert WRONG_CODE in browser.shown

    browser.post("/account/password", old=PASSWORD, own_code=code_at(secret, place.clock), **changed)
    assert where(browser) == "/account?done=password"
    browser.get("/sign-in/two-step")
    fresh = browser.secret()
    new = {"code": code_at(fresh, place.clock), "password": OTHER}
    assert browser.post("/sign-in/two-step", **new).status_code == 422
    assert WRONG_CODE in browser.shown
    browser.post("/sign-in/two-step", **new, own_code=recovery[0])
    assert len(browser.recovery()) == 10
    found = place.accounts.of(place.person(COORDINATOR))
    assert found
    assert found.code == fresh


def test_whoever_knows_the_password_has_no_more_tries_of_the_code(place: Place) -> None:
    browser, secret, _ = place.with_codes(COORDINATOR, "orla")
    browser.get("/account")
    for _ in range(CODE.times):
        assert browser.post("/account/recovery", password=PASSWORD, own_code="000000").status_code == 422
        assert WRONG_CODE in browser.shown
        browser.post("/account/sessions", session="none", password=PASSWORD)
    browser.post("/account/recovery", password=PASSWORD, own_code=code_at(secret, place.clock))

    assert WAIT_CODE in browser.shown
    assert browser.recovery() == []


def test_a_new_password_ends_all_other_sessions(place: Place) -> None:
    browser, other = place.account(PRACTITIONER, "henrik"), place.browser()
    other.sign_in("henrik")
    tried = [(OTHER, OTHER, OTHER, WRONG_PASSWORD), (PASSWORD, OTHER, PASSWORD, DIFFERENT), (PASSWORD, "x", "x", "12")]
    for old, password, again, said in tried:
        browser.get("/account")
        assert browser.post("/account/password", old=old, password=password, again=again).status_code == 422
        assert said in browser.shown
    assert other.get("/").text == HERE_IS

    browser.post("/account/password", old=PASSWORD, password=OTHER, again=OTHER)

    assert where(browser) == "/account?done=password"
    assert other.get("/").url.path == "/sign-in"
    assert place.browser().sign_in("henrik").status_code == 422
    assert place.browser().sign_in("henrik", OTHER).text == HERE_IS


def test_a_stolen_session_cannot_try_passwords(place: Place) -> None:
    browser = place.account(PRACTITIONER, "henrik")
    browser.get("/account")
    for _ in range(CODE.times):
        browser.post("/account/password", old=OTHER, password=OTHER, again=OTHER)
    browser.post("/account/password", old=PASSWORD, password=OTHER, again=OTHER)

    assert WAIT in browser.shown


def test_coordinators_invite_and_others_do_not(place: Place) -> None:
    coordinator, _, _ = place.with_codes(COORDINATOR, "orla")
    person = place.person(PRACTITIONER)
    coordinator.get("/invitations")
    assert PRACTITIONER in coordinator.shown
    coordinator.post("/invitations", person=person)
    token = coordinator.link()
    assert f"http://localhost/invitations/{token}" in coordinator.shown

    guest = place.browser()
    assert guest.come_in(token, "henrik").text == HERE_IS
    guest.get("/account")
    assert COORDINATOR in guest.shown
    for answer in (guest.get("/invitations"), guest.post("/invitations", token=guest.token, person=person)):
        assert answer.status_code == 403
    guest.get("/account")
    guest.post("/invitations", person=person)
    assert ONLY_COORDINATORS in guest.shown


@pytest.mark.parametrize("person", ["", "person-0", "organisation-1", "--help", "' OR 1=1"])
def test_only_people_of_the_network_are_invited(place: Place, person: str) -> None:
    coordinator, _, _ = place.with_codes(COORDINATOR, "orla")
    people = place.accounts.people()
    coordinator.get("/invitations")
    answer = coordinator.post("/invitations", person=person)

    assert answer.status_code == 404
    assert UNKNOWN not in coordinator.shown
    assert place.accounts.people() == people


def test_invited_anew_by_a_coordinator_needs_the_codes_of_before(place: Place) -> None:
    place.with_codes(EVALUATOR, "sunniva")
    thief = place.browser()
    thief.come_in(place.accounts.invite(place.person(EVALUATOR), place.person(COORDINATOR)), "thief")

    assert where(thief) == "/sign-in/code"
    assert thief.get("/").url.path == "/sign-in"


def test_roles_that_change_end_the_session_at_the_next_page(writable: Place) -> None:
    browser = writable.account(PRACTITIONER, "henrik")
    person = writable.person(PRACTITIONER)
    line = ("person", "revise", person, "--role", "practitioner", "--role", "evaluator")
    writable.served.call(line, person=writable.person(COORDINATOR))

    assert browser.get("/").url.path == "/sign-in"
    browser.sign_in("henrik")
    assert where(browser) == "/sign-in/two-step"


def test_who_is_erased_comes_in_no_more_and_is_forgotten(writable: Place, tmp_path: Path) -> None:
    browser = writable.account(PRACTITIONER, "henrik")
    person = writable.person(PRACTITIONER)
    token = writable.accounts.invite(person, "")
    line = ("person", "erase", person, "--ground", "Asked for it in a letter", "--yes")
    writable.served.call(line, person=writable.person(COORDINATOR))

    assert browser.get("/").url.path == "/sign-in"
    assert browser.sign_in("henrik").status_code == 422
    assert browser.get(f"/invitations/{token}").status_code == 404
    writable.clock.move(61)
    browser.get("/")
    assert person.encode() not in (tmp_path / "web" / FILE_NAME).read_bytes()


def test_whose_organisation_has_left_comes_in_no_more_and_is_told_so_with_the_right_password(writable: Place) -> None:
    browser = writable.account(DEPARTING, "magda")
    person, coordinator = writable.person(DEPARTING), writable.person(COORDINATOR)
    organisation = writable.served.member(person).organisation
    token = writable.accounts.invite(person, "")
    writable.served.call(("organisation", "leave", organisation), person=coordinator)

    assert browser.get("/").url.path == "/sign-in"
    assert browser.sign_in("magda", OTHER).status_code == 422
    assert WRONG in browser.shown
    assert browser.sign_in("magda").status_code == 422
    assert LEFT in browser.shown
    assert browser.get(f"/invitations/{token}").status_code == 404
    writable.clock.move(61)
    browser.get("/")
    assert person not in writable.accounts.people()
    browser.sign_in("magda")
    assert WRONG in browser.shown


def test_nobody_is_invited_whose_organisation_has_left(writable: Place) -> None:
    coordinator, _, _ = writable.with_codes(COORDINATOR, "orla")
    person = writable.person(DEPARTING)
    line = ("organisation", "leave", writable.served.member(person).organisation)
    writable.served.call(line, person=writable.person(COORDINATOR))
    coordinator.get("/invitations")

    assert person not in coordinator.shown
    assert coordinator.post("/invitations", person=person).status_code == 404
    assert person not in writable.accounts.people()


def test_what_was_typed_is_given_back_when_the_session_is_over(place: Place) -> None:
    browser = place.account(PRACTITIONER, "henrik")
    browser.get("/account")
    token, words = browser.token, 'What I learned: "<script>alert(1)</script>" & more'
    place.clock.move(12 * 60)
    answer = browser.post("/visits/1?in=de", token=token, words=words, command_id=COMMAND)
    assert answer.status_code == 403
    assert guarding.SIGNED_OUT in browser.shown
    assert answer.text.count("<blockquote") == 1
    assert "<script>alert" not in answer.text
    assert 'action="/visits/1?in=de"' in answer.text
    form = browser.token

    # In another window of the same browser.
    browser.sign_in("henrik")
    browser.post("/visits/1?in=de", token=form, words=words)
    assert guarding.OLD_FORM in browser.shown
    assert browser.post("/visits/1?in=de", words=words).text == f"{PRACTITIONER}: {words}"


def test_passwords_are_never_given_back(place: Place) -> None:
    browser = place.browser()
    browser.get("/sign-in")
    answer = browser.post("/sign-in", token="00", login="henrik", password=PASSWORD)  # noqa: S106 - made up

    assert answer.status_code == 403
    assert PASSWORD not in browser.shown


def test_whoever_is_nobody_is_asked_at_every_page_of_signing_in(place: Place) -> None:
    browser = place.browser()

    assert [browser.get(path).url.path for path in ("/sign-in/code", "/sign-in/two-step")] == ["/sign-in"] * 2
    for path in ("/sign-in/code", "/sign-in/two-step"):
        browser.get("/sign-in")
        assert browser.post(path, code="000000").url.path == "/sign-in"
