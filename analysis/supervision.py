"""People's labels as examples: added to a taxonomy, or a taxonomy of their own."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.taxonomy import NEGATIVE, Example, Taxonomy, TaxonomyError, Theme

# Named in a refusal; more would not help to find the mistake.
NAMED = 5
OWN_KEY = "labels"


def supervised_taxonomy(
    base: Taxonomy | None, texts: Sequence[str], labels: Sequence[str | None] | None
) -> Taxonomy | None:
    """What there is to learn from; None when nothing was given and themes must be discovered."""
    told = [
        (text, (label or "").strip())
        for text, label in zip(texts, labels or [None] * len(texts), strict=True)
    ]
    # Sorted: a model must not depend on the order people answered in.
    told = sorted((text, label) for text, label in told if label)
    if not told:
        return base
    taxonomy = base or _own({label for _, label in told})
    unknown = sorted({label for _, label in told} - {*taxonomy.keys, taxonomy.negative})
    if unknown:
        raise TaxonomyError(
            f"labels the taxonomy {taxonomy.key!r} does not have: {', '.join(unknown[:NAMED])}"
        )
    return taxonomy.with_examples(
        Example(text, None if label == taxonomy.negative else label) for text, label in told
    )


def _own(labels: set[str]) -> Taxonomy:
    keys = sorted(labels - {NEGATIVE})
    return Taxonomy(OWN_KEY, tuple(Theme(key, key, key) for key in keys))
