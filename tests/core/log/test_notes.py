"""Signed notes, against the example of c2sp.org/signed-note and all that is not one."""

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from epex.core.log.notes import COSIGNATURE, Note, PublicKey, Signature, Signer, cosigned, seen_at

VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""


@pytest.fixture
def signer() -> Signer:
    return Signer("epex/base-1", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


@pytest.fixture
def witness() -> Signer:
    return Signer("harbour/key", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))), COSIGNATURE)


def test_verifies_the_example_of_the_specification() -> None:
    key = PublicKey.from_vkey(VKEY)

    assert key.verifies(Note.parse(EXAMPLE))
    assert (key.vkey, key.name, key.id.hex()) == (VKEY, "example.com/foo", "530d903a")


def test_verifies_refuses_another_text() -> None:
    note = Note.parse(EXAMPLE.replace("example message", "other message"))

    assert not PublicKey.from_vkey(VKEY).verifies(note)


def test_parse_gives_back_what_was_written(signer: Signer) -> None:
    note = signer.sign("one\n\ntwo\n")

    assert Note.parse(str(note)) == note
    assert signer.key.verifies(Note.parse(str(note)))


def test_verifies_refuses_a_key_that_signed_nothing(signer: Signer) -> None:
    assert not signer.key.verifies(Note.parse(EXAMPLE))


def test_verifies_refuses_a_note_with_a_wrong_signature_beside_a_right_one(signer: Signer) -> None:
    note = signer.sign("text\n")
    wrong = Signature(signer.name, signer.key.id, bytes(64))

    assert not signer.key.verifies(Note(note.text, (*note.signatures, wrong)))


def test_verifies_ignores_other_keys(signer: Signer) -> None:
    other = Signer("other", Ed25519PrivateKey.generate())
    note = signer.sign("text\n").with_signatures(*other.sign("another\n").signatures)

    assert signer.key.verifies(note)
    assert not other.key.verifies(note)


def test_with_signatures_keeps_the_first_of_each_key(signer: Signer, witness: Signer) -> None:
    note = signer.sign("text\n")
    early, late = (witness.cosign(note, moment).signatures for moment in (5, 6))

    assert note.with_signatures(*note.signatures) == note
    assert note.with_signatures(*early).with_signatures(*late).signatures == early


def test_with_signatures_never_takes_more_than_can_be_read(signer: Signer) -> None:
    others = [Signature(f"other-{number}", bytes(4), bytes(64)) for number in range(100)]

    note = signer.sign("text\n").with_signatures(*others)

    assert len(Note.parse(str(note)).signatures) == 64
    assert signer.key.verifies(note)


def test_cosign_is_the_message_of_the_specification(signer: Signer, witness: Signer) -> None:
    note = witness.cosign(signer.sign("origin\n3\nroot\n"), 1679315147)

    assert cosigned("origin\n3\nroot\n", 1679315147) == "cosignature/v1\ntime 1679315147\norigin\n3\nroot\n"
    assert witness.key.verifies(note)
    assert seen_at(note.signatures[1]) == 1679315147
    assert signer.key.verifies(note)


def test_cosign_binds_the_moment(signer: Signer, witness: Signer) -> None:
    note = witness.cosign(signer.sign("origin\n3\nroot\n"), 5)
    signature = note.signatures[1]
    later = Signature(signature.name, signature.key_id, (6).to_bytes(8, "big") + signature.raw[8:])

    assert not witness.key.verifies(Note(note.text, (later,)))


def test_ids_tell_kinds_of_one_key_apart(signer: Signer) -> None:
    key = signer.key

    assert key.id != PublicKey(key.name, key.public, COSIGNATURE).id


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\nno signature\n",
        "text\n\n— name\n",
        "text\n\n— name ????\n",
        "text\n\n— name AAAA=A\n",
        f"text\n\n— name {b64encode(b'four').decode()}\n",
        f"text\n\n— na+me {b64encode(b'fourfive').decode()}\n",
        f"text\n\n— name {b64encode(b'fourfive').decode()}",
        f"te\x00xt\n\n— name {b64encode(b'fourfive').decode()}\n",
        f"te\txt\n\n— name {b64encode(b'fourfive').decode()}\n",
        "text\n\n" + f"— name {b64encode(b'fourfive').decode()}\n" * 65,
        "x" * 1_000_001 + f"\n\n— name {b64encode(b'fourfive').decode()}\n",
    ],
)
def test_parse_refuses_what_is_no_note(raw: str) -> None:
    with pytest.raises(ValueError, match=r"it is|it has"):
        Note.parse(raw)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+530d903a+AAAA",
        VKEY.replace("530d903a", "530d903b"),
        f"name+00000000+{b64encode(bytes([2]) + bytes(32)).decode()}",
        "name+00000000+!!!!",
    ],
)
def test_from_vkey_refuses_what_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"it is no verifier key|its id does not belong"):
        PublicKey.from_vkey(text)


def test_vkey_of_a_cosigner_says_so(witness: Signer) -> None:
    assert b64decode(witness.key.vkey.split("+", 2)[2])[0] == COSIGNATURE
    assert PublicKey.from_vkey(witness.key.vkey) == witness.key
