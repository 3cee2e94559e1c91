"""Say what one thinks of an item of the draft, and change it until the consultation closes."""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import N_, Closed, Invalid, NotAllowed, NotFound
from core.sql import insert_into
from core.staff.models import Person
from core.staff.queries import person_of_account
from plan.consulting.enums import Stance, VersionState
from plan.consulting.models import PlanComment, PlanVersion, PlanVoice
from plan.consulting.rules import comment_tag, voice_tag
from plan.consulting.versions import lines_of


def is_taking_voices(version: PlanVersion, *, today: date) -> bool:
    """Whether the staff can speak about it today."""
    if version.opens_on is None or version.closes_on is None:
        return False
    return version.state == VersionState.CONSULTATION and version.opens_on <= today <= version.closes_on


def staff_member(session: Session, account_id: int) -> Person | None:
    """The person of the register behind an account, who works here today."""
    person = person_of_account(session, account_id)
    return person if person is not None and person.active else None


def speak(
    session: Session,
    version: PlanVersion,
    *,
    item_key: str,
    stance: Stance,
    comment: str,
    account_id: int,
    secret: str,
    today: date,
) -> None:
    """Endorse or object: one voice per person and item; the later one replaces the earlier, with its comment.

    No audit row, no time: that would tell who said something, and when.
    """
    text = " ".join(comment.split())
    if all(line["key"] != item_key for line in lines_of(version)):
        raise NotFound(N_("Butir itu tidak ada di versi ini."))
    if staff_member(session, account_id) is None:
        raise NotAllowed(N_("Yang memberi pendapat ialah pegawai dalam daftar pegawai kantor ini."))
    if stance == Stance.OBJECT and not text:
        raise Invalid(N_("Tulis alasan keberatan Anda, supaya butirnya dapat diperbaiki."))
    _hold_open(session, version, today)
    key = {"version_id": version.id, "item_key": item_key}
    voice = {**key, "tag": voice_tag(version.id, item_key, account_id, secret=secret), "stance": stance}
    _upsert(session, PlanVoice, voice)
    tag = comment_tag(version.id, item_key, account_id, secret=secret)
    if text:
        _upsert(session, PlanComment, {**key, "tag": tag, "stance": stance, "text": text})
    else:
        old = (PlanComment.version_id == version.id, PlanComment.item_key == item_key, PlanComment.tag == tag)
        session.execute(delete(PlanComment).where(*old))


def _hold_open(session: Session, version: PlanVersion, today: date) -> None:
    """The version stays open until this transaction ends: closing waits, or has come first."""
    session.refresh(version, with_for_update={"read": True, "of": PlanVersion})
    if not is_taking_voices(version, today=today):
        raise Closed(N_("Konsultasi atas versi ini tidak sedang dibuka."))


def _upsert(session: Session, model: type[PlanVoice] | type[PlanComment], row: dict[str, object]) -> None:
    new = insert_into(session, model).values(**row)
    said = {name: row[name] for name in ("stance", "text") if name in row}
    session.execute(new.on_conflict_do_update(index_elements=["version_id", "item_key", "tag"], set_=said))


def own_stances(
    session: Session, version: PlanVersion, *, account_id: int, secret: str
) -> dict[str, PlanVoice]:
    """What one said so far, by the key of the item; empty after closing, when nobody can tell any more."""
    tags = {voice_tag(version.id, str(line["key"]), account_id, secret=secret) for line in lines_of(version)}
    mine = select(PlanVoice).where(PlanVoice.version_id == version.id, PlanVoice.tag.in_(tags))
    return {voice.item_key: voice for voice in session.scalars(mine)}


def own_comment(
    session: Session, version: PlanVersion, *, item_key: str, account_id: int, secret: str
) -> str:
    """What one wrote about an item, to change it."""
    tag = comment_tag(version.id, item_key, account_id, secret=secret)
    found = session.get(PlanComment, (version.id, item_key, tag))
    return found.text if found else ""
