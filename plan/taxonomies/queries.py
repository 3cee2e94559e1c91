"""Read taxonomies, their versions and drafts."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, selectinload

from core.errors import N_, Invalid, NotFound
from plan.taxonomies.content import Content
from plan.taxonomies.enums import uses_for
from plan.taxonomies.models import Taxonomy, TaxonomyDraft, TaxonomyTrial, TaxonomyVersion
from surveys.enums import Purpose


def own_taxonomies(session: Session) -> list[Taxonomy]:
    """All of the office, those in use first; without what is in them."""
    return list(
        session.scalars(
            select(Taxonomy)
            .options(
                selectinload(Taxonomy.versions).defer(TaxonomyVersion.content),
                selectinload(Taxonomy.draft).defer(TaxonomyDraft.content),
            )
            .order_by(Taxonomy.archived, Taxonomy.name_id, Taxonomy.id)
        )
    )


def taxonomy_by_key(session: Session, key: str) -> Taxonomy:
    """Raises NotFound."""
    found = session.scalar(select(Taxonomy).where(Taxonomy.key == key))
    if found is None:
        raise NotFound(N_("Daftar tema itu tidak ada."))
    return found


def version_of(session: Session, taxonomy: Taxonomy, number: int) -> TaxonomyVersion:
    """A published version by its number. Raises NotFound."""
    found = session.scalar(
        select(TaxonomyVersion).where(
            TaxonomyVersion.taxonomy_id == taxonomy.id, TaxonomyVersion.number == number
        )
    )
    if found is None:
        raise NotFound(N_("Versi itu tidak ada."))
    return found


def newest_version(session: Session, taxonomy: Taxonomy) -> TaxonomyVersion | None:
    """The latest published one."""
    return session.scalar(
        select(TaxonomyVersion)
        .where(TaxonomyVersion.taxonomy_id == taxonomy.id)
        .order_by(TaxonomyVersion.number.desc())
        .limit(1)
    )


def draft_of(session: Session, taxonomy: Taxonomy) -> TaxonomyDraft:
    """The draft as it stands now. Raises NotFound."""
    found = session.get(TaxonomyDraft, taxonomy.id, populate_existing=True)
    if found is None:
        raise NotFound(N_("Daftar ini tidak punya draf. Mulai draf lebih dahulu."))
    return found


def require_version(session: Session, key: str, purpose: Purpose) -> TaxonomyVersion:
    """The newest version of a taxonomy, for a run over texts of a purpose. Raises Invalid."""
    found = next((one for one in newest_in_use(session) if one.taxonomy.key == key), None)
    if found is None:
        raise Invalid(N_("Pilih cara menemukan tema."))
    if found.taxonomy.purpose not in uses_for(purpose):
        raise Invalid(N_("Daftar tema itu bukan untuk masukan ini. Pilih daftar lain."))
    return found


def newest_in_use(session: Session) -> list[TaxonomyVersion]:
    """The newest version of each taxonomy that is not archived, by name; without what it says."""
    newest = (
        select(TaxonomyVersion.taxonomy_id, func.max(TaxonomyVersion.number).label("number"))
        .group_by(TaxonomyVersion.taxonomy_id)
        .subquery()
    )
    return list(
        session.scalars(
            select(TaxonomyVersion)
            .join(
                newest,
                (newest.c.taxonomy_id == TaxonomyVersion.taxonomy_id)
                & (newest.c.number == TaxonomyVersion.number),
            )
            .join(Taxonomy, Taxonomy.id == TaxonomyVersion.taxonomy_id)
            .where(~Taxonomy.archived)
            .options(defer(TaxonomyVersion.content))
            .order_by(Taxonomy.name_id, Taxonomy.id)
        )
    )


def names_of_keys(session: Session, taxonomy: Taxonomy) -> dict[str, set[str]]:
    """Every theme key that a version or the draft ever had, with the names it went by (casefolded)."""
    told: Sequence[Content] = [
        *(version.told for version in taxonomy.versions),
        *([draft.told] if (draft := session.get(TaxonomyDraft, taxonomy.id)) else []),
    ]
    found: dict[str, set[str]] = {}
    for content in told:
        for theme in content.themes:
            found.setdefault(theme.key, set()).add(theme.name_id.casefold())
    return found


def trial_of(session: Session, taxonomy: Taxonomy, account_id: int) -> TaxonomyTrial | None:
    """What this person tried last."""
    return session.scalar(
        select(TaxonomyTrial).where(
            TaxonomyTrial.taxonomy_id == taxonomy.id, TaxonomyTrial.created_by == account_id
        )
    )
