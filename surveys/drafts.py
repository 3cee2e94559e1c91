"""Answers that somebody has begun: kept until they are sent, readable only with the code their writer holds.

The resume code is derived from the form's nonce with the server's key. Stored are its hash (to find the
draft), the hash of the nonce (to delete the draft once the answer is in), and the text sealed under a
key made from the code. Whoever has the database has neither code nor nonce, so no text. A draft knows
no account, and no time but the day on which it ends.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from core import nonces
from core.codes import code_hash, normalise
from core.effects import JobEffect
from core.errors import N_, Conflict, Invalid
from core.sql import insert_into
from surveys.answer_models import Draft, Spent
from surveys.models import Survey

DAYS = 14
MAX_CHARACTERS = 400_000
_IV_BYTES = 12
# A sealed text is as long as what it hides: in steps, so that its length tells little.
_PADDED_TO = 1024


@dataclass(frozen=True)
class DraftContent:
    """What a draft holds: the form's nonce, version, unit or invitation, the page, and what was typed as it was typed.

    `saves` counts the buttons pressed so far: what the script sent before a page turn and what arrives
    after it is older than what is kept.
    """

    nonce: str = field(repr=False)
    version: int
    unit_key: str = ""
    page: int = 1
    fields: Mapping[str, list[str]] = field(default_factory=dict, repr=False)
    saves: int = 0
    invitation: str = field(default="", repr=False)


@dataclass(frozen=True)
class Kept:
    """Handed to the person, never logged: with this code the draft opens again, until that day."""

    code: str = field(repr=False)
    until: date


def keep(session: Session, survey: Survey, content: DraftContent, *, today: date, secret: str) -> Kept:
    """Store what was typed so far, in place of what the same form had stored before.

    Raises Conflict when the answer of this form has been sent, Invalid when it is too long to keep.
    """
    if has_been_sent(session, content.nonce):
        raise Conflict(N_("Jawaban dari halaman ini sudah terkirim. Isian yang sekarang tidak disimpan."))
    plain = json.dumps(asdict(content), ensure_ascii=False)
    if len(plain) > MAX_CHARACTERS:
        raise Invalid(N_("Isian ini terlalu panjang untuk disimpan. Persingkat, lalu coba lagi."))
    kept = kept_under(content.nonce, today=today, secret=secret)
    sealed = _seal(plain, kept.code)
    statement = insert_into(session, Draft).values(
        key=code_hash(kept.code),
        nonce_hash=nonces.nonce_hash(content.nonce),
        survey_id=survey.id,
        sealed=sealed,
        expires_on=kept.until,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["key"],
            set_={"sealed": sealed, "expires_on": kept.until},
            where=Draft.survey_id == survey.id,
        )
    )
    return kept


def kept_under(nonce: str, *, today: date, secret: str) -> Kept:
    """The code of the form with this nonce, and how long what is saved today is kept."""
    return Kept(nonces.resume_code_of(nonce, secret=secret), today + timedelta(days=DAYS))


def has_been_sent(session: Session, nonce: str) -> bool:
    """Whether the form with this nonce has become an answer."""
    return session.get(Spent, nonces.nonce_hash(nonce)) is not None


def of_form(
    session: Session, survey: Survey, nonce: str, *, secret: str, lock: bool = False
) -> DraftContent | None:
    """What the form with this nonce has stored; `lock` before it is written over."""
    code = nonces.resume_code_of(nonce, secret=secret)
    mine = select(Draft).where(Draft.key == code_hash(code), Draft.survey_id == survey.id)
    found = session.scalar(
        (mine.with_for_update() if lock else mine).execution_options(populate_existing=True)
    )
    return _unseal(found.sealed, code) if found is not None else None


def open_draft(session: Session, code: str, *, today: date) -> tuple[Survey, DraftContent] | None:
    """The draft that a code opens, however it was typed; None when there is none, or it was sent or ended."""
    plain = normalise(code)
    found = session.get(Draft, code_hash(code)) if plain is not None else None
    if found is None or found.expires_on < today:
        return None
    content = _unseal(found.sealed, code)
    if content is None or has_been_sent(session, content.nonce):
        return None
    return session.get_one(Survey, found.survey_id), content


def discard(session: Session, survey: Survey, nonce: str, *, secret: str) -> None:
    """Its writer wants it gone."""
    code = nonces.resume_code_of(nonce, secret=secret)
    session.execute(delete(Draft).where(Draft.key == code_hash(code), Draft.survey_id == survey.id))


def drop_sent(session: Session) -> int:
    """Delete the drafts whose answers are in; returns how many.

    Not in the transaction of a submit with participation: what is deleted together can be found together.
    """
    sent = exists().where(Spent.nonce_hash == Draft.nonce_hash)
    return len(session.execute(delete(Draft).where(sent).returning(Draft.key)).all())


def tidy(session: Session, _payload: Mapping[str, object]) -> JobEffect:
    """The periodic job: what was sent to a survey with accounts leaves no draft behind."""
    sent = session.scalar(select(exists().where(Spent.nonce_hash == Draft.nonce_hash)))

    def effect(writing: Session) -> Mapping[str, object] | None:
        return {"drafts": drop_sent(writing)} if sent else None

    return effect


def _key(code: str) -> bytes:
    material = (normalise(code) or "").encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"rembuk:draft").derive(material)


def seal_bytes(data: bytes, code: str, *, padded_to: int) -> bytes:
    """AES-256-GCM, without the clock time that a Fernet token carries. Spaces at the end are lost."""
    data += b" " * (-len(data) % padded_to)
    iv = secrets.token_bytes(_IV_BYTES)
    return iv + AESGCM(_key(code)).encrypt(iv, data, None)


def unseal_bytes(sealed: bytes, code: str) -> bytes | None:
    """What was sealed; None where it is not as it was written: nobody can open it any more."""
    try:
        return AESGCM(_key(code)).decrypt(sealed[:_IV_BYTES], sealed[_IV_BYTES:], None).rstrip(b" ")
    except (InvalidTag, ValueError):
        return None


def _seal(plain: str, code: str) -> str:
    return seal_bytes(plain.encode(), code, padded_to=_PADDED_TO).hex()


def _unseal(sealed: str, code: str) -> DraftContent | None:
    try:
        plain = unseal_bytes(bytes.fromhex(sealed), code)
    except ValueError:
        return None
    if plain is None:
        return None
    stored: dict[str, Any] = json.loads(plain)
    return DraftContent(**stored)
