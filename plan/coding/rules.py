"""How many of each theme a sample takes, and how far two readings agree. Pure."""

from collections.abc import Mapping, Sequence

# Landis and Koch 1977, as commonly read: from so much on agreement counts as substantial.
SUBSTANTIAL = 0.61
SMALLEST, LARGEST = 10, 500


def shares(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """So many of each theme: in proportion, at least one of each where there is room, never more than it has."""
    sizes = {key: size for key, size in sizes.items() if size > 0}
    total = sum(sizes.values())
    wanted = min(wanted, total)
    order = sorted(sizes, key=lambda key: (-sizes[key], key))
    taken = {key: 1 if place < wanted else 0 for place, key in enumerate(order)}
    for _ in range(wanted - sum(taken.values())):
        # Whoever is furthest below its share gets the next one.
        open_ = [key for key in order if taken[key] < sizes[key]]
        taken[min(open_, key=lambda key: (taken[key] * total - sizes[key] * wanted, key))] += 1
    return taken


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two readings of the same items; None where both know but one answer."""
    from nltk.metrics.agreement import AnnotationTask  # seconds to load: only where it is shown

    if len({label for pair in pairs for label in pair}) < 2:
        return None
    rows = [
        (seat, at, label) for at, pair in enumerate(pairs) for seat, label in zip("ab", pair, strict=True)
    ]
    return float(AnnotationTask(rows).kappa())


def agreed(pairs: Sequence[tuple[str, str]]) -> int:
    """Items that both read alike."""
    return sum(left == right for left, right in pairs)
