"""Examples of taxonomies: one with two versions and a draft, and sentences that were tried with it."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from plan.taxonomies import drafting, services
from plan.taxonomies.models import Taxonomy, TaxonomyTrial
from tests.plan import factories_taxonomies as make


def build(session: Session, world: Any) -> dict[str, Any]:
    """Its draft has a theme more than its newest version."""
    taxonomy = make.published(session, make.content())
    services.start_draft(session, taxonomy, actor_id=None)
    drafting.move_theme(session, taxonomy, key="loket", by=1, actor_id=None)
    make.publish(session, taxonomy)
    services.start_draft(session, taxonomy, actor_id=None)
    drafting.add_theme(
        session, taxonomy, name_id="Kearsipan", name_en="Archives", description="Arsip.", actor_id=None
    )
    session.add(
        TaxonomyTrial(
            key="percobaan",
            taxonomy_id=taxonomy.id,
            created_by=world.someone.id,
            state="done",
            texts=["Antre lama di loket."],
            found=[["loket", None, 0.9]],
            revision=1,
        )
    )
    session.flush()
    return {"taxonomy": taxonomy, "without_draft": make.published(session, make.content("Tanpa draf"))}


def _values(world: Any) -> Mapping[str, object]:
    taxonomy: Taxonomy = world.more["taxonomy"]
    return {"key": taxonomy.key, "number": 2, "theme": "loket"}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "taxonomies": _values,
    "taxonomies.start_draft": lambda w: {"key": w.more["without_draft"].key},
    "taxonomy_draft": _values,
    "taxonomy_steps": _values,
}
