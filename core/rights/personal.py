"""Consent and the log of processing, for the rights of the holder of an account."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.keeping import Row, drop_rows, move_rows, name_of, rows_of
from core.rights.audit_queries import concerning
from core.rights.models import Consent, ConsentText

CONSENT_COLUMNS = frozenset({name_of(Consent.account_id)})
LOG_COLUMNS = frozenset({name_of(AuditEvent.actor_id)})


def collect_consents(session: Session, account_id: int) -> object:
    """What was agreed to, word for word, when, and whether it was taken back."""
    rows = rows_of(session, Consent.account_id, account_id)
    versions = {str(row["version"]) for row in rows}
    texts = session.scalars(select(ConsentText).where(ConsentText.version.in_(versions)))
    words = {text.version: {"lang": text.lang, "text": text.text} for text in texts}
    return {"consent": [{**row, **words[str(row["version"])]} for row in rows]}


def erase_consents(session: Session, account_id: int) -> None:
    """Proof of a consent is needed no longer than the data it was for."""
    drop_rows(session, Consent.account_id, account_id)


def merge_consents(session: Session, old: int, new: int) -> None:
    """They go over; the same text stands once."""
    move_rows(session, Consent.account_id, old, new)


def collect_log(session: Session, account_id: int) -> object:
    """What the account did, and what was done to it. Others appear as "other", never by number."""
    found = session.scalars(select(AuditEvent).where(concerning(account_id)).order_by(AuditEvent.id))
    return {"audit_event": [_line(event, account_id) for event in found]}


def _line(event: AuditEvent, account_id: int) -> Row:
    by = "self" if event.actor_id == account_id else "system" if event.actor_id is None else "other"
    return {
        "id": event.id,
        "at": event.at.isoformat(),
        "by": by,
        "action": event.action,
        "object_kind": event.object_kind,
        "object_key": event.object_key,
        "facts": event.facts,
    }


def keep_log(_session: Session, _account_id: int, _other_id: int = 0) -> None:
    """The log holds no name and stays as it is: it proves what was done, erasure included."""
