"""Lists of themes of the office: a published copy of a shipped one, and a draft that changes some themes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.policy import Role
from plan.taxonomies import drafting, queries, services
from plan.taxonomies.content import Content, ExampleEntry, SayingEntry
from plan.taxonomies.enums import SHIPPED_USES
from plan.taxonomies.models import Taxonomy
from plan.theme_model import shipped_content
from rembuk.seeding.loading import Loading

FILE = "taxonomies.toml"
Told = Mapping[str, Any]
WORDING = ("name_id", "name_en", "description")


def load_taxonomies(loading: Loading) -> None:
    """As a planner would have made them."""
    actor_id = loading.actor_id(Role.PLANNER)
    for one in loading.seed.toml(FILE)["taxonomies"]:
        made = services.create_taxonomy(
            loading.session,
            name_id=one["name_id"],
            name_en=one["name_en"],
            purpose=SHIPPED_USES[one["source"]],
            source=shipped_content(one["source"]),
            actor_id=actor_id,
        )
        services.publish_draft(loading.session, made, seen=1, actor_id=actor_id)
        services.start_draft(loading.session, made, actor_id=actor_id)
        for change in one["changes"]:
            _change(loading, made, change)


def _change(loading: Loading, made: Taxonomy, change: Told) -> None:
    told = queries.draft_of(loading.session, made).told
    theme = told.theme(change["key"])
    wording = {name: change[name] for name in WORDING if name in change}
    drafting.write_theme(
        loading.session,
        made,
        theme=replace(theme, keywords=(*theme.keywords, *change["keywords"]), **wording),
        examples=_with(theme.key, change["examples"]),
        sayings=[*told.sayings_of(theme.key), *_sayings(theme.key, change.get("sayings", ()))],
        seen=told.part(theme.key),
        actor_id=loading.actor_id(Role.PLANNER),
    )


def _sayings(key: str, told: Sequence[Sequence[str]]) -> list[SayingEntry]:
    return [SayingEntry(key, tuple(wordings)) for wordings in told]


def _with(key: str, texts: Sequence[str]) -> Callable[[Content], Sequence[ExampleEntry]]:
    """What there is, and these."""
    return lambda told: [*told.examples_of(key), *(ExampleEntry(text, key) for text in texts)]
