"""Pictures of a form that is not sent yet: nobody must choose a photo again because another answer was wrong.

They are sealed under the draft's key and deleted with its row. Each is written once, when it comes, and not
with every page turn.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import nonces
from core.codes import code_hash
from core.sql import insert_into
from surveys.answer_models import DraftPicture
from surveys.answer_pictures import Pictures
from surveys.drafts import seal_bytes, unseal_bytes

# A sealed picture is as long as what it hides: in steps, so that its length tells little.
_PADDED_TO = 32 * 1024


def missing(session: Session, nonce: str, named: Iterable[str], *, secret: str) -> set[str]:
    """Which of the pictures that a form names are not kept for it."""
    code = nonces.resume_code_of(nonce, secret=secret)
    kept = set(session.scalars(select(DraftPicture.slot).where(DraftPicture.draft_key == code_hash(code))))
    return {digest for digest in named if _slot(code, digest) not in kept}


def keep(session: Session, nonce: str, pictures: Pictures, named: Iterable[str], *, secret: str) -> None:
    """Beside the draft of this form: these pictures more, and of all of them only those that it names."""
    code = nonces.resume_code_of(nonce, secret=secret)
    named = set(named)
    for digest, data in pictures.items():
        if digest in named:
            sealed = seal_bytes(data, code, padded_to=_PADDED_TO)
            values = {"draft_key": code_hash(code), "slot": _slot(code, digest), "sealed": sealed}
            session.execute(insert_into(session, DraftPicture).values(values).on_conflict_do_nothing())
    slots = [_slot(code, digest) for digest in named]
    session.execute(
        delete(DraftPicture).where(DraftPicture.draft_key == code_hash(code), DraftPicture.slot.not_in(slots))
    )


def of_form(session: Session, nonce: str, named: Iterable[str], *, secret: str) -> dict[str, bytes]:
    """The pictures that a form names, of those that are kept for it."""
    code = nonces.resume_code_of(nonce, secret=secret)
    found: dict[str, bytes] = {}
    for digest in named:
        row = session.get(DraftPicture, (code_hash(code), _slot(code, digest)))
        data = unseal_bytes(row.sealed, code) if row is not None else None
        if data is not None:
            found[digest] = data
    return found


def _slot(code: str, digest: str) -> str:
    return hashlib.sha256(f"{code}:{digest}".encode()).hexdigest()
