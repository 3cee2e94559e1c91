"""Change a draft. Two editors of different themes do not hinder each other; of the same theme the second is told."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.errors import N_, Conflict, Invalid
from plan.item_rules import slug
from plan.taxonomies import content as changes
from plan.taxonomies.content import Content, ExampleEntry, SayingEntry, ThemeEntry
from plan.taxonomies.models import Taxonomy, TaxonomyDraft
from plan.taxonomies.queries import draft_of, names_of_keys
from plan.taxonomies.rules import require_sizes
from plan.workbench.matching import is_found

# So often a change is made again upon what another wrote meanwhile.
TRIES = 5
Change = Callable[[Content], Content]


class Overtaken(Conflict):
    """Somebody else changed the same theme after it was shown to this editor."""


def _overtaken() -> Overtaken:
    return Overtaken(N_("Bagian ini baru saja diubah orang lain. Bandingkan, lalu simpan lagi bila perlu."))


def _unless_overtaken(told: Content, written: Content, as_shown: bool) -> Content:
    """What was written; a form that is sent twice finds its own words there already."""
    if not as_shown and written != told:
        raise _overtaken()
    return written


def name_taxonomy(
    session: Session, taxonomy: Taxonomy, *, name_id: str, name_en: str, seen: str, actor_id: int | None
) -> None:
    """What the next version is called; `seen` is the mark `names_part` of what was shown."""

    def change(told: Content) -> Content:
        written = replace(told, name_id=name_id, name_en=name_en or name_id)
        return _unless_overtaken(told, written, told.names_part == seen)

    _change(session, taxonomy, change, actor_id)


def add_theme(
    session: Session,
    taxonomy: Taxonomy,
    *,
    name_id: str,
    name_en: str,
    description: str,
    actor_id: int | None,
) -> ThemeEntry:
    """A theme behind the others, under a key that no version of this taxonomy ever had."""
    known = names_of_keys(session, taxonomy)
    theme = ThemeEntry(_free_key(name_id, known), name_id, name_en or name_id, description)
    _change(session, taxonomy, lambda told: changes.with_theme(told, theme, ()), actor_id)
    return theme


def write_theme(
    session: Session,
    taxonomy: Taxonomy,
    *,
    theme: ThemeEntry,
    examples: Callable[[Content], Sequence[ExampleEntry]],
    sayings: Sequence[SayingEntry],
    seen: str,
    actor_id: int | None,
) -> None:
    """The theme, its examples and sayings as written now; `seen` is the mark `Content.part` of what was shown."""

    def change(told: Content) -> Content:
        told.theme(theme.key)
        written = changes.with_theme(told, theme, examples(told), sayings)
        return _unless_overtaken(told, written, told.part(theme.key) == seen)

    _change(session, taxonomy, change, actor_id)


def write_no_theme(
    session: Session,
    taxonomy: Taxonomy,
    *,
    terms: Sequence[str],
    examples: Callable[[Content], Sequence[ExampleEntry]],
    sayings: Sequence[SayingEntry],
    seen: str,
    actor_id: int | None,
) -> None:
    """The terms, examples and sayings of what belongs to no theme."""

    def change(told: Content) -> Content:
        written = changes.with_no_theme(told, examples(told), terms, sayings)
        return _unless_overtaken(told, written, told.part(None) == seen)

    _change(session, taxonomy, change, actor_id)


def remove_theme(session: Session, taxonomy: Taxonomy, *, key: str, seen: str, actor_id: int | None) -> None:
    """Take a theme, its examples and sayings out of the draft. Its key is never given to another one."""

    def change(told: Content) -> Content:
        told.theme(key)
        if told.part(key) != seen:
            raise _overtaken()
        return changes.without_theme(told, key)

    _change(session, taxonomy, change, actor_id)


def move_theme(session: Session, taxonomy: Taxonomy, *, key: str, by: int, actor_id: int | None) -> None:
    """Further up (by < 0) or down in the list."""
    _change(session, taxonomy, lambda told: changes.moved(told, key, by=by), actor_id)


def take_over(
    session: Session, taxonomy: Taxonomy, *, content: Content, seen: int, actor_id: int | None
) -> None:
    """Put what a file says in the place of the whole draft, if nobody changed it since revision `seen`.

    A key that this taxonomy knows must mean what it meant: it comes with a name that it had before.
    """
    known = names_of_keys(session, taxonomy)
    for theme in content.themes:
        if theme.key in known and theme.name_id.casefold() not in known[theme.key]:
            raise Invalid(
                N_(
                    "Kunci “%(key)s” dalam berkas bernama “%(name)s”, padahal di daftar ini kunci itu milik tema"
                    " lain. Bila artinya sama, ganti namanya di halaman tema lalu ekspor lagi; bila artinya lain,"
                    " beri kunci baru."
                ),
                key=theme.key[:60],
                name=theme.name_id[:60],
            )
    whole = replace(content, key=taxonomy.key)
    require_sizes(whole)
    if not _store(session, draft_of(session, taxonomy), whole, seen, actor_id):
        raise _overtaken()
    _record(session, taxonomy, "taxonomy.import", actor_id, whole)


def _free_key(name_id: str, known: dict[str, set[str]]) -> str:
    """Readable, and with a random end: no key of another taxonomy, of a run's own finds or of the past."""
    while (key := f"{slug(name_id)[:40]}-{secrets.token_hex(3)}") in known or is_found(key):
        pass
    return key


def _change(session: Session, taxonomy: Taxonomy, change: Change, actor_id: int | None) -> None:
    """Change the draft as it stands; when another was quicker, change what they left."""
    for _ in range(TRIES):
        draft = draft_of(session, taxonomy)
        content = change(draft.told)
        if content == draft.told:
            return
        require_sizes(content)
        if _store(session, draft, content, draft.revision, actor_id):
            _record(session, taxonomy, "taxonomy.edit", actor_id, content)
            return
    raise _overtaken()


def _store(session: Session, draft: TaxonomyDraft, content: Content, seen: int, actor_id: int | None) -> bool:
    stored = session.execute(
        update(TaxonomyDraft)
        .where(TaxonomyDraft.taxonomy_id == draft.taxonomy_id, TaxonomyDraft.revision == seen)
        .values(content=content.to_dict(), revision=seen + 1, changed_by=actor_id, changed_at=utc_now())
        .returning(TaxonomyDraft.taxonomy_id)
        .execution_options(synchronize_session=False)
    ).scalar()
    session.expire(draft)
    return stored is not None


def _record(
    session: Session, taxonomy: Taxonomy, action: str, actor_id: int | None, content: Content
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=action,
        kind="taxonomy",
        key=taxonomy.key,
        themes=len(content.themes),
        examples=len(content.examples),
    )
