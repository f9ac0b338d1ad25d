"""What is downloaded: a proof, a bundle with what its maker may read, a report as PDF; and the page of plugins."""

import io
from zipfile import ZipFile

from tests.plugins.web.visiting import Site

PRACTITIONER, OFFICER = "Cem Ördek", "Orla Keaveney"


def test_proof_of_an_event_is_the_one_of_the_command_line(reading: Site) -> None:
    answer = reading.member(PRACTITIONER).get("/audit/events/521/proof")

    assert answer.text == reading.ask(PRACTITIONER, "audit", "prove", "521")["proof"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="entry-521.tlog-proof"'


def test_proof_of_what_is_hidden_is_refused_like_one_of_nothing(reading: Site) -> None:
    seen = {row["position"] for row in reading.ask(PRACTITIONER, "audit", "log")}
    hidden = next(row["position"] for row in reading.ask(OFFICER, "audit", "log") if row["position"] not in seen)
    browser = reading.member(PRACTITIONER)

    assert {browser.get(f"/audit/events/{position}/proof").status_code for position in (hidden, 10**6)} == {404}


def test_bundle_holds_public_words_alone_unless_more_is_asked_for(site: Site) -> None:
    browser = site.member(PRACTITIONER)
    sizes = []
    for fields in ({"public": "1"}, {}):
        browser.get("/audit")
        answer = browser.post("/audit/bundle", **fields)
        sizes.append(len(answer.content))
        assert "verify.py" in ZipFile(io.BytesIO(answer.content)).namelist()

    assert sizes[0] < sizes[1]
    assert {path.name for path in site.served.folder.iterdir()} == {"accounts.db", "turn.lock"}


def test_bundle_takes_the_token_of_a_form(reading: Site) -> None:
    browser = reading.member(PRACTITIONER)
    browser.get("/audit")

    assert (browser.post("/audit/bundle", token="").status_code, browser.get("/audit/bundle").status_code) == (403, 405)


def test_report_is_downloaded_as_pdf(reading: Site) -> None:
    browser, element = reading.member(PRACTITIONER), reading.ask(PRACTITIONER, "element", "list")[0]["id"]
    path = f"/reports/practice-transfer/pdf?element={element}"
    assert f'href="{path}"' in browser.get(f"/reports/practice-transfer?element={element}").text

    answer = browser.get(path)

    assert (answer.content[:5], answer.headers["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert [browser.get(f"/reports/{name}/pdf").status_code for name in ("nothing", "--help")] == [404, 404]


def test_plugins_are_listed_with_what_each_adds(reading: Site) -> None:
    browser = reading.member(PRACTITIONER)
    browser.get("/plugins")

    assert "pdf comes with the program" in browser.main
    assert "It adds: formats of reports" in browser.main
    assert "dissent-in-print installed, not in use" in browser.main
    assert 'href="/reports/practice-transfer"' in browser.shown


def test_plugin_that_is_gone_stands_first_with_what_to_do(site: Site) -> None:
    config = site.served.call.folder / "epex.toml"
    config.write_text(
        config.read_text("utf-8").replace("[plugins]\nenabled = []", '[plugins]\nenabled = ["tea"]'), "utf-8"
    )
    browser = site.member(OFFICER)
    browser.get("/plugins")

    assert "What is wrong tea missing: it is in use and not installed" in browser.main
    assert "Install it on the machine that serves this, or disable it." in browser.main
