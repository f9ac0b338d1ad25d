"""Serving: real processes that answer, see what others record, and end when they are told to."""

import json
import re
import signal
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from epex.app.config import read_config, write_config
from tests.commands.running import FOUNDER, VISITOR, Epex
from tests.commands.serving import install_probe, serving


@pytest.fixture
def environment(epex: Epex, tmp_path: Path) -> dict[str, str]:
    write_config(replace(read_config(epex.folder), plugins=("probe",)))
    return install_probe(tmp_path / "site")


@pytest.fixture
def founder(epex: Epex) -> str:
    return epex.person(FOUNDER)


@pytest.mark.slow
def test_server_answers_until_a_signal_and_sees_what_others_record(
    epex: Epex, environment: dict[str, str], founder: str
) -> None:
    with serving(epex.folder, "probe", environment=environment) as server:
        before = server.answer("element", "list", person=founder)["value"]
        epex.record("element", "identify", "Evening round", "--core", "They walk.")

        after = server.answer("element", "list", person=founder)["value"]

        assert ([row["title"] for row in before], [row["title"] for row in after]) == ([], ["Evening round"])
        assert server.stop() == 0


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_stopped_server_answers_what_was_asked(
    epex: Epex, environment: dict[str, str], founder: str, workers: str
) -> None:
    with (
        serving(epex.folder, "probe", "--workers", workers, environment=environment) as server,
        ThreadPoolExecutor(4) as asking,
    ):
        line = ("element", "identify", "Slow", "--core", "They wait.")
        answers = [asking.submit(server.call, *line, person=founder, path="/slow") for _ in range(4)]
        server.wait_for("asked", 4)
        assert server.stop(signal.SIGINT if workers == "1" else signal.SIGTERM) == 0
        assert {answer.result()[0] for answer in answers} == {200}
    assert [row["title"] for row in epex.answer("element", "list")] == ["Slow"] * 4


@pytest.mark.slow
def test_workers_share_one_base_and_lose_nothing(epex: Epex, environment: dict[str, str], founder: str) -> None:
    with (
        serving(epex.folder, "probe", "--workers", "2", environment=environment) as server,
        ThreadPoolExecutor(4) as asking,
    ):

        def record(number: int) -> int:
            core = ("--core", "They walk.", "--command-id", f"command-{number // 2}")
            return int(server.answer("element", "identify", f"Round {number // 2}", *core, person=founder)["by"])

        by = set(asking.map(record, range(40)))
        names = [row["title"] for row in server.answer("element", "list", person=founder)["value"]]

        assert sorted(names) == sorted(f"Round {number}" for number in range(20))
        assert len(by) <= 2
        assert server.stop() == 0
    assert epex("doctor").exit_code == 0


@pytest.mark.slow
def test_server_on_postgres_answers(epex: Epex, environment: dict[str, str], founder: str, postgres_url: str) -> None:
    assert epex("migrate", "--log", postgres_url).exit_code == 0
    with serving(epex.folder, "probe", "--workers", "2", environment=environment) as server:
        server.answer("element", "identify", "Evening round", "--core", "They walk.", person=founder)

        assert [row["title"] for row in epex.answer("element", "list")] == ["Evening round"]
        assert server.stop() == 0


@pytest.mark.slow
def test_what_changes_elsewhere_is_seen_by_the_next_request(
    epex: Epex, environment: dict[str, str], founder: str
) -> None:
    visitor = epex.person(VISITOR)
    opening = ("year", "open", "--purpose", "publication")
    with serving(epex.folder, "probe", environment=environment) as server:
        assert server.call(*opening, person=visitor)[0] == 422
        epex.record("person", "revise", VISITOR, "--role", "coordinator")
        assert server.call(*opening, person=visitor)[0] == 200
        epex.record("person", "revise", FOUNDER, "--role", "coordinator", "--role", "data_protection_officer")
        epex.answer("person", "erase", VISITOR, "--ground", "Asked for it", "--yes")

        status, body = server.call(*opening, person=visitor)

        assert (status, json.loads(body)["refused"]) == (
            422,
            f"Nobody here has the id {visitor}; mend [reader] in epex.toml, or use --as.",
        )
        assert VISITOR not in json.dumps(server.answer("person", "list", person=founder))
        assert server.stop() == 0


@pytest.mark.slow
def test_proxy_tells_where_the_site_is_reached(epex: Epex, environment: dict[str, str]) -> None:
    url = "https://example.org/exchange/"
    with serving(epex.folder, "probe", "--proxy", url, environment=environment) as server:
        assert server.place == "example.org/exchange"
        server.stop()


@pytest.mark.usefixtures("environment")
def test_invitation_is_printed_for_a_coordinator(epex: Epex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path / "site"))

    for place in ("https://example.org/x", "https://example.org:8443/x", "https://[2001:db8::1]:8443"):
        done = epex("serve", "probe", "--proxy", place, "--invite", VISITOR, acting_as=FOUNDER)

        assert done.stdout == f"{place}/in/{epex.person(VISITOR)}\n"
    sentence = "Only a coordinator may invite somebody to the site; ask one of them."
    assert epex.refusal("serve", "probe", "--invite", FOUNDER, acting_as=VISITOR) == sentence


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["nothing"], "There is no site 'nothing'; there are: web."),
        (["--host", "192.0.2.1"], "Passwords would cross the network unsealed at 192.0.2.1; give --certificate"),
        (["--host", "0.0.0.0"], "Passwords would cross the network unsealed at 0.0.0.0; give --certificate"),  # noqa: S104
        (["--proxy", "example.org"], "'example.org' is not where a proxy is reached; write it as https://example.org"),
        (
            ["--proxy", "https://example.org:port"],
            "'https://example.org:port' is not where a proxy is reached; write it",
        ),
        (["--proxy", "https://a@example.org"], "'https://a@example.org' is not where a proxy is reached; write it as"),
        (["--proxy", "https://"], "'https://' is not where a proxy is reached; write it as https://example.org/epex."),
        (["--host", "192.0.2.1", "--proxy", "https://example.org"], "It cannot listen at 192.0.2.1:8400"),
    ],
)
def test_what_cannot_be_served_is_refused(epex: Epex, options: list[str], sentence: str) -> None:
    assert epex.refusal("serve", *options).startswith(sentence)


@pytest.mark.slow
def test_server_with_a_certificate_speaks_https(epex: Epex, tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)
    options = ("--certificate", str(certificate), "--key", str(key))
    with serving(epex.folder, *options) as server:
        trusting = ssl.create_default_context(cafile=str(certificate))
        connection = HTTPSConnection("localhost", server.port, timeout=60, context=trusting)
        connection.request("GET", "/sign-in")
        answer = connection.getresponse()

        assert (answer.status, "max-age" in answer.headers["Strict-Transport-Security"]) == (200, True)
        connection.close()
        assert server.stop() == 0


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine, and its key."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    certificate, key = folder / "room.pem", folder / "room.key"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return certificate, key


def test_site_of_ours_is_entered_by_the_link_that_is_printed(epex: Epex) -> None:
    done = epex("serve", "--invite", FOUNDER, acting_as=FOUNDER)

    assert re.fullmatch(r"http://127\.0\.0\.1:8400/invitations/[A-Za-z0-9_-]{40,}\n", done.stdout)
    assert (epex.folder / "keys" / "web" / "accounts.db").stat().st_mode & 0o777 == 0o600
