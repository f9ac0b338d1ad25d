"""The second step: codes of a phone (TOTP, RFC 6238), and recovery codes for when it is lost."""

import hmac
import re
from base64 import b32encode
from secrets import token_bytes

import pyotp
import segno

SECONDS = 30
# The clock of a phone may be one step off.
NEAR = (0, -1, 1)
RECOVERY_CODES, RECOVERY_BYTES, GROUP = 10, 20, 4
CODE = re.compile(r"[0-9]{6}")


def new_secret() -> str:
    """Make the secret that a phone and the site share."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: float) -> int:
    """Find the time step that a code belongs to, near to now; 0 when it is none of them."""
    plain = "".join(code.split())
    if not CODE.fullmatch(plain):
        return 0
    here, totp = int(now) // SECONDS, pyotp.TOTP(secret)
    return next((here + near for near in NEAR if hmac.compare_digest(totp.generate_otp(here + near), plain)), 0)


def address(secret: str, account: str, network: str) -> str:
    """Write what an app on a phone reads to show codes."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=network)


def picture(text: str, title: str) -> str:
    """Draw a text as a QR code: SVG to stand in a page, without any style."""
    drawn = segno.make_qr(text)
    return drawn.svg_inline(scale=4, light="#fff", dark="#000", title=title, svgclass="qr", lineclass=None)


def spaced(secret: str) -> str:
    """Write a secret in groups that people can type."""
    return " ".join(secret[start : start + GROUP] for start in range(0, len(secret), GROUP))


def recovery_codes() -> list[str]:
    """Make recovery codes; each has 160 random bits, so that hashing it once is enough."""
    return [spaced(b32encode(token_bytes(RECOVERY_BYTES)).decode()) for _ in range(RECOVERY_CODES)]


def plain_recovery(code: str) -> str:
    """Write a recovery code as it is compared, however it was typed."""
    return spaced(re.sub(r"[\s-]+", "", code).upper())
