"""Make a taxonomy, begin and discard its draft, publish it, put it away."""

from dataclasses import replace

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.errors import N_, Conflict, Invalid
from core.sql import erase_bytes_after_commit
from plan.needs import random_key
from plan.taxonomies.content import Content
from plan.taxonomies.enums import Use
from plan.taxonomies.models import Taxonomy, TaxonomyDraft, TaxonomyTrial, TaxonomyVersion
from plan.taxonomies.queries import newest_version
from plan.taxonomies.rules import require_publishable

LATE = N_("Draf ini sudah diterbitkan atau dibuang orang lain. Muat ulang halaman, lalu lihat lagi.")


def create_taxonomy(
    session: Session,
    *,
    name_id: str,
    name_en: str,
    purpose: Use,
    actor_id: int | None,
    source: Content | None = None,
) -> Taxonomy:
    """A taxonomy with a draft: empty, or a copy of another. Copied themes keep their keys: they mean the same."""
    taxonomy = Taxonomy(
        key=random_key(name_id), name_id=name_id, name_en=name_en, purpose=purpose, created_by=actor_id
    )
    session.add(taxonomy)
    session.flush()
    empty = Content(taxonomy.key, name_id, name_en or name_id)
    content = (
        replace(source, key=empty.key, name_id=empty.name_id, name_en=empty.name_en) if source else empty
    )
    _begin(session, taxonomy, content, actor_id)
    _record(session, taxonomy, "taxonomy.create", actor_id, themes=len(content.themes))
    return taxonomy


def start_draft(session: Session, taxonomy: Taxonomy, *, actor_id: int | None) -> None:
    """Begin the next version with what the newest says. The primary key lets one begin."""
    newest = newest_version(session, taxonomy)
    name_en = taxonomy.name_en or taxonomy.name_id
    content = newest.told if newest else Content(taxonomy.key, taxonomy.name_id, name_en)
    try:
        with session.begin_nested():
            _begin(session, taxonomy, content, actor_id)
    except IntegrityError as clash:
        raise Conflict(N_("Draf untuk daftar ini sudah ada. Lanjutkan yang itu.")) from clash
    _record(session, taxonomy, "taxonomy.draft", actor_id)


def discard_draft(session: Session, taxonomy: Taxonomy, *, seen: int, actor_id: int | None) -> None:
    """Throw away what was not published; the versions stay. Nobody may have changed it since `seen`."""
    _end_draft(session, taxonomy, seen)
    _record(session, taxonomy, "taxonomy.discard", actor_id)


def publish_draft(
    session: Session, taxonomy: Taxonomy, *, seen: int, actor_id: int | None
) -> TaxonomyVersion:
    """Make the draft, as it was shown at revision `seen`, the next version, for good."""
    if taxonomy.archived:
        raise Invalid(N_("Daftar ini diarsipkan. Pakai lagi dahulu, baru terbitkan."))
    content = _end_draft(session, taxonomy, seen)
    require_publishable(content)
    last = session.scalar(
        select(func.max(TaxonomyVersion.number)).where(TaxonomyVersion.taxonomy_id == taxonomy.id)
    )
    version = TaxonomyVersion(
        taxonomy_id=taxonomy.id,
        number=(last or 0) + 1,
        content=content.to_dict(),
        digest=content.digest,
        published_by=actor_id,
    )
    session.add(version)
    taxonomy.name_id, taxonomy.name_en = content.name_id, content.name_en
    session.flush()
    session.expire(taxonomy, ["versions", "draft"])
    _record(
        session,
        taxonomy,
        "taxonomy.publish",
        actor_id,
        version=version.number,
        themes=len(content.themes),
        examples=len(content.examples),
    )
    return version


def archive_taxonomy(session: Session, taxonomy: Taxonomy, *, archived: bool, actor_id: int | None) -> None:
    """Offer it no longer for new runs, or again. Runs made with it stay as they are."""
    changed = session.execute(
        update(Taxonomy)
        .where(Taxonomy.id == taxonomy.id, Taxonomy.archived.is_(not archived))
        .values(archived=archived)
        .returning(Taxonomy.id)
    ).scalar()
    if changed is None:
        raise Conflict(N_("Daftar ini sudah diubah orang lain. Muat ulang halaman, lalu lihat lagi."))
    session.refresh(taxonomy, ["archived"])
    _record(session, taxonomy, "taxonomy.archive" if archived else "taxonomy.reuse", actor_id)


def _begin(session: Session, taxonomy: Taxonomy, content: Content, actor_id: int | None) -> None:
    session.add(
        TaxonomyDraft(
            taxonomy_id=taxonomy.id, content=content.to_dict(), changed_by=actor_id, changed_at=utc_now()
        )
    )
    session.flush()
    session.expire(taxonomy, ["draft"])


def _end_draft(session: Session, taxonomy: Taxonomy, seen: int) -> Content:
    """Take the draft away as it was seen; what was tried with it goes, too."""
    ended = session.execute(
        delete(TaxonomyDraft)
        .where(TaxonomyDraft.taxonomy_id == taxonomy.id, TaxonomyDraft.revision == seen)
        .returning(TaxonomyDraft.content)
        .execution_options(synchronize_session=False)
    ).scalar()
    if ended is None:
        raise Conflict(LATE)
    session.expire_all()
    tried = delete(TaxonomyTrial).where(TaxonomyTrial.taxonomy_id == taxonomy.id)
    if session.execute(tried.returning(TaxonomyTrial.key)).all():
        erase_bytes_after_commit(session)
    return Content.from_dict(ended)


def _record(session: Session, taxonomy: Taxonomy, action: str, actor_id: int | None, **facts: object) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind="taxonomy", key=taxonomy.key, **facts)
