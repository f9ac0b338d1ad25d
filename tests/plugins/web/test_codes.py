"""Codes: each counts in its half minute and the ones beside it; recovery codes are long."""

import re

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.plugins.builtin.web import codes

NOW = 1_800_000_015.0
# RFC 6238, appendix B, in six digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 - of the RFC
RFC_CODES = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]


@pytest.mark.parametrize(("second", "code"), RFC_CODES)
def test_codes_of_the_rfc_are_right(second: int, code: str) -> None:
    assert codes.step_of(RFC_SECRET, code, second) == second // 30


def test_codes_count_in_their_half_minute_and_those_beside() -> None:
    totp = pyotp.TOTP(RFC_SECRET)
    at = {late: codes.step_of(RFC_SECRET, totp.at(int(NOW)), NOW + late) for late in (-60, -30, 0, 30, 60)}

    assert at == {-60: 0, -30: 60000000, 0: 60000000, 30: 60000000, 60: 0}


def test_codes_may_be_typed_with_spaces() -> None:
    assert codes.step_of(RFC_SECRET, " 287 082 ", 59) == 1


@given(st.text(max_size=12).filter(lambda text: not re.fullmatch(r"\s*([0-9]\s*){6}", text)))
def test_what_is_no_code_is_none(text: str) -> None:
    assert codes.step_of(RFC_SECRET, text, NOW) == 0


def test_secrets_are_new_each_time() -> None:
    secrets = {codes.new_secret() for _ in range(50)}

    assert len(secrets) == 50
    assert {len(secret) for secret in secrets} == {32}


def test_recovery_codes_are_long_and_found_however_typed() -> None:
    made = codes.recovery_codes()

    assert len(set(made)) == 10
    assert all(re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", code) for code in made)
    assert [codes.plain_recovery(code.lower().replace(" ", "-")) for code in made] == made
    assert [codes.plain_recovery(code.replace(" ", "")) for code in made] == made


def test_pictures_have_no_style_and_no_words_of_ours_as_markup() -> None:
    asked = codes.address(RFC_SECRET, "Björk <b>", 'A "network"')
    drawn = codes.picture(asked, "<b>")

    assert (
        asked == f"otpauth://totp/A%20%22network%22:Bj%C3%B6rk%20%3Cb%3E?secret={RFC_SECRET}&issuer=A%20%22network%22"
    )
    assert drawn.startswith("<svg")
    assert "style" not in drawn
    assert "<b>" not in drawn
