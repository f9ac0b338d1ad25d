"""Forms that stay open while others record: nothing that only one touched is lost, and nothing is dropped silently."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plugins.web.visiting import Site, Visit

PRACTITIONER, COORDINATOR = "Henrik Stuhlmacher", "Orla Keaveney"
ROUNDS = 6
TEXTS = ("core", "rationale", "materials", "mode", "place", "risks")
ALREADY = "This form was recorded already; open it anew to record something else."
MEANWHILE = (
    "Somebody changed the same meanwhile; what stands now is shown below your words. Send it again to record yours."
)
PAST = "The past cannot be written; this is the form of today, so go on here."


def own_element(site: Site) -> str:
    browser = site.member(PRACTITIONER)
    browser.get("/new/element")
    browser.fill(name="The second cup", **{name: f"First {name}." for name in TEXTS})
    return browser.path.rpartition("/")[2]


def two_browsers(site: Site, name: str) -> tuple[Visit, Visit]:
    first, second = site.member(name), Visit(site.app)
    second.client.cookies.set("epex", first.cookie())
    return first, second


def told(site: Site, element: str) -> dict[str, str]:
    shown = site.ask(PRACTITIONER, "element", "show", element)
    return {name: shown[name] for name in TEXTS}


def opened(site: Site, element: str, *names: str) -> list[Visit]:
    browsers = [site.member(name) for name in names]
    for browser in browsers:
        browser.get(f"/elements/{element}/describe")
    return browsers


def events(site: Site) -> int:
    return int(site.ask(COORDINATOR, "audit", "log")[-1]["position"])


def test_field_that_was_left_alone_is_not_sent(site: Site) -> None:
    element = own_element(site)
    first, second = opened(site, element, PRACTITIONER, COORDINATOR)
    second.fill(core="The other's core.")

    answer = first.fill(rationale="My reason.")

    assert answer.status_code == 200
    shown = told(site, element)
    assert (shown["core"], shown["rationale"]) == ("The other's core.", "My reason.")


def test_field_that_both_changed_is_refused_once_with_both_texts(site: Site) -> None:
    element = own_element(site)
    first, second = opened(site, element, PRACTITIONER, COORDINATOR)
    second.fill(core="The other's core.", place="Elsewhere.")

    answer = first.fill(core="My core.")

    assert (answer.status_code, first.alert) == (409, MEANWHILE)
    assert ("My core.</textarea>" in answer.text, told(site, element)["core"]) == (True, "The other's core.")
    assert "What stands there now: The other's core." in first.main
    assert "Elsewhere.</textarea>" in answer.text
    assert first.fill().status_code == 200
    shown = told(site, element)
    assert (shown["core"], shown["place"]) == ("My core.", "Elsewhere.")


def test_of_two_who_send_at_once_one_is_told_of_the_other(site: Site) -> None:
    element, other = own_element(site), Site(site.served.call.folder)
    browsers = [opened(site, element, PRACTITIONER)[0], opened(other, element, COORDINATOR)[0]]
    for number in range(ROUNDS):
        for browser in browsers:
            browser.get(f"/elements/{element}/describe")
        gate = Barrier(len(browsers))

        def send(browser: Visit, gate: Barrier = gate, number: int = number) -> int:
            gate.wait()
            return int(browser.fill(core=f"Core {number} of {id(browser)}.").status_code)

        with ThreadPoolExecutor(len(browsers)) as pool:
            assert sorted(pool.map(send, browsers)) == [200, 409]


def test_argument_that_was_changed_meanwhile_is_refused(site: Site) -> None:
    evaluator = "Sunniva Pell"
    findings = site.ask(evaluator, "finding", "list")
    finding = next(row["id"] for row in findings if row["status"] in ("stated", "revised"))
    first, second = two_browsers(site, evaluator)
    for browser in (first, second):
        browser.get(f"/findings/{finding}/revise")
    second.fill(text="What the second saw.", reason="Clearer")

    answer = first.fill(reason="Only a reason")

    assert (answer.status_code, site.ask(evaluator, "finding", "show", finding)["title"]) == (
        409,
        "What the second saw.",
    )


CHANGES = st.dictionaries(st.sampled_from(TEXTS), st.sampled_from(("One.", "Two.", "Three.")))


def test_field_that_only_one_of_two_touched_is_never_lost(site: Site) -> None:
    element = own_element(site)
    first, second = opened(site, element, PRACTITIONER, COORDINATOR)

    @settings(max_examples=15, deadline=None)
    @given(of_first=CHANGES, of_second=CHANGES)
    def holds(of_first: Mapping[str, str], of_second: Mapping[str, str]) -> None:
        before = told(site, element)
        for browser in (first, second):
            browser.get(f"/elements/{element}/describe")
        # What is chosen may be what stood there, and then nobody touched it.
        one = {name: text for name, text in of_first.items() if text != before[name]}
        other = {name: text for name, text in of_second.items() if text != before[name]}
        first.fill(**of_first)

        answer = second.fill(**of_second)

        if any(name in one and one[name] != text for name, text in other.items()):
            assert (answer.status_code, told(site, element)) == (409, {**before, **one})
            second.fill()
        assert told(site, element) == {**before, **one, **other}

    holds()


def test_form_that_was_recorded_is_refused_with_other_words(site: Site) -> None:
    browser = site.member(PRACTITIONER)
    browser.get("/new/challenge")
    page = browser.page
    browser.fill(text="How do we begin?")
    before = events(site)

    browser.page = page
    again = browser.fill(text="How do we begin?")
    browser.page = page
    other = browser.fill(text="How do we end?")

    assert (again.status_code, b"recorded=1" in again.url.query) == (200, True)
    assert (other.status_code, browser.alert, events(site)) == (409, ALREADY, before)
    assert "How do we end?</textarea>" in other.text


def test_id_of_another_form_or_person_is_refused(site: Site) -> None:
    browser, other = site.member(PRACTITIONER), site.member(COORDINATOR)
    browser.get("/new/challenge")
    assert browser.page is not None
    sent = browser.page.text.partition('name="command_id" value="')[2][:36]
    browser.fill(text="How do we begin?")
    before = events(site)
    answers = []
    for whose in (browser, other):
        whose.get("/new/element")
        answers.append(whose.fill(name="A cup", core="Tea.", command_id=sent).status_code)
        answers.append(whose.alert)

    assert (answers, events(site)) == ([409, ALREADY] * 2, before)


def test_id_that_was_used_at_the_command_line_by_somebody_else_is_refused_in_plain_words(site: Site) -> None:
    sent = "00000000-0000-4000-8000-000000000000"
    site.ask(COORDINATOR, "challenge", "state", f"--command-id={sent}", "--", "How do we begin?")
    browser = site.member(PRACTITIONER)
    browser.get("/new/challenge")

    assert (browser.fill(text="And how do we end?", command_id=sent).status_code, browser.alert) == (409, ALREADY)


def test_form_that_was_refused_may_be_sent_with_other_words(site: Site) -> None:
    browser = site.member(PRACTITIONER)
    browser.get("/new/challenge")
    browser.fill(text=" ")

    assert browser.fill(text="How do we begin?").status_code == 200


def test_field_is_emptied_where_the_command_allows_it(site: Site) -> None:
    element = own_element(site)
    (browser,) = opened(site, element, PRACTITIONER)

    assert browser.fill(risks="").status_code == 200
    assert told(site, element)["risks"] == ""


def test_field_that_cannot_be_emptied_is_refused_by_its_label(site: Site) -> None:
    element = own_element(site)
    (browser,) = opened(site, element, PRACTITIONER)

    answer = browser.fill(core="", risks="New risks.")

    assert (answer.status_code, browser.alert) == (
        422,
        "'The one sentence that says what it is' cannot be emptied; write what it is to be, or leave what stood there.",
    )
    assert told(site, element)["risks"] == "First risks."


def test_description_that_changes_nothing_is_refused_without_names_of_options(site: Site) -> None:
    element = own_element(site)
    (browser,) = opened(site, element, PRACTITIONER)

    answer = browser.fill()

    assert (answer.status_code, browser.alert) == (
        422,
        "Nothing was changed; change at least one field, then send it again.",
    )


@pytest.mark.parametrize("path", ["/new/challenge", "/elements/{element}/describe", "/reflect/{visit}/3"])
def test_form_of_a_past_day_is_the_form_of_today(site: Site, path: str) -> None:
    author = "Denise Hartley-Owusu"
    element = next(row["id"] for row in site.ask(author, "element", "list") if row["status"] == "open")
    visit = next(row["id"] for row in site.ask(author, "visit", "list") if row["title"].startswith("Kitchen tables"))
    browser = site.member(author)

    answer = browser.get(f"{path.format(element=element, visit=visit)}?as_of=2018-12-01")

    assert (answer.status_code, browser.alert, "Looking back" in answer.text) == (200, PAST, False)


@pytest.mark.parametrize("path", ["/new/challenge", "/reflect/visit-00000000-0000-4000-8000-000000000000"])
def test_form_of_a_day_that_is_none_is_refused(site: Site, path: str) -> None:
    browser = site.member(PRACTITIONER)

    answer = browser.get(f"{path}?as_of=tomorrow")

    assert (answer.status_code, "'tomorrow'" in browser.alert, "--" in browser.alert) == (422, True, False)


def test_form_that_is_sent_to_a_past_day_keeps_its_words(site: Site) -> None:
    browser, before = site.member(PRACTITIONER), events(site)
    browser.get("/new/challenge")

    answer = browser.post("/new/challenge?as_of=2018-12-01", text="How do we begin?")

    assert (answer.status_code, browser.alert, events(site)) == (422, PAST, before)
    assert "How do we begin?</textarea>" in answer.text


AUTHOR = "Denise Hartley-Owusu"
TITLE = "Kitchen tables: a family counselling service"


def looking_back(site: Site) -> tuple[str, Visit, Visit]:
    about = next(row["id"] for row in site.ask(AUTHOR, "visit", "list") if row["title"] == TITLE)
    path = f"/reflect/{about}/3"
    phone, laptop = two_browsers(site, AUTHOR)
    for browser in (phone, laptop):
        browser.get(f"{path}?question=why")
    return path, phone, laptop


def test_empty_field_never_wipes_what_was_written_elsewhere(site: Site) -> None:
    path, phone, laptop = looking_back(site)
    phone.fill(answer="A long text.", to="pause")

    laptop.fill(answer="", to="next")

    assert "A long text.</textarea>" in laptop.get(f"{path}?question=why").text


def test_answer_that_both_browsers_wrote_is_told_with_both_texts(site: Site) -> None:
    path, phone, laptop = looking_back(site)
    phone.fill(answer="From the phone.", to="pause")

    answer = laptop.fill(answer="From the laptop.", to="next")

    assert (answer.status_code, laptop.alert) == (409, MEANWHILE)
    assert "From the laptop.</textarea>" in answer.text
    assert "What stands there now: From the phone." in laptop.main
    laptop.fill(to="next")
    assert "From the laptop.</textarea>" in laptop.get(f"{path}?question=why").text


def test_text_that_comes_after_recording_is_shown_with_the_way_to_revise(site: Site) -> None:
    path, phone, laptop = looking_back(site)
    phone.fill(answer="Because.", to="next")
    phone.get(f"{path}?question=check")
    phone.fill(to="record", visibility="pair", quotation="none", language="en")

    answer = laptop.fill(answer="A <late> thought.", to="next")

    assert answer.status_code == 422
    assert "A &lt;late&gt; thought.</textarea>" in answer.text
    assert f'href="{phone.path}/revise"' in answer.text


def test_reflection_that_was_recorded_is_not_recorded_with_another_label(site: Site) -> None:
    path, phone, _ = looking_back(site)
    phone.fill(answer="Because.", to="next")
    phone.get(f"{path}?question=check")
    page, said = phone.page, {"to": "record", "quotation": "none", "language": "en"}
    phone.fill(visibility="network", **said)
    place = phone.path

    phone.page = page
    answer = phone.fill(visibility="pair", **said)

    assert (answer.status_code, phone.alert) == (409, ALREADY)
    assert f'href="{place}"' in answer.text


def test_answers_that_changed_since_they_were_shown_are_shown_once_more(site: Site) -> None:
    path, phone, laptop = looking_back(site)
    phone.fill(answer="Because.", to="next")
    phone.get(f"{path}?question=check")
    laptop.get(f"{path}?question=how")
    laptop.fill(answer="On foot.", to="pause")

    answer = phone.fill(to="record", visibility="pair", quotation="none", language="en")

    assert (answer.status_code, "On foot." in phone.main) == (409, True)
    phone.fill(to="record", visibility="pair", quotation="none", language="en")
    assert phone.path.startswith("/reflections/reflection-")


def test_need_leads_to_where_it_is_shown(site: Site) -> None:
    browser = site.member(PRACTITIONER)
    browser.get("/new/need")

    browser.fill(text="How a helpline hands over.")

    assert (browser.path, "How a helpline hands over." in browser.main) == ("/matches", True)


def test_name_that_no_list_can_show_is_refused_and_kept(site: Site) -> None:
    browser = site.member(PRACTITIONER)
    browser.get("/new/element")

    answer = browser.fill(name="n" * 301, core="Tea.")

    assert (answer.status_code, browser.alert) == (
        422,
        "The element's name has 301 letters, and at most 300 are kept; cut it.",
    )
    assert f'value="{"n" * 301}"' in answer.text
