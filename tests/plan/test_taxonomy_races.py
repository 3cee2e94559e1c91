"""Several planners at one draft at once, each on a connection of their own."""

from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.db import writing
from plan.taxonomies import drafting, queries, services
from plan.taxonomies.content import ThemeEntry
from plan.taxonomies.models import Taxonomy, TaxonomyDraft, TaxonomyVersion
from tests.plan import factories_taxonomies as make
from tests.plan import factories_themes as runs_of
from tests.plan.test_workbench_races import MANY, at_once, engine_of

pytestmark = pytest.mark.database


def the_one(session: Session) -> Taxonomy:
    return session.scalars(select(Taxonomy)).one()


def write_own(session: Session, number: int) -> None:
    """Each editor writes another theme, as they saw it at the beginning."""
    theme = ThemeEntry(f"t{number}", f"Tema {number}", f"Theme {number}", f"Ditulis {number}.")
    make.write(session, the_one(session), theme, f"Contoh {number}")


def test_of_many_who_begin_publish_and_discard_one_does(engine_name: str, tmp_path: Path) -> None:
    engine = engine_of(tmp_path, engine_name)
    with writing(), runs_of.fresh(engine) as session:
        make.published(session)
        session.commit()
    begun = at_once(engine, lambda s, _n: services.start_draft(s, the_one(s), actor_id=None))
    assert begun == ["Conflict"] * (MANY - 1) + ["done"]

    def end(session: Session, number: int) -> None:
        """Half of them publish what the others throw away."""
        taxonomy = the_one(session)
        act = services.publish_draft if number % 2 else services.discard_draft
        act(session, taxonomy, seen=1, actor_id=None)

    assert at_once(engine, end) == ["Conflict"] * (MANY - 1) + ["done"]
    with runs_of.fresh(engine) as session:
        numbers = list(session.scalars(select(TaxonomyVersion.number).order_by(TaxonomyVersion.number)))
        assert numbers in ([1], [1, 2])
        assert session.scalars(select(TaxonomyDraft)).all() == []
    engine.dispose()


def test_editors_of_many_themes_lose_nothing(engine_name: str, tmp_path: Path) -> None:
    engine = engine_of(tmp_path, engine_name)
    with writing(), runs_of.fresh(engine) as session:
        taxonomy = make.drafted(session)
        for number in range(MANY):
            theme = ThemeEntry(f"t{number}", f"Tema {number}", f"Theme {number}", "Lama.")
            told = changed(session, taxonomy, theme)
            assert told == number + 2
        session.commit()
    assert at_once(engine, write_own) == ["done"] * MANY
    with runs_of.fresh(engine) as session:
        draft = queries.draft_of(session, the_one(session))
        assert (draft.revision, [one.description for one in draft.told.themes[2:]]) == (
            1 + 2 * MANY,
            [f"Ditulis {number}." for number in range(MANY)],
        )
        assert [draft.told.examples_of(f"t{number}")[0].text for number in range(MANY)] == [
            f"Contoh {number}" for number in range(MANY)
        ]
    engine.dispose()


def changed(session: Session, taxonomy: Taxonomy, theme: ThemeEntry) -> int:
    """Put a theme into the draft under a key of our choice; returns the revision."""
    draft = queries.draft_of(session, taxonomy)
    told = drafting.changes.with_theme(draft.told, theme, ())
    session.execute(
        update(TaxonomyDraft)
        .where(TaxonomyDraft.taxonomy_id == taxonomy.id)
        .values(content=told.to_dict(), revision=TaxonomyDraft.revision + 1)
    )
    return queries.draft_of(session, taxonomy).revision


def test_of_many_editors_of_one_theme_one_is_kept(engine_name: str, tmp_path: Path) -> None:
    engine = engine_of(tmp_path, engine_name)
    with writing(), runs_of.fresh(engine) as session:
        taxonomy = make.drafted(session)
        shown = queries.draft_of(session, taxonomy).told
        session.commit()

    def write(session: Session, number: int) -> None:
        theme = drafting.replace(shown.theme("loket"), description=f"Oleh {number}.")
        make.write(session, the_one(session), theme, seen=shown.part("loket"))

    assert at_once(engine, write) == ["Overtaken"] * (MANY - 1) + ["done"]
    with runs_of.fresh(engine) as session:
        assert queries.draft_of(session, the_one(session)).revision == 2
    engine.dispose()


def test_sabotage_a_write_that_asks_no_revision_loses_one(
    engine_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_of(tmp_path, engine_name)
    with writing(), runs_of.fresh(engine) as session:
        make.drafted(session)
        session.commit()

    def store(session: Session, draft: TaxonomyDraft, content: object, _seen: int, _actor: object) -> bool:
        session.execute(update(TaxonomyDraft).values(content=content.to_dict()))  # type: ignore[attr-defined]
        return True

    with runs_of.fresh(engine) as one, runs_of.fresh(engine) as other:
        told = queries.draft_of(one, the_one(one)).told
        monkeypatch.setattr(
            drafting, "draft_of", lambda _s, _t: TaxonomyDraft(content=told.to_dict(), revision=1)
        )
        monkeypatch.setattr(drafting, "_store", store)
        for session, key in ((one, "loket"), (other, "digital")):
            with writing():
                theme = drafting.replace(told.theme(key), description="Baru.")
                make.write(session, the_one(session), theme, seen=told.part(key))
                session.commit()
    monkeypatch.undo()
    with runs_of.fresh(engine) as session:
        kept = queries.draft_of(session, the_one(session)).told
        assert [theme.description for theme in kept.themes] == ["Antrean.", "Baru."], (
            "the first change is lost"
        )
    engine.dispose()
