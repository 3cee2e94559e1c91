"""Keep the competencies, and the level of each that a post asks for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict, Invalid
from core.sql import insert_into
from core.staff.models import Post
from plan.enums import Competency
from plan.needing.models import NamedCompetency, PostStandard
from plan.needing.rules import LEVELS

# PermenPANRB 38/2017: eight managerial competencies and one socio-cultural. An office edits them like its own.
_MANAGERIAL, _SOCIAL = Competency.MANAGERIAL, Competency.SOCIO_CULTURAL
STANDARD_SET = (
    (_MANAGERIAL, "Integritas", "Integrity"),
    (_MANAGERIAL, "Kerja Sama", "Cooperation"),
    (_MANAGERIAL, "Komunikasi", "Communication"),
    (_MANAGERIAL, "Orientasi pada Hasil", "Orientation towards results"),
    (_MANAGERIAL, "Pelayanan Publik", "Public service"),
    (_MANAGERIAL, "Pengembangan Diri dan Orang Lain", "Developing oneself and others"),
    (_MANAGERIAL, "Mengelola Perubahan", "Managing change"),
    (_MANAGERIAL, "Pengambilan Keputusan", "Decision making"),
    (_SOCIAL, "Perekat Bangsa", "Holding the nation together"),
)


def add_competency(
    session: Session, *, kind: Competency, name_id: str, name_en: str = "", actor_id: int | None
) -> NamedCompetency:
    """Add a competency; the technical ones are defined by each office."""
    made = NamedCompetency(kind=kind, name_id=" ".join(name_id.split()), name_en=name_en.strip())
    with _unique(session):
        session.add(made)
    _record(session, "competency.create", made, actor_id)
    return made


def change_competency(
    session: Session,
    competency: NamedCompetency,
    *,
    kind: Competency,
    name_id: str,
    name_en: str,
    active: bool,
    actor_id: int | None,
) -> None:
    """Change a competency, or take it out of use; what was written with it stays readable."""
    with _unique(session):
        competency.kind, competency.active = kind, active
        competency.name_id, competency.name_en = " ".join(name_id.split()), name_en.strip()
    _record(session, "competency.change", competency, actor_id)


def add_standard_set(session: Session, *, actor_id: int | None) -> int:
    """Add those of the national nine that are not there by name; how many were added."""
    known = set(session.scalars(select(NamedCompetency.name_id)))
    missing = [row for row in STANDARD_SET if row[1] not in known]
    for kind, name_id, name_en in missing:
        add_competency(session, kind=kind, name_id=name_id, name_en=name_en, actor_id=actor_id)
    return len(missing)


def set_standard(session: Session, post: Post, *, levels: Mapping[int, int], actor_id: int | None) -> None:
    """Write down what a post asks for: competency id -> level. What is left out is asked no more."""
    if not set(levels.values()) <= set(LEVELS):
        raise Invalid(N_("Tingkat kompetensi ialah angka 1 sampai 5."))
    session.execute(
        delete(PostStandard).where(
            PostStandard.post_id == post.id, PostStandard.competency_id.not_in(list(levels))
        )
    )
    if levels:
        rows = [{"post_id": post.id, "competency_id": c, "level": level} for c, level in levels.items()]
        added = insert_into(session, PostStandard).values(rows)
        keys = [PostStandard.post_id, PostStandard.competency_id]
        session.execute(
            added.on_conflict_do_update(index_elements=keys, set_={"level": added.excluded.level})
        )
    session.expire_all()
    audit.record(
        session,
        actor_id=actor_id,
        action="post_standard.change",
        kind="post",
        key=str(post.id),
        levels=len(levels),
    )


@contextmanager
def _unique(session: Session) -> Iterator[None]:
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("Kompetensi dengan nama itu sudah ada.")) from clash


def _record(session: Session, action: str, made: NamedCompetency, actor_id: int | None) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind="competency", key=str(made.id))
