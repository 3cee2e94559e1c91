"""Tracking codes: derived, readable aloud, forgiving when typed."""

import hashlib
import hmac
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import nonces
from core.codes import ALPHABET, code_hash, normalise

NONCE = "0123456789abcdef0123456789abcdef"


def test_the_code_is_the_first_80_bits_of_the_hmac() -> None:
    digest = hmac.new(b"kunci", b"kode-lacak:" + NONCE.encode(), hashlib.sha256).digest()
    code = nonces.code_of(NONCE, secret="kunci")
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code)
    number = 0
    for letter in code.replace("-", ""):
        number = number * 32 + ALPHABET.index(letter)
    assert number == int.from_bytes(digest[:10])


def test_another_nonce_or_another_key_gives_another_code() -> None:
    made = {
        nonces.code_of(NONCE, secret="a"),
        nonces.code_of(NONCE, secret="b"),
        nonces.code_of("f" * 32, secret="a"),
    }
    assert len(made) == 3


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_found_however_it_is_typed(raw: bytes) -> None:
    code = nonces.code_of(raw.hex(), secret="kunci")
    plain = code.replace("-", "")
    sloppy = plain.lower().replace("0", "o").replace("1", "l")
    for typed in (code, plain, f"  {code.lower()} ", " ".join(plain), sloppy, sloppy.replace("l", "I")):
        assert normalise(typed) == plain
        assert code_hash(typed) == hashlib.sha256(plain.encode()).hexdigest()


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCD-EFGH-JKMN-PQR", "ABCD-EFGH-JKMN-PQRS-T", "!" * 16, "é" * 16]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert normalise(typed) is None


def test_the_seal_tells_texts_apart_and_needs_the_nonce() -> None:
    seals = {
        nonces.body_seal(NONCE, "a", secret="k"),
        nonces.body_seal(NONCE, "b", secret="k"),
        nonces.body_seal("f" * 32, "a", secret="k"),
        nonces.body_seal(NONCE, "a", secret="l"),
    }
    assert len(seals) == 4
    assert nonces.body_seal(NONCE, "a", secret="k") in seals
